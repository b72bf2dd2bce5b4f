import { estimateIdOf, ledgerIdOf } from '../domain/ids.ts';
import { type Ledger, ledgerTotals } from '../domain/ledger.ts';
import { sum } from '../domain/money.ts';
import type { Round } from '../domain/round.ts';
import { Lapse } from '../domain/round-closing.ts';
import { type Fault, type Find, itemsOf, type Pages } from './verify-parts.ts';

/** Whether a unit's ledger holds together: granted ≤ approved by activity, and the grants that stand add up to it. */
export const checkLedger = (where: string, ledger: Ledger, find: Find): Fault[] => {
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
  if (granted !== sum(standing.map(({ total }) => total)) || approved !== estimate.result?.approved)
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
