import type { Commit } from '../../shared/app/ports.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { anOffice } from './office.ts';

/** An office in which something can be made to happen just before a commit, once. */
export const interruptible = async () => {
  const plans: { when: (commit: Commit) => boolean; work: () => Promise<unknown> }[] = [];
  const office = await anOffice(undefined, undefined, async (commit) => {
    const at = plans.findIndex(({ when }) => when(commit));
    if (at >= 0) await plans.splice(at, 1)[0]?.work();
  });
  return {
    office,
    /** Does something in between, the first time that such a commit is about to be written. */
    before: (when: (commit: Commit) => boolean, work: () => Promise<unknown>): void => void plans.push({ when, work }),
    left: () => plans.length,
  };
};

/** Tells the commits that write such an entry, of a stream that ends so. */
export const writes =
  (type: string, end = '') =>
  (commit: Commit): boolean =>
    commit.writes.some(({ entry, stream }) => readEntry(entry)?.event.type === type && stream.endsWith(end));
