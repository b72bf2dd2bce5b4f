import { dueHandOvers } from '../domain/absence.ts';
import { addDays, type Instant, instantOf, localDate, localTime } from '../domain/calendar.ts';
import type { LocalityId, PersonId } from '../domain/ids.ts';
import { withPeopleNow } from '../domain/people-now.ts';
import type { Person, Plan } from '../domain/plan.ts';
import type { Stored } from '../domain/records.ts';
import { readPlan } from './content.ts';
import { assigneesOf } from './mail/recipients.ts';
import { planNow } from './plan-now.ts';
import type { Ports } from './ports.ts';
import { tasksOfLocality } from './redating-steps.ts';
import { executeAsSystem } from './system-command.ts';

/** Who leaves, why, and by what the step is known. */
type Departure = {
  readonly person: PersonId;
  readonly reason: string | null;
  readonly once: readonly (string | number)[];
};

const postsBefore = ({ people, former }: Plan, person: PersonId): Person | undefined =>
  [...people, ...(former ?? [])].find(({ id }) => id === person);

/** Hands one task over where it was his, and answers whether it was: links mailed before stop working, and those who have it now are told. */
const handOverOne = async (
  ports: Ports,
  kept: Plan,
  task: Stored<'task'>,
  { person, reason, once }: Departure,
): Promise<boolean> => {
  const { locality } = task.body;
  const inForce = await inForceNow(ports, locality, kept);
  const now = withPeopleNow(kept, inForce.plan, inForce.absences, localDate(instantOf(ports.clock.now())));
  const before = postsBefore(now, person) ?? postsBefore(kept, person);
  if (before === undefined) return false;
  const others = now.people.filter(({ id }) => id !== person);
  const was = assigneesOf({ ...now, people: [...others, before] }, task.body);
  if (!was.some(({ id }) => id === person)) return false;
  const to = assigneesOf({ ...now, people: others }, task.body).map(({ id }) => id);
  await executeAsSystem(ports, { locality, part: 'tick', once: [...once, task.id] }, async () => {
    const current = await ports.store.load(locality, 'task', task.id);
    if (current?.body.state !== 'open') return { kind: 'accepted', changes: [] };
    const event = { type: 'TaskHandedOver' as const, from: person, to, reason };
    return { kind: 'accepted', changes: [{ type: 'task', id: task.id, before: current, event }] };
  });
  return true;
};

/** The plan in force of a locality, with its people of today. */
const inForceNow = async (ports: Ports, locality: LocalityId, kept: Plan) => {
  const record = await ports.store.load(locality, 'plan', kept.id);
  return record === undefined ? { plan: kept, absences: undefined } : planNow(ports, locality, record.body.content);
};

/** Hands over the open tasks of somebody who left, in every round and cycle that runs. Answers how many it handed over. */
const handOverTasks = async (
  ports: Ports,
  locality: LocalityId,
  plan: string,
  departure: Departure,
): Promise<number> => {
  let count = 0;
  for (const { of, tasks } of await tasksOfLocality(ports, locality)) {
    if (of.body.plan !== plan) continue;
    const kept = await readPlan(ports.store, locality, of.body.planContent);
    for (const task of tasks)
      if (task.body.state === 'open' && (await handOverOne(ports, kept, task, departure))) count += 1;
  }
  return count;
};

/** Hands over for those whose last day has passed, by the register. Answers how many tasks, and when to look next. */
export const handOverLeaving = async (
  ports: Ports,
  locality: LocalityId,
  id: string,
): Promise<{ readonly handedOver: number; readonly nextAt?: Instant }> => {
  const register = await ports.store.load(locality, 'absence', id);
  if (register === undefined) return { handedOver: 0 };
  const today = localDate(instantOf(ports.clock.now()));
  let handedOver = 0;
  for (const { id: leaving, person, reason } of dueHandOvers(register.body, today)) {
    const once = ['leaves', id, leaving];
    const tasks = await handOverTasks(ports, locality, id, { person, reason, once });
    handedOver += tasks;
    await executeAsSystem(ports, { locality, part: 'tick', once: [...once, 'done'] }, async () => {
      const now = await ports.store.load(locality, 'absence', id);
      const open = now?.body.leaving.some((one) => one.id === leaving && one.handedOver === null) === true;
      const event = { type: 'WorkHandedOver' as const, leaving, tasks };
      return { kind: 'accepted', changes: open ? [{ type: 'absence', id, before: now, event }] : [] };
    });
  }
  const coming = register.body.leaving
    .filter(({ handedOver: done, lastDay }) => done === null && lastDay >= today)
    .map(({ lastDay }) => localTime(addDays(lastDay, 1), 0, 0))
    .toSorted();
  return { handedOver, ...(coming[0] === undefined ? {} : { nextAt: coming[0] }) };
};

/** Hands over for those whom the edition in force has no more. */
export const handOverGone = async (ports: Ports, locality: LocalityId, id: string): Promise<number> => {
  const record = await ports.store.load(locality, 'plan', id);
  const { gone, editions } = record?.body ?? {};
  if (gone === undefined || editions === undefined) return 0;
  let tasks = 0;
  for (const person of gone) {
    const once = ['gone', id, editions, person];
    tasks += await handOverTasks(ports, locality, id, { person, reason: null, once });
  }
  await executeAsSystem(ports, { locality, part: 'tick', once: ['gone', id, editions, 'done'] }, async () => {
    const now = await ports.store.load(locality, 'plan', id);
    // A newer edition has its own people to see to, these among them.
    if (now?.body.editions !== editions || now.body.gone === undefined) return { kind: 'accepted', changes: [] };
    return {
      kind: 'accepted',
      changes: [{ type: 'plan', id, before: now, event: { type: 'PeopleHandedOver' as const, tasks } }],
    };
  });
  return tasks;
};
