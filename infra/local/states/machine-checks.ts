import {
  type Flow,
  flowsIn,
  isExpression,
  type Machine,
  mayRecover,
  type State,
  type TaskState,
} from './definition.ts';
import { reservedErrors } from './errors.ts';
import { expressionProblems } from './expression-places.ts';
import { isObject, type Json } from './json.ts';
import { resourceOf } from './resources.ts';
import { argumentsOf } from './tasks.ts';

const schema = (problem: string, place: string): string => `SCHEMA_VALIDATION_FAILED: ${problem} at ${place}`;

const variableName = /^\p{ID_Start}\p{ID_Continue}*$/u;

type Assign = { [name: string]: Json } | undefined;

const assignProblems = function* (assign: Assign, place: string, outer: ReadonlySet<string>): Generator<string> {
  for (const name of Object.keys(assign ?? {})) {
    if (name === 'states') yield `RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at ${place}`;
    else if (!variableName.test(name) || name === 'hasOwnProperty')
      yield `INVALID_VARIABLE_NAME: Invalid variable name '${name}': the variable name contains invalid characters. at ${place}`;
    else if (outer.has(name))
      yield `INVALID_VARIABLE_NAME: The variable '${name}' is assigned in an outer scope too; an inner scope cannot assign it at ${place}`;
  }
};

/** Every Assign of a state, with its place. */
const assignsOf = function* (state: State, place: string): Generator<{ assign: Assign; at: string }> {
  if ('Assign' in state) yield { assign: state.Assign, at: `${place}/Assign` };
  if (state.Type === 'Choice')
    for (const [index, { Assign: assign }] of state.Choices.entries())
      yield { assign, at: `${place}/Choices[${String(index)}]/Assign` };
  if (mayRecover(state))
    for (const [index, { Assign: assign }] of (state.Catch ?? []).entries())
      yield { assign, at: `${place}/Catch[${String(index)}]/Assign` };
};

const errorListProblems = function* (
  entries: readonly { ErrorEquals: readonly string[] }[] | undefined,
  place: string,
): Generator<string> {
  for (const [index, { ErrorEquals: names }] of (entries ?? []).entries()) {
    const at = `${place}[${String(index)}]/ErrorEquals`;
    for (const name of names)
      if (name.startsWith('States.') && !reservedErrors.has(name)) yield schema(`Unknown error name '${name}'`, at);
    const isLast = index === (entries ?? []).length - 1;
    if (names.includes('States.ALL') && (names.length > 1 || !isLast))
      yield schema('States.ALL must appear alone and at end of list', at);
  }
};

const recoveryProblems = function* (state: State, place: string): Generator<string> {
  if (!mayRecover(state)) return;
  yield* errorListProblems(state.Retry, `${place}/Retry`);
  yield* errorListProblems(state.Catch, `${place}/Catch`);
  for (const [index, retrier] of (state.Retry ?? []).entries())
    if (retrier.MaxDelaySeconds !== undefined && retrier.MaxDelaySeconds <= retrier.IntervalSeconds)
      yield schema('MaxDelaySeconds must be greater than IntervalSeconds', `${place}/Retry[${String(index)}]`);
};

const taskProblems = function* (state: TaskState, place: string): Generator<string> {
  const resource = resourceOf(state.Resource);
  if (resource === undefined) {
    yield schema(`The resource '${state.Resource}' is not supported`, `${place}/Resource`);
    return;
  }
  const wanted = argumentsOf(resource);
  const { Arguments: given } = state;
  if (wanted !== undefined && given === undefined) yield schema('These fields are required: [Arguments]', place);
  else if (wanted !== undefined && isObject(given)) {
    const at = `${place}/Arguments`;
    for (const member of Object.keys(given))
      if (!wanted.members.includes(member)) yield schema(`Field '${member}' is not supported`, at);
    if (given[wanted.required] === undefined)
      yield schema(`The field '${wanted.required}' is required but was missing`, at);
  } else if (wanted !== undefined && (typeof given !== 'string' || !isExpression(given)))
    yield schema('Arguments must be an object or a JSONata expression', `${place}/Arguments`);
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout)
    yield schema('HeartbeatSeconds must be smaller than TimeoutSeconds', `${place}/HeartbeatSeconds`);
};

