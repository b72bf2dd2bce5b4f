import { expressionIn, isExpression, longestSeconds } from './definition.ts';
import { QueryFailure } from './errors.ts';
import { evaluate } from './evaluation.ts';
import type { Json } from './json.ts';
import { memberHere, type Scope } from './jsonata.ts';
import { Payload } from './payload.ts';

/** A template taken apart once: the expressions in it, and how the value is put together from what they come to. */
type Compiled = {
  leaves: readonly { expression: string; at: string }[];
  build: (values: readonly Json[]) => Json;
  /** The value, where there is no expression in it. */
  constant: Payload | undefined;
};

const compiled = new WeakMap<object, Compiled>();

type Leaf = Compiled['leaves'][number];

const takeApart = (template: Json, at: string, leaves: Leaf[]): Compiled['build'] => {
  if (typeof template === 'string' && isExpression(template)) {
    const index = leaves.push({ expression: expressionIn(template), at }) - 1;
    return (values) => values[index] ?? null;
  }
  if (typeof template !== 'object' || template === null) return () => template;
  const before = leaves.length;
  if (Array.isArray(template)) {
    const items = template.map((item, index) => takeApart(item, `${at}[${String(index)}]`, leaves));
    return leaves.length === before ? () => template : (values) => items.map((build) => build(values));
  }
  const members = Object.entries(template).map(
    ([key, member]) => [key, takeApart(member, `${at}/${key}`, leaves)] as const,
  );
  if (leaves.length === before) return () => template;
  return (values) => Object.fromEntries(members.map(([key, build]) => [key, build(values)]));
};

const compileTemplate = (template: Json): Compiled => {
  const known = typeof template === 'object' && template !== null ? compiled.get(template) : undefined;
  if (known !== undefined) return known;
  const leaves: Leaf[] = [];
  const build = takeApart(template, '', leaves);
  const made = { leaves, build, constant: leaves.length === 0 ? Payload.of(template) : undefined };
  if (typeof template === 'object' && template !== null) compiled.set(template, made);
  return made;
};

const evaluateOne = (
  { build }: Pick<Compiled, 'build'>,
  { expression, at }: Leaf,
  location: string,
  scope: Scope,
): Payload | Promise<Payload> => {
  const member = memberHere(expression, scope);
  if (member !== undefined) return Payload.of(build([member]));
  return evaluate(expression, `${location}${at}`, scope).then((value) => Payload.of(build([value])));
};

const asItIs = { build: ([value = null]: readonly Json[]): Json => value };

const evaluateAll = async ({ leaves, build }: Compiled, location: string, scope: Scope): Promise<Payload> => {
  const values: Json[] = [];
  for (const { expression, at } of leaves) values.push(await evaluate(expression, `${location}${at}`, scope));
  return Payload.of(build(values));
};

/**
 * A field's value: expressions evaluated wherever they stand in it, the rest as written.
 * @throws {QueryFailure} naming the member, as `Output/items[0]`
 */
export const evaluateTemplate = (template: Json, location: string, scope: Scope): Payload | Promise<Payload> => {
  if (typeof template === 'string' && isExpression(template))
    return evaluateOne(asItIs, { expression: expressionIn(template), at: '' }, location, scope);
  const taken = compileTemplate(template);
  const [first, ...others] = taken.leaves;
  if (taken.constant !== undefined || first === undefined) return taken.constant ?? Payload.of(template);
  return others.length === 0 ? evaluateOne(taken, first, location, scope) : evaluateAll(taken, location, scope);
};

const evaluateValue = async (template: string, location: string, scope: Scope): Promise<Json> =>
  isExpression(template) ? evaluate(expressionIn(template), location, scope) : template;

const kindOf = (value: Json): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

const unexpected = (field: string, location: string, expected: string, value: Json): QueryFailure =>
  new QueryFailure(
    location,
    `The JSONata expression '${expressionIn(field)}' specified for the field '${location}' returned an unexpected ` +
      `result type. Expected '${expected}', but was '${kindOf(value)}' for value: ${JSON.stringify(value)}`,
  );

/** A field that must be text. @throws {QueryFailure} */
export const evaluateText = async (field: string, location: string, scope: Scope): Promise<string> => {
  const value = await evaluateValue(field, location, scope);
  if (typeof value === 'string') return value;
  throw unexpected(field, location, 'string', value);
};

/** A field that must be true or false. @throws {QueryFailure} */
export const evaluateCondition = async (field: string | boolean, location: string, scope: Scope): Promise<boolean> => {
  if (typeof field === 'boolean') return field;
  const value = await evaluateValue(field, location, scope);
  if (typeof value === 'boolean') return value;
  throw unexpected(field, location, 'boolean', value);
};

/** A field that must be a list. @throws {QueryFailure} */
export const evaluateList = async (field: Json, location: string, scope: Scope): Promise<Payload> => {
  const payload = await evaluateTemplate(field, location, scope);
  if (Array.isArray(payload.value) || typeof field !== 'string') return payload;
  throw unexpected(field, location, 'array', payload.value);
};

/** The numbers that a field may have. */
export type Range = { least: number; most: number; whole: boolean };

/** A field that must be a number of its range. @throws {QueryFailure} */
export const evaluateNumber = async (
  field: number | string,
  location: string,
  { least, most, whole }: Range,
  scope: Scope,
): Promise<number> => {
  if (typeof field === 'number') return field;
  const value = await evaluateValue(field, location, scope);
  if (typeof value !== 'number') throw unexpected(field, location, 'number', value);
  if ((!whole || Number.isInteger(value)) && value >= least && value <= most) return value;
  throw new QueryFailure(
    location,
    `The ${location} field must be ${whole ? 'an integer' : 'a number'} from ${String(least)} to ${String(most)} but was: ${String(value)}`,
  );
};

/** A field that must be whole seconds, at least `least`. @throws {QueryFailure} */
export const evaluateSeconds = (
  field: number | string,
  location: string,
  least: number,
  scope: Scope,
): Promise<number> => evaluateNumber(field, location, { least, most: longestSeconds, whole: true }, scope);
