import * as z from 'zod';
import type { KeptMail } from '../mail.ts';
import { bareAddress } from '../ses-addresses.ts';
import { allRows, change, type Database, firstRow, inTransaction } from '../sqlite.ts';
import type { Timeline, TimerSource } from '../timeline.ts';
import { type Attempt, connections, type SmtpSender } from './smtp-sender.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long a letter that was put off waits, by how often that was; the last wait goes on. */
const letterWaits = [minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour];
/** How long all letters wait for a server that takes nothing, by how often it was tried. */
const serviceWaits = [5 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute];
/** The same where our settings are at fault: a server locks an account that is tried with a wrong password too often. */
const settingsWaits = [5 * minute, 30 * minute, hour];
/** A letter that was put off for so long is given up, as mail servers do. */
const patience = 4 * day;
/** How long it is known that a letter left, and that one did not. */
const sentKept = 30 * day;
const refusedKept = 180 * day;

const waitOf = (waits: readonly number[], times: number): number => waits[Math.min(times, waits.length - 1)] ?? hour;

const schema = `
CREATE TABLE IF NOT EXISTS outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT, mail INTEGER NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused')), accepted_at REAL NOT NULL,
  next_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, code INTEGER, settled_at REAL
);
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (next_at) WHERE state = 'waiting';
`;

const Row = z.object({
  number: z.number(),
  mail: z.number(),
  sender: z.string(),
  recipient: z.string(),
  accepted_at: z.number(),
  next_at: z.number(),
  attempts: z.number(),
});
type Row = z.infer<typeof Row>;
const RawRow = z.object({ raw: z.instanceof(Uint8Array) });
const CountRow = z.object({ waiting: z.number(), refused: z.number() });
const UndeliveredRow = z.object({
  recipient: z.string(),
  state: z.enum(['waiting', 'refused']),
  accepted_at: z.number(),
  next_at: z.number(),
  attempts: z.number(),
  code: z.number().nullable(),
});

/** A letter that has not reached the mail server: still tried, or refused for good. */
export type Undelivered = {
  recipient: string;
  state: 'waiting' | 'refused';
  acceptedAt: Date;
  nextAt: Date;
  attempts: number;
  /** What the mail server last replied; undefined where it said nothing. */
  code: number | undefined;
};

/** A letter that the mail server refused for good, or that was given up; `code` is its last reply. */
export type Refused = { from: string; to: string; raw: Uint8Array; code: number | undefined; acceptedAt: Date };

/** The letters on their way out, durable: one that was accepted leaves at least once. */
export type Outbox = {
  /** Takes a mail that was just kept; called inside the transaction that keeps it. */
  accept(mail: KeptMail): void;
  /** Sends what is due. */
  pump(): void;
  timers: TimerSource;
  counts(): { waiting: number; refused: number };
  /** Letters to these addresses that were put off or refused, the latest first, and whether the server is away. */
  undelivered(addresses: readonly string[]): { letters: Undelivered[]; serviceSince: Date | undefined };
  stop(): void;
};

/**
 * Makes the outbox of an office's server. A letter is marked as sent after the mail server has taken it: what a crash
 * cuts off in between is sent again, with the same Message-ID. `say` hears one line, without addresses, when a letter is
 * refused and when the server goes and comes back. `refused` hears of such a letter before it is settled, again where a
 * crash comes between: it is where what SES calls a bounce begins.
 */
