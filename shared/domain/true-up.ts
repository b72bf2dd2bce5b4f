import type { PlainDate } from './calendar.ts';
import type { ActivityCode } from './ids.ts';
import type { Change, Stored } from './records.ts';
import type { FieldProblem } from './refusal.ts';
import type { Count, ReturnContent } from './return-content.ts';
import { type Beside, lastRowOf } from './return-questions.ts';

/**
 * What a unit's last report reckoned would be done by the end of its period, once that period is over: the next report
 * says what it came to. Undefined where nothing was reckoned, where the period still runs, and where another report said
 * it already.
 */
export const estimateToTrue = (
  { last }: Pick<Beside, 'last'>,
  report: Stored<'return'>,
  activity: ActivityCode,
  today: PlainDate,
): Count | undefined => {
  if (last === undefined || last.to >= today) return undefined;
  const { trued } = last.report.body;
  if (trued !== undefined && trued.by !== report.id) return undefined;
  return lastRowOf({ last }, activity)?.estimated ?? undefined;
};

/** Official figures that are of no estimate, and estimates that have neither an official figure nor a word. */
export const trueUpProblems = (
  { rows }: ReturnContent,
  beside: Beside,
  report: Stored<'return'>,
  today: PlainDate,
): readonly FieldProblem[] =>
  rows.flatMap(({ activity, actual, remark }, index): readonly FieldProblem[] => {
    const estimated = estimateToTrue(beside, report, activity, today);
    const path = `rows[${index}].actual`;
    if (estimated === undefined) return actual === null ? [] : [{ path, code: 'nothing-to-true' }];
    return actual === null && remark === '' ? [{ path, code: 'estimate-not-trued', estimated }] : [];
  });

/** The last report takes what this one says of its estimates, once this one is the unit's. */
export const truedChanges = (
  report: Stored<'return'>,
  content: ReturnContent | undefined,
  { last }: Pick<Beside, 'last'>,
): readonly Change[] => {
  if (last === undefined) return [];
  const figures = (content?.rows ?? []).flatMap(({ activity, actual }) => {
    const estimated = lastRowOf({ last }, activity)?.estimated ?? undefined;
    return actual === null ? [] : [{ activity, count: actual, ...(estimated === undefined ? {} : { estimated }) }];
  });
  const { trued } = last.report.body;
  if (figures.length === 0 && trued?.by !== report.id) return [];
  const { id: by, versions } = report.body;
  const event = { type: 'EstimatesTrued' as const, by, version: versions.length + 1, figures };
  return [{ type: 'return', id: last.report.id, before: last.report, event }];
};
