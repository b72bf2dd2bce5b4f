import type { Instant } from '../domain/calendar.ts';
import type { Setting } from '../domain/context.ts';
import { CommandId, type LocalityId, type Sha256 } from '../domain/ids.ts';
import type { Decision } from '../domain/refusal.ts';
import { readPlan } from './content.ts';
import { execute, type Outcome } from './execute.ts';
import { PermanentError, TransientError } from './faults.ts';
import type { Ports } from './ports.ts';
import { calendarOf } from './working-calendar.ts';

/** A part of the system that changes something by itself, once for what it is about. */
export type SystemCommand = {
  readonly locality: LocalityId;
  readonly part: 'budget-round' | 'approval-chain' | 'reporting-cycle' | 'tick' | 'register-plan';
  /** What it does to what: the same words are the same command, however often a step is run. */
  readonly once: readonly (string | number)[];
};

/** The setting of a round or package: its pinned plan, the calendar of now. */
export const settingOf = async (ports: Ports, locality: LocalityId, planContent: Sha256) => {
  const [plan, calendar] = await Promise.all([
    readPlan(ports.store, locality, planContent),
    calendarOf(ports, locality),
  ]);
  return (at: Instant): Setting => ({ at, plan, calendar, hash: ports.hash });
};

/** Carries out a step of the system under an id that follows from what it does. Throws where it met only conflicts, or was refused. */
export const executeAsSystem = async (
  ports: Ports,
  { locality, part, once }: SystemCommand,
  decide: (at: Instant) => Promise<Decision>,
): Promise<Outcome> => {
  const id = CommandId.parse(`${part}:${ports.hash(JSON.stringify(once)).slice(0, 40)}`);
  const outcome = await execute(ports, { locality, id, asks: once, actor: { kind: 'system', part } }, decide);
  if (outcome.kind === 'busy') throw new TransientError(`${part} met only other writes: ${once.join(' ')}`);
  if (outcome.kind !== 'recorded') throw new PermanentError(`${part} was refused (${outcome.kind}): ${once.join(' ')}`);
  return outcome;
};
