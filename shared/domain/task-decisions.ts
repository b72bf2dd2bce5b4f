import { nextRungAt, type Setting } from './context.ts';
import { type Climb, dueRungs, rungMoments } from './ladder.ts';
import type { Stored } from './records.ts';
import type { Decision } from './refusal.ts';

/**
 * Climbs the ladder of a task: records which rungs were reached since the last look, merged into one reminder, and
 * when to look next. Rungs that lay before the task opened, and tasks that are no longer open, remind nobody.
 */
export const climbLadder = (task: Stored<'task'>, setting: Setting): Decision => {
  const { body } = task;
  if (body.state !== 'open' || body.nextRungAt > setting.at) return { kind: 'accepted', changes: [] };
  const climb = climbOf(task, setting);
  const rungs = climb === undefined ? ['again'] : climb.merged.map(({ id }) => id);
  return {
    kind: 'accepted',
    changes: [
      {
        type: 'task',
        id: task.id,
        before: task,
        event: { type: 'TaskReminded', rungs, nextRungAt: nextRungAt(setting, body.due) },
      },
    ],
  };
};

/** The rungs reached from the one that was due until now; undefined past the ladder's end. */
const climbOf = ({ body }: Stored<'task'>, setting: Setting): Climb | undefined => {
  const moments = rungMoments(setting.calendar, setting.plan.ladder, body.due).filter(
    ({ at }) => at >= body.nextRungAt,
  );
  return dueRungs(moments, undefined, setting.at);
};
