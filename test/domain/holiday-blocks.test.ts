import { describe, expect, it } from 'vitest';
import { vietnam } from '../../shared/calendars/vietnam.ts';
import {
  addDays,
  addWorkingDays,
  daysBetween,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  nextWorkingDayOnOrAfter,
  PlainDate,
  weekday,
  workingDaysBetween,
} from '../../shared/domain/calendar.ts';
import { rowsOf } from '../../shared/domain/working-calendar.ts';

const day = (text: string): PlainDate => PlainDate.parse(text);

/** Every block of days off around a holiday, 2021 to 2027: from the first day off to the last, weekends included. */
const BLOCKS: readonly (readonly [string, string, string])[] = [
  ['New Year 2021', '2021-01-01', '2021-01-03'],
  ['Tết Tân Sửu', '2021-02-10', '2021-02-16'],
  ['Hùng Kings 2021', '2021-04-21', '2021-04-21'],
  ['30/4 and 1/5 2021, in lieu', '2021-04-30', '2021-05-03'],
  ['National Day 2021', '2021-09-02', '2021-09-05'],
  ['New Year 2022, in lieu', '2022-01-01', '2022-01-03'],
  ['Tết Nhâm Dần', '2022-01-29', '2022-02-06'],
  ['Hùng Kings 2022, in lieu', '2022-04-09', '2022-04-11'],
  ['30/4 and 1/5 2022, both in lieu', '2022-04-30', '2022-05-03'],
  ['National Day 2022', '2022-09-01', '2022-09-04'],
  ['New Year 2023, in lieu', '2022-12-31', '2023-01-02'],
  ['Tết Quý Mão', '2023-01-20', '2023-01-26'],
  ['Hùng Kings, 30/4 and 1/5 2023', '2023-04-29', '2023-05-03'],
  ['National Day 2023, in lieu', '2023-09-01', '2023-09-04'],
  ['New Year 2024', '2023-12-30', '2024-01-01'],
  ['Tết Giáp Thìn', '2024-02-08', '2024-02-14'],
  ['Hùng Kings 2024', '2024-04-18', '2024-04-18'],
  ['30/4 and 1/5 2024, swapped', '2024-04-27', '2024-05-01'],
  ['National Day 2024', '2024-08-31', '2024-09-03'],
  ['New Year 2025', '2025-01-01', '2025-01-01'],
  ['Tết Ất Tỵ', '2025-01-25', '2025-02-02'],
  ['Hùng Kings 2025', '2025-04-05', '2025-04-07'],
  ['30/4 and 1/5 2025, swapped', '2025-04-30', '2025-05-04'],
  ['National Day 2025', '2025-08-30', '2025-09-02'],
  ['New Year 2026, swapped', '2026-01-01', '2026-01-04'],
  ['Tết Bính Ngọ', '2026-02-14', '2026-02-22'],
  ['Hùng Kings 2026, in lieu', '2026-04-25', '2026-04-27'],
  ['30/4 and 1/5 2026', '2026-04-30', '2026-05-03'],
  ['National Day 2026, swapped', '2026-08-29', '2026-09-02'],
  ['Culture Day 2026', '2026-11-24', '2026-11-24'],
  ['New Year 2027', '2027-01-01', '2027-01-03'],
  ['Tết Đinh Mùi', '2027-02-04', '2027-02-10'],
  ['Hùng Kings 2027', '2027-04-16', '2027-04-18'],
  ['30/4 and 1/5 2027, in lieu', '2027-04-30', '2027-05-03'],
  ['National Day 2027', '2027-09-02', '2027-09-05'],
  ['Culture Day 2027', '2027-11-24', '2027-11-24'],
];

const SWAPPED = ['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22'];

describe.each(BLOCKS)('%s', (_, first, last) => {
  const [from, to] = [day(first), day(last)];
  const before = addDays(from, -1);
  const after = addDays(to, 1);

  it('is off from its first day to its last, and worked on either side', () => {
    for (let at = from; at <= to; at = addDays(at, 1)) expect([at, isWorkingDay(vietnam, at)]).toEqual([at, false]);
    expect([isWorkingDay(vietnam, before), isWorkingDay(vietnam, after)]).toEqual([true, true]);
  });

  it('has no working day between, counts as one step, and rolls to its sides', () => {
    expect(workingDaysBetween(vietnam, before, to)).toBe(0);
    expect(addWorkingDays(vietnam, before, 1)).toBe(after);
    expect(addWorkingDays(vietnam, after, -1)).toBe(before);
    for (let at = from; at <= to; at = addDays(at, 1)) {
      expect(lastWorkingDayOnOrBefore(vietnam, at)).toBe(before);
      expect(nextWorkingDayOnOrAfter(vietnam, at)).toBe(after);
    }
  });
});

describe('the shipped calendar as a whole', () => {
  it('has its holidays in these blocks alone: outside them only weekends are off, but for the swapped Saturdays', () => {
    const inBlock = (date: string): boolean => BLOCKS.some(([, from, to]) => from <= date && date <= to);
    for (let at = day('2021-01-01'); at <= '2027-12-31'; at = addDays(at, 1)) {
      const weekend = weekday(at) % 6 === 0 && !SWAPPED.includes(at);
      expect([at, isWorkingDay(vietnam, at)]).toEqual([at, !weekend && !inBlock(at)]);
    }
  });

  it('gives every day its kind, its source and the day on which that was looked up', () => {
    const rows = rowsOf(vietnam);
    expect(rows.filter(({ kind }) => kind === 'working').map(({ date }) => date)).toEqual(SWAPPED);
    const swaps = rows.filter(({ kind }) => kind === 'swap').map(({ date }) => date);
    expect(swaps).toEqual(['2024-04-29', '2025-05-02', '2026-01-02', '2026-08-31']);
    for (const { date, kind, asOf, source } of rows) {
      expect(asOf).toBe('2026-11-21');
      expect(source).not.toBe('');
      expect([date, kind === 'compensation' && weekday(date) % 6 === 0]).toEqual([date, false]);
    }
  });

  it('marks what no notice was seen for: Culture Day, and the weekdays of 2027 that the office arranges', () => {
    expect(rowsOf(vietnam).flatMap(({ date, certain }) => (certain ? [] : [date]))).toEqual([
      '2026-11-24',
      '2027-02-04',
      '2027-02-05',
      '2027-02-06',
      '2027-02-07',
      '2027-02-08',
      '2027-02-09',
      '2027-02-10',
      '2027-09-03',
      '2027-11-24',
    ]);
  });

  it('has each swap worked off within ten days of it', () => {
    const swaps = rowsOf(vietnam).filter(({ kind }) => kind === 'swap');
    for (const { date } of swaps)
      expect(SWAPPED.some((worked) => Math.abs(daysBetween(day(worked), date)) <= 10)).toBe(true);
  });
});
