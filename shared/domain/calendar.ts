import * as z from 'zod';
import { Bilingual } from './text.ts';

const MS_A_DAY = 86_400_000;
const MS_AHEAD_OF_UTC = 7 * 3_600_000;

/** Days from 1970-01-01 to a date of the Gregorian calendar, which counts the same in every time zone. */
const dayNumberOf = (year: number, month: number, day: number): number => {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

const textOf = (dayNumber: number): string => {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

const numberOf = (text: string): number =>
  dayNumberOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));

const isRealDate = (text: string): boolean => textOf(numberOf(text)) === text;

/** A day as the office's wall calendar shows it, `YYYY-MM-DD`; sorts as text. */
export const PlainDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a date is written YYYY-MM-DD', abort: true })
  .refine(isRealDate, 'the calendar has no such day')
  .brand<'PlainDate'>();
export type PlainDate = z.infer<typeof PlainDate>;

/** A moment in UTC with milliseconds, as `Date.toISOString` writes it; sorts as text. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/, {
    error: 'a moment is written YYYY-MM-DDTHH:MM:SS.mmmZ',
    abort: true,
  })
  .refine((text) => isRealDate(text.slice(0, 10)), 'the calendar has no such day')
  .brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/**
 * Why a day is not as its weekday says: a holiday, one off in lieu of a holiday that fell on a weekend, one off in
 * exchange for a weekend day, or that weekend day, which is worked.
 */
export const DayKind = z.enum(['holiday', 'compensation', 'swap', 'working']);
export type DayKind = z.infer<typeof DayKind>;

/** One row of a calendar's table: a day off, or a Saturday or Sunday worked in exchange for one. */
export const CalendarDay = z.strictObject({
  date: PlainDate,
  kind: DayKind,
  name: Bilingual,
  /** The law, notice or computation that the day rests on. */
  source: z.string().min(1),
  /** The day on which that was looked up. */
  asOf: PlainDate,
  /** False where no official notice was seen: the office confirms it before it relies on it. */
  certain: z.boolean(),
});
export type CalendarDay = z.infer<typeof CalendarDay>;

/**
 * An office's working calendar: Monday to Friday, less `off`, plus `working` (weekend days worked in exchange).
 * Outside `from`..`to` only weekends are known to be off; see `isCovered`.
 */
export const CalendarTable = z
  .strictObject({ from: PlainDate, to: PlainDate, off: z.array(CalendarDay), working: z.array(CalendarDay) })
  .check(({ value: { from, to, off, working }, issues }) => {
    const seen = new Set<PlainDate>();
    for (const [list, days] of Object.entries({ off, working })) {
      for (const [index, { date, kind }] of days.entries()) {
        const reasons = [
          ...(seen.has(date) ? ['is listed already'] : []),
          ...(date < from || date > to ? [`is outside ${from} to ${to}`] : []),
          ...(list === 'working' && weekday(date) % 6 !== 0 ? ['is a weekday, so a working day anyhow'] : []),
          ...((list === 'working') === (kind === 'working') ? [] : [`is no day of the kind ${kind} here`]),
        ];
        for (const reason of reasons) {
          issues.push({ code: 'custom', input: date, path: [list, index, 'date'], message: `${date} ${reason}` });
        }
        seen.add(date);
      }
    }
  });
export type CalendarTable = z.infer<typeof CalendarTable>;

/** The date that lies `days` calendar days after `date`; before it when negative. */
export const addDays = (date: PlainDate, days: number): PlainDate => PlainDate.parse(textOf(numberOf(date) + days));

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => numberOf(to) - numberOf(from);

/** 0 Sunday to 6 Saturday. */
export const weekday = (date: PlainDate): number => (((numberOf(date) + 4) % 7) + 7) % 7;

/** The moment of a wall-clock time in Vietnam (UTC+7, no summer time). */
export const localTime = (date: PlainDate, hour: number, minute: number): Instant =>
  instantOf(new Date(numberOf(date) * MS_A_DAY + (hour * 60 + minute) * 60_000 - MS_AHEAD_OF_UTC));

/** The moment that a clock showed. */
export const instantOf = (at: Date): Instant => Instant.parse(at.toISOString());

/** The last millisecond of the second 23:59:59 in Vietnam: what came in by then came in that day. */
export const endOfDay = (date: PlainDate): Instant => Instant.parse(`${date}T16:59:59.999Z`);

/** The day that it was in Vietnam (UTC+7) at a moment. */
export const localDate = (at: Instant): PlainDate => {
  const day = PlainDate.parse(at.slice(0, 10));
  return Number(at.slice(11, 13)) + 7 < 24 ? day : addDays(day, 1);
};

const indexes = new WeakMap<CalendarTable, { off: ReadonlySet<string>; working: ReadonlySet<string> }>();

const indexOf = (table: CalendarTable) => {
  const known = indexes.get(table);
  if (known !== undefined) return known;
  const index = {
    off: new Set<string>(table.off.map(({ date }) => date)),
    working: new Set<string>(table.working.map(({ date }) => date)),
  };
  indexes.set(table, index);
  return index;
};

/** Whether the table lists the days off of that year; where it does not, only weekends count as off. */
export const isCovered = (table: CalendarTable, date: PlainDate): boolean => table.from <= date && date <= table.to;

/** Whether the office works that day. */
export const isWorkingDay = (table: CalendarTable, date: PlainDate): boolean => {
  const { off, working } = indexOf(table);
  if (off.has(date)) return false;
  return weekday(date) % 6 !== 0 || working.has(date);
};

/**
 * The n-th working day after `date`, which itself is not counted; before it when n is negative; `date` itself,
 * working day or not, when n is 0.
 */
export const addWorkingDays = (table: CalendarTable, date: PlainDate, n: number): PlainDate => {
  const step = n < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, step);
    if (isWorkingDay(table, day)) left -= 1;
  }
  return day;
};

/** The n for which `addWorkingDays(from, n)` comes to `to` or nearest short of it; negative when `to` is earlier. */
export const workingDaysBetween = (table: CalendarTable, from: PlainDate, to: PlainDate): number => {
  const step = from <= to ? 1 : -1;
  let count = 0;
  for (let day = from; day !== to; ) {
    day = addDays(day, step);
    if (isWorkingDay(table, day)) count += step;
  }
  return count;
};

/** `date` if the office works that day, else the last working day before it. */
export const lastWorkingDayOnOrBefore = (table: CalendarTable, date: PlainDate): PlainDate =>
  isWorkingDay(table, date) ? date : addWorkingDays(table, date, -1);

/** `date` if the office works that day, else the first working day after it. */
export const nextWorkingDayOnOrAfter = (table: CalendarTable, date: PlainDate): PlainDate =>
  isWorkingDay(table, date) ? date : addWorkingDays(table, date, 1);
