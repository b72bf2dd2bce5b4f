import { array, assert, constantFrom, integer, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldProblem } from '../../shared/domain/refusal.ts';
import { isReached, permilleOf, readTargets, sumTarget } from '../../shared/domain/targets.ts';

const half = { percent: 50, bound: 'at_least' as const };
const most = { percent: 80, bound: 'more_than' as const };

describe('a target of the plan', () => {
  it.each([
    [half, 5, 10, true],
    [half, 499, 1000, false],
    [most, 80, 100, false],
    [most, 81, 100, true],
    [{ percent: 100 }, 9_999, 10_000, false],
    [{ percent: 100 }, 12, 12, true],
    [{}, 12, 12, undefined],
    [half, 0, 0, undefined],
  ])('of %j with %i of %i is reached: %o', (target, reached, of, expected) => {
    expect(isReached(target, { reached, of })).toBe(expected);
  });

  it('never looks reached where it is not: its percentage is rounded down', () => {
    expect(permilleOf({ reached: 9_999, of: 10_000 })).toBe(999);
    expect(permilleOf({ reached: 0, of: 0 })).toBe(0);
  });

  it('is the sum of the units’ counts, not the mean of their percentages', () => {
    const counts = [
      [{ target: 't1', reached: 1, of: 1 }],
      [
        { target: 't1', reached: 1, of: 9 },
        { target: 't2', reached: 3, of: 3 },
      ],
      [],
    ];
    expect(sumTarget('t1', counts)).toEqual({ reached: 2, of: 10, units: 2 });
    expect(isReached(half, sumTarget('t1', counts))).toBe(false);
  });

  it('is the same sum whatever the order and however the units are grouped', () => {
    const count = record({
      target: constantFrom('t1', 't2'),
      reached: nat(500),
      of: integer({ min: 500, max: 900 }),
    });
    assert(
      property(array(count, { maxLength: 30 }), nat(30), (all, cut) => {
        const whole = sumTarget('t1', [all]);
        const parts = [sumTarget('t1', [all.slice(cut).toReversed()]), sumTarget('t1', [all.slice(0, cut)])];
        expect(whole).toEqual({
          reached: parts.reduce((sum, { reached }) => sum + reached, 0),
          of: parts.reduce((sum, { of }) => sum + of, 0),
          units: parts.reduce((sum, { units }) => sum + units, 0),
        });
        expect(whole.reached).toBeLessThanOrEqual(whole.of);
      }),
    );
  });
});

describe('the counts of a report, as typed', () => {
  const read = (typed: readonly (readonly [string, string, string])[]) => {
    const problems: FieldProblem[] = [];
    const counts = readTargets(
      [{ code: 't1' }, { code: 't2' }],
      typed.map(([target, reached, of]) => ({ target, reached, of })),
      (text) => (text === '' ? null : Number(text)),
      (problem) => problems.push(problem),
    );
    return { counts, problems };
  };

  it('are read, and what is left empty is not said', () => {
    expect(
      read([
        ['t1', '8', '10'],
        ['t2', '', ''],
      ]),
    ).toEqual({
      counts: [{ target: 't1', reached: 8, of: 10 }],
      problems: [],
    });
  });

  it.each([
    [[['t1', '11', '10']], { path: 'targets[0].reached', code: 'reached-above-all', reached: 11, of: 10 }],
    [[['t1', '0', '0']], { path: 'targets[0].reached', code: 'reached-above-all', reached: 0, of: 0 }],
    [[['t1', '8', '']], { path: 'targets[0].of', code: 'missing' }],
    [[['t1', '', '10']], { path: 'targets[0].reached', code: 'missing' }],
    [[['t9', '8', '10']], { path: 'targets[0].target', code: 'not-owed', given: 't9' }],
    [
      [
        ['t1', '8', '10'],
        ['t1', '8', '10'],
      ],
      { path: 'targets[1].target', code: 'not-owed', given: 't1' },
    ],
  ] as const)('%j are refused at the place', (typed, problem) => {
    expect(read(typed).problems).toEqual([problem]);
  });
});
