import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { CodesEvent } from '../../shared/domain/budget-codes.ts';
import { EstimateEvent } from '../../shared/domain/estimate.ts';
import { Sha256 } from '../../shared/domain/ids.ts';
import {
  type ChainFault,
  checkChain,
  type Entry,
  readEntry,
  sealEntry,
  type StoredEntry,
} from '../../shared/domain/journal.ts';
import { LedgerEvent } from '../../shared/domain/ledger.ts';
import { PackageEvent } from '../../shared/domain/package.ts';
import { readStream } from '../../shared/domain/records.ts';
import { RoundEvent } from '../../shared/domain/round.ts';
import { TaskEvent } from '../../shared/domain/task.ts';
import { AbsenceEvent } from '../../shared/domain/absence.ts';
import { CalendarEvent } from '../../shared/domain/working-calendar.ts';
import type { Memory } from '../support/memory-store.ts';
import { aDatedYear } from '../support/dated-year.ts';

fc.configureGlobal({ seed: 20_220_214 });

const kindOf = (stored: StoredEntry): string => `${readStream(stored.stream)?.type}/${readEntry(stored)?.event.type}`;

const everyKind: readonly string[] = [
  ['estimate', EstimateEvent] as const,
  ['ledger', LedgerEvent] as const,
  ['package', PackageEvent] as const,
  ['round', RoundEvent] as const,
  ['task', TaskEvent] as const,
  ['codes', CodesEvent] as const,
  ['calendar', CalendarEvent] as const,
  ['absence', AbsenceEvent] as const,
].flatMap(([type, { options }]) => options.map(({ shape }) => `${type}/${shape.type.value}`));

/** The same text with another letter at a place. */
const spoil = (text: string, at: number, by = 1): string => {
  const place = at % text.length;
  return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ by) + text.slice(place + 1);
};
const spoilHash = (entry: StoredEntry, at: number): StoredEntry => {
  const place = at % 64;
  const digit = ((Number.parseInt(entry.hash.charAt(place), 16) + 1) % 16).toString(16);
  return { ...entry, hash: Sha256.parse(entry.hash.slice(0, place) + digit + entry.hash.slice(place + 1)) };
};

/** Bytes and hash that fit each other, as one who can reach the table would write them. */
const forge = (stored: StoredEntry, change: (entry: Entry) => Entry): StoredEntry => {
  const entry = readEntry(stored);
  if (entry === undefined) throw new Error('Only a good entry can be forged.');
  const { entry: bytes, hash } = sealEntry(change(entry), sha256);
  return { ...stored, entry: bytes, hash };
};

let memory: Memory;
let streams: (readonly [string, readonly StoredEntry[]])[];
let entries: { readonly stream: string; readonly index: number; readonly all: readonly StoredEntry[] }[];

const placeOf = (n: number) => {
  const place = entries[n % entries.length];
  const stored = place?.all[place.index];
  if (place === undefined || stored === undefined) throw new Error('There is no such entry.');
  return { ...place, stored };
};
const check = (stream: string, list: readonly StoredEntry[]): ChainFault[] => checkChain(stream, list, sha256);
/** What the chain alone cannot tell: whether the record's own version and hash are those of the last entry. */
const endsAtRecord = (stream: string, list: readonly StoredEntry[]): boolean => {
  const record = memory.records.get(stream);
  const last = list.at(-1);
  return record?.version === last?.seq && record?.head === last?.hash;
};
/** The first thing that is off, or where the record does not agree with a chain that verifies. */
const firstFault = (stream: string, list: readonly StoredEntry[]) =>
  check(stream, list)[0] ?? (endsAtRecord(stream, list) ? 'none' : 'record-differs');

beforeAll(async () => {
  ({ memory } = await aDatedYear());
  streams = [...memory.journal];
  entries = streams.flatMap(([stream, all]) => all.map((_, index) => ({ stream, index, all })));
});

