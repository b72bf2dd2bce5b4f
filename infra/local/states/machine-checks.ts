import { type Machine, type State, expressionIn, isExpression, taskResources } from './definition.ts';
import { reservedErrors } from './errors.ts';
import { expressionProblem, type Reserved } from './expression-checks.ts';
import { isObject, type Json } from './json.ts';

type Found = { text: string; place: string; sees: readonly Reserved[] };

const schema = (problem: string, place: string): string => `SCHEMA_VALIDATION_FAILED: ${problem} at ${place}`;

const stringsIn = function* (value: Json | undefined, place: string, sees: readonly Reserved[]): Generator<Found> {
  if (typeof value === 'string') yield { text: value, place, sees };
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* stringsIn(item, `${place}[${String(index)}]`, sees);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, `${place}/${key}`, sees);
};

const stringsOf = function* (state: State, place: string): Generator<Found> {
  const result: readonly Reserved[] = state.Type === 'Task' ? ['result'] : [];
  if (state.Type !== 'Fail') yield* stringsIn(state.Output, `${place}/Output`, result);
  if ('Assign' in state) yield* stringsIn(state.Assign, `${place}/Assign`, result);
  switch (state.Type) {
    case 'Task':
      yield* stringsIn(state.Arguments, `${place}/Arguments`, []);
      yield* stringsIn(state.TimeoutSeconds, `${place}/TimeoutSeconds`, []);
      yield* stringsIn(state.HeartbeatSeconds, `${place}/HeartbeatSeconds`, []);
      for (const [index, catcher] of (state.Catch ?? []).entries()) {
        yield* stringsIn(catcher.Output, `${place}/Catch[${String(index)}]/Output`, ['errorOutput']);
        yield* stringsIn(catcher.Assign, `${place}/Catch[${String(index)}]/Assign`, ['errorOutput']);
      }
      break;
    case 'Choice':
      for (const [index, rule] of state.Choices.entries()) {
        yield* stringsIn(rule.Condition, `${place}/Choices[${String(index)}]/Condition`, []);
        yield* stringsIn(rule.Output, `${place}/Choices[${String(index)}]/Output`, []);
        yield* stringsIn(rule.Assign, `${place}/Choices[${String(index)}]/Assign`, []);
      }
      break;
    case 'Wait':
      yield* stringsIn(state.Seconds, `${place}/Seconds`, []);
      yield* stringsIn(state.Timestamp, `${place}/Timestamp`, []);
      break;
    case 'Fail':
      yield* stringsIn(state.Error, `${place}/Error`, []);
      yield* stringsIn(state.Cause, `${place}/Cause`, []);
      break;
    case 'Pass':
    case 'Succeed':
      break;
  }
};

const expressionProblems = function* (state: State, place: string): Generator<string> {
  for (const found of stringsOf(state, place)) {
    if (isExpression(found.text)) {
      const problem = expressionProblem(expressionIn(found.text), found.sees);
      if (problem !== undefined) yield `${problem} at ${found.place}`;
    } else if (found.text.startsWith('{%') || found.text.endsWith('%}'))
      yield schema('A JSONata expression must start with {% and end with %}', found.place);
  }
};

const variableName = /^\p{ID_Start}\p{ID_Continue}*$/u;

const assignProblems = function* (assign: { [name: string]: Json } | undefined, place: string): Generator<string> {
  for (const name of Object.keys(assign ?? {}))
    if (name === 'states' || !variableName.test(name)) yield schema(`Invalid variable name '${name}'`, place);
};

const listProblems = function* (
  entries: readonly { ErrorEquals: readonly string[] }[] | undefined,
  place: string,
): Generator<string> {
  for (const [index, { ErrorEquals: names }] of (entries ?? []).entries()) {
    const at = `${place}[${String(index)}]/ErrorEquals`;
    for (const name of names)
      if (name.startsWith('States.') && !reservedErrors.has(name)) yield schema(`Unknown error name '${name}'`, at);
    if (!names.includes('States.ALL')) continue;
    if (names.length > 1) yield schema("'States.ALL' must appear alone", at);
    if (index < (entries ?? []).length - 1) yield schema("'States.ALL' must appear in the last entry", at);
  }
};

