import type { AwaitReturns, CycleExecution, CycleStep } from '../contracts/workflow-steps.ts';
import { type Instant, instantOf, localDate, localTime } from '../domain/calendar.ts';
import type { CycleUnit } from '../domain/cycle.ts';
import {
  cutByItself,
  cutReturn,
  datedCycles,
  finishCycleOpening,
  openByDate,
  openReturn,
} from '../domain/cycle-decisions.ts';
import { finishCutting } from '../domain/edition-decisions.ts';
import { cycleIdOf, type LocalityId, type PlanId, returnIdOf, Year } from '../domain/ids.ts';
import type { Plan } from '../domain/plan.ts';
import type { Stored } from '../domain/records.ts';
import { returnTaskId } from '../domain/task.ts';
import { readCycleUnits } from './content.ts';
import { PermanentError } from './faults.ts';
import { inTurns, UNITS_A_CALL } from './in-turns.ts';
import { planNow } from './plan-now.ts';
import type { Ports } from './ports.ts';
import { executeAsSystem, settingOf } from './system-command.ts';
import { armWait, type WaitPorts, waitName } from './wait-delivery.ts';
import { calendarOf } from './working-calendar.ts';

type Of = { readonly locality: LocalityId; readonly cycle: string };

const loadCycle = async (ports: Pick<Ports, 'store'>, { locality, cycle: id }: Of): Promise<Stored<'cycle'>> => {
  const cycle = await ports.store.load(locality, 'cycle', id);
  if (cycle === undefined) throw new PermanentError(`The cycle ${id} is not in the store.`);
  return cycle;
};

/** Every cycle of a plan, of all its years, in no order. */
export const cyclesOfPlan = async (
  { store }: Pick<Ports, 'store'>,
  locality: LocalityId,
  plan: PlanId,
): Promise<readonly Stored<'cycle'>[]> =>
  store.loadAll(locality, 'cycle', await store.listCase(locality, 'cycle', plan));

/** The cycles of one obligation over all years of a plan, soonest due first. */
export const cyclesOfObligation = async (
  ports: Pick<Ports, 'store'>,
  { locality, id }: Pick<Plan, 'locality' | 'id'>,
  obligation: string,
): Promise<readonly Stored<'cycle'>[]> =>
  (await cyclesOfPlan(ports, locality.id, id))
    .filter(({ body }) => body.obligation === obligation)
    .toSorted((a, b) => (`${a.body.due}#${a.id}` < `${b.body.due}#${b.id}` ? -1 : 1));

/** The units that owe a report in a cycle. */
export const unitsOfCycle = (
  { store }: Pick<Ports, 'store'>,
  { body }: Stored<'cycle'>,
): Promise<readonly CycleUnit[]> => readCycleUnits(store, body.locality, body.units);

/** The reports of a cycle, each read strongly by its key; those that are not opened yet are left out. */
export const returnsOf = async (
  ports: Pick<Ports, 'store'>,
  cycle: Stored<'cycle'>,
): Promise<readonly Stored<'return'>[]> => {
  const units = await unitsOfCycle(ports, cycle);
  const ids = units.map(({ unit }) => returnIdOf(cycle.body.id, unit));
  return ports.store.loadAll(cycle.body.locality, 'return', ids);
};

const openUnits = async (ports: Ports, cycle: Stored<'cycle'>): Promise<'all' | 'more'> => {
  const { locality, planContent } = cycle.body;
  const units = await unitsOfCycle(ports, cycle);
  const opened = new Set((await returnsOf(ports, cycle)).map(({ body }) => body.unit));
  const left = units.filter(({ unit }) => !opened.has(unit));
  const setting = await settingOf(ports, locality, planContent);
  await inTurns(left.slice(0, UNITS_A_CALL), (unit) =>
    executeAsSystem(ports, { locality, part: 'reporting-cycle', once: ['open', cycle.id, unit.unit] }, (at) =>
      Promise.resolve({ kind: 'accepted', changes: openReturn(cycle.body, unit, setting(at)) }),
    ),
  );
  return left.length > UNITS_A_CALL ? 'more' : 'all';
};

/**
 * The first state of `reporting-cycle`: asks the cycle where it stands, and opens reports that are not open yet. An
 * execution whose attempt is no longer the cycle's own ends.
 */
export const openReturns = async (ports: Ports, execution: CycleExecution): Promise<CycleStep> => {
  const cycle = await loadCycle(ports, execution);
  const { locality } = execution;
  if (cycle.body.attempt > execution.attempt) return { next: 'end' };
  switch (cycle.body.phase) {
    case 'collecting':
      return { next: 'wait' };
    case 'cutting':
      return { next: 'cut' };
    case 'consolidating':
      return { next: 'consolidate' };
    case 'consolidated':
      return { next: 'end' };
    case 'opening':
      if ((await openUnits(ports, cycle)) === 'more') return { next: 'open-more' };
      await executeAsSystem(ports, { locality, part: 'reporting-cycle', once: ['opened', cycle.id] }, async () =>
        finishCycleOpening(await loadCycle(ports, execution)),
      );
      return { next: 'wait' };
  }
};

