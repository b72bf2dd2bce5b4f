import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant } from '../../shared/domain/calendar.ts';
import { type Basis, checkFigures, Figure, type FigureInput } from '../../shared/domain/figures.ts';
import { PersonId } from '../../shared/domain/ids.ts';
import { Line } from '../../shared/domain/lines.ts';
import { Dong } from '../../shared/domain/money.ts';

fc.configureGlobal({ seed: 20_220_214 });

const who = { by: PersonId.parse('tg.tckh.cv'), at: Instant.parse('2022-03-04T01:00:00.000Z') };

const basis = (no: number, proposed: number, before = proposed): Basis => ({
  line: Line.parse({
    no,
    activity: 'c.1',
    content: 'Tập huấn',
    measure: 'lớp',
    quantity: 1,
    times: 1,
    unitPrice: proposed,
    amount: proposed,
    source: 'state_budget',
    basis: '',
    note: '',
  }),
  before: Dong.parse(before),
});

const bases = [basis(1, 100), basis(2, 200, 150), basis(3, 300)];
const check = (...inputs: readonly FigureInput[]) => checkFigures(inputs, bases, [], who);

describe('what is wrong with a figure is named at its place', () => {
  it.each<[string, FigureInput, object]>([
    ['a line that is not there', { no: 9, amount: 1, reason: '' }, { path: 'no', code: 'unknown-line' }],
    ['half a đồng', { no: 1, amount: 0.5, reason: 'x' }, { path: 'amount', code: 'not-whole' }],
    ['no number', { no: 1, amount: Number.NaN, reason: 'x' }, { path: 'amount', code: 'not-whole' }],
    ['a number past what is exact', { no: 1, amount: 2 ** 60, reason: 'x' }, { path: 'amount', code: 'not-whole' }],
    ['less than nothing', { no: 1, amount: -1, reason: 'x' }, { path: 'amount', code: 'negative' }],
    ['a rise', { no: 1, amount: 101, reason: 'x' }, { path: 'amount', code: 'above-proposed', proposed: 100 }],
    ['a cut without its reason', { no: 1, amount: 99, reason: ' \n' }, { path: 'reason', code: 'reason-missing' }],
    [
      'back to the proposed above the appraised, without its reason',
      { no: 2, amount: 200, reason: '' },
      { path: 'reason', code: 'reason-missing' },
    ],
    ['a long reason', { no: 1, amount: 9, reason: 'x'.repeat(501) }, { path: 'reason', code: 'too-long', most: 500 }],
    // U+0958 has no composed form of one letter: NFC makes it two.
    [
      'a reason that grows',
      { no: 1, amount: 9, reason: '\u0958'.repeat(400) },
      { path: 'reason', code: 'too-long', most: 500 },
    ],
  ])('%s', (_, input, problem) => {
    const { path, ...rest } = Object.fromEntries(Object.entries(problem));
    expect(check({ no: 3, amount: 300, reason: '' }, input)).toEqual({
      ok: false,
      problems: [{ path: `figures[1].${String(path)}`, ...rest }],
    });
  });

  it('one line entered twice', () => {
    const keep = { no: 1, amount: 100, reason: '' };
    expect(check(keep, keep)).toEqual({ ok: false, problems: [{ path: 'figures[1].no', code: 'doubled-line' }] });
  });
});

describe('figures that hold', () => {
  const round = fc
    .array(fc.tuple(fc.nat(1000), fc.nat(100)), { minLength: 1, maxLength: 8 })
    .map((list) => list.map(([proposed, kept], at) => basis(at + 1, proposed, Math.floor((proposed * kept) / 100))));
  const entry = fc.record({
    no: fc.integer({ min: 1, max: 9 }),
    amount: fc.oneof(fc.integer({ min: -5, max: 1005 }), fc.double(), fc.maxSafeInteger()),
    reason: fc.constantFrom('', '  ', 'Theo đơn giá', 'x'.repeat(501)),
  });

  it('are never above what was proposed, have a reason where they differ, and add up', () => {
    fc.assert(
      fc.property(round, fc.array(entry, { maxLength: 5 }), fc.array(entry, { maxLength: 5 }), (all, first, second) => {
        const earlier = checkFigures(first, all, [], who);
        const standing = earlier.ok ? earlier.figures : [];
        const checked = checkFigures(second, all, standing, who);
        expect(checked.ok || checked.problems.length > 0).toBe(true);
        if (!checked.ok) return;
        expect(checked.figures.map(({ no }) => no)).toEqual(all.map(({ line }) => line.no));
        for (const [index, figure] of checked.figures.entries()) {
          const { line, before } = all[index] ?? basis(0, 0);
          expect(figure.amount).toBeLessThanOrEqual(line.amount);
          expect(figure.amount === before || figure.reason.trim() !== '').toBe(true);
          const entered = second.find(({ no }) => no === line.no);
          expect(figure.amount).toBe(entered?.amount ?? standing[index]?.amount ?? before);
        }
        expect(checked.total).toBe(checked.figures.reduce((total, { amount }) => total + amount, 0));
        expect(checked.changed).toBe(checked.figures.filter(({ amount }, at) => amount !== all[at]?.before).length);
      }),
      { numRuns: 500 },
    );
  });

  it('keep who set them and when, until somebody sets another', () => {
    const earlier = Figure.parse({ no: 1, amount: 60, reason: 'Theo đơn giá', by: 'tg.tckh.truong', at: who.at });
    const checked = checkFigures(
      [
        { no: 1, amount: 60, reason: ' Theo đơn giá ' },
        { no: 3, amount: 0, reason: 'Không cần' },
      ],
      bases,
      [earlier],
      who,
    );
    expect(checked).toEqual({
      ok: true,
      figures: [
        earlier,
        { no: 2, amount: 150, reason: '', by: null, at: null },
        { no: 3, amount: 0, reason: 'Không cần', ...who },
      ],
      total: 210,
      changed: 2,
    });
  });
});
