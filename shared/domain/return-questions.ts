import type { ActivityCode } from './ids.ts';
import type { PlainDate } from './calendar.ts';
import type { Dong } from './money.ts';
import type { Stored } from './records.ts';
import type { FieldProblem } from './refusal.ts';
import type { Count, ReturnContent, ReturnRow } from './return-content.ts';

/** What an activity of a unit has by the budget round of the year, in đồng; undefined where it went through none. */
export type Money = {
  readonly proposed: Dong;
  readonly appraised: Dong;
  readonly approved: Dong;
  readonly granted: Dong;
};

/** A unit's report before this one, as it stands, and the last day that it speaks of. */
export type LastReport = {
  readonly report: Stored<'return'>;
  readonly content: ReturnContent;
  readonly to: PlainDate;
};

/** What a report is compared with: the money of the year, and the unit's last report under the plan. */
export type Beside = {
  readonly money: ReadonlyMap<ActivityCode, Money>;
  /** How many of an activity the year's round approved, where that can be said. */
  readonly quantities: ReadonlyMap<ActivityCode, Count>;
  readonly last: LastReport | undefined;
};

/** What the last report says of an activity; undefined where there is none, or it does not speak of it. */
export const lastRowOf = ({ last }: Pick<Beside, 'last'>, activity: ActivityCode): ReturnRow | undefined =>
  last?.content.rows.find((row) => row.activity === activity);

/** How many times more, or less, than last time asks for a word. */
const FAR = 3;

const isFar = (now: number, before: number): boolean => now > before * FAR || now * FAR < before;

const questionsOf = (row: ReturnRow, index: number, beside: Beside): readonly FieldProblem[] => {
  const path = `rows[${index}].remark`;
  const { planned, done, spent } = row;
  const before = lastRowOf(beside, row.activity)?.done ?? null;
  const granted = beside.money.get(row.activity)?.granted;
  return [
    ...(planned !== null && done !== null && done > planned
      ? [{ path, code: 'done-above-planned' as const, planned, done }]
      : []),
    ...(spent !== null && granted !== undefined && spent > granted
      ? [{ path, code: 'spent-above-granted' as const, granted }]
      : []),
    ...(done !== null && before !== null && before > 0 && isFar(done, before)
      ? [{ path, code: 'far-from-last' as const, before, done }]
      : []),
    ...(row.progress === 'done' && done === 0 ? [{ path, code: 'done-without-count' as const }] : []),
  ];
};

/**
 * Figures that contradict one another, the money, or last time, and that no word explains. Each asks for one sentence,
 * which then goes up with the figures; whatever it says is kept.
 */
export const questionsIn = ({ rows }: ReturnContent, beside: Beside): readonly FieldProblem[] =>
  rows.flatMap((row, index) => (row.remark === '' ? questionsOf(row, index, beside) : []));

/** The rows whose figures ask for a word and have it: what a reader above should look at first. */
export const remarkable = ({ rows }: ReturnContent, beside: Beside): readonly ActivityCode[] =>
  rows.flatMap((row, index) => (row.remark !== '' && questionsOf(row, index, beside).length > 0 ? [row.activity] : []));
