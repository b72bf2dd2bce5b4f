import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { accountId, region } from './addresses.ts';
import type { QueueDefinition, QueueMapping } from './deployment.ts';
import type { Invoke } from './lambda.ts';
import { attributesInEvent, MessageAttributes } from './message-attributes.ts';
import { allRows, change, type Database, firstRow, inTransaction } from './sqlite.ts';
import type { Timeline, TimerSource } from './timeline.ts';

const MessageRow = z.object({
  id: z.string(),
  queue: z.string(),
  body: z.string(),
  attributes: z.string(),
  sent_at: z.number(),
  visible_at: z.number(),
  receives: z.number(),
  first_at: z.number().nullable(),
  receipt: z.string().nullable(),
});
type MessageRow = z.infer<typeof MessageRow>;
const NextRow = z.object({ next: z.number().nullable() });
const CountRow = z.object({ visible: z.number().nullable(), hidden: z.number().nullable() });
const Report = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullish();

/** A message handed to a reader. */
export type Received = {
  id: string;
  receipt: string;
  body: string;
  md5: string;
  attributes: Readonly<Record<string, string>>;
  messageAttributes: MessageAttributes;
};

/** The queues of the deployment, durable, and the functions they feed. */
export type Queues = {
  names: readonly string[];
  send(
    queue: string,
    body: string,
    options?: { delay?: number | undefined; attributes?: MessageAttributes },
  ): { id: string; md5: string };
  receive(queue: string, most: number, visibility?: number): Received[];
  /** Ends a message; a receipt of an earlier reading does nothing. */
  remove(queue: string, receipt: string): void;
  show(queue: string, receipt: string, seconds: number): void;
  counts(queue: string): { visible: number; hidden: number };
  purge(queue: string): void;
  /** Begins to hand out what is visible. */
  pump(): void;
  timers: TimerSource;
  stop(): void;
};

const schema = `
CREATE TABLE IF NOT EXISTS messages (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, queue TEXT NOT NULL, body TEXT NOT NULL,
  attributes TEXT NOT NULL, sent_at REAL NOT NULL, visible_at REAL NOT NULL, receives INTEGER NOT NULL DEFAULT 0,
  first_at REAL, receipt TEXT
);
CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue, visible_at);
`;

const md5Of = (text: string): string => createHash('md5').update(text).digest('hex');

/** A message as a function receives it. */
const queueRecord = (message: Received, arn: string) => ({
  messageId: message.id,
  receiptHandle: message.receipt,
  body: message.body,
  attributes: message.attributes,
  messageAttributes: attributesInEvent(message.messageAttributes),
  md5OfBody: message.md5,
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion: region,
});

