/** A day of the calendar; months and weekdays counted from 1, Sunday the first. */
export type CronDay = { year: number; month: number; date: number; weekday: number };

/** What a cron expression says: on which days, and at which minutes of the day, ascending. */
export type Cron = {
  readonly hasMonth: (year: number, month: number) => boolean;
  readonly hasDay: (day: CronDay) => boolean;
  readonly minutes: readonly number[];
};

const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const numbered = (text: string, names: readonly string[]): string =>
  text.toUpperCase().replaceAll(/[A-Z]{3}/g, (name) => String(names.indexOf(name) + 1));

/** The values of a field made of values, lists, ranges and steps; undefined for anything else. */
const values = (text: string, least: number, most: number, steps = true): ReadonlySet<number> | undefined => {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const read = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (read === null) return undefined;
    const [, any, from, to, step] = read;
    const first = any === undefined ? Number(from) : least;
    const last = to === undefined ? (any === undefined && step === undefined ? first : most) : Number(to);
    const by = step === undefined ? 1 : Number(step);
    if (first < least || last > most || last < first || by < 1 || (step !== undefined && !steps)) return undefined;
    for (let value = first; value <= last; value += by) found.add(value);
  }
  return found;
};

const lastDateOf = ({ year, month }: CronDay): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const weekdayOf = ({ year, month }: CronDay, date: number): number =>
  new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 1;

/** The working day, Monday to Friday, that is nearest to a date within its month. */
const nearestWeekday = (day: CronDay, date: number): number => {
  const last = lastDateOf(day);
  switch (weekdayOf(day, date)) {
    case 1:
      return date < last ? date + 1 : date - 2;
    case 7:
      return date > 1 ? date - 1 : date + 2;
    default:
      return date;
  }
};

type IsDay = (day: CronDay) => boolean;

const dayOfMonth = (text: string): IsDay | undefined => {
  if (text === 'L') return (day) => day.date === lastDateOf(day);
  if (text === 'LW') return (day) => day.date === nearestWeekday(day, lastDateOf(day));
  const near = /^(\d+)W$/.exec(text);
  if (near !== null) {
    const date = Number(near[1]);
    if (date < 1 || date > 31) return undefined;
    return (day) => date <= lastDateOf(day) && day.date === nearestWeekday(day, date);
  }
  const dates = values(text, 1, 31);
  return dates && (({ date }) => dates.has(date));
};

const dayOfWeek = (text: string): IsDay | undefined => {
  if (text === 'L') return ({ weekday }) => weekday === 7;
  const numbers = numbered(text, dayNames);
  const last = /^([1-7])L$/.exec(numbers);
  if (last !== null) return (day) => day.weekday === Number(last[1]) && day.date + 7 > lastDateOf(day);
  const nth = /^([1-7])#([1-5])$/.exec(numbers);
  if (nth !== null) {
    return ({ weekday, date }) => weekday === Number(nth[1]) && Math.ceil(date / 7) === Number(nth[2]);
  }
  const weekdays = values(numbers, 1, 7, false);
  return weekdays && (({ weekday }) => weekdays.has(weekday));
};

/**
 * Reads the five or six fields of a cron expression of EventBridge Scheduler, with `L`, `W` and `#`; one of the two days
 * is `?`. Undefined for anything else. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export const readCron = (text: string): Cron | undefined => {
  const [minutes = '', hours = '', dates = '', months = '', weekdays = '', years = '*', ...rest] = text.split(/\s+/);
  if (rest.length > 0 || (dates === '?') === (weekdays === '?')) return undefined;
  const minuteSet = values(minutes, 0, 59);
  const hourSet = values(hours, 0, 23);
  const monthSet = values(numbered(months, monthNames), 1, 12);
  const yearSet = values(years, 1970, 2199);
  const isDay = dates === '?' ? dayOfWeek(weekdays) : dayOfMonth(dates.toUpperCase());
  if (!minuteSet || !hourSet || !monthSet || !yearSet || !isDay) return undefined;
  return {
    hasMonth: (year, month) => yearSet.has(year) && monthSet.has(month),
    hasDay: isDay,
    minutes: [...hourSet]
      .flatMap((hour) => [...minuteSet].map((minute) => hour * 60 + minute))
      .toSorted((a, b) => a - b),
  };
};
