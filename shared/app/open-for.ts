import { heldToCollecting, refuseOutsideCollecting } from '../domain/collecting.ts';
import type { ActingSetting } from '../domain/context.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';

/** The part or supplement that an estimate is open for; undefined where it is open for none. */
export const openFor = async (
  { store }: Pick<Ports, 'store'>,
  { id, body }: Stored<'estimate'>,
): Promise<Stored<'package'> | undefined> => {
  if (body.into === undefined) return undefined;
  const into = await store.load(body.locality, 'package', body.into);
  if (into === undefined) throw new PermanentError(`The estimate ${id} is open for ${body.into}, which is not there.`);
  return into;
};

/** What changes an estimate besides its lines holds only while its part or supplement waits for it, as they do. */
export const whileOpenFor = async (
  ports: Pick<Ports, 'store'>,
  estimate: Stored<'estimate'>,
  setting: ActingSetting,
  decide: () => Promise<Decision>,
): Promise<Decision> => {
  const into = await openFor(ports, estimate);
  const outside = into === undefined ? undefined : refuseOutsideCollecting(into, setting);
  return outside ?? heldToCollecting(into, estimate, await decide());
};