/** Keeps messages in the database; visibility, delays and redrives go by the timeline. */
export const createQueues = (options: {
  database: Database;
  definitions: readonly QueueDefinition[];
  feeds: readonly QueueMapping[];
  invoke: Invoke;
  timeline: Timeline;
  onFault: (fault: unknown) => void;
}): Queues => {
  const { database, definitions, feeds, invoke, timeline, onFault } = options;
  const running = new Set<string>();
  let stopped = false;
  database.exec(schema);
  // Nothing can be in a function's hands yet: what a stopped run held is handed out again at once.
  for (const { queue } of feeds) {
    change(
      database,
      'UPDATE messages SET visible_at = sent_at, receipt = NULL WHERE queue = ? AND receipt IS NOT NULL',
      queue,
    );
  }

  const now = () => timeline.now().getTime();
  const definitionOf = (queue: string): QueueDefinition => {
    const found = definitions.find(({ name }) => name === queue);
    if (found === undefined) throw new Error(`There is no queue ${queue}.`);
    return found;
  };

  const send: Queues['send'] = (queue, body, { delay, attributes } = {}) => {
    const at = now();
    const id = randomUUID();
    change(
      database,
      'INSERT INTO messages (id, queue, body, attributes, sent_at, visible_at) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      queue,
      body,
      JSON.stringify(attributes ?? {}),
      at,
      at + (delay ?? definitionOf(queue).delay) * 1000,
    );
    pump();
    return { id, md5: md5Of(body) };
  };

  const hand = (row: MessageRow, visibility: number): Received => {
    const at = now();
    const receipt = randomUUID();
    change(
      database,
      'UPDATE messages SET receives = receives + 1, first_at = COALESCE(first_at, ?), receipt = ?, visible_at = ? WHERE id = ?',
      at,
      receipt,
      at + visibility * 1000,
      row.id,
    );
    return {
      id: row.id,
      receipt,
      body: row.body,
      md5: md5Of(row.body),
      attributes: {
        ApproximateReceiveCount: String(row.receives + 1),
        ApproximateFirstReceiveTimestamp: String(row.first_at ?? at),
        SentTimestamp: String(row.sent_at),
        SenderId: accountId,
      },
      messageAttributes: MessageAttributes.parse(JSON.parse(row.attributes)),
    };
  };

  const receive: Queues['receive'] = (queue, most, visibility) =>
    inTransaction(database, () => {
      const definition = definitionOf(queue);
      const { redrive } = definition;
      if (redrive !== undefined) {
        change(
          database,
          'UPDATE messages SET queue = ?1, visible_at = ?2, receives = 0, first_at = NULL, receipt = NULL WHERE queue = ?3 AND visible_at <= ?2 AND receives >= ?4',
          redrive.to,
          now(),
          queue,
          redrive.after,
        );
      }
      return allRows(
        database,
        MessageRow,
        'SELECT * FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY number LIMIT ?',
        queue,
        now(),
        most,
      ).map((row) => hand(row, visibility ?? definition.visibility));
    });

  const deliver = async (feed: QueueMapping, batch: readonly Received[]): Promise<void> => {
    const { arn } = definitionOf(feed.queue);
    const outcome = await invoke(feed.function, { Records: batch.map((message) => queueRecord(message, arn)) });
    if (!outcome.ok) return;
    const report = feed.reportsFailures ? Report.safeParse(outcome.payload) : undefined;
    if (report?.success === false) return;
    const failed = new Set(report?.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
    const known = batch.map(({ id }) => id);
    // A name that is not in the batch leaves all of it undone, as on AWS.
    if ([...failed].some((id) => !known.includes(id))) return;
    inTransaction(database, () => {
      for (const { id, receipt } of batch) if (!failed.has(id)) remove(feed.queue, receipt);
    });
  };

  const remove: Queues['remove'] = (queue, receipt) => {
    change(database, 'DELETE FROM messages WHERE queue = ? AND receipt = ?', queue, receipt);
  };

  const run = async (feed: QueueMapping): Promise<void> => {
    for (;;) {
      const batch = stopped ? [] : receive(feed.queue, feed.batchSize);
      if (batch.length === 0) {
        running.delete(feed.id);
        timeline.wake();
        return;
      }
      await deliver(feed, batch);
    }
  };

  const pumpAll = async (): Promise<void> => {
    const idle = feeds.filter(({ id }) => !running.has(id));
    for (const { id } of idle) running.add(id);
    await Promise.all(
      idle.map((feed) =>
        run(feed).catch((fault: unknown) => {
          running.delete(feed.id);
          onFault(fault);
        }),
      ),
    );
  };

  const pump = (): void => void timeline.track(pumpAll());

  return {
    names: definitions.map(({ name }) => name),
    send,
    receive,
    remove,
    show: (queue, receipt, seconds) => {
      change(
        database,
        'UPDATE messages SET visible_at = ? WHERE queue = ? AND receipt = ?',
        now() + seconds * 1000,
        queue,
        receipt,
      );
      pump();
    },
    counts: (queue) => {
      const row = firstRow(
        database,
        CountRow,
        'SELECT SUM(visible_at <= ?1) AS visible, SUM(visible_at > ?1) AS hidden FROM messages WHERE queue = ?2',
        now(),
        queue,
      );
      return { visible: row?.visible ?? 0, hidden: row?.hidden ?? 0 };
    },
    purge: (queue) => void change(database, 'DELETE FROM messages WHERE queue = ?', queue),
    pump,
    timers: {
      next: () => {
        const moments = feeds
          .filter(({ id }) => !running.has(id))
          .flatMap(
            ({ queue }) =>
              firstRow(database, NextRow, 'SELECT MIN(visible_at) AS next FROM messages WHERE queue = ?', queue)
                ?.next ?? [],
          );
        return moments.length === 0 ? undefined : Math.min(...moments);
      },
      fire: () => pumpAll(),
    },
    stop: () => {
      stopped = true;
    },
  };
};
