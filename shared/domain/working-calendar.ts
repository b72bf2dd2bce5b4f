import * as z from 'zod';
import { CalendarDay, type CalendarTable, type DayKind, Instant, PlainDate } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { PersonId, TaskId, UnitId } from './ids.ts';
import type { PersonActor } from './journal.ts';

/** When a task is due and next looked at. */
const Dates = z.strictObject({ due: PlainDate, nextRungAt: Instant });

/** A task whose dates followed a change of the calendar: as they were, and as they are. */
export const RedatedTask = z.strictObject({ task: TaskId, office: UnitId, before: Dates, after: Dates });
export type RedatedTask = z.infer<typeof RedatedTask>;

/**
 * The working calendar of a locality, once its office has changed the table that it was shipped with. It belongs to
 * no round: it changes, and dates follow.
 */
export const CalendarRecord = z.strictObject({
  id: z.string(),
  /** Pages of `CalendarDay`: the whole table. */
  rows: PagesRef,
  changes: z.int().min(1),
  by: PersonId,
  at: Instant,
  /** The last change still has tasks to re-date. */
  redating: z.literal(true).optional(),
  /** What the last change re-dated: pages of `RedatedTask`. */
  redated: z.strictObject({ changes: z.int().min(1), tasks: PagesRef, at: Instant }).optional(),
});
export type CalendarRecord = z.infer<typeof CalendarRecord>;

/** What can happen to a locality's calendar. */
export const CalendarEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('CalendarChanged'),
    rows: PagesRef,
    /** The rows that are new or were corrected, and the days whose rows went. */
    set: z.array(CalendarDay),
    removed: z.array(PlainDate),
    reason: z.string().min(1).nullable(),
  }),
  z.strictObject({ type: z.literal('TasksRedated'), changes: z.int().min(1), tasks: PagesRef }),
]);
export type CalendarEvent = z.infer<typeof CalendarEvent>;

/** The one calendar of a locality. */
export const WORKING_CALENDAR = 'working-calendar';

/** The record after an entry. Throws where the entry cannot follow. */
export const evolveCalendar = (
  id: string,
  state: CalendarRecord | undefined,
  event: CalendarEvent,
  { at, by }: { readonly at: Instant; readonly by: PersonActor | undefined },
): CalendarRecord => {
  switch (event.type) {
    case 'CalendarChanged': {
      if (by === undefined) throw new Error('A person changes the calendar.');
      const { redated } = state ?? {};
      return {
        id,
        rows: event.rows,
        changes: (state?.changes ?? 0) + 1,
        by: by.person,
        at,
        redating: true,
        ...(redated === undefined ? {} : { redated }),
      };
    }
    case 'TasksRedated': {
      if (state === undefined) throw new Error('Dates follow a calendar that was changed.');
      const { redating: _, ...rest } = state;
      return { ...rest, redated: { changes: event.changes, tasks: event.tasks, at } };
    }
  }
};

/** The rows of a table, in the order of their days. */
export const rowsOf = ({ off, working }: CalendarTable): readonly CalendarDay[] =>
  [...off, ...working].toSorted((a, b) => (a.date < b.date ? -1 : 1));

const isWorked = (kind: DayKind): boolean => kind === 'working';

/** The last day of the year of a date. */
const yearEnd = (date: PlainDate): PlainDate => PlainDate.parse(`${date.slice(0, 4)}-12-31`);

/**
 * The table that rows make up: it covers the years of the one that it began as, and those up to the last year that the
 * office has listed days of.
 */
export const tableOf = (
  rows: readonly CalendarDay[],
  { from, to }: Pick<CalendarTable, 'from' | 'to'>,
): CalendarTable => {
  const last = rows.reduce((latest, { date }) => (date > latest ? date : latest), to);
  return {
    from,
    to: last > to ? yearEnd(last) : to,
    off: rows.filter(({ kind }) => !isWorked(kind)),
    working: rows.filter(({ kind }) => isWorked(kind)),
  };
};
