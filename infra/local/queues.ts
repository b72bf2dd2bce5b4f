import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { accountId, region } from './addresses.ts';
import { failuresIn } from './batch-report.ts';
import type { QueueDefinition, QueueMapping } from './deployment.ts';
import { matches } from './event-pattern.ts';
import type { Faults } from './faults.ts';
import type { Invoke } from './lambda.ts';
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

/** A message handed to a reader. */
export type Received = {
  id: string;
  receipt: string;
  body: string;
  md5: string;
  attributes: Readonly<Record<string, string>>;
  messageAttributes: unknown;
};

/** The queues of the deployment, durable, and the functions they feed. */
export type Queues = {
  names: readonly string[];
  send(
    queue: string,
    body: string,
    options?: { delay?: number | undefined; attributes?: unknown },
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
  messageAttributes: message.messageAttributes,
  md5OfBody: message.md5,
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion: region,
});

/** The body as a filter sees it: what is no JSON is a text. */
const bodyOf = (text: string): unknown => {
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    return text;
  }
};

/** Whether a message goes to the function; one that does not is removed from the queue, as on AWS. */
const isWanted = ({ filters }: QueueMapping, { body }: Received): boolean =>
  filters.length === 0 || filters.some((filter) => matches(filter, { body: bodyOf(body) }));

/**
 * Keeps messages in the database; visibility, delays, windows, retention and redrives go by the timeline. A function is
 * fed one batch at a time: that is within any MaximumConcurrency.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export const createQueues = (options: {
  database: Database;
  definitions: readonly QueueDefinition[];
  feeds: readonly QueueMapping[];
  invoke: Invoke;
  timeline: Timeline;
  onFault: (fault: unknown) => void;
  faults?: Faults | undefined;
}): Queues => {
  const { database, definitions, feeds, invoke, timeline, onFault, faults } = options;
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
      messageAttributes: JSON.parse(row.attributes),
    };
  };

  /** Forgets what was in the queue for longer than it keeps messages. */
  const expire = ({ name, retention }: QueueDefinition): void => {
    change(database, 'DELETE FROM messages WHERE queue = ? AND sent_at <= ?', name, now() - retention * 1000);
  };

  const receive: Queues['receive'] = (queue, most, visibility) =>
    inTransaction(database, () => {
      const definition = definitionOf(queue);
      const { redrive } = definition;
      expire(definition);
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

  /** When a feed next has a batch: once its window is over, or as many messages as it takes are there. */
  const nextBatchAt = ({ queue, window, batchSize }: QueueMapping): number | undefined => {
    const first = firstRow(
      database,
      NextRow,
      'SELECT MIN(visible_at) AS next FROM messages WHERE queue = ?',
      queue,
    )?.next;
    if (first === undefined || first === null || window === 0) return first ?? undefined;
    const full = firstRow(
      database,
      NextRow,
      'SELECT visible_at AS next FROM messages WHERE queue = ? ORDER BY visible_at LIMIT 1 OFFSET ?',
      queue,
      batchSize - 1,
    )?.next;
    return Math.min(first + window * 1000, full ?? Number.POSITIVE_INFINITY);
  };

  /** Ends a message that was handled; as a fault has it, it comes once more. */
  const done = ({ queue }: QueueMapping, { receipt, body }: Received): void => {
    const again = faults?.duplicate(queue, body);
    if (again === undefined) {
      remove(queue, receipt);
      return;
    }
    change(
      database,
      'UPDATE messages SET visible_at = ?, receives = 0, first_at = NULL, receipt = NULL WHERE queue = ? AND receipt = ?',
      now() + again,
      queue,
      receipt,
    );
  };

  const deliver = async (feed: QueueMapping, received: readonly Received[]): Promise<void> => {
    const batch = received.filter((message) => isWanted(feed, message));
    for (const message of received) if (!batch.includes(message)) remove(feed.queue, message.receipt);
    if (batch.length === 0) return;
    const { arn } = definitionOf(feed.queue);
    const outcome = await invoke(feed.function, { Records: batch.map((message) => queueRecord(message, arn)) });
    if (!outcome.ok) return;
    const ids = batch.map(({ id }) => id);
    const failed = feed.reportsFailures ? failuresIn(outcome.payload, ids) : new Set<string>();
    if (failed === 'all') return;
    inTransaction(database, () => {
      for (const message of batch) if (!failed.has(message.id)) done(feed, message);
    });
  };

  const remove: Queues['remove'] = (queue, receipt) => {
    change(database, 'DELETE FROM messages WHERE queue = ? AND receipt = ?', queue, receipt);
  };

  const run = async (feed: QueueMapping): Promise<void> => {
    for (;;) {
      const isDue = !stopped && (nextBatchAt(feed) ?? Number.POSITIVE_INFINITY) <= now();
      const batch = isDue ? receive(feed.queue, feed.batchSize) : [];
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
      expire(definitionOf(queue));
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
        const moments = feeds.filter(({ id }) => !running.has(id)).flatMap((feed) => nextBatchAt(feed) ?? []);
        return moments.length === 0 ? undefined : Math.min(...moments);
      },
      fire: () => pumpAll(),
    },
    stop: () => {
      stopped = true;
    },
  };
};
