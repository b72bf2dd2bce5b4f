import type { LocalityId } from '../domain/ids.ts';
import { outcomeOf, type Package } from '../domain/package.ts';
import type { EditionStage } from '../domain/sending.ts';
import type { StageKey } from '../domain/plan.ts';
import type { Round } from '../domain/round.ts';
import type { Ports, Waits, WaitNumber, Workflows } from './ports.ts';

/** Where a round or package waits for a person, or a cycle for its reports. */
export type WaitFor =
  | { readonly of: 'round'; readonly id: string }
  | { readonly of: 'cycle'; readonly id: string }
  | { readonly of: 'edition'; readonly id: string; readonly stage: EditionStage }
  | { readonly of: 'package'; readonly id: string; readonly stage: StageKey; readonly submission: number };

/** The name of a wait within its record. */
export const waitName = (wait: WaitFor): string => {
  if (wait.of === 'round') return 'lock';
  if (wait.of === 'edition') return wait.stage;
  return wait.of === 'cycle' ? 'returns' : `${wait.stage}/${wait.submission}`;
};

/** The ports that answering a wait takes. */
export type WaitPorts = Pick<Ports, 'store'> & { readonly waits: Waits; readonly workflows: Workflows };

const packageMovedOn = (pkg: Package, stage: StageKey, submission: number): boolean => {
  const { position } = pkg;
  return (
    outcomeOf(pkg, stage, submission) !== undefined || position.stage !== stage || position.submission !== submission
  );
};

const roundMovedOn = ({ lock, phase }: Round): boolean => lock !== null || phase === 'formed';

/**
 * Whether the record has what this wait waits for, or the execution that waits is not the record's own any more.
 * Read strongly, each time.
 */
const isAnswered = async (ports: WaitPorts, locality: LocalityId, wait: WaitFor, attempt: number): Promise<boolean> => {
  if (wait.of === 'round') {
    const round = await ports.store.load(locality, 'round', wait.id);
    return round === undefined || round.body.attempt > attempt || roundMovedOn(round.body);
  }
  if (wait.of === 'cycle') {
    const cycle = await ports.store.load(locality, 'cycle', wait.id);
    return cycle === undefined || cycle.body.attempt > attempt || cycle.body.cut !== null;
  }
  if (wait.of === 'edition') {
    const sending = (await ports.store.load(locality, 'edition', wait.id))?.body.sending;
    return sending === undefined || sending.attempt > attempt || sending.position?.stage !== wait.stage;
  }
  const pkg = await ports.store.load(locality, 'package', wait.id);
  return pkg === undefined || pkg.body.attempt > attempt || packageMovedOn(pkg.body, wait.stage, wait.submission);
};

/**
 * Sends a wait its answer if both the token and the outcome are there. Called where a token is armed and where an
 * outcome is recorded, so that whichever comes second sends; a refused send proves nothing and is repeated by tick
 * until the execution's own next step marks the wait resumed.
 */
export const deliverOutcome = async (
  ports: WaitPorts,
  locality: LocalityId,
  wait: WaitFor,
): Promise<'sent' | 'refused' | 'not-armed' | 'not-answered' | 'resumed'> => {
  const armed = await ports.waits.find(locality, wait.id, waitName(wait));
  if (armed === undefined) return 'not-armed';
  if (armed.resumed) return 'resumed';
  if (!(await isAnswered(ports, locality, wait, armed.number.attempt))) return 'not-answered';
  return ports.workflows.resume(armed.token, { wait: waitName(wait) });
};

/** Stores a wait's token under its number, then sends the answer if it was recorded before the token. */
export const armWait = async (
  ports: WaitPorts,
  locality: LocalityId,
  wait: WaitFor,
  armed: { readonly token: string; readonly number: WaitNumber },
): Promise<void> => {
  const holds = await ports.waits.arm({ locality, record: wait.id, name: waitName(wait), ...armed });
  if (holds) await deliverOutcome(ports, locality, wait);
  else await ports.workflows.resume(armed.token, { wait: 'superseded' });
};
