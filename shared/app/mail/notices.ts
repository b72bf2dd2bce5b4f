import type { Absence } from '../../domain/absence.ts';
import { addDays, instantOf, localDate } from '../../domain/calendar.ts';
import { consultedAt } from '../../domain/context.ts';
import { figuresOf } from '../../domain/estimate.ts';
import type { SecondClaim } from '../../domain/joint-leads.ts';
import { type LocalityId, type PersonId, RoundId, type UnitId } from '../../domain/ids.ts';
import type { Person, Plan, StageKey } from '../../domain/plan.ts';
import { vacanciesOf, withPeopleNow } from '../../domain/people-now.ts';
import { postsOf } from '../../domain/posts.ts';
import type { Stored } from '../../domain/records.ts';
import { readLapses, readMembers, readRoundUnits } from '../content.ts';
import { caseOfTask } from '../case.ts';
import { forecast, windowsOf } from '../absence-forecast.ts';
import { planNow } from '../plan-now.ts';
import { roundForecasts } from '../round-forecasts.ts';
import { PermanentError } from '../faults.ts';
import { loadMembers } from '../package-members.ts';
import type { MailRequest, Ports } from '../ports.ts';
import {
  type AbsenceCause,
  type AuthorityCause,
  type Cause,
  type EntryRef,
  type LedgerCause,
  readCause,
  type TaskCause,
} from './cause.ts';
import { isMark, type MarkPorts, readMark } from './marks.ts';
import type { Notice } from './notice.ts';
import {
  carriers,
  officersOf,
  orStanding,
  remindedOf,
  toldOfDate,
  toldOfOpening,
  unitPeople,
  withStandIns,
} from './recipients.ts';
import { type Found, requestsFor, type Told } from './requests.ts';
import { authorisationOf, signatureOf } from './signature-facts.ts';

type Reading = Pick<Ports, 'store' | 'clock'>;

/** The round of that id. */
export const roundOf = async (
  { store }: Pick<Ports, 'store'>,
  locality: LocalityId,
  id: RoundId,
): Promise<Stored<'round'>> => {
  const round = await store.load(locality, 'round', id);
  if (round === undefined) throw new PermanentError(`The round ${id} is not in the store.`);
  return round;
};

/** The plan that a round keeps, with the people of today. */
export const planOfRound = async (ports: Reading, locality: LocalityId, id: RoundId): Promise<Plan> =>
  (await planNow(ports, locality, (await roundOf(ports, locality, id)).body.planContent)).plan;

/** The plan in force, by which a register of authorisations is kept. */
export const planInForce = async (
  ports: Reading,
  { locality, id }: Pick<AuthorityCause, 'locality' | 'id'>,
): Promise<Plan> => {
  const record = await ports.store.load(locality, 'plan', id);
  if (record === undefined) throw new PermanentError(`The plan ${id} is not in the store.`);
  return (await planNow(ports, locality, record.body.content)).plan;
};

/** Whether a reminder still speaks of something: the task is open, and is the same assignment of it. */
export const isStillOwed = async (
  { store }: Pick<Ports, 'store'>,
  { locality, id, task }: TaskCause,
): Promise<boolean> => {
  const now = await store.load(locality, 'task', id);
  return now?.body.state === 'open' && now.body.assignment === task.assignment;
};

/** Whom an entry of a task concerns, and as what. */
const concerned = (plan: Plan, { event, task }: TaskCause): Told | undefined => {
  switch (event.type) {
    case 'TaskOpened':
    case 'TaskReopened':
      return { notice: 'task', people: toldOfOpening(plan, task, event.passed) };
    case 'TaskHandedOver':
      return { notice: 'task', people: toldOfOpening(plan, task) };
    case 'TaskReminded':
      return { notice: 'reminder', people: remindedOf(plan, task, event.rungs, event.escalatedTo) };
    case 'TaskExtended':
      return { notice: 'dated', people: toldOfDate(plan, task) };
    case 'TaskRedated':
      // Where only a reminder moved, there is nothing to tell.
      return task.redated?.due === task.due ? undefined : { notice: 'dated', people: toldOfDate(plan, task) };
    case 'TaskLapsed':
      if (event.cutOff === true) return { notice: 'lapsed', people: toldOfDate(plan, task) };
      return event.ladder && { notice: 'lapsed', people: remindedOf(plan, task, event.ladder.rungs) };
    case 'TaskDone':
      return undefined;
  }
};

