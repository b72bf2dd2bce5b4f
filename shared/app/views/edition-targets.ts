import type { UnitWords } from '../../domain/edition.ts';
import type { Plan } from '../../domain/plan.ts';
import { isReached, sumTarget, type Target, type TargetSum } from '../../domain/targets.ts';

/** A target of the plan with what the units count of it, and what they counted in the period before. */
export type TargetSeen = {
  readonly target: Target;
  readonly sum: TargetSum;
  readonly earlier: TargetSum | undefined;
  /** Whether the plan's percentage is reached; undefined where it sets none, or nobody counted. */
  readonly isMet: boolean | undefined;
};

/** What the units' counts of one target come to. */
export const sumOfTarget = ({ code }: Target, words: readonly UnitWords[]): TargetSum =>
  sumTarget(
    code,
    words.map((one) => one.words.targets),
  );

/** The plan's targets beside the sums of the units' counts. */
export const targetsSeen = (
  { targets }: Plan,
  words: readonly UnitWords[],
  earlier: readonly UnitWords[] | undefined,
): readonly TargetSeen[] =>
  targets.map((target) => {
    const sum = sumOfTarget(target, words);
    return { target, sum, earlier: earlier && sumOfTarget(target, earlier), isMet: isReached(target, sum) };
  });
