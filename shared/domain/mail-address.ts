import * as z from 'zod';

/**
 * One mail address as a person types it, brought to the form in which addresses are compared: NFC, without blanks
 * around it, in small letters. Whatever a header could read as more than one address does not pass.
 */
export const MailAddress = z
  .string()
  .max(200)
  .transform((text) => text.normalize('NFC').trim().toLowerCase())
  .pipe(z.email().max(120))
  .brand<'MailAddress'>();
export type MailAddress = z.infer<typeof MailAddress>;

/** Whether a plan's own spelling of an address is this one. */
export const isSameAddress = (written: string, address: MailAddress): boolean =>
  MailAddress.safeParse(written).data === address;
