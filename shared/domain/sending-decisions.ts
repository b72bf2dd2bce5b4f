import { heirOf, heirsOf } from './succession.ts';
import { addWorkingDays, localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, nextRungAt, type Setting, startLadder } from './context.ts';
import type { Cycle } from './cycle.ts';
import { type EditionEvent, editionWaits } from './edition.ts';
import { remarkProblem } from './hand-back.ts';
import type { UnitId } from './ids.ts';
import { obligationOf } from './obligations.ts';
import { paginate } from './pages.ts';
import { written } from './reason.ts';
import type { Change, Stored } from './records.ts';
import { type Decision, type FieldProblem, problems, type Refusal } from './refusal.ts';
import type { EditionStage, Onward, OutgoingPaper, Sending } from './sending.ts';
import { mustBeAnother, mustServe, powerFor, signedBy, signingOf, type Work } from './signing.ts';
import { editionTaskId, receiptTaskId, type TaskKind } from './task.ts';

/** The longest text that an office writes beside the numbers, in characters. */
export const LONGEST_NARRATIVE = 20_000;

/** An edition on its way up, with its cycle and the task of the step that it is at. */
export type OpenEdition = {
  readonly edition: Stored<'edition'>;
  readonly cycle: Cycle;
  readonly task: Stored<'task'> | undefined;
};

type Seen = { readonly seen: number };

/** Where a cycle's editions go on to; undefined where they stay with the office that puts them together. */
export const onwardOf = (
  { plan }: Pick<Setting, 'plan'>,
  { obligation: id, due }: Pick<Cycle, 'obligation' | 'due'>,
): Onward | undefined => {
  const obligation = obligationOf(plan, id);
  if (obligation === undefined || obligation.onward.length === 0) return undefined;
  const { onward, onwardVia, onwardCopies = [] } = obligation;
  const now = (units: readonly UnitId[]): UnitId[] => {
    const heirs = units.flatMap((unit) => {
      const { units: found } = heirsOf(plan, unit, due, id);
      return found.length === 0 ? [unit] : found;
    });
    return [...new Set(heirs)];
  };
  return {
    to: now(onward),
    via: onwardVia === undefined ? null : heirOf(plan, onwardVia, due, id),
    ...(onwardCopies.length === 0 ? {} : { copies: now(onwardCopies) }),
  };
};

const changed = ({ edition }: OpenEdition, event: EditionEvent): Change => ({
  type: 'edition',
  id: edition.id,
  before: edition,
  event,
});

const workOf = ({ recipient }: Cycle): Work => ({
  office: recipient,
  stage: 'report',
  units: [recipient],
  activities: [],
});

const KINDS: { readonly [S in EditionStage]: TaskKind } = { consolidation: 'consolidation', sending: 'send-up' };

/** How many working days each step is given, where the plan dates nothing. */
const DAYS: { readonly [S in EditionStage]: number } = { consolidation: 3, sending: 2 };
const DAYS_TO_CONFIRM = 3;

const within = ({ at, calendar }: Setting, days: number): PlainDate => addWorkingDays(calendar, localDate(at), days);

const taskOf = (
  { edition, cycle }: Pick<OpenEdition, 'edition' | 'cycle'>,
  {
    id,
    kind,
    office,
    days,
  }: { readonly id: string; readonly kind: TaskKind; readonly office: UnitId; readonly days: number },
  setting: Setting,
): Change => {
  const due = within(setting, days);
  const counted = { from: localDate(setting.at), count: days, unit: 'working_days' as const };
  return {
    type: 'task',
    id,
    before: undefined,
    event: {
      type: 'TaskOpened',
      locality: cycle.locality,
      plan: cycle.plan,
      kind,
      subject: { of: 'edition', cycle: cycle.id, edition: edition.body.id },
      office,
      due,
      counted,
      ...startLadder(setting, due),
      reason: null,
    },
  };
};

/** Opens the step that the edition has come to, with its task. */
export const openEditionStage = (
  edition: Stored<'edition'>,
  cycle: Cycle,
  stage: EditionStage,
  setting: Setting,
): Decision => {
  const position = edition.body.sending?.position;
  if (position?.stage !== stage || position.state !== 'arriving') return { kind: 'accepted', changes: [] };
  const task = taskOf(
    { edition, cycle },
    { id: editionTaskId(stage, edition.body.id), kind: KINDS[stage], office: cycle.recipient, days: DAYS[stage] },
    setting,
  );
  return {
    kind: 'accepted',
    changes: [{ type: 'edition', id: edition.id, before: edition, event: { type: 'EditionStageOpened', stage } }, task],
  };
};

type At = { readonly kind: 'at'; readonly sending: Sending; readonly task: Stored<'task'> } | Refusal;

