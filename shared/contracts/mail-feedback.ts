import * as z from 'zod';
import { type Instant, instantOf } from '../domain/calendar.ts';
import { MailAddress } from '../domain/mail-address.ts';
import { MailRequest } from './mail-request.ts';

/** The header in which a mail carries what caused it, so that a notice about it says so: base64url of JSON. */
export const REQUEST_HEADER = 'X-Trinh-Request';

/** Writes the header's value. */
export const writeRequest = (request: MailRequest): string =>
  Buffer.from(JSON.stringify(request), 'utf8').toString('base64url');

const readRequest = (value: string): MailRequest | undefined => {
  try {
    return MailRequest.safeParse(JSON.parse(Buffer.from(value.replaceAll(/\s+/gu, ''), 'base64url').toString('utf8')))
      .data;
  } catch {
    // A header that something on the way cut short: the address is known all the same.
    return undefined;
  }
};

/** How much of a mail server's words is kept. */
const MOST_WORDS = 300;

const At = z.iso.datetime({ offset: true }).transform((text): Instant => instantOf(new Date(text)));
const Words = z
  .string()
  .transform((text) => text.slice(0, MOST_WORDS).trim())
  .transform((text) => (text === '' ? null : text));

const Mail = z.looseObject({
  timestamp: At,
  headers: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
});

const Bounce = z.looseObject({
  bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
  bounceSubType: z.string().min(1),
  bouncedRecipients: z.array(z.looseObject({ emailAddress: MailAddress, diagnosticCode: Words.optional() })).min(1),
  timestamp: At,
});

const Complaint = z.looseObject({
  complainedRecipients: z.array(z.looseObject({ emailAddress: MailAddress })).min(1),
  complaintFeedbackType: z.string().nullish(),
  timestamp: At,
});

const Notice = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('Bounce'), mail: Mail, bounce: Bounce }),
  z.looseObject({ type: z.literal('Complaint'), mail: Mail, complaint: Complaint }),
  z.looseObject({ type: z.literal('AmazonSnsSubscriptionSucceeded') }),
]);

/** What a notice of SES says of the addresses that a mail went to. */
export type MailFeedback =
  /** These take no mail: it came back for good, or its reader reported it as unwanted. */
  | {
      readonly kind: 'bounced' | 'complained';
      readonly at: Instant;
      readonly sentAt: Instant;
      readonly recipients: readonly { readonly address: MailAddress; readonly detail: string | null }[];
      /** The mail that it was, where the notice still says so. */
      readonly request: MailRequest | undefined;
    }
  /** Nothing that an address is marked for; `why` in SES's words. */
  | { readonly kind: 'nothing'; readonly why: string };

/** Reports by which a provider says that the mail is fine, or that its signatures are not: no word of its reader. */
const NO_COMPLAINT = new Set(['not-spam', 'auth-failure']);

/** What SES sends a topic to see that it may, when event publishing is set up. */
const VALIDATION = /^Successfully validated SNS topic for Amazon SES event publishing\.?\s*$/u;

const requestIn = ({ headers }: z.output<typeof Mail>): MailRequest | undefined => {
  const found = headers.find(({ name }) => name.toLowerCase() === REQUEST_HEADER.toLowerCase());
  return found === undefined ? undefined : readRequest(found.value);
};

const feedbackOf = (notice: z.output<typeof Notice>): MailFeedback => {
  switch (notice.type) {
    case 'Bounce': {
      const { bounceType, bounceSubType, bouncedRecipients, timestamp: at } = notice.bounce;
      // A full mailbox, an absence notice: what passes, or says nothing of the address, is no reason to stop.
      if (bounceType !== 'Permanent') return { kind: 'nothing', why: `${bounceType} ${bounceSubType}` };
      const recipients = bouncedRecipients.map(({ emailAddress: address, diagnosticCode }) => ({
        address,
        detail: diagnosticCode ?? bounceSubType,
      }));
      const { mail } = notice;
      return { kind: 'bounced', at, sentAt: mail.timestamp, recipients, request: requestIn(mail) };
    }
    case 'Complaint': {
      const { complainedRecipients, complaintFeedbackType, timestamp: at } = notice.complaint;
      const type = complaintFeedbackType ?? null;
      if (type !== null && NO_COMPLAINT.has(type)) return { kind: 'nothing', why: `Complaint ${type}` };
      const recipients = complainedRecipients.map(({ emailAddress: address }) => ({ address, detail: type }));
      const { mail } = notice;
      return { kind: 'complained', at, sentAt: mail.timestamp, recipients, request: requestIn(mail) };
    }
    case 'AmazonSnsSubscriptionSucceeded':
      return { kind: 'nothing', why: notice.type };
  }
};

/** The same field has two names: one in an identity's notifications, one in event publishing. */
const Typed = z.looseObject({ notificationType: z.string().optional(), eventType: z.string().optional() });

const Message = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'no JSON' });
      return z.NEVER;
    }
  })
  .pipe(Typed)
  .transform((typed) => ({ ...typed, type: typed.eventType ?? typed.notificationType }))
  .pipe(Notice)
  .transform(feedbackOf);

/**
 * Reads a notice as SES publishes it to SNS: of an identity (`notificationType`) or of event publishing (`eventType`).
 * Fields that SES adds are passed over; what is no notice of a bounce or a complaint is refused, with what is wrong.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const readFeedback = (message: string): z.ZodSafeParseResult<MailFeedback> => {
  if (VALIDATION.test(message)) return { success: true, data: { kind: 'nothing', why: 'validation' } };
  return Message.safeParse(message);
};
