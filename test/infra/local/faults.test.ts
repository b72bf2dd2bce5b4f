import { describe, expect, it } from 'vitest';
import { mulberry32, seededFaults } from '../../../infra/local/faults.ts';

const often = { duplicates: 0.3, latestDuplicate: 1000, delays: 0.3, longestDelay: 100 * 3_600_000, conflicts: 0.2 };

/** What 500 records and transactions meet. */
const met = (seed: number) => {
  const faults = seededFaults(seed, often);
  return Array.from({ length: 500 }, (_, n) => ({
    delay: faults.delay('mapping', `record ${n}`),
    duplicate: faults.duplicate('mapping', `record ${n}`),
    write: faults.write('TransactWriteItems', [`item ${n}`, 'other']),
  }));
};

const share = (all: readonly unknown[], is: (one: unknown) => boolean): number => all.filter(is).length / all.length;

describe('seeded faults', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(met(7)).toEqual(met(7));
    expect(met(8)).not.toEqual(met(7));
  });

  it('are decided by what they happen to, in whatever order it happens', () => {
    const [forwards, backwards] = [seededFaults(7, often), seededFaults(7, often)];
    const names = Array.from({ length: 50 }, (_, n) => `record ${n}`);
    const there = names.map((name) => forwards.delay('mapping', name));
    const back = names.toReversed().map((name) => backwards.delay('mapping', name));
    expect(back.toReversed()).toEqual(there);
  });

  it('come as often as they are wanted', () => {
    const all = met(7);
    expect(
      share(
        all.map(({ delay }) => delay),
        (delay) => delay !== 0,
      ),
    ).toBeCloseTo(0.3, 1);
    expect(
      share(
        all.map(({ duplicate }) => duplicate),
        (after) => after !== undefined,
      ),
    ).toBeCloseTo(0.3, 1);
    expect(
      share(
        all.map(({ write }) => write),
        (fault) => fault !== undefined,
      ),
    ).toBeCloseTo(0.2, 1);
  });

  it('hold no record back for longer than a stream keeps it', () => {
    const longest = Math.max(...met(7).map(({ delay }) => delay));
    expect(longest).toBe(23 * 3_600_000);
  });

  it('let what is tried again meet something else', () => {
    const faults = seededFaults(7, { conflicts: 0.5 });
    const tries = Array.from({ length: 40 }, () => faults.write('TransactWriteItems', ['item'])?.kind);
    expect(new Set(tries)).toEqual(new Set(['conflict', undefined]));
  });

  it('are none at all unless wanted', () => {
    const faults = seededFaults(7, {});
    expect([
      faults.delay('mapping', 'record'),
      faults.duplicate('mapping', 'record'),
      faults.order('mapping', 'partition'),
      faults.indexLag('table', 'key'),
      faults.write('TransactWriteItems', ['item']),
    ]).toEqual([0, undefined, 0, 0, undefined]);
  });

  it('are drawn by mulberry32', () => {
    const next = mulberry32(1);
    expect([next(), next(), next()]).toEqual([
      0.627_073_940_588_161_3, 0.002_735_721_180_215_478, 0.527_447_039_959_952_2,
    ]);
  });
});