/** What speaks of work that may have been done since. */
const MAY_BE_DONE: readonly string[] = ['TaskReminded', 'TaskExtended', 'TaskRedated', 'TaskHandedOver'];

const fromTask = async (ports: Reading, cause: TaskCause): Promise<Found | undefined> => {
  const { event, task, locality } = cause;
  if (event.type === 'TaskDone') return undefined;
  if (MAY_BE_DONE.includes(event.type) && !(await isStillOwed(ports, cause))) return undefined;
  const { planContent } = (await caseOfTask(ports, locality, task.subject)).body;
  const { plan, absences } = await planNow(ports, locality, planContent);
  const found = concerned(plan, cause);
  if (found === undefined) return undefined;
  const day = localDate(instantOf(ports.clock.now()));
  const people = withStandIns(plan, absences, task.office, orStanding(plan, found.people), day);
  return { plan, told: [{ ...found, people }], office: task.office, absences };
};

/** Who keeps an office running: its head, and the standing unit's officers. */
const keepers = (plan: Plan, offices: readonly UnitId[], besides: PersonId): readonly Person[] => [
  ...plan.people.filter(
    (person) =>
      person.id !== besides && postsOf(person).some(({ office, post }) => post === 'head' && offices.includes(office)),
  ),
  ...officersOf(plan, plan.standing).filter(({ id }) => id !== besides),
];

/** The absence that an entry of the register is about. */
export const absenceOf = ({ event, register }: AbsenceCause): Absence | undefined =>
  'absence' in event ? register.absences.find(({ id }) => id === event.absence) : undefined;

const fromAbsence = async (ports: Reading, cause: AbsenceCause): Promise<Found | undefined> => {
  const { event, locality, id } = cause;
  const record = await ports.store.load(locality, 'plan', id);
  if (record === undefined) throw new PermanentError(`The plan ${id} is not in the store.`);
  const { plan, absences } = await planNow(ports, locality, record.body.content);
  if (event.type === 'LeavingRecorded' || event.type === 'WorkHandedOver') {
    const leaving = cause.register.leaving.find((one) => one.id === event.leaving);
    if (leaving === undefined) return undefined;
    const without = withPeopleNow(plan, plan, cause.register, addDays(leaving.lastDay, 1));
    const vacant = vacanciesOf(without).length > 0;
    return {
      plan,
      told: vacant
        ? [
            {
              notice: 'vacancy',
              people: keepers(
                plan,
                plan.units.map((unit) => unit.id),
                leaving.person,
              ),
            },
          ]
        : [],
    };
  }
  const one = absenceOf(cause);
  const person = plan.people.find((candidate) => candidate.id === one?.person);
  if (one === undefined || person === undefined) return undefined;
  const replaced = event.type === 'StandInNamed' ? event.replaced : undefined;
  const standIn: Told = { notice: 'stand-in', people: peopleOf(plan, [one.standIn ?? undefined, replaced]) };
  if (one.standIn !== null) return { plan, told: [standIn] };
  const gaps = (await roundForecasts(ports, locality, plan, absences)).filter(({ absence }) => absence === one.id);
  if (gaps.length === 0) return undefined;
  const offices = postsOf(person).map(({ office }) => office);
  return { plan, told: [{ notice: 'stand-in-asked', people: keepers(plan, offices, person.id) }] };
};

/** A round that opens while somebody will be away in its time: the standing unit is asked for stand-ins. */
const fromOpening = async (
  ports: Reading,
  { locality, id, event }: Extract<Cause, { type: 'round' }>,
): Promise<Found | undefined> => {
  if (event.type !== 'RoundOpened') return undefined;
  const { plan, absences } = await planNow(ports, locality, event.planContent);
  const units = (await readRoundUnits(ports.store, locality, event.units)).map(({ unit }) => unit);
  const now = instantOf(ports.clock.now());
  const round = await roundOf(ports, locality, RoundId.parse(id));
  const windows = windowsOf(plan, event.due, localDate(round.body.openedAt), units);
  const gaps = forecast(plan, absences, windows, now).filter(({ standIn }) => standIn === null);
  return gaps.length === 0
    ? undefined
    : { plan, told: [{ notice: 'stand-ins-asked', people: officersOf(plan, plan.standing) }] };
};

