import type { EditionExecution, EditionStep, OpenEditionStage } from '../contracts/workflow-steps.ts';
import { editionWaits } from '../domain/edition.ts';
import type { Stored } from '../domain/records.ts';
import { openEditionStage } from '../domain/sending-decisions.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';
import { executeAsSystem, settingOf } from './system-command.ts';
import { armWait, type WaitPorts, waitName } from './wait-delivery.ts';

const loadEdition = async (
  { store }: Pick<Ports, 'store'>,
  { locality, edition: id }: Pick<EditionExecution, 'locality' | 'edition'>,
): Promise<Stored<'edition'>> => {
  const edition = await store.load(locality, 'edition', id);
  if (edition === undefined) throw new PermanentError(`The edition ${id} is not in the store.`);
  return edition;
};

/** Asks an edition where it stands on its way up, and marks the wait that is answered as resumed. */
export const advanceEdition = async (
  ports: Pick<WaitPorts, 'store' | 'waits'>,
  execution: EditionExecution,
): Promise<EditionStep> => {
  const { id, body } = await loadEdition(ports, execution);
  const { sending } = body;
  if (sending === undefined || sending.attempt > execution.attempt) return { next: 'end' };
  if (sending.signed !== null || sending.superseded === true)
    await ports.waits.markResumed(execution.locality, id, waitName({ of: 'edition', id, stage: 'consolidation' }));
  if (!editionWaits(body) || sending.position === null) {
    await ports.waits.markResumed(execution.locality, id, waitName({ of: 'edition', id, stage: 'sending' }));
    return { next: 'end' };
  }
  return { next: 'open-stage', stage: sending.position.stage, submission: 1 };
};

/** Opens the task of a step of an edition, then arms the wait for it. */
export const openSendingStage = async (ports: Ports & WaitPorts, input: OpenEditionStage): Promise<void> => {
  const { locality, attempt, visit, retry, token, stage } = input;
  const { id, body } = await loadEdition(ports, input);
  const cycle = await ports.store.load(locality, 'cycle', body.cycle);
  if (cycle === undefined) throw new PermanentError(`The cycle ${body.cycle} is not in the store.`);
  const setting = await settingOf(ports, locality, cycle.body.planContent);
  await executeAsSystem(ports, { locality, part: 'approval-chain', once: ['open-stage', id, stage] }, async (at) =>
    openEditionStage(await loadEdition(ports, input), cycle.body, stage, setting(at)),
  );
  await armWait(ports, locality, { of: 'edition', id, stage }, { token, number: { attempt, visit, retry } });
};
