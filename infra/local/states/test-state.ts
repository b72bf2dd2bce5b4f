import type { Machine, State } from './definition.ts';
import { StatesApiError } from './errors.ts';
import { type EventBody, partsOf } from './events.ts';
import { evolve } from './evolve.ts';
import { type Branch, newExecution } from './execution.ts';
import { enter, pass, step } from './interpreter.ts';
import { isObject, parseJson } from './json.ts';
import { parseMachine, parseState } from './machine.ts';
import { Payload } from './payload.ts';
import { Recorder } from './recorder.ts';
import { resourceOf } from './resources.ts';
import { type Answer, answerTask } from './stimuli.ts';
import { type Call, callOf } from './tasks.ts';

/** What stands in for the call of a Task, or for the flows of a Map or Parallel: JSON text, or an error. */
export type Mock = {
  result?: string | undefined;
  errorOutput?: { error?: string | undefined; cause?: string | undefined } | undefined;
};

/** What TestState is asked. */
export type TestRequest = {
  /** A state, or with `stateName` a machine that has it. */
  definition: string;
  stateName?: string | undefined;
  input: string;
  variables: string;
  inspectionLevel: 'INFO' | 'DEBUG' | 'TRACE';
  mock?: Mock | undefined;
  roleArn: string;
};

/** What a test runs in: the clock, where it is, and how a function is called. */
export type TestGround = {
  now: () => number;
  arnOf: (kind: 'stateMachine' | 'execution', name: string) => string;
  region: string;
  call: (
    call: Extract<Call, { kind: 'invoke' }>,
    resource: EventBodyOf<'TaskScheduled'>['resource'],
  ) => Promise<Answer>;
};

type EventBodyOf<Type extends EventBody['type']> = Extract<EventBody, { type: Type }>;

const invalid = (problem: string): StatesApiError =>
  new StatesApiError('InvalidDefinition', `Invalid State Machine Definition: '${problem}'`);

const testName = 'TestState';

const namedIn = (machine: Machine, name: string): State => {
  const state = Object.hasOwn(machine.States, name) ? machine.States[name] : undefined;
  if (state === undefined) throw new StatesApiError('ValidationException', 'State not found in definition');
  return { ...state, QueryLanguage: 'JSONata' };
};

const stateIn = ({ definition, stateName }: TestRequest): State => {
  if (stateName !== undefined) {
    const parsed = parseMachine(definition);
    if (parsed.ok) return namedIn(parsed.machine, stateName);
    throw invalid(parsed.problem);
  }
  const parsed = parseState(definition);
  if (parsed.ok) return parsed.state;
  throw invalid(parsed.problem);
};

/** Refuses what AWS does not test: a call that waits, or a Map or Parallel, unless a mock stands in for it. */
const checkMock = (state: State, mock: Mock | undefined): void => {
  const flows = state.Type === 'Map' || state.Type === 'Parallel';
  if (mock === undefined) {
    if (flows) throw invalid(`State type '${state.Type}' is not supported by TestState without a mock`);
    const resource = state.Type === 'Task' ? resourceOf(state.Resource) : undefined;
    if (resource !== undefined && resource.service !== 'function' && resource.pattern !== 'request')
      throw invalid("TestState API does not support '.sync' or '.waitForTaskToken' integration patterns.");
    if (resource?.service === 'states') throw invalid('TestState starts no execution; give a mock');
    return;
  }
  if (!flows && state.Type !== 'Task')
    throw new StatesApiError(
      'ValidationException',
      `State type '${state.Type}' is not supported when a mock is specified`,
    );
  if ((mock.result === undefined) === (mock.errorOutput === undefined))
    throw new StatesApiError('ValidationException', 'A mock must have either a result or an errorOutput');
};

const jsonIn = (text: string, what: string): Payload => {
  const value = parseJson(text);
  if (value === undefined) throw new StatesApiError('ValidationException', `${what} must be valid JSON`);
  return Payload.of(value);
};

const variablesIn = (text: string): Record<string, Payload> => {
  const { value } = jsonIn(text, 'variables');
  if (!isObject(value)) throw new StatesApiError('ValidationException', 'variables must be a JSON object');
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, Payload.of(member)]));
};

const withMock = async (recorder: Recorder, branch: Branch, mock: Mock): Promise<void> => {
  if (mock.errorOutput !== undefined) {
    const { error, cause } = mock.errorOutput;
    recorder.record(branch, { type: 'StateFailed', error, cause, final: false });
    return;
  }
  const { phase } = branch;
  if (!('frame' in phase)) return;
  const result = jsonIn(mock.result ?? 'null', 'mock.result');
  (await pass(recorder, branch, phase.frame, result))();
};

