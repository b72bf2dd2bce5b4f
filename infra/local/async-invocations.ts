import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { arnOf } from './addresses.ts';
import type { AsyncDefinition } from './deployment.ts';
import type { Invocation, Invoke } from './lambda.ts';
import { allRows, change, type Database } from './sqlite.ts';
import type { Timeline, TimerSource } from './timeline.ts';

const EventRow = z.object({
  id: z.string(),
  function: z.string(),
  payload: z.string(),
  accepted_at: z.number(),
  attempts: z.number(),
  next_at: z.number(),
});
type EventRow = z.infer<typeof EventRow>;
const Moment = EventRow.pick({ id: true, next_at: true });

/** Events that Lambda was handed and calls functions with by itself: of schedules, and of calls of the type Event. */
export type AsyncInvocations = {
  /** Keeps an event, durably, for the next `pump`. `answered` hears what the function answers, in this run. */
  accept(name: string, payload: unknown, answered?: (payload: unknown) => void): void;
  /** Begins to call with what is kept. */
  pump(): void;
  timers: TimerSource;
  stop(): void;
};

/** How long Lambda waits before the first and the second retry of a function's own error, in milliseconds. */
const waits = [60_000, 120_000];

const unlessSaid = { retries: 2, maximumAge: 21_600, deadLetters: undefined };

type Condition = 'RetriesExhausted' | 'EventAgeExceeded';

const payloadOf = ({ payload }: EventRow): unknown => {
  const read: unknown = JSON.parse(payload);
  return read;
};

const discardedEvent = (
  row: EventRow,
  outcome: Extract<Invocation, { ok: false }>,
  condition: Condition,
  now: number,
) => ({
  version: '1.0',
  timestamp: new Date(now).toISOString(),
  requestContext: {
    requestId: row.id,
    functionArn: `${arnOf('lambda', `function:${row.function}`)}:$LATEST`,
    condition,
    approximateInvokeCount: row.attempts,
  },
  requestPayload: payloadOf(row),
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: outcome.error,
});

/**
 * Calls functions as Lambda's asynchronous invocation does: a function's error is retried after one and after two more
 * minutes, unless the function's EventInvokeConfig says otherwise; what fails for good goes to its destination.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const createAsyncInvocations = (options: {
  database: Database;
  definitions: readonly AsyncDefinition[];
  invoke: Invoke;
  timeline: Timeline;
  giveUp: (queue: string, body: string) => void;
}): AsyncInvocations => {
  const { database, definitions, invoke, timeline, giveUp } = options;
  database.exec(
    'CREATE TABLE IF NOT EXISTS async_events (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, function TEXT NOT NULL, payload TEXT NOT NULL, accepted_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL)',
  );
  const inFlight = new Set<string>();
  const hearers = new Map<string, (payload: unknown) => void>();
  let stopped = false;

  const now = (): number => timeline.now().getTime();
  const dueNow = (): EventRow[] =>
    allRows(
      database,
      EventRow,
      'SELECT id, function, payload, accepted_at, attempts, next_at FROM async_events WHERE next_at <= ? ORDER BY number',
      now(),
    ).filter(({ id }) => !inFlight.has(id));
  // Asked for whenever anything ends: the payloads stay where they are.
  const moments = (): number[] =>
    allRows(database, Moment, 'SELECT id, next_at FROM async_events')
      .filter(({ id }) => !inFlight.has(id))
      .map(({ next_at: at }) => at);
  const forget = (id: string): void => {
    hearers.delete(id);
    change(database, 'DELETE FROM async_events WHERE id = ?', id);
  };

  const failed = (row: EventRow, outcome: Extract<Invocation, { ok: false }>): void => {
    const { retries, maximumAge, deadLetters } = definitions.find((one) => one.function === row.function) ?? unlessSaid;
    const attempts = row.attempts + 1;
    const again = now() + (waits[attempts - 1] ?? 0);
    const tooOften = attempts > retries;
    if (!tooOften && again - row.accepted_at <= maximumAge * 1000) {
      change(database, 'UPDATE async_events SET attempts = ?, next_at = ? WHERE id = ?', attempts, again, row.id);
      return;
    }
    const condition = tooOften ? 'RetriesExhausted' : 'EventAgeExceeded';
    if (deadLetters !== undefined) {
      giveUp(deadLetters, JSON.stringify(discardedEvent({ ...row, attempts }, outcome, condition, now())));
    }
    forget(row.id);
  };

  const call = async (row: EventRow): Promise<void> => {
    inFlight.add(row.id);
    try {
      const outcome = await invoke(row.function, payloadOf(row));
      if (!outcome.ok) {
        failed(row, outcome);
        return;
      }
      hearers.get(row.id)?.(outcome.payload);
      forget(row.id);
    } finally {
      inFlight.delete(row.id);
    }
  };

  const callAll = async (): Promise<void> => {
    if (stopped) return;
    const due = dueNow();
    await Promise.all(due.map(call));
    if (due.length > 0) timeline.wake();
  };

  return {
    accept: (name, payload, answered) => {
      const id = randomUUID();
      const text = JSON.stringify(payload ?? null);
      if (answered !== undefined) hearers.set(id, answered);
      change(
        database,
        'INSERT INTO async_events (id, function, payload, accepted_at, next_at) VALUES (?, ?, ?, ?, ?)',
        id,
        name,
        text,
        now(),
        now(),
      );
    },
    pump: () => void timeline.track(callAll()),
    timers: {
      next: () => {
        if (stopped) return undefined;
        const waiting = moments();
        return waiting.length === 0 ? undefined : Math.min(...waiting);
      },
      fire: () => callAll(),
    },
    stop: () => {
      stopped = true;
    },
  };
};
