import { packageIdOf } from '../domain/ids.ts';
import type { Stored } from '../domain/records.ts';
import type { Ports } from './ports.ts';

/** So many are asked for at once. */
const AT_ONCE = 20;

/** Every package of a round, by key, since lists can lag behind. They are numbered one after the other. */
export const packagesOfRound = async (
  { store }: Pick<Ports, 'store'>,
  { body }: Stored<'round'>,
): Promise<readonly Stored<'package'>[]> => {
  const found: Stored<'package'>[] = [];
  for (;;) {
    const ids = Array.from({ length: AT_ONCE }, (_, index) => packageIdOf(body.id, found.length + index + 1));
    const some = await store.loadAll(body.locality, 'package', ids);
    found.push(...some);
    if (some.length < AT_ONCE) return found;
  }
};

/** The number that the next package of a round gets. */
export const nextPackageNumber = async (ports: Pick<Ports, 'store'>, round: Stored<'round'>): Promise<number> =>
  (await packagesOfRound(ports, round)).length + 1;
