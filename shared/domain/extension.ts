import { isCovered, localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, officesOf, startLadder } from './context.ts';
import type { UnitId } from './ids.ts';
import type { Cycle } from './cycle.ts';
import type { Package } from './package.ts';
import type { Plan } from './plan.ts';
import type { Change, Stored } from './records.ts';
import { type Decision, problems } from './refusal.ts';
import type { Task } from './task.ts';

/**
 * The offices that set a task's date, and so may move it: the standing unit, which dates the whole round; for the
 * estimates the office that locks them too, of a report whoever it goes to, and of a part the office that returned it with a date of its own.
 */
export const datingOffices = (
  plan: Plan,
  { kind }: Pick<Task, 'kind'>,
  { part, cycle }: { readonly part?: Pick<Package, 'origin'> | undefined; readonly cycle?: Cycle | undefined } = {},
): readonly UnitId[] => [
  ...new Set([
    plan.standing,
    ...(cycle === undefined ? [] : [cycle.recipient]),
    ...(kind === 'estimate' && plan.chain !== null ? [plan.chain.lockedBy] : []),
    ...(kind === 'estimate' && part?.origin?.kind === 'part' ? officesOf(plan, part.origin.stage) : []),
  ]),
];

/**
 * What an extension concerns besides its task: of an estimate its record, the day by which it is to be locked, and the
 * part or supplement that it is open for.
 */
export type Extended = {
  readonly estimate?: Stored<'estimate'>;
  readonly latest?: PlainDate;
  readonly into?: Stored<'package'>;
  readonly report?: Stored<'return'>;
  readonly cycle?: Cycle;
};

/**
 * Moves the due date of an open task to a later day, with the reason (gia hạn). It never comes from the ladder: who
 * set the date gives more time, and nobody else.
 */
export const extendTask = (
  task: Stored<'task'>,
  { estimate, latest: lock, into, report, cycle }: Extended,
  command: { readonly seen: number; readonly due: PlainDate; readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const { body } = task;
  const refusal = mustBelong(setting, datingOffices(setting.plan, body, { part: into?.body, cycle }));
  const latest = cycle?.cutOff ?? lock;
  if (refusal !== undefined) return refusal;
  if (body.state !== 'open') return { kind: 'task-closed', at: body.closedAt ?? setting.at };
  if (task.version !== command.seen) return { kind: 'changed-since-shown', by: null, at: null };
  const today = localDate(setting.at);
  const reason = command.reason.normalize('NFC').trim();
  const { due } = command;
  if (reason === '') return problems({ path: 'reason', code: 'reason-missing' });
  if (reason.length > 500) return problems({ path: 'reason', code: 'too-long', most: 500 });
  if (due <= body.due || due < today)
    return problems({ path: 'due', code: 'not-later', than: body.due < today ? today : body.due });
  if (!isCovered(setting.calendar, due)) return problems({ path: 'due', code: 'invalid' });
  if (latest !== undefined && due > latest) return problems({ path: 'due', code: 'after-lock', latest });
  const event = { type: 'TaskExtended' as const, due, reason, ...startLadder(setting, due) };
  const reports: readonly Change[] =
    report === undefined
      ? []
      : [{ type: 'return', id: report.id, before: report, event: { type: 'ReturnExtended', due, reason } }];
  const followed: readonly Change[] =
    estimate === undefined
      ? []
      : [{ type: 'estimate', id: estimate.id, before: estimate, event: { type: 'EstimateExtended', due } }];
  return { kind: 'accepted', changes: [{ type: 'task', id: task.id, before: task, event }, ...followed, ...reports] };
};
