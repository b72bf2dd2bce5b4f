import type * as z from 'zod';
import type { ExtendTaskCommand } from '../contracts/commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { type Extended, extendTask } from '../domain/extension.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { caseOf, lockTaskId } from '../domain/task.ts';
import type { Ports } from './ports.ts';

/** The part or supplement that the estimate of a task is open for; undefined in the round's own collecting. */
export const openInto = async (
  { store }: Pick<Ports, 'store'>,
  estimate: Stored<'estimate'> | undefined,
): Promise<Stored<'package'> | undefined> =>
  estimate?.body.into === undefined ? undefined : store.load(estimate.body.locality, 'package', estimate.body.into);

/** The estimate that a task asks for, and by when it is to be locked; a part or supplement waits for its units. */
const estimateOf = async ({ store }: Pick<Ports, 'store'>, { body }: Stored<'task'>): Promise<Extended> => {
  const { subject, locality } = body;
  if (subject.of === 'return') {
    const [report, cycle] = await Promise.all([
      store.load(locality, 'return', subject.return),
      store.load(locality, 'cycle', subject.cycle),
    ]);
    return report === undefined || cycle === undefined ? {} : { report, cycle: cycle.body };
  }
  if (subject.of !== 'estimate') return {};
  const [estimate, lock] = await Promise.all([
    store.load(locality, 'estimate', subject.estimate),
    store.load(locality, 'task', lockTaskId(subject.round)),
  ]);
  const into = await openInto({ store }, estimate);
  const latest = lock?.body.state === 'open' && into === undefined ? { latest: lock.body.due } : {};
  return { ...(estimate === undefined ? {} : { estimate }), ...(into === undefined ? {} : { into }), ...latest };
};

/** Loads a task with what its extension concerns, and decides. */
export const decideExtension = async (
  ports: Pick<Ports, 'store'>,
  setting: ActingSetting,
  command: z.infer<typeof ExtendTaskCommand>,
): Promise<Decision> => {
  const task = await ports.store.load(setting.plan.locality.id, 'task', command.task);
  if (task === undefined || caseOf(task.body.subject) !== command.case) return { kind: 'not-found', what: 'task' };
  return extendTask(task, await estimateOf(ports, task), command, setting);
};
