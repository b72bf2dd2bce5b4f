import { instantOf, localDate, PlainDate } from '../../domain/calendar.ts';
import { mayShareMail } from '../../domain/digest.ts';
import type { Digest, Digests, MailLedger, MailQueue, MailRequest, OwedCause, Ports, Preferences } from '../ports.ts';
import { readCause } from './cause.ts';
import { caseOfTask } from '../case.ts';
import { planNow } from '../plan-now.ts';

/** What booking a reminder into a digest takes. */
export type BookingPorts = Pick<Ports, 'store' | 'clock'> & {
  readonly preferences: Preferences;
  readonly digests: Digests;
  readonly ledger: MailLedger;
  readonly queue: MailQueue;
};

/**
 * How long a digest waits for the other reminders of its morning, in seconds from its first: at 07:30 every ladder is
 * climbed in one round of the clock, and each reminder then comes by the stream and the queue.
 */
const GATHERED_FOR = 120;

/** No journal stream has a name of this form. */
const causeOf = ({ locality, plan, day, number }: Digest): MailRequest['cause'] => ({
  stream: `digest:${locality}:${plan}:${day}`,
  seq: number,
});

/** The digest that a queued mail is; undefined for what the journal caused. */
export const digestOf = ({ locality, plan, person, cause }: MailRequest): Digest | undefined => {
  const day = PlainDate.safeParse(cause.stream.slice(-'2022-02-14'.length));
  if (!day.success) return undefined;
  const digest = { locality, plan, person, day: day.data, number: cause.seq };
  return causeOf(digest).stream === cause.stream ? digest : undefined;
};

/** A day's digest as a mail that is owed: once for each person and day, as the ledger keeps it. */
export const requestOf = (digest: Digest): MailRequest => {
  const { locality, plan, person } = digest;
  return { locality, plan, person, cause: causeOf(digest), notice: 'digest' };
};

/** What caused a mail: for a digest, which is closed by this, each reminder in it. */
export const causesBehind = async (
  { digests }: { readonly digests: Pick<Digests, 'close'> },
  request: MailRequest,
): Promise<readonly OwedCause[]> => {
  const digest = digestOf(request);
  return digest === undefined ? [request.cause] : digests.close(digest);
};

/**
 * Books a reminder into the digest of the morning that it belongs to, where its reader chose digests; false where it
 * goes by itself, as what went on to him from another whose address takes none. What comes when the day's digest is gone, as after an outage, goes into another one at once: nothing
 * waits for the next day, so nobody misses a date by having chosen digests. To be called with the reminder taken in
 * the ledger: it is then either in a digest or a mail of its own, once.
 */
export const bookReminder = async (ports: BookingPorts, request: MailRequest): Promise<boolean> => {
  const { locality, plan, person, cause: ref, notice } = request;
  if (notice !== 'reminder' || request.insteadOf !== undefined) return false;
  if ((await ports.preferences.reminding({ locality, plan, person })) !== 'daily') return false;
  const cause = await readCause(ports, ref);
  if (cause?.type !== 'task' || cause.event.type !== 'TaskReminded') return false;
  const { planContent } = (await caseOfTask(ports, locality, cause.task.subject)).body;
  const { ladder } = (await planNow(ports, locality, planContent)).plan;
  if (!mayShareMail(ladder, cause.event)) return false;
  const of = { locality, plan, person, day: localDate(cause.at) };
  let number = 1;
  while ((await ports.digests.book({ ...of, number }, ref)) === 'closed') number += 1;
  const digest = requestOf({ ...of, number });
  await ports.ledger.owe(digest, instantOf(ports.clock.now()));
  await ports.queue.add([digest], GATHERED_FOR);
  return true;
};
