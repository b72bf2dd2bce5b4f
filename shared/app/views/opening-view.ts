import { instantOf, type PlainDate } from '../../domain/calendar.ts';
import { type PlanId, type UnitId, Year } from '../../domain/ids.ts';
import { chainLeads, isChainUnit, type StageKey, suggestedChainMembers } from '../../domain/plan.ts';
import { suggestDue } from '../../domain/round-decisions.ts';
import { forecast, type Gap, windowsOf } from '../absence-forecast.ts';
import type { Ports, Session } from '../ports.ts';
import { enterPlan, type InPlan, notFound, refused, seen, type Viewed, type ViewPorts } from './access.ts';
import { today } from './due.ts';

/** A unit group whose members the office lists for the year. */
export type OpeningGroup = {
  readonly group: UnitId;
  readonly candidates: readonly UnitId[];
  readonly suggested: readonly UnitId[];
};

/** What the form that opens a round starts from. */
export type OpeningView = InPlan & {
  readonly years: readonly { readonly year: Year; readonly open: boolean }[];
  /** The first year from now on that has no round. */
  readonly suggestedYear: Year | null;
  readonly due: readonly { readonly stage: StageKey; readonly date: PlainDate }[];
  readonly groups: readonly OpeningGroup[];
  readonly today: PlainDate;
  /** Whose work is due while he is away, by the dates suggested, or those that were typed. */
  readonly gaps: readonly (Gap & { readonly year: number })[];
};

/** How many years ahead a plan without an end offers. */
const YEARS_AHEAD = 2;

const yearsOf = ({ plan }: InPlan, now: PlainDate): readonly Year[] => {
  const first = Number(plan.period.start.slice(0, 4));
  const last = plan.period.end === null ? Number(now.slice(0, 4)) + YEARS_AHEAD : Number(plan.period.end.slice(0, 4));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Year.parse(first + index));
};

/** Opening a round: the plan's years, a date for every stage, the members to suggest. For the standing unit. */
export const openingView = async (
  ports: ViewPorts & Pick<Ports, 'hash'>,
  session: Session,
  id: PlanId,
  typed: ReadonlyMap<string, PlainDate> = new Map(),
): Promise<Viewed<OpeningView>> => {
  const room = await enterPlan(ports, session, id);
  if (room === undefined) return notFound('plan');
  const { plan, viewer } = room;
  if (plan.chain === null) return refused(room, { kind: 'no-chain' });
  if (viewer.office !== plan.standing) return refused(room, { kind: 'not-yours', offices: [plan.standing] });
  const now = today(ports);
  const open = new Set(await ports.store.listCase(session.locality, 'round', plan.id));
  const years = yearsOf(room, now).map((year) => ({ year, open: open.has(`${plan.id}.${year}`) }));
  const setting = { at: instantOf(ports.clock.now()), plan, calendar: room.calendar, hash: ports.hash };
  const due = suggestDue(setting, now);
  const dates = Object.fromEntries([...due].map(([stage, date]) => [stage, typed.get(stage) ?? date]));
  const units = chainLeads(plan, suggestedChainMembers(plan)).map(({ unit }) => unit);
  const gaps = forecast(plan, room.absences, windowsOf(plan, dates, now, units), setting.at);
  const closed = years.filter((one) => !one.open);
  const candidates = plan.units.filter(({ id: unit, isGroup }) => !isGroup && isChainUnit(plan, unit));
  return seen({
    ...room,
    years,
    suggestedYear: (closed.find(({ year }) => `${year}` >= now.slice(0, 4)) ?? closed.at(-1))?.year ?? null,
    gaps: gaps.map((gap) => ({ ...gap, year: Number(gap.until.slice(0, 4)) })),
    due: [...due].map(([stage, date]) => ({ stage, date })),
    groups: [...suggestedChainMembers(plan)].map(([group, suggested]) => ({
      group,
      suggested,
      candidates: candidates.map(({ id: unit }) => unit),
    })),
    today: now,
  });
};
