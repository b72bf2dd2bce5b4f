import type { DigestFact } from '../../contracts/mail-messages/facts.ts';
import { mailMessages } from '../../contracts/mail-messages/index.ts';
import { instantOf } from '../../domain/calendar.ts';
import type { AbsenceRegister } from '../../domain/absence.ts';
import { type Case, caseOfTask } from '../case.ts';
import type { Plan } from '../../domain/plan.ts';
import { planNow } from '../plan-now.ts';
import type { Digest, Digests, OutgoingMail, OwedCause, UnsubscribeClaim } from '../ports.ts';
import { calendarOf } from '../working-calendar.ts';
import { base, remindersAddress, taskAddress, unsubscribeAddress } from './addresses.ts';
import { readCause, type TaskCause } from './cause.ts';
import { type ComposePorts, isFormer, letterTo } from './compose.ts';
import { isStillOwed } from './notices.ts';
import { readerOf } from './reader.ts';
import { taskFact } from './task-facts.ts';

/** What composing a digest takes. */
export type DigestPorts = ComposePorts & { readonly digests: Digests };

/** How many tasks a digest describes, so that no mail program cuts it off; how many more there are it says. */
const MOST_TASKS = 30;

/** The cause of a reminder with the task as it is now; undefined where it reminds of what is done by now. */
const stillOpen = async (ports: ComposePorts, ref: OwedCause): Promise<TaskCause | undefined> => {
  const cause = await readCause(ports, ref);
  if (cause?.type !== 'task' || !(await isStillOwed(ports, cause))) return undefined;
  const now = await ports.store.load(cause.locality, 'task', cause.id);
  return now && { ...cause, task: now.body };
};

/** Each open task once, soonest due first. */
const openTasks = async (ports: ComposePorts, refs: readonly OwedCause[]): Promise<readonly TaskCause[]> => {
  const causes = await Promise.all(refs.map((ref) => stillOpen(ports, ref)));
  const byTask = new Map(causes.flatMap((cause) => (cause === undefined ? [] : [[cause.id, cause] as const])));
  const sortKey = ({ task }: TaskCause): string => `${task.due}#${task.id}`;
  return [...byTask.values()].toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
};

type Setting = { readonly of: Case; readonly plan: Plan; readonly absences: AbsenceRegister | undefined };

const settingOf = async (ports: ComposePorts, { locality, task }: TaskCause): Promise<Setting> => {
  const of = await caseOfTask(ports, locality, task.subject);
  return { of, ...(await planNow(ports, locality, of.body.planContent)) };
};

/**
 * Writes a digest, closed by this for what comes later: for each task that is still open what, how much, until when,
 * who has it next, and the link of its own mails; one button, to the list of tasks. Undefined where everything is done
 * by now, or the reader has left.
 */
export const composeDigest = async (ports: DigestPorts, digest: Digest): Promise<OutgoingMail | undefined> => {
  const { locality, plan, person, day } = digest;
  const causes = await openTasks(ports, await ports.digests.close(digest));
  const [soonest] = causes;
  if (soonest === undefined) return undefined;
  const { plan: planOfSoonest } = await settingOf(ports, soonest);
  if (isFormer(planOfSoonest, person)) return undefined;
  const now = instantOf(ports.clock.now());
  const calendar = await calendarOf(ports, locality);
  const tasks: DigestFact['tasks'] = await Promise.all(
    causes.slice(0, MOST_TASKS).map(async (cause) => {
      const { of, plan: kept, absences } = await settingOf(ports, cause);
      const fact = await taskFact({ ...ports, calendar }, readerOf(kept, person, now), cause, of, absences);
      const claim = { locality, task: cause.task.id, assignment: cause.task.assignment, person };
      return { fact, url: taskAddress(ports.portalUrl, claim, await ports.links.sign(claim)) };
    }),
  );
  const reader = readerOf(planOfSoonest, person, now);
  const words = mailMessages[reader.person.language].digest({
    day,
    tasks,
    more: causes.length - tasks.length,
    settings: remindersAddress(ports.portalUrl),
  });
  const url = `${base(ports.portalUrl)}/`;
  const claim: UnsubscribeClaim = { locality, plan, person, from: 'digest' };
  const unsubscribe = unsubscribeAddress(ports.portalUrl, claim, await ports.links.sign(claim));
  const letter = letterTo(
    { reader, to: reader.person, insteadOf: undefined },
    { words, url, link: 'personal' },
    `<${locality}.${plan}.digest@trinh.invalid>`,
  );
  return { ...letter, unsubscribe };
};
