import type { LocalityId } from '../domain/ids.ts';
import { paginate } from '../domain/pages.ts';
import type { Stored } from '../domain/records.ts';
import { redateTask } from '../domain/redating.ts';
import { type RedatedTask, WORKING_CALENDAR } from '../domain/working-calendar.ts';
import type { Case } from './case.ts';
import { PermanentError, TransientError } from './faults.ts';
import type { Ports } from './ports.ts';
import { executeAsSystem, settingOf } from './system-command.ts';

type Reading = Pick<Ports, 'store'>;

/** How many tasks are re-dated at the same time. */
const AT_ONCE = 10;

/** After so long every step that began with the table before has ended, whose date would else be missed. */
const SETTLED_MS = 15 * 60_000;

/** The tasks of a round, or of a cycle of reports. */
export type CaseTasks = { readonly of: Case; readonly tasks: readonly Stored<'task'>[] };

/** All tasks of a locality's rounds and cycles: what is closed owes nothing, and is left out. */
export const tasksOfLocality = async ({ store }: Reading, locality: LocalityId): Promise<readonly CaseTasks[]> => {
  const plans = await store.listCase(locality, 'plan', 'all');
  const listed = async (type: 'round' | 'cycle'): Promise<readonly string[]> =>
    (await Promise.all(plans.map((plan) => store.listCase(locality, type, plan)))).flat();
  const [rounds, cycles] = await Promise.all([
    store.loadAll(locality, 'round', await listed('round')),
    store.loadAll(locality, 'cycle', await listed('cycle')),
  ]);
  const running: readonly Case[] = [...rounds.filter(({ body }) => body.closed === undefined), ...cycles];
  return Promise.all(
    running.map(async (of) => ({
      of,
      tasks: await store.loadAll(locality, 'task', await store.listCase(locality, 'task', of.id)),
    })),
  );
};

const redateOne = async (ports: Ports, task: Stored<'task'>, of: Case, changes: number): Promise<boolean> => {
  const { locality } = of.body;
  const setting = await settingOf(ports, locality, of.body.planContent);
  const once = ['redate', changes, task.id, task.version];
  const outcome = await executeAsSystem(ports, { locality, part: 'tick', once }, async (at) => {
    const now = await ports.store.load(locality, 'task', task.id);
    if (now === undefined) return { kind: 'accepted', changes: [] };
    const { subject } = now.body;
    const report = subject.of === 'return' ? await ports.store.load(locality, 'return', subject.return) : undefined;
    return redateTask(now, changes, setting(at), report);
  });
  return outcome.kind === 'recorded' && !outcome.repeated;
};

/** What the n-th change of the calendar has re-dated by now, as each task says itself. */
export const redatedBy = (cases: readonly CaseTasks[], changes: number): readonly RedatedTask[] =>
  cases.flatMap(({ tasks }) =>
    tasks.flatMap(({ body: { id, office, due, nextRungAt, redated } }) =>
      redated?.changes === changes
        ? [
            {
              task: id,
              office,
              before: { due: redated.due, nextRungAt: redated.nextRungAt },
              after: { due, nextRungAt },
            },
          ]
        : [],
    ),
  );

/**
 * Lets the dates of open tasks follow the last change of a locality's calendar, and, once that has settled, records
 * which did. Each task is one command, whose id follows from the change and the task: taken up again after a crash, it
 * goes on where it stopped. Answers how many tasks it re-dated.
 */
export const followCalendar = async (
  ports: Ports,
  locality: LocalityId,
  most = Number.POSITIVE_INFINITY,
): Promise<number> => {
  const record = await ports.store.load(locality, 'calendar', WORKING_CALENDAR);
  if (record?.body.redating === undefined) return 0;
  const { changes, at } = record.body;
  const work = (await tasksOfLocality(ports, locality)).flatMap(({ of, tasks }) =>
    tasks.filter(({ body }) => body.state === 'open').map((task) => ({ of, task })),
  );
  let count = 0;
  for (let start = 0; start < Math.min(work.length, most); start += AT_ONCE) {
    const done = await Promise.all(
      work.slice(start, start + AT_ONCE).map(({ of, task }) => redateOne(ports, task, of, changes)),
    );
    count += done.filter(Boolean).length;
  }
  if (ports.clock.now().getTime() >= Date.parse(at) + SETTLED_MS) await finish(ports, locality, changes);
  return count;
};

const finish = async (ports: Ports, locality: LocalityId, changes: number): Promise<void> => {
  await executeAsSystem(ports, { locality, part: 'tick', once: ['redated', changes] }, async () => {
    const record = await ports.store.load(locality, 'calendar', WORKING_CALENDAR);
    if (record === undefined) throw new PermanentError(`The calendar of ${locality} is not in the store.`);
    // Another change came in between: its own round of dates follows, and speaks for this one.
    if (record.body.changes !== changes || record.body.redating === undefined) return { kind: 'accepted', changes: [] };
    const redated = redatedBy(await tasksOfLocality(ports, locality), changes);
    const { ref, pages } = paginate('redated', redated, ports.hash);
    const event = { type: 'TasksRedated' as const, changes, tasks: ref };
    return { kind: 'accepted', pages, changes: [{ type: 'calendar', id: record.id, before: record, event }] };
  });
};

/** So many tasks are re-dated while the person who changed the calendar waits; `tick` does the rest. */
const MOST_AT_ONCE = 200;

/** Follows a change right away, as far as a request has time for it. What is left, or fails, `tick` takes up. */
export const followAtOnce = async (ports: Ports, locality: LocalityId): Promise<void> => {
  try {
    await followCalendar(ports, locality, MOST_AT_ONCE);
  } catch (cause) {
    if (!(cause instanceof TransientError)) throw cause;
  }
};
