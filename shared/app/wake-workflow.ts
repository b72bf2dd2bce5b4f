import { readEntry, type StoredEntry } from '../domain/journal.ts';

import { eventSchemas, readStream } from '../domain/records.ts';
import { EditionStage } from '../domain/sending.ts';
import { LocalityId } from '../domain/ids.ts';
import { PermanentError, TransientError } from './faults.ts';
import type { Ports } from './ports.ts';
import { deliverOutcome, type WaitPorts } from './wait-delivery.ts';

/** What waking takes. */
export type WakePorts = Pick<Ports, 'hash'> & WaitPorts;

/** The name of an execution: a hash of whose it is and which attempt. Sixty-four characters of AWS's eighty. */
export const executionName = (
  { hash }: Pick<Ports, 'hash'>,
  locality: LocalityId,
  record: string,
  attempt: number,
): string => hash(JSON.stringify([locality, record, attempt]));

/** Starts the round's execution of that attempt, or finds it started. */
export const startRound = (ports: WakePorts, locality: LocalityId, round: string, attempt: number): Promise<void> =>
  ports.workflows.start('budget-round', executionName(ports, locality, round, attempt), { locality, round, attempt });

/** Starts the package's execution of that attempt, or finds it started. */
export const startPackage = (ports: WakePorts, locality: LocalityId, pkg: string, attempt: number): Promise<void> =>
  ports.workflows.start('approval-chain', executionName(ports, locality, pkg, attempt), {
    locality,
    package: pkg,
    attempt,
  });

/** Starts the cycle's execution of that attempt, or finds it started. */
export const startCycle = (ports: WakePorts, locality: LocalityId, cycle: string, attempt: number): Promise<void> =>
  ports.workflows.start('reporting-cycle', executionName(ports, locality, cycle, attempt), {
    locality,
    cycle,
    attempt,
  });

/** Starts the execution of that attempt which carries a consolidated report up, or finds it started. */
export const startEdition = (ports: WakePorts, locality: LocalityId, edition: string, attempt: number): Promise<void> =>
  ports.workflows.start('approval-chain', executionName(ports, locality, edition, attempt), {
    locality,
    edition,
    attempt,
  });

const wakeEdition = async (ports: WakePorts, locality: LocalityId, id: string, event: unknown): Promise<void> => {
  const parsed = eventSchemas.edition.parse(event);
  switch (parsed.type) {
    case 'EditionFormed':
      return parsed.onward === undefined ? undefined : startEdition(ports, locality, id, 1);
    case 'AttemptRaised':
      return startEdition(ports, locality, id, parsed.attempt);
    case 'EditionSigned':
    case 'EditionSent':
    case 'EditionSuperseded':
      for (const stage of EditionStage.options) await deliverOutcome(ports, locality, { of: 'edition', id, stage });
      return undefined;
    case 'EditionOpened':
    case 'BatchGathered':
    case 'EditionStageOpened':
    case 'NarrativeSaved':
    case 'EditionPrepared':
    case 'EditionHandedBack':
    case 'ReceiptRecorded':
      return undefined;
  }
};

const wakeCycle = async (ports: WakePorts, locality: LocalityId, id: string, event: unknown): Promise<void> => {
  const parsed = eventSchemas.cycle.parse(event);
  switch (parsed.type) {
    case 'CycleOpened':
      return startCycle(ports, locality, id, 1);
    case 'AttemptRaised':
      return startCycle(ports, locality, id, parsed.attempt);
    case 'CutOrdered':
      await deliverOutcome(ports, locality, { of: 'cycle', id });
      return undefined;
    case 'EditionOrdered':
      return startCycle(ports, locality, id, parsed.attempt);
    case 'ReturnsOpened':
    case 'ReturnsCut':
    case 'Consolidated':
      return undefined;
  }
};

const wakeRound = async (ports: WakePorts, locality: LocalityId, id: string, event: unknown): Promise<void> => {
  const parsed = eventSchemas.round.parse(event);
  switch (parsed.type) {
    case 'RoundOpened':
      return startRound(ports, locality, id, 1);
    case 'AttemptRaised':
      return startRound(ports, locality, id, parsed.attempt);
    case 'LockOrdered':
    case 'LockedByLadder':
      await deliverOutcome(ports, locality, { of: 'round', id });
      return undefined;
    case 'EstimatesOpened':
    case 'PackageFormed':
    case 'YearEndOrdered':
    case 'RoundClosed':
      return undefined;
  }
};

const wakePackage = async (ports: WakePorts, locality: LocalityId, id: string, event: unknown): Promise<void> => {
  const parsed = eventSchemas.package.parse(event);
  switch (parsed.type) {
    case 'PackageSealed':
    case 'PackageOpened':
      return startPackage(ports, locality, id, 1);
    case 'AttemptRaised':
      return startPackage(ports, locality, id, parsed.attempt);
    case 'StageForwarded':
    case 'StageReturned':
    case 'PackageApproved':
    case 'AdjustmentWithdrawn':
    case 'PartLeft':
    case 'UnitCameIn':
    case 'CollectingClosed': {
      const { stage, submission } = parsed;
      await deliverOutcome(ports, locality, { of: 'package', id, stage, submission });
      return undefined;
    }
    case 'StageOpened':
    case 'UnitTookBack':
    case 'MembersSealed':
    case 'PackageEnded':
    case 'PhaseFrozen':
    case 'PhaseReopened':
    case 'DecisionPrepared':
    case 'PackagePublished':
    case 'StagePrepared':
    case 'StageHandedBack':
    case 'FileAttached':
    case 'FileDetached':
    case 'LineCommented':
    case 'CommentWithdrawn':
      return undefined;
  }
};

/**
 * What a recorded entry sets going: an execution for what was opened or raised, an answer for a wait that was
 * decided. Safe to repeat and in any order, for each effect asks the record.
 */
export const wakeWorkflow = async (ports: WakePorts, stored: StoredEntry): Promise<void> => {
  const stream = readStream(stored.stream);
  const entry = readEntry(stored);
  if (stream === undefined || entry === undefined)
    throw new PermanentError(`The journal entry ${stored.stream} ${stored.seq} cannot be read.`);
  const locality = LocalityId.parse(stream.locality);
  if (stream.type === 'round') return wakeRound(ports, locality, stream.id, entry.event);
  if (stream.type === 'cycle') return wakeCycle(ports, locality, stream.id, entry.event);
  if (stream.type === 'edition') return wakeEdition(ports, locality, stream.id, entry.event);
  if (stream.type === 'package') return wakePackage(ports, locality, stream.id, entry.event);
};

/**
 * Wakes, or leaves to tick what cannot be woken by this entry at all: tick acts on the record, not on the entry, and
 * says what it could not do. What passes by itself is thrown, and comes again.
 */
export const wakeOrLeave = async (
  ports: WakePorts,
  stored: StoredEntry,
  report: (cause: unknown) => void,
): Promise<void> => {
  try {
    await wakeWorkflow(ports, stored);
  } catch (cause) {
    if (cause instanceof TransientError) throw cause;
    report(cause);
  }
};
