import type { Member } from '../domain/package.ts';
import type { Stored } from '../domain/records.ts';
import { readMembers } from './content.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';

/** What a package holds of the units that are still in it: who left for a part is not. */
export const membersNow = async (
  { store }: Pick<Ports, 'store'>,
  { body }: Pick<Stored<'package'>, 'body'>,
): Promise<readonly Member[]> => {
  const left = new Set((body.left ?? []).map(({ estimate }) => estimate));
  return (await readMembers(store, body.locality, body.members)).filter(({ estimate }) => !left.has(estimate));
};

/** The estimates that are still in a package, read strongly by key, every one of them. */
export const loadMembers = async (
  ports: Pick<Ports, 'store'>,
  pkg: Pick<Stored<'package'>, 'body'>,
): Promise<readonly Stored<'estimate'>[]> => {
  const members = await membersNow(ports, pkg);
  const ids = members.map(({ estimate }) => estimate);
  const estimates = await ports.store.loadAll(pkg.body.locality, 'estimate', ids);
  if (estimates.length !== members.length)
    throw new PermanentError(`Estimates of the package ${pkg.body.id} are missing.`);
  return estimates;
};
