import * as z from 'zod';
import { ActivityCode, UnitId } from './ids.ts';
import { Dong, LARGEST_ESTIMATE, LARGEST_LINE, sum } from './money.ts';

/** At most this many lines in one estimate. */
export const MOST_LINES = 1000;

const HIGHEST_NUMBER = 9999;

/**
 * Where a line's money comes from (nguồn kinh phí). A commune's own budget pays outside the chain: such a line is a memo
 * of an activity with two routes, and refused anywhere else.
 */
export const SourceOfFunds = z.enum(['state_budget', 'mobilised', 'merged_programme', 'commune_budget']);
export type SourceOfFunds = z.infer<typeof SourceOfFunds>;

/** Codes of the state budget index (Mục lục NSNN, Thông tư 324/2016/TT-BTC), each optional. */
export const Classification = z.strictObject({
  chapter: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
  category: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
  item: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
  section: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  subsection: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
});
export type Classification = z.infer<typeof Classification>;

/** One line of an estimate (nội dung chi). `no` names it for good within the estimate, through all versions. */
export const Line = z.strictObject({
  no: z.int().min(1).max(HIGHEST_NUMBER),
  activity: ActivityCode,
  content: z.string().min(1).max(500),
  measure: z.string().min(1).max(50),
  quantity: z.int().min(1).max(1_000_000),
  times: z.int().min(1).max(10_000),
  unitPrice: Dong,
  amount: Dong,
  source: SourceOfFunds,
  basis: z.string().max(500),
  note: z.string().max(1000),
  classification: Classification.optional(),
  /** Who submits this joint activity, where it is not this unit: the line is then a second claim, in no total. */
  countedWith: UnitId.optional(),
});
export type Line = z.infer<typeof Line>;

/** A line as somebody sent it: figures are numbers, but nothing about them has been believed yet. */
export type LineInput = {
  /** Which row it was typed in, counted from 0, for messages; without it, its place among the lines. */
  readonly row?: number;
  readonly no?: number | undefined;
  readonly activity: string;
  readonly content: string;
  readonly measure: string;
  readonly quantity: number;
  readonly times: number;
  readonly unitPrice: number;
  /** Left out, it is worked out; given, it must be quantity × times × unit price. */
  readonly amount?: number | undefined;
  readonly source: SourceOfFunds;
  readonly basis: string;
  readonly note: string;
  readonly classification?: Readonly<Record<string, string>> | undefined;
};

/** One thing wrong with what was sent, at one place (`lines[2].amount`), with what a message needs to say. */
export type Problem = { readonly path: string } & (
  | { readonly code: 'empty' | 'not-whole' | 'negative' | 'zero' | 'commune-budget-line' | 'doubled-line' }
  | { readonly code: 'too-long'; readonly most: number }
  | { readonly code: 'too-large'; readonly most: number }
  | { readonly code: 'too-many-lines'; readonly most: number }
  | { readonly code: 'no-lines' }
  | { readonly code: 'not-a-number' | 'comma'; readonly given: string }
  | { readonly code: 'amount-differs'; readonly given: number; readonly worked: number }
  | { readonly code: 'unknown-activity'; readonly given: string; readonly allowed: readonly string[] }
  | { readonly code: 'not-your-activity'; readonly given: string; readonly allowed: readonly string[] }
  | { readonly code: 'bad-classification'; readonly given: string }
  | { readonly code: 'unknown-code'; readonly part: keyof Classification; readonly given: string }
);

type Limits = { readonly least: 0 | 1; readonly most: number };

const figureProblem = (path: string, value: number, { least, most }: Limits): Problem | undefined => {
  if (value !== Infinity && !Number.isInteger(value)) return { path, code: 'not-whole' };
  if (value < 0) return { path, code: 'negative' };
  if (value < least) return { path, code: 'zero' };
  if (value > most) return { path, code: 'too-large', most };
  return undefined;
};

/** A text as it is kept: composed, without space around it. Its length counts in this form. */
const textOf = (value: string): string => value.normalize('NFC').trim();

const textProblem = (path: string, value: string, most: number, needed: boolean): Problem | undefined => {
  const kept = textOf(value);
  if (needed && kept === '') return { path, code: 'empty' };
  if (kept.length > most) return { path, code: 'too-long', most };
  return undefined;
};

