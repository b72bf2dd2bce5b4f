import type { OpenStage, PackageExecution, PackageStep, Progress } from '../contracts/workflow-steps.ts';
import { openCollecting, sealMembers } from '../domain/collecting.ts';
import { approvalOf, awaitsWorkflow, isCollecting, isWithdrawn } from '../domain/package.ts';
import { openStage } from '../domain/package-decisions.ts';
import { applyToUnit, endWithdrawn, finishPublication, publishResult } from '../domain/publication.ts';
import type { Stored } from '../domain/records.ts';
import { adjustedLedgers } from './adjustment-commands.ts';
import { PermanentError } from './faults.ts';
import { lockInto } from './lock-estimate.ts';
import { loadMembers } from './package-members.ts';
import type { Ports } from './ports.ts';
import { executeAsSystem, settingOf } from './system-command.ts';
import { armWait, type WaitPorts, waitName } from './wait-delivery.ts';

/** How many units one call tells their result. */
const UNITS_A_CALL = 200;

const loadPackage = async (ports: Pick<Ports, 'store'>, execution: PackageExecution): Promise<Stored<'package'>> => {
  const pkg = await ports.store.load(execution.locality, 'package', execution.package);
  if (pkg === undefined) throw new PermanentError(`The package ${execution.package} is not in the store.`);
  return pkg;
};

/**
 * The first state of `approval-chain`: asks the package where it stands, and marks the waits that are answered as
 * resumed, for this step is the proof. An execution whose attempt is no longer the package's own ends.
 */
export const advancePackage = async (
  ports: Pick<WaitPorts, 'store' | 'waits'>,
  execution: PackageExecution,
): Promise<PackageStep> => {
  const { id, body } = await loadPackage(ports, execution);
  if (body.attempt > execution.attempt || !awaitsWorkflow(body)) return { next: 'end' };
  const last = body.outcomes.at(-1);
  if (last !== undefined)
    await ports.waits.markResumed(execution.locality, id, waitName({ of: 'package', id, ...last }));
  if (isWithdrawn(body) || approvalOf(body) !== undefined) return { next: 'publish' };
  const { stage, submission } = body.position;
  return { next: 'open-stage', stage, submission };
};

const tasksOf = async (
  { store }: Pick<Ports, 'store'>,
  estimates: readonly Stored<'estimate'>[],
): Promise<readonly Stored<'task'>[]> => {
  const [first] = estimates;
  if (first === undefined) return [];
  const ids = estimates.map(({ body }) => body.task);
  const tasks = await store.loadAll(first.body.locality, 'task', ids);
  if (tasks.length < ids.length) throw new PermanentError(`An estimate of ${first.body.round} has no task.`);
  return tasks;
};

/** Locks what came in to a part or supplement and seals it, once its collecting is over; resumable. */
const seal = async (
  ports: Ports,
  { id, body }: Stored<'package'>,
  setting: Awaited<ReturnType<typeof settingOf>>,
): Promise<void> => {
  if (body.collecting?.sealed !== false || isCollecting(body)) return;
  const { locality } = body;
  const load = async () => {
    const pkg = await ports.store.load(locality, 'package', id);
    if (pkg === undefined) throw new PermanentError(`The package ${id} is not in the store.`);
    return { pkg, estimates: await loadMembers(ports, pkg) };
  };
  for (const estimate of (await load()).estimates)
    await executeAsSystem(ports, { locality, part: 'approval-chain', once: ['lock', id, estimate.id] }, () =>
      lockInto(ports, body.id, estimate),
    );
  await executeAsSystem(ports, { locality, part: 'approval-chain', once: ['seal', id] }, async (at) => {
    const { pkg, estimates } = await load();
    return sealMembers(
      pkg,
      estimates.map((estimate) => estimate.body),
      setting(at),
    );
  });
};

/** Opens the stage's task if it is not open, then arms the wait for its decision. */
export const openPackageStage = async (ports: Ports & WaitPorts, input: OpenStage): Promise<void> => {
  const { locality, attempt, visit, retry, token, stage, submission } = input;
  const before = await loadPackage(ports, input);
  const round = await ports.store.load(locality, 'round', before.body.round);
  if (round === undefined) throw new PermanentError(`The round of the package ${before.id} is not in the store.`);
  const setting = await settingOf(ports, locality, before.body.planContent);
  await seal(ports, before, setting);
  await executeAsSystem(
    ports,
    { locality, part: 'approval-chain', once: ['open-stage', before.id, stage, submission] },
    async (at) => {
      const pkg = await loadPackage(ports, input);
      const { position } = pkg.body;
      if (position.stage !== stage || position.submission !== submission) return { kind: 'accepted', changes: [] };
      const estimates = await loadMembers(ports, pkg);
      return isCollecting(pkg.body)
        ? openCollecting(pkg, await tasksOf(ports, estimates), setting(at))
        : openStage(pkg, estimates, round.body.due, setting(at));
    },
  );
  const wait = { of: 'package' as const, id: before.id, stage, submission };
  await armWait(ports, locality, wait, { token, number: { attempt, visit, retry } });
};

const publish = async (ports: Ports, execution: PackageExecution): Promise<Progress> => {
  const once = ['publish', execution.package];
  await executeAsSystem(ports, { locality: execution.locality, part: 'approval-chain', once }, async () =>
    finishPublication(await loadPackage(ports, execution)),
  );
  return { more: false };
};

/** Gives every unit of an approved adjustment its new figures, then publishes it; takes up where a crash left it. */
const applyAdjustment = async (
  ports: Ports,
  execution: PackageExecution,
  pkg: Stored<'package'>,
): Promise<Progress> => {
  const { locality } = execution;
  for (const { id } of await adjustedLedgers(ports, pkg))
    await executeAsSystem(ports, { locality, part: 'approval-chain', once: ['adjust', pkg.id, id] }, async () => {
      const ledger = await ports.store.load(locality, 'ledger', id);
      return { kind: 'accepted', changes: ledger === undefined ? [] : applyToUnit(pkg.body, ledger) };
    });
  return publish(ports, execution);
};

/** Ends the workflow of a package that was withdrawn. */
const end = async (ports: Ports, execution: PackageExecution): Promise<Progress> => {
  const once = ['end', execution.package];
  await executeAsSystem(ports, { locality: execution.locality, part: 'approval-chain', once }, async () =>
    endWithdrawn(await loadPackage(ports, execution)),
  );
  return { more: false };
};

/** Tells every unit its result, then publishes the decision, or ends what was withdrawn; takes up after a crash. */
export const publishPackage = async (ports: Ports, execution: PackageExecution): Promise<Progress> => {
  const { locality } = execution;
  const pkg = await loadPackage(ports, execution);
  if (isWithdrawn(pkg.body)) return end(ports, execution);
  if (pkg.body.adjusts !== undefined) return applyAdjustment(ports, execution, pkg);
  const estimates = await loadMembers(ports, pkg);
  const owed = estimates.filter((estimate) => publishResult(pkg.body, estimate).length > 0);
  for (const { id } of owed.slice(0, UNITS_A_CALL)) {
    await executeAsSystem(ports, { locality, part: 'approval-chain', once: ['result', pkg.id, id] }, async () => {
      const estimate = await ports.store.load(locality, 'estimate', id);
      return { kind: 'accepted', changes: estimate === undefined ? [] : publishResult(pkg.body, estimate) };
    });
  }
  if (owed.length > UNITS_A_CALL) return { more: true };
  return publish(ports, execution);
};
