import * as z from 'zod';
import {
  addWorkingDays,
  type CalendarTable,
  type Instant,
  lastWorkingDayOnOrBefore,
  localTime,
  type PlainDate,
} from './calendar.ts';

/** Who hears of a task when a rung is climbed: in the office that owes it, in the standing unit, or above it. */
export const Hearer = z.enum(['assignee', 'deputy', 'head', 'standing', 'superior']);
export type Hearer = z.infer<typeof Hearer>;

/** One step of a plan's ladder of reminders: working days from the due date, negative before it. */
export const Rung = z.strictObject({
  id: z.string().regex(/^T(?:[+-][1-9]\d?)?$/, 'a rung is named T, T-5 or T+3'),
  offset: z.int().min(-60).max(60),
  hears: z.array(Hearer).min(1),
});
export type Rung = z.infer<typeof Rung>;

/** How far from the due date a rung of that name lies, in working days; what comes past the ladder is behind all. */
export const offsetOf = (rung: string): number => {
  if (rung === 'T') return 0;
  const [, offset] = /^T([+-]\d+)$/.exec(rung) ?? [];
  return offset === undefined ? PAST_LADDER : Number(offset);
};

/** Behind every rung that a ladder can have. */
const PAST_LADDER = 61;

/** A rung and when it is climbed. */
export type RungMoment = { rung: Rung; at: Instant };

/** Rungs that are climbed in one step: known by the furthest of them, heard by all that any of them names. */
export type Climb = { rung: Rung; merged: readonly Rung[]; hears: readonly Hearer[]; at: Instant };

/**
 * When each rung of a due date is climbed: at 07:30 of its working day. T itself, where the due date is an off-day,
 * comes on the last working day before it.
 */
export const rungMoments = (table: CalendarTable, ladder: readonly Rung[], dueDate: PlainDate): RungMoment[] =>
  ladder
    .map((rung) => {
      const day =
        rung.offset === 0 ? lastWorkingDayOnOrBefore(table, dueDate) : addWorkingDays(table, dueDate, rung.offset);
      return { rung, at: localTime(day, 7, 30) };
    })
    .toSorted((a, b) => a.rung.offset - b.rung.offset);

/** The first rung that is still to come after a moment. */
export const nextRung = (moments: readonly RungMoment[], after: Instant): RungMoment | undefined =>
  moments.find(({ at }) => at > after);

/**
 * What is to be climbed after one moment (not included; undefined for the first time) and up to another, as one
 * step: rungs that fell on the same day, or that an outage held up, give one message. Undefined when there is none.
 */
export const dueRungs = (
  moments: readonly RungMoment[],
  after: Instant | undefined,
  upTo: Instant,
): Climb | undefined => {
  const reached = moments.filter(({ at }) => (after === undefined || at > after) && at <= upTo);
  const furthest = reached.at(-1);
  if (furthest === undefined) return undefined;
  const heard = new Set(reached.flatMap(({ rung }) => rung.hears));
  return {
    rung: furthest.rung,
    merged: reached.map(({ rung }) => rung),
    hears: Hearer.options.filter((hearer) => heard.has(hearer)),
    at: furthest.at,
  };
};
