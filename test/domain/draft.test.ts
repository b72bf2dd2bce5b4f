import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DraftLine, readDraft } from '../../shared/domain/draft.ts';
import { checkLines } from '../../shared/domain/lines.ts';
import { LARGEST_LINE, writeDong } from '../../shared/domain/money.ts';
import { aLine } from '../support/package-p.ts';

fc.configureGlobal({ seed: 20_220_214 });

const blank: DraftLine = aLine({ activity: '', content: '', measure: '', quantity: '', times: '1', unitPrice: '' });

describe('reading a draft', () => {
  it('leaves out rows in which nothing was typed', () => {
    const { lines, inputs, problems } = readDraft([blank, aLine({ activity: 'c.1' }), { ...blank, times: ' ' }]);
    expect([lines.length, inputs.length, problems]).toEqual([1, 1, []]);
  });

  it('keeps a row in which anything was typed, even a note alone', () => {
    expect(readDraft([{ ...blank, note: 'hỏi lại' }])).toMatchObject({
      problems: [
        { path: 'lines[0].quantity', code: 'empty' },
        { path: 'lines[0].unitPrice', code: 'empty' },
      ],
      total: 0,
    });
  });

  it('reads figures as offices write them, and once where nothing is said', () => {
    const line = aLine({ activity: 'c.1', quantity: ' 5.000 ', times: '', unitPrice: '3.200 đ', amount: '16 000 000' });
    expect(readDraft([line])).toMatchObject({
      inputs: [{ quantity: 5000, times: 1, unitPrice: 3200, amount: 16_000_000 }],
      problems: [],
      total: 16_000_000,
    });
  });

  it.each([
    ['quantity', 'hai', { code: 'not-a-number', given: 'hai' }],
    ['quantity', '', { code: 'empty' }],
    ['times', '1,5', { code: 'comma', given: '1,5' }],
    ['unitPrice', '1,000,000', { code: 'comma', given: '1,000,000' }],
    ['amount', '1e6', { code: 'not-a-number', given: '1e6' }],
  ])('names a %s of “%s” at its place', (name, typed, problem) => {
    const read = readDraft([aLine({ activity: 'c.1' }), aLine({ activity: 'c.1', [name]: typed })]);
    expect(read.problems).toEqual([{ path: `lines[1].${name}`, ...problem }]);
    expect(read.total).toBe(1_000_000);
  });

  it('counts in its total what checking the lines would count', () => {
    const typed = fc.record({
      quantity: fc.integer({ min: 1, max: 1000 }),
      times: fc.integer({ min: 1, max: 12 }),
      unitPrice: fc.integer({ min: 1, max: 10_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(typed, { minLength: 1, maxLength: 10 }), (rows) => {
        const draft = readDraft(
          rows.map(({ quantity, times, unitPrice }) =>
            aLine({
              activity: 'c.1',
              quantity: writeDong(quantity),
              times: `${times}`,
              unitPrice: writeDong(unitPrice),
            }),
          ),
        );
        const checked = checkLines(draft.inputs, { known: new Set(), own: ['c.1'] });
        const total = checked.ok ? checked.lines.reduce((sum, { amount }) => sum + amount, 0) : -1;
        expect(draft.total).toBe(total);
      }),
    );
  });

  it('takes any text without a fault, and never counts a negative or fractional row', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('-1', '1.5', '9'.repeat(400), '0', ''));
    const row = fc.record({ quantity: cell, times: cell, unitPrice: cell, amount: cell });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const { total } = readDraft(rows.map((figures) => aLine({ activity: 'c.1', ...figures })));
        expect(Number.isSafeInteger(total) && total >= 0 && total <= LARGEST_LINE * 1000).toBe(true);
      }),
    );
  });
});
