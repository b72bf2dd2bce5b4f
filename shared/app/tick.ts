import { sumOf } from '../domain/counts.ts';
import { type Instant, instantOf } from '../domain/calendar.ts';
import type { LocalityId, TaskId } from '../domain/ids.ts';
import type { Stored } from '../domain/records.ts';
import { cycleWaits } from '../domain/cycle.ts';
import { editionWaits } from '../domain/edition.ts';
import { awaitsWorkflow } from '../domain/package.ts';
import { climbLadder } from '../domain/task-decisions.ts';
import { caseOfTask } from './case.ts';
import { finishClosing } from './closing-steps.ts';
import { endWaiting, openDatedCycles } from './cycle-steps.ts';
import { type QueueMailPorts, retryCause } from './mail/queue-mail.ts';
import type { Ports, WaitingRecord } from './ports.ts';
import { handOverGone, handOverLeaving } from './handing-over-steps.ts';
import { followCalendar } from './redating-steps.ts';
import { executeAsSystem, settingOf } from './system-command.ts';
import { deliverOutcome, type WaitFor } from './wait-delivery.ts';
import { executionName, startCycle, startEdition, startPackage, startRound, type WakePorts } from './wake-workflow.ts';

/** What the clock's round takes. */
export type TickPorts = Ports & WakePorts & QueueMailPorts;

/** What one tick found and did; `failed` names what will be tried again at the next. */
export type Ticked = {
  readonly reminded: number;
  readonly restarted: number;
  readonly delivered: number;
  readonly requeued: number;
  /** Tasks whose dates followed a change of their calendar. */
  readonly redated: number;
  /** Tasks of people who left that were handed over. */
  readonly handedOver: number;
  /** Cycles of reports whose day had come. */
  readonly opened: number;
  /** There is nothing to do before this moment, unless something else is recorded. Absent while work is left over. */
  readonly idleUntil?: Instant;
  readonly failed: readonly string[];
};

const MAIL_OVERDUE_MS = 15 * 60_000;
/** How many tasks' ladders are climbed at the same time: they are records of their own, and meet nowhere. */
const CLIMBED_AT_ONCE = 10;
const DAY_MS = 24 * 60 * 60_000;

/** Climbs one task's ladder, if a rung of it is due. */
const climb = async (ports: Ports, locality: LocalityId, id: TaskId): Promise<boolean> => {
  const task = await ports.store.load(locality, 'task', id);
  if (task === undefined) return false;
  const { subject } = task.body;
  const setting = await settingOf(ports, locality, (await caseOfTask(ports, locality, subject)).body.planContent);
  const once = ['remind', id, task.body.assignment, task.body.nextRungAt];
  const outcome = await executeAsSystem(ports, { locality, part: 'tick', once }, async (at) => {
    const [now, of] = await Promise.all([ports.store.load(locality, 'task', id), caseOfTask(ports, locality, subject)]);
    return now === undefined
      ? { kind: 'accepted', changes: [] }
      : climbLadder(now, of.type === 'round' ? of : undefined, setting(at));
  });
  return outcome.kind === 'recorded' && !outcome.repeated;
};

type Waiting = WaitingRecord & { readonly type: 'round' | 'package' | 'cycle' | 'edition' };
type WaitsForMachine = Stored<'round'> | Stored<'package'> | Stored<'cycle'> | Stored<'edition'>;
type Looked = {
  readonly restarted: boolean;
  readonly delivered: boolean;
  readonly redated?: number;
  readonly handedOver?: number;
  readonly opened?: number;
  /** When there is something to be done for it again. */
  readonly nextAt?: Instant;
};

const NOTHING: Looked = { restarted: false, delivered: false };

const raiseAttempt = (ports: Ports, { locality, type, id }: Waiting, attempt: number) =>
  executeAsSystem(ports, { locality, part: 'tick', once: ['raise', type, id, attempt] }, async () => {
    const event = { type: 'AttemptRaised' as const, attempt };
    if (type === 'round') {
      const before = await ports.store.load(locality, 'round', id);
      const still = before?.body.attempt === attempt - 1 && before.body.phase !== 'formed';
      return { kind: 'accepted', changes: still ? [{ type: 'round', id, before, event }] : [] };
    }
    if (type === 'cycle') {
      const before = await ports.store.load(locality, 'cycle', id);
      const still = before?.body.attempt === attempt - 1 && cycleWaits(before.body);
      return { kind: 'accepted', changes: still ? [{ type: 'cycle', id, before, event }] : [] };
    }
    if (type === 'edition') {
      const before = await ports.store.load(locality, 'edition', id);
      const still = before?.body.sending?.attempt === attempt - 1 && editionWaits(before.body);
      return { kind: 'accepted', changes: still ? [{ type: 'edition', id, before, event }] : [] };
    }
    const before = await ports.store.load(locality, 'package', id);
    const still = before?.body.attempt === attempt - 1 && awaitsWorkflow(before.body);
    return { kind: 'accepted', changes: still ? [{ type: 'package', id, before, event }] : [] };
  });

