import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addWorkingDays,
  CalendarTable,
  daysBetween,
  endOfDay,
  Instant,
  instantOf,
  isCovered,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  localDate,
  localTime,
  nextWorkingDayOnOrAfter,
  PlainDate,
  weekday,
  workingDaysBetween,
} from '../../shared/domain/calendar.ts';

const json: unknown = JSON.parse(readFileSync(new URL('../../shared/calendars/vietnam.json', import.meta.url), 'utf8'));
const table = CalendarTable.parse(json);
const day = (text: string) => PlainDate.parse(text);
const MS = 86_400_000;

const anyDay = fc.integer({ min: 0, max: 2554 }).map((n) => addDays(day('2021-01-01'), n));
const fewDays = fc.integer({ min: -60, max: 60 });

describe('dates', () => {
  it('counts days as the Gregorian calendar does, from 1900 to 2199', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 84_005 }), (n) => {
        const expected = new Date(n * MS);
        const found = addDays(day('1970-01-01'), n);
        expect(found).toBe(expected.toISOString().slice(0, 10));
        expect(weekday(found)).toBe(expected.getUTCDay());
        expect(daysBetween(day('1970-01-01'), found)).toBe(n);
      }),
    );
  });

  it.each(['2023-02-29', '2022-13-01', '2022-00-10', '2022-06-31', '2022-6-1', '01/06/2022', '2022-06-01T00:00:00Z'])(
    'refuses %s',
    (text) => {
      expect(PlainDate.safeParse(text).success).toBe(false);
    },
  );

  it('accepts 29 February in leap years', () => {
    expect(PlainDate.safeParse('2024-02-29').success).toBe(true);
  });

  it.each(['2022-03-04T01:00:00Z', '2022-03-04T24:00:00.000Z', '2022-02-30T01:00:00.000Z', '2022-03-04'])(
    'refuses %s as a moment',
    (text) => {
      expect(Instant.safeParse(text).success).toBe(false);
    },
  );
});

describe('days in Vietnam', () => {
  it.each([
    ['2022-10-12T15:10:00.000Z', '2022-10-12'],
    ['2022-10-12T16:59:59.999Z', '2022-10-12'],
    ['2022-10-12T17:00:00.000Z', '2022-10-13'],
    ['2022-12-31T18:00:00.000Z', '2023-01-01'],
    ['2024-02-28T17:00:00.000Z', '2024-02-29'],
  ])('reads %s as %s', (at, date) => {
    expect(localDate(Instant.parse(at))).toBe(date);
  });

  it('ends just before 17:00 UTC', () => {
    expect(endOfDay(day('2022-01-01'))).toBe('2022-01-01T16:59:59.999Z');
    expect(localTime(day('2022-01-01'), 7, 30)).toBe('2022-01-01T00:30:00.000Z');
  });

  it('holds every moment up to its end, whatever the zone of the machine', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
        const at = instantOf(new Date(ms));
        const date = localDate(at);
        expect(at <= endOfDay(date)).toBe(true);
        expect(date).toBe(new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10));
      }),
    );
  });
});

describe('the Vietnamese calendar', () => {
  const offDays = (from: string, to: string) =>
    Array.from({ length: daysBetween(day(from), day(to)) + 1 }, (_, n) => addDays(day(from), n)).filter(
      (date) => !isWorkingDay(table, date),
    );

  it.each([
    ['Tết 2021', '2021-02-10', '2021-02-16'],
    ['Tết 2022 with its weekends', '2022-01-29', '2022-02-06'],
    ['Tết 2023', '2023-01-20', '2023-01-26'],
    ['Tết 2024', '2024-02-08', '2024-02-14'],
    ['Tết 2025 with its weekends', '2025-01-25', '2025-02-02'],
    ['Tết 2026 with its weekends', '2026-02-14', '2026-02-22'],
    ['New Year 2026', '2026-01-01', '2026-01-04'],
    ['Giỗ Tổ 2026', '2026-04-25', '2026-04-27'],
    ['30 April and 1 May 2026', '2026-04-30', '2026-05-03'],
    ['National Day 2026', '2026-08-29', '2026-09-02'],
    ['30 April 2022', '2022-04-30', '2022-05-03'],
    ['30 April 2024', '2024-04-27', '2024-05-01'],
  ])('is off all of %s, and works before and after', (_, from, to) => {
    expect(offDays(from, to)).toHaveLength(daysBetween(day(from), day(to)) + 1);
    expect(isWorkingDay(table, addDays(day(from), -1))).toBe(true);
    expect(isWorkingDay(table, addDays(day(to), 1))).toBe(weekday(addDays(day(to), 1)) % 6 !== 0);
  });

  it.each(['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22'])('works Saturday %s in exchange', (date) => {
    expect(weekday(day(date))).toBe(6);
    expect(isWorkingDay(table, day(date))).toBe(true);
    expect(isWorkingDay(table, addDays(day(date), 7))).toBe(false);
  });

  it.each(['2026-11-24', '2027-02-05', '2027-02-10'])('lists %s as uncertain', (date) => {
    expect(table.off.find((off) => off.date === date)?.certain).toBe(false);
  });

  it('is certain of every day up to 23 November 2026', () => {
    const uncertain = [...table.off, ...table.working].filter(({ certain }) => !certain);
    expect(uncertain.every(({ date }) => date >= '2026-11-24')).toBe(true);
  });

  it('has 11 days off or in lieu on weekdays each year that has no exchange', () => {
    const weekdaysOff = (year: string) =>
      table.off.filter(({ date }) => date.startsWith(year) && weekday(date) % 6 !== 0).length;
    expect(['2021', '2022', '2023'].map(weekdaysOff)).toEqual([11, 11, 11]);
    expect(['2024', '2025'].map(weekdaysOff)).toEqual([12, 12]);
    expect(weekdaysOff('2026')).toBe(14);
  });

  it('knows which years it covers', () => {
    expect(isCovered(table, day('2021-01-01'))).toBe(true);
    expect(isCovered(table, day('2028-01-01'))).toBe(false);
  });

  it('names and sources every day, in the order of dates and in composed Unicode', () => {
    const dates = table.off.map(({ date }) => date);
    expect(dates).toEqual(dates.toSorted());
    const text = JSON.stringify(json);
    expect(text.normalize('NFC')).toBe(text);
  });
});

