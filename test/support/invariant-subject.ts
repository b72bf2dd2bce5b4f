import type { Ports, Store, Waits } from '../../shared/app/ports.ts';
import type { LocalityId } from '../../shared/domain/ids.ts';
import type { StoredEntry } from '../../shared/domain/journal.ts';
import type { Plan } from '../../shared/domain/plan.ts';

/** What invariants are seen in: an office on memory is one, and so is a runtime that was read through. */
export type Subject = {
  readonly plan: Plan;
  readonly locality: LocalityId;
  readonly store: Store;
  readonly clock: { now(): Date };
  readonly ports: Pick<Ports, 'hash'>;
  readonly memory: {
    readonly records: ReadonlyMap<string, { readonly version: number; readonly head: string; readonly body: unknown }>;
    readonly journal: ReadonlyMap<string, readonly StoredEntry[]>;
  };
  readonly machines: {
    readonly waits: Pick<Waits, 'find'>;
    readonly executions: ReadonlyMap<string, { readonly status: string; readonly waitingOn?: string | undefined }>;
  };
};

/** Says what does not hold, by the number of the invariant in the design. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Throws where what a rule of the design asks for does not hold. */
export const must = (holds: boolean, invariant: number, what: string): void => {
  if (!holds) throw new Broken(`Invariant ${invariant}: ${what}`);
};
/** The sum of amounts. */
export const add = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
