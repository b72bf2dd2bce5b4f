import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { AsyncInvocations } from './async-invocations.ts';
import type { ScheduleDefinition } from './deployment.ts';
import { type Recurrence, readRecurrence } from './schedule-expression.ts';
import { change, type Database, firstRow, inTransaction } from './sqlite.ts';
import { TemplateError } from './template-values.ts';
import type { Timeline, TimerSource } from './timeline.ts';

const ScheduleRow = z.object({ since: z.number(), last_at: z.number() });
const Idle = z.looseObject({ idleUntil: z.iso.datetime({ offset: true }) });

/**
 * Fills in what EventBridge Scheduler knows of a call. Handing an event to Lambda cannot fail here, so that it is always
 * the first attempt. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
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

/** The part of a recurrence between two moments, both included. */
const within = (
  recurrence: Recurrence,
  start = Number.NEGATIVE_INFINITY,
  end = Number.POSITIVE_INFINITY,
): Recurrence => ({
  after: (moment) => {
    const found = recurrence.after(Math.max(moment, start - 1));
    return found === undefined || found > end ? undefined : found;
  },
  upTo: (moment) => {
    const found = recurrence.upTo(Math.min(moment, end));
    return found === undefined || found < start ? undefined : found;
  },
});

/**
 * Hands events to functions when their schedules come. What a stopped runtime missed comes once, at the start. A function
 * that answers `{ idleUntil }` has nothing to do before then: a stepped clock passes over its calls until that moment, as
 * long as no other function has run since.
 */
export const createSchedules = (options: {
  database: Database;
  definitions: readonly ScheduleDefinition[];
  /** Takes the events. */
  asyncs: Pick<AsyncInvocations, 'accept' | 'pump'>;
  /** How many calls of functions there have been, all together. */
  calls: () => number;
  timeline: Timeline;
  /** Whether time is being stepped: only then are idle calls passed over. */
  isStepped: () => boolean;
}): TimerSource => {
  const { database, definitions, asyncs, calls, timeline, isStepped } = options;
  database.exec(
    'CREATE TABLE IF NOT EXISTS schedule_hands (name TEXT PRIMARY KEY, since REAL NOT NULL, last_at REAL NOT NULL)',
  );
  const recurrences = new Map<string, Recurrence>();
  const idle = new Map<string, { until: number; calls: number }>();
  const moments = new Map<string, number | undefined>();

  const rowOf = (name: string) => {
    const row = firstRow(database, ScheduleRow, 'SELECT since, last_at FROM schedule_hands WHERE name = ?', name);
    if (row === undefined) throw new Error(`The schedule ${name} is not in the database.`);
    return row;
  };

  for (const { name, expression, zone, start, end } of definitions) {
    const created = timeline.now().getTime();
    // A rate begins at once; everything else with what comes after.
    const before = expression.startsWith('rate') ? created - 1 : created;
    change(
      database,
      'INSERT OR IGNORE INTO schedule_hands (name, since, last_at) VALUES (?, ?, ?)',
      name,
      created,
      before,
    );
    const { since, last_at } = rowOf(name);
    const recurrence = readRecurrence(expression, zone, start ?? since);
    if (recurrence === undefined) throw new TemplateError(`The schedule ${name} is ${expression}, which is not known.`);
    const bounded = expression.startsWith('at') ? recurrence : within(recurrence, start, end);
    recurrences.set(name, bounded);
    moments.set(name, bounded.after(last_at));
  }

  /** The moment of the next call, later when the function has said that it is idle and nothing else has run. */
  const nextOf = ({ name }: ScheduleDefinition): number | undefined => {
    const moment = moments.get(name);
    const quiet = idle.get(name);
    if (moment === undefined || quiet === undefined || !isStepped() || quiet.calls !== calls()) return moment;
    return quiet.until <= moment ? moment : recurrences.get(name)?.after(quiet.until - 1);
  };

  const fireOne = (definition: ScheduleDefinition, now: number): void => {
    const { name } = definition;
    const due = nextOf(definition);
    if (due === undefined || due > now) return;
    const at = recurrences.get(name)?.upTo(now) ?? due;
    moments.set(name, recurrences.get(name)?.after(at));
    idle.delete(name);
    inTransaction(database, () => {
      change(database, 'UPDATE schedule_hands SET last_at = ? WHERE name = ?', at, name);
      asyncs.accept(definition.function, JSON.parse(fillInput(definition.input, definition, at)), (answer) => {
        const said = Idle.safeParse(answer);
        if (said.success) idle.set(name, { until: Date.parse(said.data.idleUntil), calls: calls() });
      });
    });
    asyncs.pump();
  };

  return {
    next: () => {
      const coming = definitions.flatMap((definition) => nextOf(definition) ?? []);
      return coming.length === 0 ? undefined : Math.min(...coming);
    },
    fire: async (now) => {
      for (const definition of definitions) fireOne(definition, now);
    },
  };
};
