import { addWorkingDays, type CalendarTable, type Instant, isCovered, localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, type Setting, startLadder } from './context.ts';
import type { Cycle, CycleUnit, CutCause } from './cycle.ts';
import { dueOfPeriod } from './deadline.ts';
import { cycleIdOf, type PlanId, returnIdOf, type Sha256, type UnitId, type Year } from './ids.ts';
import {
  cutOffAfter,
  dueInYear,
  dutiesOf,
  groupsIn,
  isRequested,
  opensOn,
  type Period,
  periodOf,
  runsIn,
  suggestedReporters,
  unnamedIn,
  withoutSuccessor,
} from './obligations.ts';
import { paginate } from './pages.ts';
import { heirOf } from './succession.ts';
import { type GroupMembers, type Obligation, type Plan, unitOf } from './plan.ts';
import { written } from './reason.ts';
import type { Change, Stored } from './records.ts';
import { type Decision, type FieldProblem, problems } from './refusal.ts';
import { isIn, latestOf } from './return.ts';
import { type Counted, returnTaskId } from './task.ts';
import type { Bilingual } from './text.ts';

/** What opening a cycle takes: a fixed date, or a period counted from today, and who stands for each group. */
export type OpenCycle = {
  readonly year: Year;
  readonly number: number;
  readonly period: Period;
  readonly members: GroupMembers;
  readonly due: PlainDate | { readonly count: number; readonly unit: Counted['unit'] };
  readonly cutOff: PlainDate;
  readonly asks: string;
  /** That the date leaves less than a working day is meant. */
  readonly sure: boolean;
};

/** Everything that a cycle opens with, and whether a person or the plan's date opens it. */
type Opening = {
  readonly obligation: Obligation;
  readonly year: Year;
  readonly number: number;
  readonly period: Period;
  readonly members: GroupMembers;
  readonly due: PlainDate;
  readonly counted?: Counted;
  readonly cutOff: PlainDate;
  readonly asks: string | null;
};

const opened = (opening: Opening, planContent: Sha256, { plan, hash }: Setting): Decision => {
  const { obligation, year, number, period, members, due, counted, cutOff, asks } = opening;
  const { ref, pages } = paginate('cycle-units', dutiesOf(plan, obligation, members, due), hash);
  return {
    kind: 'accepted',
    pages,
    changes: [
      {
        type: 'cycle',
        id: cycleIdOf(plan.id, year, obligation.id, number),
        before: undefined,
        event: {
          type: 'CycleOpened',
          locality: plan.locality.id,
          plan: plan.id,
          planContent,
          obligation: obligation.id,
          number,
          year,
          ...period,
          asks,
          recipient: heirOf(plan, obligation.recipient, due, obligation.id),
          units: ref,
          unnamed: [...unnamedIn(plan, obligation, members, due)],
          due,
          ...(counted === undefined ? {} : { counted }),
          cutOff,
        },
      },
    ],
  };
};

const periodProblems = ({ period: { from, to }, year }: OpenCycle, { plan }: Setting): readonly FieldProblem[] => {
  const { start, end } = plan.period;
  return [
    ...(runsIn(plan, year) ? [] : [{ path: 'year', code: 'outside-plan-period' as const, start, end }]),
    ...(to < from ? [{ path: 'to', code: 'date-too-early' as const, earliest: from }] : []),
    ...(from < start || (end !== null && to > end)
      ? [{ path: from < start ? 'from' : 'to', code: 'outside-plan-period' as const, start, end }]
      : []),
  ];
};

const memberProblems = ({ members }: OpenCycle, obligation: Obligation, { plan }: Setting): readonly FieldProblem[] => {
  const groups = groupsIn(plan, obligation);
  return [...members].flatMap(([group, units]): readonly FieldProblem[] => {
    if (!groups.includes(group)) return [{ path: `members.${group}`, code: 'unknown-unit', given: group }];
    const unknown = units.filter((unit) => unitOf(plan, unit)?.isGroup ?? true);
    return unknown.map((unit) => ({ path: `members.${group}`, code: 'unknown-unit', given: unit }));
  });
};

