import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ScheduleDefinition } from './deployment.ts';
import type { Functions } from './lambda.ts';
import { type Recurrence, readRecurrence } from './schedule-expression.ts';
import { change, type Database, firstRow } from './sqlite.ts';
import { TemplateError } from './template-values.ts';
import type { Timeline, TimerSource } from './timeline.ts';

const ScheduleRow = z.object({
  last_at: z.number(),
  retry_at: z.number().nullable(),
  retries: z.number(),
  input: z.string().nullable(),
});
type ScheduleRow = z.infer<typeof ScheduleRow>;
const Idle = z.looseObject({ idleUntil: z.iso.datetime({ offset: true }) });

const waitBeforeRetry = 60_000;

/** Fills in what EventBridge Scheduler knows of a call. */
export const fillInput = (input: string | undefined, schedule: { name: string; arn: string }, at: number): string => {
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const id = randomUUID();
  const text =
    input ??
    JSON.stringify({
      version: '0',
      id: '<aws.scheduler.execution-id>',
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: '<aws.scheduler.scheduled-time>',
      resources: ['<aws.scheduler.schedule-arn>'],
      detail: '{}',
    });
  return text
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.execution-id>', id)
    .replaceAll('<aws.scheduler.attempt-number>', '1');
};

/**
 * Calls functions when their schedules come. What a stopped runtime missed comes once, at the start. A function that
 * answers `{ idleUntil }` has nothing to do before then: a stepped clock passes over its calls until that moment, as
 * long as no other function has run since.
 */
export const createSchedules = (options: {
  database: Database;
  definitions: readonly ScheduleDefinition[];
  functions: Pick<Functions, 'invoke' | 'calls'>;
  timeline: Timeline;
  /** Whether time is being stepped: only then are idle calls passed over. */
  isStepped: () => boolean;
  /** Takes the input of a call that has failed for good. */
  giveUp: (queue: string, body: string) => void;
}): TimerSource => {
  const { database, definitions, functions, timeline, isStepped, giveUp } = options;
  database.exec(
    'CREATE TABLE IF NOT EXISTS schedules (name TEXT PRIMARY KEY, last_at REAL NOT NULL, retry_at REAL, retries INTEGER NOT NULL DEFAULT 0, input TEXT)',
  );
  const recurrences = new Map<string, Recurrence>();
  const idle = new Map<string, { until: number; calls: number }>();
  const moments = new Map<string, number | undefined>();

  const rowOf = (name: string): ScheduleRow => {
    const row = firstRow(
      database,
      ScheduleRow,
      'SELECT last_at, retry_at, retries, input FROM schedules WHERE name = ?',
      name,
    );
    if (row === undefined) throw new Error(`The schedule ${name} is not in the database.`);
    return row;
  };

  const momentOf = ({ name }: ScheduleDefinition): number | undefined => {
    const row = rowOf(name);
    const coming = recurrences.get(name)?.after(row.last_at);
    if (row.retry_at === null) return coming;
    return coming === undefined ? row.retry_at : Math.min(row.retry_at, coming);
  };

  for (const definition of definitions) {
    const { name, expression, zone } = definition;
    const recurrence = readRecurrence(expression, zone);
    if (recurrence === undefined) {
      throw new TemplateError(`The schedule ${name} is ${expression}, which the laptop runtime does not know.`);
    }
    recurrences.set(name, recurrence);
    change(database, 'INSERT OR IGNORE INTO schedules (name, last_at) VALUES (?, ?)', name, timeline.now().getTime());
    moments.set(name, momentOf(definition));
  }

  /** The moment of the next call, later when the function has said that it is idle and nothing else has run. */
  const nextOf = ({ name }: ScheduleDefinition): number | undefined => {
    const moment = moments.get(name);
    const quiet = idle.get(name);
    if (moment === undefined || quiet === undefined || !isStepped() || quiet.calls !== functions.calls()) return moment;
    if (quiet.until <= moment || rowOf(name).retry_at !== null) return moment;
    return recurrences.get(name)?.after(quiet.until - 1);
  };

  const call = async (
    definition: ScheduleDefinition,
    at: number,
    retries: number,
    stored: string | null,
  ): Promise<void> => {
    const { name } = definition;
    const input = stored ?? fillInput(definition.input, definition, at);
    // Before the call: one that is cut off by a crash is tried again.
    change(
      database,
      'UPDATE schedules SET last_at = ?, retry_at = ?, retries = ?, input = ? WHERE name = ?',
      at,
      timeline.now().getTime(),
      retries,
      input,
      name,
    );
    const outcome = await functions.invoke(definition.function, JSON.parse(input));
    idle.delete(name);
    if (outcome.ok) {
      change(database, 'UPDATE schedules SET retry_at = NULL, retries = 0, input = NULL WHERE name = ?', name);
      const said = Idle.safeParse(outcome.payload);
      if (said.success) idle.set(name, { until: Date.parse(said.data.idleUntil), calls: functions.calls() });
    } else if (retries < definition.retries) {
      const again = timeline.now().getTime() + waitBeforeRetry * 2 ** Math.min(retries, 5);
      change(database, 'UPDATE schedules SET retry_at = ?, retries = ? WHERE name = ?', again, retries + 1, name);
    } else {
      if (definition.deadLetters !== undefined) giveUp(definition.deadLetters, input);
      change(database, 'UPDATE schedules SET retry_at = NULL, retries = 0, input = NULL WHERE name = ?', name);
    }
    moments.set(name, momentOf(definition));
  };

  const fireOne = async (definition: ScheduleDefinition, now: number): Promise<void> => {
    const { name } = definition;
    const due = nextOf(definition);
    if (due === undefined || due > now) return;
    const row = rowOf(name);
    const latest = recurrences.get(name)?.upTo(now);
    if (latest !== undefined && latest > row.last_at) await call(definition, latest, 0, null);
    else await call(definition, row.last_at, row.retries, row.input);
  };

  return {
    next: () => {
      const coming = definitions.flatMap((definition) => nextOf(definition) ?? []);
      return coming.length === 0 ? undefined : Math.min(...coming);
    },
    fire: async (now) => {
      for (const definition of definitions) await fireOne(definition, now);
    },
  };
};