const peopleOf = (plan: Plan, ids: readonly (PersonId | undefined)[]): readonly Person[] =>
  plan.people.filter(({ id }) => ids.includes(id));

/** Who is told of a signature: the officer who prepared it, and whose authorisation it was signed by. */
const signedTold = (plan: Plan, cause: Extract<Cause, { type: 'estimate' | 'package' }>): readonly Told[] => {
  const { preparedBy, lender } = signatureOf(cause);
  return [
    { notice: 'signed', people: peopleOf(plan, [preparedBy]) },
    { notice: 'signed-for', people: peopleOf(plan, [lender]) },
  ];
};

const isSigned = (cause: Extract<Cause, { type: 'estimate' | 'package' }>): boolean => {
  const { preparedBy, lender } = signatureOf(cause);
  return preparedBy !== undefined || lender !== undefined;
};

const fromAuthority = async (ports: Reading, cause: AuthorityCause): Promise<Found> => {
  const { giver, recipient } = authorisationOf(cause);
  const plan = await planInForce(ports, cause);
  return { plan, told: [{ notice: 'authorisation', people: peopleOf(plan, [giver, recipient]) }] };
};

/** Who is told of a second claim: the standing unit, and both leads. */
const claimTold = (plan: Plan, unit: UnitId, claims: readonly SecondClaim[]): Told => {
  const offices = new Set([plan.standing, ...claims.map(({ submitter }) => submitter), unit]);
  return { notice: 'second-claim', people: [...offices].flatMap((one) => officersOf(plan, one)) };
};

const fromEstimate = async (
  ports: Reading,
  cause: Extract<Cause, { type: 'estimate' }>,
): Promise<Found | undefined> => {
  const { locality, id, event } = cause;
  const claims = event.type === 'EstimateSubmitted' ? (event.claims ?? []) : [];
  const leftOut = event.type === 'EstimateLocked' && event.version === null;
  const signed = isSigned(cause);
  if (claims.length === 0 && !leftOut && !signed && event.type !== 'ResultPublished') return undefined;
  const estimate = await ports.store.load(locality, 'estimate', id);
  if (estimate === undefined) throw new PermanentError(`The estimate ${id} is not in the store.`);
  if (leftOut && estimate.body.standing === 'nil') return undefined;
  const plan = await planOfRound(ports, locality, estimate.body.round);
  if (signed || claims.length > 0)
    return {
      plan,
      told: [
        // One entry brings a person one mail: of a claim first, since it asks him for something.
        ...(claims.length > 0 ? [claimTold(plan, estimate.body.unit, claims)] : []),
        ...(signed ? signedTold(plan, cause) : []),
      ],
    };
  const people = orStanding(plan, unitPeople(plan, estimate.body.unit));
  return { plan, told: [{ notice: leftOut ? 'left-out' : 'result', people }] };
};

/** The estimates of a package whose figures the appraisal set lower in this submission. */
const loweredIn = async (
  ports: Reading,
  pkg: Stored<'package'>,
  submission: number,
): Promise<readonly Stored<'estimate'>[]> => {
  const estimates = await loadMembers(ports, pkg);
  return estimates.filter(({ body }) => {
    const set = figuresOf(body, 'appraisal', { package: pkg.body.id, submission });
    return set?.submission === submission && set.changed > 0;
  });
};

/** Who may comment now; once for each time that the stage opens, and nobody is told of each comment. */
const consultedTold = (plan: Plan, stage: StageKey): Told => ({
  notice: 'consulted',
  people: consultedAt(plan, stage).flatMap((office) => officersOf(plan, office)),
});

