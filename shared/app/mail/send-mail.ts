import { instantOf } from '../../domain/calendar.ts';
import { TransientError } from '../faults.ts';
import type { Mailer, MailRequest, OutgoingMail } from '../ports.ts';
import { composeMail } from './compose.ts';
import { composeDigest, type DigestPorts } from './compose-digest.ts';
import { type BookingPorts, bookReminder, digestOf } from './digest.ts';

/** What sending a mail takes. */
export type SendMailPorts = DigestPorts & BookingPorts & { readonly mailer: Mailer };

/** The mail to send, if there is one: a reminder may go into a digest instead. */
const mailOf = async (ports: SendMailPorts, request: MailRequest): Promise<OutgoingMail | undefined> => {
  const digest = digestOf(request);
  if (digest !== undefined) return composeDigest(ports, digest);
  return (await bookReminder(ports, request)) ? undefined : composeMail(ports, request);
};

/**
 * Sends one queued mail. The queue may deliver it more than once; the ledger lets it out once (invariant 5). A
 * reminder of what is done by now is marked sent and stays here, and so is one that went into a digest. Throws `TransientError` while another delivery is
 * sending it, so that the queue brings it again should that one fail. One that cannot be sent at all is asked for no
 * more: the queue gives it to the dead letters, where it is seen.
 */
export const sendMail = async (ports: SendMailPorts, request: MailRequest): Promise<void> => {
  const now = () => instantOf(ports.clock.now());
  const taken = await ports.ledger.take(request, now());
  if (taken === 'sent') return;
  if (taken === 'busy') throw new TransientError('Another delivery of this mail is being sent.');
  try {
    const mail = await mailOf(ports, request);
    if (mail !== undefined) await ports.mailer.send(mail);
  } catch (cause) {
    if (!(cause instanceof TransientError)) await ports.ledger.markFailed(request, now());
    throw cause;
  }
  await ports.ledger.markSent(request, now());
};
