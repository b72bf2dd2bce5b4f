import { addDays, addWorkingDays, type CalendarTable, isCovered, PlainDate } from './calendar.ts';
import { dueOf } from './deadline.ts';
import type { ActivityCode, UnitId, Year } from './ids.ts';
import { heirsOf } from './succession.ts';
import { type GroupMembers, leafActivities, type Obligation, type Plan, unitOf } from './plan.ts';

/** What a report speaks of, first and last day. */
export type Period = { readonly from: PlainDate; readonly to: PlainDate };

/** A unit that owes a report, and the plan's activities that it leads, alone or in a group. */
export type Duty = { readonly unit: UnitId; readonly activities: readonly ActivityCode[] };

/** The obligation of that id. */
export const obligationOf = (plan: Plan, id: string): Obligation | undefined =>
  plan.obligations.find((one) => one.id === id);

/** The obligation that the id of a cycle, or of what is in it, names. */
export const obligationNamedIn = (plan: Plan, id: string): Obligation | undefined =>
  plan.obligations.find((one) => id.includes(`.${one.id}.`));

/** Whether the same obligation can be called for several times in a year, each time by a person. */
export const isRequested = ({ type }: Pick<Obligation, 'type'>): boolean =>
  type === 'ad_hoc' || type === 'periodic_unspecified';

/** The groups among those who report, whose members the office lists. */
export const groupsIn = (plan: Plan, { reporters }: Obligation): readonly UnitId[] =>
  reporters.filter((id) => unitOf(plan, id)?.isGroup === true);

/** What a group of units is suggested to be: the members that it lists. */
export const suggestedMembers = (plan: Plan, group: UnitId): readonly UnitId[] => unitOf(plan, group)?.members ?? [];

/** The suggested members of each group that an obligation names. */
export const suggestedReporters = (plan: Plan, obligation: Obligation): GroupMembers =>
  new Map(groupsIn(plan, obligation).map((group) => [group, suggestedMembers(plan, group)]));

/** The members of a group as the office lists them, else as the plan suggests. */
const inGroup = (plan: Plan, group: UnitId, members: GroupMembers): readonly UnitId[] =>
  members.get(group) ?? suggestedMembers(plan, group);

/** Units by name, each once, with groups resolved to their members. */
const resolved = (plan: Plan, units: readonly UnitId[], members: GroupMembers): ReadonlySet<UnitId> =>
  new Set(units.flatMap((id) => (unitOf(plan, id)?.isGroup === true ? inGroup(plan, id, members) : [id])));

/**
 * Who owes a report on a day, in the plan's order, each once: the units named, groups resolved by `members`, and for a unit
 * that had ended those to whom its duty passed. What they report on is what they lead, by name, in a group or for whom
 * they succeed; whoever leads nothing reports in words alone.
 */
export const dutiesOf = (
  plan: Plan,
  { id: obligation, reporters }: Obligation,
  members: GroupMembers,
  on: PlainDate,
): readonly Duty[] => {
  const work = leafActivities(plan).map(({ code, leads }) => ({ code, leads: resolved(plan, leads, members) }));
  const heirs = new Map<UnitId, UnitId[]>();
  for (const unit of resolved(plan, reporters, members))
    for (const heir of heirsOf(plan, unit, on, obligation).units) heirs.set(heir, [...(heirs.get(heir) ?? []), unit]);
  return plan.units.flatMap(({ id }): readonly Duty[] => {
    const of = heirs.get(id);
    if (of === undefined) return [];
    const led = work.filter(({ leads }) => of.some((unit) => leads.has(unit)));
    return [{ unit: id, activities: led.map(({ code }) => code) }];
  });
};

/** Groups that nobody is listed for: the plan obliges them, and the office has not said who they are. */
const unnamedGroups = (plan: Plan, obligation: Obligation, members: GroupMembers): readonly UnitId[] =>
  groupsIn(plan, obligation).filter((group) => inGroup(plan, group, members).length === 0);

/** Units that owe a report on a day on which they are no more, and whose successor the office has not named. */
export const withoutSuccessor = (
  plan: Plan,
  { id, reporters }: Obligation,
  members: GroupMembers,
  on: PlainDate,
): readonly UnitId[] => [
  ...new Set([...resolved(plan, reporters, members)].flatMap((unit) => heirsOf(plan, unit, on, id).unnamed)),
];

/** Whom the plan obliges and nobody can be asked: groups without members, ended units without a successor. */
export const unnamedIn = (
  plan: Plan,
  obligation: Obligation,
  members: GroupMembers,
  on: PlainDate,
): readonly UnitId[] => [
  ...unnamedGroups(plan, obligation, members),
  ...withoutSuccessor(plan, obligation, members, on),
];

const day = (year: Year, monthDay: string): PlainDate => PlainDate.parse(`${year}-${monthDay}`);

/** The span of an obligation's report in a year, within the plan's own: half-year, year, or the whole plan. */
export const periodOf = (
  plan: Plan,
  { type, reportsFrom }: Pick<Obligation, 'type' | 'reportsFrom'>,
  year: Year,
): Period => {
  const { end } = plan.period;
  const start = reportsFrom ?? plan.period.start;
  const whole: Period = { from: start, to: end ?? day(year, '12-31') };
  const span: Period =
    type === 'six_month'
      ? { from: day(year, '01-01'), to: day(year, '06-30') }
      : type === 'five_year' || type === 'event'
        ? whole
        : { from: day(year, '01-01'), to: day(year, '12-31') };
  return {
    from: span.from < whole.from ? whole.from : span.from,
    to: end !== null && span.to > end ? end : span.to,
  };
};

/** The last day of an obligation in a year by the plan's own words; undefined where it gives none for that year. */
export const dueInYear = (calendar: CalendarTable, { deadline }: Obligation, year: Year): PlainDate | undefined => {
  if (deadline === null || deadline.kind === 'within') return undefined;
  const { day: last } = dueOf(calendar, deadline, { year, from: day(year, '01-01') });
  if (deadline.kind === 'before_date' && last.slice(0, 4) !== `${year}`) return undefined;
  return isCovered(calendar, last) ? last : undefined;
};

/** The day up to which reports are waited for: so many working days after their date. */
export const cutOffAfter = ({ reporting }: Plan, calendar: CalendarTable, due: PlainDate): PlainDate =>
  addWorkingDays(calendar, due, reporting.cutOffWorkingDays);

/** The day on which a dated cycle opens by itself. */
export const opensOn = ({ reporting }: Plan, due: PlainDate): PlainDate => addDays(due, -reporting.opensDaysBefore);

/** Whether a plan runs in a year. */
export const runsIn = ({ period: { start, end } }: Plan, year: Year): boolean =>
  `${year}` >= start.slice(0, 4) && (end === null || `${year}` <= end.slice(0, 4));