/** Causes of a test name no event of a history. */
const withoutEvent = (cause: string | undefined): string | undefined =>
  cause?.replace(/^An error occurred while executing the state '.*?' \(entered at the event id #\d+\)\. /s, '');

const find = <Type extends EventBody['type']>(
  events: readonly EventBody[],
  type: Type,
): EventBodyOf<Type> | undefined => {
  const isWanted = (event: EventBody): event is EventBodyOf<Type> => event.type === type;
  return events.findLast(isWanted);
};

const failureIn = (events: readonly EventBody[]): { error?: string | undefined; cause?: string | undefined } => {
  const evaluation = find(events, 'EvaluationFailed');
  const timedOut = find(events, 'TaskTimedOut');
  if (evaluation !== undefined) return { error: 'States.QueryEvaluationError', cause: evaluation.cause };
  if (timedOut !== undefined) return { error: 'States.Timeout' };
  return find(events, 'StateFailed') ?? find(events, 'TaskFailed') ?? find(events, 'ExecutionFailed') ?? {};
};

const answerOf = (events: readonly EventBody[]) => {
  const exited = find(events, 'StateExited');
  const { error, cause } = failureIn(events);
  const failure = {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause: withoutEvent(cause) }),
  };
  const failed = events.some(({ type }) =>
    ['EvaluationFailed', 'StateFailed', 'TaskFailed', 'TaskTimedOut'].includes(type),
  );
  const left =
    exited === undefined
      ? {}
      : { output: exited.output.text, ...(exited.next === undefined ? {} : { nextState: exited.next }) };
  if (exited !== undefined) return { status: failed ? 'CAUGHT_ERROR' : 'SUCCEEDED', ...failure, ...left };
  return { status: find(events, 'RetryScheduled') === undefined ? 'FAILED' : 'RETRIABLE', ...failure };
};

const inspectionOf = (events: readonly EventBody[], input: Payload, variables: Record<string, Payload>) => {
  const scheduled = find(events, 'TaskScheduled');
  const result = find(events, 'TaskSucceeded');
  const after = { ...variables, ...find(events, 'StateExited')?.assigned };
  return {
    input: input.text,
    ...(scheduled === undefined ? {} : { afterArguments: scheduled.parameters.text }),
    ...(result === undefined ? {} : { result: result.output.text }),
    variables: JSON.stringify(Object.fromEntries(Object.entries(after).map(([name, { value }]) => [name, value]))),
  };
};

/**
 * Runs one state by itself, without an execution that anybody sees and without waiting.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
export const testState = async (request: TestRequest, ground: TestGround) => {
  const state = stateIn(request);
  checkMock(state, request.mock);
  const input = jsonIn(request.input, 'input');
  const variables = variablesIn(request.variables);
  const name = request.stateName ?? testName;
  const execution = newExecution({
    arn: ground.arnOf('execution', testName),
    name: testName,
    machineArn: ground.arnOf('stateMachine', testName),
    machineName: testName,
    roleArn: request.roleArn,
    region: ground.region,
    startedAt: ground.now(),
    input,
    machine: { StartAt: name, States: { [name]: state } },
  });
  const token = 'a token of TestState';
  const recorder = new Recorder(execution, { now: ground.now, random: () => 1, token: () => token });
  const started = { id: 1, previous: 0, at: ground.now(), branch: 0 };
  evolve(execution, { ...started, body: { type: 'ExecutionStarted', input, roleArn: request.roleArn } });
  const branch = execution.branches.get(0);
  if (branch === undefined) throw new Error('A test has no flow.');
  branch.variables = variables;
  enter(recorder, branch);
  const events: EventBody[] = [];
  const take = (): void => void events.push(...recorder.take().flatMap(({ body }) => partsOf(body)));
  take();
  if (request.mock !== undefined) {
    if (state.Type === 'Task') await step(recorder, branch);
    take();
    if (branch.phase.kind !== 'failed') await withMock(recorder, branch, request.mock);
    take();
  }
  while (find(events, 'StateExited') === undefined && execution.outcome === undefined) {
    const { phase } = branch;
    if (phase.kind === 'retrying') break;
    if (phase.kind === 'waiting') recorder.record(branch, { type: 'WaitElapsed' });
    else if (phase.kind === 'task') {
      const call = callOf(phase.resource, phase.parameters);
      if (call.kind !== 'invoke') break;
      answerTask(recorder, branch, phase, await ground.call(call, phase.resource));
    } else await step(recorder, branch);
    take();
  }
  return {
    ...answerOf(events),
    ...(request.inspectionLevel === 'INFO' ? {} : { inspectionData: inspectionOf(events, input, variables) }),
  };
};
