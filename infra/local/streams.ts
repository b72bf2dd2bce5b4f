import { failuresIn } from './batch-report.ts';
import type { StreamMapping } from './deployment.ts';
import { matches } from './event-pattern.ts';
import type { Faults } from './faults.ts';
import type { Inserted } from './intents.ts';
import { type Invoke, largestPayload } from './lambda.ts';
import { type Database, inTransaction } from './sqlite.ts';
import { type Condition, discardedBatch, sequenceNumber, streamEvent } from './stream-record.ts';
import { createStreamStore, type Delivery } from './stream-store.ts';
import type { Timeline, TimerSource } from './timeline.ts';

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

/** How many batches' worth of records are looked at where they are to come in another order. */
const looksAhead = 4;

/** What a record adds to a call besides its keys and image, in bytes, at most. */
const envelope = 1000;

/** How long a record waits after its n-th failure, in milliseconds: 1 s, doubling up to a minute. */
export const backoff = (attempts: number): number => Math.min(1000 * 2 ** (attempts - 1), longestBackoff);

const eventOf = ({ seq, copy_of, table_name: table, keys, image, at }: Delivery) =>
  streamEvent({ seq: copy_of ?? seq, table, keys: JSON.parse(keys), image: JSON.parse(image), at });

/** A record's name in a report. */
const nameOf = ({ seq, copy_of }: Delivery): string => sequenceNumber(copy_of ?? seq);

/** As much as one call carries; at least one record. */
const carried = (rows: readonly Delivery[]): readonly Delivery[] => {
  let bytes = 0;
  const last = rows.findIndex(({ keys, image }) => {
    bytes += Buffer.byteLength(keys) + Buffer.byteLength(image) + envelope;
    return bytes > largestPayload;
  });
  return last < 0 ? rows : rows.slice(0, Math.max(last, 1));
};