const taskProblems = function* (state: State, place: string): Generator<string> {
  if (state.Type !== 'Task') return;
  if (!taskResources.has(state.Resource)) {
    yield schema(`The resource '${state.Resource}' is not supported`, `${place}/Resource`);
    return;
  }
  if (state.Arguments === undefined) yield schema('These fields are required: [Arguments]', place);
  else if (isObject(state.Arguments)) {
    if (state.Arguments['FunctionName'] === undefined)
      yield schema("The field 'FunctionName' is required but was missing", `${place}/Arguments`);
    for (const key of Object.keys(state.Arguments))
      if (key !== 'FunctionName' && key !== 'Payload')
        yield schema(`Field '${key}' is not supported`, `${place}/Arguments`);
  } else if (typeof state.Arguments !== 'string' || !isExpression(state.Arguments))
    yield schema('Arguments must be an object or a JSONata expression', `${place}/Arguments`);
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout)
    yield schema('HeartbeatSeconds must be smaller than TimeoutSeconds', `${place}/HeartbeatSeconds`);
  yield* listProblems(state.Retry, `${place}/Retry`);
  yield* listProblems(state.Catch, `${place}/Catch`);
  for (const [index, retrier] of (state.Retry ?? []).entries())
    if (retrier.MaxDelaySeconds !== undefined && retrier.MaxDelaySeconds <= retrier.IntervalSeconds)
      yield schema('MaxDelaySeconds must be greater than IntervalSeconds', `${place}/Retry[${String(index)}]`);
  for (const [index, catcher] of (state.Catch ?? []).entries())
    yield* assignProblems(catcher.Assign, `${place}/Catch[${String(index)}]/Assign`);
};

const stateProblems = function* (state: State, place: string, language: string): Generator<string> {
  if (state.QueryLanguage === 'JSONPath' && language === 'JSONata')
    yield schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", place);
  else if ((state.QueryLanguage ?? language) !== 'JSONata')
    yield schema(`QueryLanguage '${state.QueryLanguage ?? language}' is not supported, only 'JSONata'`, place);
  if ('Next' in state || 'End' in state) {
    if (state.Next !== undefined && state.End !== undefined) yield schema('Next and End exclude each other', place);
    if (state.End === false) yield schema('End must be true where it is given', `${place}/End`);
  }
  if (state.Type === 'Pass' || state.Type === 'Task' || state.Type === 'Wait')
    if (state.Next === undefined && state.End === undefined)
      yield schema('One of these fields is required: [Next, End]', place);
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined))
    yield schema('Exactly one of these fields is required: [Seconds, Timestamp]', place);
  if ('Assign' in state) yield* assignProblems(state.Assign, `${place}/Assign`);
  if (state.Type === 'Choice')
    for (const [index, rule] of state.Choices.entries())
      yield* assignProblems(rule.Assign, `${place}/Choices[${String(index)}]/Assign`);
  yield* taskProblems(state, place);
};

const targetsOf = (state: State): { to: string; field: string }[] => {
  const targets: { to: string | undefined; field: string }[] = [];
  if ('Next' in state) targets.push({ to: state.Next, field: 'Next' });
  if (state.Type === 'Choice') {
    targets.push({ to: state.Default, field: 'Default' });
    for (const [index, rule] of state.Choices.entries())
      targets.push({ to: rule.Next, field: `Choices[${String(index)}]/Next` });
  }
  if (state.Type === 'Task')
    for (const [index, catcher] of (state.Catch ?? []).entries())
      targets.push({ to: catcher.Next, field: `Catch[${String(index)}]/Next` });
  return targets.flatMap(({ to, field }) => (to === undefined ? [] : [{ to, field }]));
};

const routeProblems = function* (machine: Machine): Generator<string> {
  const states = new Map(Object.entries(machine.States));
  if (!states.has(machine.StartAt))
    yield `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${machine.StartAt} at /StartAt`;
  for (const [name, state] of states)
    for (const { to, field } of targetsOf(state))
      if (!states.has(to)) yield `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${to} at /States/${name}/${field}`;
  const reached = new Set<string>();
  const waiting = [machine.StartAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = states.get(name);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    for (const { to } of targetsOf(state)) waiting.push(to);
  }
  for (const name of states.keys())
    if (!reached.has(name)) yield `MISSING_TRANSITION_TARGET: State "${name}" is not reachable. at /States/${name}`;
  const ends = [...states.values()].some(
    (state) => state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true),
  );
  if (!ends) yield 'MISSING_END_STATE: State machine has no terminal state at /States';
};

/** What a machine's shape alone cannot show: languages, resources, routes, error names, expressions. */
export const checkMachine = (machine: Machine): string[] => {
  const language = machine.QueryLanguage ?? 'JSONPath';
  if (language !== 'JSONata' && language !== 'JSONPath')
    return [schema(`QueryLanguage '${language}' is not supported`, '/QueryLanguage')];
  const problems: string[] = [];
  for (const [name, state] of Object.entries(machine.States)) {
    const place = `/States/${name}`;
    problems.push(...stateProblems(state, place, language), ...expressionProblems(state, place));
  }
  return [...problems, ...routeProblems(machine)];
};
