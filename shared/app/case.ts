import type { LocalityId } from '../domain/ids.ts';
import type { Stored } from '../domain/records.ts';
import type { TaskSubject } from '../domain/task.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';

/** What a task belongs to: a round, or a cycle of reports. Either keeps a plan's content and a year. */
export type Case = Stored<'round'> | Stored<'cycle'>;

/** The case of a task; undefined where it is not there. */
export const findCase = (
  { store }: Pick<Ports, 'store'>,
  locality: LocalityId,
  subject: TaskSubject,
): Promise<Case | undefined> =>
  'cycle' in subject ? store.load(locality, 'cycle', subject.cycle) : store.load(locality, 'round', subject.round);

/** The case of a task. Throws `PermanentError` where it is not there. */
export const caseOfTask = async (
  ports: Pick<Ports, 'store'>,
  locality: LocalityId,
  subject: TaskSubject,
): Promise<Case> => {
  const found = await findCase(ports, locality, subject);
  if (found === undefined) {
    const [what, id] = 'cycle' in subject ? ['cycle', subject.cycle] : ['round', subject.round];
    throw new PermanentError(`The ${what} ${id} is not in the store.`);
  }
  return found;
};
