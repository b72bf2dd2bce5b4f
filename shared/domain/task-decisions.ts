import { isReportWork } from './task.ts';
import { nextRungAt, type Setting } from './context.ts';
import { type Climb, dueRungs, type RungMoment, rungMoments } from './ladder.ts';
import type { Change, Stored } from './records.ts';
import type { Decision } from './refusal.ts';

/**
 * Climbs the ladder of a task: records which rungs were reached since the last look, merged into one reminder, and
 * when to look next. Rungs that lay before the task opened, and tasks that are no longer open, remind nobody. At the
 * last rung comes what the plan has the ladder end with; `round` is the task's, which the lock needs; a report has none.
 */
export const climbLadder = (task: Stored<'task'>, round: Stored<'round'> | undefined, setting: Setting): Decision => {
  const { body } = task;
  if (body.state !== 'open' || body.nextRungAt > setting.at) return { kind: 'accepted', changes: [] };
  const moments = rungMoments(setting.calendar, setting.plan.ladder, body.due);
  const climb = climbOf(task, moments, setting);
  const rungs = climb === undefined ? ['again'] : climb.merged.map(({ id }) => id);
  const past = moments.every(({ at }) => at <= setting.at);
  return { kind: 'accepted', changes: past ? endOf(task, round, rungs, setting) : [reminded(task, rungs, setting)] };
};

const reminded = (task: Stored<'task'>, rungs: string[], setting: Setting): Change => ({
  type: 'task',
  id: task.id,
  before: task,
  event: { type: 'TaskReminded', rungs, nextRungAt: nextRungAt(setting, task.body.due) },
});

/**
 * What the last rung does. It tells, locks without the office, or lets an estimate lapse, which then counts as missing;
 * it never approves, cuts, grants or sends (invariant 13).
 */
const endOf = (
  task: Stored<'task'>,
  round: Stored<'round'> | undefined,
  rungs: string[],
  setting: Setting,
): readonly Change[] => {
  const { kind } = task.body;
  // A report's waiting ends with its cycle's cut, and what goes up waits for its people: no ladder ends it.
  const end = isReportWork(kind) ? undefined : setting.plan.ladderEnds?.[kind];
  const lapsed = (how: 'lapse' | 'lock'): Change => ({
    type: 'task',
    id: task.id,
    before: task,
    event: { type: 'TaskLapsed', ladder: { rungs, end: how } },
  });
  switch (end?.do) {
    case undefined:
      return [reminded(task, rungs, setting)];
    case 'escalate': {
      const nextAt = nextRungAt(setting, task.body.due);
      const event = { type: 'TaskReminded' as const, rungs, nextRungAt: nextAt, escalatedTo: end.to };
      return [{ type: 'task', id: task.id, before: task, event }];
    }
    case 'lapse':
      return [lapsed('lapse')];
    case 'lock':
      if (round?.body.phase !== 'collecting') return [reminded(task, rungs, setting)];
      return [
        lapsed('lock'),
        { type: 'round', id: round.id, before: round, event: { type: 'LockedByLadder', rung: rungs.at(-1) ?? 'T' } },
      ];
  }
};

/** The rungs reached and not climbed yet; undefined past the ladder's end. */
const climbOf = ({ body }: Stored<'task'>, moments: readonly RungMoment[], setting: Setting): Climb | undefined => {
  const { climbed, nextRungAt: from } = body;
  const ahead = moments.filter(({ rung, at }) => (climbed === undefined ? at >= from : rung.offset > climbed));
  return dueRungs(ahead, undefined, setting.at);
};
