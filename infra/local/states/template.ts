import { expressionIn, isExpression } from './definition.ts';
import { QueryFailure } from './errors.ts';
import { isObject, type Json } from './json.ts';
import { evaluate, type Scope } from './jsonata.ts';

/**
 * A field's value: expressions evaluated wherever they stand in it, the rest as written.
 * @throws {QueryFailure} naming the member, as `Output/items[0]`
 */
export const evaluateTemplate = async (template: Json, location: string, scope: Scope): Promise<Json> => {
  if (typeof template === 'string')
    return isExpression(template) ? evaluate(expressionIn(template), location, scope) : template;
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries())
      items.push(await evaluateTemplate(item, `${location}[${String(index)}]`, scope));
    return items;
  }
  if (!isObject(template)) return template;
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(template))
    members.push([key, await evaluateTemplate(member, `${location}/${key}`, scope)]);
  return Object.fromEntries(members);
};

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
  const value = await evaluateTemplate(field, location, scope);
  if (typeof value === 'string') return value;
  throw unexpected(field, location, 'string', value);
};

/** A field that must be true or false. @throws {QueryFailure} */
export const evaluateCondition = async (field: string | boolean, location: string, scope: Scope): Promise<boolean> => {
  if (typeof field === 'boolean') return field;
  const value = await evaluateTemplate(field, location, scope);
  if (typeof value === 'boolean') return value;
  throw unexpected(field, location, 'boolean', value);
};

/** A field that must be whole seconds, at least `least`. @throws {QueryFailure} */
export const evaluateSeconds = async (
  field: number | string,
  location: string,
  least: number,
  scope: Scope,
): Promise<number> => {
  if (typeof field === 'number') return field;
  const value = await evaluateTemplate(field, location, scope);
  if (typeof value !== 'number') throw unexpected(field, location, 'number', value);
  if (Number.isInteger(value) && value >= least && value <= 99_999_999) return value;
  throw new QueryFailure(
    location,
    `The ${location} field must be an integer from ${String(least)} to 99999999 but was: ${String(value)}`,
  );
};
