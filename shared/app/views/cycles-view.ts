import { instantOf, localDate, type PlainDate } from '../../domain/calendar.ts';
import type { Cycle } from '../../domain/cycle.ts';
import { nextNumber } from '../../domain/cycle-decisions.ts';
import { type UnitId, Year } from '../../domain/ids.ts';
import {
  cutOffAfter,
  dueInYear,
  dutiesOf,
  groupsIn,
  isRequested,
  obligationOf,
  opensOn,
  type Period,
  periodOf,
  runsIn,
  suggestedMembers,
  suggestedReporters,
} from '../../domain/obligations.ts';
import { addWorkingDays } from '../../domain/calendar.ts';
import type { Obligation, Plan } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import type { Session } from '../ports.ts';
import { enterPlan, type InPlan, notFound, refused, seen, serves, type Viewed, type ViewPorts } from './access.ts';
import { cyclesOfPlan } from '../cycle-steps.ts';
import { type Counted, countOf } from './cycle-counts.ts';
import { today } from './due.ts';

/** One cycle in the list, with what came in. */
export type CycleEntry = { readonly cycle: Stored<'cycle'>; readonly counts: Counted };

/** A duty to report in a year: its date by the plan, when it opens by itself, and the cycles that there are. */
export type DutyEntry = {
  readonly obligation: Obligation;
  readonly units: number;
  readonly due: PlainDate | undefined;
  readonly opens: PlainDate | undefined;
  readonly cycles: readonly CycleEntry[];
  /** Whether the reader may open one now. */
  readonly mayOpen: boolean;
};

/** Every duty of a year. */
export type CyclesView = InPlan & {
  readonly year: Year;
  readonly years: readonly Year[];
  readonly duties: readonly DutyEntry[];
};

/** The years of a plan; one without an end offers the next, too. */
export const yearsOf = ({ period }: Plan, now: PlainDate): readonly Year[] => {
  const first = Number(period.start.slice(0, 4));
  const last = period.end === null ? Number(now.slice(0, 4)) + 1 : Number(period.end.slice(0, 4));
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => Year.parse(first + index));
};

/** Who may open a cycle, or end its waiting: the standing unit, and whoever its reports go to. */
export const keepersOf = (plan: Plan, { recipient }: Pick<Cycle, 'recipient'>): readonly UnitId[] => [
  ...new Set([plan.standing, recipient]),
];

const duty = async (
  ports: ViewPorts,
  { plan, viewer, calendar }: InPlan,
  obligation: Obligation,
  { year, cycles }: { readonly year: Year; readonly cycles: readonly Stored<'cycle'>[] },
): Promise<DutyEntry> => {
  const due = dueInYear(calendar, obligation, year);
  const own = cycles
    .filter(({ body }) => body.obligation === obligation.id && body.year === year)
    .toSorted((a, b) => a.body.number - b.body.number);
  const entries = await Promise.all(own.map(async (cycle) => ({ cycle, counts: await countOf(ports, cycle) })));
  const units = dutiesOf(plan, obligation, suggestedReporters(plan, obligation), due ?? today(ports)).length;
  const may = serves(viewer, keepersOf(plan, obligation)) && runsIn(plan, year);
  return {
    obligation,
    units,
    due,
    opens: due === undefined ? undefined : opensOn(plan, due),
    cycles: entries,
    mayOpen: may && units > 0 && (isRequested(obligation) || own.length === 0),
  };
};

/** By which a duty stands in the year's list: its date, or its first cycle's; what has neither comes last. */
const dayOf = ({ due, cycles: [first] }: DutyEntry): string => due ?? first?.cycle.body.due ?? 'undated';

/** The duties to report of a year, soonest first: this one, or the plan's nearest, where none is asked for. */
export const cyclesView = async (
  ports: ViewPorts,
  session: Session,
  asked: number | undefined,
): Promise<Viewed<CyclesView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const now = today(ports);
  const years = yearsOf(room.plan, now);
  const nearest = years.findLast((one) => `${one}` <= now.slice(0, 4)) ?? years[0] ?? Year.parse(2022);
  const year = years.find((one) => one === asked) ?? nearest;
  const cycles = await cyclesOfPlan(ports, room.plan.locality.id, room.plan.id);
  const duties = await Promise.all(
    room.plan.obligations.map((obligation) => duty(ports, room, obligation, { year, cycles })),
  );
  const byDay = (a: DutyEntry, b: DutyEntry): number => Number(dayOf(a) > dayOf(b)) - Number(dayOf(a) < dayOf(b));
  return seen({ ...room, year, years, duties: duties.toSorted(byDay) });
};

/** What the form that opens a cycle starts from. */
export type CycleOpeningView = InPlan & {
  readonly obligation: Obligation;
  readonly years: readonly Year[];
  readonly year: Year;
  readonly number: number;
  readonly period: Period;
  readonly due: PlainDate;
  /** Whether the plan gives that date; else it is a suggestion. */
  readonly dated: boolean;
  readonly cutOff: PlainDate;
  readonly groups: readonly {
    readonly group: UnitId;
    readonly candidates: readonly UnitId[];
    readonly suggested: readonly UnitId[];
  }[];
};

/** How many working days are suggested where the plan gives no date. */
const SUGGESTED = 10;

/** Opening a cycle, for the standing unit and for whoever the reports go to. */
export const cycleOpeningView = async (
  ports: ViewPorts,
  session: Session,
  id: string,
  asked: number | undefined,
): Promise<Viewed<CycleOpeningView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const { plan, viewer, calendar } = room;
  const obligation = obligationOf(plan, id);
  if (obligation === undefined) return notFound('obligation');
  const offices = keepersOf(plan, obligation);
  if (!serves(viewer, offices)) return refused(room, { kind: 'not-yours', offices });
  const now = localDate(instantOf(ports.clock.now()));
  const years = yearsOf(plan, now);
  const year = years.find((one) => one === asked) ?? years.findLast((one) => `${one}` <= now.slice(0, 4)) ?? years[0];
  if (year === undefined) return notFound('plan');
  const cycles = (await cyclesOfPlan(ports, room.plan.locality.id, room.plan.id)).map(({ body }) => body);
  const dated = dueInYear(calendar, obligation, year);
  const ahead = dated !== undefined && dated >= now;
  const due = ahead ? dated : addWorkingDays(calendar, now, SUGGESTED);
  return seen({
    ...room,
    obligation,
    years,
    year,
    number: isRequested(obligation) ? nextNumber(cycles, plan.id, year, obligation.id) : 1,
    period: periodOf(plan, obligation, year),
    due,
    dated: ahead,
    cutOff: cutOffAfter(plan, calendar, due),
    groups: groupsIn(plan, obligation).map((group) => ({
      group,
      candidates: plan.units.filter((unit) => !unit.isGroup).map((unit) => unit.id),
      suggested: suggestedMembers(plan, group),
    })),
  });
};
