import type { StoreScan } from '../../shared/app/verify.ts';
import type { StoredEntry } from '../../shared/domain/journal.ts';
import type { Memory } from './memory-store.ts';

/** Reads a store on memory through, each entry changed on the way where a test wants to see what verifying finds. */
export const scanOf = (
  { journal, records, pages }: Memory,
  change?: (entry: StoredEntry) => StoredEntry,
): StoreScan => ({
  async *journal() {
    for (const entry of [...journal.values()].flat()) yield change === undefined ? entry : change(entry);
  },
  async *records() {
    for (const [stream, kept] of records) yield { stream, ...kept };
  },
  async *pages() {
    for (const [key, bytes] of pages) {
      const [locality = '', hash = ''] = key.split('#');
      yield { locality, hash, bytes };
    }
  },
});
