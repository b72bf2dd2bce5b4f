import * as z from 'zod';
import { Machine, State } from './definition.ts';
import { isObject, type Json, parseJson } from './json.ts';
import { checkMachine, checkState } from './machine-checks.ts';

type Issue = z.core.$ZodIssue;

/** A place as AWS writes it: `/States/Pick/Choices[0]/Next`. */
const pointer = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? '/'
    : path.map((part) => (typeof part === 'number' ? `[${String(part)}]` : `/${String(part)}`)).join('');

const Typed = z.object({ Type: z.string() });

const typeIn = (state: unknown): string => {
  const typed = Typed.safeParse(state);
  return typed.success ? `'${typed.data.Type}'` : 'without a name';
};

/** Fields of JSONPath states, which a JSONata state does not have. */
const jsonPathFields: ReadonlySet<string> = new Set(
  (
    'InputPath OutputPath ResultPath Parameters ResultSelector Result ItemsPath SecondsPath TimestampPath ' +
    'TimeoutSecondsPath HeartbeatSecondsPath MaxConcurrencyPath ErrorPath CausePath ' +
    'ToleratedFailureCountPath ToleratedFailurePercentagePath'
  ).split(' '),
);

const foreignField = (field: string, place: string): string =>
  jsonPathFields.has(field)
    ? `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage at ${place}`
    : `Field '${field}' is not supported at ${place}`;

const fieldsOf = (issue: Issue): string => {
  const at = pointer(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => foreignField(key, at)).join(', ');
    case 'invalid_union':
      return (
        `State type ${typeIn(issue.input)} is not supported: the field 'Type' should have one of these values: ` +
        `[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at ${at}`
      );
    case 'invalid_type':
      if (issue.input !== undefined || issue.path.length === 0) return `${issue.message} at ${at}`;
      return requiredAt(issue.path);
    case 'custom':
      return issue.input === undefined && issue.path.length > 0 ? requiredAt(issue.path) : `${issue.message} at ${at}`;
    default:
      return `${issue.message} at ${at}`;
  }
};

const requiredAt = (path: readonly PropertyKey[]): string => {
  const field = String(path.at(-1));
  const at = pointer(path.slice(0, -1));
  return field === 'RoleArn'
    ? `The field 'RoleArn' is required but was missing at ${at}`
    : `These fields are required: [${field}] at ${at}`;
};

/** A key that objects of this language take for something else; nobody means it as a name. */
const hasPrototypeKey = (text: string): boolean => {
  let found = false;
  JSON.parse(text, (key, value: unknown) => {
    if (key === '__proto__') found = true;
    return value;
  });
  return found;
};

/** States whose language is not JSONata: their fields are not ours to judge, so nothing else is said of them. */
const jsonPathStates = function* (states: Json | undefined, language: Json, place: string): Generator<string> {
  if (!isObject(states) || (language !== 'JSONata' && language !== 'JSONPath')) return;
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const own = state['QueryLanguage'] ?? language;
    const at = `${place}/States/${name}`;
    if (own === 'JSONPath')
      yield language === 'JSONata'
        ? `SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at ${at}`
        : `SCHEMA_VALIDATION_FAILED: QueryLanguage 'JSONPath' is not supported, only 'JSONata' at ${at}`;
  }
};

/** A definition that was read, or why it is refused, worded after AWS: code, problem, place. */
export type ParsedMachine = { ok: true; machine: Machine } | { ok: false; problem: string };

const parsedBefore = new Map<string, ParsedMachine>();
const mostParsed = 100;

/**
 * Reads a definition strictly: JSONata only, no field, state type or resource that the runner does not carry out
 * exactly. A refusal names state and field.
 */
export const parseMachine = (text: string): ParsedMachine => {
  const known = parsedBefore.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  if (parsedBefore.size >= mostParsed) parsedBefore.clear();
  parsedBefore.set(text, parsed);
  return parsed;
};

const parse = (text: string): ParsedMachine => {
  const json = parseJson(text);
  if (json !== undefined && hasPrototypeKey(text))
    return { ok: false, problem: "SCHEMA_VALIDATION_FAILED: Field '__proto__' is not supported at null" };
  if (!isObject(json))
    return { ok: false, problem: 'INVALID_JSON_DESCRIPTION: Definition must be a valid JSON object' };
  const foreign = [...jsonPathStates(json['States'], json['QueryLanguage'] ?? 'JSONPath', '')];
  if (foreign.length > 0) return { ok: false, problem: foreign.join(', ') };
  const parsed = Machine.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(fieldsOf).join(', ');
    return { ok: false, problem: `SCHEMA_VALIDATION_FAILED: ${problems}` };
  }
  const problems = checkMachine(parsed.data);
  return problems.length === 0 ? { ok: true, machine: parsed.data } : { ok: false, problem: problems.join(', ') };
};

/** A single state that was read, or why it is refused. */
export type ParsedState = { ok: true; state: State } | { ok: false; problem: string };

/** Reads one state by itself, as TestState takes it. Where it goes is not looked at. */
export const parseState = (text: string): ParsedState => {
  const json = parseJson(text);
  if (!isObject(json))
    return { ok: false, problem: 'INVALID_JSON_DESCRIPTION: Definition must be a valid JSON object' };
  const parsed = State.safeParse(json, { reportInput: true });
  if (!parsed.success)
    return { ok: false, problem: `SCHEMA_VALIDATION_FAILED: ${parsed.error.issues.map(fieldsOf).join(', ')}` };
  const problems = checkState(parsed.data);
  return problems.length === 0 ? { ok: true, state: parsed.data } : { ok: false, problem: problems.join(', ') };
};
