import { shortCause, shortError, type StateError } from './errors.ts';
import { type Branch, executionDeadline, nextDue, type OpenTask } from './execution.ts';
import { excessCause, isPlain } from './leaving.ts';
import type { Payload } from './payload.ts';
import type { Recorder } from './recorder.ts';
import { isSubmitted, resourceDetails } from './resources.ts';

/** What a call answered; a result is the Task's, as its integration shapes it. */
export type Answer =
  | { kind: 'result'; result: Payload; run?: string | undefined }
  | { kind: 'error'; error: string; cause: string };

/** The task of a flow failed, by its call or by a call from outside, which may have left out error or cause. */
export const failTask = (recorder: Recorder, branch: Branch, task: OpenTask, { error, cause }: StateError): void =>
  recorder.record(branch, {
    type: 'TaskFailed',
    resource: task.resource,
    error: shortError(error),
    cause: shortCause(cause),
  });

/** The task is done; its result becomes `$states.result`, or the output where nothing is evaluated on leaving. */
export const succeedTask = (recorder: Recorder, branch: Branch, task: OpenTask, result: Payload): void => {
  const { resource, frame } = task;
  const { excess } = result;
  if (excess !== undefined) {
    const { resource: name, resourceType } = resourceDetails(resource);
    const cause = excessCause(resource.service === 'function' ? name : resourceType, excess);
    failTask(recorder, branch, task, { error: 'States.DataLimitExceeded', cause });
  } else if (frame.definition.Type === 'Task' && isPlain(frame.definition)) {
    const { Next: next } = frame.definition;
    recorder.record(branch, { type: 'TaskReturned', state: frame.state, resource, output: result, next });
  } else recorder.record(branch, { type: 'TaskSucceeded', resource, output: result });
};

/** Moves the deadline for the next heartbeat. Leaves nothing in the history, as on AWS. */
export const beat = (recorder: Recorder, branch: Branch, task: OpenTask): void => {
  if (task.heartbeatSeconds === undefined) return;
  const until = recorder.surroundings.now() + task.heartbeatSeconds * 1000;
  recorder.record(branch, { type: 'HeartbeatReceived', until });
};

/** The call of a task was answered. Where the task waits for more, a result only shows that the call was taken. */
export const answerTask = (recorder: Recorder, branch: Branch, task: OpenTask, answer: Answer): void => {
  if (answer.kind === 'error') failTask(recorder, branch, task, answer);
  else if (isSubmitted(task.resource)) {
    const { result: output, run } = answer;
    recorder.record(branch, { type: 'TaskSubmitted', resource: task.resource, output, run });
  } else succeedTask(recorder, branch, task, answer.result);
};

/** Does the first of what is due by `now` (epoch milliseconds); tells whether there was anything. */
export const elapse = (recorder: Recorder, now: number): boolean => {
  const due = nextDue(recorder.execution);
  if (due === undefined || due.at > now) return false;
  const { branch } = due;
  if (branch === undefined || executionDeadline(recorder.execution) <= due.at) {
    recorder.end({ type: 'ExecutionTimedOut' });
    return true;
  }
  const { phase } = branch;
  if (phase.kind === 'waiting') recorder.record(branch, { type: 'WaitElapsed' });
  if (phase.kind === 'retrying') recorder.record(branch, { type: 'RetryStarted' });
  if (phase.kind === 'task') {
    const heartbeat = phase.timeoutAt === undefined || phase.timeoutAt > due.at;
    recorder.record(branch, { type: 'TaskTimedOut', resource: phase.resource, heartbeat });
  }
  return true;
};
