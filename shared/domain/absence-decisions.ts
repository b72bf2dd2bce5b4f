import { type Absence, type AbsenceEvent, isAhead, type Leaving, MOST_ABSENCES, MOST_LEAVING } from './absence.ts';
import { type AuthorityRegister, hasEnded } from './authority.ts';
import { addDays, daysBetween, localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, personIn } from './context.ts';
import type { PersonId, UnitId } from './ids.ts';
import type { Person } from './plan.ts';
import { postsOf } from './posts.ts';
import type { Stored } from './records.ts';
import { type Decision, type FieldProblem, problems, type Refusal } from './refusal.ts';

/** An absence that is longer has other causes; whoever is away so long leaves his post. */
export const MOST_DAYS_AWAY = 366;

/** How long after it began an absence may still be recorded. */
const DAYS_BACK = 31;

/** An absence as it is recorded. */
export type AbsencePaper = {
  readonly person: PersonId;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly reason: string;
  readonly standIn: PersonId | null;
};

type Register = Stored<'absence'> | undefined;

const officesOf = (person: Person): readonly UnitId[] => postsOf(person).map(({ office }) => office);

/** The person himself and the people of his offices record his absence. */
const mayRecord = ({ plan, actor }: ActingSetting, person: PersonId): Refusal | undefined => {
  const whose = personIn(plan, person);
  const own = personIn(plan, actor.person);
  if (whose === undefined) return problems({ path: 'person', code: 'unknown-person', given: person });
  const shared = own !== undefined && officesOf(own).some((office) => officesOf(whose).includes(office));
  return shared ? undefined : { kind: 'not-yours', offices: officesOf(whose) };
};

const clash = (one: Pick<Absence, 'from' | 'until'>, other: Pick<Absence, 'from' | 'until'>): boolean =>
  one.from <= other.until && other.from <= one.until;

/** Whoever stands in is another, known here, of the office or with its head's authorisation, and there all those days. */
const standInProblems = function* (
  register: Register,
  authorities: AuthorityRegister | undefined,
  { person, from, until, standIn }: Pick<AbsencePaper, 'person' | 'from' | 'until' | 'standIn'>,
  { plan, at }: ActingSetting,
): Generator<FieldProblem, void> {
  const whose = personIn(plan, person);
  if (standIn === null || whose === undefined) return;
  const other = personIn(plan, standIn);
  // Somebody of another locality is nobody in this plan.
  if (other === undefined) {
    yield { path: 'standIn', code: 'unknown-person', given: standIn };
    return;
  }
  if (standIn === person) {
    yield { path: 'standIn', code: 'same-person' };
    return;
  }
  const offices = officesOf(whose);
  const lent = (authorities?.authorisations ?? []).some(
    (one) =>
      one.recipient === standIn &&
      offices.includes(one.office) &&
      !hasEnded(one, at) &&
      one.from <= from &&
      until <= one.until,
  );
  if (!officesOf(other).some((office) => offices.includes(office)) && !lent)
    yield { path: 'standIn', code: 'not-of-the-office', offices };
  const absent = (register?.body.absences ?? []).find(
    (one) => one.person === standIn && isAhead(one, at) && clash(one, { from, until }),
  );
  if (absent !== undefined) yield { path: 'standIn', code: 'away-too', from: absent.from, until: absent.until };
  const leaves = (register?.body.leaving ?? []).find((one) => one.person === standIn && one.lastDay < until);
  if (leaves !== undefined) yield { path: 'standIn', code: 'away-too', from: addDays(leaves.lastDay, 1), until };
};

const dayProblems = function* ({ from, until }: AbsencePaper, today: PlainDate): Generator<FieldProblem> {
  if (from < addDays(today, -DAYS_BACK))
    yield { path: 'from', code: 'date-too-early', earliest: addDays(today, -DAYS_BACK) };
  if (until < from) yield { path: 'until', code: 'date-too-early', earliest: from };
  else if (until < today) yield { path: 'until', code: 'date-too-early', earliest: today };
  else if (daysBetween(from, until) >= MOST_DAYS_AWAY)
    yield { path: 'until', code: 'away-too-long', most: MOST_DAYS_AWAY };
};

const change = (register: Register, { plan }: ActingSetting, event: AbsenceEvent): Decision => ({
  kind: 'accepted',
  changes: [{ type: 'absence', id: plan.id, before: register, event }],
});

const text = (value: string): string => value.normalize('NFC').trim();

const tooLong = (reason: string): FieldProblem[] =>
  reason.length > 300 ? [{ path: 'reason', code: 'too-long', most: 300 }] : [];

/** Records an absence, with the stand-in where one is named. Two absences of a person never overlap. */
export const recordAbsence = (
  register: Register,
  authorities: AuthorityRegister | undefined,
  paper: AbsencePaper,
  setting: ActingSetting,
): Decision => {
  const { plan, at } = setting;
  const refusal = mayRecord(setting, paper.person);
  if (refusal !== undefined) return refusal;
  const { person, from, until, standIn } = paper;
  const reason = text(paper.reason);
  const ahead = (register?.body.absences ?? []).filter((one) => isAhead(one, at));
  const same = ahead.find((one) => one.person === person && clash(one, paper));
  const wrong: FieldProblem[] = [
    ...dayProblems(paper, localDate(at)),
    ...(same === undefined
      ? []
      : [{ path: 'from', code: 'absence-overlaps', from: same.from, until: same.until } as const]),
    ...standInProblems(register, authorities, paper, setting),
    ...standsInAlready(ahead, paper),
    ...tooLong(reason),
  ];
  if (wrong.length > 0) return problems(...wrong);
  if (ahead.length >= MOST_ABSENCES) return { kind: 'too-many-absences', most: MOST_ABSENCES };
  return change(register, setting, {
    type: 'AbsenceRecorded',
    locality: plan.locality.id,
    plan: plan.id,
    absence: `v${(register?.body.recorded ?? 0) + 1}`,
    person,
    from,
    until,
    reason: reason === '' ? null : reason,
    standIn,
  });
};

