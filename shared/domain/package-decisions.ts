import { localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, nextRungAt, officesOf, type Setting, startLadder } from './context.ts';
import { dueOfPeriod } from './deadline.ts';
import { figuresOf, type Submission, totalsOf, versionIn } from './estimate.ts';
import type { ActivityCode, Sha256, UnitId } from './ids.ts';
import { sum } from './money.ts';
import {
  type Content,
  type Member,
  nextStage,
  outcomeOf,
  type Package,
  type PackageEvent,
  type PreparedAct,
} from './package.ts';
import { conflictOn, isOwnEstimate, setsFigures } from './own-work.ts';
import { type Page, paginate } from './pages.ts';
import { type StageKey, stageOf } from './plan.ts';
import { refuseReason, written } from './reason.ts';
import type { Change, Stored } from './records.ts';
import { type Accepted, type Decision, problems, type Refusal } from './refusal.ts';
import type { DueDates } from './round.ts';
import { type Conflict, mustServe, powerFor, signedBy, signingOf, type Work } from './signing.ts';
import { type Counted, stageTaskId } from './task.ts';

/** Names the wait that a decision answers, and the state of the package that the person had before him. */
export type Shown = { readonly stage: StageKey; readonly submission: number; readonly shown: Sha256 };

/** What of a package a stage's office signs, and whose own work it is. */
export type Part = { readonly work: Work; readonly conflict: Conflict };

/** The part of a stage's office in a package: all that was submitted, for the units' activities. */
export const partOf = (
  { body }: Stored<'package'>,
  stage: StageKey,
  members: readonly Member[],
  activities: readonly ActivityCode[],
  { plan, actor }: ActingSetting,
): Part => ({
  work: {
    office: actor.office,
    stage,
    units: members.filter(({ standing }) => standing === 'submitted').map(({ unit }) => unit),
    activities,
  },
  conflict: conflictOn(body, stage, members, plan),
});

/** A package with the task of the stage that it is at. */
export type OpenPackage = { readonly pkg: Stored<'package'>; readonly task: Stored<'task'> };

/** The change of a package by an event. */
export const packageChange = (pkg: Stored<'package'>, event: PackageEvent): Change => ({
  type: 'package',
  id: pkg.id,
  before: pkg,
  event,
});

/** Refuses what is no longer, or not yet, at this stage in this submission. */
export const mustBeAt = (pkg: Package, stage: StageKey, submission: number): Refusal | undefined => {
  const outcome = outcomeOf(pkg, stage, submission);
  if (outcome !== undefined) return { kind: 'already-decided', by: outcome.by, at: outcome.at };
  const { position } = pkg;
  const here = position.stage === stage && position.submission === submission && position.state !== 'ended';
  return here ? undefined : { kind: 'not-at-stage', stage, now: position.state === 'ended' ? 'ended' : position.stage };
};

const mayAct = (
  pkg: Stored<'package'>,
  { stage, submission }: Omit<Shown, 'shown'>,
  setting: ActingSetting,
): Refusal | undefined =>
  mustServe(setting, officesOf(setting.plan, stage), stage) ?? mustBeAt(pkg.body, stage, submission);

/** Refuses who is not of the stage's office, and what is no longer as it was shown. */
export const mayDecide = (pkg: Stored<'package'>, shown: Shown, setting: ActingSetting): Refusal | undefined =>
  mayAct(pkg, shown, setting) ??
  (pkg.body.position.state === 'arriving' ? { kind: 'still-opening' } : undefined) ??
  (pkg.head === shown.shown ? undefined : { kind: 'changed-since-shown', by: null, at: null });

/** Nobody appraises or approves what he prepared, or approves what he appraised (invariant 7). */
const ownWork = ({ conflict }: Part, { actor }: ActingSetting): Refusal | undefined => {
  const unit = conflict(actor.person);
  return unit === undefined ? undefined : { kind: 'own-work', unit };
};