const mustBeAt = (open: OpenEdition, stage: EditionStage, { seen }: Seen, setting: ActingSetting): At => {
  const { edition, cycle, task } = open;
  const refusal = mustServe(setting, [cycle.recipient], 'report');
  if (refusal !== undefined) return refusal;
  const { sending } = edition.body;
  if (sending === undefined) return { kind: 'stays-here' };
  if (sending.superseded === true) return { kind: 'superseded' };
  if (sending.position?.stage !== stage) {
    const done = stage === 'consolidation' ? sending.signed : sending.sent;
    return done === null ? { kind: 'still-opening' } : { kind: 'already-decided', by: done.by, at: done.at };
  }
  if (sending.position.state === 'arriving' || task === undefined) return { kind: 'still-opening' };
  if (edition.version !== seen) return { kind: 'changed-since-shown', by: null, at: null };
  return { kind: 'at', sending, task };
};

const done = (task: Stored<'task'>): readonly Change[] =>
  task.body.state === 'open' ? [{ type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } }] : [];

const reopened = (
  task: Stored<'task'>,
  cause: 'for-signature' | 'handed-back',
  reason: string | null,
  setting: ActingSetting,
): Change => ({
  type: 'task',
  id: task.id,
  before: task,
  event: {
    type: 'TaskReopened',
    cause,
    due: task.body.due,
    nextRungAt: nextRungAt(setting, task.body.due),
    reason,
  },
});

const textOf = (text: string): { readonly text: string; readonly problem: FieldProblem | undefined } => {
  const kept = written(text);
  return {
    text: kept,
    problem:
      kept.length > LONGEST_NARRATIVE ? { path: 'narrative', code: 'too-long', most: LONGEST_NARRATIVE } : undefined,
  };
};

/** Keeps what the office writes beside the numbers. */
export const saveNarrative = (
  open: OpenEdition,
  command: Seen & { readonly narrative: string },
  setting: ActingSetting,
): Decision => {
  const found = mustBeAt(open, 'consolidation', command, setting);
  if (found.kind !== 'at') return found;
  const { prepared } = found.sending;
  if (prepared !== undefined)
    return { kind: 'awaiting-signature', by: prepared.by, at: prepared.at, office: open.cycle.recipient };
  const { text, problem } = textOf(command.narrative);
  if (problem !== undefined) return problems(problem);
  const { ref, pages } = paginate('narrative', [text], setting.hash);
  return { kind: 'accepted', pages, changes: [changed(open, { type: 'NarrativeSaved', content: ref })] };
};

/** Finishes the report: signed at once by whoever may, else laid before the head. */
export const finishEdition = (
  open: OpenEdition,
  command: Seen & { readonly narrative: string },
  setting: ActingSetting,
): Decision => {
  const found = mustBeAt(open, 'consolidation', command, setting);
  if (found.kind !== 'at') return found;
  const { prepared } = found.sending;
  if (prepared !== undefined)
    return { kind: 'awaiting-signature', by: prepared.by, at: prepared.at, office: open.cycle.recipient };
  const { text, problem } = textOf(command.narrative);
  if (problem !== undefined) return problems(problem);
  if (text === '') return problems({ path: 'narrative', code: 'missing' });
  const { ref, pages } = paginate('narrative', [text], setting.hash);
  const signing = signingOf(setting, workOf(open.cycle));
  switch (signing.kind) {
    case 'signs':
      return signedBy(signing.power, setting, {
        kind: 'accepted',
        pages,
        changes: [changed(open, { type: 'EditionSigned', content: ref }), ...done(found.task)],
      });
    case 'prepares':
      return {
        kind: 'accepted',
        pages,
        changes: [
          changed(open, { type: 'EditionPrepared', content: ref }),
          reopened(found.task, 'for-signature', null, setting),
        ],
      };
    default:
      return signing;
  }
};

const toSign = (open: OpenEdition, command: Seen, setting: ActingSetting) => {
  const found = mustBeAt(open, 'consolidation', command, setting);
  if (found.kind !== 'at') return found;
  const { prepared, narrative } = found.sending;
  if (prepared === undefined || narrative === null) return { kind: 'nothing-to-sign' } as const;
  const power = powerFor(setting, workOf(open.cycle));
  if (power.kind !== 'power') return power;
  const another = mustBeAnother(setting, workOf(open.cycle), prepared.by);
  return another ?? ({ kind: 'ready', prepared, narrative, task: found.task, power: power.power } as const);
};

/** The head, or who signs for him, signs what was laid before him: from now on it can be sent. */
export const signEdition = (open: OpenEdition, command: Seen, setting: ActingSetting): Decision => {
  const ready = toSign(open, command, setting);
  if (ready.kind !== 'ready') return ready;
  const { prepared, narrative, task, power } = ready;
  return signedBy(power, setting, {
    kind: 'accepted',
    changes: [
      changed(open, { type: 'EditionSigned', content: narrative.content, preparedBy: prepared.by }),
      ...done(task),
    ],
  });
};

