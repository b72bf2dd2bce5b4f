import { instantOf } from '../../domain/calendar.ts';
import { MailAddress } from '../../domain/mail-address.ts';
import { TransientError } from '../faults.ts';
import type { Addresses, Mailer, MailRequest, OutgoingMail } from '../ports.ts';
import { addressKey } from '../sign-in/people.ts';
import { composeMail } from './compose.ts';
import { composeDigest, type DigestPorts } from './compose-digest.ts';
import { type BookingPorts, bookReminder, causesBehind, digestOf } from './digest.ts';
import { PutOffError } from './put-off.ts';

/** What sending a mail takes. */
export type SendMailPorts = DigestPorts &
  BookingPorts & { readonly addresses: Pick<Addresses, 'find' | 'list'>; readonly mailer: Mailer };

/** The mail to send, if there is one: a reminder may go into a digest instead. */
const mailOf = async (ports: SendMailPorts, request: MailRequest): Promise<OutgoingMail | undefined> => {
  const digest = digestOf(request);
  if (digest !== undefined) return composeDigest(ports, digest);
  return (await bookReminder(ports, request)) ? undefined : composeMail(ports, request);
};

/** Whether the address was found to take no mail since this one was queued. */
const isMarked = async (
  { addresses, hash }: SendMailPorts,
  { locality }: MailRequest,
  { to }: OutgoingMail,
): Promise<boolean> => {
  const address = MailAddress.safeParse(to.address).data;
  return address !== undefined && (await addresses.find(locality, addressKey(hash, address))) !== undefined;
};

/**
 * Sends one queued mail. The queue may deliver it more than once; the ledger lets it out once (invariant 5). A
 * reminder of what is done by now is marked sent and stays here, and so is one that went into a digest. Throws `TransientError` while another delivery is
 * sending it, so that the queue brings it again should that one fail. One that cannot be sent at all is asked for no
 * more: the queue gives it to the dead letters, where it is seen. What SES puts off stays owed, is told to `report`, and
 * is queued again by tick: it comes to no dead letters, however long that takes. To an address that takes no mail by now
 * nothing is sent: who gets it instead is worked out again, by tick.
 */
export const sendMail = async (
  ports: SendMailPorts,
  request: MailRequest,
  report: (cause: unknown) => void = () => undefined,
): Promise<void> => {
  const now = () => instantOf(ports.clock.now());
  const taken = await ports.ledger.take(request, now());
  if (taken === 'sent') return;
  if (taken === 'busy') throw new TransientError('Another delivery of this mail is being sent.');
  try {
    const mail = await mailOf(ports, request);
    if (mail !== undefined && (await isMarked(ports, request, mail))) {
      for (const cause of await causesBehind(ports, request)) await ports.ledger.oweCause(cause, now());
      await ports.ledger.markFailed(request, now());
      return;
    }
    if (mail !== undefined) await ports.mailer.send({ ...mail, request });
  } catch (cause) {
    if (cause instanceof PutOffError) {
      report(cause);
      return;
    }
    if (!(cause instanceof TransientError)) await ports.ledger.markFailed(request, now());
    throw cause;
  }
  await ports.ledger.markSent(request, now());
};
