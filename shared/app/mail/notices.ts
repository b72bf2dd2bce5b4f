import { consultedAt } from '../../domain/context.ts';
import { figuresOf } from '../../domain/estimate.ts';
import type { SecondClaim } from '../../domain/joint-leads.ts';
import { type LocalityId, type PersonId, RoundId, type UnitId } from '../../domain/ids.ts';
import type { Person, Plan, StageKey } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { readLapses, readMembers, readPlan } from '../content.ts';
import { PermanentError } from '../faults.ts';
import { loadMembers } from '../package-members.ts';
import type { MailRequest, Ports } from '../ports.ts';
import {
  type AuthorityCause,
  type Cause,
  type EntryRef,
  type LedgerCause,
  readCause,
  type TaskCause,
} from './cause.ts';
import type { Notice } from './notice.ts';
import { carriers, officersOf, orStanding, remindedOf, toldOfDate, toldOfOpening, unitPeople } from './recipients.ts';
import { authorisationOf, signatureOf } from './signature-facts.ts';

type Reading = Pick<Ports, 'store'>;

/** Who is told what. */
type Told = { readonly notice: Notice; readonly people: readonly Person[] };

/** The notices of an entry, and the plan whose people get them. */
type Found = { readonly plan: Plan; readonly told: readonly Told[] };

/** The round of that id. */
export const roundOf = async ({ store }: Reading, locality: LocalityId, id: RoundId): Promise<Stored<'round'>> => {
  const round = await store.load(locality, 'round', id);
  if (round === undefined) throw new PermanentError(`The round ${id} is not in the store.`);
  return round;
};

/** The plan that a round keeps. */
export const planOfRound = async (ports: Reading, locality: LocalityId, id: RoundId): Promise<Plan> =>
  readPlan(ports.store, locality, (await roundOf(ports, locality, id)).body.planContent);

/** The plan in force, by which a register of authorisations is kept. */
export const planInForce = async ({ store }: Reading, { locality, id }: AuthorityCause): Promise<Plan> => {
  const record = await store.load(locality, 'plan', id);
  if (record === undefined) throw new PermanentError(`The plan ${id} is not in the store.`);
  return readPlan(store, locality, record.body.content);
};

/** Whether a reminder still speaks of something: the task is open, and is the same assignment of it. */
export const isStillOwed = async ({ store }: Reading, { locality, id, task }: TaskCause): Promise<boolean> => {
  const now = await store.load(locality, 'task', id);
  return now?.body.state === 'open' && now.body.assignment === task.assignment;
};

const fromTask = async (ports: Reading, cause: TaskCause): Promise<Found | undefined> => {
  const { event, task } = cause;
  switch (event.type) {
    case 'TaskOpened':
    case 'TaskReopened': {
      const plan = await planOfRound(ports, cause.locality, task.subject.round);
      return { plan, told: [{ notice: 'task', people: orStanding(plan, toldOfOpening(plan, task, event.passed)) }] };
    }
    case 'TaskReminded': {
      if (!(await isStillOwed(ports, cause))) return undefined;
      const plan = await planOfRound(ports, cause.locality, task.subject.round);
      return {
        plan,
        told: [
          { notice: 'reminder', people: orStanding(plan, remindedOf(plan, task, event.rungs, event.escalatedTo)) },
        ],
      };
    }
    case 'TaskExtended':
    case 'TaskRedated': {
      // Where only a reminder moved, there is nothing to tell.
      const moved = event.type === 'TaskExtended' || task.redated?.due !== task.due;
      if (!moved || !(await isStillOwed(ports, cause))) return undefined;
      const plan = await planOfRound(ports, cause.locality, task.subject.round);
      return { plan, told: [{ notice: 'dated', people: orStanding(plan, toldOfDate(plan, task)) }] };
    }
    case 'TaskLapsed': {
      if (event.ladder === undefined) return undefined;
      const plan = await planOfRound(ports, cause.locality, task.subject.round);
      return {
        plan,
        told: [{ notice: 'lapsed', people: orStanding(plan, remindedOf(plan, task, event.ladder.rungs)) }],
      };
    }
    case 'TaskDone':
      return undefined;
  }
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
  const plan = await readPlan(ports.store, locality, pkg.body.planContent);
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
  const plan = await readPlan(ports.store, locality, round.body.planContent);
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
    case 'ledger':
      return fromLedger(ports, cause);
    case 'round':
      return fromRound(ports, cause);
  }
};

/**
 * Who is to be told what of one journal entry, read again by its number: each person once, the first of two notices
 * winning. Empty where the entry concerns nobody's mail, or a reminder came to speak of what is done.
 */
export const noticesFor = async (ports: Reading, stream: string, seq: number): Promise<readonly MailRequest[]> => {
  const ref: EntryRef = { stream, seq };
  const cause = await readCause(ports, ref);
  const notices = cause && (await found(ports, cause));
  if (cause === undefined || notices === undefined) return [];
  const requests = new Map<string, MailRequest>();
  for (const { notice, people } of notices.told) {
    for (const { id: person } of people) {
      if (requests.has(person)) continue;
      requests.set(person, { locality: cause.locality, cause: ref, plan: notices.plan.id, person, notice });
    }
  }
  return [...requests.values()];
};
