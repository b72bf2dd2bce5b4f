import * as z from 'zod';
import { Instant, PlainDate } from './calendar.ts';
import { offsetOf } from './ladder.ts';
import {
  CycleId,
  EditionId,
  EstimateId,
  LocalityId,
  PackageId,
  PersonId,
  PlanId,
  ReturnId,
  RoundId,
  TaskId,
  UnitId,
} from './ids.ts';
import { Post } from './plan.ts';

/** What is owed of reports: a unit's own, the consolidated one, its sending up, the receipt of it. */
export const ReportWork = z.enum(['report', 'consolidation', 'send-up', 'receipt']);
export type ReportWork = z.infer<typeof ReportWork>;

/** What kind of work a task is: a unit's estimate, the lock of what came in, a package's stage, or work on reports. */
export const TaskKind = z.enum(['estimate', 'lock', 'synthesis', 'appraisal', 'approval', ...ReportWork.options]);
export type TaskKind = z.infer<typeof TaskKind>;

/** Whether the work is on reports, which no chain of money carries. */
export const isReportWork = (kind: TaskKind): kind is ReportWork => ReportWork.safeParse(kind).success;

/** What a task is about. */
export const TaskSubject = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('estimate'), round: RoundId, estimate: EstimateId }),
  z.strictObject({ of: z.literal('round'), round: RoundId }),
  z.strictObject({ of: z.literal('package'), round: RoundId, package: PackageId, submission: z.int().min(1) }),
  z.strictObject({ of: z.literal('return'), cycle: CycleId, return: ReturnId }),
  z.strictObject({ of: z.literal('edition'), cycle: CycleId, edition: EditionId }),
]);
export type TaskSubject = z.infer<typeof TaskSubject>;

/** The case that a task belongs to: a round or a cycle of reports. */
export const caseOf = (subject: TaskSubject): RoundId | CycleId => ('cycle' in subject ? subject.cycle : subject.round);

/**
 * How a due date was counted that is a period: so many days or working days after `from`, which itself does not count
 * (Civil Code, articles 147-148). It follows the calendar when that changes; a fixed date does not.
 */
export const Counted = z.strictObject({
  from: PlainDate,
  count: z.int().min(1).max(366),
  unit: z.enum(['days', 'working_days']),
});
export type Counted = z.infer<typeof Counted>;

/** Rungs that fell before the task was opened: who hears of them is told with the opening itself. */
const passed = z.array(z.string()).min(1).optional();

const opening = {
  locality: LocalityId,
  plan: PlanId,
  kind: TaskKind,
  subject: TaskSubject,
  office: UnitId,
  due: PlainDate,
  nextRungAt: Instant,
  reason: z.string().nullable(),
  /** Left out of a fixed date. */
  counted: Counted.optional(),
};

/** One piece of work an office owes, with its date and the rung of the ladder that comes next. */
export const Task = z.strictObject({
  id: TaskId,
  ...opening,
  state: z.enum(['open', 'done', 'lapsed']),
  /** Rises with each hand-over, return and recall, and with it every link mailed before stops working. */
  assignment: z.int().min(1),
  openedAt: Instant,
  closedAt: Instant.nullable(),
  /** It lies with the head, who signs or hands back what was prepared. */
  forSignature: z.literal(true).optional(),
  /** How far up the ladder of this due date it was climbed: the offset of the last rung, in working days. */
  climbed: z.int().optional(),
  /** The office that set the due date moved it: from which day, why, when. */
  extended: z.strictObject({ from: PlainDate, reason: z.string(), at: Instant }).optional(),
  /** The change of the calendar, by its number, that its dates followed last, and what they were before it. */
  redated: z.strictObject({ changes: z.int().min(1), due: PlainDate, nextRungAt: Instant }).optional(),
});
export type Task = z.infer<typeof Task>;

