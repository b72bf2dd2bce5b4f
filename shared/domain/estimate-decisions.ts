import { endOfDay, localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, nextRungAt, startLadder } from './context.ts';
import { refuseOutsideCollecting } from './collecting.ts';
import { type DraftLine, readDraft } from './draft.ts';
import type { Estimate, EstimateEvent, PagesRef, PreparedEstimate } from './estimate.ts';
import { codeKey } from './budget-codes.ts';
import type { PersonId, UnitId } from './ids.ts';
import { secondClaimsIn, submittedByOthers } from './joint-leads.ts';
import { checkLines, totalOf } from './lines.ts';
import { remarkProblem } from './hand-back.ts';
import { paginate } from './pages.ts';
import { leafActivities, mixedActivities, unitOf } from './plan.ts';
import { refuseReason, written } from './reason.ts';
import { sourcesIn } from './sources.ts';
import type { Stored } from './records.ts';
import type { Round } from './round.ts';
import { type Accepted, type Decision, problems, type Refusal } from './refusal.ts';
import { mustBeAnother, mustServe, powerFor, signedBy, signingOf, type Work } from './signing.ts';

/** More corrections than this before a lock are a sign that something else is wrong. */
export const MOST_VERSIONS = 60;

/** An estimate with the task that asks for it. */
export type OpenEstimate = {
  readonly estimate: Stored<'estimate'>;
  readonly task: Stored<'task'>;
  /** The part or supplement that it is open for, once the round's own collecting is over. */
  readonly into?: Stored<'package'> | undefined;
};

/** The version of the record that the person had before him; undefined where he saw none. */
export type Seen = { readonly seen: number };

const closed = (estimate: Estimate, lockedBy: UnitId): Refusal | undefined =>
  estimate.lockedInto === null ? undefined : { kind: 'locked', lockedBy, package: estimate.lockedInto.package };

const stale = ({ estimate }: OpenEstimate, { seen }: Seen): Refusal | undefined =>
  estimate.version === seen ? undefined : { kind: 'changed-since-shown', by: null, at: null };

const lockedBy = (setting: ActingSetting): UnitId => setting.plan.chain?.lockedBy ?? setting.plan.standing;

/**
 * Why a unit that has no estimate in the round can file none: its own budget pays, outside the chain (plan section
 * IV.1 of Tây Giang), or it leads nothing there.
 */
export const refuseOutsider = (setting: ActingSetting, unit: UnitId): Refusal => {
  const known = unitOf(setting.plan, unit);
  if (known === undefined) return { kind: 'not-found', what: 'estimate' };
  return mustBelong(setting, [unit]) ?? { kind: 'outside-chain', unit, route: known.budgetRoute };
};

const mayTouch = (open: OpenEstimate, shown: Seen, setting: ActingSetting): Refusal | undefined =>
  mustServe(setting, [open.estimate.body.unit], 'estimate') ??
  closed(open.estimate.body, lockedBy(setting)) ??
  (open.into === undefined ? undefined : refuseOutsideCollecting(open.into, setting)) ??
  stale(open, shown);

/** What lies with the unit's head is nobody else's to change: he signs or hands back. */
const awaiting = ({ prepared, unit }: Estimate): Refusal | undefined =>
  prepared === undefined ? undefined : { kind: 'awaiting-signature', by: prepared.by, at: prepared.at, office: unit };

const mayEdit = (open: OpenEstimate, shown: Seen, setting: ActingSetting): Refusal | undefined =>
  mayTouch(open, shown, setting) ?? awaiting(open.estimate.body);

const workOf = ({ unit, activities }: Estimate): Work => ({
  office: unit,
  stage: 'estimate',
  units: [unit],
  activities,
});

const estimateChange = (open: OpenEstimate, event: EstimateEvent): Accepted['changes'][number] => ({
  type: 'estimate',
  id: open.estimate.id,
  before: open.estimate,
  event,
});

const doneTask = ({ task }: OpenEstimate): Accepted['changes'] =>
  task.body.state === 'open' ? [{ type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } }] : [];

/** Who signs or mends what was prepared is on the ladder already; what the unit owes anew begins it. */
const ladderOf = (setting: ActingSetting, cause: string, due: PlainDate): ReturnType<typeof startLadder> =>
  cause === 'for-signature' || cause === 'handed-back'
    ? { nextRungAt: nextRungAt(setting, due) }
    : startLadder(setting, due);

const reopenedTask = (
  { task }: OpenEstimate,
  setting: ActingSetting,
  cause: 'returned' | 'recalled' | 'for-signature' | 'handed-back',
  due: PlainDate,
  reason: string | null,
): Accepted['changes'] => [
  {
    type: 'task',
    id: task.id,
    before: task,
    event: { type: 'TaskReopened', cause, due, reason, ...ladderOf(setting, cause, due) },
  },
];

