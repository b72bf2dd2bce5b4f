import * as z from 'zod';

/** What `consolidate-returns` is told by its environment; the stack must give every name. */
export const Env = z.object({
  RECORDS_TABLE: z.string().min(1),
  JOURNAL_TABLE: z.string().min(1),
  OPERATIONS_TABLE: z.string().min(1),
});
export type Env = z.infer<typeof Env>;
