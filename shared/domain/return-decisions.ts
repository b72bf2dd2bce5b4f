import { localDate } from './calendar.ts';
import { type ActingSetting, mustBelong, nextRungAt } from './context.ts';
import type { Cycle } from './cycle.ts';
import { remarkProblem } from './hand-back.ts';
import { paginate } from './pages.ts';
import { refuseReason, written } from './reason.ts';
import type { Change, Stored } from './records.ts';
import { type Decision, problems, type Refusal } from './refusal.ts';
import { itemsOf, type ReturnDraft } from './return-content.ts';
import type { ReturnContent } from './return-content.ts';
import { readReturn, type ReturnFrame } from './return-draft.ts';
import { type Beside, questionsIn } from './return-questions.ts';
import type { Return, ReturnAct, ReturnEvent } from './return.ts';
import { truedChanges, trueUpProblems } from './true-up.ts';
import { mustBeAnother, mustServe, powerFor, signedBy, signingOf, type Work } from './signing.ts';

/** More versions than this of one report are a sign that something else is wrong. */
export const MOST_RETURN_VERSIONS = 40;

/** A report with the task that asks for it, and its cycle. */
export type OpenReturn = {
  readonly report: Stored<'return'>;
  readonly task: Stored<'task'>;
  readonly cycle: Cycle;
};

/** The version of the record that the person had before him. */
type Seen = { readonly seen: number };

const workOf = ({ unit, activities }: Return): Work => ({
  office: unit,
  stage: 'report',
  units: [unit],
  activities,
});

/** What a report of this unit is read against. */
export const frameOf = (
  { report, cycle }: Pick<OpenReturn, 'report' | 'cycle'>,
  { plan }: ActingSetting,
): ReturnFrame => ({
  plan,
  activities: report.body.activities,
  period: { from: cycle.from, to: cycle.to },
});

const mayTouch = ({ report }: OpenReturn, { seen }: Seen, setting: ActingSetting): Refusal | undefined =>
  mustServe(setting, [report.body.unit], 'report') ??
  (report.version === seen ? undefined : { kind: 'changed-since-shown', by: null, at: null });

const awaiting = ({ prepared, unit }: Return): Refusal | undefined =>
  prepared === undefined ? undefined : { kind: 'awaiting-signature', by: prepared.by, at: prepared.at, office: unit };

const mayEdit = (open: OpenReturn, shown: Seen, setting: ActingSetting): Refusal | undefined => {
  const refusal = mayTouch(open, shown, setting) ?? awaiting(open.report.body);
  if (refusal !== undefined) return refusal;
  const { versions } = open.report.body;
  return versions.length < MOST_RETURN_VERSIONS ? undefined : { kind: 'too-many-versions', most: MOST_RETURN_VERSIONS };
};

const changed = ({ report }: OpenReturn, event: ReturnEvent): Change => ({
  type: 'return',
  id: report.id,
  before: report,
  event,
});

const doneTask = ({ task }: OpenReturn): readonly Change[] =>
  task.body.state === 'open' ? [{ type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } }] : [];

/** The task lies with the head, or with the officer again; what was cut has no task any more to be chased by. */
const reopened = (
  { task, report }: OpenReturn,
  setting: ActingSetting,
  cause: 'for-signature' | 'handed-back',
  reason: string | null,
): readonly Change[] => [
  {
    type: 'task',
    id: task.id,
    before: task,
    event: {
      type: 'TaskReopened',
      cause,
      due: report.body.due,
      reason,
      nextRungAt: nextRungAt(setting, report.body.due),
    },
  },
];

/** What a unit files: the act, what it says, and what it is compared with. */
type Filing = {
  readonly act: ReturnAct;
  readonly content: ReturnContent | undefined;
  readonly beside: Pick<Beside, 'last'>;
};

/** Filed at once, or laid before the unit's head, as the plan says. */
const filedOrPrepared = (
  open: OpenReturn,
  { act, content, beside }: Filing,
  draft: Extract<ReturnEvent, { type: 'ReturnPrepared' }>['draft'],
  setting: ActingSetting,
): Decision => {
  const signing = signingOf(setting, workOf(open.report.body));
  switch (signing.kind) {
    case 'signs':
      return signedBy(signing.power, setting, {
        kind: 'accepted',
        changes: [
          changed(open, { type: 'ReturnFiled', act }),
          ...doneTask(open),
          ...truedChanges(open.report, content, beside),
        ],
      });
    case 'prepares':
      return {
        kind: 'accepted',
        changes: [
          changed(open, { type: 'ReturnPrepared', act, draft }),
          ...reopened(open, setting, 'for-signature', null),
        ],
      };
    default:
      return signing;
  }
};

