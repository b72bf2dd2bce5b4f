import jsonata from 'jsonata';
import { QueryFailure } from './errors.ts';
import { isJson, type Json } from './json.ts';
import { statesFunctions } from './jsonata-functions.ts';

/** What an expression can see: `$states`, the variables, and the moment that `$now()` and `$millis()` tell. */
export type Scope = {
  states: { input: Json; context: Json; result?: Json; errorOutput?: Json };
  variables: { readonly [name: string]: Json };
  /** Epoch milliseconds. */
  now: number;
};

type Failure = { code: string | undefined; message: string };

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
    if (this.depth > maxDepth) throw new Error('Expression evaluation ran out of stack.');
    if (this.evaluations > maxEvaluations) throw new Error('Expression evaluation took too long.');
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

const compiled = new Map<string, jsonata.Expression>();
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
export const compile = (expression: string): jsonata.Expression => {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const parsed = jsonata(expression);
  hook(parsed, 'jsonata.__evaluate_entry', entered);
  hook(parsed, 'jsonata.__evaluate_exit', left);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(expression, parsed);
  return parsed;
};

const describe = (fault: unknown): Failure => {
  if (typeof fault !== 'object' || fault === null) return { code: undefined, message: String(fault) };
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : undefined;
  const message = 'message' in fault && typeof fault.message === 'string' ? fault.message : 'Unknown error';
  return { code, message };
};

/** The message of a JSONata fault, without its code. */
export const faultMessage = (fault: unknown): string => describe(fault).message;

const isFunction = (value: object): boolean => '_jsonata_lambda' in value || '_jsonata_function' in value;

/** A result as plain JSON: sequences lose their marks, undefined members go, a function makes it undefined. */
const plain = (value: unknown): Json | undefined => {
  if (typeof value === 'function') return undefined;
  const unsound: string[] = [];
  const text = JSON.stringify(value, (key, member: unknown): unknown => {
    if (typeof member === 'function' || (typeof member === 'object' && member !== null && isFunction(member))) {
      unsound.push(key);
      return null;
    }
    if (typeof member === 'number' && !Number.isFinite(member)) unsound.push(key);
    return member;
  });
  if (unsound.length > 0) return undefined;
  const result: unknown = JSON.parse(text);
  return isJson(result) ? result : undefined;
};

/**
 * Evaluates one expression for the field at `location`.
 * @throws {QueryFailure} worded as AWS does: it threw, returned nothing, or returned what JSON cannot hold.
 */
export const evaluate = async (expression: string, location: string, scope: Scope): Promise<Json> => {
  const sentence = `The JSONata expression '${expression}' specified for the field '${location}'`;
  const moment = scope.now;
  let result: unknown;
  try {
    result = await compile(expression).evaluate(undefined, {
      ...statesFunctions,
      eval: undefined,
      millis: () => moment,
      now: async (picture?: unknown, timezone?: unknown): Promise<unknown> =>
        format.evaluate(undefined, { moment, picture, timezone }),
      ...scope.variables,
      states: scope.states,
      [meterName]: new Meter(moment),
    });
  } catch (fault) {
    const { code, message } = describe(fault);
    const tail = code === undefined ? `: ${message}` : `. ${code}: ${message}`;
    throw new QueryFailure(location, `${sentence} threw an error during evaluation${tail}`);
  }
  if (result === undefined) throw new QueryFailure(location, `${sentence} returned nothing (undefined).`);
  const value = plain(result);
  if (value === undefined) throw new QueryFailure(location, `${sentence} returned an unsupported result type.`);
  return value;
};