describe('a calendar table', () => {
  const entry = (date: string, kind = 'holiday') => ({
    date,
    kind,
    name: { vi: 'x', en: 'x' },
    source: 'x',
    asOf: '2022-01-01',
    certain: true,
  });
  const pathsOf = (parts: { off?: object[]; working?: object[] }) =>
    CalendarTable.safeParse({ from: '2022-01-01', to: '2022-12-31', off: [], working: [], ...parts }).error?.issues.map(
      ({ path }) => path.join('.'),
    );

  it('refuses a day listed twice, in one list or in both', () => {
    expect(pathsOf({ off: [entry('2022-01-03'), entry('2022-01-03')] })).toEqual(['off.1.date']);
    expect(pathsOf({ off: [entry('2022-01-08')], working: [entry('2022-01-08', 'working')] })).toEqual([
      'working.0.date',
    ]);
  });

  it('refuses a day outside its years, and a weekday worked in exchange', () => {
    expect(pathsOf({ off: [entry('2023-01-02')] })).toEqual(['off.0.date']);
    expect(pathsOf({ working: [entry('2022-01-04', 'working')] })).toEqual(['working.0.date']);
  });
});

describe('working days', () => {
  it('do not count the first day and skip Tết', () => {
    expect(addWorkingDays(table, day('2022-01-28'), 1)).toBe('2022-02-07');
    expect(addWorkingDays(table, day('2026-02-12'), 3)).toBe('2026-02-24');
    expect(addWorkingDays(table, day('2022-02-07'), -1)).toBe('2022-01-28');
  });

  it('count a Saturday worked in exchange', () => {
    expect(addWorkingDays(table, day('2026-01-09'), 1)).toBe('2026-01-10');
    expect(addWorkingDays(table, day('2026-01-10'), 1)).toBe('2026-01-12');
    expect(workingDaysBetween(table, day('2026-08-21'), day('2026-09-03'))).toBe(7);
  });

  it('stay where they are for zero, on an off-day too', () => {
    expect(addWorkingDays(table, day('2026-02-17'), 0)).toBe('2026-02-17');
  });

  it('go back to the same working day', () => {
    fc.assert(
      fc.property(anyDay, fewDays, (from, n) => {
        const start = nextWorkingDayOnOrAfter(table, from);
        expect(addWorkingDays(table, addWorkingDays(table, start, n), -n)).toBe(start);
      }),
    );
  });

  it('are what lies between, and land on a working day', () => {
    fc.assert(
      fc.property(anyDay, fewDays, (from, n) => {
        const to = addWorkingDays(table, from, n);
        expect(workingDaysBetween(table, from, to)).toBe(n);
        expect(n === 0 || isWorkingDay(table, to)).toBe(true);
      }),
    );
  });

  it('never go backwards: a later start or more days is never an earlier end', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(30), fewDays, fc.nat(10), (from, later, n, more) => {
        const end = addWorkingDays(table, from, n);
        expect(addWorkingDays(table, addDays(from, later), n) >= end || n === 0).toBe(true);
        expect(addWorkingDays(table, from, n + more) >= end || n + more === 0 || n === 0).toBe(true);
      }),
    );
  });

  it('are found on or before, and on or after, any day', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const before = lastWorkingDayOnOrBefore(table, date);
        const after = nextWorkingDayOnOrAfter(table, date);
        expect(before <= date && date <= after).toBe(true);
        expect(isWorkingDay(table, before) && isWorkingDay(table, after)).toBe(true);
        expect(before === after).toBe(isWorkingDay(table, date));
      }),
    );
  });
});
