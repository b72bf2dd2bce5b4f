import { addWorkingDays, localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, nextRungAt, officesOf, personIn, type Setting } from './context.ts';
import { currentVersion, figuresOf, totalsOf, wasPreparedBy } from './estimate.ts';
import type { Sha256, UnitId } from './ids.ts';
import { sum } from './money.ts';
import {
  type Content,
  type Member,
  nextStage,
  outcomeOf,
  type Package,
  type PackageEvent,
  type SignedDecision,
} from './package.ts';
import { type Page, paginate } from './pages.ts';
import { type StageKey, stageOf } from './plan.ts';
import type { Change, Stored } from './records.ts';
import { type Decision, problems, type Refusal } from './refusal.ts';
import type { DueDates } from './round.ts';
import { stageTaskId } from './task.ts';

/** Names the wait that a decision answers, and the state of the package that the person had before him. */
export type Shown = { readonly stage: StageKey; readonly submission: number; readonly shown: Sha256 };

/** A package with the task of the stage that it is at. */
export type OpenPackage = { readonly pkg: Stored<'package'>; readonly task: Stored<'task'> };

const packageChange = (pkg: Stored<'package'>, event: PackageEvent): Change => ({
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

const mayAct = (pkg: Stored<'package'>, { stage, submission }: Shown, setting: ActingSetting): Refusal | undefined =>
  mustBelong(setting, officesOf(setting.plan, stage)) ?? mustBeAt(pkg.body, stage, submission);

const mayDecide = (pkg: Stored<'package'>, shown: Shown, setting: ActingSetting): Refusal | undefined =>
  mayAct(pkg, shown, setting) ??
  (pkg.body.position.state === 'arriving' ? { kind: 'still-opening' } : undefined) ??
  (pkg.head === shown.shown ? undefined : { kind: 'changed-since-shown', by: null, at: null });

/** Whether the stage sets figures of its own, so that its decision needs them frozen and their root taken first. */
export const setsFigures = (stage: StageKey): stage is 'appraisal' | 'approval' =>
  stage === 'appraisal' || stage === 'approval';

/** Nobody appraises or approves what he prepared, or approves what he appraised (invariant 7). */
const ownWork = (
  pkg: Package,
  stage: StageKey,
  members: readonly Member[],
  setting: ActingSetting,
): Refusal | undefined => {
  if (!setsFigures(stage)) return undefined;
  const { person, office } = setting.actor;
  const prepared = members.find(({ preparers }) => preparers.includes(person));
  if (prepared !== undefined) return { kind: 'own-work', unit: prepared.unit };
  const appraised = stage === 'approval' && pkg.outcomes.some((o) => o.stage === 'appraisal' && o.by === person);
  return appraised ? { kind: 'own-work', unit: office } : undefined;
};

const stageDue = (due: DueDates, submission: number, stage: StageKey, setting: Setting): PlainDate => {
  const today = localDate(setting.at);
  const days = stageOf(setting.plan, stage)?.suggestedWorkingDays ?? 5;
  const planned = due[stage];
  const counted = addWorkingDays(setting.calendar, today, days);
  if (planned === undefined || planned < today) return counted;
  return submission > 1 && counted > planned ? counted : planned;
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
  const day = stageDue(due, submission, stage, setting);
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
          due: day,
          nextRungAt: nextRungAt(setting, day),
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
  const refusal = mayDecide(pkg, at, setting);
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
  submission: number,
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
      lines: currentVersion(body)?.lines.root ?? null,
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
  pkg.adjusts === undefined ? contentOf(estimates, submission, setting) : { content: pkg.content, pages: [] };

/** Takes the root of the frozen figures: what the decision will commit to is now fixed and shown. */
export const prepareDecision = (
  pkg: Stored<'package'>,
  estimates: readonly Stored<'estimate'>[],
  at: Omit<Shown, 'shown'>,
  setting: ActingSetting,
): Decision => {
  const { stage, submission } = at;
  const refusal = mustBelong(setting, officesOf(setting.plan, stage)) ?? mustBeAt(pkg.body, stage, submission);
  if (refusal !== undefined) return refusal;
  if (pkg.body.position.state !== 'frozen') return { kind: 'accepted', changes: [] };
  const { content, pages } = contentOn(pkg.body, estimates, submission, setting);
  return {
    kind: 'accepted',
    pages,
    changes: [packageChange(pkg, { type: 'DecisionPrepared', stage, submission, content })],
  };
};

const readyToDecide = (pkg: Package, stage: StageKey): Refusal | undefined =>
  pkg.adjusts === undefined && setsFigures(stage) && pkg.position.state !== 'prepared'
    ? { kind: 'not-prepared' }
    : undefined;

const decided = ({ pkg, task }: OpenPackage, event: PackageEvent): Decision => ({
  kind: 'accepted',
  changes: [packageChange(pkg, event), { type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } }],
});

/** Passes the package on to the next stage: the synthesis to Finance, the appraisal upward (trình). */
export const forwardPackage = (
  open: OpenPackage,
  members: readonly Member[],
  command: Shown & { readonly remark: string },
  setting: ActingSetting,
): Decision => {
  const { pkg } = open;
  const { stage, submission } = command;
  const remark = command.remark.normalize('NFC').trim();
  const refusal =
    mayDecide(pkg, command, setting) ?? readyToDecide(pkg.body, stage) ?? ownWork(pkg.body, stage, members, setting);
  if (refusal !== undefined) return refusal;
  if (remark.length > 1000) return problems({ path: 'remark', code: 'too-long', most: 1000 });
  const next = nextStage(pkg.body, stage);
  if (next === undefined) return { kind: 'not-at-stage', stage, now: pkg.body.position.stage };
  return decided(open, { type: 'StageForwarded', stage, submission, next, content: pkg.body.content, remark });
};

/** The stages that a package can be sent back to from here. */
export const returnsTo = (pkg: Package, stage: StageKey): readonly StageKey[] =>
  pkg.stages.slice(0, Math.max(0, pkg.stages.indexOf(stage)));

/** More submissions than this of one package need a talk, not another return; a record keeps its reasons, too. */
export const MOST_SUBMISSIONS = 20;

/** Sends the package back to an earlier stage with the reason; it comes again as the next submission (lần). */
export const returnPackage = (
  open: OpenPackage,
  command: Shown & { readonly to: StageKey; readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const { pkg } = open;
  const { stage, submission, to } = command;
  const reason = command.reason.normalize('NFC').trim();
  const refusal = mayDecide(pkg, command, setting) ?? headMustDecide(stage, setting);
  if (refusal !== undefined) return refusal;
  const allowed = returnsTo(pkg.body, stage);
  if (!allowed.includes(to)) return { kind: 'cannot-return-there', allowed };
  if (reason === '') return problems({ path: 'reason', code: 'reason-missing' });
  if (reason.length > 1000) return problems({ path: 'reason', code: 'too-long', most: 1000 });
  if (submission >= MOST_SUBMISSIONS) return { kind: 'too-many-submissions', most: MOST_SUBMISSIONS };
  return decided(open, { type: 'StageReturned', stage, submission, to, reason });
};

/** A decision of the approving office is its head's, or a deputy head's for him. */
const headMustDecide = (stage: StageKey, setting: ActingSetting): Refusal | undefined => {
  const post = personIn(setting.plan, setting.actor.person)?.post;
  if (stage !== 'approval' || post === 'head' || post === 'deputy') return undefined;
  return { kind: 'head-must-decide', office: setting.actor.office };
};

/** The number, date and basis that a decision's paper carries. */
export type DecisionPaper = Omit<SignedDecision, 'signer'>;

const paperProblems = (pkg: Package, paper: DecisionPaper, setting: ActingSetting): Refusal | undefined => {
  const today = localDate(setting.at);
  const earliest = localDate(pkg.sealedAt);
  const allowed = personIn(setting.plan, setting.actor.person)?.post === 'head' ? 'own_right' : 'kt';
  if (paper.number.trim() === '') return problems({ path: 'number', code: 'missing' });
  if (paper.number.length > 50) return problems({ path: 'number', code: 'too-long', most: 50 });
  if (paper.date > today) return problems({ path: 'date', code: 'date-in-future', today });
  if (paper.date < earliest) return problems({ path: 'date', code: 'date-too-early', earliest });
  if (paper.basis !== allowed) return problems({ path: 'basis', code: 'wrong-basis', allowed });
  return undefined;
};

/** Approves exactly the content that was prepared and shown. */
export const approvePackage = (
  open: OpenPackage,
  members: readonly Member[],
  command: Shown & { readonly paper: DecisionPaper },
  setting: ActingSetting,
): Decision => {
  const { pkg } = open;
  const { stage, submission, paper } = command;
  const refusal =
    mayDecide(pkg, command, setting) ??
    headMustDecide(stage, setting) ??
    (nextStage(pkg.body, stage) === undefined ? undefined : ({ kind: 'not-at-stage', stage, now: stage } as const)) ??
    readyToDecide(pkg.body, stage) ??
    ownWork(pkg.body, stage, members, setting) ??
    paperProblems(pkg.body, paper, setting);
  if (refusal !== undefined) return refusal;
  const decision = { ...paper, number: paper.number.normalize('NFC').trim(), signer: setting.actor.person };
  return decided(open, { type: 'PackageApproved', stage, submission, content: pkg.body.content, decision });
};

/** Refuses who prepared an estimate from setting figures on it. */
export const refuseOwnEstimate = (estimate: Stored<'estimate'>, setting: ActingSetting): Refusal | undefined =>
  wasPreparedBy(estimate.body, setting.actor.person) ? { kind: 'own-work', unit: estimate.body.unit } : undefined;

/** Takes an adjustment back before it is decided, with the reason: nothing of it takes effect. */
export const withdrawAdjustment = (
  open: OpenPackage,
  ledgers: readonly Stored<'ledger'>[],
  command: Shown & { readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const { pkg, task } = open;
  const { stage, submission } = command;
  const reason = command.reason.normalize('NFC').trim();
  const refusal = mayDecide(pkg, command, setting);
  if (refusal !== undefined) return refusal;
  if (pkg.body.adjusts === undefined || stage !== pkg.body.stages[0]) return { kind: 'not-an-adjustment' };
  if (reason === '') return problems({ path: 'reason', code: 'reason-missing' });
  if (reason.length > 1000) return problems({ path: 'reason', code: 'too-long', most: 1000 });
  return {
    kind: 'accepted',
    changes: [
      packageChange(pkg, { type: 'AdjustmentWithdrawn', stage, submission, reason }),
      { type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } },
      ...ledgers.map(
        (ledger): Change => ({
          type: 'ledger',
          id: ledger.id,
          before: ledger,
          event: { type: 'AdjustmentClosed', package: pkg.body.id },
        }),
      ),
    ],
  };
};
