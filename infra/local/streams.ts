import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { region, streamArnOf } from './addresses.ts';
import type { StreamMapping } from './deployment.ts';
import { matches } from './event-pattern.ts';
import type { Inserted } from './intents.ts';
import type { Invoke } from './lambda.ts';
import { allRows, change, type Database, firstRow, inTransaction } from './sqlite.ts';
import type { Timeline, TimerSource } from './timeline.ts';

const DeliveryRow = z.object({
  seq: z.number(),
  attempts: z.number(),
  alone: z.number(),
  table_name: z.string(),
  keys: z.string(),
  image: z.string(),
  at: z.number(),
});
type DeliveryRow = z.infer<typeof DeliveryRow>;
const NextRow = z.object({ next: z.number().nullable() });
const CountRow = z.object({ count: z.number() });
const SeqRow = z.object({ seq: z.number() });
const Report = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullish();

/** Feeds functions from what is committed to the tables they listen to. */
export type Streams = {
  /** Puts records in line for every mapping that wants them; call inside the transaction that confirms them. */
  enqueue(inserted: readonly Inserted[]): void;
  /** Begins to deliver what is in line. */
  pump(): void;
  /** How many records wait for a mapping's function. */
  waiting(): { function: string; count: number }[];
  timers: TimerSource;
  stop(): void;
};

const longestBackoff = 60_000;

/** How long a record waits after its n-th failure, in milliseconds: 1 s, doubling up to a minute. */
export const backoff = (attempts: number): number => Math.min(1000 * 2 ** (attempts - 1), longestBackoff);

const schema = `
CREATE TABLE IF NOT EXISTS stream_records (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL, keys TEXT NOT NULL, image TEXT NOT NULL, at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
  mapping TEXT NOT NULL, seq INTEGER NOT NULL, partition TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  alone INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL, PRIMARY KEY (mapping, seq)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS delivery_lanes ON deliveries (mapping, partition, seq);
CREATE INDEX IF NOT EXISTS delivery_records ON deliveries (seq);
`;

/** The record of a stream, as a function receives it. */
export const streamRecord = (row: { seq: number; table: string; keys: unknown; image: unknown; at: number }) => ({
  eventID: `laptop-${row.seq}`,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: region,
  eventSourceARN: streamArnOf(row.table),
  dynamodb: {
    ApproximateCreationDateTime: Math.floor(row.at / 1000),
    Keys: row.keys,
    NewImage: row.image,
    SequenceNumber: String(row.seq).padStart(21, '0'),
    SizeBytes: JSON.stringify(row.image).length,
    StreamViewType: 'NEW_IMAGE',
  },
});

const recordOf = (row: DeliveryRow) =>
  streamRecord({
    seq: row.seq,
    table: row.table_name,
    keys: JSON.parse(row.keys),
    image: JSON.parse(row.image),
    at: row.at,
  });

/** What AWS writes to the queue of records given up: where they were, not what they held. */
const deadLetter = (mapping: StreamMapping, row: DeliveryRow, condition: string, now: number) => ({
  requestContext: {
    requestId: randomUUID(),
    functionArn: mapping.function,
    condition,
    approximateInvokeCount: row.attempts,
  },
  version: '1.0',
  timestamp: new Date(now).toISOString(),
  DDBStreamBatchInfo: {
    shardId: 'shardId-laptop',
    startSequenceNumber: recordOf(row).dynamodb.SequenceNumber,
    endSequenceNumber: recordOf(row).dynamodb.SequenceNumber,
    approximateArrivalOfFirstRecord: new Date(row.at).toISOString(),
    approximateArrivalOfLastRecord: new Date(row.at).toISOString(),
    batchSize: 1,
    streamArn: streamArnOf(mapping.table),
  },
});

/**
 * Delivers in order within a partition key; a record that fails holds up its own partition only. Retries wait on the
 * timeline, and what fails too often or grows too old goes to the mapping's queue.
 */
