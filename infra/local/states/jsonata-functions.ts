import { createHash, randomUUID } from 'node:crypto';
import { parseJson } from './json.ts';

/** An error that carries a code, as JSONata's own do, which then words some of them itself from index and token. */
class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly code: string;
  readonly index: number | undefined;
  readonly token: string | undefined;

  constructor(code: string, message: string, at?: { index: number; token: string }) {
    super(message);
    this.code = code;
    this.index = at?.index;
    this.token = at?.token;
  }
}

type Arguments = readonly unknown[];

const wrongArgument = (position: number, name: string): FunctionError =>
  new FunctionError('T0410', `Argument ${String(position)} of function "${name}" does not match function signature`, {
    index: position,
    token: name,
  });

/** No function takes more than its signature has. */
const limit = (given: Arguments, most: number, name: string): void => {
  if (given.length > most) throw wrongArgument(most + 1, name);
};

/** A whole number; a fraction is cut off. */
const integer = (value: unknown, position: number, name: string): number => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongArgument(position, name);
  return Math.trunc(value);
};

const partition = (given: Arguments): unknown => {
  limit(given, 2, 'partition');
  const [items, size] = given;
  if (items === undefined) return undefined;
  if (!Array.isArray(items))
    throw new FunctionError('T0412', 'Argument 1 of function "partition" must be an array of undefined', {
      index: 1,
      token: 'partition',
    });
  const list: unknown[] = items;
  const length = size === undefined ? list.length : integer(size, 2, 'partition');
  if (length < 0) throw new FunctionError('D3137', 'Second argument must be zero or greater');
  if (length === 0 || list.length === 0) return undefined;
  const parts: unknown[][] = [];
  for (let start = 0; start < list.length; start += length) parts.push(list.slice(start, start + length));
  return parts;
};

/** As many numbers as AWS's own memory holds in one range. */
const longestRange = 360_145;

const range = (given: Arguments): unknown => {
  limit(given, 3, 'range');
  const [first, last, step] = given;
  const from = integer(first, 1, 'range');
  const to = integer(last, 2, 'range');
  if (step === undefined) return undefined;
  const by = integer(step, 3, 'range');
  const count = by === 0 ? 0 : Math.floor((to - from) / by) + 1;
  if (count < 1) return undefined;
  if (count > longestRange)
    throw new Error('Expression evaluation memory limit exceeded: Check for excessive memory usage');
  return count === 1 ? from : Array.from({ length: count }, (_, index) => from + index * by);
};

const algorithms = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

const hash = (given: Arguments): unknown => {
  limit(given, 2, 'hash');
  const [text, algorithm] = given;
  if (typeof text !== 'string') throw wrongArgument(1, 'hash');
  if (algorithm === undefined) return undefined;
  if (typeof algorithm !== 'string') throw wrongArgument(2, 'hash');
  const known = algorithms.get(algorithm);
  if (known === undefined)
    throw new FunctionError(
      'D3137',
      `Hash algorithm '${algorithm}' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5`,
    );
  return createHash(known).update(text, 'utf8').digest('hex');
};

const bits48 = (1n << 48n) - 1n;
const multiplier = 0x5_deec_e66dn;

/** The first number of the generator that AWS seeds: java.util.Random (48-bit linear congruence, 26 and 27 bits of it). */
const seeded = (seed: number): number => {
  let state = (BigInt(seed) ^ multiplier) & bits48;
  const next = (bits: bigint): bigint => {
    state = (state * multiplier + 11n) & bits48;
    return state >> (48n - bits);
  };
  const high = next(26n) << 27n;
  return Number(high + next(27n)) / 2 ** 53;
};

const random = (given: Arguments): unknown => {
  limit(given, 1, 'random');
  return given[0] === undefined ? Math.random() : seeded(integer(given[0], 1, 'random'));
};

const uuid = (given: Arguments): unknown => {
  limit(given, 0, 'uuid');
  return randomUUID();
};

const parse = (given: Arguments): unknown => {
  limit(given, 1, 'parse');
  const [text] = given;
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw wrongArgument(1, 'parse');
  const value = parseJson(text);
  if (value === undefined) throw new FunctionError('D3137', 'Invalid JSON');
  return value;
};

/** What Step Functions adds to JSONata (developer guide, "Transforming data with JSONata", JSONata functions). */
export const statesFunctions: Readonly<Record<string, (...given: unknown[]) => unknown>> = {
  partition: (...given) => partition(given),
  range: (...given) => range(given),
  hash: (...given) => hash(given),
  random: (...given) => random(given),
  uuid: (...given) => uuid(given),
  parse: (...given) => parse(given),
};