/**
 * Event-source mappings of DynamoDB streams, as Lambda carries them out: batches, window, filter, retries, bisecting,
 * reports of failed items, a destination for what is given up. Two things are kinder here. A record that fails holds up
 * its own partition key alone, where AWS holds up the key's whole shard: consumers may count on no more order than
 * that. And a record is given up for its age only once it has failed: a laptop may have been off. A mapping that is new
 * to a data folder begins with what comes from then on. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export const createStreams = (options: {
  database: Database;
  mappings: readonly StreamMapping[];
  invoke: Invoke;
  timeline: Timeline;
  giveUp: (queue: string, body: string) => void;
  onFault: (fault: unknown) => void;
  faults?: Faults | undefined;
}): Streams => {
  const { database, mappings, invoke, timeline, giveUp, onFault, faults } = options;
  const store = createStreamStore(database);
  const running = new Set<string>();
  let stopped = false;
  const now = (): number => timeline.now().getTime();

  /** Lines a new record up: at once, with those that gather for the window, or late, as a fault has it. */
  const line = (mapping: StreamMapping, seq: number, partition: string, named: string): void => {
    const { id, window, batchSize } = mapping;
    const at = now();
    const delay = faults?.delay(id, named) ?? 0;
    if (delay > 0 || window === 0) {
      store.line(id, seq, partition, at + delay);
      return;
    }
    const latest = at + window * 1000;
    const end = store.openWindow(id, at, latest) ?? latest;
    store.line(id, seq, partition, end);
    store.closeWindow(id, end, batchSize, at);
  };

  const enqueue = (inserted: readonly Inserted[]): void => {
    const at = now();
    for (const { table, keys, partition, image } of inserted) {
      const event = streamEvent({ seq: 0, table, keys, image, at });
      const wanting = mappings.filter(
        (mapping) => mapping.table === table && mapping.filters.some((filter) => matches(filter, event)),
      );
      if (wanting.length === 0) continue;
      const named = JSON.stringify(keys);
      const seq = store.keep({ table_name: table, keys: named, image: JSON.stringify(image), at, copy_of: null });
      for (const mapping of wanting) line(mapping, seq, partition, named);
    }
  };

  /** Puts partition keys in another order, as a fault has it; within a key the order stays. */
  const reordered = ({ id }: StreamMapping, rows: readonly Delivery[]): readonly Delivery[] => {
    if (faults === undefined) return rows;
    const lanes = Map.groupBy(rows, ({ partition }) => partition);
    return rows
      .map(({ partition }) => ({ partition, order: faults.order(id, partition) }))
      .toSorted((a, b) => a.order - b.order)
      .flatMap(({ partition }) => lanes.get(partition)?.shift() ?? []);
  };

  const nextBatch = (mapping: StreamMapping): readonly Delivery[] => {
    const most = mapping.batchSize * (faults === undefined ? 1 : looksAhead);
    const rows = reordered(mapping, store.ready(mapping.id, now(), most));
    // Parts of a failed batch are delivered each by itself, and never out of their turn.
    const end = rows.findIndex(({ part }) => part !== rows[0]?.part);
    return carried((end < 0 ? rows : rows.slice(0, end)).slice(0, mapping.batchSize));
  };

  /** Ends a record that was handled; as a fault has it, it comes once more. */
  const done = ({ id }: StreamMapping, row: Delivery): void => {
    store.remove(id, row.seq);
    const again = row.copy_of === null ? faults?.duplicate(id, row.keys) : undefined;
    if (again === undefined) return;
    store.line(id, store.keep({ ...row, copy_of: row.seq }), `${row.partition} again`, now() + again);
  };

  const giveUpOn = (mapping: StreamMapping, rows: readonly Delivery[], condition: Condition, threw: boolean): void => {
    if (mapping.deadLetters !== undefined) {
      const told = rows.map(({ seq, copy_of, at, attempts }) => ({ seq: copy_of ?? seq, at, attempts }));
      giveUp(mapping.deadLetters, JSON.stringify(discardedBatch(mapping, told, { condition, threw, now: now() })));
    }
    for (const { seq } of rows) store.remove(mapping.id, seq);
  };

  const failed = (mapping: StreamMapping, batch: readonly Delivery[], threw: boolean): void => {
    const at = now();
    const conditionOf = (row: Delivery): Condition | undefined => {
      if (row.attempts > mapping.retries) return 'RetryAttemptsExhausted';
      return at - row.at > mapping.maximumAge * 1000 ? 'RecordAgeExceeded' : undefined;
    };
    const counted = batch.map((row) => ({ ...row, attempts: row.attempts + 1 }));
    for (const [condition, rows] of Map.groupBy(counted, conditionOf)) {
      if (condition !== undefined) giveUpOn(mapping, rows, condition, threw);
      else for (const { seq, attempts } of rows) store.retry(mapping.id, seq, attempts, at + backoff(attempts));
    }
  };

  /** Splits the batch in two, which counts as no retry; or tries it again as it is, later. */
  const wholeBatchFailed = (mapping: StreamMapping, batch: readonly Delivery[], threw: boolean): void => {
    if (mapping.bisect && batch.length > 1) {
      const half = Math.ceil(batch.length / 2);
      store.setApart(mapping.id, batch.slice(0, half));
      store.setApart(mapping.id, batch.slice(half));
      return;
    }
    store.setApart(mapping.id, batch);
    failed(mapping, batch, threw);
  };

  /**
   * What comes before the first failure is done; from it on all is delivered again. Where batches are bisected, one is
   * split there first, which counts as no retry. Then the records named wait for their retry, the others do not.
   */
  const reported = (mapping: StreamMapping, batch: readonly Delivery[], names: ReadonlySet<string>): void => {
    const isNamed = (row: Delivery): boolean => names.has(nameOf(row));
    const first = batch.findIndex(isNamed);
    for (const row of batch.slice(0, first)) done(mapping, row);
    const left = batch.slice(first);
    if (mapping.bisect && first > 0) store.setApart(mapping.id, left);
    else failed(mapping, left.filter(isNamed), false);
  };

  const deliver = async (mapping: StreamMapping, batch: readonly Delivery[]): Promise<void> => {
    const outcome = await invoke(mapping.function, { Records: batch.map(eventOf) });
    const failures = (): ReadonlySet<string> | 'all' => {
      if (!outcome.ok) return 'all';
      return mapping.reportsFailures ? failuresIn(outcome.payload, batch.map(nameOf)) : new Set();
    };
    inTransaction(database, () => {
      const names = failures();
      if (names === 'all') wholeBatchFailed(mapping, batch, !outcome.ok);
      else if (names.size > 0) reported(mapping, batch, names);
      else for (const row of batch) done(mapping, row);
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
    waiting: () => mappings.map(({ id, function: name }) => ({ function: name, count: store.waiting(id) })),
    timers: {
      next: () => {
        const idle = mappings.filter(({ id }) => !running.has(id));
        const moments = idle.flatMap(({ id }) => store.nextMoment(id) ?? []);
        return moments.length === 0 ? undefined : Math.min(...moments);
      },
      fire: () => pumpAll(),
    },
    stop: () => {
      stopped = true;
    },
  };
};
