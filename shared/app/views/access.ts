import { type AuthorityRegister, holdsAt } from '../../domain/authority.ts';
import { type CalendarTable, instantOf } from '../../domain/calendar.ts';
import type { PlanId, UnitId } from '../../domain/ids.ts';
import { obligationOf } from '../../domain/obligations.ts';
import type { Person, Plan } from '../../domain/plan.ts';
import { postsOf } from '../../domain/posts.ts';
import type { Stored } from '../../domain/records.ts';
import { heirsOf } from '../../domain/succession.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { TaskSubject } from '../../domain/task.ts';
import { type Case, findCase } from '../case.ts';
import { readMembers } from '../content.ts';
import { type PlanNow, planNow } from '../plan-now.ts';
import { calendarOf } from '../working-calendar.ts';
import type { Ports, Session } from '../ports.ts';

/** What a read model reads from: records by key, the time, the calendar, the norms. */
export type ViewPorts = Pick<Ports, 'store' | 'clock' | 'calendar' | 'norms'>;

/**
 * Who looks, for which office, and whether he sees the whole round or only a part. `offices` are all that he acts for
 * now: by his posts, and by authorisations that hold; `register` has those.
 */
export type Viewer = {
  readonly person: Person;
  readonly office: UnitId;
  readonly offices: readonly UnitId[];
  readonly seesAll: boolean;
  readonly register: AuthorityRegister | undefined;
};

/** What a read model answers: the view, or why there is none; the plan then only where its names may be told. */
export type Viewed<T> =
  | { readonly kind: 'seen'; readonly view: T }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly plan?: Plan };

/** A plan that the person belongs to, with the working calendar in force. */
export type InPlan = PlanNow & { readonly viewer: Viewer; readonly calendar: CalendarTable };
/** A round of such a plan, under the content of the plan that the round keeps. */
export type InRound = InPlan & { readonly round: Stored<'round'> };

/** A cycle of such a plan, under the content of the plan that the cycle keeps. */
export type InCycle = InPlan & { readonly cycle: Stored<'cycle'> };
/** A round or a cycle of such a plan. */
export type InCase = InPlan & { readonly of: Case };

/** Answers a view. */
export const seen = <T>(view: T): Viewed<T> => ({ kind: 'seen', view });

/** Answers that there is no such thing, whatever the reason. */
export const notFound = (what: Extract<Refusal, { kind: 'not-found' }>['what']): Viewed<never> => ({
  kind: 'refused',
  refusal: { kind: 'not-found', what },
});

/** Answers with a refusal whose names the reader may know. */
export const refused = ({ plan }: Pick<InPlan, 'plan'>, refusal: Refusal): Viewed<never> => ({
  kind: 'refused',
  refusal,
  plan,
});

const offersAll = (plan: Plan): ReadonlySet<UnitId> =>
  new Set([
    plan.standing,
    ...(plan.chain === null ? [] : [plan.chain.lockedBy]),
    ...(plan.chain?.stages ?? [])
      .filter(({ key }) => key !== 'estimate')
      .flatMap((stage) => [...stage.by, ...stage.with]),
  ]);

type Reading = Pick<Ports, 'store' | 'clock' | 'calendar'>;

const viewerIn = async (
  { store, clock }: Pick<Reading, 'store' | 'clock'>,
  plan: Plan,
  session: Session,
): Promise<Viewer | undefined> => {
  if (plan.id !== session.plan || plan.locality.id !== session.locality) return undefined;
  const person = plan.people.find(({ id }) => id === session.person);
  if (person === undefined) return undefined;
  const register = (await store.load(session.locality, 'authority', plan.id))?.body;
  const now = instantOf(clock.now());
  const lent = (register?.authorisations ?? []).filter((one) => one.recipient === person.id && holdsAt(one, now));
  const offices = [...new Set([...postsOf(person), ...lent].map(({ office }) => office))];
  const all = offersAll(plan);
  return { person, office: person.office, offices, seesAll: offices.some((one) => all.has(one)), register };
};

