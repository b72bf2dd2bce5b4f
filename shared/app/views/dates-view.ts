import { type CalendarTable, instantOf, type PlainDate, type Instant } from '../../domain/calendar.ts';
import { datingOffices } from '../../domain/extension.ts';
import type { TaskId, UnitId } from '../../domain/ids.ts';
import { type Rung, rungMoments } from '../../domain/ladder.ts';
import type { LadderEnd, Plan } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { isReportWork, type Task } from '../../domain/task.ts';
import { openInto } from '../extension-commands.ts';
import type { Session } from '../ports.ts';
import {
  enterCase,
  enterRound,
  type InCase,
  type InPlan,
  type InRound,
  mayRead,
  notFound,
  refused,
  seen,
  type Viewed,
  type ViewPorts,
} from './access.ts';
import { type Due, dueOn, today } from './due.ts';

/**
 * A rung of a task's ladder: when, and whether it was climbed, comes, is spared because the work was done, or had passed
 * when the task got its date.
 */
export type Step = {
  readonly rung: Rung;
  readonly at: Instant;
  readonly state: 'climbed' | 'ahead' | 'spared' | 'passed';
};

/** A task with its date, how that came about, and its ladder. */
export type DatedTask = {
  readonly task: Stored<'task'>;
  readonly due: Due;
  readonly steps: readonly Step[];
  /** What the last rung does, besides telling. */
  readonly end: LadderEnd | null;
  /** Whether the reader may move the date. */
  readonly mayExtend: boolean;
};

/** The ladder of a task as the plan and the calendar have it. */
export const ladderOf = (plan: Plan, calendar: CalendarTable, task: Task): readonly Step[] =>
  rungMoments(calendar, plan.ladder, task.due).map(({ rung, at }): Step => {
    if (at <= (task.extended?.at ?? task.openedAt)) return { rung, at, state: 'passed' };
    const climbed = task.climbed !== undefined && rung.offset <= task.climbed;
    return { rung, at, state: climbed ? 'climbed' : task.state === 'open' ? 'ahead' : 'spared' };
  });

const endOf = ({ ladderEnds }: Plan, { kind }: Task): LadderEnd | null =>
  isReportWork(kind) ? null : (ladderEnds?.[kind] ?? null);

/** The offices that may move a task's date. */
const whoDates = async (ports: ViewPorts, { plan }: InPlan, { body }: Stored<'task'>): Promise<readonly UnitId[]> => {
  const { subject, locality } = body;
  const estimate =
    subject.of === 'estimate' ? await ports.store.load(locality, 'estimate', subject.estimate) : undefined;
  const cycle = 'cycle' in subject ? await ports.store.load(locality, 'cycle', subject.cycle) : undefined;
  return datingOffices(plan, body, { part: (await openInto(ports, estimate))?.body, cycle: cycle?.body });
};

/** A task with its date, how that came about, and its ladder. */
export const dated = async (ports: ViewPorts, room: InPlan, task: Stored<'task'>): Promise<DatedTask> => ({
  task,
  due: dueOn(room.calendar, today(ports), task.body.due),
  steps: ladderOf(room.plan, room.calendar, task.body),
  end: endOf(room.plan, task.body),
  mayExtend: task.body.state === 'open' && (await whoDates(ports, room, task)).includes(room.viewer.office),
});

/** Every open task of a round that the reader may see, soonest due first. */
export type DatesView = InRound & { readonly tasks: readonly DatedTask[] };

/** The dates and ladders of a round. */
export const datesView = async (ports: ViewPorts, session: Session, id: string): Promise<Viewed<DatesView>> => {
  const room = await enterRound(ports, session, id);
  if (room === undefined) return notFound('round');
  const ids = await ports.store.listCase(session.locality, 'task', id);
  const tasks = (await ports.store.loadAll(session.locality, 'task', ids))
    .filter(({ body }) => body.state === 'open' && mayRead(room.viewer, body.office))
    .toSorted((a, b) => (`${a.body.due}#${a.id}` < `${b.body.due}#${b.id}` ? -1 : 1));
  return seen({ ...room, tasks: await Promise.all(tasks.map((task) => dated(ports, room, task))) });
};

/** One task whose date the reader may move. */
export type ExtensionView = InCase & { readonly dated: DatedTask; readonly today: PlainDate; readonly now: Instant };

/** A task to be extended, for the office that set its date. */
export const extensionView = async (ports: ViewPorts, session: Session, id: TaskId): Promise<Viewed<ExtensionView>> => {
  const task = await ports.store.load(session.locality, 'task', id);
  const room = task === undefined ? undefined : await enterCase(ports, session, task.body.subject);
  if (task === undefined || room === undefined) return notFound('task');
  const offices = await whoDates(ports, room, task);
  if (!offices.includes(room.viewer.office)) return refused(room, { kind: 'not-yours', offices });
  const now = instantOf(ports.clock.now());
  if (task.body.state !== 'open') return refused(room, { kind: 'task-closed', at: task.body.closedAt ?? now });
  return seen({ ...room, dated: await dated(ports, room, task), today: today(ports), now });
};
