import { createHash } from 'node:crypto';

/** What becomes of a write of a function, where something does. */
export type WriteFault =
  /** It met another transaction on the item of that place, and was not carried out. */
  | { kind: 'conflict'; item: number }
  /** A transaction with the same token is still being carried out. */
  | { kind: 'in-progress' }
  /** The table had no capacity left; nothing was carried out. */
  | { kind: 'throttled' }
  /** It was carried out, and nobody was told, however often the client asked again. */
  | { kind: 'answer-lost' };

/**
 * What AWS may do at any time and a laptop does only when asked: records and messages that come late, twice and in
 * another order across keys, indexes that lag behind their tables, transactions that conflict, answers that are lost.
 * Each is decided by what it happens to, not by when. Durations are milliseconds of the timeline.
 */
export type Faults = {
  /** How much later than committed a record reaches a mapping. The order within its partition key is kept. */
  delay(mapping: string, record: string): number;
  /** How long after it was done something is delivered once more; undefined where it is not. */
  duplicate(source: string, item: string): number | undefined;
  /** A number from 0 to 1 by which what lies ready for a mapping is put in order across partition keys. */
  order(mapping: string, partition: string): number;
  /** How long a write stays unseen in the indexes of its table. */
  indexLag(table: string, key: string): number;
  /** What becomes of a write of a function. `items` names what it writes, in its order. */
  write(operation: string, items: readonly string[]): WriteFault | undefined;
};

/** How often each fault comes, from 0 to 1, and how much of it; what is left out does not come. */
export type FaultRates = {
  duplicates?: number;
  /** The longest that a duplicate comes after the first, in milliseconds. */
  latestDuplicate?: number;
  delays?: number;
  longestDelay?: number;
  reordering?: boolean;
  indexLags?: number;
  longestIndexLag?: number;
  conflicts?: number;
  inProgress?: number;
  throttles?: number;
  lostAnswers?: number;
};

/** Longer than this, a stream has forgotten its records: an hour is left to deliver them in. */
const longestStreamDelay = 23 * 60 * 60 * 1000;

/** Tommy Ettinger's generator mulberry32: numbers from 0 up to 1, the same for the same seed. */
export const mulberry32 = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const numberOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32LE(0);

/**
 * Faults by chance, the same for the same seed whatever the order in which functions run: every draw is of the seed, of
 * what it is about, and of how often that was asked before. Name the seed wherever a test fails.
 */
export const seededFaults = (seed: number, rates: FaultRates): Faults => {
  const asked = new Map<string, number>();
  const draws = (about: string): (() => number) => {
    const times = asked.get(about) ?? 0;
    asked.set(about, times + 1);
    return mulberry32(numberOf(`${seed}|${about}|${times}`));
  };
  const span = (next: () => number, rate: number | undefined, longest: number | undefined): number | undefined =>
    next() < (rate ?? 0) ? Math.floor(next() * (longest ?? 0)) : undefined;

  return {
    delay: (mapping, record) => {
      const delay = span(draws(`delay ${mapping} ${record}`), rates.delays, rates.longestDelay) ?? 0;
      return Math.min(delay, longestStreamDelay);
    },
    duplicate: (source, item) => span(draws(`duplicate ${source} ${item}`), rates.duplicates, rates.latestDuplicate),
    order: (mapping, partition) => (rates.reordering === true ? draws(`order ${mapping} ${partition}`)() : 0),
    indexLag: (table, key) => span(draws(`index ${table} ${key}`), rates.indexLags, rates.longestIndexLag) ?? 0,
    write: (operation, items) => {
      const next = draws(`write ${operation} ${items[0] ?? ''}`);
      const isTransaction = operation === 'TransactWriteItems';
      const drawn = next();
      let bound = isTransaction ? (rates.conflicts ?? 0) : 0;
      if (drawn < bound) return { kind: 'conflict', item: Math.floor(next() * items.length) };
      bound += isTransaction ? (rates.inProgress ?? 0) : 0;
      if (drawn < bound) return { kind: 'in-progress' };
      bound += rates.throttles ?? 0;
      if (drawn < bound) return { kind: 'throttled' };
      bound += rates.lostAnswers ?? 0;
      return drawn < bound ? { kind: 'answer-lost' } : undefined;
    },
  };
};
