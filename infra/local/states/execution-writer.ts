import { isActive, nextDue } from './execution.ts';
import { type Live, openTask } from './live-executions.ts';
import { nestedFailure, nestedResult } from './nested.ts';
import { failTask, succeedTask } from './stimuli.ts';
import type { StateStore, Waiter, Written } from './store.ts';

/** What may leave a run that a task had started without anybody who waits for its end. */
const cuttingOff: ReadonlySet<string> = new Set([
  'EvaluationFailed',
  'ExecutionAborted',
  'ExecutionFailed',
  'ExecutionTimedOut',
  'StateAborted',
  'TaskTimedOut',
]);

type Options = {
  store: StateStore;
  load: (key: number) => Live | undefined;
  /** Epoch milliseconds. */
  now: () => number;
  /** Hears of executions that can go on by what was written. */
  onMoved: (live: Live) => void;
};

/** Writes what was recorded of an execution, with what it means for the one that waits for it and for its own runs. */
export const createExecutionWriter = ({ store, load, now, onMoved }: Options) => {
  const writtenOf = ({ recorder }: Live): Written => {
    const { execution } = recorder;
    const { outcome } = execution;
    return {
      events: recorder.take(),
      status: outcome?.status ?? 'RUNNING',
      stopped: outcome === undefined ? undefined : now(),
      active: isActive(execution),
      due: nextDue(execution)?.at,
    };
  };

  /** The runs of an execution whose end no task of it waits for any more; they are stopped, as AWS does. */
  const stopOrphans = (live: Live, waiting: Live[]): void => {
    for (const child of store.startedBy(live.key)) {
      if (child.waiter !== undefined && openTask(live.recorder, child.waiter) !== undefined) continue;
      const orphan = load(child.key);
      if (orphan === undefined) continue;
      orphan.recorder.guard(() => orphan.recorder.end({ type: 'ExecutionAborted' }));
      waiting.push(orphan);
    }
  };

  /** The end of a run answers the task that waits for it. */
  const tellWaiter = ({ recorder, key }: Live, waiter: Waiter, waiting: Live[]): void => {
    const parent = load(waiter.key);
    const open = parent === undefined ? undefined : openTask(parent.recorder, waiter);
    const run = store.execution(key);
    if (parent === undefined || open === undefined || run === undefined) return;
    const { branch, task } = open;
    const { execution } = recorder;
    parent.recorder.guard(() => {
      if (execution.outcome?.status === 'SUCCEEDED')
        succeedTask(parent.recorder, branch, task, nestedResult(task.resource, execution, run));
      else failTask(parent.recorder, branch, task, nestedFailure(task.resource, execution, run));
    });
    onMoved(parent);
    waiting.push(parent);
  };

  const writeOne = (live: Live, waiting: Live[]): void => {
    const written = writtenOf(live);
    store.append(live.key, written);
    if (written.status !== 'RUNNING' && live.waiter !== undefined) tellWaiter(live, live.waiter, waiting);
    if (written.events.some(({ body }) => cuttingOff.has(body.type))) stopOrphans(live, waiting);
  };

  return {
    writtenOf,
    /** Writes an execution and whatever follows from it, one after the other; call it inside a transaction. */
    write: (first: Live): void => {
      const waiting = [first];
      for (let live = waiting.pop(); live !== undefined; live = waiting.pop())
        if (live.recorder.waiting > 0) writeOne(live, waiting);
    },
  };
};