export const createOutbox = (options: {
  database: Database;
  sender: SmtpSender;
  timeline: Timeline;
  say: (line: string) => void;
  refused?: ((letter: Refused) => Promise<void>) | undefined;
  onFault: (fault: unknown) => void;
}): Outbox => {
  const { database, sender, timeline, say, onFault, refused = () => Promise.resolve() } = options;
  database.exec(schema);
  const flying = new Set<number>();
  let stopped = false;
  /** Since when the server takes nothing, how often it was tried, and when it is tried next. */
  let away: { since: number; times: number; until: number } | undefined;
  let prunedAt = 0;

  const now = (): number => timeline.now().getTime();

  /** The first waiting letter that nobody is sending. */
  const first = (): Row | undefined =>
    allRows(
      database,
      Row,
      "SELECT number, mail, sender, recipient, accepted_at, next_at, attempts FROM outbox WHERE state = 'waiting' ORDER BY next_at, number LIMIT ?",
      flying.size + 1,
    ).find(({ number }) => !flying.has(number));

  const settle = (row: Row, state: 'sent' | 'refused', code: number | undefined): void => {
    inTransaction(database, () => {
      change(
        database,
        'UPDATE outbox SET state = ?, attempts = attempts + 1, code = ?, settled_at = ? WHERE number = ?',
        state,
        code ?? null,
        now(),
        row.number,
      );
      // A mail holds secret links: once it has left for everybody, nothing here needs it.
      change(
        database,
        "UPDATE mails SET raw = zeroblob(0) WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE mail = ?1 AND state = 'waiting')",
        row.mail,
      );
    });
  };

  const refuse = async (row: Row, raw: Uint8Array, code: number | undefined): Promise<void> => {
    await refused({ from: row.sender, to: row.recipient, raw, code, acceptedAt: new Date(row.accepted_at) });
    settle(row, 'refused', code);
  };

  const putOff = async (row: Row, raw: Uint8Array, code: number | undefined): Promise<void> => {
    if (now() - row.accepted_at >= patience) {
      await refuse(row, raw, code);
      say(`Mail ${row.number} was put off for four days and is given up; see /undelivered-mail.`);
      return;
    }
    change(
      database,
      'UPDATE outbox SET attempts = attempts + 1, code = ?, next_at = ? WHERE number = ?',
      code ?? null,
      now() + waitOf(letterWaits, row.attempts),
      row.number,
    );
  };

  const isBack = (): void => {
    if (away !== undefined) say('The mail server takes mail again.');
    away = undefined;
  };

  const isAway = ({ why, settings }: { why: string; settings: boolean }): void => {
    if (away === undefined) say(`The mail server takes no mail (${why}); all of it is kept and tried again.`);
    const times = away?.times ?? 0;
    away = {
      since: away?.since ?? now(),
      times: times + 1,
      until: now() + waitOf(settings ? settingsWaits : serviceWaits, times),
    };
  };

  const note = async (row: Row, raw: Uint8Array, attempt: Attempt): Promise<void> => {
    switch (attempt.kind) {
      case 'sent':
        isBack();
        settle(row, 'sent', undefined);
        return;
      case 'refused':
        isBack();
        await refuse(row, raw, attempt.code);
        say(`Mail ${row.number} was refused by the mail server (${attempt.code}); see /undelivered-mail.`);
        return;
      case 'put-off':
        isBack();
        await putOff(row, raw, attempt.code);
        return;
      case 'no-service':
        // Letters that were under way together tell of one failure.
        if (away === undefined || away.until <= now()) isAway(attempt);
        return;
      default: {
        const never: never = attempt;
        throw new Error(`There is no such attempt: ${String(never)}.`);
      }
    }
  };

  const deliver = async (row: Row): Promise<void> => {
    try {
      const raw = firstRow(database, RawRow, 'SELECT raw FROM mails WHERE number = ?', row.mail)?.raw;
      if (raw === undefined) throw new Error(`Mail ${row.number} of the outbox has no content.`);
      const attempt = await sender.send({ from: row.sender, to: row.recipient, raw });
      // What is cut off by the end of this process says nothing of the letter.
      if (!stopped || attempt.kind === 'sent') await note(row, raw, attempt);
    } catch (fault) {
      change(database, 'UPDATE outbox SET next_at = ? WHERE number = ?', now() + hour, row.number);
      onFault(fault);
    } finally {
      flying.delete(row.number);
      timeline.wake();
    }
  };

  const prune = (): void => {
    if (now() - prunedAt < day) return;
    prunedAt = now();
    inTransaction(database, () => {
      change(database, "DELETE FROM outbox WHERE state = 'sent' AND settled_at < ?", now() - sentKept);
      change(database, "DELETE FROM outbox WHERE state = 'refused' AND settled_at < ?", now() - refusedKept);
      change(
        database,
        'DELETE FROM mails WHERE sent_at < ? AND number NOT IN (SELECT mail FROM outbox)',
        now() - sentKept,
      );
    });
  };

  /** While the server is away, one letter at a time asks whether it is back. */
  const most = (): number => (away === undefined ? connections : 1);

  const nextAt = (): number | undefined => {
    if (stopped || flying.size >= most()) return undefined;
    const row = first();
    return row === undefined ? undefined : Math.max(row.next_at, away?.until ?? 0);
  };

  const pump = (): void => {
    prune();
    for (;;) {
      const at = nextAt();
      const row = at === undefined || at > now() ? undefined : first();
      if (row === undefined) return;
      flying.add(row.number);
      void timeline.track(deliver(row));
    }
  };

  return {
    accept: ({ number, from, to }) => {
      for (const recipient of to)
        change(
          database,
          "INSERT INTO outbox (mail, sender, recipient, state, accepted_at, next_at) VALUES (?1, ?2, ?3, 'waiting', ?4, ?4)",
          number,
          bareAddress(from),
          recipient,
          now(),
        );
    },
    pump,
    timers: {
      next: nextAt,
      fire: () => {
        pump();
        return Promise.resolve();
      },
    },
    counts: () =>
      firstRow(
        database,
        CountRow,
        "SELECT COALESCE(SUM(state = 'waiting'), 0) AS waiting, COALESCE(SUM(state = 'refused'), 0) AS refused FROM outbox",
      ) ?? { waiting: 0, refused: 0 },
    undelivered: (addresses) => ({
      letters: allRows(
        database,
        UndeliveredRow,
        `SELECT recipient, state, accepted_at, next_at, attempts, code FROM outbox
         WHERE (state = 'refused' OR (state = 'waiting' AND (attempts > 0 OR ?1 = 1)))
           AND lower(recipient) IN (SELECT lower(value) FROM json_each(?2)) ORDER BY number DESC LIMIT 200`,
        away === undefined ? 0 : 1,
        JSON.stringify(addresses),
      ).map(({ recipient, state, accepted_at, next_at, attempts, code }) => ({
        recipient,
        state,
        acceptedAt: new Date(accepted_at),
        nextAt: new Date(Math.max(next_at, away?.until ?? 0)),
        attempts,
        code: code ?? undefined,
      })),
      serviceSince: away === undefined ? undefined : new Date(away.since),
    }),
    stop: () => {
      stopped = true;
      sender.close();
    },
  };
};