const dueProblems = (due: PlainDate, cutOff: PlainDate, { at, calendar }: Setting): readonly FieldProblem[] => {
  const today = localDate(at);
  const found: FieldProblem[] = [];
  if (due < today) found.push({ path: 'due', code: 'date-too-early', earliest: today });
  else if (!isCovered(calendar, due)) found.push({ path: 'due', code: 'invalid' });
  if (cutOff < due) found.push({ path: 'cutOff', code: 'date-too-early', earliest: due });
  else if (!isCovered(calendar, cutOff)) found.push({ path: 'cutOff', code: 'invalid' });
  return found;
};

/** Whether a date leaves less than a working day from now. */
export const isShortNotice = (calendar: CalendarTable, at: Instant, due: PlainDate): boolean =>
  due < addWorkingDays(calendar, localDate(at), 1);

const nameOf = (plan: Plan, unit: UnitId): Bilingual => unitOf(plan, unit)?.shortName ?? { vi: unit, en: unit };

/** Opens a cycle at the word of the standing unit or of whoever the reports go to. */
export const openCycle = (
  existing: Stored<'cycle'> | undefined,
  obligation: Obligation | undefined,
  command: OpenCycle,
  planContent: Sha256,
  setting: ActingSetting,
): Decision => {
  const { plan, at, calendar } = setting;
  if (obligation === undefined) return { kind: 'not-found', what: 'obligation' };
  const refusal = mustBelong(setting, [plan.standing, obligation.recipient]);
  if (refusal !== undefined) return refusal;
  if (existing !== undefined) return { kind: 'already-open' };
  const today = localDate(at);
  const counted: Counted | undefined =
    typeof command.due === 'string' ? undefined : { from: today, count: command.due.count, unit: command.due.unit };
  const due = typeof command.due === 'string' ? command.due : dueOfPeriod(calendar, { from: today, ...command.due });
  const asks = written(command.asks);
  const ended = withoutSuccessor(plan, obligation, command.members, due);
  const found = [
    ...periodProblems(command, setting),
    ...ended.map((unit) => ({ path: 'members', code: 'no-successor' as const, name: nameOf(plan, unit) })),
    ...memberProblems(command, obligation, setting),
    ...dueProblems(due, command.cutOff, setting),
    ...(isShortNotice(calendar, at, due) && !command.sure ? [{ path: 'sure', code: 'short-notice' as const }] : []),
    ...(isRequested(obligation) && asks === '' ? [{ path: 'asks', code: 'missing' as const }] : []),
    ...(asks.length > 2000 ? [{ path: 'asks', code: 'too-long' as const, most: 2000 }] : []),
    ...(!isRequested(obligation) && command.number !== 1 ? [{ path: 'number', code: 'invalid' as const }] : []),
  ];
  if (found.length > 0) return problems(...found);
  if (dutiesOf(plan, obligation, command.members, due).length === 0)
    return problems({ path: 'members', code: 'nobody-reports' });
  const { year, number, period, members, cutOff } = command;
  return opened(
    {
      obligation,
      year,
      number,
      period,
      members,
      due,
      ...(counted === undefined ? {} : { counted }),
      cutOff,
      asks: asks === '' ? null : asks,
    },
    planContent,
    setting,
  );
};

/** A cycle that the plan itself dates: of which obligation, in which year, due when, and when it opens by itself. */
export type DatedCycle = {
  readonly obligation: Obligation;
  readonly year: Year;
  readonly due: PlainDate;
  readonly opens: PlainDate;
};

/** The cycles of a year that the plan dates, soonest first. */
export const datedCycles = (plan: Plan, { calendar }: Pick<Setting, 'calendar'>, year: Year): readonly DatedCycle[] =>
  runsIn(plan, year)
    ? plan.obligations
        .flatMap((obligation): readonly DatedCycle[] => {
          const due = dueInYear(calendar, obligation, year);
          if (due === undefined) return [];
          const owed = dutiesOf(plan, obligation, suggestedReporters(plan, obligation), due).length > 0;
          return !owed ? [] : [{ obligation, year, due, opens: opensOn(plan, due) }];
        })
        .toSorted((a, b) => (a.due < b.due ? -1 : 1))
    : [];

/** Opens a cycle on the day that follows from the plan, unless it is there or its date has passed. */
export const openByDate = (
  existing: Stored<'cycle'> | undefined,
  { obligation, year, due, opens }: DatedCycle,
  planContent: Sha256,
  setting: Setting,
): Decision => {
  const today = localDate(setting.at);
  if (existing !== undefined || today < opens || today > due) return { kind: 'accepted', changes: [] };
  const { plan, calendar } = setting;
  return opened(
    {
      obligation,
      year,
      number: 1,
      period: periodOf(plan, obligation, year),
      members: suggestedReporters(plan, obligation),
      due,
      cutOff: cutOffAfter(plan, calendar, due),
      asks: null,
    },
    planContent,
    setting,
  );
};

