import * as z from 'zod';
import { sumOf } from './counts.ts';
import { LocalKey } from './ids.ts';
import type { FieldProblem } from './refusal.ts';
import { Bilingual } from './text.ts';

/**
 * A target of a plan (chỉ tiêu). Units count what of how many reaches it: schools that hold lessons of all schools,
 * staff who know the basics of all staff. `percent` of all is to be reached; a target without one is told, not judged.
 */
export const Target = z.strictObject({
  code: LocalKey,
  text: Bilingual,
  percent: z.int().min(1).max(100).optional(),
  /** Whether the percentage is exact, at least, or more than that. */
  bound: z.enum(['at_least', 'more_than']).optional(),
  ref: z.string().min(1).max(400).optional(),
});
export type Target = z.infer<typeof Target>;

const Whole = z.int().min(0).max(1_000_000_000);

/** What one unit counts of a target: so many of so many. */
export const TargetCount = z.strictObject({ target: LocalKey, reached: Whole, of: Whole.min(1) });
export type TargetCount = z.infer<typeof TargetCount>;

/** What is typed of a target. */
export const DraftTarget = z.strictObject({
  target: z.string().max(60),
  reached: z.string().max(40),
  of: z.string().max(40),
});
export type DraftTarget = z.infer<typeof DraftTarget>;

/** What several units' counts of a target come to: a sum of counts, never a mean of percentages. */
export type TargetSum = { readonly reached: number; readonly of: number; readonly units: number };

/** Adds up what was counted of a target. */
export const sumTarget = (code: string, counts: readonly (readonly TargetCount[])[]): TargetSum => {
  const said = counts.flatMap((own) => own.filter(({ target }) => target === code));
  return {
    reached: sumOf(said, ({ reached }) => reached),
    of: sumOf(said, ({ of }) => of),
    units: said.length,
  };
};

/** Tenths of a per cent, rounded down, so that what falls short of a target never looks as if it reached it. */
export const permilleOf = ({ reached, of }: Pick<TargetSum, 'reached' | 'of'>): number =>
  of === 0 ? 0 : Math.floor((reached * 1000) / of);

/** Whether a sum reaches the plan's percentage; undefined where the plan sets none, or nobody counted. */
export const isReached = (
  { percent, bound }: Pick<Target, 'percent' | 'bound'>,
  { reached, of }: Pick<TargetSum, 'reached' | 'of'>,
): boolean | undefined => {
  if (percent === undefined || of === 0) return undefined;
  return bound === 'more_than' ? reached * 100 > percent * of : reached * 100 >= percent * of;
};

type Read = (text: string, path: string) => number | null;

/** Reads the counts of a plan's targets as typed; a target of which nothing is typed is not said. */
export const readTargets = (
  targets: readonly Pick<Target, 'code'>[],
  typed: readonly DraftTarget[],
  read: Read,
  note: (problem: FieldProblem) => void,
): TargetCount[] =>
  typed.flatMap((one, index): readonly TargetCount[] => {
    const at = `targets[${index}]`;
    const reached = read(one.reached, `${at}.reached`);
    const of = read(one.of, `${at}.of`);
    if (reached === null && of === null) return [];
    const isKnown = targets.some(({ code }) => code === one.target);
    const isTwice = typed.findIndex(({ target }) => target === one.target) < index;
    if (!isKnown || isTwice) note({ path: `${at}.target`, code: 'not-owed', given: one.target });
    else if (reached === null) note({ path: `${at}.reached`, code: 'missing' });
    else if (of === null) note({ path: `${at}.of`, code: 'missing' });
    else if (reached > of || of === 0) note({ path: `${at}.reached`, code: 'reached-above-all', reached, of });
    else return [{ target: LocalKey.parse(one.target), reached, of }];
    return [];
  });