/** Keeps a report as it stands, complete or not, to be gone on with. */
export const saveReturn = (
  open: OpenReturn,
  command: Seen & { readonly typed: ReturnDraft },
  setting: ActingSetting,
): Decision => {
  const refusal = mayEdit(open, command, setting);
  if (refusal !== undefined) return refusal;
  const { ref, pages } = paginate('return-draft', [command.typed], setting.hash);
  return { kind: 'accepted', pages, changes: [changed(open, { type: 'ReturnDraftSaved', content: ref })] };
};

/**
 * Files a report: the unit's version from now on, late or not by this moment. Figures that contradict are asked about
 * once each; with a word beside them they are taken.
 */
export const fileReturn = (
  open: OpenReturn,
  command: Seen & { readonly typed: ReturnDraft },
  beside: Beside,
  setting: ActingSetting,
): Decision => {
  const refusal = mayEdit(open, command, setting);
  if (refusal !== undefined) return refusal;
  const { content, problems: wrong } = readReturn(command.typed, frameOf(open, setting));
  if (wrong.length > 0) return problems(...wrong);
  const today = localDate(setting.at);
  const questions = [...trueUpProblems(content, beside, open.report, today), ...questionsIn(content, beside)];
  if (questions.length > 0) return problems(...questions);
  const filed = paginate('return', itemsOf(content), setting.hash);
  const kept = paginate('return-draft', [command.typed], setting.hash);
  const decision = filedOrPrepared(
    open,
    { act: { do: 'file', content: filed.ref }, content, beside },
    kept.ref,
    setting,
  );
  return decision.kind === 'accepted' ? { ...decision, pages: [...filed.pages, ...kept.pages] } : decision;
};

/** Says that there is nothing to report (không phát sinh), with the reason; what the plan counts stays unmet. */
export const fileNil = (
  open: OpenReturn,
  command: Seen & { readonly reason: string },
  beside: Pick<Beside, 'last'>,
  setting: ActingSetting,
): Decision => {
  const reason = written(command.reason);
  const refusal = mayEdit(open, command, setting) ?? refuseReason(reason);
  return refusal ?? filedOrPrepared(open, { act: { do: 'nil', reason }, content: undefined, beside }, null, setting);
};

/**
 * The head, or who signs for him, signs what an officer prepared (`content`; undefined where it is a nil): it is the
 * unit's from now on.
 */
export const signReturn = (
  open: OpenReturn,
  command: Seen,
  { content, beside }: Omit<Filing, 'act'>,
  setting: ActingSetting,
): Decision => {
  const refusal = mayTouch(open, command, setting);
  if (refusal !== undefined) return refusal;
  const { body } = open.report;
  if (body.prepared === undefined) return { kind: 'nothing-to-sign' };
  const { act, by: preparedBy } = body.prepared;
  const found = powerFor(setting, workOf(body));
  if (found.kind !== 'power') return found;
  const another = mustBeAnother(setting, workOf(body), preparedBy);
  if (another !== undefined) return another;
  return signedBy(found.power, setting, {
    kind: 'accepted',
    changes: [
      changed(open, { type: 'ReturnFiled', act, preparedBy }),
      ...doneTask(open),
      ...truedChanges(open.report, content, beside),
    ],
  });
};

/** The head gives back what was prepared, with a remark; the officer finds what he typed. */
export const handBackReturn = (
  open: OpenReturn,
  command: Seen & { readonly remark: string },
  setting: ActingSetting,
): Decision => {
  const refusal = mayTouch(open, command, setting);
  if (refusal !== undefined) return refusal;
  const { body } = open.report;
  if (body.prepared === undefined) return { kind: 'nothing-to-sign' };
  const found = powerFor(setting, workOf(body));
  if (found.kind !== 'power') return found;
  const remark = written(command.remark);
  const wrong = mustBeAnother(setting, workOf(body), body.prepared.by) ?? remarkProblem(remark);
  if (wrong !== undefined) return wrong;
  return signedBy(found.power, setting, {
    kind: 'accepted',
    changes: [changed(open, { type: 'ReturnHandedBack', remark }), ...reopened(open, setting, 'handed-back', remark)],
  });
};

/** Whoever the report goes to excuses a unit from it, by name and with the reason; what has come in needs no excuse. */
export const excuseReturn = (
  open: OpenReturn,
  command: Seen & { readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const { report, cycle } = open;
  const reason = written(command.reason);
  const refusal = mustBelong(setting, [cycle.recipient, setting.plan.standing]) ?? refuseReason(reason);
  if (refusal !== undefined) return refusal;
  if (report.version !== command.seen) return { kind: 'changed-since-shown', by: null, at: null };
  const { versions, excused } = report.body;
  if (versions.length > 0) return { kind: 'came-in-already', unit: report.body.unit };
  if (excused !== null) return { kind: 'already-decided', by: excused.by, at: excused.at };
  return { kind: 'accepted', changes: [changed(open, { type: 'ReturnExcused', reason }), ...doneTask(open)] };
};
