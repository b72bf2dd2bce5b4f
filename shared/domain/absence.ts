import * as z from 'zod';
import { Instant, localDate, PlainDate } from './calendar.ts';
import { LocalityId, PersonId, PlanId } from './ids.ts';
import type { PersonActor } from './journal.ts';

const AbsenceId = z.string().regex(/^v\d+$/);
const LeavingId = z.string().regex(/^l\d+$/);

const away = {
  person: PersonId,
  /** The first and the last day away. */
  from: PlainDate,
  until: PlainDate,
  reason: z.string().min(1).nullable(),
  /** Who does his work meanwhile: of his office, or with its head's authorisation. */
  standIn: PersonId.nullable(),
};

/** Somebody's absence (vắng mặt): the mails of his tasks go to his stand-in, who signs nothing by that alone. */
export const Absence = z.strictObject({
  id: AbsenceId,
  ...away,
  recordedBy: PersonId,
  recordedAt: Instant,
  cancelled: z.strictObject({ by: PersonId, at: Instant }).nullable(),
});
export type Absence = z.infer<typeof Absence>;

const gone = {
  person: PersonId,
  /** The last day on which he holds his posts. */
  lastDay: PlainDate,
  reason: z.string().min(1).nullable(),
};

/** Somebody who leaves all his posts (chuyển công tác, nghỉ hưu): his open tasks are handed over the day after. */
export const Leaving = z.strictObject({
  id: LeavingId,
  ...gone,
  recordedBy: PersonId,
  recordedAt: Instant,
  /** When his open tasks had been handed over, and how many. */
  handedOver: z.strictObject({ at: Instant, tasks: z.int().min(0) }).nullable(),
});
export type Leaving = z.infer<typeof Leaving>;

/** Who of a plan's people is away, and who leaves. It keeps what holds or will, and the last that ended. */
export const AbsenceRegister = z.strictObject({
  id: PlanId,
  locality: LocalityId,
  plan: PlanId,
  recorded: z.int().min(1),
  absences: z.array(Absence),
  leaving: z.array(Leaving),
});
export type AbsenceRegister = z.infer<typeof AbsenceRegister>;

const named = { locality: LocalityId, plan: PlanId };

/** What can happen to the register. */
export const AbsenceEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('AbsenceRecorded'), ...named, absence: AbsenceId, ...away }),
  z.strictObject({
    type: z.literal('StandInNamed'),
    absence: AbsenceId,
    standIn: PersonId,
    /** Who stood in until then; left out where nobody did. */
    replaced: PersonId.optional(),
  }),
  z.strictObject({ type: z.literal('AbsenceCancelled'), absence: AbsenceId }),
  z.strictObject({
    type: z.literal('LeavingRecorded'),
    ...named,
    leaving: LeavingId,
    ...gone,
    /** Handed over long ago, and of nobody whom the plan still has: left out to make room. */
    forget: z.array(LeavingId).optional(),
  }),
  z.strictObject({ type: z.literal('LeavingCancelled'), leaving: LeavingId }),
  z.strictObject({ type: z.literal('WorkHandedOver'), leaving: LeavingId, tasks: z.int().min(0) }),
]);
export type AbsenceEvent = z.infer<typeof AbsenceEvent>;

/** So many that hold or are to come fit into one record. */
export const MOST_ABSENCES = 60;

/** So many departures a record keeps. Nobody is forgotten whom the plan in force still has: he would be back. */
export const MOST_LEAVING = 30;

/** Whether the absence holds or is still to come. */
export const isAhead = ({ until, cancelled }: Absence, at: Instant): boolean =>
  cancelled === null && until >= localDate(at);

/** The absence of a person on a day. */
export const absenceOn = (
  register: AbsenceRegister | undefined,
  person: PersonId,
  day: PlainDate,
): Absence | undefined =>
  register?.absences.find(
    (one) => one.person === person && one.cancelled === null && one.from <= day && day <= one.until,
  );

/** Whether a person has left by that day. */
export const hasLeft = (register: AbsenceRegister | undefined, person: PersonId, day: PlainDate): boolean =>
  register?.leaving.some((one) => one.person === person && one.lastDay < day) === true;

/** Whose work a person does besides his own on a day. */
export const standsInFor = (
  register: AbsenceRegister | undefined,
  person: PersonId,
  day: PlainDate,
): readonly Absence[] =>
  (register?.absences ?? []).filter(
    (one) => one.standIn === person && one.cancelled === null && one.from <= day && day <= one.until,
  );

/** What is left to hand over: whose last day has passed. */
export const dueHandOvers = ({ leaving }: AbsenceRegister, day: PlainDate): readonly Leaving[] =>
  leaving.filter(({ lastDay, handedOver }) => handedOver === null && lastDay < day);

const withRoom = <T>(list: readonly T[], most: number, ended: (one: T) => boolean): T[] => {
  const excess = list.length - most + 1;
  const out = list.filter(ended).slice(0, Math.max(0, excess));
  return list.filter((one) => !out.includes(one));
};

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

const opened = (id: string, state: AbsenceRegister | undefined, event: { locality: LocalityId; plan: PlanId }) => ({
  id: PlanId.parse(id),
  locality: event.locality,
  plan: event.plan,
  recorded: (state?.recorded ?? 0) + 1,
  absences: state?.absences ?? [],
  leaving: state?.leaving ?? [],
});

const personOf = ({ by }: Meta): PersonId => {
  if (by === undefined) throw new Error('A person records who is away.');
  return by.person;
};

/** The register after an entry. Throws where the entry cannot follow. */
export const evolveAbsence = (
  id: string,
  state: AbsenceRegister | undefined,
  event: AbsenceEvent,
  meta: Meta,
): AbsenceRegister => {
  const { at } = meta;
  if (event.type === 'AbsenceRecorded') {
    const { type: _, locality, plan, absence, ...written } = event;
    const next = opened(id, state, { locality, plan });
    const entry = { id: absence, ...written, recordedBy: personOf(meta), recordedAt: at, cancelled: null };
    return { ...next, absences: [...withRoom(next.absences, MOST_ABSENCES, (one) => !isAhead(one, at)), entry] };
  }
  if (event.type === 'LeavingRecorded') {
    const { type: _, locality, plan, leaving, forget = [], ...written } = event;
    const next = opened(id, state, { locality, plan });
    const entry = { id: leaving, ...written, recordedBy: personOf(meta), recordedAt: at, handedOver: null };
    return { ...next, leaving: [...next.leaving.filter(({ id: known }) => !forget.includes(known)), entry] };
  }
  if (state === undefined) throw new Error('The first entry of the register records somebody.');
  switch (event.type) {
    case 'StandInNamed':
      return {
        ...state,
        absences: state.absences.map((one) => (one.id === event.absence ? { ...one, standIn: event.standIn } : one)),
      };
    case 'AbsenceCancelled': {
      const cancelled = { by: personOf(meta), at };
      return {
        ...state,
        absences: state.absences.map((one) => (one.id === event.absence ? { ...one, cancelled } : one)),
      };
    }
    case 'LeavingCancelled':
      return { ...state, leaving: state.leaving.filter(({ id: known }) => known !== event.leaving) };
    case 'WorkHandedOver': {
      const handedOver = { at, tasks: event.tasks };
      return {
        ...state,
        leaving: state.leaving.map((one) => (one.id === event.leaving ? { ...one, handedOver } : one)),
      };
    }
  }
};
