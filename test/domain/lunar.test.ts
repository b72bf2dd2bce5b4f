import { describe, expect, it } from 'vitest';
import { vietnam } from '../../shared/calendars/vietnam.ts';
import { addDays, PlainDate } from '../../shared/domain/calendar.ts';
import { solarOf } from '../support/lunar.ts';

const YEARS = [2021, 2022, 2023, 2024, 2025, 2026, 2027];
const named = (name: string, year: number) =>
  vietnam.off.find(({ date, name: { vi } }) => date.startsWith(`${year}`) && vi.startsWith(name))?.date;

describe('the lunar holidays of the shipped calendar', () => {
  it.each([
    [2021, '2021-02-12'],
    [2022, '2022-02-01'],
    [2023, '2023-01-22'],
    [2024, '2024-02-10'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
    [2027, '2027-02-06'],
    [2030, '2030-02-02'],
  ])('Tết of %i is %s in Vietnamese time', (year, date) => {
    expect(solarOf(1, 1, year)).toBe(date);
  });

  it('part from those counted in Chinese time: Tết 2030 is a day earlier, as 1968 and 1985 were earlier', () => {
    expect([solarOf(1, 1, 2030, 8), solarOf(1, 1, 2030, 7)]).toEqual(['2030-02-03', '2030-02-02']);
    expect([solarOf(1, 1, 1968, 8), solarOf(1, 1, 1968, 7)]).toEqual(['1968-01-30', '1968-01-29']);
    expect([solarOf(1, 1, 1985, 8), solarOf(1, 1, 1985, 7)]).toEqual(['1985-02-20', '1985-01-21']);
  });

  it.each(YEARS)('has the first day of %i, and the Hùng Kings on 10/3, where the computation has them', (year) => {
    expect(named('Tết Nguyên đán (mùng 1)', year)).toBe(solarOf(1, 1, year));
    expect(named('Giỗ Tổ Hùng Vương', year)).toBe(solarOf(10, 3, year));
  });

  it('numbers each day of Tết as it lies from the first', () => {
    const firstOf = (date: string) => PlainDate.parse(solarOf(1, 1, Number(date.slice(0, 4))));
    const numbered = vietnam.off.flatMap(({ date, name }) => {
      const [, n] = /\(mùng (\d)\)/.exec(name.vi) ?? [];
      return n === undefined ? [] : [{ date, n: Number(n) }];
    });
    expect(numbered.length).toBeGreaterThan(25);
    for (const { date, n } of numbered) expect(date).toBe(addDays(firstOf(date), n - 1));
    const before = vietnam.off.filter(({ name }) => name.vi.includes('tháng Chạp'));
    for (const { date } of before) expect(date < firstOf(date)).toBe(true);
  });
});
