import type { Setting } from '../domain/context.ts';
import type { LocalityId } from '../domain/ids.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { closeRound, type Lapse } from '../domain/round-closing.ts';
import { readRoundUnits } from './content.ts';
import { PermanentError } from './faults.ts';
import { isPublished } from './grant-commands.ts';
import type { Ports } from './ports.ts';
import { executeAsSystem, settingOf } from './system-command.ts';
import { unitSums } from './unit-sums.ts';

type Reading = Pick<Ports, 'store'>;

/** What each unit of a round was approved, granted, and has left; units that were approved nothing are left out. */
export const balancesOf = async (ports: Reading, round: Stored<'round'>): Promise<readonly Lapse[]> => {
  const units = await readRoundUnits(ports.store, round.body.locality, round.body.units);
  const sums = await unitSums(
    ports,
    round,
    units.map(({ unit }) => unit),
  );
  return sums.map(({ unit, approved, granted, balance, sources }) => ({
    unit,
    approved,
    granted,
    lapsed: balance,
    sources: [...sources],
  }));
};

/**
 * Second half of closing a round: counts what lapses, read strongly once nothing can be granted or adjusted any more.
 * An adjustment that was opened between the order and the look before it is decided first; until then nothing is
 * counted.
 */
export const decideClosing = async (ports: Reading, setting: Setting, id: string): Promise<Decision> => {
  const round = await ports.store.load(setting.plan.locality.id, 'round', id);
  if (round === undefined) throw new PermanentError(`The round ${id} is not in the store.`);
  if (round.body.closing === undefined || round.body.closed !== undefined) return { kind: 'accepted', changes: [] };
  if (!(await isPublished(ports, round))) return { kind: 'accepted', changes: [] };
  return closeRound(round, await balancesOf(ports, round), setting);
};

/** Takes a closing up where a crash left it; answers whether there was something left of it. */
export const finishClosing = async (ports: Ports, locality: LocalityId, round: Stored<'round'>): Promise<boolean> => {
  const setting = await settingOf(ports, locality, round.body.planContent);
  const outcome = await executeAsSystem(ports, { locality, part: 'tick', once: ['close', round.id] }, (at) =>
    decideClosing(ports, setting(at), round.id),
  );
  return outcome.kind === 'recorded' && !outcome.repeated;
};
