import type { AwaitLock, Progress, RoundExecution, RoundStep } from '../contracts/workflow-steps.ts';
import { estimateIdOf, packageIdOf } from '../domain/ids.ts';
import type { Stored } from '../domain/records.ts';
import type { RoundUnit } from '../domain/round.ts';
import { finishOpening, openUnit, sealPackage } from '../domain/round-decisions.ts';
import { readRoundUnits } from './content.ts';
import { PermanentError } from './faults.ts';
import { inTurns, UNITS_A_CALL } from './in-turns.ts';
import { lockInto } from './lock-estimate.ts';
import type { Ports } from './ports.ts';
import { executeAsSystem, settingOf } from './system-command.ts';
import { armWait, type WaitPorts, waitName } from './wait-delivery.ts';

const loadRound = async (ports: Ports, { locality, round: id }: RoundExecution): Promise<Stored<'round'>> => {
  const round = await ports.store.load(locality, 'round', id);
  if (round === undefined) throw new PermanentError(`The round ${id} is not in the store.`);
  return round;
};

const unitsOf = (ports: Ports, { body }: Stored<'round'>): Promise<readonly RoundUnit[]> =>
  readRoundUnits(ports.store, body.locality, body.units);

const openOne = (
  ports: Ports,
  round: Stored<'round'>,
  unit: RoundUnit,
  setting: Awaited<ReturnType<typeof settingOf>>,
) =>
  executeAsSystem(
    ports,
    { locality: round.body.locality, part: 'budget-round', once: ['open', round.id, unit.unit] },
    (at) => Promise.resolve({ kind: 'accepted', changes: openUnit(round.body, unit, setting(at)) }),
  );

/**
 * The first state of `budget-round`: asks the round where it stands, and opens estimates that are not open yet. An
 * execution whose attempt is no longer the round's own ends.
 */
export const openEstimates = async (ports: Ports, execution: RoundExecution): Promise<RoundStep> => {
  const round = await loadRound(ports, execution);
  if (round.body.attempt > execution.attempt) return { next: 'end' };
  switch (round.body.phase) {
    case 'collecting':
      return { next: 'wait' };
    case 'locking':
      return { next: 'lock' };
    case 'formed':
      return { next: 'end' };
    case 'opening': {
      const units = await unitsOf(ports, round);
      const ids = units.map(({ unit }) => estimateIdOf(round.body.id, unit));
      const there = await ports.store.loadAll(execution.locality, 'estimate', ids);
      const opened = new Set(there.map(({ body }) => body.unit));
      const left = units.filter(({ unit }) => !opened.has(unit));
      const setting = await settingOf(ports, execution.locality, round.body.planContent);
      await inTurns(left.slice(0, UNITS_A_CALL), (unit) => openOne(ports, round, unit, setting));
      if (left.length > UNITS_A_CALL) return { next: 'open-more' };
      await executeAsSystem(
        ports,
        { locality: execution.locality, part: 'budget-round', once: ['opened', round.id] },
        async (at) => finishOpening(await loadRound(ports, execution), setting(at)),
      );
      return { next: 'wait' };
    }
  }
};

/** Arms the round's one wait: for the office that locks. */
export const awaitLock = async (ports: WaitPorts, input: AwaitLock): Promise<void> => {
  const { attempt, visit, retry, token, locality, round } = input;
  await armWait(ports, locality, { of: 'round', id: round }, { token, number: { attempt, visit, retry } });
};

const lockOne = (ports: Ports, { body }: Stored<'round'>, estimate: Stored<'estimate'>) =>
  executeAsSystem(ports, { locality: body.locality, part: 'budget-round', once: ['lock', body.id, estimate.id] }, () =>
    lockInto(ports, packageIdOf(body.id, 1), estimate),
  );

/** Locks each estimate of the round with what is in; takes up where a crash left it. */
export const lockEstimates = async (
  ports: Ports & Pick<WaitPorts, 'waits'>,
  execution: RoundExecution,
): Promise<RoundStep> => {
  const { locality } = execution;
  const round = await loadRound(ports, execution);
  if (round.body.attempt > execution.attempt || round.body.phase === 'formed') return { next: 'end' };
  if (round.body.lock === null) return { next: 'wait' };
  await ports.waits.markResumed(locality, round.id, waitName({ of: 'round', id: round.id }));
  const ids = (await unitsOf(ports, round)).map(({ unit }) => estimateIdOf(round.body.id, unit));
  const open = (await ports.store.loadAll(locality, 'estimate', ids)).filter(({ body }) => body.lockedInto === null);
  await inTurns(open.slice(0, UNITS_A_CALL), (estimate) => lockOne(ports, round, estimate));
  return { next: open.length > UNITS_A_CALL ? 'lock' : 'seal' };
};

/** Seals the package from exactly the locked estimates, read strongly by key. */
export const sealRoundPackage = async (ports: Ports, execution: RoundExecution): Promise<Progress> => {
  const { locality } = execution;
  const { body } = await loadRound(ports, execution);
  const setting = await settingOf(ports, locality, body.planContent);
  await executeAsSystem(ports, { locality, part: 'budget-round', once: ['seal', body.id] }, async (at) => {
    const round = await loadRound(ports, execution);
    const ids = (await unitsOf(ports, round)).map(({ unit }) => estimateIdOf(body.id, unit));
    const [existing, estimates] = await Promise.all([
      ports.store.load(locality, 'package', packageIdOf(body.id, 1)),
      ports.store.loadAll(locality, 'estimate', ids),
    ]);
    const unlocked = estimates.find((estimate) => estimate.body.lockedInto === null);
    if (unlocked !== undefined || estimates.length !== ids.length)
      throw new PermanentError(`Not every estimate of ${body.id} is locked: ${unlocked?.id ?? 'one is not there'}.`);
    return sealPackage(
      round,
      existing,
      estimates.map((estimate) => estimate.body),
      setting(at),
    );
  });
  return { more: false };
};