const fromPackage = async (ports: Reading, cause: Extract<Cause, { type: 'package' }>): Promise<Found | undefined> => {
  const { locality, id, event } = cause;
  const appraised = event.type === 'StageForwarded' && event.stage === 'appraisal';
  const opened = event.type === 'StageOpened';
  if (!appraised && !opened && !isSigned(cause) && event.type !== 'PackagePublished') return undefined;
  const pkg = await ports.store.load(locality, 'package', id);
  if (pkg === undefined) throw new PermanentError(`The package ${id} is not in the store.`);
  const { plan } = await planNow(ports, locality, pkg.body.planContent);
  if (pkg.body.adjusts !== undefined) {
    if (event.type !== 'PackagePublished') return { plan, told: signedTold(plan, cause) };
    const { lockedBy } = (await roundOf(ports, locality, pkg.body.round)).body;
    return { plan, told: [{ notice: 'adjusted', people: carriers(plan, lockedBy) }] };
  }
  if (opened) return { plan, told: [consultedTold(plan, event.stage)] };
  if (appraised) {
    const lowered = await loweredIn(ports, pkg, event.submission);
    const units = lowered.map(({ body }) => ({ notice: 'lowered' as const, people: officersOf(plan, body.unit) }));
    return { plan, told: [...units, ...signedTold(plan, cause)] };
  }
  if (event.type !== 'PackagePublished') return { plan, told: signedTold(plan, cause) };
  const [round, members] = await Promise.all([
    roundOf(ports, locality, pkg.body.round),
    readMembers(ports.store, locality, pkg.body.members),
  ]);
  const ids = members.filter(({ standing }) => standing !== 'submitted').map(({ estimate }) => estimate);
  // Who joins by a supplement has its own decision to come.
  const without = (await ports.store.loadAll(locality, 'estimate', ids)).filter(
    ({ body }) => body.lockedInto?.package === pkg.body.id,
  );
  return {
    plan,
    told: [
      { notice: 'published', people: carriers(plan, round.body.lockedBy) },
      ...without.map(({ body: { unit } }) => ({ notice: 'closed' as const, people: unitPeople(plan, unit) })),
    ],
  };
};

const NOTICES: { readonly [T in LedgerCause['event']['type']]: Notice | undefined } = {
  GrantRecorded: 'granted',
  GrantReversed: 'reversed',
  AdjustmentOpened: undefined,
  AdjustmentClosed: undefined,
  AdjustmentApplied: 'adjusted',
};

const fromLedger = async (ports: Reading, { locality, event, ledger }: LedgerCause): Promise<Found | undefined> => {
  const plan = await planOfRound(ports, locality, ledger.round);
  const notice = NOTICES[event.type];
  if (notice === undefined) return undefined;
  return { plan, told: [{ notice, people: orStanding(plan, unitPeople(plan, ledger.unit)) }] };
};

const fromRound = async (
  ports: Reading,
  { locality, id, event }: Extract<Cause, { type: 'round' }>,
): Promise<Found | undefined> => {
  if (event.type !== 'RoundClosed') return undefined;
  const round = await roundOf(ports, locality, RoundId.parse(id));
  const { plan } = await planNow(ports, locality, round.body.planContent);
  const lapses = await readLapses(ports.store, locality, event.lapses);
  return {
    plan,
    told: [
      { notice: 'round-end', people: carriers(plan, round.body.lockedBy) },
      ...lapses.map(({ unit }) => ({ notice: 'year-end' as const, people: unitPeople(plan, unit) })),
    ],
  };
};

const found = (ports: Reading, cause: Cause): Promise<Found | undefined> => {
  switch (cause.type) {
    case 'task':
      return fromTask(ports, cause);
    case 'estimate':
      return fromEstimate(ports, cause);
    case 'package':
      return fromPackage(ports, cause);
    case 'authority':
      return fromAuthority(ports, cause);
    case 'absence':
      return fromAbsence(ports, cause);
    case 'ledger':
      return fromLedger(ports, cause);
    case 'round':
      return cause.event.type === 'RoundOpened' ? fromOpening(ports, cause) : fromRound(ports, cause);
  }
};

/** A mark is told to the standing unit. */
const fromMark = async (ports: MarkPorts, ref: EntryRef): Promise<Found | undefined> => {
  const cause = await readMark(ports, ref);
  if (cause === undefined) return undefined;
  const { plan } = cause;
  return { plan, told: [{ notice: 'undelivered', people: officersOf(plan, plan.standing) }] };
};

/**
 * Who is to be told what of one journal entry, read again by its number, or of a mark: each person once, the first of
 * two notices winning. Empty where the entry concerns nobody's mail, or a reminder came to speak of what is done.
 */
export const noticesFor = async (
  ports: Reading & MarkPorts,
  stream: string,
  seq: number,
): Promise<readonly MailRequest[]> => {
  const ref: EntryRef = { stream, seq };
  const cause = isMark(ref) ? undefined : await readCause(ports, ref);
  const notices = isMark(ref) ? await fromMark(ports, ref) : cause && (await found(ports, cause));
  return notices === undefined ? [] : requestsFor(ports, ref, notices);
};