/** The records of one unit as a cycle opens for it: its report, missing as yet, and the task that asks for it. */
export const openReturn = (cycle: Cycle, { unit, activities }: CycleUnit, setting: Setting): readonly Change[] => {
  const report = returnIdOf(cycle.id, unit);
  const task = returnTaskId(report);
  const { locality, plan, due, counted } = cycle;
  return [
    {
      type: 'return',
      id: report,
      before: undefined,
      event: { type: 'ReturnOpened', locality, plan, cycle: cycle.id, unit, activities, due, task },
    },
    {
      type: 'task',
      id: task,
      before: undefined,
      event: {
        type: 'TaskOpened',
        locality,
        plan,
        due,
        ...(counted === undefined ? {} : { counted }),
        kind: 'report',
        subject: { of: 'return', cycle: cycle.id, return: report },
        office: unit,
        ...startLadder(setting, due),
        reason: null,
      },
    },
  ];
};

/** Every unit has its report and task: the cycle collects. */
export const finishCycleOpening = (cycle: Stored<'cycle'>): Decision => ({
  kind: 'accepted',
  changes:
    cycle.body.phase === 'opening'
      ? [{ type: 'cycle', id: cycle.id, before: cycle, event: { type: 'ReturnsOpened' } }]
      : [],
});

const cut = (cycle: Stored<'cycle'>, cause: CutCause): Decision => ({
  kind: 'accepted',
  changes: [{ type: 'cycle', id: cycle.id, before: cycle, event: { type: 'CutOrdered', cause } }],
});

/** The office ends the waiting before the cycle's own day: what is in by now is put together. */
export const orderCut = (
  cycle: Stored<'cycle'>,
  { seen }: { readonly seen: number },
  setting: ActingSetting,
): Decision => {
  const { body } = cycle;
  const refusal = mustBelong(setting, [setting.plan.standing, body.recipient]);
  if (refusal !== undefined) return refusal;
  if (body.phase === 'opening') return { kind: 'still-opening' };
  if (body.cut !== null) return { kind: 'cut-already', cause: body.cut.cause, at: body.cut.at };
  if (cycle.version !== seen) return { kind: 'changed-since-shown', by: null, at: null };
  return cut(cycle, 'office');
};

/** What ends the waiting by itself now: everything is in, or the day has passed; undefined while it goes on. */
export const cutBy = (
  { phase, cutOff }: Cycle,
  reports: readonly Stored<'return'>[],
  today: PlainDate,
): CutCause | undefined => {
  if (phase !== 'collecting') return undefined;
  if (today > cutOff) return 'cut-off';
  return reports.length > 0 && reports.every(({ body }) => isIn(body)) ? 'all-in' : undefined;
};

/** The waiting ends by itself. */
export const cutByItself = (
  cycle: Stored<'cycle'>,
  reports: readonly Stored<'return'>[],
  setting: Setting,
): Decision => {
  const cause = cutBy(cycle.body, reports, localDate(setting.at));
  return cause === undefined ? { kind: 'accepted', changes: [] } : cut(cycle, cause);
};

/** Cuts one report with what is in; whoever still owes it is chased no more, and may file it late. */
export const cutReturn = (report: Stored<'return'>, task: Stored<'task'>): readonly Change[] => {
  if (report.body.cut !== null) return [];
  const version = latestOf(report.body)?.n ?? null;
  const lapsed: readonly Change[] =
    task.body.state === 'open'
      ? [{ type: 'task', id: task.id, before: task, event: { type: 'TaskLapsed', cutOff: true } }]
      : [];
  return [{ type: 'return', id: report.id, before: report, event: { type: 'ReturnCut', version } }, ...lapsed];
};

/** The number of the next cycle of an obligation in a year, after those that there are. */
export const nextNumber = (cycles: readonly Cycle[], plan: PlanId, year: Year, obligation: string): number =>
  Math.max(
    0,
    ...cycles
      .filter((one) => one.plan === plan && one.year === year && one.obligation === obligation)
      .map(({ number }) => number),
  ) + 1;
