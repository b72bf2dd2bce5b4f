import { addWorkingDays, type CalendarTable, type Instant, localDate, type PlainDate } from './calendar.ts';
import type { HashText, UnitId } from './ids.ts';
import type { AbsenceRegister } from './absence.ts';
import type { AuthorityRegister } from './authority.ts';
import type { PersonActor } from './journal.ts';
import { nextRung, rungMoments } from './ladder.ts';
import { type Person, type Plan, type StageKey, stageOf } from './plan.ts';
import { postIn } from './posts.ts';
import type { Refusal } from './refusal.ts';

/** What every decision is taken in: the moment, the plan that holds, the calendar, how to hash. */
export type Setting = {
  readonly at: Instant;
  readonly plan: Plan;
  readonly calendar: CalendarTable;
  readonly hash: HashText;
};

/** A setting in which a person acts. */
export type ActingSetting = Setting & {
  readonly actor: PersonActor;
  /** The plan's register of authorisations, where the act may rest on one. */
  readonly register?: AuthorityRegister | undefined;
  /** Who of the plan's people is away. */
  readonly absences?: AbsenceRegister | undefined;
};

/** Refuses whoever does not belong to one of the offices; undefined where he does. */
export const mustBelong = (setting: ActingSetting, offices: readonly UnitId[]): Refusal | undefined => {
  const known = postIn(setting.plan, setting.actor.person, setting.actor.office) !== undefined;
  return known && offices.includes(setting.actor.office) ? undefined : { kind: 'not-yours', offices };
};

/** The person of that id in the plan. */
export const personIn = (plan: Plan, id: string): Person | undefined => plan.people.find((person) => person.id === id);

/** The offices that a stage belongs to; none where the chain lacks the stage. */
export const officesOf = (plan: Plan, stage: StageKey): readonly UnitId[] => stageOf(plan, stage)?.by ?? [];

/** The offices that a stage's own office consults (phối hợp), which may comment there; none where the plan names none. */
export const consultedAt = (plan: Plan, stage: StageKey): readonly UnitId[] => stageOf(plan, stage)?.with ?? [];

/** The ladder of a due date as it begins now: the rung that comes next, and those that the opening has to speak for. */
export const startLadder = (
  setting: Setting,
  due: PlainDate,
): { readonly nextRungAt: Instant; readonly passed?: string[] } => {
  const { at, plan, calendar } = setting;
  const before = rungMoments(calendar, plan.ladder, due).filter((moment) => moment.at <= at);
  return {
    nextRungAt: nextRungAt(setting, due),
    ...(before.length === 0 ? {} : { passed: before.map(({ rung }) => rung.id) }),
  };
};

/**
 * When a task due on `due` is next to be looked at after now: its next rung, and past the last rung every five
 * working days, so that nothing open is ever forgotten (invariant 6).
 */
export const nextRungAt = ({ at, plan, calendar }: Setting, due: PlainDate): Instant => {
  const moments = rungMoments(calendar, plan.ladder, due);
  const coming = nextRung(moments, at);
  if (coming !== undefined) return coming.at;
  const again = addWorkingDays(calendar, localDate(at), 5);
  const [moment] = rungMoments(calendar, [{ id: 'T', offset: 0, hears: ['assignee'] }], again);
  if (moment === undefined) throw new Error('A ladder of one rung has one moment.');
  return moment.at;
};
