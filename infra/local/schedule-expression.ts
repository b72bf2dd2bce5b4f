const minute = 60_000;
const day = 24 * 60 * minute;

/** When a schedule comes: the first moment after one, or the last at or before one, in epoch milliseconds. */
export type Recurrence = {
  after(moment: number): number | undefined;
  upTo(moment: number): number | undefined;
};

const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day };

const rate = (text: string): Recurrence | undefined => {
  const read = /^(\d+) (minute|hour|day)s?$/.exec(text);
  const length = Number(read?.[1]) * (units[read?.[2] ?? ''] ?? Number.NaN);
  if (!(length > 0)) return undefined;
  // Counted from the epoch, so that a quarter of an hour falls on the quarters.
  return {
    after: (moment) => (Math.floor(moment / length) + 1) * length,
    upTo: (moment) => Math.floor(moment / length) * length,
  };
};

/** The values of one field of a cron expression; undefined for what is not of the subset. */
const field = (text: string, least: number, most: number): ReadonlySet<number> | undefined => {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const read = /^(?:(\*|\?)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (read === null) return undefined;
    const [, any, from, to, step] = read;
    const first = any === undefined ? Number(from) : least;
    const last = to === undefined ? (any === undefined && step === undefined ? first : most) : Number(to);
    const by = step === undefined ? 1 : Number(step);
    if (first < least || last > most || by < 1) return undefined;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
};

const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const numbered = (text: string, names: readonly string[]): string =>
  text.toUpperCase().replaceAll(/[A-Z]{3}/g, (name) => String(names.indexOf(name) + 1));

/** Reads and writes a zone's wall clock, as if its hours were UTC's. */
const wallClock = (zone: string) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const toWall = (moment: number): number => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  };
  /** The moment of a wall time; one that a change of the clock skips is undefined. */
  const fromWall = (wall: number): number | undefined => {
    const guess = wall - (toWall(wall) - wall);
    const moment = wall - (toWall(guess) - guess);
    return toWall(moment) === wall ? moment : undefined;
  };
  return { toWall, fromWall };
};

const cron = (text: string, zone: string): Recurrence | undefined => {
  const [minutes, hours, daysOfMonth, monthsOfYear, daysOfWeek, years, ...rest] = text.split(/\s+/);
  const minuteSet = field(minutes ?? '', 0, 59);
  const hourSet = field(hours ?? '', 0, 23);
  const dateSet = field(daysOfMonth ?? '', 1, 31);
  const monthSet = field(numbered(monthsOfYear ?? '', monthNames), 1, 12);
  const weekdaySet = field(numbered(daysOfWeek ?? '', dayNames), 1, 7);
  const yearSet = field(years ?? '', 1970, 2199);
  if (rest.length > 0 || !minuteSet || !hourSet || !dateSet || !monthSet || !weekdaySet || !yearSet) return undefined;
  const { toWall, fromWall } = wallClock(zone);
  const times = [...hourSet].flatMap((hour) => [...minuteSet].map((part) => hour * 60 * minute + part * minute));
  const ascending = times.toSorted((a, b) => a - b);
  const hasDay = (wallDay: number): boolean => {
    const date = new Date(wallDay);
    return (
      yearSet.has(date.getUTCFullYear()) &&
      monthSet.has(date.getUTCMonth() + 1) &&
      dateSet.has(date.getUTCDate()) &&
      weekdaySet.has(date.getUTCDay() + 1)
    );
  };
  const longestSearch = 9 * 366;
  // A stepped clock asks for the same day many times over.
  let computed: { readonly wallDay: number; readonly moments: readonly number[] } | undefined;
  const momentsOf = (wallDay: number): readonly number[] => {
    if (computed?.wallDay !== wallDay) {
      const moments = hasDay(wallDay) ? ascending.flatMap((time) => fromWall(wallDay + time) ?? []) : [];
      computed = { wallDay, moments };
    }
    return computed.moments;
  };
  const startOf = (moment: number): number => Math.floor(toWall(moment) / day) * day;
  return {
    after: (moment) => {
      for (let days = 0; days <= longestSearch; days += 1) {
        const found = momentsOf(startOf(moment) + days * day).find((one) => one > moment);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    upTo: (moment) => {
      for (let days = 0; days <= longestSearch; days += 1) {
        const found = momentsOf(startOf(moment) - days * day).findLast((one) => one <= moment);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
};

/**
 * Reads `rate(…)` or `cron(…)` of EventBridge Scheduler in a zone; of cron the values, lists, ranges, steps and names.
 * Undefined for anything else. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export const readRecurrence = (expression: string, zone: string): Recurrence | undefined => {
  const read = /^(rate|cron)\((.+)\)$/.exec(expression);
  if (read === null) return undefined;
  return read[1] === 'rate' ? rate(read[2] ?? '') : cron(read[2] ?? '', zone);
};