/** Who stands in for somebody cannot go away in those days before another is named there. */
const standsInAlready = (ahead: readonly Absence[], paper: AbsencePaper): FieldProblem[] => {
  const bound = ahead.find((one) => one.standIn === paper.person && clash(one, paper));
  return bound === undefined
    ? []
    : [{ path: 'from', code: 'stands-in', person: bound.person, from: bound.from, until: bound.until }];
};

/** Names who stands in during an absence, or another in his place. */
export const nameStandIn = (
  register: Register,
  authorities: AuthorityRegister | undefined,
  command: { readonly absence: string; readonly standIn: PersonId },
  setting: ActingSetting,
): Decision => {
  const one = register?.body.absences.find(({ id }) => id === command.absence);
  if (one === undefined) return { kind: 'not-found', what: 'absence' };
  const refusal = mayRecord(setting, one.person);
  if (refusal !== undefined) return refusal;
  if (!isAhead(one, setting.at)) return { kind: 'absence-over', until: one.until };
  const wrong = [...standInProblems(register, authorities, { ...one, standIn: command.standIn }, setting)];
  if (wrong.length > 0) return problems(...wrong);
  if (one.standIn === command.standIn) return { kind: 'accepted', changes: [] };
  const replaced = one.standIn === null ? {} : { replaced: one.standIn };
  return change(register, setting, { type: 'StandInNamed', absence: one.id, standIn: command.standIn, ...replaced });
};

/** Takes an absence back, from when on his mails are his own again; or that somebody leaves, while it is to come. */
export const cancelAbsence = (register: Register, absence: string, setting: ActingSetting): Decision => {
  const leaving = register?.body.leaving.find(({ id }) => id === absence);
  if (leaving !== undefined) return cancelLeaving(register, leaving, setting);
  const one = register?.body.absences.find(({ id }) => id === absence);
  if (one === undefined) return { kind: 'not-found', what: 'absence' };
  const refusal = mayRecord(setting, one.person);
  if (refusal !== undefined) return refusal;
  if (!isAhead(one, setting.at)) return { kind: 'absence-over', until: one.until };
  return change(register, setting, { type: 'AbsenceCancelled', absence: one.id });
};

/** Departures that nothing rests on any more: handed over, and of nobody whom the plan in force still has. */
const forgettable = (kept: readonly Leaving[], { plan }: ActingSetting): readonly Leaving[] =>
  kept.filter(
    ({ person, handedOver }) =>
      handedOver !== null && ![...plan.people, ...(plan.former ?? [])].some(({ id }) => id === person),
  );

/** Takes back that somebody leaves, while it is still to come. */
const cancelLeaving = (register: Register, leaving: Leaving, setting: ActingSetting): Decision => {
  // Whoever has left is nobody's colleague any more.
  if (leaving.lastDay < localDate(setting.at)) return { kind: 'absence-over', until: leaving.lastDay };
  const refusal = mayRecord(setting, leaving.person);
  if (refusal !== undefined && setting.actor.office !== setting.plan.standing) return refusal;
  return change(register, setting, { type: 'LeavingCancelled', leaving: leaving.id });
};

/** Records that somebody leaves all his posts after a day; his open tasks are then handed over. */
export const recordLeaving = (
  register: Register,
  command: { readonly person: PersonId; readonly lastDay: PlainDate; readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const { plan, at } = setting;
  const { person, lastDay } = command;
  const refusal = mayRecord(setting, person);
  const standing = setting.actor.office === plan.standing && personIn(plan, person) !== undefined;
  if (refusal !== undefined && !standing) return refusal;
  const today = localDate(at);
  const reason = text(command.reason);
  const known = register?.body.leaving.find((one) => one.person === person);
  const wrong: FieldProblem[] = [
    ...(lastDay < addDays(today, -1)
      ? [{ path: 'lastDay', code: 'date-too-early', earliest: addDays(today, -1) } as const]
      : []),
    ...(known === undefined ? [] : [{ path: 'person', code: 'leaves-already', lastDay: known.lastDay } as const]),
    ...tooLong(reason),
  ];
  if (wrong.length > 0) return problems(...wrong);
  const kept = register?.body.leaving ?? [];
  const forget = forgettable(kept, setting).slice(0, Math.max(0, kept.length - MOST_LEAVING + 1));
  if (kept.length - forget.length >= MOST_LEAVING) return { kind: 'too-many-absences', most: MOST_LEAVING };
  return change(register, setting, {
    type: 'LeavingRecorded',
    locality: plan.locality.id,
    plan: plan.id,
    leaving: `l${(register?.body.recorded ?? 0) + 1}`,
    person,
    lastDay,
    reason: reason === '' ? null : reason,
    ...(forget.length === 0 ? {} : { forget: forget.map(({ id }) => id) }),
  });
};
