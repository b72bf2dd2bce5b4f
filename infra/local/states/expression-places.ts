import type { Catcher, State } from './definition.ts';
import { expressionIn, isExpression } from './definition.ts';
import { expressionProblem, type Reserved } from './expression-checks.ts';
import { isObject, type Json } from './json.ts';

type Found = { text: string; place: string; sees: readonly Reserved[] };

const stringsIn = function* (value: Json | undefined, place: string, sees: readonly Reserved[]): Generator<Found> {
  if (typeof value === 'string') yield { text: value, place, sees };
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* stringsIn(item, `${place}[${String(index)}]`, sees);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, `${place}/${key}`, sees);
};

/** Output and Assign of a state, of a rule or of a Catch. */
const leavingStrings = function* (
  fields: { Output?: Json | undefined; Assign?: { [name: string]: Json } | undefined },
  place: string,
  sees: readonly Reserved[],
): Generator<Found> {
  yield* stringsIn(fields.Output, `${place}/Output`, sees);
  yield* stringsIn(fields.Assign, `${place}/Assign`, sees);
};

const catchStrings = function* (catchers: readonly Catcher[] | undefined, place: string): Generator<Found> {
  for (const [index, catcher] of (catchers ?? []).entries())
    yield* leavingStrings(catcher, `${place}/Catch[${String(index)}]`, ['errorOutput']);
};

/** The fields that only this type of state has. */
const ownStrings = function* (state: State, place: string): Generator<Found> {
  const plain = function* (fields: { [field: string]: Json | undefined }): Generator<Found> {
    for (const [field, value] of Object.entries(fields)) yield* stringsIn(value, `${place}/${field}`, []);
  };
  switch (state.Type) {
    case 'Task': {
      const { Arguments, TimeoutSeconds, HeartbeatSeconds, Credentials } = state;
      yield* plain({ Arguments, TimeoutSeconds, HeartbeatSeconds, Credentials });
      yield* catchStrings(state.Catch, place);
      break;
    }
    case 'Map': {
      const { Items, ItemSelector, MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage } = state;
      yield* plain({ Items, ItemSelector, MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage });
      yield* catchStrings(state.Catch, place);
      break;
    }
    case 'Parallel':
      yield* plain({ Arguments: state.Arguments });
      yield* catchStrings(state.Catch, place);
      break;
    case 'Choice':
      for (const [index, rule] of state.Choices.entries()) {
        yield* stringsIn(rule.Condition, `${place}/Choices[${String(index)}]/Condition`, []);
        yield* leavingStrings(rule, `${place}/Choices[${String(index)}]`, []);
      }
      break;
    case 'Wait':
      yield* plain({ Seconds: state.Seconds, Timestamp: state.Timestamp });
      break;
    case 'Fail':
      yield* plain({ Error: state.Error, Cause: state.Cause });
      break;
    case 'Pass':
    case 'Succeed':
      break;
  }
};

const stringsOf = function* (state: State, place: string): Generator<Found> {
  const hasResult = state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';
  if (state.Type !== 'Fail') yield* leavingStrings(state, place, hasResult ? ['result'] : []);
  yield* ownStrings(state, place);
};

/** What is wrong with the expressions of a state, each with its place. */
export const expressionProblems = function* (state: State, place: string): Generator<string> {
  for (const found of stringsOf(state, place)) {
    if (isExpression(found.text)) {
      const problem = expressionProblem(expressionIn(found.text), found.sees);
      if (problem !== undefined) yield `${problem} at ${found.place}`;
    } else if (found.text.startsWith('{%') || found.text.endsWith('%}'))
      yield `SCHEMA_VALIDATION_FAILED: JSONata string must start with {% and end with %} at ${found.place}`;
  }
};