/** Whether filing now is after the last second of the due day, in Vietnam. */
const isLate = (estimate: Estimate, setting: ActingSetting): boolean => setting.at > endOfDay(estimate.due);

/** An act of the unit: counted at once, or laid before its head, as the plan says. */
const signedOrPrepared = (
  open: OpenEstimate,
  act: PreparedEstimate['act'],
  { event, draft }: { readonly event: EstimateEvent; readonly draft: PagesRef | null },
  setting: ActingSetting,
): Decision => {
  const { due } = open.estimate.body;
  const signing = signingOf(setting, workOf(open.estimate.body));
  switch (signing.kind) {
    case 'signs':
      return signedBy(signing.power, setting, {
        kind: 'accepted',
        changes: [estimateChange(open, event), ...doneTask(open)],
      });
    case 'prepares':
      return {
        kind: 'accepted',
        changes: [
          estimateChange(open, { type: 'EstimatePrepared', act, draft }),
          ...reopenedTask(open, setting, 'for-signature', due, null),
        ],
      };
    default:
      return signing;
  }
};

/** Saves lines as they stand, whole or not, to be gone on with. */
export const saveDraft = (
  open: OpenEstimate,
  command: Seen & { readonly lines: readonly DraftLine[] },
  setting: ActingSetting,
): Decision => {
  const refusal = mayEdit(open, command, setting);
  if (refusal !== undefined) return refusal;
  const { lines, total } = readDraft(command.lines);
  const { ref, pages } = paginate('draft', lines, setting.hash);
  return { kind: 'accepted', pages, changes: [estimateChange(open, { type: 'DraftSaved', lines: ref, total })] };
};

/**
 * Submits lines as a new version that counts from now on; earlier versions stay readable. `codes` are those of the
 * budget index, where the office has loaded it.
 */
export const submitEstimate = (
  open: OpenEstimate,
  command: Seen & { readonly lines: readonly DraftLine[] },
  setting: ActingSetting,
  codes?: ReadonlySet<string>,
): Decision => {
  const estimate = open.estimate.body;
  const refusal = mayEdit(open, command, setting);
  if (refusal !== undefined) return refusal;
  if (estimate.versions.length >= MOST_VERSIONS) return { kind: 'too-many-versions', most: MOST_VERSIONS };
  const draft = readDraft(command.lines);
  const checked = checkLines(
    draft.inputs,
    {
      known: new Set(leafActivities(setting.plan).map(({ code }) => code)),
      own: estimate.activities,
      mixed: mixedActivities(setting.plan),
      others: submittedByOthers(setting.plan, estimate),
      hasCode: codes === undefined ? undefined : (part, code) => codes.has(codeKey(part, code)),
    },
    estimate.highestLine,
  );
  if (draft.problems.length > 0 || !checked.ok) {
    const unread = new Set(draft.problems.map(({ path }) => path));
    const others = checked.ok ? [] : checked.problems.filter(({ path }) => !unread.has(path));
    return problems(...draft.problems, ...others);
  }
  const claims = secondClaimsIn(checked.lines);
  const { ref, pages } = paginate('lines', checked.lines, setting.hash);
  const kept = paginate('draft', readDraft(command.lines).lines, setting.hash);
  const figures = {
    lines: ref,
    total: totalOf(checked.lines),
    highestLine: Math.max(estimate.highestLine, ...checked.lines.map(({ no }) => no)),
    sources: sourcesIn(checked.lines),
    ...(claims.length === 0 ? {} : { claims: [...claims] }),
  };
  const event: EstimateEvent = { type: 'EstimateSubmitted', ...figures, late: isLate(estimate, setting) };
  const decision = signedOrPrepared(open, { do: 'submit', ...figures }, { event, draft: kept.ref }, setting);
  if (decision.kind !== 'accepted') return decision;
  const prepares = decision.changes.some(({ event: { type } }) => type === 'EstimatePrepared');
  return { ...decision, pages: prepares ? [...pages, ...kept.pages] : pages };
};

/**
 * Takes back what was submitted or signed as nil, before the lock; the unit owes its estimate again. What only waits
 * for the head's signature is withdrawn alone, and what counted before it goes on counting.
 */
export const recallEstimate = (open: OpenEstimate, command: Seen, setting: ActingSetting): Decision => {
  const { standing, due } = open.estimate.body;
  const refusal = mayTouch(open, command, setting);
  if (refusal !== undefined) return refusal;
  const isIn = standing === 'submitted' || standing === 'nil';
  const waits = open.estimate.body.prepared !== undefined;
  if (!isIn && !waits) return { kind: 'nothing-to-recall' };
  const stillIn = isIn && waits;
  return {
    kind: 'accepted',
    changes: [
      estimateChange(open, { type: 'EstimateRecalled' }),
      ...(stillIn ? doneTask(open) : reopenedTask(open, setting, 'recalled', due, null)),
    ],
  };
};

