import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { PlainDate } from '../../shared/domain/calendar.ts';
import { Dong } from '../../shared/domain/money.ts';
import { readNorms, suggestionFor } from '../../shared/domain/norms.ts';
import { vietnamNorms } from '../../shared/norms/vietnam.ts';

const json: unknown = JSON.parse(readFileSync(new URL('../../shared/norms/vietnam.json', import.meta.url), 'utf8'));
const day = (text: string) => PlainDate.parse(text);
const line = (more: object = {}) => ({
  content: 'Thù lao giảng viên lớp tập huấn',
  measure: 'buổi',
  quantity: 2,
  times: 3,
  unitPrice: Dong.parse(2_500_000),
  ...more,
});
const district = { level: 'district' as const, day: day('2022-03-01') };
const norm = {
  kind: 'meal',
  title: { vi: 'Tiền ăn', en: 'Meals' },
  amount: 150_000,
  levels: ['district', 'commune'],
  from: '2020-01-01',
  to: '2020-12-31',
  source: 'Nghị quyết 1',
  words: ['tiền ăn'],
  measures: ['suất'],
};

describe('a line above its norm', () => {
  it('gets a suggestion with the source: the norm times what was counted', () => {
    const found = suggestionFor(vietnamNorms, line(), district);
    expect(found).toMatchObject({ amount: 12_000_000, norm: { kind: 'lecturer-session' } });
    expect(found?.norm.source).toContain('36/2018/TT-BTC');
  });

  test.each([
    ['at the norm', line({ unitPrice: Dong.parse(2_000_000) }), district],
    ['for something else', line({ content: 'Thuê hội trường' }), district],
    ['counted otherwise', line({ measure: 'lớp' }), district],
    ['before the norm was in force', line(), { ...district, day: day('2018-05-14') }],
    [
      'of a level that it does not bind',
      line({ content: 'Tiền ăn', measure: 'suất' }),
      { ...district, level: 'province' as const },
    ],
  ])('and none %s', (_, one, at) => {
    expect(suggestionFor(vietnamNorms, one, at)).toBeUndefined();
  });

  it('is held against the norm of its organiser’s level and of its day, however it is typed', () => {
    const meal = line({
      content: 'HỖ TRỢ TIỀN ĂN đại biểu'.normalize('NFD'),
      measure: ' Suất ',
      unitPrice: Dong.parse(200_000),
    });
    const of = (level: 'district' | 'commune', text: string) =>
      suggestionFor(vietnamNorms, meal, { level, day: day(text) })?.norm.amount;
    expect([of('district', '2022-03-01'), of('commune', '2022-03-01'), of('district', '2025-05-04')]).toEqual([
      150_000,
      100_000,
      undefined,
    ]);
  });
});

describe('a table of norms', () => {
  it('as shipped holds, each with its text', () => {
    const read = readNorms(json);
    expect(read.ok && read.norms.every(({ source }) => /\d+\/20\d\d\/TT-BTC/.test(source))).toBe(true);
  });

  it('follows on from day to day', () => {
    expect(readNorms([norm, { ...norm, from: '2021-01-01', to: null }]).ok).toBe(true);
    expect(readNorms([norm, { ...norm, levels: ['province'] }, { ...norm, kind: 'other' }]).ok).toBe(true);
  });

  test.each([
    [[norm, { ...norm, from: '2020-12-31', to: null }], '[1]', 'overlaps [0]'],
    [
      [
        { ...norm, to: null },
        { ...norm, levels: ['commune'], from: '2030-01-01', to: null },
      ],
      '[1]',
      'overlaps [0]',
    ],
    [[{ ...norm, to: '2019-12-31' }], '[0].to', 'ends before it begins'],
    [[{ ...norm, amount: -1 }], '[0].amount', ''],
    [[{ ...norm, source: '' }], '[0].source', ''],
    [{ norms: [] }, '', ''],
  ])('%j is refused at %s', (table, path, message) => {
    const read = readNorms(table);
    expect(read.ok ? [] : read.problems).toEqual([{ path, message: expect.stringContaining(message) }]);
  });
});
