import * as z from 'zod';

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One value that a field may have, as EventBridge writes it. */
const Alternative = z.union([
  Scalar,
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.union([Scalar, z.array(Scalar)]) }),
]);
type Alternative = z.infer<typeof Alternative>;

/**
 * A filter of an event source, in the part of EventBridge's pattern language that the project uses: exact values,
 * prefix, suffix, exists, anything-but. Other operators do not parse.
 */
export type Pattern = { [field: string]: Alternative[] | Pattern };

/** Reads a pattern. */
export const Pattern: z.ZodType<Pattern> = z.lazy(() => z.record(z.string(), z.union([z.array(Alternative), Pattern])));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const agrees = (alternative: Alternative, value: unknown): boolean => {
  if (typeof alternative !== 'object' || alternative === null) return alternative === value;
  if ('exists' in alternative) return alternative.exists === (value !== undefined);
  if (value === undefined) return false;
  if ('prefix' in alternative) return typeof value === 'string' && value.startsWith(alternative.prefix);
  if ('suffix' in alternative) return typeof value === 'string' && value.endsWith(alternative.suffix);
  const refused = alternative['anything-but'];
  return !(Array.isArray(refused) ? refused.some((one) => one === value) : refused === value);
};

/** Whether an event has, for every field of the pattern, one of its alternatives. */
export const matches = (pattern: Pattern, event: unknown): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    const value = isRecord(event) ? event[field] : undefined;
    if (!Array.isArray(wanted)) return matches(wanted, value);
    const values = Array.isArray(value) ? value : [value];
    return wanted.some((alternative) => values.some((one) => agrees(alternative, one)));
  });
