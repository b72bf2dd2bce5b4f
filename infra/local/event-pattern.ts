import * as z from 'zod';

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Comparison = z.enum(['=', '<', '<=', '>', '>=']);
type Comparison = z.infer<typeof Comparison>;

/** One value that a field may have, as EventBridge writes it. */
const Alternative = z.union([
  Scalar,
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({
    numeric: z.union([z.tuple([Comparison, z.number()]), z.tuple([Comparison, z.number(), Comparison, z.number()])]),
  }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.union([Scalar, z.array(Scalar)]) }),
]);
type Alternative = z.infer<typeof Alternative>;

type Fields = { [field: string]: Alternative[] | Fields };

/**
 * A filter of an event source, with the operators that Lambda knows: exact values, prefix, suffix, equals-ignore-case,
 * numeric, exists, anything-but, and `$or` at its top. Other operators do not parse.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export type Pattern = { fields: Fields; or: Fields[] };

const isOperator = (field: string): boolean => field.startsWith('$');

const Fields: z.ZodType<Fields> = z.lazy(() =>
  z.record(
    z.string().refine((field) => !isOperator(field), { error: 'an operator that is not known here' }),
    z.union([z.array(Alternative), Fields]),
  ),
);

/** Reads a pattern. */
export const Pattern: z.ZodType<Pattern> = z
  .looseObject({ $or: z.array(Fields).optional() })
  .transform(({ $or, ...fields }): { fields: unknown; or: unknown[] } => ({ fields, or: $or ?? [] }))
  .pipe(z.object({ fields: Fields, or: z.array(Fields) }));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const compares = (value: number, comparison: Comparison, bound: number): boolean => {
  switch (comparison) {
    case '=':
      return value === bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
};

const agrees = (alternative: Alternative, value: unknown): boolean => {
  if (typeof alternative !== 'object' || alternative === null) return alternative === value;
  if ('exists' in alternative) return alternative.exists === (value !== undefined);
  if (value === undefined) return false;
  if ('prefix' in alternative) return typeof value === 'string' && value.startsWith(alternative.prefix);
  if ('suffix' in alternative) return typeof value === 'string' && value.endsWith(alternative.suffix);
  if ('equals-ignore-case' in alternative) {
    return typeof value === 'string' && value.toLowerCase() === alternative['equals-ignore-case'].toLowerCase();
  }
  if ('numeric' in alternative) {
    const [first, bound, second, other] = alternative.numeric;
    if (typeof value !== 'number' || !compares(value, first, bound)) return false;
    return second === undefined || other === undefined || compares(value, second, other);
  }
  const refused = alternative['anything-but'];
  return !(Array.isArray(refused) ? refused.some((one) => one === value) : refused === value);
};

const agree = (fields: Fields, event: unknown): boolean =>
  Object.entries(fields).every(([field, wanted]) => {
    const value = isRecord(event) ? event[field] : undefined;
    if (!Array.isArray(wanted)) return agree(wanted, value);
    const values = Array.isArray(value) ? value : [value];
    return wanted.some((alternative) => values.some((one) => agrees(alternative, one)));
  });

/** Whether an event has, for every field of the pattern, one of its alternatives, and agrees with one part of `$or`. */
export const matches = ({ fields, or }: Pattern, event: unknown): boolean =>
  agree(fields, event) && (or.length === 0 || or.some((part) => agree(part, event)));