/** The wait that the record's last decision answers; undefined while nothing is decided. */
const answeredWait = (record: WaitsForMachine): WaitFor | undefined => {
  // Of an edition, the step before the one that it is at.
  if (record.type === 'edition')
    return record.body.sending?.position?.stage === 'sending'
      ? { of: 'edition', id: record.id, stage: 'consolidation' }
      : undefined;
  if (record.type === 'cycle') return record.body.cut === null ? undefined : { of: 'cycle', id: record.id };
  if (record.type === 'round') return record.body.lock === null ? undefined : { of: 'round', id: record.id };
  const last = record.body.outcomes.at(-1);
  return last && { of: 'package', id: record.id, stage: last.stage, submission: last.submission };
};

/** A quarter of an hour, doubled with each attempt after the first, a day at most. */
const waitOf = (attempt: number): number => Math.min(2 ** (attempt - 2) * 15, 24 * 60) * 60_000;

/** Whether it is time for another attempt: at once after the first, ever later after those that failed again. */
const isDueAgain = ({ attempt, attemptAt }: { attempt: number; attemptAt: Instant }, now: Date): boolean =>
  attempt === 1 || now.getTime() >= Date.parse(attemptAt) + waitOf(attempt);

const MACHINES = {
  round: 'budget-round',
  package: 'approval-chain',
  cycle: 'reporting-cycle',
  edition: 'approval-chain',
} as const;
const STARTS = { round: startRound, package: startPackage, cycle: startCycle, edition: startEdition } as const;

const loadWaiting = ({ store }: Ports, { locality, type, id }: Waiting): Promise<WaitsForMachine | undefined> => {
  switch (type) {
    case 'round':
      return store.load(locality, type, id);
    case 'package':
      return store.load(locality, type, id);
    case 'cycle':
      return store.load(locality, type, id);
    case 'edition':
      return store.load(locality, type, id);
  }
};

/**
 * Looks at one record that waits for a machine: starts what was never started, gives a new execution (attempt + 1)
 * to what has none any more, and repeats the answer of a wait that was decided and not resumed.
 */
const lookAfter = async (ports: TickPorts, waiting: Waiting): Promise<Looked> => {
  const { locality, type, id } = waiting;
  const record = await loadWaiting(ports, waiting);
  if (record === undefined) return NOTHING;
  if (record.type === 'round' && record.body.closing !== undefined)
    return { restarted: false, delivered: await finishClosing(ports, locality, record) };
  const tries = record.type === 'edition' ? record.body.sending : record.body;
  if (tries === undefined) return NOTHING;
  const { attempt } = tries;
  const machine = MACHINES[type];
  const status = await ports.workflows.status(machine, executionName(ports, locality, id, attempt));
  if (status === 'unknown') {
    await STARTS[type](ports, locality, id, attempt);
    return { restarted: true, delivered: false };
  }
  if (status === 'ended') {
    if (!isDueAgain(tries, ports.clock.now())) return { restarted: false, delivered: false };
    const raised = await raiseAttempt(ports, waiting, attempt + 1);
    return { restarted: raised.kind === 'recorded' && !raised.repeated, delivered: false };
  }
  const wait = answeredWait(record);
  const sent = wait !== undefined && (await deliverOutcome(ports, locality, wait)) === 'sent';
  return { restarted: false, delivered: sent };
};