/** What can happen to a task. */
export const TaskEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('TaskOpened'), ...opening, passed }),
  z.strictObject({
    type: z.literal('TaskReminded'),
    rungs: z.array(z.string()).min(1),
    nextRungAt: Instant,
    /** Who hears of it besides, past the last rung. */
    escalatedTo: z.strictObject({ office: UnitId, post: Post }).optional(),
  }),
  z.strictObject({ type: z.literal('TaskDone') }),
  z.strictObject({
    type: z.literal('TaskReopened'),
    cause: z.enum(['returned', 'recalled', 'for-signature', 'handed-back', 'part-left', 'supplement']),
    due: PlainDate,
    nextRungAt: Instant,
    reason: z.string().nullable(),
    passed,
  }),
  z.strictObject({
    type: z.literal('TaskLapsed'),
    /** The plan ends the ladder so: the rungs that were reached, and what became of what was owed. */
    ladder: z.strictObject({ rungs: z.array(z.string()).min(1), end: z.enum(['lapse', 'lock']) }).optional(),
    /** The reports of its cycle were cut without it: nobody is chased any more, and it may still be filed late. */
    cutOff: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('TaskExtended'),
    due: PlainDate,
    nextRungAt: Instant,
    reason: z.string().min(1),
    passed,
  }),
  /** Somebody left whose task it was: those of the office who have it now, and why. */
  z.strictObject({
    type: z.literal('TaskHandedOver'),
    from: PersonId,
    to: z.array(PersonId),
    reason: z.string().min(1).nullable(),
  }),
  z.strictObject({ type: z.literal('TaskRedated'), changes: z.int().min(1), due: PlainDate, nextRungAt: Instant }),
]);
export type TaskEvent = z.infer<typeof TaskEvent>;

/** A unit's task to estimate. */
export const estimateTaskId = (estimate: EstimateId): TaskId => TaskId.parse(`estimate:${estimate}`);

/** A unit's task to report. */
export const returnTaskId = (report: ReturnId): TaskId => TaskId.parse(`report:${report}`);

/** An office's task at a step of a consolidated report. */
export const editionTaskId = (stage: string, edition: EditionId): TaskId => TaskId.parse(`${stage}:${edition}`);

/** A recipient's task to confirm that it has a consolidated report. */
export const receiptTaskId = (edition: EditionId, recipient: UnitId): TaskId =>
  TaskId.parse(`receipt:${edition}:${recipient}`);

/** The task to lock what came in. */
export const lockTaskId = (round: RoundId): TaskId => TaskId.parse(`lock:${round}`);

/** A stage's task in one submission of a package. */
export const stageTaskId = (stage: string, pkg: PackageId, submission: number): TaskId =>
  TaskId.parse(`${stage}:${pkg}:${submission}`);

/** How far up its ladder a task is that the rungs of those names were climbed of. */
const climbedTo = (rungs: readonly string[] | undefined): { readonly climbed?: number } =>
  rungs === undefined ? {} : { climbed: Math.max(...rungs.map(offsetOf)) };

/** The task after an entry. Throws where the entry cannot follow. */
export const evolveTask = (id: string, state: Task | undefined, event: TaskEvent, at: Instant): Task => {
  if (event.type === 'TaskOpened') {
    if (state !== undefined) throw new Error('A task is opened once.');
    const { type: _, passed: before, ...opened } = event;
    return {
      id: TaskId.parse(id),
      ...opened,
      ...climbedTo(before),
      state: 'open',
      assignment: 1,
      openedAt: at,
      closedAt: null,
    };
  }
  if (state === undefined) throw new Error('The first entry of a task opens it.');
  switch (event.type) {
    case 'TaskReminded':
      return { ...state, ...climbedTo(event.rungs), nextRungAt: event.nextRungAt };
    case 'TaskDone':
      return { ...state, state: 'done', closedAt: at };
    case 'TaskReopened': {
      const { forSignature: _, climbed, counted, extended, ...rest } = state;
      const same = event.due === state.due;
      return {
        ...rest,
        ...(same && counted !== undefined ? { counted } : {}),
        ...(same && climbed !== undefined ? { climbed } : {}),
        ...(same && extended !== undefined ? { extended } : {}),
        ...climbedTo(event.passed),
        ...(event.cause === 'for-signature' ? { forSignature: true as const } : {}),
        state: 'open',
        assignment: state.assignment + 1,
        due: event.due,
        nextRungAt: event.nextRungAt,
        reason: event.reason,
        closedAt: null,
      };
    }
    case 'TaskLapsed':
      return { ...state, ...climbedTo(event.ladder?.rungs), state: 'lapsed', closedAt: at };
    case 'TaskExtended': {
      // What a person sets is a fixed date, and has a ladder of its own.
      const { counted: _, climbed: __, ...rest } = state;
      return {
        ...rest,
        ...climbedTo(event.passed),
        due: event.due,
        nextRungAt: event.nextRungAt,
        extended: { from: state.due, reason: event.reason, at },
      };
    }
    case 'TaskHandedOver':
      return { ...state, assignment: state.assignment + 1 };
    case 'TaskRedated': {
      const { due, nextRungAt } = state;
      const redated = { changes: event.changes, due, nextRungAt };
      return { ...state, due: event.due, nextRungAt: event.nextRungAt, redated };
    }
  }
};
