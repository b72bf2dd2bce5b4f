import type { totals as vi } from '../vi/totals.ts';
import { report } from './report.ts';

/** What reports come to over the years of a plan. */
export const totals: typeof vi = {
  link: 'Added up over the years',
  title: (type) => `Added up over the years: ${report.types[type]}`,
  about:
    'Each figure is of the whole period, by the newest edition of that period: the official figure where a later report gives it, else the estimate, else what was done. Open an activity to see each unit.',
  caption: 'Results by activity and period',
  sum: 'All periods',
  estimates: (n) => (n === 1 ? 'still an estimate of 1 unit' : `still estimates of ${n} units`),
  overlap: (one, other) => `${one} and ${other} share days. Their sum would count twice, so periods are not added up.`,
  waiting: (cycles) => `Not put together yet, and in no figure: ${cycles}.`,
  none: 'No period has been put together yet.',
  moneyCaption: 'Money by activity, over the years',
  moneyAbout:
    'Proposed, appraised, approved and granted are of the whole year’s budget: taken from the last edition of each year, then added up. Spent adds up every period.',
  units: 'Figures of each unit and period',
  unitsAbout:
    'Units that were merged or renamed stand under their successor of today; old reports keep the old names. Each figure opens to the report that has it.',
  includes: (units) => `with the figures of ${units}`,
  divided: (units) => `its duties passed to ${units}; what it reported stays here undivided`,
  unnamed: 'ended, no successor named yet',
  reckoned: 'estimate',
  official: (count, estimated) => `officially ${count}, estimated ${estimated}`,
};