/** The head gives it back with a remark. */
export const handBackEdition = (
  open: OpenEdition,
  command: Seen & { readonly remark: string },
  setting: ActingSetting,
): Decision => {
  const ready = toSign(open, command, setting);
  if (ready.kind !== 'ready') return ready;
  const remark = written(command.remark);
  const refusal = remarkProblem(remark);
  if (refusal !== undefined) return refusal;
  return signedBy(ready.power, setting, {
    kind: 'accepted',
    changes: [
      changed(open, { type: 'EditionHandedBack', remark }),
      reopened(ready.task, 'handed-back', remark, setting),
    ],
  });
};

const paperProblems = (paper: OutgoingPaper, { signed }: Sending, { at }: ActingSetting): readonly FieldProblem[] => {
  const today = localDate(at);
  const since = signed === null ? today : localDate(signed.at);
  return [
    ...(written(paper.number) === '' ? [{ path: 'number', code: 'missing' as const }] : []),
    ...(paper.date > today ? [{ path: 'date', code: 'date-in-future' as const, today }] : []),
    ...(paper.date < since ? [{ path: 'date', code: 'date-too-early' as const, earliest: since }] : []),
  ];
};

const hasPeople = ({ plan }: Setting, office: UnitId): boolean => plan.people.some((one) => one.office === office);

/** Whoever it goes to: the offices onward, the one that it goes through, and those that get a copy. */
export const recipientsOf = ({ onward }: Sending): readonly UnitId[] => [
  ...new Set([...(onward.via === null ? [] : [onward.via]), ...onward.to, ...(onward.copies ?? [])]),
];

/** Records the paper by which the report left; whoever it went to and is in the system is asked to confirm. */
export const sendEdition = (
  open: OpenEdition,
  command: Seen & { readonly paper: OutgoingPaper },
  setting: ActingSetting,
): Decision => {
  const found = mustBeAt(open, 'sending', command, setting);
  if (found.kind !== 'at') return found;
  const wrong = paperProblems(command.paper, found.sending, setting);
  if (wrong.length > 0) return problems(...wrong);
  const paper = { ...command.paper, number: written(command.paper.number) };
  const asked = recipientsOf(found.sending).filter((office) => hasPeople(setting, office));
  return {
    kind: 'accepted',
    changes: [
      changed(open, { type: 'EditionSent', paper }),
      ...done(found.task),
      ...asked.map((office) =>
        taskOf(
          open,
          { id: receiptTaskId(open.edition.body.id, office), kind: 'receipt', office, days: DAYS_TO_CONFIRM },
          setting,
        ),
      ),
    ],
  };
};

/**
 * Records that a recipient has the report: its own people say so, or the office that sent it enters the number under
 * which it was taken in there.
 */
export const recordReceipt = (
  open: OpenEdition,
  command: { readonly recipient: UnitId; readonly number: string },
  setting: ActingSetting,
): Decision => {
  const { edition, cycle, task } = open;
  const { sending } = edition.body;
  const { recipient } = command;
  const number = written(command.number);
  if (sending === undefined) return { kind: 'stays-here' };
  if (!recipientsOf(sending).includes(recipient))
    return problems({ path: 'recipient', code: 'unknown-unit', given: recipient });
  const refusal = mustBelong(setting, [recipient, cycle.recipient]);
  if (refusal !== undefined) return refusal;
  if (sending.sent === null) return { kind: 'not-sent' };
  const before = sending.receipts.find((one) => one.recipient === recipient);
  if (before !== undefined) return { kind: 'already-decided', by: before.by, at: before.at };
  if (number === '' && setting.actor.office !== recipient) return problems({ path: 'number', code: 'missing' });
  if (number.length > 50) return problems({ path: 'number', code: 'too-long', most: 50 });
  return {
    kind: 'accepted',
    changes: [
      changed(open, { type: 'ReceiptRecorded', recipient, number: number === '' ? null : number }),
      ...(task === undefined ? [] : done(task)),
    ],
  };
};

/** A later edition takes the place of one that was not sent: its task lapses, and the record says why. */
export const supersede = (
  edition: Stored<'edition'> | undefined,
  task: Stored<'task'> | undefined,
): readonly Change[] => {
  if (edition === undefined || !editionWaits(edition.body)) return [];
  const lapsed: readonly Change[] =
    task?.body.state === 'open' ? [{ type: 'task', id: task.id, before: task, event: { type: 'TaskLapsed' } }] : [];
  return [{ type: 'edition', id: edition.id, before: edition, event: { type: 'EditionSuperseded' } }, ...lapsed];
};
