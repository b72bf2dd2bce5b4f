import { randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import { region } from './addresses.ts';
import type { AwsResponse } from './aws-http.ts';
import { allRows, change, type Database, firstRow } from './sqlite.ts';

const SummaryRow = z.object({
  number: z.number(),
  id: z.string(),
  sender: z.string(),
  recipients: z.string(),
  subject: z.string(),
  sent_at: z.number(),
});
const RawRow = z.object({ raw: z.instanceof(Uint8Array) });
const CountRow = z.object({ count: z.number() });
const Addresses = z.array(z.string());

/** A mail as a list shows it. */
export type MailSummary = { number: number; id: string; from: string; to: string[]; subject: string; at: Date };

/** A mail as its reader sees it. */
export type Mail = MailSummary & {
  text: string | undefined;
  html: string | undefined;
  headers: { name: string; value: string }[];
  raw: Uint8Array;
};

/** The mails that left, in the place of SES; newest first. */
export type Mailbox = {
  list(options?: { to?: string | undefined; before?: number | undefined; most?: number | undefined }): MailSummary[];
  read(number: number): Promise<Mail | undefined>;
  count(): number;
  /** Answers one request of SES's query protocol. */
  answer(form: URLSearchParams): Promise<AwsResponse>;
  /** Makes the next sendings fail with this code of SES (`Throttling`), for trials. */
  refuseNext(times: number, code: string): void;
};

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';
/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const mostRecipients = 50;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

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

const refusal = (code: string, message: string): AwsResponse =>
  xml(
    400,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );

/** The values `NAME.member.1`, `NAME.member.2`, … of a form. */
const members = (form: URLSearchParams, name: string): string[] => {
  const found: string[] = [];
  for (let number = 1; ; number += 1) {
    const value = form.get(`${name}.member.${number}`);
    if (value === null) return found;
    found.push(value);
  }
};

const bareAddress = (address: string): string => (/<([^>]*)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();

type Outgoing = { sender: string; recipients: string[]; raw: Buffer; subject: string };

const fromRaw = async (form: URLSearchParams): Promise<Outgoing> => {
  const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
  const parsed = await PostalMime.parse(raw);
  const named = [...(parsed.to ?? []), ...(parsed.cc ?? []), ...(parsed.bcc ?? [])].flatMap(
    ({ address }) => address ?? [],
  );
  const given = members(form, 'Destinations');
  return {
    sender: form.get('Source') ?? parsed.from?.address ?? '',
    recipients: given.length > 0 ? given : named,
    raw,
    subject: parsed.subject ?? '',
  };
};

const fromFields = async (form: URLSearchParams): Promise<Outgoing> => {
  const to = members(form, 'Destination.ToAddresses');
  const cc = members(form, 'Destination.CcAddresses');
  const bcc = members(form, 'Destination.BccAddresses');
  const sender = form.get('Source') ?? '';
  const subject = form.get('Message.Subject.Data') ?? '';
  const message = new MailComposer({
    from: sender,
    to,
    cc,
    subject,
    text: form.get('Message.Body.Text.Data') ?? undefined,
    html: form.get('Message.Body.Html.Data') ?? undefined,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { sender, recipients: [...to, ...cc, ...bcc], raw: await message.compile().build(), subject };
};

/** Keeps what is sent, durable. Like SES it takes mail from the deployment's own senders only. */
export const createMailbox = (options: {
  database: Database;
  senders: readonly string[];
  now: () => Date;
}): Mailbox => {
  const { database, senders, now } = options;
  let refusals: string[] = [];
  database.exec(
    'CREATE TABLE IF NOT EXISTS mails (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL, sent_at REAL NOT NULL, raw BLOB NOT NULL)',
  );

  const summary = (row: z.infer<typeof SummaryRow>): MailSummary => ({
    number: row.number,
    id: row.id,
    from: row.sender,
    to: Addresses.parse(JSON.parse(row.recipients)),
    subject: row.subject,
    at: new Date(row.sent_at),
  });

  const mayFrom = (sender: string): boolean => {
    const address = bareAddress(sender);
    return senders.some((one) => one.toLowerCase() === address || address.endsWith(`@${one.toLowerCase()}`));
  };

  const send = async (action: string, read: Promise<Outgoing>): Promise<AwsResponse> => {
    const [code, ...later] = refusals;
    if (code !== undefined) {
      refusals = later;
      return refusal(code, 'The mailbox was told to refuse this mail.');
    }
    const mail = await read;
    if (!mayFrom(mail.sender)) {
      return refusal(
        'MessageRejected',
        `Email address is not verified: ${mail.sender} (verified: ${senders.join(', ')})`,
      );
    }
    if (mail.recipients.length === 0) return refusal('InvalidParameterValue', 'Missing recipients.');
    if (mail.recipients.length > mostRecipients) {
      return refusal('InvalidParameterValue', `Recipient count exceeds ${mostRecipients}.`);
    }
    const id = `${randomUUID()}-000000`;
    change(
      database,
      'INSERT INTO mails (id, sender, recipients, subject, sent_at, raw) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      mail.sender,
      JSON.stringify(mail.recipients),
      mail.subject,
      now().getTime(),
      mail.raw,
    );
    return result(action, `<MessageId>${id}</MessageId>`);
  };

  return {
    list: ({ to, before, most } = {}) =>
      allRows(
        database,
        SummaryRow,
        `SELECT number, id, sender, recipients, subject, sent_at FROM mails
         WHERE number < ?1 AND (?2 IS NULL OR EXISTS (SELECT 1 FROM json_each(recipients) WHERE lower(value) = lower(?2)))
         ORDER BY number DESC LIMIT ?3`,
        before ?? Number.MAX_SAFE_INTEGER,
        to ?? null,
        most ?? -1,
      ).map(summary),

    read: async (number) => {
      const row = firstRow(
        database,
        SummaryRow.extend(RawRow.shape),
        'SELECT number, id, sender, recipients, subject, sent_at, raw FROM mails WHERE number = ?',
        number,
      );
      if (row === undefined) return undefined;
      const parsed = await PostalMime.parse(row.raw);
      const headers = parsed.headers
        .filter(({ key }) => key !== 'message-id')
        .map(({ originalKey, value }) => ({ name: originalKey, value }));
      // SES sets Message-ID itself, whatever the mail said.
      headers.push({ name: 'Message-ID', value: `<${row.id}@${region}.amazonses.com>` });
      return { ...summary(row), text: parsed.text, html: parsed.html, headers, raw: row.raw };
    },

    count: () => firstRow(database, CountRow, 'SELECT COUNT(*) AS count FROM mails')?.count ?? 0,

    answer: async (form) => {
      const action = form.get('Action') ?? '';
      switch (action) {
        case 'SendRawEmail':
          return send(action, fromRaw(form));
        case 'SendEmail':
          return send(action, fromFields(form));
        case 'GetSendQuota':
          return result(
            action,
            '<Max24HourSend>50000</Max24HourSend><MaxSendRate>14</MaxSendRate><SentLast24Hours>0</SentLast24Hours>',
          );
        default:
          return refusal('InvalidAction', `The laptop's SES does not know ${action}.`);
      }
    },

    refuseNext: (times, code) => {
      refusals = [...refusals, ...Array.from({ length: times }, () => code)];
    },
  };
};
