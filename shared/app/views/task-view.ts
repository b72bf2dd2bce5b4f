import type { TaskId } from '../../domain/ids.ts';
import { readEntry } from '../../domain/journal.ts';
import type { Actor } from '../../domain/journal.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { Person, Plan } from '../../domain/plan.ts';
import type { Proof } from '../../domain/plan-schema.ts';
import type { Stored } from '../../domain/records.ts';
import { planNow } from '../plan-now.ts';
import { calendarOf } from '../working-calendar.ts';
import type { LinkClaim, Session } from '../ports.ts';
import { proofOf } from '../sign-in/link-rights.ts';
import { findCase } from '../case.ts';
import { enterCase, type InCase, mayRead, notFound, refused, seen, type Viewed, type ViewPorts } from './access.ts';
import { summarize, type TaskSummary } from './task-summary.ts';
import { type Tracker, trackerOf } from './tracker.ts';

/** A task of an office, and the package that it is about as it stands now. */
export type TaskView = InCase & { readonly summary: TaskSummary; readonly pkg: Stored<'package'> | null };

const packageOf = async (ports: ViewPorts, { body }: Stored<'task'>): Promise<Stored<'package'> | undefined> =>
  body.subject.of === 'package' ? ports.store.load(body.locality, 'package', body.subject.package) : undefined;

/** A task, for its own office and for those that see the whole round. */
export const taskView = async (ports: ViewPorts, session: Session, id: TaskId): Promise<Viewed<TaskView>> => {
  const task = await ports.store.load(session.locality, 'task', id);
  const room = task === undefined ? undefined : await enterCase(ports, session, task.body.subject);
  if (task === undefined || room === undefined) return notFound('task');
  if (!mayRead(room.viewer, task.body.office)) return refused(room, { kind: 'not-yours', offices: [task.body.office] });
  const [summary, pkg] = await Promise.all([summarize(ports, room, task), packageOf(ports, task)]);
  return seen({ ...room, summary, pkg: pkg ?? null });
};

/**
 * What a mailed link stands for now: still open, given out again since it was mailed, done by the very person it was
 * mailed to (`used`) or by somebody else (`decided`), or past its time; by whom and when.
 */
export type LinkState =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'superseded' | 'used' | 'decided' | 'expired';
      readonly by: Actor | null;
      readonly at: Instant | null;
    };

/** What a mailed link shows, to whoever holds it. */
export type LinkView = {
  readonly plan: Plan;
  readonly person: Person;
  readonly summary: TaskSummary;
  /** Where the round stands; null for a report, which no chain carries. */
  readonly tracker: Tracker | null;
  readonly state: LinkState;
  /** What acting takes: a session, or else a code mailed to the person. */
  readonly proof: Proof;
  /** Whether the person is no longer in the plan in force. */
  readonly left: boolean;
};

const lastTurn = async (
  ports: ViewPorts,
  task: Stored<'task'>,
  types: readonly string[],
): Promise<{ by: Actor | null; at: Instant | null }> => {
  const entries = await ports.store.entries(task.body.locality, 'task', task.id);
  const turn = entries.map(readEntry).findLast((entry) => entry !== undefined && types.includes(entry.event.type));
  return { by: turn?.actor ?? null, at: turn?.at ?? null };
};

const stateOf = async (
  ports: ViewPorts,
  task: Stored<'task'>,
  { assignment, person }: LinkClaim,
): Promise<LinkState> => {
  if (assignment !== task.body.assignment)
    return { kind: 'superseded', ...(await lastTurn(ports, task, ['TaskReopened', 'TaskHandedOver'])) };
  if (task.body.state === 'open') return { kind: 'open' };
  const turn = await lastTurn(ports, task, ['TaskDone', 'TaskLapsed']);
  if (task.body.state === 'lapsed') return { kind: 'expired', ...turn };
  return { kind: turn.by?.kind === 'person' && turn.by.person === person ? 'used' : 'decided', ...turn };
};

/**
 * What a mailed link is about. Only to be called once its signature was checked; undefined where what it names is not
 * there any more.
 */
export const linkView = async (ports: ViewPorts, claim: LinkClaim): Promise<LinkView | undefined> => {
  const task = await ports.store.load(claim.locality, 'task', claim.task);
  const of = task && (await findCase(ports, claim.locality, task.body.subject));
  if (task === undefined || of === undefined) return undefined;
  const { plan } = await planNow(ports, claim.locality, of.body.planContent);
  // Whoever left still learns from his link who has it now.
  const person = [...plan.people, ...(plan.former ?? [])].find(({ id }) => id === claim.person);
  if (person === undefined) return undefined;
  const calendar = await calendarOf(ports, claim.locality);
  const [summary, pkg, state] = await Promise.all([
    summarize(ports, { plan, of, calendar }, task),
    packageOf(ports, task),
    stateOf(ports, task, claim),
  ]);
  const tracker = of.type === 'round' ? await trackerOf(ports, calendar, plan, of.body, pkg?.body, null) : null;
  const left = !plan.people.includes(person);
  return { plan, person, summary, tracker, state, proof: proofOf(plan, task.body), left };
};
