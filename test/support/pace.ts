import type { PacePorts } from '../../shared/app/mail/paced-mailer.ts';
import type { SendSlots } from '../../shared/app/ports.ts';

/** Moments to send at, in memory, under the contract of those on DynamoDB. */
export const memorySendSlots = (): SendSlots => {
  let nextAt = 0;
  return {
    take: (from, gap, latest) => {
      const at = Math.max(from, nextAt);
      if (at > latest) return Promise.resolve(undefined);
      nextAt = at + gap;
      return Promise.resolve(at);
    },
  };
};

/** More turns than any work between two sleeps takes, where all that it waits for is in memory. */
const TURNS = 100;

/** A time that passes only while everybody sleeps, and the moments to send at. `until` lets it pass till work is done. */
export const aPace = (start = Date.UTC(2022, 1, 14, 1)) => {
  let now = start;
  const asleep: { readonly until: number; readonly wake: () => void }[] = [];
  const ports: Pick<PacePorts, 'now' | 'sleep' | 'slots'> = {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        asleep.push({ until: now + ms, wake });
      }),
    slots: memorySendSlots(),
  };
  const until = async <T>(work: Promise<T>): Promise<T> => {
    const ended: true[] = [];
    const note = (): void => void ended.push(true);
    work.then(note, note);
    for (;;) {
      for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
      if (ended.length > 0) return work;
      const [first] = asleep.toSorted((a, b) => a.until - b.until);
      if (first === undefined) throw new Error('Everybody waits for something that is no sleep.');
      asleep.splice(asleep.indexOf(first), 1);
      now = Math.max(now, first.until);
      first.wake();
    }
  };
  return { ...ports, until };
};
