import { addWorkingDays, isCovered, localDate, type PlainDate } from './calendar.ts';
import { dueOf } from './deadline.ts';
import { type ActingSetting, mustBelong, startLadder, type Setting } from './context.ts';
import { currentVersion, type Estimate } from './estimate.ts';
import { estimateIdOf, type PackageId, packageIdOf, roundIdOf, type Sha256, Year } from './ids.ts';
import { sum } from './money.ts';
import type { Content, Member, Package } from './package.ts';
import { paginate } from './pages.ts';
import { chainGroups, chainLeads, type GroupMembers, isChainUnit, type StageKey, unitOf } from './plan.ts';
import type { Change, Stored } from './records.ts';
import { type Accepted, type Decision, type FieldProblem, problems } from './refusal.ts';
import type { DueDates, Round, RoundUnit } from './round.ts';
import { estimateTaskId, lockTaskId } from './task.ts';

/** What opening a round takes. `members` says who stands for each unit group this year. */
export type OpenRound = {
  readonly year: Year;
  readonly members: GroupMembers;
  readonly due: DueDates;
};

const STAGES = ['estimate', 'synthesis', 'appraisal', 'approval'] as const;

/** The chain's stages, in their order. */
export const stagesOf = (setting: Setting): readonly StageKey[] =>
  (setting.plan.chain?.stages ?? []).map(({ key }) => key);

/**
 * The date to suggest for each stage: the plan's own where it dates one that is still to come, else so many working
 * days (5 unless the plan says otherwise) after the stage before.
 */
export const suggestDue = (setting: Setting, from: PlainDate): Map<StageKey, PlainDate> => {
  let day = from;
  const suggested = new Map<StageKey, PlainDate>();
  for (const { key, suggestedWorkingDays, deadline } of setting.plan.chain?.stages ?? []) {
    const year = Year.parse(Number(from.slice(0, 4)));
    const dated = deadline === null ? undefined : dueOf(setting.calendar, deadline, { year, from: day }).day;
    const counted = addWorkingDays(setting.calendar, day, suggestedWorkingDays);
    day = dated !== undefined && dated >= day ? dated : counted;
    suggested.set(key, day);
  }
  return suggested;
};

const dueProblems = ({ due }: OpenRound, setting: ActingSetting): FieldProblem[] => {
  const today = localDate(setting.at);
  const found: FieldProblem[] = [];
  let after = today;
  for (const stage of STAGES) {
    const day = due[stage];
    const path = `due.${stage}`;
    if (!stagesOf(setting).includes(stage)) {
      if (day !== undefined) found.push({ path, code: 'invalid' });
      continue;
    }
    if (day === undefined) found.push({ path, code: 'missing' });
    else if (!isCovered(setting.calendar, day)) found.push({ path, code: 'invalid' });
    else if (day < today) found.push({ path, code: 'date-too-early', earliest: today });
    else if (day < after) found.push({ path, code: 'due-out-of-order', after });
    if (day !== undefined) after = day;
  }
  return found;
};

const periodProblems = ({ year }: OpenRound, { plan }: ActingSetting): FieldProblem[] => {
  const { start, end } = plan.period;
  const within = `${year}` >= start.slice(0, 4) && (end === null || `${year}` <= end.slice(0, 4));
  return within ? [] : [{ path: 'year', code: 'outside-plan-period', start, end }];
};

const memberProblems = ({ members }: OpenRound, { plan }: ActingSetting): FieldProblem[] => {
  const groups = chainGroups(plan);
  const unsaid = groups
    .filter((group) => !members.has(group))
    .map((group): FieldProblem => ({ path: `members.${group}`, code: 'missing' }));
  const said = [...members].flatMap(([group, units]): FieldProblem[] => {
    if (!groups.includes(group)) return [{ path: `members.${group}`, code: 'unknown-unit', given: group }];
    return units
      .filter((unit) => !isChainUnit(plan, unit) || unitOf(plan, unit)?.isGroup === true)
      .map((unit) => ({ path: `members.${group}`, code: 'unknown-unit', given: unit }));
  });
  return [...unsaid, ...said];
};

/**
 * Opens a year's round: finds who must estimate (lead units in the chain, groups resolved as the office says) and
 * fixes every stage's date and the plan's content. The workflow then opens each unit's estimate.
 */
export const openRound = (
  existing: Stored<'round'> | undefined,
  command: OpenRound,
  planContent: Sha256,
  setting: ActingSetting,
): Decision => {
  const { plan, hash } = setting;
  if (plan.chain === null) return { kind: 'no-chain' };
  const refusal = mustBelong(setting, [plan.standing]);
  if (refusal !== undefined) return refusal;
  if (existing !== undefined) return { kind: 'already-open' };
  const wrong = [
    ...periodProblems(command, setting),
    ...dueProblems(command, setting),
    ...memberProblems(command, setting),
  ];
  if (wrong.length > 0) return problems(...wrong);
  const leads: RoundUnit[] = chainLeads(plan, command.members).filter(({ activities }) => activities.length > 0);
  const { ref, pages } = paginate('units', leads, hash);
  const event = {
    type: 'RoundOpened' as const,
    locality: plan.locality.id,
    plan: plan.id,
    planContent,
    year: command.year,
    lockedBy: plan.chain.lockedBy,
    units: ref,
    due: command.due,
  };
  return {
    kind: 'accepted',
    pages,
    changes: [{ type: 'round', id: roundIdOf(plan.id, command.year), before: undefined, event }],
  };
};

