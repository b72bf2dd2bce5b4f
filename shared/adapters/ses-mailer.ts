import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { PermanentError, TransientError } from '../app/faults.ts';
import { PutOffError } from '../app/mail/put-off.ts';
import type { Clock, Mailer, OutgoingMail } from '../app/ports.ts';
import { REQUEST_HEADER, writeRequest } from '../contracts/mail-feedback.ts';
import { processClock } from './clock.ts';
import { faultOf } from './dynamodb.ts';

/** One plain address: nothing that a header could read as a second one, a name or another header. */
const ONE_ADDRESS = /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/u;

const mustBeOneAddress = (address: string): string => {
  if (ONE_ADDRESS.test(address)) return address;
  throw new PermanentError('A mail has no usable address; correct it in the plan.');
};

const CONTROLS = /\p{Cc}+/gu;

/** A header's text on one line, whatever was put into it. */
const headerText = (text: string): string => text.normalize('NFC').replaceAll(CONTROLS, ' ').trim();

/** One click in the reader's mail program turns such mails off (RFC 2369, RFC 8058); DKIM has to sign both headers. */
const unsubscribing = (url: string | undefined): Readonly<Record<string, string>> =>
  url === undefined
    ? {}
    : { 'List-Unsubscribe': `<${new URL(url).href}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };

/**
 * The mail as it goes over the wire (RFC 5322, RFC 2047): text and HTML parts. Marked as sent by a machine (RFC
 * 3834), so that no absence notice answers it; there is no Reply-To, for nobody reads an answer.
 */
export const mimeOf = async (mail: OutgoingMail, from: string, at: Date): Promise<Buffer> => {
  // Only who sends mail carries it: it is no module that a bundler could tell to be unused.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  return new MailComposer({
    from: { name: 'Trình', address: mustBeOneAddress(from) },
    to: { name: headerText(mail.to.name), address: mustBeOneAddress(mail.to.address) },
    subject: headerText(mail.subject),
    references: headerText(mail.references),
    date: at,
    text: mail.text,
    html: mail.html,
    headers: {
      'Content-Language': mail.language,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...unsubscribing(mail.unsubscribe),
      ...(mail.request === undefined ? {} : { [REQUEST_HEADER]: writeRequest(mail.request) }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
};

/** SES's own words for a fault that passes. */
const PASSING = new Set(['ServiceUnavailable', 'InternalFailure', 'RequestTimeout', 'LimitExceededException']);

/** SES has one code for its rate and its quota of 24 hours, and says in words which: "Daily message quota exceeded." */
const putOff = (cause: Error): PutOffError =>
  new PutOffError(/daily|24 hour/iu.test(cause.message) ? 'quota' : 'rate', { cause });

/**
 * Sends through Amazon SES, SendRawEmail; `from` is an address of a verified identity. Throws `PutOffError` where SES
 * refuses for its rate or quota.
 */
export const sesMailer = (from: string, client = new SESClient({}), clock: Clock = processClock): Mailer => ({
  send: async (mail) => {
    const data = await mimeOf(mail, from, clock.now());
    const command = new SendRawEmailCommand({
      Source: from,
      Destinations: [mail.to.address],
      RawMessage: { Data: data },
    });
    try {
      await client.send(command);
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'Throttling') throw putOff(cause);
      if (cause instanceof Error && PASSING.has(cause.name))
        throw new TransientError(`Sending a mail failed: ${cause.name}: ${cause.message}`, { cause });
      throw faultOf('Sending a mail', cause);
    }
  },
});
