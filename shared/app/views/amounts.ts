import { addSources, type SourceFigures, type SourceTotals } from '../../domain/sources.ts';
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

/** Adds up totals by source of units that came to different figures; what a unit has not come to adds nothing there. */
export const addUpSources = (
  list: readonly SourceAmounts[],
  reach: Pick<Reach, 'appraised' | 'approved'>,
): SourceAmounts => ({
  proposed: addSources(list.map(({ proposed }) => proposed)),
  appraised: reach.appraised ? addSources(list.map(({ appraised }) => appraised).filter(present)) : null,
  approved: reach.approved ? addSources(list.map(({ approved }) => approved).filter(present)) : null,
  memo: sum(list.map(({ memo }) => memo)),
});

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
