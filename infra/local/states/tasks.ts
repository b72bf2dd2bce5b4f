import { type TaskState, isExpression } from './definition.ts';
import type { Branch, Frame } from './execution.ts';
import { isObject, type Json } from './json.ts';
import type { Scope } from './jsonata.ts';
import { type Commit, exceeded, type Planned } from './leaving.ts';
import type { Payload } from './payload.ts';
import { during, type Recorder } from './recorder.ts';
import { type Resource, resourceOf, waitsForToken } from './resources.ts';
import { scopeOf } from './scope.ts';
import { evaluateSeconds, evaluateTemplate, evaluateText } from './template.ts';

/** The members that a resource's Arguments may and must have. */
export const argumentsOf = (resource: Resource): { required: string; members: readonly string[] } | undefined => {
  switch (resource.service) {
    case 'function':
      return undefined;
    case 'lambda':
      return { required: 'FunctionName', members: ['FunctionName', 'Payload'] };
    case 'states':
      return { required: 'StateMachineArn', members: ['StateMachineArn', 'Input', 'Name'] };
  }
};

/** Why a Task's evaluated Arguments cannot be used, or undefined. */
const problemIn = (resource: Resource, given: Json): string | undefined => {
  const wanted = argumentsOf(resource);
  if (wanted === undefined) return undefined;
  if (!isObject(given)) return 'The value must be an object';
  const foreign = Object.keys(given).find((member) => !wanted.members.includes(member));
  if (foreign !== undefined) return `The field '${foreign}' is not supported`;
  const name = given[wanted.required];
  if (name === undefined) return `The field '${wanted.required}' is required but was missing`;
  if (typeof name !== 'string' || name === '')
    return `The value of the field '${wanted.required}' has an invalid format`;
  const { Name: runName = null } = given;
  return runName === null || typeof runName === 'string'
    ? undefined
    : "The value of the field 'Name' has an invalid format";
};

const limitOf = (
  state: TaskState,
  field: 'TimeoutSeconds' | 'HeartbeatSeconds',
  scope: Scope,
): number | undefined | Promise<number> => {
  const limit = state[field];
  return typeof limit === 'string' ? evaluateSeconds(limit, field, 1, scope) : limit;
};

const roleOf = async ({ Credentials: credentials }: TaskState, scope: Scope): Promise<string | undefined> => {
  if (credentials === undefined || !isExpression(credentials.RoleArn)) return credentials?.RoleArn;
  return evaluateText(credentials.RoleArn, 'Credentials/RoleArn', scope);
};

/** What one attempt of a Task asks for; limits in seconds. */
type Asked = {
  parameters: Payload;
  timeout: number | undefined;
  heartbeat: number | undefined;
  roleArn: string | undefined;
};

const schedule = (recorder: Recorder, branch: Branch, frame: Frame, resource: Resource, asked: Asked): Commit => {
  const { excess } = asked.parameters;
  if (excess !== undefined) return exceeded(recorder, branch, frame.state, excess);
  const problem = problemIn(resource, asked.parameters.value);
  if (problem !== undefined) {
    const text = `The Arguments '${asked.parameters.text}' could not be used to start the Task: [${problem}]`;
    return () =>
      recorder.record(branch, {
        type: 'StateFailed',
        error: 'States.Runtime',
        cause: during(frame, text),
        final: true,
      });
  }
  return () => {
    recorder.record(branch, { type: 'TaskScheduled', resource, ...asked });
    recorder.record(branch, { type: 'TaskStarted', resource });
  };
};

const parametersOf = (state: TaskState, input: Payload, scope: () => Scope): Payload | Promise<Payload> =>
  state.Arguments === undefined ? input : evaluateTemplate(state.Arguments, 'Arguments', scope());

const evaluateAsked = async (state: TaskState, input: Payload, scope: Scope): Promise<Asked> => {
  const parameters = await parametersOf(state, input, () => scope);
  const timeout = await limitOf(state, 'TimeoutSeconds', scope);
  const heartbeat = await limitOf(state, 'HeartbeatSeconds', scope);
  return { parameters, timeout, heartbeat, roleArn: await roleOf(state, scope) };
};

/** A Task with nothing to evaluate besides its Arguments. */
type PlainTask = TaskState & { TimeoutSeconds?: number | undefined; HeartbeatSeconds?: number | undefined };

const hasFixedLimits = (state: TaskState): state is PlainTask =>
  typeof state.TimeoutSeconds !== 'string' &&
  typeof state.HeartbeatSeconds !== 'string' &&
  state.Credentials === undefined;

/** What a Task asks for that evaluates nothing and calls a function with its input. */
export const plainCall = (
  state: TaskState,
): { resource: Resource; timeout: number | undefined; heartbeat: number | undefined } | undefined => {
  if (state.Arguments !== undefined || !hasFixedLimits(state)) return undefined;
  const resource = resourceOf(state.Resource);
  if (resource?.service !== 'function') return undefined;
  return { resource, timeout: state.TimeoutSeconds, heartbeat: state.HeartbeatSeconds };
};

/** Schedules one attempt of a Task. @throws {QueryFailure} */
export const attempt = (recorder: Recorder, branch: Branch, frame: Frame, state: TaskState): Planned => {
  const resource = resourceOf(state.Resource);
  if (resource === undefined) throw new Error(`The resource '${state.Resource}' is not supported.`);
  const scope = (): Scope => {
    const token = waitsForToken(resource) ? recorder.surroundings.token(frame.enteredId, frame.retryCount) : undefined;
    return scopeOf(recorder, branch, frame, { token });
  };
  const scheduled = (asked: Asked): Commit => schedule(recorder, branch, frame, resource, asked);
  if (!hasFixedLimits(state)) return evaluateAsked(state, frame.input, scope()).then(scheduled);
  const limits = { timeout: state.TimeoutSeconds, heartbeat: state.HeartbeatSeconds, roleArn: undefined };
  const parameters = parametersOf(state, frame.input, scope);
  if (!(parameters instanceof Promise)) return scheduled({ parameters, ...limits });
  return parameters.then((evaluated) => scheduled({ parameters: evaluated, ...limits }));
};

const stringIn = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** What a scheduled Task asks for. */
export type Call =
  | { kind: 'invoke'; functionName: string; payload: Json }
  | { kind: 'start'; stateMachineArn: string; name: string | undefined; input: string };

/** The call that a scheduled Task makes. */
export const callOf = (resource: Resource, parameters: Payload): Call => {
  const { value } = parameters;
  const given = isObject(value) ? value : {};
  switch (resource.service) {
    case 'function':
      return { kind: 'invoke', functionName: resource.arn, payload: value };
    case 'lambda':
      return { kind: 'invoke', functionName: stringIn(given['FunctionName']), payload: given['Payload'] ?? {} };
    case 'states': {
      const { Input: input = null, Name: name = null } = given;
      return {
        kind: 'start',
        stateMachineArn: stringIn(given['StateMachineArn']),
        name: typeof name === 'string' ? name : undefined,
        input: inputText(input),
      };
    }
  }
};

const inputText = (input: Json): string => {
  if (input === null) return '{}';
  return typeof input === 'string' ? input : JSON.stringify(input);
};
