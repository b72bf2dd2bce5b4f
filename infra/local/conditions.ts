import * as z from 'zod';
import { accountId, region } from './addresses.ts';

/** What a request says under each condition key of a policy, by the key in small letters. */
export type ConditionContext = Readonly<Record<string, readonly string[]>>;

/** One condition of a statement: `StringLike`, a key, and the values of which one must match. */
export type Condition = { operator: string; key: string; values: readonly string[] };

const oneOrMore = z
  .union([z.string(), z.boolean().transform(String), z.array(z.string())])
  .transform((value) => [value].flat());

/** The Condition of a statement: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html */
export const ConditionShape = z
  .record(z.string(), z.record(z.string(), oneOrMore))
  .default({})
  .transform((operators): Condition[] =>
    Object.entries(operators).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values })),
    ),
  );

/** The keys that each request on the laptop has. It speaks plain HTTP where AWS is reached by HTTPS. */
const always: ConditionContext = {
  'aws:principalaccount': [accountId],
  'aws:requestedregion': [region],
  'aws:resourceaccount': [accountId],
  'aws:securetransport': ['true'],
};

const known = new Set([...Object.keys(always), 'ses:fromaddress', 'ses:fromdisplayname', 'ses:recipients']);

type Compare = (value: string, pattern: string) => boolean;

const patterns = new Map<string, RegExp>();

/** Whether a value fits a pattern with `*` and `?`. */
export const isLike = (value: string, pattern: string, ignoreCase = false): boolean => {
  const memo = `${ignoreCase ? 'i' : ''}/${pattern}`;
  let compiled = patterns.get(memo);
  if (compiled === undefined) {
    const source = pattern
      .replaceAll(/[.+^$(){}|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    compiled = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    patterns.set(memo, compiled);
  }
  return compiled.test(value);
};

const same: Compare = (value, pattern) => value === pattern;
const sameButCase: Compare = (value, pattern) => value.toLowerCase() === pattern.toLowerCase();
const like: Compare = (value, pattern) => isLike(value, pattern);

const comparisons: ReadonlyMap<string, { compare: Compare; negated: boolean }> = new Map([
  ['StringEquals', { compare: same, negated: false }],
  ['StringNotEquals', { compare: same, negated: true }],
  ['StringEqualsIgnoreCase', { compare: sameButCase, negated: false }],
  ['StringNotEqualsIgnoreCase', { compare: sameButCase, negated: true }],
  ['StringLike', { compare: like, negated: false }],
  ['StringNotLike', { compare: like, negated: true }],
  ['Bool', { compare: sameButCase, negated: false }],
]);

const taken = (operator: string) => {
  const [, set, bare = operator, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  return { set, comparison: comparisons.get(bare), ifExists: ifExists !== undefined };
};

/** Whether the laptop knows the condition's operator and what a request says under its key. */
export const isKnownCondition = ({ operator, key }: Condition): boolean =>
  known.has(key) && taken(operator).comparison !== undefined;

/** Whether a request meets all conditions of a statement. */
export const meets = (conditions: readonly Condition[], context: ConditionContext): boolean =>
  conditions.every(({ operator, key, values }) => {
    const { set, comparison, ifExists } = taken(operator);
    if (comparison === undefined) return false;
    const { compare, negated } = comparison;
    const said = context[key] ?? always[key] ?? [];
    if (said.length === 0) return ifExists || negated || set === 'ForAllValues';
    const fits = (value: string): boolean => values.some((pattern) => compare(value, pattern)) !== negated;
    return set === 'ForAnyValue' ? said.some(fits) : said.every(fits);
  });
