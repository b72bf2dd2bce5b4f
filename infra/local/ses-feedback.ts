import { randomUUID } from 'node:crypto';
import { accountId, arnOf } from './addresses.ts';
import type { FeedbackDefinition } from './deployment.ts';
import { bareAddress, domainOf } from './ses-addresses.ts';
import type { Topics } from './topics.ts';

/** What became of a mail: `absent` is the automatic answer of somebody who is away. */
export type Fate =
  | { readonly kind: 'bounced'; readonly subType: 'General' | 'Suppressed'; readonly diagnostic: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'complained' };

/** A mail that SES took, as it says of it what became of it. */
export type SentMail = { readonly id: string; readonly from: string; readonly raw: Uint8Array; readonly at: Date };

/** The fate of a bounce that nobody says more of. */
export const userUnknown: Fate = { kind: 'bounced', subType: 'General', diagnostic: 'smtp; 550 5.1.1 user unknown' };

/**
 * The fates of SES's mailbox simulator, by what stands before the @; with a label behind a + too.
 * https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
 */
const simulated: ReadonlyMap<string, Fate> = new Map<string, Fate>([
  ['bounce', userUnknown],
  ['ooto', { kind: 'absent' }],
  ['complaint', { kind: 'complained' }],
  ['suppressionlist', { kind: 'bounced', subType: 'Suppressed', diagnostic: 'Amazon SES did not send the message.' }],
]);

/** What SES's simulator does with an address; undefined for an address of somebody, and where the mail arrives. */
export const simulatedFate = (address: string): Fate | undefined =>
  domainOf(address) === 'simulator.amazonses.com'
    ? simulated.get(address.slice(0, address.lastIndexOf('@')).split('+')[0]?.toLowerCase() ?? '')
    : undefined;

/** The headers of a mail, unfolded. */
const headersIn = (raw: Uint8Array): { name: string; value: string }[] => {
  const [head = ''] = Buffer.from(raw)
    .toString('utf8')
    .split(/\r?\n\r?\n/u);
  return head
    .replaceAll(/\r?\n[ \t]+/gu, ' ')
    .split(/\r?\n/u)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }];
    });
};

const bounceOf = (recipient: string, fate: Exclude<Fate, { kind: 'complained' }>, at: string) => ({
  bounceType: fate.kind === 'absent' ? 'Transient' : 'Permanent',
  bounceSubType: fate.kind === 'absent' ? 'General' : fate.subType,
  bouncedRecipients: [
    {
      emailAddress: recipient,
      ...(fate.kind === 'absent' ? {} : { action: 'failed', status: '5.1.1', diagnosticCode: fate.diagnostic }),
    },
  ],
  timestamp: at,
  feedbackId: `${randomUUID()}-000000`,
});

const complaintOf = (recipient: string, at: string) => ({
  complainedRecipients: [{ emailAddress: recipient }],
  complaintFeedbackType: 'abuse',
  complaintSubType: null,
  timestamp: at,
  feedbackId: `${randomUUID()}-000000`,
});

/** What SES publishes of a mail, in the words of its event publishing. */
export const sesEvent = (mail: SentMail, set: string, recipient: string, fate: Fate, now: Date): object => {
  const about =
    fate.kind === 'complained'
      ? { eventType: 'Complaint', complaint: complaintOf(recipient, now.toISOString()) }
      : { eventType: 'Bounce', bounce: bounceOf(recipient, fate, now.toISOString()) };
  return {
    ...about,
    mail: {
      timestamp: mail.at.toISOString(),
      source: mail.from,
      sourceArn: arnOf('ses', `identity/${domainOf(bareAddress(mail.from))}`),
      sendingAccountId: accountId,
      messageId: mail.id,
      destination: [recipient],
      headersTruncated: false,
      headers: headersIn(mail.raw),
      tags: { 'ses:configuration-set': [set] },
    },
  };
};

/** Tells, as SES does, what became of mails: on the topics that the template names for it. */
export const createSesFeedback = (options: {
  definitions: readonly FeedbackDefinition[];
  /** The set that SES applies to a sender's mails. */
  setOf: (sender: string) => string | undefined;
  topics: Topics;
  now: () => Date;
}) => {
  const { definitions, setOf, topics, now } = options;
  return (mail: SentMail, recipient: string, fate: Fate): void => {
    const type = fate.kind === 'complained' ? 'complaint' : 'bounce';
    const set = setOf(bareAddress(mail.from));
    for (const { topic } of definitions.filter((one) => one.set === set && one.types.includes(type)))
      topics.publish(
        topic,
        JSON.stringify(sesEvent(mail, set ?? '', recipient, fate, now())),
        'Amazon SES Email Event Notification',
      );
  };
};
