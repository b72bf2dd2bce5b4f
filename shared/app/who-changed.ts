import type { LocalityId } from '../domain/ids.ts';
import { readEntry } from '../domain/journal.ts';
import type { RecordType } from '../domain/records.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Ports } from './ports.ts';

/** Refuses a stale command, naming who changed the record since and when. */
export const lastChange = async (
  ports: Pick<Ports, 'store'>,
  locality: LocalityId,
  type: RecordType,
  id: string,
): Promise<Refusal> => {
  const last = (await ports.store.entries(locality, type, id)).at(-1);
  const entry = last === undefined ? undefined : readEntry(last);
  return { kind: 'changed-since-shown', by: entry?.actor ?? null, at: entry?.at ?? null };
};
