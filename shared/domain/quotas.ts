import type { Activity, Quota } from './plan.ts';
import type { Period } from './obligations.ts';
import type { Span, SpanCount } from './return-content.ts';

/** The quota of an activity, if the plan sets one that can be counted in spans. */
export const quotaOf = ({ cadence }: Pick<Activity, 'cadence'>): Quota | undefined =>
  cadence === null || !('quota' in cadence) ? undefined : cadence.quota;

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

const monthsIn = ({ from, to }: Period): readonly string[] => {
  const first = Number(from.slice(0, 4));
  const years = Array.from({ length: Number(to.slice(0, 4)) - first + 1 }, (_, index) => first + index);
  return years
    .flatMap((year) => MONTHS.map((month) => `${year}-${month}`))
    .filter((month) => month >= from.slice(0, 7) && month <= to.slice(0, 7));
};

const quarterOf = (month: string): string => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;

/** The spans in which a quota is counted over a period, in their order; the whole period is one, named by its years. */
export const spansOf = ({ per }: Pick<Quota, 'per'>, period: Period): readonly Span[] => {
  const months = monthsIn(period);
  switch (per) {
    case 'month':
      return months;
    case 'quarter':
      return [...new Set(months.map(quarterOf))];
    case 'year':
      return [...new Set(months.map((month) => month.slice(0, 4)))];
    case 'period':
      return [period.to.slice(0, 4)];
  }
};

/** How often each product is to be aired: so many airings, or once and so many replays. */
export const airingsOf = ({ airings, replays }: Quota): number | undefined =>
  airings ?? (replays === undefined ? undefined : replays + 1);

/** What of a quota one span lacks, or where a product is shorter or longer than the plan says. */
export type Unmet = {
  readonly span: Span;
  readonly made: number;
  readonly owed: number;
  /** Airings of all products of the span. */
  readonly airings: { readonly made: number; readonly owed: number } | undefined;
  readonly minutes: { readonly each: number; readonly from: number; readonly to: number } | undefined;
};

const NOTHING = { count: 0, airings: null, minutes: null };

/** Where a quota is not met over a period, span by span. What is not counted is not made. */
export const unmetIn = (quota: Quota, period: Period, counts: readonly SpanCount[]): readonly Unmet[] => {
  const each = airingsOf(quota);
  return spansOf(quota, period).flatMap((span): readonly Unmet[] => {
    const { count, airings, minutes } = counts.find((one) => one.span === span) ?? NOTHING;
    const owedAirings = each === undefined ? undefined : each * quota.count;
    const shortOfAirings = owedAirings !== undefined && (airings ?? 0) < owedAirings;
    const { durationMinutes: length } = quota;
    const outside =
      length !== undefined && minutes !== null && count > 0 && (minutes < length.from || minutes > length.to);
    if (count >= quota.count && !shortOfAirings && !outside) return [];
    return [
      {
        span,
        made: count,
        owed: quota.count,
        airings: shortOfAirings ? { made: airings ?? 0, owed: owedAirings } : undefined,
        minutes: outside ? { each: minutes, ...length } : undefined,
      },
    ];
  });
};
