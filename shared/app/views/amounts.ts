import type { SourceFigures, SourceTotals } from '../../domain/sources.ts';
import { type Dong, sum } from '../../domain/money.ts';
import type { Amounts, Reach } from './reach.ts';

const present = <T>(value: T | null): value is T => value !== null;

/** Adds up the amounts of units; what is missing adds nothing and is counted elsewhere. */
export const addUp = (amounts: readonly (Amounts | null)[], reach: Pick<Reach, 'appraised' | 'approved'>): Amounts => {
  const there = amounts.filter(present);
  return {
    proposed: sum(there.map(({ proposed }) => proposed)),
    appraised: reach.appraised ? sum(there.map(({ appraised }) => appraised).filter(present)) : null,
    approved: reach.approved ? sum(there.map(({ approved }) => approved).filter(present)) : null,
  };
};

/** Totals by source at each figure that is shown, and what the communes pay themselves, in none of them. */
export type SourceAmounts = {
  readonly proposed: SourceTotals;
  readonly appraised: SourceTotals | null;
  readonly approved: SourceTotals | null;
  readonly memo: Dong;
};

/** Totals by source as far as they are shown. */
export const reachedSources = (
  { proposed, appraised, approved, memo }: SourceFigures,
  reach: Pick<Reach, 'appraised' | 'approved'>,
): SourceAmounts => ({
  proposed,
  appraised: reach.appraised ? appraised : null,
  approved: reach.approved ? approved : null,
  memo,
});