describe('the chain of a stream', () => {
  it('verifies as it was written, and ends where its record stands', () => {
    for (const [stream, all] of streams) {
      expect(check(stream, all)).toEqual([]);
      expect(endsAtRecord(stream, all)).toBe(true);
    }
  });

  it('was written by a round in which every kind of entry occurs', () => {
    const seen = new Set([...memory.journal.values()].flat().map(kindOf));
    expect([...everyKind, 'plan/PlanRegistered'].filter((kind) => !seen.has(kind))).toEqual([]);
  });

  it('tells where one byte of an entry was changed, at any place of every kind of entry', () => {
    const kinds = new Map(entries.map((place) => [kindOf(placeOf(entries.indexOf(place)).stored), place]));
    let mutations = 0;
    for (const { stream, index, all } of kinds.values()) {
      const stored = all[index];
      if (stored === undefined) throw new Error('There is no such entry.');
      for (let at = 0; at < stored.entry.length; at += 7) {
        const entry = spoil(stored.entry, at, 1 << (at % 7));
        expect(check(stream, all.with(index, { ...stored, entry }))).toEqual([
          { stream, seq: index + 1, fault: 'hash-differs' },
        ]);
        mutations += 1;
      }
    }
    expect(mutations).toBeGreaterThan(1000);
  });

  it('tells where one digit of a hash was changed, and that the next entry does not follow', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(63), (n, at) => {
        const { stream, index, all, stored } = placeOf(n);
        const found = check(stream, all.with(index, spoilHash(stored, at)));
        const next = { stream, seq: index + 2, fault: 'wrong-predecessor' };
        expect(found).toEqual([
          { stream, seq: index + 1, fault: 'hash-differs' },
          ...(index + 1 < all.length ? [next] : []),
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('tells of an entry rewritten with a hash that fits: by the next one, or by the record', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 9999 }), (n, later) => {
        const { stream, index, all, stored } = placeOf(n);
        const forged = forge(stored, (entry) => ({ ...entry, event: { ...entry.event, forged: later } }));
        const next = { stream, seq: index + 2, fault: 'wrong-predecessor' };
        expect(firstFault(stream, all.with(index, forged))).toEqual(index + 1 === all.length ? 'record-differs' : next);
      }),
      { numRuns: 300 },
    );
  });

  it('tells where an entry was dropped', () => {
    fc.assert(
      fc.property(fc.nat(), (n) => {
        const { stream, index, all } = placeOf(n);
        const next = { stream, seq: index + 2, fault: 'wrong-number' };
        expect(firstFault(stream, all.toSpliced(index, 1))).toEqual(index + 1 === all.length ? 'record-differs' : next);
      }),
      { numRuns: 200 },
    );
  });

  it('tells where an entry was doubled, and where two changed places', () => {
    fc.assert(
      fc.property(fc.nat(), (n) => {
        const { stream, index, all, stored } = placeOf(n);
        const doubled = { stream, seq: index + 1, fault: 'wrong-number' };
        expect(firstFault(stream, all.toSpliced(index, 0, stored))).toEqual(doubled);
        const pair = all.slice(index, index + 2).toReversed();
        const swapped = { stream, seq: index + 2, fault: 'wrong-number' };
        expect(firstFault(stream, all.toSpliced(index, 2, ...pair))).toEqual(pair.length === 1 ? 'none' : swapped);
      }),
      { numRuns: 200 },
    );
  });

  it('tells where an entry was put in between, though its bytes, number and predecessor fit', () => {
    fc.assert(
      fc.property(fc.nat(), (n) => {
        const { stream, index, all, stored } = placeOf(n);
        const seq = index + 2;
        const extra = { ...forge(stored, (entry) => ({ ...entry, seq, prev: stored.hash })), seq };
        const next = { stream, seq, fault: 'wrong-number' };
        expect(firstFault(stream, all.toSpliced(index + 1, 0, extra))).toEqual(
          index + 1 === all.length ? 'record-differs' : next,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('does not see a tail that was cut off, or a stream that is gone; the record does', () => {
    for (const [stream, all] of streams)
      for (let kept = 0; kept < all.length; kept += 1) {
        const list = all.slice(0, kept);
        expect([check(stream, list), endsAtRecord(stream, list)]).toEqual([[], false]);
      }
  });

  it('tells of an entry of another stream, and of bytes that are none', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (n, m) => {
        const { stream, index, all, stored } = placeOf(n);
        const other = placeOf(m);
        const stranger = forge(other.stored, (entry) => ({ ...entry, stream: `${stream}x` }));
        for (const strange of [stranger, { ...stored, stream: `${stream}x` }])
          expect(check(stream, all.with(index, strange))[0]).toMatchObject({ fault: 'wrong-stream' });
        const bytes = '{"not":"an entry"}';
        const [fault] = check(stream, all.with(index, { ...stored, entry: bytes, hash: sha256(bytes) }));
        expect(fault).toEqual({ stream, seq: index + 1, fault: 'not-an-entry' });
      }),
      { numRuns: 200 },
    );
  });
});
