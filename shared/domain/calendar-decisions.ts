import { type CalendarDay, type CalendarTable, localDate, PlainDate, weekday } from './calendar.ts';
import { type ActingSetting, mustBelong } from './context.ts';
import { paginate } from './pages.ts';
import type { Stored } from './records.ts';
import { type Decision, type FieldProblem, problems } from './refusal.ts';
import { rowsOf, WORKING_CALENDAR } from './working-calendar.ts';

/** A year's notice lists fewer days than this. */
export const MOST_DAYS = 40;

/** How far ahead an office may list days: no notice is known longer before. */
const YEARS_AHEAD = 3;

/** A change of the table: rows to add, or the one row of a day to correct (`row`) or take out (null). */
export type CalendarChange =
  | { readonly do: 'add-calendar-days'; readonly rows: readonly CalendarDay[] }
  | {
      readonly do: 'correct-calendar-day';
      readonly date: PlainDate;
      readonly row: CalendarDay | null;
      readonly reason: string;
    };

/** The table after a change, what of it is new, and whatever is wrong with it. */
type Changed = {
  readonly rows: readonly CalendarDay[];
  readonly set: readonly CalendarDay[];
  readonly removed: readonly PlainDate[];
  readonly reason: string | null;
  readonly wrong: readonly FieldProblem[];
};

const text = (value: string): string => value.normalize('NFC').trim();

const tidy = (row: CalendarDay): CalendarDay => ({
  ...row,
  name: { vi: text(row.name.vi), en: text(row.name.en) },
  source: text(row.source),
});

const rowProblems = function* (
  row: CalendarDay,
  path: string,
  table: CalendarTable,
  today: PlainDate,
): Generator<FieldProblem> {
  const ahead = PlainDate.parse(`${Number(today.slice(0, 4)) + YEARS_AHEAD}-12-31`);
  const to = ahead > table.to ? ahead : table.to;
  const { date, kind, name, source, asOf } = row;
  if (date < table.from || date > to) yield { path: `${path}date`, code: 'outside-years', from: table.from, to };
  else if (kind === 'working' && weekday(date) % 6 !== 0) yield { path: `${path}date`, code: 'works-anyhow' };
  else if (kind === 'swap' && weekday(date) % 6 === 0) yield { path: `${path}date`, code: 'off-anyhow' };
  if (text(name.vi) === '' || text(name.en) === '') yield { path: `${path}name`, code: 'missing' };
  else if (name.vi.length > 120 || name.en.length > 120) yield { path: `${path}name`, code: 'too-long', most: 120 };
  if (text(source) === '') yield { path: `${path}source`, code: 'missing' };
  else if (source.length > 200) yield { path: `${path}source`, code: 'too-long', most: 200 };
  if (asOf > today) yield { path: `${path}asOf`, code: 'date-in-future', today };
};

const listed = (path: string, { date, name }: CalendarDay): FieldProblem => ({
  path: `${path}date`,
  code: 'day-listed',
  date,
  name,
});

const added = (rows: readonly CalendarDay[], table: CalendarTable, today: PlainDate): Changed => {
  const before = rowsOf(table);
  const wrong = rows.flatMap((row, index): FieldProblem[] => {
    const path = rows.length === 1 ? '' : `days[${index}].`;
    const other = [...before, ...rows.slice(0, index)].find(({ date }) => date === row.date);
    return [...rowProblems(row, path, table, today), ...(other === undefined ? [] : [listed(path, other)])];
  });
  if (rows.length === 0) wrong.push({ path: 'date', code: 'missing' });
  if (rows.length > MOST_DAYS) wrong.push({ path: 'date', code: 'too-many-days', most: MOST_DAYS });
  const set = rows.map(tidy);
  return { rows: [...before, ...set], set, removed: [], reason: null, wrong };
};

const corrected = (
  { date, row, reason: given }: Extract<CalendarChange, { do: 'correct-calendar-day' }>,
  table: CalendarTable,
  today: PlainDate,
): Changed => {
  const before = rowsOf(table);
  const reason = text(given);
  const rest = before.filter((one) => one.date !== date);
  const other = row === null ? undefined : rest.find((one) => one.date === row.date);
  const wrong: FieldProblem[] = [
    ...(rest.length === before.length ? [{ path: 'date', code: 'day-not-listed', date } as const] : []),
    ...(row === null ? [] : rowProblems(row, '', table, today)),
    ...(other === undefined ? [] : [listed('', other)]),
    ...(reason === '' ? [{ path: 'reason', code: 'reason-missing' } as const] : []),
    ...(reason.length > 300 ? [{ path: 'reason', code: 'too-long', most: 300 } as const] : []),
  ];
  const set = row === null ? [] : [tidy(row)];
  return { rows: [...rest, ...set], set, removed: row?.date === date ? [] : [date], reason, wrong };
};

/** The table after a change, in the order of its days, or what is wrong with the change. */
export const changedTable = (change: CalendarChange, table: CalendarTable, today: PlainDate): Changed => {
  const result = change.do === 'add-calendar-days' ? added(change.rows, table, today) : corrected(change, table, today);
  return { ...result, rows: result.rows.toSorted((a, b) => (a.date < b.date ? -1 : 1)) };
};

/**
 * Changes the locality's table of days off and worked weekend days. `before` is the record, undefined while the
 * shipped table still holds, `setting.calendar` the table in force. Open tasks are then re-dated.
 */
export const changeCalendar = (
  before: Stored<'calendar'> | undefined,
  change: CalendarChange & { readonly seen: number },
  setting: ActingSetting,
): Decision => {
  const refusal = mustBelong(setting, [setting.plan.standing]);
  if (refusal !== undefined) return refusal;
  if ((before?.version ?? 0) !== change.seen) return { kind: 'changed-since-shown', by: null, at: null };
  const { rows, set, removed, reason, wrong } = changedTable(change, setting.calendar, localDate(setting.at));
  if (wrong.length > 0) return problems(...wrong);
  const { ref, pages } = paginate('calendar', rows, setting.hash);
  if (before?.body.rows.root === ref.root) return { kind: 'accepted', changes: [] };
  return {
    kind: 'accepted',
    pages,
    changes: [
      {
        type: 'calendar',
        id: WORKING_CALENDAR,
        before,
        event: { type: 'CalendarChanged', rows: ref, set: [...set], removed: [...removed], reason },
      },
    ],
  };
};
