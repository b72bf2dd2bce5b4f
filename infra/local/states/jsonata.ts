import jsonata from 'jsonata';
import { isBounded, memberPath } from './expression-bounds.ts';
import { isJson, isObject, type Json } from './json.ts';
import { statesFunctions } from './jsonata-functions.ts';

/** What an expression can see: `$states`, the variables, and the moment that `$now()` and `$millis()` tell. */
export type Scope = {
  states: { input: Json; context: Json; result?: Json; errorOutput?: Json };
  variables: { readonly [name: string]: Json };
  /** Epoch milliseconds. */
  now: number;
};

/** What an expression came to. `nothing` is JSONata's undefined, `unsupported` what JSON cannot hold. */
export type Evaluated =
  | { kind: 'value'; value: Json }
  | { kind: 'nothing' }
  | { kind: 'unsupported' }
  | { kind: 'error'; code: string | undefined; message: string };

/** What AWS says of an expression that runs away. */
export const timedOut = 'Expression evaluation timeout';
export const outOfMemory = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
const stackOverflow =
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.';

const maxEvaluations = 1_000_000;
const maxDepth = 5_000;
const meterName = ' meter';

class Meter {
  readonly now: Date;
  evaluations = 0;
  depth = 0;

  constructor(now: number) {
    this.now = new Date(now);
  }

  enter(): void {
    this.evaluations += 1;
    this.depth += 1;
    if (this.depth > maxDepth) throw new Error(stackOverflow);
    if (this.evaluations > maxEvaluations) throw new Error(timedOut);
  }

  leave(): void {
    this.depth -= 1;
  }
}

type Frame = { lookup(name: string): unknown; timestamp: Date };

const meterOf = (frame: Frame): Meter | undefined => {
  const meter = frame.lookup(meterName);
  return meter instanceof Meter ? meter : undefined;
};

const entered = (_expression: unknown, _input: unknown, frame: Frame): void => {
  const meter = meterOf(frame);
  if (meter === undefined) return;
  // $toMillis fills missing parts of a date from the frame's own clock.
  Object.assign(frame, { timestamp: meter.now });
  meter.enter();
};

const left = (_expression: unknown, _input: unknown, frame: Frame): void => meterOf(frame)?.leave();

const format = jsonata('$fromMillis($moment, $picture, $timezone)');

type Compiled = { parsed: jsonata.Expression; isBounded: boolean; path: readonly string[] | undefined };

const compiled = new Map<string, Compiled>();
const mostCompiled = 5_000;

/** The library types names as strings only, but looks its hooks up by symbol. */
const hook = (
  { assign }: { assign: (this: void, name: string, value: unknown) => void },
  name: string,
  run: unknown,
): void => {
  Reflect.apply(assign, undefined, [Symbol.for(name), run]);
};

/** The parsed expression; throws JSONata's own error where it does not parse. */
export const compile = (expression: string): Compiled => {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const parsed = jsonata(expression);
  for (const [name, run] of Object.entries(statesFunctions)) parsed.assign(name, run);
  parsed.assign('eval', undefined);
  const made = { parsed, isBounded: isBounded(parsed.ast()), path: memberPath(parsed.ast()) };
  if (!made.isBounded) {
    hook(parsed, 'jsonata.__evaluate_entry', entered);
    hook(parsed, 'jsonata.__evaluate_exit', left);
  }
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(expression, made);
  return made;
};

const failureOf = (fault: unknown): Extract<Evaluated, { kind: 'error' }> => {
  // A text of half a gigabyte: V8 refuses it by its length wherever it has not run out of memory before.
  if (fault instanceof RangeError && fault.message === 'Invalid string length')
    return { kind: 'error', code: undefined, message: outOfMemory };
  if (typeof fault !== 'object' || fault === null) return { kind: 'error', code: undefined, message: String(fault) };
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : undefined;
  const message = 'message' in fault && typeof fault.message === 'string' ? fault.message : 'Unknown error';
  return { kind: 'error', code, message };
};

/** The message of a JSONata fault, without its code. */
export const faultMessage = (fault: unknown): string => failureOf(fault).message;

const isFunction = (value: object): boolean => '_jsonata_lambda' in value || '_jsonata_function' in value;

/** What is no number in JSON becomes text, as on AWS: "Infinity", "NaN". */
const finite = (value: number): Json => (Number.isFinite(value) ? value : String(value));

/** A result as plain JSON: sequences lose their marks, undefined members go. Undefined where JSON cannot hold it. */
const plain = (value: unknown): Json | undefined => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'function') return undefined;
  const unsound: unknown[] = [];
  const text = JSON.stringify(value, (_key, member: unknown): unknown => {
    if (typeof member === 'function' || (typeof member === 'object' && member !== null && isFunction(member))) {
      unsound.push(member);
      return null;
    }
    return typeof member === 'number' ? finite(member) : member;
  });
  if (unsound.length > 0) return undefined;
  const result: unknown = JSON.parse(text);
  return isJson(result) ? result : undefined;
};

/** What a value that an expression returned comes to. */
const evaluatedTo = (result: unknown): Evaluated => {
  if (result === undefined) return { kind: 'nothing' };
  const value = plain(result);
  return value === undefined ? { kind: 'unsupported' } : { kind: 'value', value };
};

/**
 * What a member path leads to, where there is no list on the way and none at its end: then JSONata would do no more than
 * look each name up. Undefined where it is for JSONata to say.
 */
const memberAt = ([variable = '', ...names]: readonly string[], { states, variables }: Scope): Json | undefined => {
  let at: Json | undefined;
  let rest = names;
  if (variable === 'states') {
    const [member, ...others] = names;
    at = member === undefined ? undefined : memberOf(states, member);
    rest = others;
  } else at = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
  for (const name of rest) at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return Array.isArray(at) ? undefined : at;
};

const memberOf = (states: Scope['states'], name: string): Json | undefined => {
  switch (name) {
    case 'input':
    case 'context':
    case 'result':
    case 'errorOutput':
      return states[name];
    default:
      return undefined;
  }
};

/** What an expression comes to that only names a member of what it sees; undefined where it must be evaluated. */
export const memberHere = (expression: string, scope: Scope): Json | undefined => {
  const { path } = compile(expression);
  return path === undefined ? undefined : memberAt(path, scope);
};

/** Evaluates one expression in this thread; one that is not bounded takes at most a million evaluations of its parts. */
export const evaluateHere = (expression: string, scope: Scope): Promise<Evaluated> => {
  const { parsed, isBounded: bounded } = compile(expression);
  const { states, variables, now } = scope;
  const member = memberHere(expression, scope);
  if (member !== undefined) return Promise.resolve({ kind: 'value', value: member });
  const evaluating: Promise<unknown> = parsed.evaluate(undefined, {
    millis: () => now,
    now: async (picture?: unknown, timezone?: unknown): Promise<unknown> =>
      format.evaluate(undefined, { moment: now, picture, timezone }),
    ...variables,
    states,
    ...(bounded ? {} : { [meterName]: new Meter(now) }),
  });
  return evaluating.then(evaluatedTo, failureOf);
};
