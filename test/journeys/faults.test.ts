import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type FaultRates, type Faults, seededFaults } from '../../infra/local/faults.ts';
import { roundWithFaults } from './round-with-faults.ts';

const hour = 3_600_000;

const delivery: FaultRates = { duplicates: 0.3, latestDuplicate: 12 * hour, reordering: true };
const rates: FaultRates = {
  ...delivery,
  indexLags: 0.5,
  longestIndexLag: hour,
  conflicts: 0.2,
  inProgress: 0.02,
  throttles: 0.02,
  lostAnswers: 0.05,
};

/** The same faults, and how often each came. */
const counted = (faults: Faults) => {
  const came = new Map<string, number>();
  const count = <T>(kind: string | undefined, value: T): T => {
    if (kind !== undefined) came.set(kind, (came.get(kind) ?? 0) + 1);
    return value;
  };
  const counting: Faults = {
    ...faults,
    delay: (...of) => {
      const delay = faults.delay(...of);
      return count(delay > 0 ? 'delay' : undefined, delay);
    },
    duplicate: (...of) => {
      const again = faults.duplicate(...of);
      return count(again === undefined ? undefined : 'duplicate', again);
    },
    indexLag: (...of) => {
      const lag = faults.indexLag(...of);
      return count(lag > 0 ? 'index-lag' : undefined, lag);
    },
    write: (...of) => {
      const fault = faults.write(...of);
      return count(fault?.kind, fault);
    },
  };
  return { came, counting };
};

/** A reminder that comes late of what is done by then is not sent. */
const isReminder = (mail: string): boolean => /: (?:còn|hôm nay|due today|\d+ working days? left)/.test(mail);

type Round = Awaited<ReturnType<typeof roundWithFaults>>;

describe('a year of Package P on which everything goes wrong that may', () => {
  let plain: Round;
  beforeAll(async () => {
    plain = await roundWithFaults();
  });

  it('is compared with one on which nothing does', () => {
    expect(plain).toMatchObject({ off: [], dead: [], end: { published: true, running: [] } });
    expect(new Set(plain.mails).size).toBe(plain.mails.length);
  });

  /** Everything that may not differ: the store, its invariants, the dead letters, and the mails but for reminders. */
  const expectSame = (faulty: Round): void => {
    expect(faulty).toMatchObject({ off: [], dead: [], end: plain.end });
    expect(faulty.mails.filter((mail) => !isReminder(mail))).toEqual(plain.mails.filter((mail) => !isReminder(mail)));
    expect(new Set(faulty.mails).size).toBe(faulty.mails.length);
    expect(faulty.mails.filter((mail) => !plain.mails.includes(mail))).toEqual([]);
  };

  it.each([
    { seed: 2, hours: 6 },
    { seed: 3, hours: 23 },
  ])(
    'ends as it does where nothing goes wrong, with no mail twice: seed $seed, records up to $hours h late',
    async ({ seed, hours }) => {
      const { came, counting } = counted(seededFaults(seed, { ...rates, delays: 0.3, longestDelay: hours * hour }));
      expectSame(await roundWithFaults(counting));
      expect([...came.keys()].toSorted()).toEqual([
        'answer-lost',
        'conflict',
        'delay',
        'duplicate',
        'in-progress',
        'index-lag',
        'throttled',
      ]);
    },
    60_000,
  );

  it('has each effect once where every transaction is committed and its answer lost, each mail included', async () => {
    // Each function hears of it at once, so that it is the people and the machines who ask again.
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    const asked = new Set<string>();
    const faulty = await roundWithFaults({
      ...seededFaults(1, delivery),
      write: (operation, items) => {
        const transaction = items.join();
        if (operation !== 'TransactWriteItems' || asked.has(transaction)) return undefined;
        asked.add(transaction);
        return { kind: 'answer-lost' };
      },
    });
    expectSame(faulty);
    expect(faulty.mails).toEqual(plain.mails);
    expect(faulty.repeated).toBe(faulty.commands);
  }, 60_000);
});
