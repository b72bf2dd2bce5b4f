import type { OpenTask } from './checkpoint.ts';
import type { StateError } from './errors.ts';
import { failureDetails, outputDetails } from './history.ts';
import { isOversized, type Json } from './json.ts';
import { tooLarge } from './leaving.ts';
import { resourceDetails } from './tasks.ts';
import { executionDeadline, type Turn } from './turn.ts';

/** What a function answered; the payload as JSON. */
export type Answer = { kind: 'result'; payload: Json } | { kind: 'error'; error: string; cause: string };

const failTask = (turn: Turn, task: OpenTask, failure: StateError): void => {
  turn.record('TaskFailed', { ...resourceDetails(task), ...failureDetails(failure) });
  turn.phase = { kind: 'failed', frame: task.frame, failure };
};

/** The task is done; its result becomes `$states.result`. */
export const succeedTask = (turn: Turn, task: OpenTask, result: Json): void => {
  const text = JSON.stringify(result);
  if (isOversized(text)) {
    failTask(turn, task, { error: 'States.DataLimitExceeded', cause: tooLarge('lambda') });
    return;
  }
  turn.record('TaskSucceeded', { ...resourceDetails(task), ...outputDetails(text) });
  turn.phase = { kind: 'succeeded', frame: task.frame, result };
};

/** The task failed by a call from outside, which may have left out error or cause. */
export const rejectTask = (turn: Turn, task: OpenTask, failure: StateError): void => failTask(turn, task, failure);

/** Moves the deadline for the next heartbeat. Leaves no event, as on AWS. */
export const beat = (turn: Turn, task: OpenTask): void => {
  if (task.heartbeatSeconds === undefined) return;
  turn.phase = { ...task, heartbeatAt: turn.surroundings.now() + task.heartbeatSeconds * 1000 };
};

/** The function of a task answered. With a token, a result only shows that the request was taken. */
export const answerTask = (turn: Turn, task: OpenTask, answer: Answer): void => {
  if (answer.kind === 'error') {
    failTask(turn, task, { error: answer.error, cause: answer.cause });
    return;
  }
  const result: Json = { ExecutedVersion: '$LATEST', Payload: answer.payload, StatusCode: 200 };
  if (!task.waitsForToken) {
    succeedTask(turn, task, result);
    return;
  }
  turn.record('TaskSubmitted', { ...resourceDetails(task), ...outputDetails(JSON.stringify(result)) });
  turn.phase = { ...task, answered: true };
};

const timeOutTask = (turn: Turn, task: OpenTask, heartbeat: boolean): void => {
  const failure = { error: 'States.Timeout' };
  turn.record('TaskTimedOut', { ...resourceDetails(task), ...failure });
  turn.phase = { kind: 'failed', frame: task.frame, failure: { ...failure, ...(heartbeat ? { heartbeat } : {}) } };
};

/** Does what is due by `now` (epoch milliseconds); tells whether there was anything. */
export const elapse = (turn: Turn, now: number): boolean => {
  const { due, phase } = turn;
  if (due === undefined || due > now) return false;
  if (executionDeadline(turn.execution) <= due) {
    turn.end({ status: 'TIMED_OUT' });
    return true;
  }
  switch (phase.kind) {
    case 'waiting':
      turn.phase = { kind: 'waited', frame: phase.frame };
      return true;
    case 'retrying':
      turn.phase = { kind: 'attempt', frame: phase.frame };
      return true;
    case 'task':
      timeOutTask(turn, phase, phase.timeoutAt === undefined || phase.timeoutAt > due);
      return true;
    case 'enter':
    case 'attempt':
    case 'waited':
    case 'succeeded':
    case 'failed':
    case 'ended':
      return false;
  }
};
