import type { PackageId } from '../domain/ids.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { lockEstimate } from '../domain/round-decisions.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';

/** Reads an estimate with its task, strongly, and locks it into a package with what is in by then. */
export const lockInto = async (
  { store }: Pick<Ports, 'store'>,
  pkg: PackageId,
  { id, body: { locality } }: Stored<'estimate'>,
): Promise<Decision> => {
  const estimate = await store.load(locality, 'estimate', id);
  const task = estimate && (await store.load(locality, 'task', estimate.body.task));
  if (estimate === undefined || task === undefined)
    throw new PermanentError(`The estimate ${id} of ${pkg} is not in the store.`);
  return { kind: 'accepted', changes: lockEstimate(pkg, estimate, task) };
};
