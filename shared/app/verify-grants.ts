import { AdjustedLine } from '../domain/adjustment-decisions.ts';
import { type ApprovedLine, approvedByFund, approvedLines } from '../domain/approved-lines.ts';
import { type Estimate, figuresOf, sourcesOf, versionIn } from '../domain/estimate.ts';
import { Figure, type FigureStage } from '../domain/figures.ts';
import { type FundAmount, ofFund } from '../domain/funds.ts';
import { estimateIdOf, ledgerIdOf, type Sha256 } from '../domain/ids.ts';
import type { Adjustment, Package } from '../domain/package.ts';
import { type Balance, type Ledger, ledgerTotals } from '../domain/ledger.ts';
import { chainLines, Line } from '../domain/lines.ts';
import { sum } from '../domain/money.ts';
import type { Round } from '../domain/round.ts';
import { Lapse } from '../domain/round-closing.ts';
import { addSourceSums, type SourceSums, sumsOfApproved } from '../domain/sources.ts';
import { type Fault, type Find, itemsOf, type Pages } from './verify-parts.ts';

const linesIn = (pages: Pages, locality: string, root: Sha256): readonly AdjustedLine[] | undefined =>
  itemsOf(pages, locality, root)?.map((item) => AdjustedLine.parse(item));

/** Whether an adjustment holds together: its lines are there, none above what was proposed, decided as it was opened. */
export const checkAdjustment = (where: string, pkg: Package, adjusts: Adjustment, pages: Pages): Fault[] => {
  const lines = linesIn(pages, pkg.locality, adjusts.lines.root);
  if (lines === undefined) return [{ where, fault: 'page-missing' }];
  const faults: Fault[] = lines.some(({ after, proposed }) => after > proposed)
    ? [{ where, fault: 'figure-above-proposed' }]
    : [];
  const changed = sum(lines.map(({ after }) => after)) - sum(lines.map(({ before }) => before));
  const contents = [pkg.content, ...pkg.outcomes.flatMap((one) => ('content' in one ? [one.content] : []))];
  if (contents.some(({ root, totals }) => root !== adjusts.lines.root || totals.approved !== adjusts.before + changed))
    faults.push({ where, fault: 'total-differs' });
  return faults;
};

const sameFunds = (balances: readonly Balance[], approved: readonly FundAmount[]): boolean =>
  balances.every((one) => one.approved === (ofFund(approved, one)?.amount ?? 0)) &&
  approved.every((one) => one.amount === (ofFund(balances, one)?.approved ?? 0));

/** The lines of a unit's result with what the stages and the adjustments since approved; undefined where a page is gone. */
const approvedIn = (pages: Pages, estimate: Estimate, ledger: Ledger): readonly ApprovedLine[] | undefined => {
  const { result, locality } = estimate;
  const version = result === null ? undefined : versionIn(estimate, result.package);
  if (result === null || version === undefined) return [];
  const figures = (stage: FigureStage) => {
    const set = figuresOf(estimate, stage, result);
    return set === undefined ? [] : itemsOf(pages, locality, set.figures.root)?.map((item) => Figure.parse(item));
  };
  const lines = itemsOf(pages, locality, version.lines.root)?.map((item) => Line.parse(item));
  const [appraised, approved] = [figures('appraisal'), figures('approval')];
  const layers = ledger.layers.map((layer) => linesIn(pages, locality, layer.lines.root));
  if (lines === undefined || appraised === undefined || approved === undefined || layers.includes(undefined))
    return undefined;
  const adjusted = layers.flatMap((layer) => layer ?? []).filter(({ unit }) => unit === ledger.unit);
  return approvedLines({ lines: chainLines(lines), appraised, approved }, adjusted);
};

/**
 * Whether a unit's ledger holds together: granted ≤ approved by activity and source, what is approved there is what its
 * lines come to, and the grants that stand add up to it.
 */
export const checkLedger = (where: string, ledger: Ledger, pages: Pages, find: Find): Fault[] => {
  const faults: Fault[] = [];
  if (ledger.balances.some(({ approved, granted }) => granted > approved))
    faults.push({ where, fault: 'granted-above-approved' });
  const standing = ledger.grants.filter(({ reversed }) => reversed === null);
  const estimate = find(ledger.locality, 'estimate', estimateIdOf(ledger.round, ledger.unit));
  if (estimate === undefined) return [...faults, { where, fault: 'estimate-missing' }];
  const lines = approvedIn(pages, estimate, ledger);
  if (lines === undefined) return [...faults, { where, fault: 'page-missing' }];
  if (ledgerTotals(ledger.balances).granted !== sum(standing.map(({ total }) => total)))
    faults.push({ where, fault: 'total-differs' });
  if (!sameFunds(ledger.balances, approvedByFund(lines))) faults.push({ where, fault: 'balance-differs' });
  return faults;
};

/** What a unit was approved and granted, by source too, as its ledger or, before any grant, its estimate says. */
const sumsIn = (ledger: Ledger | undefined, estimate: Estimate | undefined) => {
  if (ledger !== undefined) return { ...ledgerTotals(ledger.balances), sources: addSourceSums(ledger.balances) };
  const result = estimate?.result ?? null;
  const kept = estimate === undefined || result === null ? undefined : sourcesOf(estimate, result);
  return { approved: result?.approved ?? 0, granted: 0, sources: kept && sumsOfApproved(kept.approved) };
};

const sameSources = (one: readonly SourceSums[], other: readonly SourceSums[]): boolean =>
  one.length === other.length &&
  one.every((sums, n) => {
    const { source, approved, granted } = other[n] ?? {};
    return sums.source === source && sums.approved === approved && sums.granted === granted;
  });

/** Whether what lapsed at a round's end is what its units had left, unit by unit, by source and in all. */
export const checkLapses = (where: string, round: Round, pages: Pages, find: Find): Fault[] => {
  if (round.closed === undefined) return [];
  const lapses = itemsOf(pages, round.locality, round.closed.lapses.root)?.map((item) => Lapse.parse(item));
  if (lapses === undefined) return [{ where, fault: 'page-missing' }];
  const { totals, sources: all } = round.closed;
  const adds = (['approved', 'granted', 'lapsed'] as const).every(
    (key) => sum(lapses.map((lapse) => lapse[key])) === totals[key],
  );
  const bySource = addSourceSums(lapses.flatMap(({ sources }) => sources));
  const faults: Fault[] = [
    ...(adds ? [] : [{ where, fault: 'total-differs' } as const]),
    ...(sameSources(all, bySource) ? [] : [{ where, fault: 'sources-differ' } as const]),
  ];
  return [
    ...faults,
    ...lapses.flatMap(({ unit, approved, granted, lapsed, sources }): Fault[] => {
      const ledger = find(round.locality, 'ledger', ledgerIdOf(round.id, unit));
      const estimate = find(round.locality, 'estimate', estimateIdOf(round.id, unit));
      const left = sumsIn(ledger, estimate);
      const same = left.approved === approved && left.granted === granted && lapsed === approved - granted;
      return same && (left.sources === undefined || sameSources(sources, left.sources))
        ? []
        : [{ where: `${where} ${unit}`, fault: 'lapse-differs' }];
    }),
  ];
};