/** What lies with the head is nobody else's to change: he signs or hands back. */
export const awaiting = ({ prepared }: Package, { actor }: ActingSetting): Refusal | undefined =>
  prepared === undefined
    ? undefined
    : { kind: 'awaiting-signature', by: prepared.by, at: prepared.at, office: actor.office };

/** The same for what is returned: whoever approves returns what was laid before him without handing it back first. */
export const awaitingBelow = (pkg: Package, stage: StageKey, setting: ActingSetting): Refusal | undefined =>
  stage === 'approval' ? undefined : awaiting(pkg, setting);

/** The due date of a stage that opens now: the round's fixed date, or a period from today where that does not do. */
const stageDue = (
  due: DueDates,
  pkg: Package,
  setting: Setting,
): { readonly due: PlainDate; readonly counted?: Counted } => {
  const { stage, submission } = pkg.position;
  const today = localDate(setting.at);
  const { deadline, suggestedWorkingDays: days = 5 } = stageOf(setting.plan, stage) ?? {};
  const period = deadline?.kind === 'within' ? deadline : { count: days, unit: 'working_days' as const };
  const counted = { from: today, count: period.count, unit: period.unit };
  const end = { due: dueOfPeriod(setting.calendar, counted), counted };
  const planned = due[stage];
  if (planned === undefined || planned < today) return end;
  const again = submission > 1 || pkg.origin !== undefined;
  return again && end.due > planned ? end : { due: planned };
};

const lastReturn = (pkg: Package): string | null => {
  const last = pkg.outcomes.at(-1);
  return last?.kind === 'returned' ? last.reason : null;
};

/**
 * Opens the stage that a package has arrived at: its office's task, due as the round says or counted anew, and the
 * content as it stands there, for a return leaves figures of the stages above it behind.
 */
export const openStage = (
  pkg: Stored<'package'>,
  estimates: readonly Stored<'estimate'>[],
  due: DueDates,
  setting: Setting,
): Decision => {
  const { stage, submission, state } = pkg.body.position;
  const [office] = officesOf(setting.plan, stage);
  if (state !== 'arriving') return { kind: 'accepted', changes: [] };
  if (office === undefined) throw new Error(`The plan names no office for the stage ${stage}.`);
  const dated = stageDue(due, pkg.body, setting);
  const day = dated.due;
  const { content, pages } = contentOn(pkg.body, estimates, submission, setting);
  return {
    kind: 'accepted',
    pages,
    changes: [
      packageChange(pkg, { type: 'StageOpened', stage, submission, due: day, content }),
      {
        type: 'task',
        id: stageTaskId(stage, pkg.body.id, submission),
        before: undefined,
        event: {
          type: 'TaskOpened',
          locality: pkg.body.locality,
          plan: pkg.body.plan,
          kind: stage,
          subject: { of: 'package', round: pkg.body.round, package: pkg.body.id, submission },
          office,
          ...dated,
          ...startLadder(setting, day),
          reason: lastReturn(pkg.body),
        },
      },
    ],
  };
};

/** Stops the figures of a stage from changing, so that they can be decided on. */
export const freezePhase = (pkg: Stored<'package'>, at: Shown, setting: ActingSetting): Decision => {
  const refusal = mayDecide(pkg, at, setting);
  if (refusal !== undefined) return refusal;
  if (!setsFigures(at.stage) || pkg.body.position.state !== 'open') return { kind: 'accepted', changes: [] };
  const { stage, submission } = at;
  return { kind: 'accepted', changes: [packageChange(pkg, { type: 'PhaseFrozen', stage, submission })] };
};

/** Lets figures be set again before the decision. */
export const reopenPhase = (pkg: Stored<'package'>, at: Shown, setting: ActingSetting): Decision => {
  const refusal = mayDecide(pkg, at, setting) ?? awaiting(pkg.body, setting);
  if (refusal !== undefined) return refusal;
  const { stage, submission } = at;
  if (pkg.body.position.state === 'open') return { kind: 'accepted', changes: [] };
  return { kind: 'accepted', changes: [packageChange(pkg, { type: 'PhaseReopened', stage, submission })] };
};

