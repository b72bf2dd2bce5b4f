import * as z from 'zod';
import { AbsenceEvent, AbsenceRegister, evolveAbsence } from './absence.ts';
import { AuthorityEvent, AuthorityRegister, evolveAuthority } from './authority.ts';
import { Cycle, CycleEvent, evolveCycle } from './cycle.ts';
import { Edition, EditionEvent, evolveEdition } from './edition.ts';
import { CodesEvent, CodesRecord, evolveCodes } from './budget-codes.ts';
import type { Instant } from './calendar.ts';
import { CalendarEvent, CalendarRecord, evolveCalendar } from './working-calendar.ts';
import { Estimate, EstimateEvent } from './estimate.ts';
import { evolveEstimate } from './estimate-evolution.ts';
import { type LocalityId, PersonId, PlanId, Sha256 } from './ids.ts';
import type { Actor, PersonActor } from './journal.ts';
import { Package, PackageEvent, phaseOf } from './package.ts';
import { evolvePackage } from './package-evolution.ts';
import { evolveLedger, Ledger, LedgerEvent } from './ledger.ts';
import { evolveRound, Round, RoundEvent } from './round.ts';
import { evolveReturn, Return, ReturnEvent } from './return.ts';
import { evolveTask, Task, TaskEvent } from './task.ts';

/** The plan in force for a locality: which content, registered when. Running rounds keep the one they started with. */
export const PlanRecord = z.strictObject({
  id: PlanId,
  content: Sha256,
  editions: z.int().min(1),
  /** Who the edition before had and this one has not, while their open tasks are still to be handed over. */
  gone: z.array(PersonId).min(1).optional(),
});
export type PlanRecord = z.infer<typeof PlanRecord>;

/** What can happen to a plan's record. */
export const PlanEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('PlanRegistered'), content: Sha256, gone: z.array(PersonId).min(1).optional() }),
  z.strictObject({ type: z.literal('PeopleHandedOver'), tasks: z.int().min(0) }),
]);
export type PlanEvent = z.infer<typeof PlanEvent>;

/** The aggregates, each with its own journal stream. */
export type Bodies = {
  estimate: Estimate;
  ledger: Ledger;
  package: Package;
  plan: PlanRecord;
  round: Round;
  task: Task;
  authority: AuthorityRegister;
  codes: CodesRecord;
  calendar: CalendarRecord;
  absence: AbsenceRegister;
  cycle: Cycle;
  return: Return;
  edition: Edition;
};
/** What can happen to each kind of aggregate. */
export type Events = {
  estimate: EstimateEvent;
  ledger: LedgerEvent;
  package: PackageEvent;
  plan: PlanEvent;
  round: RoundEvent;
  task: TaskEvent;
  authority: AuthorityEvent;
  codes: CodesEvent;
  calendar: CalendarEvent;
  absence: AbsenceEvent;
  cycle: CycleEvent;
  return: ReturnEvent;
  edition: EditionEvent;
};
/** The kinds of aggregate. */
export const RecordType = z.enum([
  'estimate',
  'ledger',
  'package',
  'plan',
  'round',
  'task',
  'authority',
  'codes',
  'calendar',
  'absence',
  'cycle',
  'return',
  'edition',
]);
export type RecordType = z.infer<typeof RecordType>;

/** How each kind is read back from the store. */
export const bodySchemas: { readonly [T in RecordType]: z.ZodType<Bodies[T]> } = {
  estimate: Estimate,
  ledger: Ledger,
  package: Package,
  plan: PlanRecord,
  round: Round,
  task: Task,
  authority: AuthorityRegister,
  codes: CodesRecord,
  calendar: CalendarRecord,
  absence: AbsenceRegister,
  cycle: Cycle,
  return: Return,
  edition: Edition,
};

/** How each kind's entries are read back from the journal. */
export const eventSchemas: { readonly [T in RecordType]: z.ZodType<Events[T]> } = {
  estimate: EstimateEvent,
  ledger: LedgerEvent,
  package: PackageEvent,
  plan: PlanEvent,
  round: RoundEvent,
  task: TaskEvent,
  authority: AuthorityEvent,
  codes: CodesEvent,
  calendar: CalendarEvent,
  absence: AbsenceEvent,
  cycle: CycleEvent,
  return: ReturnEvent,
  edition: EditionEvent,
};

/** When an entry was made and by whom: what an aggregate may take from it besides the event. */
export type EntryMeta = { readonly at: Instant; readonly actor: Actor };

