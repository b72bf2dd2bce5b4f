import * as z from 'zod';

/** Names one request for a mail: 128 random bits. It opens nothing by itself. */
export const AskedId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .brand<'AskedId'>();
export type AskedId = z.infer<typeof AskedId>;

/**
 * A mail that a visitor asked for, as it lies on the queue: only the name of the request. Who gets it is found, and
 * its secret made, where it is sent.
 */
export const AskedMail = z.strictObject({ asked: AskedId });
export type AskedMail = z.infer<typeof AskedMail>;
