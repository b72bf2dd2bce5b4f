import * as z from 'zod';

/** What `send-mail` is told by its environment; the stack must give every name. */
export const Env = z.object({
  RECORDS_TABLE: z.string().min(1),
  JOURNAL_TABLE: z.string().min(1),
  OPERATIONS_TABLE: z.string().min(1),
  MAIL_QUEUE_URL: z.url(),
  PORTAL_URL: z.url(),
  MAIL_FROM: z.string().min(1),
});
export type Env = z.infer<typeof Env>;
