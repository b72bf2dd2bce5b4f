import { estimateIdOf, ledgerIdOf, type UnitId } from '../domain/ids.ts';
import { ledgerTotals } from '../domain/ledger.ts';
import { Dong } from '../domain/money.ts';
import type { Stored } from '../domain/records.ts';
import { addSourceSums, type SourceSums, sumsOfApproved } from '../domain/sources.ts';
import type { Ports } from './ports.ts';
import { estimateSources } from './source-totals.ts';

/** What a unit was approved and granted in a round, by source too. */
export type UnitSums = {
  readonly unit: UnitId;
  readonly approved: Dong;
  readonly granted: Dong;
  readonly balance: Dong;
  readonly sources: readonly SourceSums[];
  /** Undefined before the first grant or adjustment. */
  readonly ledger: Stored<'ledger'> | undefined;
};

const withoutLedger = async (
  ports: Pick<Ports, 'store'>,
  estimate: Stored<'estimate'>,
): Promise<readonly UnitSums[]> => {
  const { unit, result } = estimate.body;
  if (result === null || result.approved === 0) return [];
  const sources = await estimateSources(ports, estimate, result);
  return [
    {
      unit,
      approved: result.approved,
      granted: Dong.parse(0),
      balance: result.approved,
      sources: sumsOfApproved(sources?.approved ?? {}),
      ledger: undefined,
    },
  ];
};

/** What each of these units was approved and granted; units that were approved nothing are left out. */
export const unitSums = async (
  ports: Pick<Ports, 'store'>,
  { body }: Stored<'round'>,
  units: readonly UnitId[],
): Promise<readonly UnitSums[]> => {
  const { store } = ports;
  const [estimates, ledgers] = await Promise.all([
    store.loadAll(
      body.locality,
      'estimate',
      units.map((unit) => estimateIdOf(body.id, unit)),
    ),
    store.loadAll(
      body.locality,
      'ledger',
      units.map((unit) => ledgerIdOf(body.id, unit)),
    ),
  ]);
  const byUnit = new Map(ledgers.map((ledger) => [ledger.body.unit, ledger]));
  const sums = estimates.map(async (estimate): Promise<readonly UnitSums[]> => {
    const { unit } = estimate.body;
    const ledger = byUnit.get(unit);
    if (ledger === undefined) return withoutLedger(ports, estimate);
    const { balances } = ledger.body;
    return [{ unit, ...ledgerTotals(balances), sources: addSourceSums(balances), ledger }];
  });
  return (await Promise.all(sums)).flat();
};