/** One member's part of what a decision commits to. */
type MemberContent = { readonly unit: UnitId; readonly lines: Sha256 | null; readonly figures: readonly Sha256[] };

/**
 * The root over all lines and figures as they stand, with their totals, how many lines the last stage that set
 * figures changed, and the pages that show what was hashed.
 */
export const contentOf = (
  estimates: readonly Stored<'estimate'>[],
  submission: Submission,
  setting: Setting,
): { readonly content: Content; readonly pages: readonly Page[] } => {
  const sets = estimates.map(({ body }) => ({
    body,
    figures: [figuresOf(body, 'appraisal', submission), figuresOf(body, 'approval', submission)],
    totals: totalsOf(body, submission),
  }));
  const items = sets.map(
    ({ body, figures }): MemberContent => ({
      unit: body.unit,
      lines: versionIn(body, submission.package)?.lines.root ?? null,
      figures: figures.flatMap((set) => (set === undefined ? [] : [set.figures.root])),
    }),
  );
  const { ref, pages } = paginate('content', items, setting.hash);
  const present = sets.flatMap(({ totals }) => (totals === undefined ? [] : [totals]));
  const totals = {
    proposed: sum(present.map(({ proposed }) => proposed)),
    appraised: sum(present.map(({ appraised }) => appraised)),
    approved: sum(present.map(({ approved }) => approved)),
  };
  const changed = sets.reduce(
    (count, { figures: [appraised, approved] }) => count + ((approved ?? appraised)?.changed ?? 0),
    0,
  );
  return { content: { root: ref.root, totals, changed }, pages };
};

/** The content of a package at a stage. That of an adjustment is fixed when it is opened. */
const contentOn = (
  pkg: Package,
  estimates: readonly Stored<'estimate'>[],
  submission: number,
  setting: Setting,
): ReturnType<typeof contentOf> =>
  pkg.adjusts === undefined
    ? contentOf(estimates, { package: pkg.id, submission }, setting)
    : { content: pkg.content, pages: [] };

/** Takes the root of the frozen figures: what the decision will commit to is now fixed and shown. */
export const prepareDecision = (
  pkg: Stored<'package'>,
  estimates: readonly Stored<'estimate'>[],
  at: Omit<Shown, 'shown'>,
  setting: ActingSetting,
): Decision => {
  const { stage, submission } = at;
  const refusal = mayAct(pkg, at, setting);
  if (refusal !== undefined) return refusal;
  if (pkg.body.position.state !== 'frozen') return { kind: 'accepted', changes: [] };
  const { content, pages } = contentOn(pkg.body, estimates, submission, setting);
  return {
    kind: 'accepted',
    pages,
    changes: [packageChange(pkg, { type: 'DecisionPrepared', stage, submission, content })],
  };
};

/** Figures are decided on once they are fixed; those of an adjustment are from the beginning. */
export const readyToDecide = (pkg: Package, stage: StageKey): Refusal | undefined =>
  pkg.adjusts === undefined && setsFigures(stage) && pkg.position.state !== 'prepared'
    ? { kind: 'not-prepared' }
    : undefined;

/** A stage's decision, with its task done. */
export const decided = ({ pkg, task }: OpenPackage, event: PackageEvent): Accepted => ({
  kind: 'accepted',
  changes: [packageChange(pkg, event), { type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } }],
});

/** What an officer lays before his head: recorded with the content as it stands, and the head's to sign. */
export const prepared = (
  { pkg, task }: OpenPackage,
  { stage, submission }: Shown,
  act: PreparedAct,
  setting: ActingSetting,
): Decision => {
  const { due, reason } = task.body;
  const { content } = pkg.body;
  return {
    kind: 'accepted',
    changes: [
      packageChange(pkg, { type: 'StagePrepared', stage, submission, content, act }),
      {
        type: 'task',
        id: task.id,
        before: task,
        event: { type: 'TaskReopened', cause: 'for-signature', due, reason, nextRungAt: nextRungAt(setting, due) },
      },
    ],
  };
};

