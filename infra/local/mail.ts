import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import { region } from './addresses.ts';
import type { Authorize } from './authorization.ts';
import type { AwsResponse } from './aws-http.ts';
import { type Outgoing, SesFault } from './ses-message.ts';
import { createSesProtocol } from './ses-protocol.ts';
import { createQuotaCount, type SendQuota } from './ses-quota.ts';
import { allRows, change, type Database, firstRow, inTransaction } from './sqlite.ts';

const SummaryRow = z.object({
  number: z.number(),
  id: z.string(),
  sender: z.string(),
  recipients: z.string(),
  subject: z.string(),
  sent_at: z.number(),
});
const RawRow = z.object({ raw: z.instanceof(Uint8Array) });
const SentRow = z.object({ at: z.number(), recipients: z.number() });
const CountRow = z.object({ count: z.number() });
const NumberRow = z.object({ number: z.number() });
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

/** A mail that was just taken in, by its number among all. */
export type KeptMail = { number: number; id: string; from: string; to: readonly string[]; raw: Uint8Array; at: Date };

/** The mails that left, in the place of SES; newest first. */
export type Mailbox = {
  list(options?: { to?: string | undefined; before?: number | undefined; most?: number | undefined }): MailSummary[];
  read(number: number): Promise<Mail | undefined>;
  count(): number;
  /** Answers one request of SES's query protocol. */
  answer(form: URLSearchParams, authorize?: Authorize): Promise<AwsResponse>;
  /** Makes the next sendings fail with this code of SES (`Throttling`), for trials. */
  refuseNext(times: number, code: string): void;
};

const day = 24 * 60 * 60 * 1000;

/**
 * Far more a second than one machine sends, so that nothing is refused. On a stepped clock any number of mails leaves
 * within one second, which the 14 of a usual account at AWS would refuse and time would not come to allow.
 */
export const laptopQuota: SendQuota = { rate: 10_000, daily: 50_000 };

/**
 * Keeps what is sent, durable. Like SES it takes mail from the deployment's own senders only, and no more of it than
 * `quota` says, by the clock that `now` reads; give the rate of an account at AWS to see how a deployment bears it.
 */
export const createMailbox = (options: {
  database: Database;
  senders: readonly string[];
  /** The configuration set that SES applies to what a sender sends; none by default. */
  setOf?: ((sender: string) => string | undefined) | undefined;
  now: () => Date;
  quota?: SendQuota | undefined;
  /** Hears of each mail inside the transaction that keeps it; what it throws, SES answers. */
  kept?: ((mail: KeptMail) => void) | undefined;
}): Mailbox => {
  const { database, senders, setOf = () => undefined, now, quota = laptopQuota, kept } = options;
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

  const earlier = allRows(
    database,
    SentRow,
    'SELECT sent_at AS at, json_array_length(recipients) AS recipients FROM mails WHERE sent_at > ? ORDER BY sent_at',
    now().getTime() - day,
  );
  const counted = createQuotaCount(quota, now, earlier);

  const send = (mail: Outgoing): { id: string } => {
    const [code, ...later] = refusals;
    if (code !== undefined) {
      refusals = later;
      throw new SesFault(code, 'The mailbox was told to refuse this mail.');
    }
    const problem = counted.problem(mail.recipients.length);
    if (problem !== undefined) throw new SesFault('Throttling', problem);
    const id = `${randomUUID()}-000000`;
    const [from = ''] = mail.senders;
    const at = now();
    inTransaction(database, () => {
      change(
        database,
        'INSERT INTO mails (id, sender, recipients, subject, sent_at, raw) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        from,
        JSON.stringify(mail.recipients),
        mail.subject,
        at.getTime(),
        mail.raw,
      );
      const { number } = firstRow(database, NumberRow, 'SELECT last_insert_rowid() AS number') ?? { number: 0 };
      kept?.({ number, id, from, to: mail.recipients, raw: mail.raw, at });
    });
    counted.count(mail.recipients.length);
    return { id };
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

    answer: createSesProtocol({ senders, setOf, quota, sentInDay: counted.sentInDay, send }),

    refuseNext: (times, code) => {
      refusals = [...refusals, ...Array.from({ length: times }, () => code)];
    },
  };
};
