import { type MailFeedback, readFeedback } from '../../contracts/mail-feedback.ts';
import type { MailAddress } from '../../domain/mail-address.ts';
import { PermanentError } from '../faults.ts';
import type { Addresses, Digests, MailRequest } from '../ports.ts';
import { addressKey, peopleOf } from '../sign-in/people.ts';
import type { Directory } from '../sign-in/ports.ts';
import { type EntryRef, readCause } from './cause.ts';
import { causesBehind, digestOf } from './digest.ts';
import { causeOfMark, isMark } from './marks.ts';
import { noticesFor } from './notices.ts';
import { queueAll, type QueueMailPorts } from './queue-mail.ts';

/** What hearing of a mail's fate takes. */
export type FeedbackPorts = QueueMailPorts & {
  readonly addresses: Addresses;
  readonly digests: Pick<Digests, 'close'>;
  readonly directory: Directory;
};

type Heard = Exclude<MailFeedback, { readonly kind: 'nothing' }>;

/** Marks an address wherever a plan in force has it; answers the causes by which the standing units are told. */
const markEverywhere = async (
  { addresses, ...ports }: FeedbackPorts,
  { kind, at, sentAt }: Heard,
  { address, detail }: { readonly address: MailAddress; readonly detail: string | null },
): Promise<readonly EntryRef[]> => {
  const people = await peopleOf(ports, address);
  const plans = [...new Map(people.map(({ who, plan }) => [`${who.locality}#${plan.id}`, who])).values()];
  const key = addressKey(ports.hash, address);
  const causes: EntryRef[] = [];
  for (const { locality, plan } of plans) {
    const mark = await addresses.mark(locality, key, { kind, at, sentAt, detail });
    if (mark !== undefined) causes.push(causeOfMark(plan, mark));
  }
  return causes;
};

/** The mails that go on now in place of one: those meant for somebody whose address takes none. */
const goneOn = async (ports: FeedbackPorts, request: MailRequest): Promise<readonly MailRequest[]> => {
  const causes = await causesBehind(ports, request);
  const mails = await Promise.all(causes.map(({ stream, seq }) => noticesFor(ports, stream, seq)));
  return mails.flat().filter(({ insteadOf }) => insteadOf !== undefined);
};

/**
 * Hears what SES says of a mail that left. An address that it came back from for good, or whose reader reported it as
 * unwanted, is marked in every locality whose plan has it; the standing unit is told, once a mark; and that very mail
 * goes on to whoever comes next, at once and once, however often the notice comes. What passes by itself, an absence
 * notice too, changes nothing. Nothing here decides anything of the office's work, and nothing reads a mail's text.
 * Throws `PermanentError` for what is no such notice, or tells of a mail that was never caused; nothing is changed then.
 */
export const hearFeedback = async (ports: FeedbackPorts, message: string): Promise<MailFeedback['kind']> => {
  const read = readFeedback(message);
  if (!read.success)
    throw new PermanentError(`This is no notice of a bounce or a complaint: ${problemsOf(read.error.issues)}.`);
  const feedback = read.data;
  if (feedback.kind === 'nothing') return feedback.kind;
  const { recipients, request } = feedback;
  if (request !== undefined && !isMark(request.cause) && digestOf(request) === undefined)
    await readCause(ports, request.cause);
  const causes: EntryRef[] = [];
  for (const recipient of recipients) causes.push(...(await markEverywhere(ports, feedback, recipient)));
  const told = await Promise.all(causes.map(({ stream, seq }) => noticesFor(ports, stream, seq)));
  const gone = request === undefined ? [] : await goneOn(ports, request);
  await queueAll(ports, [...gone, ...told.flat()]);
  return feedback.kind;
};

/** Where a notice is wrong, without its words: they hold addresses. */
const problemsOf = (issues: readonly { readonly path: readonly PropertyKey[]; readonly code: string }[]): string =>
  [...new Set(issues.map(({ path, code }) => `${path.length === 0 ? 'message' : path.join('.')}: ${code}`))].join(', ');
