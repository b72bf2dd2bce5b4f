import type { Addresses, AddressMark } from '../../shared/app/ports.ts';
import type { Instant } from '../../shared/domain/calendar.ts';

/** Marks of addresses in memory, under the contract of those on DynamoDB. */
export const memoryAddresses = (): Addresses => {
  const kept = new Map<string, { readonly mark: AddressMark; readonly clearedAt?: Instant }>();
  const keyOf = (...parts: readonly string[]): string => parts.join('#');
  return {
    mark: (locality, address, { kind, at, detail, sentAt }) => {
      const there = kept.get(keyOf(locality, address));
      const isCleared = there?.clearedAt !== undefined;
      if (there !== undefined && !isCleared) return Promise.resolve(there.mark);
      if (there?.clearedAt !== undefined && there.clearedAt > sentAt) return Promise.resolve(undefined);
      const mark = { locality, address, n: (there?.mark.n ?? 0) + 1, kind, at, detail };
      kept.set(keyOf(locality, address), { mark });
      return Promise.resolve(mark);
    },
    clear: (locality, address, _by, at) => {
      const there = kept.get(keyOf(locality, address));
      if (there !== undefined && there.clearedAt === undefined)
        kept.set(keyOf(locality, address), { mark: there.mark, clearedAt: at });
      return Promise.resolve();
    },
    find: (locality, address) => {
      const there = kept.get(keyOf(locality, address));
      return Promise.resolve(there?.clearedAt === undefined ? there?.mark : undefined);
    },
    list: (locality) =>
      Promise.resolve(
        [...kept.values()]
          .filter(({ mark, clearedAt }) => mark.locality === locality && clearedAt === undefined)
          .map(({ mark }) => mark)
          .toSorted((a, b) => (a.address < b.address ? -1 : 1)),
      ),
  };
};
