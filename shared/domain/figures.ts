import * as z from 'zod';
import { Instant } from './calendar.ts';
import { PersonId } from './ids.ts';
import type { Line } from './lines.ts';
import { Dong, sum } from './money.ts';

/** The stages that set a figure of their own beside what the unit proposed. */
export const FigureStage = z.enum(['appraisal', 'approval']);
export type FigureStage = z.infer<typeof FigureStage>;

/** One line's figure at a stage. Where it is another than the stage before had, `reason` says why and `by` who. */
export const Figure = z.strictObject({
  no: z.int().min(1),
  amount: Dong,
  reason: z.string().max(500),
  by: PersonId.nullable(),
  at: Instant.nullable(),
});
export type Figure = z.infer<typeof Figure>;

/** A person's entry for one line: an amount, and why it is another than before. */
export type FigureInput = { readonly no: number; readonly amount: number; readonly reason: string };

/** What is wrong with one entered figure. */
export type FigureProblem = { readonly path: string } & (
  | { readonly code: 'unknown-line' | 'doubled-line' | 'not-whole' | 'negative' | 'reason-missing' }
  | { readonly code: 'too-long'; readonly most: number }
  | { readonly code: 'above-proposed'; readonly proposed: Dong }
);

/** Figures that hold, or everything that is wrong with them. */
export type CheckedFigures =
  | { readonly ok: true; readonly figures: readonly Figure[]; readonly total: Dong; readonly changed: number }
  | { readonly ok: false; readonly problems: readonly FigureProblem[] };

/** What each line stood at before this stage looked at it. */
export type Basis = { readonly line: Line; readonly before: Dong };

/** A reason as it is kept: composed, without space around it. Its length counts in this form. */
const reasonOf = ({ reason }: FigureInput): string => reason.normalize('NFC').trim();

const problemOf = (path: string, input: FigureInput, basis: Basis | undefined): FigureProblem | undefined => {
  if (basis === undefined) return { path: `${path}.no`, code: 'unknown-line' };
  if (!Number.isSafeInteger(input.amount)) return { path: `${path}.amount`, code: 'not-whole' };
  if (input.amount < 0) return { path: `${path}.amount`, code: 'negative' };
  if (input.amount > basis.line.amount)
    return { path: `${path}.amount`, code: 'above-proposed', proposed: basis.line.amount };
  const reason = reasonOf(input);
  if (input.amount !== basis.before && reason === '') return { path: `${path}.reason`, code: 'reason-missing' };
  if (reason.length > 500) return { path: `${path}.reason`, code: 'too-long', most: 500 };
  return undefined;
};

/**
 * Sets a stage's figures of one estimate: what is not entered keeps `standing` (this stage's figure so far), or what
 * the stage before had. Never above what the unit proposed; another figure than before needs its reason (invariant 3).
 */
export const checkFigures = (
  inputs: readonly FigureInput[],
  bases: readonly Basis[],
  standing: readonly Figure[],
  who: { readonly by: PersonId; readonly at: Instant },
): CheckedFigures => {
  const basisOf = new Map(bases.map((basis) => [basis.line.no, basis]));
  const standingOf = new Map(standing.map((figure) => [figure.no, figure]));
  const entered = new Map<number, FigureInput>();
  const problems: FigureProblem[] = [];
  inputs.forEach((input, index) => {
    const path = `figures[${index}]`;
    if (entered.has(input.no)) problems.push({ path: `${path}.no`, code: 'doubled-line' });
    entered.set(input.no, input);
    const problem = problemOf(path, input, basisOf.get(input.no));
    if (problem !== undefined) problems.push(problem);
  });
  if (problems.length > 0) return { ok: false, problems };
  const figures = bases.map(({ line, before }): Figure => {
    const old = standingOf.get(line.no) ?? { no: line.no, amount: before, reason: '', by: null, at: null };
    const input = entered.get(line.no);
    if (input === undefined) return old;
    const reason = input.amount === before ? '' : reasonOf(input);
    if (input.amount === old.amount && reason === old.reason) return old;
    return Figure.parse({ no: line.no, amount: input.amount, reason, by: who.by, at: who.at });
  });
  const changed = bases.filter(({ before }, index) => figures[index]?.amount !== before).length;
  return { ok: true, figures, total: sum(figures.map((figure) => figure.amount)), changed };
};