const present = <T>(value: T | undefined): value is T => value !== undefined;

/**
 * What a line may cite: all activities of the plan, those that this unit leads in the chain, those of them with two
 * routes, and, where the office has loaded the budget index, its codes.
 */
export type Activities = {
  readonly known: ReadonlySet<string>;
  readonly own: readonly string[];
  readonly mixed?: ReadonlySet<string>;
  /** Joint activities of the unit that another one submits. */
  readonly others?: ReadonlyMap<string, UnitId>;
  readonly hasCode?: ((part: keyof Classification, code: string) => boolean) | undefined;
};

/** Whether a line is a memo: the communes pay it from their own budgets, and no total of the chain holds it. */
export const isMemo = ({ source }: Pick<Line, 'source'>): boolean => source === 'commune_budget';

/** Whether a line claims a joint activity that another unit submits: kept, warned of, in no total. */
export const isSecondClaim = ({ countedWith }: Pick<Line, 'countedWith'>): boolean => countedWith !== undefined;

const unknownCodes = (path: string, classification: Classification, { hasCode }: Activities): Problem[] =>
  Classification.keyof().options.flatMap((part): Problem[] => {
    const code = classification[part];
    return hasCode === undefined || code === undefined || hasCode(part, code)
      ? []
      : [{ path, code: 'unknown-code', part, given: code }];
  });

const activityProblem = (path: string, code: string, { known, own }: Activities): Problem | undefined => {
  if (code.trim() === '') return { path, code: 'empty' };
  if (own.includes(code)) return undefined;
  return { path, code: known.has(code) ? 'not-your-activity' : 'unknown-activity', given: code, allowed: own };
};

const memoProblem = (path: string): Problem => ({ path: `${path}.source`, code: 'commune-budget-line' });

const problemsOfLine = (input: LineInput, path: string, activities: Activities): Problem[] => {
  const worked = input.quantity * input.times * input.unitPrice;
  const figures = [
    figureProblem(`${path}.quantity`, input.quantity, { least: 1, most: 1_000_000 }),
    figureProblem(`${path}.times`, input.times, { least: 1, most: 10_000 }),
    figureProblem(`${path}.unitPrice`, input.unitPrice, { least: 1, most: LARGEST_LINE }),
    input.amount === undefined
      ? undefined
      : figureProblem(`${path}.amount`, input.amount, { least: 1, most: LARGEST_LINE }),
  ].filter(present);
  const amount: Problem | undefined =
    figures.length > 0
      ? undefined
      : worked > LARGEST_LINE
        ? { path: `${path}.amount`, code: 'too-large', most: LARGEST_LINE }
        : input.amount !== undefined && input.amount !== worked
          ? { path: `${path}.amount`, code: 'amount-differs', given: input.amount, worked }
          : undefined;
  const codes = Classification.safeParse(input.classification ?? {});
  return [
    activityProblem(`${path}.activity`, input.activity, activities),
    textProblem(`${path}.content`, input.content, 500, true),
    textProblem(`${path}.measure`, input.measure, 50, true),
    ...figures,
    amount,
    isMemo(input) && activities.mixed?.has(input.activity) !== true ? memoProblem(path) : undefined,
    textProblem(`${path}.basis`, input.basis, 500, false),
    textProblem(`${path}.note`, input.note, 1000, false),
    codes.success
      ? undefined
      : ({
          path: `${path}.classification`,
          code: 'bad-classification',
          given: JSON.stringify(input.classification),
        } as const),
    ...(codes.success ? unknownCodes(`${path}.classification`, codes.data, activities) : []),
  ].filter(present);
};

/** Gives numbers that no line ever had: after the highest given so far, and past the last there is, from the lowest. */
const freeNumbers = (numbers: readonly number[], highest: number): (() => number) => {
  const taken = new Set(numbers);
  let last = Math.max(highest, ...numbers);
  return () => {
    do last = last >= HIGHEST_NUMBER ? 1 : last + 1;
    while (taken.has(last));
    taken.add(last);
    return last;
  };
};

