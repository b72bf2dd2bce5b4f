import type * as z from 'zod';
import type { ExtendTaskCommand } from '../contracts/commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { type Extended, extendTask } from '../domain/extension.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { lockTaskId } from '../domain/task.ts';
import type { Ports } from './ports.ts';

/** The estimate that a task asks for, and by when it is to be locked; a part or supplement waits for its units. */
const estimateOf = async ({ store }: Pick<Ports, 'store'>, { body }: Stored<'task'>): Promise<Extended> => {
  const { subject, locality } = body;
  if (subject.of !== 'estimate') return {};
  const [estimate, lock] = await Promise.all([
    store.load(locality, 'estimate', subject.estimate),
    store.load(locality, 'task', lockTaskId(subject.round)),
  ]);
  const latest = lock?.body.state === 'open' && estimate?.body.into === undefined ? { latest: lock.body.due } : {};
  return { ...(estimate === undefined ? {} : { estimate }), ...latest };
};

/** Loads a task with what its extension concerns, and decides. */
export const decideExtension = async (
  ports: Pick<Ports, 'store'>,
  setting: ActingSetting,
  command: z.infer<typeof ExtendTaskCommand>,
): Promise<Decision> => {
  const task = await ports.store.load(setting.plan.locality.id, 'task', command.task);
  if (task?.body.subject.round !== command.round) return { kind: 'not-found', what: 'task' };
  return extendTask(task, await estimateOf(ports, task), command, setting);
};
