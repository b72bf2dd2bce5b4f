import { endOfDay, localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, nextRungAt } from './context.ts';
import { type DraftLine, readDraft } from './draft.ts';
import type { Estimate, EstimateEvent } from './estimate.ts';
import { codeKey } from './budget-codes.ts';
import type { UnitId } from './ids.ts';
import { secondClaimsIn, submittedByOthers } from './joint-leads.ts';
import { checkLines, totalOf } from './lines.ts';
import { paginate } from './pages.ts';
import { leafActivities, mixedActivities, unitOf } from './plan.ts';
import { sourcesIn } from './sources.ts';
import type { Stored } from './records.ts';
import type { Round } from './round.ts';
import { type Accepted, type Decision, problems, type Refusal } from './refusal.ts';

/** More corrections than this before a lock are a sign that something else is wrong. */
export const MOST_VERSIONS = 60;

/** An estimate with the task that asks for it. */
export type OpenEstimate = { readonly estimate: Stored<'estimate'>; readonly task: Stored<'task'> };

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

const mayEdit = (open: OpenEstimate, shown: Seen, setting: ActingSetting): Refusal | undefined =>
  mustBelong(setting, [open.estimate.body.unit]) ?? closed(open.estimate.body, lockedBy(setting)) ?? stale(open, shown);

const estimateChange = (open: OpenEstimate, event: EstimateEvent): Accepted['changes'][number] => ({
  type: 'estimate',
  id: open.estimate.id,
  before: open.estimate,
  event,
});

const doneTask = ({ task }: OpenEstimate): Accepted['changes'] =>
  task.body.state === 'open' ? [{ type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } }] : [];

const reopenedTask = (
  { task }: OpenEstimate,
  setting: ActingSetting,
  cause: 'returned' | 'recalled',
  due: PlainDate,
  reason: string | null,
): Accepted['changes'] => [
  {
    type: 'task',
    id: task.id,
    before: task,
    event: { type: 'TaskReopened', cause, due, reason, nextRungAt: nextRungAt(setting, due) },
  },
];

/** Whether filing now is after the last second of the due day, in Vietnam. */
const isLate = (estimate: Estimate, setting: ActingSetting): boolean => setting.at > endOfDay(estimate.due);

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
  const event: EstimateEvent = {
    type: 'EstimateSubmitted',
    lines: ref,
    total: totalOf(checked.lines),
    late: isLate(estimate, setting),
    highestLine: Math.max(estimate.highestLine, ...checked.lines.map(({ no }) => no)),
    sources: sourcesIn(checked.lines),
    ...(claims.length === 0 ? {} : { claims: [...claims] }),
  };
  return { kind: 'accepted', pages, changes: [estimateChange(open, event), ...doneTask(open)] };
};

/** Takes back what was submitted or signed as nil, before the lock; the unit owes its estimate again. */
export const recallEstimate = (open: OpenEstimate, command: Seen, setting: ActingSetting): Decision => {
  const { standing, due } = open.estimate.body;
  const refusal = mayEdit(open, command, setting);
  if (refusal !== undefined) return refusal;
  if (standing !== 'submitted' && standing !== 'nil') return { kind: 'nothing-to-recall' };
  return {
    kind: 'accepted',
    changes: [
      estimateChange(open, { type: 'EstimateRecalled' }),
      ...reopenedTask(open, setting, 'recalled', due, null),
    ],
  };
};

/** Signs that the unit proposes nothing this year (không đề xuất kinh phí), with the reason. */
export const signNil = (
  open: OpenEstimate,
  command: Seen & { readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const reason = command.reason.normalize('NFC').trim();
  const refusal = mayEdit(open, command, setting);
  if (refusal !== undefined) return refusal;
  if (reason === '') return problems({ path: 'reason', code: 'reason-missing' });
  if (reason.length > 1000) return problems({ path: 'reason', code: 'too-long', most: 1000 });
  const event: EstimateEvent = { type: 'NilSigned', reason, late: isLate(open.estimate.body, setting) };
  return { kind: 'accepted', changes: [estimateChange(open, event), ...doneTask(open)] };
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
  const reason = command.reason.normalize('NFC').trim();
  const refusal =
    mustBelong(setting, [lockedBy(setting)]) ??
    closed(open.estimate.body, lockedBy(setting)) ??
    (round.lock === null ? undefined : ({ kind: 'locked', lockedBy: round.lockedBy, package: null } as const)) ??
    stale(open, command);
  if (refusal !== undefined) return refusal;
  if (standing !== 'submitted' && standing !== 'nil') return { kind: 'nothing-to-return' };
  const today = localDate(setting.at);
  if (reason === '') return problems({ path: 'reason', code: 'reason-missing' });
  if (reason.length > 1000) return problems({ path: 'reason', code: 'too-long', most: 1000 });
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