const stateProblems = function* (state: State, place: string, language: string): Generator<string> {
  if (state.QueryLanguage === 'JSONPath' && language === 'JSONata')
    yield schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", place);
  else if ((state.QueryLanguage ?? language) !== 'JSONata')
    yield schema(`QueryLanguage '${state.QueryLanguage ?? language}' is not supported, only 'JSONata'`, place);
  if ('Next' in state || 'End' in state) {
    if (state.Next !== undefined && state.End !== undefined)
      yield schema('There should only be one of the following fields: [Next, End]', place);
    if (state.End === false) yield schema('End must be true where it is given', `${place}/End`);
  }
  if (state.Type !== 'Choice' && state.Type !== 'Succeed' && state.Type !== 'Fail')
    if (state.Next === undefined && state.End === undefined)
      yield schema('This object should have only one of the following fields: [Next, End]', place);
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined))
    yield schema('There should only be one of the following fields: [Seconds, Timestamp]', place);
  if (state.Type === 'Task') yield* taskProblems(state, place);
  yield* recoveryProblems(state, place);
  yield* expressionProblems(state, place);
};

const targetsOf = (state: State): { to: string; field: string }[] => {
  const targets: { to: string | undefined; field: string }[] = [];
  if ('Next' in state) targets.push({ to: state.Next, field: 'Next' });
  if (state.Type === 'Choice') {
    targets.push({ to: state.Default, field: 'Default' });
    for (const [index, rule] of state.Choices.entries())
      targets.push({ to: rule.Next, field: `Choices[${String(index)}]/Next` });
  }
  if (mayRecover(state))
    for (const [index, catcher] of (state.Catch ?? []).entries())
      targets.push({ to: catcher.Next, field: `Catch[${String(index)}]/Next` });
  return targets.flatMap(({ to, field }) => (to === undefined ? [] : [{ to, field }]));
};

const isEnd = (state: State): boolean =>
  state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);

const routeProblems = function* (flow: Flow, place: string): Generator<string> {
  const states = new Map(Object.entries(flow.States));
  if (!states.has(flow.StartAt))
    yield `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${flow.StartAt} at ${place}/StartAt`;
  for (const [name, state] of states)
    for (const { to, field } of targetsOf(state))
      if (!states.has(to))
        yield `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${to} at ${place}/States/${name}/${field}`;
  const reached = new Set<string>();
  const waiting = [flow.StartAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = states.get(name);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    for (const { to } of targetsOf(state)) waiting.push(to);
  }
  for (const name of states.keys())
    if (!reached.has(name))
      yield `MISSING_TRANSITION_TARGET: State "${name}" is not reachable. at ${place}/States/${name}`;
  if (![...states.values()].some(isEnd))
    yield `MISSING_END_STATE: Workflow has no terminal state at ${place === '' ? 'null' : place}`;
};

/** What holds for a whole machine while its flows are walked. */
type Walk = { language: string; names: Set<string> };

const flowProblems = function* (
  flow: Flow,
  place: string,
  { language, names }: Walk,
  outer: ReadonlySet<string>,
): Generator<string> {
  const own = new Set(outer);
  for (const state of Object.values(flow.States))
    for (const { assign } of assignsOf(state, '')) for (const name of Object.keys(assign ?? {})) own.add(name);
  for (const [name, state] of Object.entries(flow.States)) {
    const at = `${place}/States/${name}`;
    if (names.has(name)) yield `DUPLICATE_STATE_NAME: Duplicate State name: ${name} at ${at}`;
    names.add(name);
    yield* stateProblems(state, at, language);
    for (const { assign, at: where } of assignsOf(state, at)) yield* assignProblems(assign, where, outer);
    for (const inner of flowsIn(state))
      yield* flowProblems(inner.flow, `${at}/${inner.place}`, { language, names }, own);
  }
  yield* routeProblems(flow, place);
};

/** What a machine's shape alone cannot show: languages, resources, routes, names, expressions. */
export const checkMachine = (machine: Machine): string[] => {
  const language = machine.QueryLanguage ?? 'JSONPath';
  if (language !== 'JSONata' && language !== 'JSONPath')
    return [schema('Value should be one of the following: [JSONPath, JSONata]', '/QueryLanguage')];
  return [...flowProblems(machine, '', { language, names: new Set() }, new Set())];
};

/** The same for one state by itself; its language is its own, JSONPath where it names none. */
export const checkState = (state: State): string[] => [
  ...stateProblems(state, '', 'JSONPath'),
  ...[...assignsOf(state, '')].flatMap(({ assign, at }) => [...assignProblems(assign, at, new Set())]),
  ...flowsIn(state).flatMap(({ flow, place }) => [
    ...flowProblems(flow, `/${place}`, { language: 'JSONata', names: new Set() }, new Set()),
  ]),
];
