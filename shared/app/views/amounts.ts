import { sum } from '../../domain/money.ts';
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
