import * as z from 'zod';
import { Instant, PlainDate } from './calendar.ts';
import { EstimateId, LocalityId, PackageId, PlanId, RoundId, TaskId, UnitId } from './ids.ts';

/** What kind of work a task is: a unit's estimate, the lock of what came in, or a package's stage. */
export const TaskKind = z.enum(['estimate', 'lock', 'synthesis', 'appraisal', 'approval']);
export type TaskKind = z.infer<typeof TaskKind>;

/** What a task is about. */
export const TaskSubject = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('estimate'), round: RoundId, estimate: EstimateId }),
  z.strictObject({ of: z.literal('round'), round: RoundId }),
  z.strictObject({ of: z.literal('package'), round: RoundId, package: PackageId, submission: z.int().min(1) }),
]);
export type TaskSubject = z.infer<typeof TaskSubject>;

const opening = {
  locality: LocalityId,
  plan: PlanId,
  kind: TaskKind,
  subject: TaskSubject,
  office: UnitId,
  due: PlainDate,
  nextRungAt: Instant,
  reason: z.string().nullable(),
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
});
export type Task = z.infer<typeof Task>;

/** What can happen to a task. */
export const TaskEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('TaskOpened'), ...opening }),
  z.strictObject({ type: z.literal('TaskReminded'), rungs: z.array(z.string()).min(1), nextRungAt: Instant }),
  z.strictObject({ type: z.literal('TaskDone') }),
  z.strictObject({
    type: z.literal('TaskReopened'),
    cause: z.enum(['returned', 'recalled', 'for-signature', 'handed-back', 'part-left', 'supplement']),
    due: PlainDate,
    nextRungAt: Instant,
    reason: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('TaskLapsed') }),
]);
export type TaskEvent = z.infer<typeof TaskEvent>;

/** A unit's task to estimate. */
export const estimateTaskId = (estimate: EstimateId): TaskId => TaskId.parse(`estimate:${estimate}`);

/** The task to lock what came in. */
export const lockTaskId = (round: RoundId): TaskId => TaskId.parse(`lock:${round}`);

/** A stage's task in one submission of a package. */
export const stageTaskId = (stage: string, pkg: PackageId, submission: number): TaskId =>
  TaskId.parse(`${stage}:${pkg}:${submission}`);

/** The task after an entry. Throws where the entry cannot follow. */
export const evolveTask = (id: string, state: Task | undefined, event: TaskEvent, at: Instant): Task => {
  if (event.type === 'TaskOpened') {
    if (state !== undefined) throw new Error('A task is opened once.');
    const { type: _, ...opened } = event;
    return { id: TaskId.parse(id), ...opened, state: 'open', assignment: 1, openedAt: at, closedAt: null };
  }
  if (state === undefined) throw new Error('The first entry of a task opens it.');
  switch (event.type) {
    case 'TaskReminded':
      return { ...state, nextRungAt: event.nextRungAt };
    case 'TaskDone':
      return { ...state, state: 'done', closedAt: at };
    case 'TaskReopened': {
      const { forSignature: _, ...rest } = state;
      return {
        ...rest,
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
      return { ...state, state: 'lapsed', closedAt: at };
  }
};
