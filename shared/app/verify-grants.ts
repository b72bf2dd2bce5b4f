import { AdjustedLine } from '../domain/adjustment-decisions.ts';
import { estimateIdOf, ledgerIdOf, type Sha256 } from '../domain/ids.ts';
import type { Adjustment, Package } from '../domain/package.ts';
import { type Ledger, ledgerTotals } from '../domain/ledger.ts';
import { sum } from '../domain/money.ts';
import type { Round } from '../domain/round.ts';
import { Lapse } from '../domain/round-closing.ts';
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

/** Whether a unit's ledger holds together: granted ≤ approved by activity, and the grants that stand add up to it. */
export const checkLedger = (where: string, ledger: Ledger, pages: Pages, find: Find): Fault[] => {
  const faults: Fault[] = [];
  if (ledger.balances.some(({ approved, granted }) => granted > approved))
    faults.push({ where, fault: 'granted-above-approved' });
  const standing = ledger.grants.filter(({ reversed }) => reversed === null);
  const estimate = find(ledger.locality, 'estimate', estimateIdOf(ledger.round, ledger.unit));
  if (estimate === undefined) return [...faults, { where, fault: 'estimate-missing' }];
  const { approved, granted } = {
    approved: sum(ledger.balances.map((one) => one.approved)),
    granted: sum(ledger.balances.map((one) => one.granted)),
  };
  const layers = ledger.layers.map(({ lines }) => linesIn(pages, ledger.locality, lines.root));
  if (layers.some((lines) => lines === undefined)) return [...faults, { where, fault: 'page-missing' }];
  const own = layers.flatMap((lines) => lines ?? []).filter(({ unit }) => unit === ledger.unit);
  const changed = sum(own.map((line) => line.after)) - sum(own.map((line) => line.before));
  if (granted !== sum(standing.map(({ total }) => total)) || approved !== (estimate.result?.approved ?? 0) + changed)
    faults.push({ where, fault: 'total-differs' });
  return faults;
};

/** Whether what lapsed at a round's end is what its units had left, unit by unit and in all. */
export const checkLapses = (where: string, round: Round, pages: Pages, find: Find): Fault[] => {
  if (round.closed === undefined) return [];
  const lapses = itemsOf(pages, round.locality, round.closed.lapses.root)?.map((item) => Lapse.parse(item));
  if (lapses === undefined) return [{ where, fault: 'page-missing' }];
  const { totals } = round.closed;
  const faults = (['approved', 'granted', 'lapsed'] as const).every(
    (key) => sum(lapses.map((lapse) => lapse[key])) === totals[key],
  )
    ? []
    : [{ where, fault: 'total-differs' } as const];
  return [
    ...faults,
    ...lapses.flatMap(({ unit, approved, granted, lapsed }): Fault[] => {
      const ledger = find(round.locality, 'ledger', ledgerIdOf(round.id, unit));
      const estimate = find(round.locality, 'estimate', estimateIdOf(round.id, unit));
      const left =
        ledger === undefined ? { approved: estimate?.result?.approved, granted: 0 } : ledgerTotals(ledger.balances);
      return left.approved === approved && left.granted === granted && lapsed === approved - granted
        ? []
        : [{ where: `${where} ${unit}`, fault: 'lapse-differs' }];
    }),
  ];
};