/** Arms the cycle's one wait: until everything is in, its day has passed, or the office ends it. */
export const awaitReturns = async (ports: WaitPorts, input: AwaitReturns): Promise<void> => {
  const { attempt, visit, retry, token, locality, cycle } = input;
  await armWait(ports, locality, { of: 'cycle', id: cycle }, { token, number: { attempt, visit, retry } });
};

const cutOne = (ports: Ports, { locality }: Of, { id }: Stored<'return'>) =>
  executeAsSystem(ports, { locality, part: 'reporting-cycle', once: ['cut', id] }, async () => {
    const report = await ports.store.load(locality, 'return', id);
    const task = report && (await ports.store.load(locality, 'task', returnTaskId(report.body.id)));
    if (report === undefined || task === undefined) throw new PermanentError(`The report ${id} is not in the store.`);
    return { kind: 'accepted', changes: cutReturn(report, task) };
  });

/** Cuts each report of the cycle with what is in; takes up where a crash left it. */
export const cutReturns = async (
  ports: Ports & Pick<WaitPorts, 'waits'>,
  execution: CycleExecution,
): Promise<CycleStep> => {
  const { locality } = execution;
  const cycle = await loadCycle(ports, execution);
  if (cycle.body.attempt > execution.attempt || cycle.body.phase === 'consolidated') return { next: 'end' };
  if (cycle.body.phase === 'consolidating') return { next: 'consolidate' };
  if (cycle.body.cut === null) return { next: 'wait' };
  await ports.waits.markResumed(locality, cycle.id, waitName({ of: 'cycle', id: cycle.id }));
  const open = (await returnsOf(ports, cycle)).filter(({ body }) => body.cut === null);
  await inTurns(open.slice(0, UNITS_A_CALL), (report) => cutOne(ports, execution, report));
  if (open.length > UNITS_A_CALL) return { next: 'cut' };
  await executeAsSystem(ports, { locality, part: 'reporting-cycle', once: ['all-cut', cycle.id] }, async () =>
    finishCutting(await loadCycle(ports, execution)),
  );
  return { next: 'consolidate' };
};

/** Ends a cycle's waiting where everything is in or its day has passed. Answers when its day passes, if it waits on. */
export const endWaiting = async (
  ports: Ports,
  locality: LocalityId,
  id: string,
): Promise<{ readonly ended: boolean; readonly nextAt?: Instant }> => {
  const cycle = await loadCycle(ports, { locality, cycle: id });
  if (cycle.body.phase !== 'collecting') return { ended: false };
  const setting = await settingOf(ports, locality, cycle.body.planContent);
  const outcome = await executeAsSystem(ports, { locality, part: 'tick', once: ['cut', id] }, async (at) => {
    const now = await loadCycle(ports, { locality, cycle: id });
    return cutByItself(now, await returnsOf(ports, now), setting(at));
  });
  const ended = outcome.kind === 'recorded' && !outcome.repeated;
  // The first moment after the last day, in Vietnam.
  return ended
    ? { ended }
    : { ended, nextAt: instantOf(new Date(Date.parse(localTime(cycle.body.cutOff, 23, 59)) + 60_000)) };
};

/** When the next cycle that the plan dates opens, and how many were opened now. */
type ByDate = { readonly opened: number; readonly nextAt?: Instant };

/** Opens the cycles of a plan whose day has come. A day that was missed is caught up while the date is ahead. */
export const openDatedCycles = async (ports: Ports, locality: LocalityId, id: string): Promise<ByDate> => {
  const record = await ports.store.load(locality, 'plan', id);
  if (record === undefined) return { opened: 0 };
  const { content } = record.body;
  const [{ plan }, calendar] = await Promise.all([planNow(ports, locality, content), calendarOf(ports, locality)]);
  const now = instantOf(ports.clock.now());
  const today = localDate(now);
  const year = Number(today.slice(0, 4));
  const dated = [year, year + 1].flatMap((one) => datedCycles(plan, { calendar }, Year.parse(one)));
  let opened = 0;
  for (const one of dated.filter(({ opens, due }) => opens <= today && today <= due)) {
    const cycle = cycleIdOf(plan.id, one.year, one.obligation.id, 1);
    if ((await ports.store.load(locality, 'cycle', cycle)) !== undefined) continue;
    await executeAsSystem(ports, { locality, part: 'tick', once: ['open-cycle', cycle] }, async (at) =>
      openByDate(await ports.store.load(locality, 'cycle', cycle), one, content, {
        at,
        plan,
        calendar,
        hash: ports.hash,
      }),
    );
    opened += 1;
  }
  const next = dated
    .map(({ opens }) => opens)
    .filter((opens) => opens > today)
    .toSorted()[0];
  return next === undefined ? { opened } : { opened, nextAt: localTime(next, 0, 0) };
};
