import { readEntry } from '../domain/journal.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import type { Ports } from './ports.ts';

/** The decision on a record; where it was stale, with who changed the record last and when. */
export const namingWho = async (
  { store }: Pick<Ports, 'store'>,
  { type, id, body }: Stored<'estimate'> | Stored<'ledger'> | Stored<'package'>,
  decision: Decision,
): Promise<Decision> => {
  if (decision.kind !== 'changed-since-shown') return decision;
  const last = (await store.entries(body.locality, type, id)).at(-1);
  const entry = last === undefined ? undefined : readEntry(last);
  return { kind: 'changed-since-shown', by: entry?.actor ?? null, at: entry?.at ?? null };
};