/** Signs that the unit proposes nothing this year (không đề xuất kinh phí), with the reason. */
export const signNil = (
  open: OpenEstimate,
  command: Seen & { readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const reason = written(command.reason);
  const refusal = mayEdit(open, command, setting);
  if (refusal !== undefined) return refusal;
  const unsaid = refuseReason(reason);
  if (unsaid !== undefined) return unsaid;
  const event: EstimateEvent = { type: 'NilSigned', reason, late: isLate(open.estimate.body, setting) };
  return signedOrPrepared(open, { do: 'nil', reason }, { event, draft: null }, setting);
};

const preparedIn = (
  open: OpenEstimate,
  shown: Seen,
  setting: ActingSetting,
): { readonly kind: 'ready'; readonly prepared: PreparedEstimate } | Refusal => {
  const refusal = mayTouch(open, shown, setting);
  if (refusal !== undefined) return refusal;
  const { prepared } = open.estimate.body;
  return prepared === undefined ? { kind: 'nothing-to-sign' } : { kind: 'ready', prepared };
};

const signedEvent = (
  act: PreparedEstimate['act'],
  when: { readonly late: boolean; readonly preparedBy: PersonId },
): EstimateEvent => {
  if (act.do === 'nil') return { type: 'NilSigned', reason: act.reason, ...when };
  const { do: _, ...figures } = act;
  return { type: 'EstimateSubmitted', ...figures, ...when };
};

/**
 * The head, or who signs for him, signs what an officer prepared: from now on it is the unit's, and late or not by
 * this moment.
 */
export const signOffEstimate = (open: OpenEstimate, command: Seen, setting: ActingSetting): Decision => {
  const ready = preparedIn(open, command, setting);
  if (ready.kind !== 'ready') return ready;
  const { body } = open.estimate;
  const { act, by: preparedBy } = ready.prepared;
  const found = powerFor(setting, workOf(body));
  if (found.kind !== 'power') return found;
  const refusal = mustBeAnother(setting, workOf(body), preparedBy);
  if (refusal !== undefined) return refusal;
  const late = isLate(body, setting);
  const event = signedEvent(act, { late, preparedBy });
  return signedBy(found.power, setting, {
    kind: 'accepted',
    changes: [estimateChange(open, event), ...doneTask(open)],
  });
};

/** The head gives back what was prepared, with a remark; the officer finds it in the draft. */
export const handBackEstimate = (
  open: OpenEstimate,
  command: Seen & { readonly remark: string },
  setting: ActingSetting,
): Decision => {
  const ready = preparedIn(open, command, setting);
  if (ready.kind !== 'ready') return ready;
  const { body } = open.estimate;
  const found = powerFor(setting, workOf(body));
  if (found.kind !== 'power') return found;
  const remark = command.remark.normalize('NFC').trim();
  const refusal = mustBeAnother(setting, workOf(body), ready.prepared.by) ?? remarkProblem(remark);
  if (refusal !== undefined) return refusal;
  return signedBy(found.power, setting, {
    kind: 'accepted',
    changes: [
      estimateChange(open, { type: 'EstimateHandedBack', remark }),
      ...reopenedTask(open, setting, 'handed-back', body.due, remark),
    ],
  });
};

/**
 * The synthesizing office sends an estimate back to its unit before the lock, with the reason and a date. Once the
 * lock is ordered there is no time left to mend anything in.
 */
export const returnEstimate = (
  open: OpenEstimate,
  round: Round,
  command: Seen & { readonly reason: string; readonly due: PlainDate },
  setting: ActingSetting,
): Decision => {
  const { standing } = open.estimate.body;
  const reason = written(command.reason);
  const refusal =
    mustBelong(setting, [lockedBy(setting)]) ??
    closed(open.estimate.body, lockedBy(setting)) ??
    (round.lock === null ? undefined : ({ kind: 'locked', lockedBy: round.lockedBy, package: null } as const)) ??
    stale(open, command);
  if (refusal !== undefined) return refusal;
  if (standing !== 'submitted' && standing !== 'nil') return { kind: 'nothing-to-return' };
  const today = localDate(setting.at);
  const unsaid = refuseReason(reason);
  if (unsaid !== undefined) return unsaid;
  if (command.due < today) return problems({ path: 'due', code: 'date-too-early', earliest: today });
  return {
    kind: 'accepted',
    guards: [{ type: 'round', id: round.id, phase: round.phase }],
    changes: [
      estimateChange(open, { type: 'EstimateReturned', reason, due: command.due }),
      ...reopenedTask(open, setting, 'returned', command.due, reason),
    ],
  };
};
