import type { Addressee, Digest, Digests, OwedCause, Preferences, SharedPage, Shares } from '../../shared/app/ports.ts';
import type { Reminding } from '../../shared/domain/digest.ts';

const ownerOf = ({ locality, plan, person }: Addressee): string => `${locality}#${plan}#${person}`;

/** What people chose, in memory. */
export const memoryPreferences = (): Preferences => {
  const kept = new Map<string, Reminding>();
  return {
    reminding: (who) => Promise.resolve(kept.get(ownerOf(who)) ?? 'each'),
    choose: (who, reminding) => {
      kept.set(ownerOf(who), reminding);
      return Promise.resolve();
    },
  };
};

/** Digests in memory, under the contract of those on DynamoDB. */
export const memoryDigests = (): Digests => {
  type Kept = { closed: boolean; readonly reminders: Map<string, OwedCause> };
  const kept = new Map<string, Kept>();
  const at = (digest: Digest): Kept => {
    const key = `${ownerOf(digest)}#${digest.day}#${digest.number}`;
    const there = kept.get(key) ?? { closed: false, reminders: new Map<string, OwedCause>() };
    kept.set(key, there);
    return there;
  };
  return {
    book: (digest, reminder) => {
      const there = at(digest);
      const key = `${reminder.stream}#${reminder.seq}`;
      const full = there.closed || there.reminders.size >= 1_000;
      if (full && !there.reminders.has(key)) return Promise.resolve('closed');
      there.reminders.set(key, reminder);
      return Promise.resolve('booked');
    },
    close: (digest) => {
      const there = at(digest);
      there.closed = true;
      return Promise.resolve([...there.reminders.values()]);
    },
  };
};

/** Short links in memory, under the contract of those on DynamoDB. */
export const memoryShares = (): Shares => {
  const kept = new Map<string, { readonly page: SharedPage; readonly until: number }>();
  return {
    keep: (code, page, at) => {
      kept.set(code, { page, until: Date.parse(at) + 183 * 24 * 3_600_000 });
      return Promise.resolve();
    },
    find: (code, at) => {
      const there = kept.get(code);
      return Promise.resolve(there !== undefined && there.until > Date.parse(at) ? there.page : undefined);
    },
  };
};
