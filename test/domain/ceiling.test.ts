import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type CutItem, type CutSpread, cutToCeiling } from '../../shared/domain/ceiling.ts';
import { Dong } from '../../shared/domain/money.ts';

const item = (key: string, before: number, priority = 1): CutItem => ({ key, before: Dong.parse(before), priority });
const none = new Map<string, number>();

const cut = (
  items: readonly CutItem[],
  ceiling: number,
  spread: CutSpread = 'proportion',
  fixed: ReadonlyMap<string, number> = none,
) => {
  const found = cutToCeiling(items, { ceiling, spread, fixed });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return { ...found.cut, amounts: Object.fromEntries(found.cut.amounts) };
};

const items = fc
  .array(fc.record({ before: fc.nat(2_000_000_000), priority: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((list) => list.map(({ before, priority }, index) => item(`line-${index}`, before, priority)));
const totalOf = (list: readonly CutItem[]): number => list.reduce((total, { before }) => total + before, 0);
const spread = fc.constantFrom<CutSpread>('proportion', 'priority');
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('a cut to a ceiling', () => {
  it('comes to exactly the ceiling, in whole đồng, never below zero and never above a figure before', () => {
    fc.assert(
      fc.property(items, share, spread, (list, part, way) => {
        const ceiling = Math.floor(totalOf(list) * part);
        const { amounts, total, balance } = cut(list, ceiling, way);
        expect([total, balance]).toEqual([ceiling, 0]);
        expect(Object.values(amounts).reduce((sum, amount) => sum + amount, 0)).toBe(ceiling);
        for (const { key, before } of list) {
          expect(Number.isInteger(amounts[key])).toBe(true);
          expect(amounts[key]).toBeGreaterThanOrEqual(0);
          expect(amounts[key]).toBeLessThanOrEqual(before);
        }
      }),
    );
  });

  it('is the same whatever the order of the lines', () => {
    const shuffled = items.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, share, spread, ([list, other], part, way) => {
        const ceiling = Math.floor(totalOf(list) * part);
        expect(cut(other, ceiling, way).amounts).toEqual(cut(list, ceiling, way).amounts);
      }),
    );
  });

  it('in proportion, takes less than one đồng more or less from each than its exact share', () => {
    fc.assert(
      fc.property(items, share, (list, part) => {
        const total = totalOf(list);
        const ceiling = Math.floor(total * part);
        const { amounts } = cut(list, ceiling);
        for (const { key, before } of list) {
          const off = BigInt(amounts[key] ?? 0) * BigInt(total) - BigInt(before) * BigInt(ceiling);
          expect(total === 0 || (off < BigInt(total) && off > -BigInt(total))).toBe(true);
        }
      }),
    );
  });

  it('by priority, cuts nothing of what is more urgent while something less urgent is left', () => {
    fc.assert(
      fc.property(items, share, (list, part) => {
        const { amounts } = cut(list, Math.floor(totalOf(list) * part), 'priority');
        const cutOff = list.filter(({ key, before }) => (amounts[key] ?? 0) < before).map(({ priority }) => priority);
        const left = list.filter(({ key }) => (amounts[key] ?? 0) > 0).map(({ priority }) => priority);
        expect(Math.min(...cutOff, 10)).toBeGreaterThanOrEqual(Math.max(...left, 0));
      }),
    );
  });

  it('keeps what a person fixed and spreads the rest anew, and says by how much that cannot be met', () => {
    const list = [item('a', 100), item('b', 100), item('c', 100)];
    expect(cut(list, 150, 'proportion', new Map([['a', 100]]))).toEqual({
      amounts: { a: 100, b: 25, c: 25 },
      total: 150,
      balance: 0,
    });
    expect(
      cut(
        list,
        150,
        'proportion',
        new Map([
          ['a', 100],
          ['b', 90],
        ]),
      ),
    ).toMatchObject({
      amounts: { a: 100, b: 90, c: 0 },
      balance: -40,
    });
    expect(
      cut(
        list,
        250,
        'proportion',
        new Map([
          ['a', 0],
          ['b', 0],
        ]),
      ),
    ).toMatchObject({ total: 100, balance: 150 });
  });

  it('gives equal remainders to the larger figure, then by name', () => {
    expect(cut([item('b', 1), item('a', 1), item('c', 1)], 2).amounts).toEqual({ a: 1, b: 1, c: 0 });
    expect(cut([item('a', 45_000_000), item('b', 24_700_000), item('c', 16_000_000)], 60_000_000).amounts).toEqual({
      a: 31_505_251,
      b: 17_292_882,
      c: 11_201_867,
    });
  });

  test.each([
    [-1, none, { path: 'ceiling', code: 'negative' }],
    [0.5, none, { path: 'ceiling', code: 'not-whole' }],
    [Number.NaN, none, { path: 'ceiling', code: 'not-whole' }],
    [201, none, { path: 'ceiling', code: 'above-total', total: 200 }],
    [100, new Map([['a', 101]]), { path: 'a', code: 'above-standing', standing: 100 }],
    [100, new Map([['a', -1]]), { path: 'a', code: 'negative' }],
    [100, new Map([['a', 0.1]]), { path: 'a', code: 'not-whole' }],
    [100, new Map([['z', 1]]), { path: 'z', code: 'unknown-line' }],
  ] as const)('of %s is refused: %o', (ceiling, fixed, problem) => {
    expect(cutToCeiling([item('a', 100), item('b', 100)], { ceiling, spread: 'priority', fixed })).toEqual({
      ok: false,
      problems: [problem],
    });
  });

  it('of zero cuts everything, of the total nothing', () => {
    const list = [item('a', 7, 2), item('b', 5)];
    expect(cut(list, 0, 'priority').amounts).toEqual({ a: 0, b: 0 });
    expect(cut(list, 12).amounts).toEqual({ a: 7, b: 5 });
  });
});
