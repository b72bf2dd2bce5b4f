import path from 'node:path';
import * as z from 'zod';

/** What one life of the process is told: where it lives, which round it plays, and when it is to die. */
export const Order = z.strictObject({
  folder: z.string(),
  round: z.enum(['tay-giang-2021-2025', 'ai-thuong-2023']),
  die: z.discriminatedUnion('kind', [
    /** It lives to the round's end. */
    z.strictObject({ kind: z.literal('late') }),
    /** At the first of these points. */
    z.strictObject({ kind: z.literal('at'), points: z.array(z.string()) }),
    /** At the n-th point that comes, whatever it is. */
    z.strictObject({ kind: z.literal('nth'), n: z.int().min(1) }),
    /** When SES has taken the n-th mail of this life, and nobody knows yet. */
    z.strictObject({ kind: z.literal('mail'), n: z.int().min(1) }),
  ]),
});
export type Order = z.infer<typeof Order>;

/** The files of a round's folder: what a life leaves behind for the next, and for the test. */
export const filesIn = (folder: string) => {
  const file = (name: string): string => path.join(folder, name);
  return {
    data: file('data'),
    template: path.join(folder, '..', 'template.json'),
    /** What was sent to the portal and what it acknowledged. */
    diary: file('diary.jsonl'),
    /** The journal writes and steps that are done. */
    points: file('points.jsonl'),
    /** The points at which lives ended. */
    deaths: file('deaths.jsonl'),
    /** What the lives complained of. */
    said: file('said.jsonl'),
    /** The histories of all executions, as last seen. */
    histories: file('histories.json'),
    /** What was found at each start, and last at the end. */
    found: file('found.jsonl'),
    /** What the round came to. */
    end: file('end.json'),
  };
};
