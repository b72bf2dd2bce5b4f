import * as z from 'zod';
import { PlainDate } from './calendar.ts';
import type { Line } from './lines.ts';
import { Dong } from './money.ts';
import { Plan } from './plan.ts';
import { Bilingual } from './text.ts';

/**
 * A spending norm (định mức) in force between two days for organisers of some levels, with the text that sets it. A
 * line is held against it where its content has one of the words and its unit of measure is one of the measures.
 */
export const Norm = z.strictObject({
  /** What it is a norm of; norms of one kind follow each other and never overlap. */
  kind: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  title: Bilingual,
  /** The most for one unit of measure, in đồng. */
  amount: Dong,
  levels: z.array(Plan.shape.level).min(1),
  from: PlainDate,
  to: PlainDate.nullable(),
  /** The legal text, with its article. */
  source: z.string().min(1).max(400),
  words: z.array(z.string().min(2)).min(1),
  measures: z.array(z.string().min(1)).min(1),
});
export type Norm = z.infer<typeof Norm>;

/** The norms that an installation knows. */
export type NormTable = readonly Norm[];

/** What is wrong with a table of norms, and where. */
export type NormProblem = { readonly path: string; readonly message: string };

/** A table that holds, or everything that is wrong with it. */
export type ReadNorms =
  | { readonly ok: true; readonly norms: NormTable }
  | { readonly ok: false; readonly problems: readonly NormProblem[] };

const overlap = (one: Norm, other: Norm): boolean =>
  one.kind === other.kind &&
  one.levels.some((level) => other.levels.includes(level)) &&
  (other.to === null || one.from <= other.to) &&
  (one.to === null || other.from <= one.to);

const problemsOf = (norms: NormTable): NormProblem[] =>
  norms.flatMap((norm, index): NormProblem[] => {
    const backwards = norm.to !== null && norm.to < norm.from;
    const before = norms.findIndex((other, at) => at < index && overlap(other, norm));
    return [
      ...(backwards ? [{ path: `[${index}].to`, message: `${norm.kind} ends before it begins` }] : []),
      ...(before < 0
        ? []
        : [
            { path: `[${index}]`, message: `${norm.kind} overlaps [${before}], of the same kind, for a level and day` },
          ]),
    ];
  });

/** Reads a table of norms; overlapping norms are refused, for nobody could say which of them holds. */
export const readNorms = (json: unknown): ReadNorms => {
  const parsed = z.array(Norm).safeParse(json);
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message }) => ({
        path: path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join(''),
        message,
      })),
    };
  const problems = problemsOf(parsed.data);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, norms: parsed.data };
};

/** What a line above its norm is suggested; a person decides. */
export type NormSuggestion = { readonly norm: Norm; readonly amount: Dong };

const folded = (text: string): string => text.normalize('NFC').toLocaleLowerCase('vi').trim();

/** The suggestion for a line whose unit price is above the norm in force on the day, for an organiser of that level. */
export const suggestionFor = (
  norms: NormTable,
  line: Pick<Line, 'content' | 'measure' | 'unitPrice' | 'quantity' | 'times'>,
  { level, day }: { readonly level: Plan['level']; readonly day: PlainDate },
): NormSuggestion | undefined => {
  const content = folded(line.content);
  const measure = folded(line.measure);
  const norm = norms.find(
    ({ levels, from, to, words, measures }) =>
      levels.includes(level) &&
      from <= day &&
      (to === null || day <= to) &&
      measures.some((one) => folded(one) === measure) &&
      words.some((word) => content.includes(folded(word))),
  );
  if (norm === undefined || line.unitPrice <= norm.amount) return undefined;
  return { norm, amount: Dong.parse(norm.amount * line.quantity * line.times) };
};
