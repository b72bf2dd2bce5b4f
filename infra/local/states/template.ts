import { expressionIn, isExpression, longestSeconds } from './definition.ts';
import { QueryFailure } from './errors.ts';
import { evaluate } from './evaluation.ts';
import { isObject, type Json } from './json.ts';
import type { Scope } from './jsonata.ts';
import { Payload } from './payload.ts';

const constants = new WeakMap<object, Payload | 'varies'>();

const varies = (template: Json): boolean => {
  if (typeof template === 'string') return isExpression(template);
  if (typeof template !== 'object' || template === null) return false;
  return (Array.isArray(template) ? template : Object.values(template)).some(varies);
};

/** The payload of a template without expressions; made once. */
const constantOf = (template: Json): Payload | undefined => {
  if (typeof template !== 'object' || template === null) return varies(template) ? undefined : Payload.of(template);
  let known = constants.get(template);
  if (known === undefined) {
    known = varies(template) ? 'varies' : Payload.of(template);
    constants.set(template, known);
  }
  return known === 'varies' ? undefined : known;
};

const evaluateValue = async (template: Json, location: string, scope: Scope): Promise<Json> => {
  if (typeof template === 'string')
    return isExpression(template) ? evaluate(expressionIn(template), location, scope) : template;
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries())
      items.push(await evaluateValue(item, `${location}[${String(index)}]`, scope));
    return items;
  }
  if (!isObject(template)) return template;
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(template))
    members.push([key, await evaluateValue(member, `${location}/${key}`, scope)]);
  return Object.fromEntries(members);
};

/**
 * A field's value: expressions evaluated wherever they stand in it, the rest as written.
 * @throws {QueryFailure} naming the member, as `Output/items[0]`
 */
export const evaluateTemplate = async (template: Json, location: string, scope: Scope): Promise<Payload> =>
  constantOf(template) ?? Payload.of(await evaluateValue(template, location, scope));

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
