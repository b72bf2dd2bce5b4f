import { constantFrom, integer, property, record, assert as check, array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainDate } from '../../shared/domain/calendar.ts';
import { Quota } from '../../shared/domain/plan.ts';
import { airingsOf, spansOf, unmetIn } from '../../shared/domain/quotas.ts';

const period = (from: string, to: string) => ({ from: PlainDate.parse(from), to: PlainDate.parse(to) });
const half = period('2022-01-01', '2022-06-30');
const quota = (more: object) =>
  Quota.parse({ unit: { vi: 'số', en: 'issue' }, count: 1, per: 'month', minimum: false, ...more });
const made = (span: string, count: number, airings: number | null = null, minutes: number | null = null) => ({
  span,
  count,
  airings,
  minutes,
});

describe('the spans of a quota', () => {
  it.each([
    ['month', half, ['2022-01', '2022-02', '2022-03', '2022-04', '2022-05', '2022-06']],
    ['quarter', half, ['2022-Q1', '2022-Q2']],
    ['year', period('2021-07-01', '2022-12-31'), ['2021', '2022']],
    ['period', period('2023-01-01', '2026-12-31'), ['2026']],
    ['month', period('2021-11-15', '2022-01-31'), ['2021-11', '2021-12', '2022-01']],
  ] as const)('by %s over %o are %o', (per, over, spans) => {
    expect(spansOf(quota({ per }), over)).toEqual(spans);
  });
});

describe('a quota', () => {
  it('is unmet in each span in which too little was made, and silence makes nothing', () => {
    expect(unmetIn(quota({}), half, [made('2022-01', 1), made('2022-03', 2)]).map(({ span }) => span)).toEqual([
      '2022-02',
      '2022-04',
      '2022-05',
      '2022-06',
    ]);
  });

  it('of Tây Giang’s radio counts three airings of each item and ten to fifteen minutes', () => {
    const radio = quota({ airings: 3, durationMinutes: { from: 10, to: 15 } });
    const march = period('2022-03-01', '2022-03-31');
    expect(unmetIn(radio, march, [made('2022-03', 1, 3, 12)])).toEqual([]);
    expect(unmetIn(radio, march, [made('2022-03', 1, 2, 12)])).toMatchObject([{ airings: { made: 2, owed: 3 } }]);
    expect(unmetIn(radio, march, [made('2022-03', 1, 3, 9)])).toMatchObject([
      { minutes: { each: 9, from: 10, to: 15 } },
    ]);
  });

  it('of Tam Kỳ’s television is one programme with three replays: four airings', () => {
    expect(airingsOf(quota({ replays: 3 }))).toBe(4);
    const july = period('2021-07-01', '2021-07-31');
    expect(unmetIn(quota({ replays: 3 }), july, [made('2021-07', 1, 3)])).toMatchObject([
      { made: 1, owed: 1, airings: { made: 3, owed: 4 } },
    ]);
  });

  it('is met by more as by enough, in whatever order it is counted', () => {
    const counts = array(record({ span: constantFrom('2022-Q1', '2022-Q2'), count: integer({ min: 0, max: 4 }) }), {
      maxLength: 2,
    });
    check(
      property(counts, (list) => {
        const each = list
          .filter(({ span }, index) => list.findIndex((one) => one.span === span) === index)
          .map(({ span, count }) => made(span, count));
        const forum = quota({ per: 'quarter', minimum: true });
        const unmet = unmetIn(forum, half, each).map(({ span }) => span);
        expect(unmetIn(forum, half, each.toReversed()).map(({ span }) => span)).toEqual(unmet);
        for (const { span, count } of each) expect(unmet.includes(span)).toBe(count < 1);
      }),
    );
  });
});
