import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dongInVietnamese } from '../../shared/contracts/messages/money-words.ts';
import { readCodes } from '../../shared/domain/budget-codes.ts';
import { SourceOfFunds } from '../../shared/domain/lines.ts';
import { Dong } from '../../shared/domain/money.ts';
import { inScale, MoneyScale, roundsOff } from '../../shared/domain/scale.ts';
import { addSources, bySource, chainTotal, memoPart } from '../../shared/domain/sources.ts';

const items = fc.array(
  fc.record({
    source: fc.constantFrom(...SourceOfFunds.options),
    amount: fc.integer({ min: 0, max: 1_000_000_000 }).map((n) => Dong.parse(n)),
  }),
  { maxLength: 20 },
);
const add = (list: readonly { readonly amount: number }[]): number => list.reduce((n, { amount }) => n + amount, 0);

describe('totals by source', () => {
  it('add up to the chain’s total, the communes’ part apart, whichever way they are put together', () => {
    fc.assert(
      fc.property(items, items, (one, other) => {
        const all = [...one, ...other];
        const totals = bySource(all);
        expect(chainTotal(totals)).toBe(add(all.filter(({ source }) => source !== 'commune_budget')));
        expect(memoPart(totals)).toBe(add(all.filter(({ source }) => source === 'commune_budget')));
        expect(addSources([bySource(one), bySource(other)])).toEqual(totals);
        expect(Object.keys(totals)).toEqual(
          SourceOfFunds.options.filter((s) => all.some(({ source }) => source === s)),
        );
      }),
    );
  });
});

describe('amounts in nghìn and triệu đồng', () => {
  it('23: each is rounded from its own true value, the total too, with the note that they differ', () => {
    const parts = [1_234_567, 2_345_678, 3_456_789];
    const total = 7_037_034;
    expect(parts.map((part) => inScale(part, 'thousand'))).toEqual([1_235, 2_346, 3_457]);
    expect(inScale(total, 'thousand')).toBe(7_037);
    expect(roundsOff(parts, total, 'thousand')).toBe(true);
    expect(roundsOff(parts, total, 'dong')).toBe(false);
    expect(dongInVietnamese(total)).toBe('Bảy triệu không trăm ba mươi bảy nghìn không trăm ba mươi tư đồng');
  });

  test.each([
    [499, 'thousand', 0],
    [500, 'thousand', 1],
    [1_499_999, 'million', 1],
    [1_500_000, 'million', 2],
    [215_700_000, 'thousand', 215_700],
    [1_000_000_000_000_000, 'million', 1_000_000_000],
    [7, 'dong', 7],
  ] as const)('%i in %s is %i', (dong, scale, printed) => {
    expect(inScale(dong, scale)).toBe(printed);
  });

  it('are never off by more than half a unit, and keep their order', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(amount, amount, fc.constantFrom(...MoneyScale.options), (one, other, scale) => {
        const unit = { dong: 1, thousand: 1_000, million: 1_000_000 }[scale];
        expect(Math.abs(inScale(one, scale) * unit - one) * 2).toBeLessThanOrEqual(unit === 1 ? 0 : unit);
        expect(one <= other ? inScale(one, scale) <= inScale(other, scale) : true).toBe(true);
      }),
    );
  });
});

describe('a table of the budget index', () => {
  it('is read as pasted from a spreadsheet, with tabs or semicolons, in either language', () => {
    const text =
      'Chương; 622; Phòng Văn hóa\r\n\r\nTiểu mục\t6606\tTuyên truyền, quảng cáo\t\nsection;6600;Information';
    expect(readCodes(text)).toEqual({
      ok: true,
      codes: [
        { part: 'chapter', code: '622', name: 'Phòng Văn hóa' },
        { part: 'subsection', code: '6606', name: 'Tuyên truyền, quảng cáo' },
        { part: 'section', code: '6600', name: 'Information' },
      ],
    });
  });

  test.each([
    ['', { path: 'text', code: 'no-codes', given: '' }],
    ['Mục; 660; ba chữ số', { path: 'codes[0]', code: 'code-row', given: 'Mục; 660; ba chữ số' }],
    [
      'Nhóm; 660; không có loại mã này',
      { path: 'codes[0]', code: 'code-row', given: 'Nhóm; 660; không có loại mã này' },
    ],
    ['Mục; 6600', { path: 'codes[0]', code: 'code-row', given: 'Mục; 6600' }],
    ['Mục; 6600; a\nMục; 6600; b', { path: 'codes[1]', code: 'doubled-code', given: 'Mục; 6600; b' }],
    [`Mục; 6600; a\n${'x\n'.repeat(5000)}`, { path: 'text', code: 'too-many-codes', most: 5000 }],
  ])('is refused with the row that is wrong: %j', (text, problem) => {
    expect(readCodes(text)).toEqual({ ok: false, problems: [problem] });
  });
});
