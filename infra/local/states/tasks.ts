import type { Frame, OpenTask } from './checkpoint.ts';
import { type Retrier, type TaskState, taskResources } from './definition.ts';
import { matchesError, type StateError } from './errors.ts';
import { isObject, type Json } from './json.ts';
import type { Scope } from './jsonata.ts';
import { leave } from './leaving.ts';
import { evaluateSeconds, evaluateTemplate } from './template.ts';
import { during, type Turn } from './turn.ts';

/** How a Task's resource appears in events. */
export const resourceDetails = (task: { waitsForToken: boolean }): { resource: string; resourceType: string } => ({
  resource: task.waitsForToken ? 'invoke.waitForTaskToken' : 'invoke',
  resourceType: 'lambda',
});

type Invocation = { functionName: string; payload: Json };

/** What a Task's Arguments ask for, or why Lambda would not take them. */
const invocationOf = (given: Json): Invocation | string => {
  if (!isObject(given)) return 'The value must be an object';
  const { FunctionName: functionName, Payload: payload = {}, ...foreign } = given;
  const [field] = Object.keys(foreign);
  if (field !== undefined) return `The field '${field}' is not supported`;
  if (functionName === undefined) return "The field 'FunctionName' is required but was missing";
  if (typeof functionName === 'string' && functionName !== '') return { functionName, payload };
  return "The value of the field 'FunctionName' has an invalid format";
};

const limitOf = async (
  state: TaskState,
  field: 'TimeoutSeconds' | 'HeartbeatSeconds',
  scope: Scope,
): Promise<number | undefined> => {
  const limit = state[field];
  return limit === undefined ? undefined : evaluateSeconds(limit, field, 1, scope);
};

/** Schedules one attempt of a Task. @throws {QueryFailure} */
export const attempt = async (turn: Turn, frame: Frame, state: TaskState): Promise<void> => {
  const waitsForToken = taskResources.get(state.Resource)?.waitsForToken === true;
  const token = waitsForToken ? turn.surroundings.token(turn.nextEventId) : undefined;
  const scope = turn.scope(frame, token === undefined ? {} : { token });
  const given = await evaluateTemplate(state.Arguments ?? {}, 'Arguments', scope);
  const timeout = await limitOf(state, 'TimeoutSeconds', scope);
  const heartbeat = await limitOf(state, 'HeartbeatSeconds', scope);
  const parameters = JSON.stringify(given);
  const invocation = invocationOf(given);
  if (typeof invocation === 'string') {
    const text = `The Arguments '${parameters}' could not be used to start the Task: [${invocation}]`;
    turn.phase = { kind: 'failed', frame, failure: { error: 'States.Runtime', cause: during(frame, text) } };
    return;
  }
  const scheduledId = turn.record('TaskScheduled', {
    ...resourceDetails({ waitsForToken }),
    region: turn.execution.region,
    parameters,
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  });
  turn.record('TaskStarted', resourceDetails({ waitsForToken }));
  const now = turn.surroundings.now();
  const task: OpenTask = {
    kind: 'task',
    frame,
    scheduledId,
    ...invocation,
    waitsForToken,
    answered: false,
    timeoutAt: timeout === undefined ? undefined : now + timeout * 1000,
    heartbeatSeconds: heartbeat,
    heartbeatAt: heartbeat === undefined ? undefined : now + heartbeat * 1000,
  };
  turn.phase = task;
};

const delayOf = (turn: Turn, retrier: Retrier, used: number): number => {
  const seconds = Math.min(
    retrier.IntervalSeconds * retrier.BackoffRate ** used,
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
    99_999_999,
  );
  const share = retrier.JitterStrategy === 'FULL' ? turn.surroundings.random() : 1;
  return Math.round(seconds * share * 1000);
};

/** Whether the state's Retry took the failure; then the next attempt is set. */
const retried = (turn: Turn, frame: Frame, state: TaskState, failure: StateError): boolean => {
  const retriers = state.Retry ?? [];
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, failure));
  const retrier = retriers[index];
  const used = frame.retries[index] ?? 0;
  if (retrier === undefined || used >= retrier.MaxAttempts) return false;
  const again: Frame = {
    ...frame,
    retryCount: frame.retryCount + 1,
    retries: retriers.map((_, at) => (frame.retries[at] ?? 0) + (at === index ? 1 : 0)),
  };
  turn.phase = { kind: 'retrying', frame: again, until: turn.surroundings.now() + delayOf(turn, retrier, used) };
  return true;
};

/** `$states.errorOutput`: AWS gives a time-out an empty cause, and null for what a caller left out. */
const errorOutput = (failure: StateError): Json => ({
  Error: failure.error ?? null,
  Cause: failure.cause ?? (failure.error === 'States.Timeout' ? '' : null),
});

/** Retries a failed Task, or goes where its Catch says, or fails the execution. @throws {QueryFailure} */
export const recover = async (turn: Turn, frame: Frame, failure: StateError): Promise<void> => {
  const state = turn.state(frame.state);
  if (state.Type === 'Task') {
    if (retried(turn, frame, state, failure)) return;
    for (const [index, catcher] of (state.Catch ?? []).entries()) {
      if (!matchesError(catcher.ErrorEquals, failure)) continue;
      const otherwise = errorOutput(failure);
      const scope = turn.scope(frame, { errorOutput: otherwise });
      return leave(turn, frame, catcher, { prefix: `Catch[${String(index)}]/`, otherwise, next: catcher.Next, scope });
    }
  }
  turn.end({ status: 'FAILED', error: failure.error, cause: failure.cause });
};