/** Whether what belongs to a unit may be read: by its own people, and by the offices that see the whole round. */
export const mayRead = ({ offices, seesAll }: Viewer, unit: UnitId): boolean => seesAll || offices.includes(unit);

/**
 * Whether a package is any business of the reader: a part, a supplement or an adjustment is that of its own units and of
 * the offices that see the whole round.
 */
export const mayEnter = async (
  { store }: Pick<Ports, 'store'>,
  viewer: Viewer,
  { body }: Stored<'package'>,
): Promise<boolean> =>
  viewer.seesAll ||
  (body.origin === undefined && body.adjusts === undefined) ||
  (await readMembers(store, body.locality, body.members)).some(({ unit }) => mayRead(viewer, unit));

/** Whether the reader serves one of the offices by a post, as work that nobody signs asks for. */
export const serves = ({ person }: Pick<Viewer, 'person'>, offices: readonly UnitId[]): boolean =>
  postsOf(person).some(({ office }) => offices.includes(office));

/** Enters the plan in force; undefined for whoever does not belong to it, as if there were none (invariant 12). */
export const enterPlan = async (ports: Reading, session: Session, id: PlanId): Promise<InPlan | undefined> => {
  const { store } = ports;
  if (id !== session.plan) return undefined;
  const record = await store.load(session.locality, 'plan', id);
  if (record === undefined) return undefined;
  const { plan, absences } = await planNow(ports, session.locality, record.body.content);
  const viewer = await viewerIn(ports, plan, session);
  return viewer === undefined
    ? undefined
    : { plan, viewer, absences, calendar: await calendarOf(ports, session.locality) };
};

/** Enters what keeps a plan's content; undefined for whoever does not belong to that plan, as if there were none. */
const enterOf = async (ports: Reading, session: Session, of: Case | undefined): Promise<InCase | undefined> => {
  if (of === undefined || of.body.plan !== session.plan) return undefined;
  const { plan, absences } = await planNow(ports, session.locality, of.body.planContent);
  const viewer = await viewerIn(ports, plan, session);
  return viewer === undefined
    ? undefined
    : { plan, viewer, absences, calendar: await calendarOf(ports, session.locality), of };
};

/** Enters a round; undefined for whoever does not belong to its plan, as if there were none (invariant 12). */
export const enterRound = async (ports: Reading, session: Session, id: string): Promise<InRound | undefined> => {
  const round = await ports.store.load(session.locality, 'round', id);
  const room = await enterOf(ports, session, round);
  if (room === undefined || round === undefined) return undefined;
  const { of: _, ...rest } = room;
  return { ...rest, round };
};

/** Enters a cycle of reports; undefined for whoever does not belong to its plan, as if there were none. */
export const enterCycle = async (ports: Reading, session: Session, id: string): Promise<InCycle | undefined> => {
  const cycle = await ports.store.load(session.locality, 'cycle', id);
  const room = await enterOf(ports, session, cycle);
  if (room === undefined || cycle === undefined) return undefined;
  const { of: _, ...rest } = room;
  return { ...rest, cycle };
};

/** Enters the round or cycle of a task. */
export const enterCase = async (ports: Reading, session: Session, subject: TaskSubject): Promise<InCase | undefined> =>
  enterOf(ports, session, await findCase(ports, session.locality, subject));

/** Whether a cycle's reports go to the reader: to the office that puts them together, or besides to another. */
export const isAddressed = ({ offices }: Viewer, { cycle, plan }: Pick<InCycle, 'cycle' | 'plan'>): boolean => {
  const { recipient, obligation, due } = cycle.body;
  const besides = obligationOf(plan, obligation)?.alsoTo ?? [];
  const also = besides.flatMap((unit) => heirsOf(plan, unit, due, obligation).units);
  return [recipient, ...also].some((office) => offices.includes(office));
};

/** Whether a unit's report may be read: by its own people, the offices that see everything, and whom it goes to. */
export const mayReadReport = (viewer: Viewer, of: Pick<InCycle, 'cycle' | 'plan'>, unit: UnitId): boolean =>
  mayRead(viewer, unit) || isAddressed(viewer, of);
