import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CalendarTable, Instant, instantOf, PlainDate } from '../../shared/domain/calendar.ts';
import { Deadline, daysLate, dueBefore, dueOf, dueWithin } from '../../shared/domain/deadline.ts';
import { Rung, rungMoments } from '../../shared/domain/ladder.ts';

const table = CalendarTable.parse(
  JSON.parse(readFileSync(new URL('../../shared/calendars/vietnam.json', import.meta.url), 'utf8')),
);
const day = (text: string) => PlainDate.parse(text);
/** A moment written as the clock in Vietnam showed it. */
const local = (text: string) => instantOf(new Date(`${text}:00+07:00`));

describe('a fixed date', () => {
  it('scenario 2: due before 15/9/2021, filed 15/9 at 07:30, is one day late', () => {
    const due = dueBefore(table, day('2021-09-15'), false);
    expect(due).toEqual({ day: '2021-09-14', at: '2021-09-14T16:59:59.999Z' });
    expect(daysLate(due.day, local('2021-09-15T07:30'))).toBe(1);
    expect(daysLate(due.day, local('2021-09-14T23:59'))).toBe(0);
  });

  it('scenario 17: due before 01/6/2026 ends on Sunday 31/5, with the reminder on Friday 29/5', () => {
    const { day: last } = dueBefore(table, day('2026-06-01'), false);
    expect(last).toBe('2026-05-31');
    expect(daysLate(last, local('2026-05-31T21:00'))).toBe(0);
    expect(daysLate(last, local('2026-06-01T08:00'))).toBe(1);
    const reminder = Rung.parse({ id: 'T', offset: 0, hears: ['assignee'] });
    expect(rungMoments(table, [reminder], last).map(({ at }) => at)).toEqual([local('2026-05-29T07:30')]);
  });

  it('scenario 17: with rollForward Monday 01/6 is on time', () => {
    const due = dueBefore(table, day('2026-06-01'), true);
    expect(due.day).toBe('2026-06-01');
    expect(daysLate(due.day, local('2026-06-01T08:00'))).toBe(0);
    expect(daysLate(due.day, local('2026-06-02T00:00'))).toBe(1);
  });

  it('scenario 21: before 13/10/2022, 12/10 at 22:10 is on time and 13/10 at 00:05 is late', () => {
    const due = dueBefore(table, day('2022-10-13'), false);
    expect(daysLate(due.day, local('2022-10-12T22:10'))).toBe(0);
    expect(daysLate(due.day, local('2022-10-13T00:05'))).toBe(1);
  });

  it('counts the last second of the day as that day', () => {
    const due = dueBefore(table, day('2022-06-01'), false);
    expect(daysLate(due.day, Instant.parse('2022-05-31T16:59:59.999Z'))).toBe(0);
    expect(daysLate(due.day, Instant.parse('2022-05-31T17:00:00.000Z'))).toBe(1);
  });

  it('counts lateness in calendar days', () => {
    expect(daysLate(day('2022-01-28'), local('2022-02-07T09:00'))).toBe(10);
  });
});

describe('a period', () => {
  it('does not count its first day and rolls over a weekend', () => {
    expect(dueWithin(table, day('2022-03-03'), 2, 'days').day).toBe('2022-03-07');
    expect(dueWithin(table, day('2022-03-03'), 1, 'days').day).toBe('2022-03-04');
  });

  it('counts working days over Tết', () => {
    expect(dueWithin(table, day('2022-01-27'), 3, 'working_days').day).toBe('2022-02-08');
  });

  it('rolls to a Saturday worked in exchange', () => {
    expect(dueWithin(table, day('2026-01-08'), 2, 'days').day).toBe('2026-01-10');
  });
});

describe('a deadline of a plan', () => {
  const at = (year: number, from = '2022-01-04') => ({ year, from: day(from) });

  it('recurs on the same day of each year', () => {
    const deadline = Deadline.parse({ kind: 'before_month_day', monthDay: '12-01', phrase: 'trước ngày 01/12' });
    expect([2021, 2022, 2025].map((year) => dueOf(table, deadline, at(year)).day)).toEqual([
      '2021-11-30',
      '2022-11-30',
      '2025-11-30',
    ]);
  });

  it('crosses the year for a date before 01/01', () => {
    const deadline = Deadline.parse({ kind: 'before_month_day', monthDay: '01-01', phrase: 'trước ngày 01/01' });
    expect(dueOf(table, deadline, at(2023)).day).toBe('2022-12-31');
  });

  it('holds its own year where it has one', () => {
    const deadline = Deadline.parse({ kind: 'before_date', date: '2021-09-15', phrase: 'trước ngày 15/9/2021' });
    expect(dueOf(table, deadline, at(2030)).day).toBe('2021-09-14');
  });

  it('counts a period from the day it is given', () => {
    const deadline = Deadline.parse({
      kind: 'within',
      count: 3,
      unit: 'working_days',
      phrase: 'trong 03 ngày làm việc',
    });
    expect(dueOf(table, deadline, at(2022, '2022-03-03')).day).toBe('2022-03-08');
  });

  it.each(['02-29', '13-01', '06-31', '6-1'])('refuses %s as a day of every year', (monthDay) => {
    expect(Deadline.safeParse({ kind: 'before_month_day', monthDay, phrase: 'x' }).success).toBe(false);
  });

  it('does not roll unless the plan says so', () => {
    const deadline = Deadline.parse({ kind: 'before_month_day', monthDay: '06-01', phrase: 'trước ngày 01/6' });
    expect(deadline).toMatchObject({ rollForward: false });
    expect(dueOf(table, deadline, at(2026)).day).toBe('2026-05-31');
  });
});
