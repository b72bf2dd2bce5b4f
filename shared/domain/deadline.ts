import * as z from 'zod';
import {
  addDays,
  addWorkingDays,
  type CalendarTable,
  daysBetween,
  endOfDay,
  type Instant,
  localDate,
  nextWorkingDayOnOrAfter,
  PlainDate,
} from './calendar.ts';
import { Year } from './ids.ts';

/** A day that recurs every year, `MM-DD`; 29 February does not. */
export const MonthDay = z
  .string()
  .regex(/^\d{2}-\d{2}$/, { error: 'a day of every year is written MM-DD', abort: true })
  .refine((text) => PlainDate.safeParse(`2001-${text}`).success, 'the calendar has no such day every year')
  .brand<'MonthDay'>();
export type MonthDay = z.infer<typeof MonthDay>;

const phrase = z.string().min(1).max(60);
const rollForward = z.boolean().default(false);

/**
 * A due date as a plan words it. "trước ngày X" (`before_date`, or `before_month_day` for every year) is a fixed
 * date: its last day is the day before X, and it rolls only with `rollForward`. "trong 03 ngày làm việc"
 * (`within`) is a period of the Civil Code, articles 147-148: the first day is not counted, and it rolls.
 */
export const Deadline = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('before_date'),
    date: PlainDate,
    phrase,
    rollForward,
    /** The plan does not say whether the date returns in later years. */
    recurs: z.literal('unstated').optional(),
  }),
  z.strictObject({ kind: z.literal('before_month_day'), monthDay: MonthDay, phrase, rollForward }),
  z.strictObject({
    kind: z.literal('within'),
    count: z.int().min(1).max(366),
    unit: z.enum(['days', 'working_days']),
    phrase,
  }),
]);
export type Deadline = z.infer<typeof Deadline>;

/** The last valid day, and its last moment. */
export type Due = { day: PlainDate; at: Instant };

const due = (day: PlainDate): Due => ({ day, at: endOfDay(day) });

/** "Trước ngày X": until 23:59:59 of the day before, literally, unless the plan lets it roll to a working day. */
export const dueBefore = (table: CalendarTable, date: PlainDate, roll: boolean): Due => {
  const last = addDays(date, -1);
  return due(roll ? nextWorkingDayOnOrAfter(table, last) : last);
};

/** "Trong N ngày [làm việc]" from a day that is not itself counted; ends on a working day. */
export const dueWithin = (table: CalendarTable, from: PlainDate, count: number, unit: 'days' | 'working_days'): Due =>
  due(unit === 'days' ? nextWorkingDayOnOrAfter(table, addDays(from, count)) : addWorkingDays(table, from, count));

/** The last day of a period that is counted from a day on. */
export const dueOfPeriod = (
  table: CalendarTable,
  { from, count, unit }: { readonly from: PlainDate; readonly count: number; readonly unit: 'days' | 'working_days' },
): PlainDate => dueWithin(table, from, count, unit).day;

/** When a deadline falls: in `year` for one that recurs, counted from `from` for a period. */
export const dueOf = (table: CalendarTable, deadline: Deadline, at: { year: Year; from: PlainDate }): Due => {
  switch (deadline.kind) {
    case 'before_date':
      return dueBefore(table, deadline.date, deadline.rollForward);
    case 'before_month_day':
      return dueBefore(table, PlainDate.parse(`${Year.parse(at.year)}-${deadline.monthDay}`), deadline.rollForward);
    case 'within':
      return dueWithin(table, at.from, deadline.count, deadline.unit);
    default: {
      const never: never = deadline;
      return never;
    }
  }
};

/** Calendar days by which something came in after its last valid day; 0 when it was on time. */
export const daysLate = (lastDay: PlainDate, cameIn: Instant): number =>
  Math.max(0, daysBetween(lastDay, localDate(cameIn)));
