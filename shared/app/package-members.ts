import type { Stored } from '../domain/records.ts';
import { readMembers } from './content.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';

/** The estimates of a package, read strongly by key, every one of them. */
export const loadMembers = async (
  { store }: Pick<Ports, 'store'>,
  { id, body }: Stored<'package'>,
): Promise<readonly Stored<'estimate'>[]> => {
  const members = await readMembers(store, body.locality, body.members);
  const estimates = await store.loadAll(
    body.locality,
    'estimate',
    members.map(({ estimate }) => estimate),
  );
  if (estimates.length !== members.length) throw new PermanentError(`Estimates of the package ${id} are missing.`);
  return estimates;
};