/** Looks at whatever waits: for its machine, for dates to follow a calendar, for tasks to be handed over. */
const lookAt = async (ports: TickPorts, { type, locality, id }: WaitingRecord): Promise<Looked> => {
  switch (type) {
    case 'round':
    case 'package':
    case 'edition':
      return lookAfter(ports, { type, locality, id });
    case 'calendar':
      return { ...NOTHING, redated: await followCalendar(ports, locality) };
    case 'absence':
      return { ...NOTHING, ...(await handOverLeaving(ports, locality, id)) };
    case 'cycle': {
      const { nextAt } = await endWaiting(ports, locality, id);
      return { ...(await lookAfter(ports, { type, locality, id })), ...(nextAt === undefined ? {} : { nextAt }) };
    }
    case 'plan': {
      const { opened, nextAt } = await openDatedCycles(ports, locality, id);
      const handedOver = await handOverGone(ports, locality, id);
      return { ...NOTHING, handedOver, opened, ...(nextAt === undefined ? {} : { nextAt }) };
    }
  }
};

/** Runs each piece by itself: one that fails is named, tried again at the next tick, and stops no other. */
const each = async <T, R>(
  items: readonly T[],
  name: (item: T) => string,
  work: (item: T) => Promise<R>,
  atOnce = 1,
): Promise<{ done: R[]; failed: string[] }> => {
  const done: R[] = [];
  const failed: string[] = [];
  const one = async (item: T): Promise<void> => {
    try {
      done.push(await work(item));
    } catch (cause) {
      failed.push(`${name(item)}: ${cause instanceof Error ? cause.message : 'unknown fault'}`);
    }
  };
  for (let start = 0; start < items.length; start += atOnce)
    await Promise.all(items.slice(start, start + atOnce).map(one));
  return { done, failed };
};

/** Gets a list; one that cannot be had is named, and stops none of the others. */
const listOf = async <T>(name: string, get: () => Promise<readonly T[]>) => {
  const { done, failed } = await each([name], String, get);
  return { items: done.flat(), failed };
};

/**
 * The clock's round, every fifteen minutes: climbs ladders, mends what is stuck, sends on mail that stayed behind.
 * It acts on what the records say, so a tick that was missed costs nothing but time.
 */
export const tick = async (ports: TickPorts): Promise<Ticked> => {
  const { store, ledger, clock } = ports;
  const now = instantOf(clock.now());
  const overdueBefore: Instant = instantOf(new Date(clock.now().getTime() - MAIL_OVERDUE_MS));
  const [tasks, waiting, overdue, causes] = await Promise.all([
    listOf('open tasks', () => store.listDueTasks(now)),
    listOf('waiting records', () => store.listWaiting()),
    listOf('overdue mails', () => ledger.overdue(overdueBefore)),
    listOf('owed causes of mail', () => ledger.owedCauses()),
  ]);
  const climbed = await each(
    tasks.items,
    ({ id }) => id,
    ({ locality, id }) => climb(ports, locality, id),
    CLIMBED_AT_ONCE,
  );
  const looked = await each(
    waiting.items,
    ({ id }) => id,
    (record) => lookAt(ports, record),
  );
  const caused = await each(
    causes.items,
    ({ stream, seq }) => `mail of ${stream} ${seq}`,
    (cause) => retryCause(ports, cause),
  );
  const queued = await each(
    overdue.items.length > 0 ? [overdue.items] : [],
    () => 'queueing mail',
    (requests) => ports.queue.add(requests),
  );
  const did = {
    reminded: climbed.done.filter(Boolean).length,
    restarted: looked.done.filter(({ restarted }) => restarted).length,
    delivered: looked.done.filter(({ delivered }) => delivered).length,
    requeued: queued.done.length * overdue.items.length,
    redated: sumOf(looked.done, ({ redated = 0 }) => redated),
    handedOver: sumOf(looked.done, ({ handedOver = 0 }) => handedOver),
    opened: sumOf(looked.done, ({ opened = 0 }) => opened),
    failed: [tasks, waiting, overdue, causes, climbed, looked, caused, queued].flatMap(({ failed }) => failed),
  };
  const leftOver =
    did.restarted + did.delivered + did.requeued + did.opened + did.handedOver + did.failed.length > 0 ||
    waiting.items.some(({ type }) => type === 'calendar');
  if (leftOver) return did;
  // A mail that is on its way now may be what the next round finds left behind.
  const onTheWay = await listOf('mails on their way', () => ledger.overdue(now));
  if (onTheWay.items.length + onTheWay.failed.length > 0) return { ...did, failed: onTheWay.failed };
  const inADay = instantOf(new Date(clock.now().getTime() + DAY_MS));
  const moments = [(await store.nextRungAt()) ?? inADay, ...looked.done.flatMap(({ nextAt }) => nextAt ?? [])];
  const next = moments.toSorted()[0] ?? inADay;
  return next <= now ? did : { ...did, idleUntil: next };
};