/** Lines that hold, or everything that is wrong with them. */
export type CheckedLines =
  | { readonly ok: true; readonly lines: readonly Line[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks an estimate's lines: known activities that the unit leads, whole amounts in bounds, quantity × times × unit
 * price = amount, a total that fits, a commune's own budget only beside the chain's part, as the memo of an activity
 * with two routes. New lines get the next number after `highest`,
 * the highest that the estimate has given so far, so that a number is never given to another line.
 */
export const checkLines = (inputs: readonly LineInput[], activities: Activities, highest = 0): CheckedLines => {
  if (inputs.length === 0) return { ok: false, problems: [{ path: 'lines', code: 'no-lines' }] };
  if (inputs.length > MOST_LINES)
    return { ok: false, problems: [{ path: 'lines', code: 'too-many-lines', most: MOST_LINES }] };
  const pathOf = ({ row }: LineInput, index: number): string => `lines[${row ?? index}]`;
  const problems = inputs.flatMap((input, index) => problemsOfLine(input, pathOf(input, index), activities));
  const numbers = inputs.map((input) => input.no).filter(present);
  inputs.forEach((input, index) => {
    if (input.no !== undefined && numbers.indexOf(input.no) !== numbers.lastIndexOf(input.no))
      problems.push({ path: `${pathOf(input, index)}.no`, code: 'doubled-line' });
  });
  if (inputs.every(isMemo) && problems.length === 0)
    problems.push(...inputs.map((input, index) => memoProblem(pathOf(input, index))));
  if (problems.length > 0) return { ok: false, problems };
  const free = freeNumbers(numbers, highest);
  const lines = inputs.map((input) => {
    const { row: _, ...typed } = input;
    const countedWith = isMemo(input) ? undefined : activities.others?.get(input.activity);
    return Line.parse({
      ...typed,
      no: input.no ?? free(),
      content: textOf(input.content),
      measure: textOf(input.measure),
      basis: textOf(input.basis),
      note: textOf(input.note),
      amount: input.quantity * input.times * input.unitPrice,
      ...(countedWith === undefined ? {} : { countedWith }),
    });
  });
  const above = [lines.filter(isMemo), lines.filter((line) => !isMemo(line))].some(
    (part) => part.reduce((total, { amount }) => total + amount, 0) > LARGEST_ESTIMATE,
  );
  if (above) return { ok: false, problems: [{ path: 'lines', code: 'too-large', most: LARGEST_ESTIMATE }] };
  return { ok: true, lines };
};

/** The lines that the chain carries, without the memos and second claims. */
export const chainLines = (lines: readonly Line[]): readonly Line[] =>
  lines.filter((line) => !isMemo(line) && !isSecondClaim(line));

/** The total of lines in the chain: always their sum (invariant 2), without the communes' part (invariant 11). */
export const totalOf = (lines: readonly Line[]): Dong => sum(chainLines(lines).map((line) => line.amount));

/** What the communes pay of an estimate's activities themselves: its own total, in none of the chain's. */
export const memoOf = (lines: readonly Line[]): Dong => sum(lines.filter(isMemo).map((line) => line.amount));

/** How one line differs between two versions of an estimate. */
export type LineDifference =
  | { readonly kind: 'added'; readonly after: Line }
  | { readonly kind: 'removed'; readonly before: Line }
  | { readonly kind: 'changed'; readonly before: Line; readonly after: Line; readonly fields: readonly (keyof Line)[] }
  | { readonly kind: 'same'; readonly after: Line };

/** What a line says besides its number, in the order of the form. */
export const LINE_FIELDS = [
  'activity',
  'content',
  'measure',
  'quantity',
  'times',
  'unitPrice',
  'amount',
  'source',
  'basis',
  'note',
  'classification',
  'countedWith',
] as const;

/** The line-by-line difference of two versions, in the later one's order, what was taken out last. */
export const differenceOf = (before: readonly Line[], after: readonly Line[]): LineDifference[] => {
  const earlier = new Map(before.map((line) => [line.no, line]));
  const kept = after.map((line): LineDifference => {
    const old = earlier.get(line.no);
    earlier.delete(line.no);
    if (old === undefined) return { kind: 'added', after: line };
    const fields = LINE_FIELDS.filter((field) => JSON.stringify(old[field]) !== JSON.stringify(line[field]));
    return fields.length === 0 ? { kind: 'same', after: line } : { kind: 'changed', before: old, after: line, fields };
  });
  return [...kept, ...[...earlier.values()].map((line): LineDifference => ({ kind: 'removed', before: line }))];
};
