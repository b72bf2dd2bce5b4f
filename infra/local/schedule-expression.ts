import { type Cron, readCron } from './cron.ts';
import { wallClock } from './wall-clock.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** When a schedule comes: the first moment after one, or the last at or before one, in epoch milliseconds. */
export type Recurrence = {
  after(moment: number): number | undefined;
  upTo(moment: number): number | undefined;
};

const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day };

const rate = (text: string, anchor: number): Recurrence | undefined => {
  const read = /^(\d+) (minute|hour|day)s?$/.exec(text);
  const length = Number(read?.[1]) * (units[read?.[2] ?? ''] ?? Number.NaN);
  if (!(length > 0)) return undefined;
  const turns = (moment: number): number => Math.floor((moment - anchor) / length);
  return {
    after: (moment) => anchor + Math.max(turns(moment) + 1, 0) * length,
    upTo: (moment) => (moment < anchor ? undefined : anchor + turns(moment) * length),
  };
};

/** The years that a cron expression may name. */
const firstYear = 1970;
const lastYear = 2199;

const recurring = ({ hasMonth, hasDay, minutes }: Cron, zone: string): Recurrence => {
  const { toWall, fromWall } = wallClock(zone);
  // A stepped clock asks for the same day many times over.
  let computed: { readonly wallDay: number; readonly moments: readonly number[] } | undefined;
  const momentsOf = (wallDay: number): readonly number[] => {
    if (computed?.wallDay !== wallDay) {
      const moments = minutes.flatMap((part) => fromWall(wallDay + part * minute) ?? []);
      computed = { wallDay, moments };
    }
    return computed.moments;
  };
  const daysOf = (year: number, month: number): number[] => {
    if (!hasMonth(year, month)) return [];
    const days: number[] = [];
    for (let wallDay = Date.UTC(year, month - 1, 1); new Date(wallDay).getUTCMonth() === month - 1; wallDay += day) {
      const weekday = new Date(wallDay).getUTCDay() + 1;
      if (hasDay({ year, month, date: new Date(wallDay).getUTCDate(), weekday })) days.push(wallDay);
    }
    return days;
  };
  const monthAt = (moment: number): number => {
    const wall = new Date(toWall(moment));
    return wall.getUTCFullYear() * 12 + wall.getUTCMonth();
  };
  const daysIn = (count: number): number[] => daysOf(Math.floor(count / 12), (count % 12) + 1);
  return {
    after: (moment) => {
      const from = Math.floor(toWall(moment) / day) * day;
      for (let month = monthAt(moment); month < (lastYear + 1) * 12; month += 1) {
        for (const wallDay of daysIn(month)) {
          const found = wallDay < from ? undefined : momentsOf(wallDay).find((one) => one > moment);
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
    upTo: (moment) => {
      const until = Math.floor(toWall(moment) / day) * day;
      for (let month = monthAt(moment); month >= firstYear * 12; month -= 1) {
        for (const wallDay of daysIn(month).toReversed()) {
          const found = wallDay > until ? undefined : momentsOf(wallDay).findLast((one) => one <= moment);
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
  };
};

const once = (text: string, zone: string): Recurrence | undefined => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) || Number.isNaN(Date.parse(`${text}Z`))) return undefined;
  const at = wallClock(zone).fromWall(Date.parse(`${text}Z`));
  return {
    after: (moment) => (at !== undefined && at > moment ? at : undefined),
    upTo: (moment) => (at !== undefined && at <= moment ? at : undefined),
  };
};

/**
 * Reads an expression of EventBridge Scheduler in its zone: `cron(…)` and `at(…)` by the wall clock, of which a time that
 * the clocks skip does not come and one that they repeat comes once, the first time; `rate(…)` in even steps from its
 * anchor on, the start of the schedule. Undefined for anything else.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export const readRecurrence = (expression: string, zone: string, anchor: number): Recurrence | undefined => {
  const [, kind = '', text = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? [];
  switch (kind) {
    case 'rate':
      return rate(text, anchor);
    case 'at':
      return once(text, zone);
    case 'cron': {
      const cron = readCron(text);
      return cron && recurring(cron, zone);
    }
    default:
      return undefined;
  }
};