/** Passes the package on to the next stage: the synthesis to Finance, the appraisal upward (trình). */
export const forwardPackage = (
  open: OpenPackage,
  part: Part,
  command: Shown & { readonly remark: string },
  setting: ActingSetting,
): Decision => {
  const { pkg } = open;
  const { stage, submission } = command;
  const remark = command.remark.normalize('NFC').trim();
  const refusal =
    mayDecide(pkg, command, setting) ??
    awaiting(pkg.body, setting) ??
    readyToDecide(pkg.body, stage) ??
    ownWork(part, setting);
  if (refusal !== undefined) return refusal;
  if (remark.length > 1000) return problems({ path: 'remark', code: 'too-long', most: 1000 });
  const next = nextStage(pkg.body, stage);
  const signing = signingOf(setting, part.work);
  if (signing.kind !== 'signs' && signing.kind !== 'prepares') return signing;
  if (signing.kind === 'prepares')
    return prepared(open, command, { do: next === undefined ? 'approve' : 'forward', remark }, setting);
  if (next === undefined) return { kind: 'not-at-stage', stage, now: pkg.body.position.stage };
  const event = { type: 'StageForwarded' as const, stage, submission, next, content: pkg.body.content, remark };
  return signedBy(signing.power, setting, decided(open, event));
};

/**
 * The stage that a package can be sent back to from here: the one below. A higher office's return goes down step by
 * step, each office deciding on it; only a unit's own part goes straight back to its unit, as a package of its own.
 */
export const returnsTo = (pkg: Package, stage: StageKey): readonly StageKey[] => {
  const below = pkg.stages[pkg.stages.indexOf(stage) - 1];
  return below === undefined || below === 'estimate' ? [] : [below];
};

/** More submissions than this of one package need a talk, not another return; a record keeps its reasons, too. */
export const MOST_SUBMISSIONS = 20;

/** Sends the package back to an earlier stage with the reason; it comes again as the next submission (lần). */
export const returnPackage = (
  open: OpenPackage,
  part: Part,
  command: Shown & { readonly to: StageKey; readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const { pkg } = open;
  const { stage, submission, to } = command;
  const reason = written(command.reason);
  const refusal = mayDecide(pkg, command, setting);
  if (refusal !== undefined) return refusal;
  const right = returningRight(part, setting);
  if (right.kind !== 'signs' && right.kind !== 'prepares') return right;
  const waits = awaitingBelow(pkg.body, stage, setting);
  if (waits !== undefined) return waits;
  const allowed = returnsTo(pkg.body, stage);
  if (!allowed.includes(to)) return { kind: 'cannot-return-there', allowed };
  const unsaid = refuseReason(reason);
  if (unsaid !== undefined) return unsaid;
  if (submission >= MOST_SUBMISSIONS) return { kind: 'too-many-submissions', most: MOST_SUBMISSIONS };
  if (right.kind === 'prepares') return prepared(open, command, { do: 'return', to, reason }, setting);
  return signedBy(right.power, setting, decided(open, { type: 'StageReturned', stage, submission, to, reason }));
};

/** A return of the approving office is its head's, or another's for him; elsewhere it is as the plan says. */
export const returningRight = ({ work }: Part, setting: ActingSetting): ReturnType<typeof signingOf> => {
  if (work.stage !== 'approval') return signingOf(setting, work);
  const found = powerFor(setting, work);
  return found.kind === 'power' ? { kind: 'signs', power: found.power } : found;
};

/** Refuses whose own work an estimate is from setting figures on it. */
export const refuseOwnEstimate = (
  { body }: Stored<'estimate'>,
  stage: StageKey,
  { plan, actor }: ActingSetting,
): Refusal | undefined =>
  isOwnEstimate(plan, stage, body, actor.person) ? { kind: 'own-work', unit: body.unit } : undefined;
