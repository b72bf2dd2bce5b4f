import * as z from 'zod';
import { Instant } from './calendar.ts';
import { PersonId, UnitId } from './ids.ts';
import { StageKey } from './plan.ts';

/** The longest comment, in characters. */
export const LONGEST_COMMENT = 1000;
/** At most this many comments on one package, over all its submissions; those withdrawn count too. */
export const MOST_COMMENTS = 300;

const content = {
  /** Counted from 1 in its package. */
  no: z.int().min(1),
  /** Whose estimate it is about. */
  unit: UnitId,
  /** Which line of that estimate; null where it is about the whole. */
  line: z.int().min(1).nullable(),
  text: z.string().min(1).max(LONGEST_COMMENT),
  /** Whether it is about the commenter's own work, so that whoever decides sees the conflict. */
  own: z.boolean(),
};

/** What is said in a comment, and about what. */
export const CommentContent = z.strictObject(content);
export type CommentContent = z.infer<typeof CommentContent>;

const withdrawal = z.strictObject({ by: PersonId, at: Instant });

/**
 * A comment of a consulted office (ý kiến phối hợp thẩm định; the plans' "chủ trì, phối hợp") on a line or a whole
 * estimate of a package at a stage. Never edited; withdrawn ones stay, marked.
 */
export const LineComment = z.strictObject({
  ...content,
  stage: StageKey,
  submission: z.int().min(1),
  office: UnitId,
  by: PersonId,
  at: Instant,
  withdrawn: withdrawal.nullable(),
});
export type LineComment = z.infer<typeof LineComment>;

/** The comments after one of them was withdrawn. */
export const withdrawnIn = (
  comments: readonly LineComment[],
  no: number,
  withdrawn: z.infer<typeof withdrawal>,
): readonly LineComment[] => comments.map((one) => (one.no === no ? { ...one, withdrawn } : one));
