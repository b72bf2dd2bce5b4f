import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainDate } from '../../shared/domain/calendar.ts';
import { emptyTotal } from '../../shared/domain/consolidation.ts';
import { ActivityCode } from '../../shared/domain/ids.ts';
import { addWholes, overlapIn, wholeIn, wholeOfRow, withOfficial } from '../../shared/domain/over-years.ts';

const period = (from: string, to: string) => ({ from: PlainDate.parse(from), to: PlainDate.parse(to) });

describe('the figure of a whole period', () => {
  it('is the estimate to its end, else what was done, and nothing where neither is said', () => {
    expect(wholeOfRow({ estimated: 5, done: 3 })).toEqual({ sum: 5, of: 1, estimates: 1 });
    expect(wholeOfRow({ estimated: null, done: 3 })).toEqual({ sum: 3, of: 1, estimates: 0 });
    expect(wholeOfRow({ estimated: null, done: 0 })).toEqual({ sum: 0, of: 1, estimates: 0 });
    expect(wholeOfRow({ estimated: null, done: null })).toEqual({ sum: 0, of: 0, estimates: 0 });
  });

  it('is what was done, in an edition from before whole periods were summed', () => {
    const { whole: _, ...old } = { ...emptyTotal(ActivityCode.parse('a')), done: { sum: 7, of: 2 } };
    expect(wholeIn(old)).toEqual({ sum: 7, of: 2, estimates: 0 });
  });

  it('with every estimate replaced by what it came to is the sum of what they came to, in whatever order', () => {
    const unit = fc.record({ estimated: fc.nat(99), count: fc.nat(99), known: fc.boolean() });
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const all = addWholes(units.map(({ estimated }) => wholeOfRow({ estimated, done: 1 })));
        const known = units.filter((one) => one.known);
        const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
        expect(known.reduce((whole, one) => withOfficial(whole, { ...one, by: 'r' }), all)).toEqual({
          sum: sum(units.map((one) => (one.known ? one.count : one.estimated))),
          of: units.length,
          estimates: units.length - known.length,
        });
      }),
    );
  });
});

describe('periods', () => {
  it('that share a day are named, so that nothing is added up twice', () => {
    const year = (n: number) => period(`${n}-01-01`, `${n}-12-31`);
    expect(overlapIn([year(2021), year(2022), year(2023)])).toBeUndefined();
    expect(overlapIn([year(2021), year(2023), period('2023-12-31', '2024-05-01')])).toEqual([1, 2]);
    expect(overlapIn([year(2023), period('2021-01-01', '2025-12-31')])).toEqual([0, 1]);
    expect(overlapIn([])).toBeUndefined();
  });
});
