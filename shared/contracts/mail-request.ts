import * as z from 'zod';
import { LocalityId, PersonId, PlanId } from '../domain/ids.ts';

/** A mail that is owed, as it lies on the queue: the entry that caused it, who gets it, which mail of it this is. */
export const MailRequest = z.strictObject({
  locality: LocalityId,
  cause: z.strictObject({ stream: z.string().min(1), seq: z.int().min(1) }),
  plan: PlanId,
  person: PersonId,
  notice: z.string().min(1).max(40),
  /** Whose mail this is by its cause, where his address takes none. */
  insteadOf: PersonId.optional(),
});
export type MailRequest = z.infer<typeof MailRequest>;
