import { randomUUID } from 'node:crypto';
import { arnOf, region } from './addresses.ts';
import type { Authorize, Denial } from './authorization.ts';
import { type AwsResponse, escapeXml } from './aws-http.ts';
import { bareAddress, domainOf } from './ses-addresses.ts';
import { members, type Outgoing, readOutgoing, SesFault } from './ses-message.ts';
import type { SendQuota } from './ses-quota.ts';

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';

const xml = (status: number, content: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: content,
});

const result = (action: string, content: string): AwsResponse =>
  xml(
    200,
    `<${action}Response xmlns="${namespace}"><${action}Result>${content}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
  );

const refusal = (status: number, code: string, message: string): AwsResponse =>
  xml(
    status,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );

/** SES quotes its denials in its own way. */
const denied = ({ user, action, resource }: Denial): AwsResponse =>
  refusal(403, 'AccessDenied', `User \`${user}' is not authorized to perform \`${action}' on resource \`${resource}'`);

/** What the mailbox does for the protocol. */
export type Sending = {
  /** The verified identities: addresses and domains. */
  senders: readonly string[];
  /** The configuration set that is applied to what a sender sends. */
  setOf(sender: string): string | undefined;
  quota: SendQuota;
  sentInDay(): number;
  /** Throws a `SesFault` where the quota is used up. */
  send(mail: Outgoing): { id: string };
};

/** The identity that an address is verified by: itself, or its domain, or else what it would have to be. */
const identityOf = (senders: readonly string[], address: string): { name: string; isVerified: boolean } => {
  const bare = bareAddress(address);
  const domain = domainOf(bare);
  const own = senders.find((one) => one.toLowerCase() === bare.toLowerCase());
  const name = own ?? senders.find((one) => one.toLowerCase() === domain);
  return { name: name ?? bare, isVerified: name !== undefined };
};

const identityArn = (name: string): string => arnOf('ses', `identity/${name}`);

/**
 * Answers SES's query protocol: SendEmail, SendRawEmail, GetSendQuota, and what tells of the verified identities.
 * https://docs.aws.amazon.com/ses/latest/APIReference/
 */
export const createSesProtocol = (sending: Sending) => {
  const { senders, quota } = sending;

  const send = async (
    action: 'SendEmail' | 'SendRawEmail',
    form: URLSearchParams,
    authorize: Authorize,
  ): Promise<AwsResponse> => {
    const mail = await readOutgoing(action, form);
    const [source = ''] = mail.senders;
    const context = {
      'ses:fromaddress': [bareAddress(source)],
      'ses:fromdisplayname': [source.replace(/<[^<>]*>\s*$/, '').trim()],
      'ses:recipients': mail.recipients,
    };
    const resource = identityArn(identityOf(senders, source).name);
    const set = sending.setOf(bareAddress(source));
    const resources = set === undefined ? [resource] : [resource, arnOf('ses', `configuration-set/${set}`)];
    const denial = authorize(() => resources.map((one) => [{ action: `ses:${action}`, resource: one, context }]));
    if (denial !== undefined) return denied(denial);
    const unverified = mail.senders.filter((one) => !identityOf(senders, one).isVerified);
    if (unverified.length > 0) {
      const failed = `The following identities failed the check in region ${region.toUpperCase()}: ${[...new Set(unverified)].join(', ')}`;
      throw new SesFault('MessageRejected', `Email address is not verified. ${failed}`);
    }
    return result(action, `<MessageId>${sending.send(mail).id}</MessageId>`);
  };

  const read = (action: string, form: URLSearchParams): AwsResponse | undefined => {
    switch (action) {
      case 'GetSendQuota':
        return result(
          action,
          `<Max24HourSend>${quota.daily}</Max24HourSend><MaxSendRate>${quota.rate}</MaxSendRate><SentLast24Hours>${sending.sentInDay()}</SentLast24Hours>`,
        );
      case 'ListIdentities':
        return result(
          action,
          `<Identities>${senders.map((one) => `<member>${escapeXml(one)}</member>`).join('')}</Identities>`,
        );
      case 'GetIdentityVerificationAttributes': {
        const known = members(form, 'Identities').filter((one) => senders.includes(one));
        const entries = known.map(
          (one) =>
            `<entry><key>${escapeXml(one)}</key><value><VerificationStatus>Success</VerificationStatus></value></entry>`,
        );
        return result(action, `<VerificationAttributes>${entries.join('')}</VerificationAttributes>`);
      }
      default:
        return undefined;
    }
  };

  return async (form: URLSearchParams, authorize: Authorize = () => undefined): Promise<AwsResponse> => {
    const action = form.get('Action') ?? '';
    try {
      if (action === 'SendEmail' || action === 'SendRawEmail') return await send(action, form, authorize);
      const answer = read(action, form);
      if (answer === undefined) {
        return refusal(400, 'InvalidAction', `Could not find operation ${action} for version 2010-12-01`);
      }
      const denial = authorize(() => [[{ action: `ses:${action}`, resource: '*' }]]);
      return denial === undefined ? answer : denied(denial);
    } catch (error) {
      if (error instanceof SesFault) return refusal(400, error.code, error.message);
      throw error;
    }
  };
};
