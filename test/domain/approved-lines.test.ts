import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApprovedLine, approvedByFund, approvedLines, grantedByLine } from '../../shared/domain/approved-lines.ts';
import { Figure } from '../../shared/domain/figures.ts';
import { Balance } from '../../shared/domain/ledger.ts';
import { Line } from '../../shared/domain/lines.ts';
import { Dong, LARGEST_LINE } from '../../shared/domain/money.ts';

const line = (no: number, activity: string, amount: number, source = 'state_budget') =>
  Line.parse({
    no,
    activity,
    content: 'Nội dung',
    measure: 'lần',
    quantity: 1,
    times: 1,
    unitPrice: amount,
    amount,
    source,
    basis: '',
    note: '',
  });
const figure = (no: number, amount: number) => Figure.parse({ no, amount, reason: 'x', by: null, at: null });
const balance = (activity: string, source: string, approved: number, granted: number) =>
  Balance.parse({ activity, source, approved, granted });
const approvedLine = (no: number, activity: string, approved: number, source?: string): ApprovedLine => {
  const one = line(no, activity, approved, source);
  return { line: one, appraised: one.amount, approved: one.amount };
};

describe('what is approved of each activity from each source', () => {
  const lines = [
    line(1, 'c.1', 10),
    line(2, 'c.2', 20),
    line(3, 'c.1', 5),
    line(4, 'c.1', 7, 'mobilised'),
    line(5, 'c.2', 3),
  ];
  const appraised = [figure(1, 7), figure(2, 20), figure(3, 5), figure(4, 6), figure(5, 3)];

  it.each([
    ['the lines, where nobody set a figure', undefined, undefined, [], [15, 23, 7]],
    ['the appraised figures, where the Committee set none', appraised, undefined, [], [12, 23, 6]],
    ["the Committee's, where it set some", appraised, [figure(1, 9), figure(3, 0), figure(4, 7)], [], [9, 23, 7]],
    [
      'the last adjustment of a line',
      appraised,
      undefined,
      [
        [1, 10],
        [4, 1],
        [4, 0],
      ],
      [15, 23, 0],
    ],
  ])('is the sum of %s', (_, first, last, adjusted, sums) => {
    const layers = adjusted.map(([no = 0, after]) => ({ no, after: Dong.parse(after) }));
    expect(approvedByFund(approvedLines({ lines, appraised: first, approved: last }, layers))).toEqual([
      { activity: 'c.1', source: 'state_budget', amount: sums[0] },
      { activity: 'c.2', source: 'state_budget', amount: sums[1] },
      { activity: 'c.1', source: 'mobilised', amount: sums[2] },
    ]);
  });
});

describe('what was granted, read at each line', () => {
  it('stands at the lines of its activity and source alone, in proportion, what is left over with the largest remainder', () => {
    const lines = [
      approvedLine(1, 'b.1', 20_000_000),
      approvedLine(2, 'b.1', 10_000_000),
      approvedLine(3, 'b.1', 9_000_000, 'mobilised'),
      approvedLine(4, 'c.1', 1_000),
      approvedLine(5, 'b.1', 0),
    ];
    const balances = [
      balance('b.1', 'state_budget', 30_000_000, 20_000_000),
      balance('b.1', 'mobilised', 9_000_000, 4_000_000),
      balance('c.1', 'state_budget', 1_000, 0),
    ];
    expect(grantedByLine(lines, balances).map(({ granted }) => granted)).toEqual([
      13_333_333, 6_666_667, 4_000_000, 0, 0,
    ]);
  });

  it('gives a đồng that no remainder decides to the larger line, then to the one that comes first', () => {
    const granted = (amounts: readonly number[], given: number) =>
      grantedByLine(
        amounts.map((amount, index) => approvedLine(index + 9, 'c.1', amount)),
        [balance('c.1', 'state_budget', LARGEST_LINE, given)],
      ).map((one) => one.granted);
    expect(granted([1, 3], 2)).toEqual([0, 2]);
    expect(granted([5, 5], 5)).toEqual([3, 2]);
  });

  const source = fc.constantFrom('state_budget', 'mobilised', 'merged_programme');
  const drawn = fc.array(
    fc.record({
      activity: fc.constantFrom('c.1', 'c.2'),
      source,
      approved: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: LARGEST_LINE })),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it('adds up to what was granted of each, never above a line, within one đồng of its share, whatever their order', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 0, max: 1_000 }), (all, permille) => {
        const lines = all.map(({ activity, source: from, approved }, index) =>
          approvedLine(index + 1, activity, approved, from),
        );
        const balances = approvedByFund(lines).map(({ amount, ...fund }) =>
          Balance.parse({ ...fund, approved: amount, granted: Math.floor((amount / 1_000) * permille) }),
        );
        const read = grantedByLine(lines, balances);
        for (const { activity, source: from, approved, granted } of balances) {
          const own = read.filter((one) => one.line.activity === activity && one.line.source === from);
          expect(own.reduce((sum, one) => sum + one.granted, 0)).toBe(granted);
          for (const one of own) {
            expect(one.granted).toBeLessThanOrEqual(one.approved);
            const exact = BigInt(one.approved) * BigInt(granted);
            const off = BigInt(one.granted) * BigInt(approved) - exact;
            expect(off < BigInt(Math.max(approved, 1)) && -off < BigInt(Math.max(approved, 1))).toBe(true);
          }
        }
        const turned = grantedByLine(lines.toReversed(), balances.toReversed()).toReversed();
        expect(turned).toEqual(read);
      }),
    );
  });
});
