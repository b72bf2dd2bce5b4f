import * as z from 'zod';
import { offsetOf, type Rung } from './ladder.ts';
import type { TaskEvent } from './task.ts';

/** How somebody is reminded of what he owes: by a mail each time, or by one mail for all of a morning. */
export const Reminding = z.enum(['each', 'daily']);
export type Reminding = z.infer<typeof Reminding>;

/**
 * Whether a reminder may share a mail with others. The last rung of the ladder, what comes past it and what goes to a
 * higher post are told by themselves.
 */
export const mayShareMail = (
  ladder: readonly Rung[],
  { rungs, escalatedTo }: Extract<TaskEvent, { type: 'TaskReminded' }>,
): boolean => {
  const last = Math.max(...ladder.map(({ offset }) => offset));
  return escalatedTo === undefined && rungs.every((rung) => offsetOf(rung) < last);
};
