import type { Stored } from '../domain/records.ts';
import { readMembers } from './content.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';

/** The estimates that are still in a package, read strongly by key, every one of them: who left for a part is not. */
export const loadMembers = async (
  { store }: Pick<Ports, 'store'>,
  { body }: Pick<Stored<'package'>, 'body'>,
): Promise<readonly Stored<'estimate'>[]> => {
  const left = new Set((body.left ?? []).map(({ estimate }) => estimate));
  const members = (await readMembers(store, body.locality, body.members)).filter(({ estimate }) => !left.has(estimate));
  const estimates = await store.loadAll(
    body.locality,
    'estimate',
    members.map(({ estimate }) => estimate),
  );
  if (estimates.length !== members.length) throw new PermanentError(`Estimates of the package ${body.id} are missing.`);
  return estimates;
};
