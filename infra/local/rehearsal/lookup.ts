import type { AuthorityRegister } from '../../../shared/domain/authority.ts';
import type { CutUnit } from '../../../shared/app/cut-lines.ts';
import type { CycleId, EditionId, ReturnId, TaskId, UnitId } from '../../../shared/domain/ids.ts';
import type { Stored } from '../../../shared/domain/records.ts';
import type { Sent } from './attach-step.ts';

/** What a rehearsal looks up before a person acts, as the page would show it to him. */
export type Lookup = {
  estimate(unit: UnitId): Promise<Stored<'estimate'> | undefined>;
  codes(): Promise<Stored<'codes'> | undefined>;
  calendar(): Promise<Stored<'calendar'> | undefined>;
  task(id: TaskId): Promise<Stored<'task'> | undefined>;
  /** Every line of the package with the figure that its stage has for it. */
  lines(number: number): Promise<readonly CutUnit[]>;
  /** The package of that number in its round; the main one where none is named. */
  package(number?: number): Promise<Stored<'package'> | undefined>;
  cycle(id: CycleId): Promise<Stored<'cycle'> | undefined>;
  report(id: ReturnId): Promise<Stored<'return'> | undefined>;
  edition(id: EditionId): Promise<Stored<'edition'> | undefined>;
  ledger(unit: UnitId): Promise<Stored<'ledger'> | undefined>;
  register(): Promise<AuthorityRegister | undefined>;
  /** Uploads a file of this machine; attaching it comes after. */
  upload(file: string): Promise<Sent>;
};

/** A rehearsal that cannot go on, in a sentence for the person who wrote it. */
export class RehearsalError extends Error {
  override readonly name = 'RehearsalError';
}

/** What was looked up; where it is not there, the rehearsal stops with that sentence. */
export const present = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new RehearsalError(what);
  return found;
};