/** The records of one unit as a round opens for it: an estimate, missing as yet, and the task that asks for it. */
export const openUnit = (round: Round, { unit, activities }: RoundUnit, setting: Setting): readonly Change[] => {
  const estimate = estimateIdOf(round.id, unit);
  const task = estimateTaskId(estimate);
  const shared = { locality: round.locality, plan: round.plan, due: round.due.estimate };
  return [
    {
      type: 'estimate',
      id: estimate,
      before: undefined,
      event: { type: 'EstimateOpened', ...shared, round: round.id, unit, activities, task },
    },
    {
      type: 'task',
      id: task,
      before: undefined,
      event: {
        type: 'TaskOpened',
        ...shared,
        kind: 'estimate',
        subject: { of: 'estimate', round: round.id, estimate },
        office: unit,
        ...startLadder(setting, round.due.estimate),
        reason: null,
      },
    },
  ];
};

/** The date by which what came in is to be locked: that of the stage after the estimates. */
export const lockDue = ({ due }: Round): PlainDate => due.synthesis ?? due.appraisal ?? due.approval;

/** Every unit has its estimate and task: the round collects, and the office that locks has its own task. */
export const finishOpening = (round: Stored<'round'>, setting: Setting): Decision => {
  const { body } = round;
  if (body.phase !== 'opening') return { kind: 'accepted', changes: [] };
  const due = lockDue(body);
  return {
    kind: 'accepted',
    changes: [
      { type: 'round', id: round.id, before: round, event: { type: 'EstimatesOpened' } },
      {
        type: 'task',
        id: lockTaskId(body.id),
        before: undefined,
        event: {
          type: 'TaskOpened',
          locality: body.locality,
          plan: body.plan,
          kind: 'lock',
          subject: { of: 'round', round: body.id },
          office: body.lockedBy,
          due,
          ...startLadder(setting, due),
          reason: null,
        },
      },
    ],
  };
};

/** The office that locks orders the cut-off: a decision about time, not a signature. */
export const orderLock = (round: Stored<'round'>, task: Stored<'task'>, setting: ActingSetting): Decision => {
  const { body } = round;
  const refusal = mustBelong(setting, [body.lockedBy]);
  if (refusal !== undefined) return refusal;
  if (body.phase === 'opening') return { kind: 'still-opening' };
  if (body.lock?.by === null) return { kind: 'locked', lockedBy: body.lockedBy, package: body.package };
  if (body.lock !== null) return { kind: 'already-decided', by: body.lock.by, at: body.lock.at };
  return {
    kind: 'accepted',
    changes: [
      { type: 'round', id: round.id, before: round, event: { type: 'LockOrdered' } },
      { type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } },
    ],
  };
};

/** Locks one estimate into a package with what is in: its current version, a nil, or nothing. */
export const lockEstimate = (pkg: PackageId, estimate: Stored<'estimate'>, task: Stored<'task'>): readonly Change[] => {
  if (estimate.body.lockedInto !== null) return [];
  const version = currentVersion(estimate.body)?.n ?? null;
  const lapsed: readonly Change[] =
    task.body.state === 'open' ? [{ type: 'task', id: task.id, before: task, event: { type: 'TaskLapsed' } }] : [];
  return [
    {
      type: 'estimate',
      id: estimate.id,
      before: estimate,
      event: { type: 'EstimateLocked', package: pkg, version },
    },
    ...lapsed,
  ];
};

/** What a package keeps of a locked estimate. */
export const memberOf = (estimate: Estimate): Member => {
  const version = currentVersion(estimate);
  const standing = version !== undefined ? 'submitted' : estimate.standing === 'nil' ? 'nil' : 'missing';
  return {
    unit: estimate.unit,
    estimate: estimate.id,
    standing,
    version: version?.n ?? null,
    lines: version?.lines ?? null,
    total: version?.total ?? null,
    late: version?.late ?? estimate.nil?.late ?? false,
    preparers: estimate.preparers,
  };
};

/** How many of the members came in, and how. */
export const countsOf = (members: readonly Member[]): Package['counts'] => {
  const count = (standing: Member['standing']): number =>
    members.filter((member) => member.standing === standing).length;
  return { submitted: count('submitted'), nil: count('nil'), missing: count('missing') };
};

/** The package's content when nobody has looked at it yet: every figure is the proposed one. */
export const sealedContent = (members: readonly Member[], root: Sha256): Content => {
  const proposed = sum(members.map(({ total }) => total).filter((total) => total !== null));
  return { root, totals: { proposed, appraised: proposed, approved: proposed }, changed: 0 };
};

/** Seals the package from exactly the locked estimates, and ends the round's collecting. */
export const sealPackage = (
  round: Stored<'round'>,
  existing: Stored<'package'> | undefined,
  estimates: readonly Estimate[],
  setting: Setting,
): Decision => {
  const { body } = round;
  if (existing !== undefined || body.phase === 'formed') return { kind: 'accepted', changes: [] };
  const members = estimates.map(memberOf);
  const { ref, pages } = paginate('members', members, setting.hash);
  const id = packageIdOf(body.id, 1);
  const accepted: Accepted = {
    kind: 'accepted',
    pages,
    changes: [
      {
        type: 'package',
        id,
        before: undefined,
        event: {
          type: 'PackageSealed',
          locality: body.locality,
          plan: body.plan,
          planContent: body.planContent,
          round: body.id,
          year: body.year,
          number: 1,
          members: ref,
          counts: countsOf(members),
          stages: stagesOf(setting).filter((stage) => stage !== 'estimate'),
          content: sealedContent(members, ref.root),
        },
      },
      { type: 'round', id: round.id, before: round, event: { type: 'PackageFormed', package: id } },
    ],
  };
  return accepted;
};
