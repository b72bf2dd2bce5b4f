import * as z from 'zod';
import { RehearsalReport } from '../../shared/contracts/rehearsal.ts';

/** Every event of every execution, as JSON, by the executions' names. */
export const Histories = z.record(z.string(), z.array(z.string()));
export type Histories = z.infer<typeof Histories>;

/** What a life finds at its start, once everything that was left has been carried on. */
export const Found = z.strictObject({
  /** Where the life before was killed; null at the first start, and at the end. */
  killed: z.string().nullable(),
  /** What verifying the store finds off. */
  faults: z.array(z.string()),
  /** The invariant that does not hold. */
  broken: z.string().nullable(),
  /** Acknowledged commands and written entries that are not there any more. */
  lost: z.array(z.string()),
  /** Executions whose history is not what it was, and more. */
  rewritten: z.array(z.string()),
  /** Mails that were noted and are not marked as sent. */
  unsent: z.array(z.strictObject({ to: z.string(), state: z.string() })),
  /** How many mails have left. */
  mails: z.int(),
});
export type Found = z.infer<typeof Found>;

/** What a round came to. Mails are in the order in which they left. */
export const End = z.strictObject({
  report: RehearsalReport.omit({ mails: true }),
  /** The journal's events by stream. */
  events: z.record(z.string(), z.array(z.string())),
  /** What each execution went through. */
  steps: z.record(z.string(), z.array(z.string())),
  /** The causes and persons of the mails that were owed. */
  told: z.array(z.string()),
  mails: z.array(z.string()),
});
export type End = z.infer<typeof End>;
