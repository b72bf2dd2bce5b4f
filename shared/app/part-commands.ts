import type * as z from 'zod';
import type { CloseCollectingCommand, OpenSupplementCommand } from '../contracts/commands.ts';
import { closeCollecting } from '../domain/collecting.ts';
import type { ActingSetting } from '../domain/context.ts';
import { estimateIdOf } from '../domain/ids.ts';
import { openSupplement, type PartGround } from '../domain/part-decisions.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { PermanentError } from './faults.ts';
import { loadMembers } from './package-members.ts';
import type { Ports } from './ports.ts';
import { nextPackageNumber } from './round-packages.ts';
import { namingWho } from './who-changed.ts';

type Reading = Pick<Ports, 'store'>;

/** What returning a part of a package stands on, read strongly. */
export const partGround = async (ports: Reading, pkg: Stored<'package'>): Promise<PartGround> => {
  const { locality, round: id } = pkg.body;
  const round = await ports.store.load(locality, 'round', id);
  if (round === undefined) throw new PermanentError(`The package ${pkg.id} has no round.`);
  const [estimates, number] = await Promise.all([loadMembers(ports, pkg), nextPackageNumber(ports, round)]);
  return { round, estimates, number };
};

/** Loads the estimates of the units that a supplement is for, and opens it. */
export const decideSupplement = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof OpenSupplementCommand>,
): Promise<Decision> => {
  const { id: locality } = setting.plan.locality;
  const round = await ports.store.load(locality, 'round', command.round);
  if (round === undefined) return { kind: 'not-found', what: 'round' };
  const ids = [...new Set(command.units)].map((unit) => estimateIdOf(round.body.id, unit));
  const [estimates, number] = await Promise.all([
    ports.store.loadAll(locality, 'estimate', ids),
    nextPackageNumber(ports, round),
  ]);
  return openSupplement({ round, estimates, number }, command, setting);
};

/** Closes the collecting of a part or supplement. */
export const decideClose = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof CloseCollectingCommand>,
): Promise<Decision> => {
  const pkg = await ports.store.load(setting.plan.locality.id, 'package', command.package);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  return namingWho(ports, pkg, closeCollecting(pkg, command, setting));
};
