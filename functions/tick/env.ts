import * as z from 'zod';

/** What `tick` is told by its environment; the stack must give every name. */
export const Env = z.object({
  RECORDS_TABLE: z.string().min(1),
  JOURNAL_TABLE: z.string().min(1),
  OPERATIONS_TABLE: z.string().min(1),
  BUDGET_ROUND_ARN: z.string().min(1),
  APPROVAL_CHAIN_ARN: z.string().min(1),
  REPORTING_CYCLE_ARN: z.string().min(1),
  MAIL_QUEUE_URL: z.url(),
});
export type Env = z.infer<typeof Env>;
