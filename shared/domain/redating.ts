import { addWorkingDays, isWorkingDay, localDate, localTime, type PlainDate } from './calendar.ts';
import type { Setting } from './context.ts';
import { dueOfPeriod } from './deadline.ts';
import { rungMoments } from './ladder.ts';
import type { Instant } from './calendar.ts';
import type { Change, Stored } from './records.ts';
import type { Decision } from './refusal.ts';
import type { Task } from './task.ts';
import type { RedatedTask } from './working-calendar.ts';

/** Past the ladder a task is looked at on working days only: one that turned out to be off moves to the next. */
const onWorkingDay = ({ calendar }: Pick<Setting, 'calendar'>, at: Instant): Instant => {
  const day: PlainDate = localDate(at);
  return isWorkingDay(calendar, day) ? at : localTime(addWorkingDays(calendar, day, 1), 7, 30);
};

/**
 * The dates of an open task by the calendar as it is now: the end of its period where it has one (a fixed date stays),
 * and the first rung that was not climbed yet. A rung that
 * now lies in the past is climbed at the next look, unless it lies before the task itself, whose opening spoke for it.
 */
export const datesOf = (task: Task, setting: Pick<Setting, 'plan' | 'calendar'>): Pick<Task, 'due' | 'nextRungAt'> => {
  const due = task.counted === undefined ? task.due : dueOfPeriod(setting.calendar, task.counted);
  const coming = rungMoments(setting.calendar, setting.plan.ladder, due).find(
    ({ rung, at }) => rung.offset > (task.climbed ?? Number.NEGATIVE_INFINITY) && at > task.openedAt,
  );
  return { due, nextRungAt: coming?.at ?? onWorkingDay(setting, task.nextRungAt) };
};

/** What a change of the calendar does to a task; undefined where its dates stay, or where it is not open. */
export const redatingOf = (
  { body }: Stored<'task'>,
  setting: Pick<Setting, 'plan' | 'calendar'>,
): RedatedTask | undefined => {
  if (body.state !== 'open') return undefined;
  const after = datesOf(body, setting);
  if (after.due === body.due && after.nextRungAt === body.nextRungAt) return undefined;
  const { due, nextRungAt, office } = body;
  return { task: body.id, office, before: { due, nextRungAt }, after };
};

/** Gives a task the dates that follow from the calendar after its n-th change; a report that it asks for, too. */
export const redateTask = (
  task: Stored<'task'>,
  changes: number,
  setting: Setting,
  report?: Stored<'return'>,
): Decision => {
  const found = redatingOf(task, setting);
  if (found === undefined) return { kind: 'accepted', changes: [] };
  const event = { type: 'TaskRedated' as const, changes, ...found.after };
  const { due } = found.after;
  const followed: readonly Change[] =
    report === undefined || report.body.due === due
      ? []
      : [{ type: 'return', id: report.id, before: report, event: { type: 'ReturnRedated', due } }];
  return { kind: 'accepted', changes: [{ type: 'task', id: task.id, before: task, event }, ...followed] };
};
