import { createHash, randomUUID } from 'node:crypto';
import { parseJson } from './json.ts';

/** An error that carries a code, as JSONata's own do. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const wrongArgument = (position: number, name: string): FunctionError =>
  new FunctionError('T0410', `Argument ${String(position)} of function "${name}" does not match function signature`);

const integer = (value: unknown, position: number, name: string): number => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongArgument(position, name);
  return Math.trunc(value);
};

const partition = (items: unknown, size: unknown): unknown => {
  if (items === undefined) return undefined;
  const list: unknown[] = Array.isArray(items) ? items : [items];
  const length = integer(size, 2, 'partition');
  if (length < 1) throw wrongArgument(2, 'partition');
  const parts: unknown[][] = [];
  for (let start = 0; start < list.length; start += length) parts.push(list.slice(start, start + length));
  return parts;
};

const longestRange = 1_000;

const range = (first: unknown, last: unknown, step: unknown): unknown => {
  const from = integer(first, 1, 'range');
  const to = integer(last, 2, 'range');
  const by = integer(step, 3, 'range');
  if (by === 0) throw wrongArgument(3, 'range');
  const count = Math.floor((to - from) / by) + 1;
  if (count > longestRange)
    throw new FunctionError('D2014', `The size of the sequence must not exceed ${longestRange}`);
  if (count < 1) return undefined;
  const values = Array.from({ length: count }, (_, index) => from + index * by);
  return values.length === 1 ? values[0] : values;
};

const algorithms = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

const hash = (text: unknown, algorithm: unknown): unknown => {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw wrongArgument(1, 'hash');
  const known = typeof algorithm === 'string' ? algorithms.get(algorithm) : undefined;
  if (known === undefined) throw wrongArgument(2, 'hash');
  return createHash(known).update(text, 'utf8').digest('hex');
};

/** Mulberry32: small, seedable, good enough for a number that nobody relies on to be secret. */
const seeded = (seed: number): number => {
  const mixed = Math.imul((seed + 0x6d2b79f5) ^ ((seed + 0x6d2b79f5) >>> 15), seed | 1);
  const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
  return ((again ^ (again >>> 14)) >>> 0) / 4_294_967_296;
};

const random = (seed: unknown): unknown => {
  if (seed === undefined) return Math.random();
  return seeded(integer(seed, 1, 'random'));
};

const parse = (text: unknown): unknown => {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw wrongArgument(1, 'parse');
  const value = parseJson(text);
  if (value === undefined) throw new FunctionError('D3120', 'The argument of function "parse" is not valid JSON');
  return value;
};

/** What Step Functions adds to JSONata (developer guide, "Transforming data with JSONata", JSONata functions). */
export const statesFunctions: Readonly<Record<string, (...values: unknown[]) => unknown>> = {
  partition: (items, size) => partition(items, size),
  range: (first, last, step) => range(first, last, step),
  hash: (text, algorithm) => hash(text, algorithm),
  random: (seed) => random(seed),
  uuid: () => randomUUID(),
  parse: (text) => parse(text),
};