const personOf = (actor: Actor): PersonActor | undefined => (actor.kind === 'person' ? actor : undefined);

const evolvePlan = (id: string, state: PlanRecord | undefined, event: PlanEvent): PlanRecord => {
  if (event.type === 'PeopleHandedOver') {
    if (state === undefined) throw new Error('People are handed over from an edition to the next.');
    const { gone: _, ...rest } = state;
    return rest;
  }
  // Whoever an edition still in hand lost is not forgotten because the next one came.
  const gone = [...new Set([...(state?.gone ?? []), ...(event.gone ?? [])])];
  return {
    id: PlanId.parse(id),
    content: event.content,
    editions: (state?.editions ?? 0) + 1,
    ...(gone.length === 0 ? {} : { gone }),
  };
};

/** The record after an entry, by kind: the one function behind writing, replaying and verifying. */
export const evolvers: {
  readonly [T in RecordType]: (
    id: string,
    state: Bodies[T] | undefined,
    event: Events[T],
    meta: EntryMeta,
  ) => Bodies[T];
} = {
  estimate: (id, state, event, { at, actor }) => evolveEstimate(id, state, event, { at, by: personOf(actor) }),
  ledger: (id, state, event, { at, actor }) => evolveLedger(id, state, event, { at, by: personOf(actor) }),
  package: (id, state, event, { at, actor }) => evolvePackage(id, state, event, { at, by: personOf(actor) }),
  plan: (id, state, event) => evolvePlan(id, state, event),
  round: (id, state, event, { at, actor }) => evolveRound(id, state, event, { at, by: personOf(actor) }),
  task: (id, state, event, { at }) => evolveTask(id, state, event, at),
  authority: (id, state, event, { at, actor }) => evolveAuthority(id, state, event, { at, by: personOf(actor) }),
  codes: (id, state, event, { at, actor }) => evolveCodes(id, state, event, { at, by: personOf(actor) }),
  absence: (id, state, event, { at, actor }) => evolveAbsence(id, state, event, { at, by: personOf(actor) }),
  cycle: (id, state, event, { at, actor }) => evolveCycle(id, state, event, { at, by: personOf(actor) }),
  return: (id, state, event, { at, actor }) => evolveReturn(id, state, event, { at, by: personOf(actor) }),
  edition: (id, state, event, { at, actor }) => evolveEdition(id, state, event, { at, by: personOf(actor) }),
  calendar: (id, state, event, { at, actor }) => evolveCalendar(id, state, event, { at, by: personOf(actor) }),
};

/** The name of an aggregate's stream and the key of its record. */
export const streamOf = (locality: LocalityId, type: RecordType, id: string): string => `${locality}#${type}#${id}`;

/** A stream's parts, or undefined where the text names none. */
export const readStream = (stream: string): { locality: string; type: RecordType; id: string } | undefined => {
  const [locality, type, ...rest] = stream.split('#');
  const kind = RecordType.safeParse(type);
  if (locality === undefined || !kind.success || rest.length !== 1) return undefined;
  return { locality, type: kind.data, id: rest.join('#') };
};

/** A record as loaded: its version is the number of its last entry, `head` that entry's hash. */
export type Stored<T extends RecordType> = {
  readonly type: T;
  readonly id: string;
  readonly version: number;
  readonly head: Sha256;
  readonly body: Bodies[T];
};

/** Something that happens to one aggregate; `before` is the record as it was loaded, undefined for a new one. */
export type Change = {
  [T in RecordType]: {
    readonly type: T;
    readonly id: string;
    readonly before: Stored<T> | undefined;
    readonly event: Events[T];
  };
}[RecordType];

/**
 * What another write may be made conditional on without knowing the record's version: the phase of a package, in
 * which figures may be set, that of a round, in which money may be granted until its end is ordered, and the revision
 * of a plan's register of authorisations.
 */
export const guards: { readonly [T in RecordType]: (body: Bodies[T]) => string | undefined } = {
  estimate: () => undefined,
  ledger: () => undefined,
  package: (body) => phaseOf(body.position),
  plan: () => undefined,
  round: (body) => (body.closing === undefined ? body.phase : 'closing'),
  task: () => undefined,
  authority: ({ revision }) => `${revision}`,
  codes: () => undefined,
  calendar: () => undefined,
  absence: () => undefined,
  cycle: () => undefined,
  return: () => undefined,
  edition: () => undefined,
};