export const createStreams = (options: {
  database: Database;
  mappings: readonly StreamMapping[];
  invoke: Invoke;
  timeline: Timeline;
  giveUp: (queue: string, body: string) => void;
  onFault: (fault: unknown) => void;
}): Streams => {
  const { database, mappings, invoke, timeline, giveUp, onFault } = options;
  database.exec(schema);
  const running = new Set<string>();
  let stopped = false;

  const enqueue = (inserted: readonly Inserted[]): void => {
    const at = timeline.now().getTime();
    for (const { table, keys, partition, image } of inserted) {
      const event = streamRecord({ seq: 0, table, keys, image, at });
      const wanting = mappings.filter(
        (mapping) => mapping.table === table && mapping.filters.some((filter) => matches(filter, event)),
      );
      if (wanting.length === 0) continue;
      const seq = firstRow(
        database,
        SeqRow,
        'INSERT INTO stream_records (table_name, keys, image, at) VALUES (?, ?, ?, ?) RETURNING seq',
        table,
        JSON.stringify(keys),
        JSON.stringify(image),
        at,
      )?.seq;
      if (seq === undefined) throw new Error('A stream record has no number.');
      for (const { id } of wanting) {
        change(
          database,
          'INSERT INTO deliveries (mapping, seq, partition, next_at) VALUES (?, ?, ?, ?)',
          id,
          seq,
          partition,
          at,
        );
      }
    }
  };

  const nextBatch = (mapping: StreamMapping): DeliveryRow[] => {
    const now = timeline.now().getTime();
    const rows = allRows(
      database,
      DeliveryRow,
      `SELECT d.seq, d.attempts, d.alone, r.table_name, r.keys, r.image, r.at
       FROM deliveries d JOIN stream_records r ON r.seq = d.seq
       WHERE d.mapping = ? AND d.next_at <= ? AND NOT EXISTS (
         SELECT 1 FROM deliveries e
         WHERE e.mapping = d.mapping AND e.partition = d.partition AND e.seq < d.seq AND e.next_at > ?)
       ORDER BY d.seq LIMIT ?`,
      mapping.id,
      now,
      now,
      mapping.batchSize,
    );
    const alone = rows.findIndex((row) => row.alone === 1);
    return alone < 0 ? rows : rows.slice(0, Math.max(alone, 1));
  };

  const remove = (mapping: StreamMapping, { seq }: DeliveryRow): void => {
    change(database, 'DELETE FROM deliveries WHERE mapping = ? AND seq = ?', mapping.id, seq);
    change(
      database,
      'DELETE FROM stream_records WHERE seq = ? AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.seq = stream_records.seq)',
      seq,
    );
  };

  const failed = (mapping: StreamMapping, row: DeliveryRow): void => {
    const now = timeline.now().getTime();
    const attempts = row.attempts + 1;
    const tooOften = attempts > mapping.retries;
    const tooOld = now - row.at > mapping.maximumAge * 1000;
    if (!tooOften && !tooOld) {
      change(
        database,
        'UPDATE deliveries SET attempts = ?, next_at = ? WHERE mapping = ? AND seq = ?',
        attempts,
        now + backoff(attempts),
        mapping.id,
        row.seq,
      );
      return;
    }
    const condition = tooOften ? 'RetryAttemptsExhausted' : 'RecordAgeExceeded';
    if (mapping.deadLetters !== undefined) {
      giveUp(mapping.deadLetters, JSON.stringify(deadLetter(mapping, { ...row, attempts }, condition, now)));
    }
    remove(mapping, row);
  };

  const wholeBatchFailed = (mapping: StreamMapping, batch: readonly DeliveryRow[]): void => {
    for (const row of batch) {
      if (mapping.bisect && batch.length > 1) {
        change(database, 'UPDATE deliveries SET alone = 1 WHERE mapping = ? AND seq = ?', mapping.id, row.seq);
      } else {
        failed(mapping, row);
      }
    }
  };

  /** As on AWS, what comes after the first failure is delivered again, whatever became of it. */
  const reported = (mapping: StreamMapping, batch: readonly DeliveryRow[], names: ReadonlySet<string>): void => {
    const isNamed = (row: DeliveryRow) => names.has(recordOf(row).dynamodb.SequenceNumber);
    const first = batch.findIndex(isNamed);
    if (first < 0) {
      wholeBatchFailed(mapping, batch);
      return;
    }
    for (const [index, row] of batch.entries()) {
      if (index < first) remove(mapping, row);
      else if (isNamed(row)) failed(mapping, row);
    }
  };

  const deliver = async (mapping: StreamMapping, batch: readonly DeliveryRow[]): Promise<void> => {
    const outcome = await invoke(mapping.function, { Records: batch.map(recordOf) });
    const report = outcome.ok && mapping.reportsFailures ? Report.safeParse(outcome.payload) : undefined;
    inTransaction(database, () => {
      if (!outcome.ok || report?.success === false) {
        wholeBatchFailed(mapping, batch);
        return;
      }
      const names = new Set(report?.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
      if (names.size > 0) reported(mapping, batch, names);
      else for (const row of batch) remove(mapping, row);
    });
  };

  const run = async (mapping: StreamMapping): Promise<void> => {
    for (;;) {
      const batch = stopped ? [] : nextBatch(mapping);
      if (batch.length === 0) {
        running.delete(mapping.id);
        timeline.wake();
        return;
      }
      await deliver(mapping, batch);
    }
  };

  const pumpAll = async (): Promise<void> => {
    const idle = mappings.filter(({ id }) => !running.has(id));
    for (const { id } of idle) running.add(id);
    await Promise.all(
      idle.map((mapping) =>
        run(mapping).catch((fault: unknown) => {
          running.delete(mapping.id);
          onFault(fault);
        }),
      ),
    );
  };

  return {
    enqueue,
    pump: () => void timeline.track(pumpAll()),
    waiting: () =>
      mappings.map(({ id, function: name }) => ({
        function: name,
        count:
          firstRow(database, CountRow, 'SELECT COUNT(*) AS count FROM deliveries WHERE mapping = ?', id)?.count ?? 0,
      })),
    timers: {
      next: () => {
        const idle = mappings.filter(({ id }) => !running.has(id));
        const moments = idle.flatMap(({ id }) => {
          const row = firstRow(
            database,
            NextRow,
            `SELECT MIN(next_at) AS next FROM deliveries d WHERE mapping = ? AND NOT EXISTS (
               SELECT 1 FROM deliveries e WHERE e.mapping = d.mapping AND e.partition = d.partition AND e.seq < d.seq)`,
            id,
          );
          return row?.next ?? [];
        });
        return moments.length === 0 ? undefined : Math.min(...moments);
      },
      fire: () => pumpAll(),
    },
    stop: () => {
      stopped = true;
    },
  };
};
