import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { type Verified, verifyStore } from '../../shared/app/verify.ts';
import { CodesEvent } from '../../shared/domain/budget-codes.ts';
import { EstimateEvent } from '../../shared/domain/estimate.ts';
import { readEntry, type StoredEntry } from '../../shared/domain/journal.ts';
import { LedgerEvent } from '../../shared/domain/ledger.ts';
import { PackageEvent } from '../../shared/domain/package.ts';
import { PlanEvent } from '../../shared/domain/records.ts';
import { RoundEvent } from '../../shared/domain/round.ts';
import { TaskEvent } from '../../shared/domain/task.ts';
import { AbsenceEvent } from '../../shared/domain/absence.ts';
import { CalendarEvent } from '../../shared/domain/working-calendar.ts';
import { scanOf } from '../support/memory-scan.ts';
import type { Memory } from '../support/memory-store.ts';
import { aDatedYear } from '../support/dated-year.ts';

const verify = (memory: Memory, change?: (entry: StoredEntry) => StoredEntry): Promise<Verified> =>
  verifyStore(scanOf(memory, change), sha256);

/** Every kind of entry that there is. */
const everyKind = [
  AbsenceEvent,
  CalendarEvent,
  CodesEvent,
  EstimateEvent,
  LedgerEvent,
  PackageEvent,
  PlanEvent,
  RoundEvent,
  TaskEvent,
]
  .flatMap((events): string[] => events.options.map((event) => event.shape.type.value))
  .toSorted();

const wholeRound = async (): Promise<Memory> => (await aDatedYear()).memory;

const spoilt = (entry: StoredEntry, at: number): StoredEntry => {
  const code = entry.entry.charCodeAt(at);
  return { ...entry, entry: entry.entry.slice(0, at) + String.fromCharCode(code ^ 1) + entry.entry.slice(at + 1) };
};

describe('verifying a store', () => {
  it('finds nothing off in a store that only commits wrote', async () => {
    const memory = await wholeRound();
    const verified = await verify(memory);
    expect(verified.faults).toEqual([]);
    expect(verified.entries).toBe([...memory.journal.values()].flat().length);
    expect(verified.streams).toBe(memory.records.size);
  });

  it('names the stream and number of every kind of entry in which one byte was changed', async () => {
    const memory = await wholeRound();
    const kinds = new Map<string, StoredEntry>();
    for (const entry of [...memory.journal.values()].flat()) kinds.set(readEntry(entry)?.event.type ?? '', entry);
    expect([...kinds.keys()].toSorted()).toEqual([...new Set(everyKind)]);
    for (const [kind, { stream, seq }] of kinds) {
      const found = await verify(memory, (entry) =>
        entry.stream === stream && entry.seq === seq ? spoilt(entry, Math.floor(entry.entry.length / 2)) : entry,
      );
      expect([kind, found.faults]).toEqual([kind, [{ where: stream, seq, fault: 'hash-differs' }]]);
    }
  });

  it('finds an entry that was rewritten with a hash of its own, by its successor', async () => {
    const memory = await wholeRound();
    const [stream, entries] = [...memory.journal].find(([, list]) => list.length > 3) ?? ['', []];
    const found = await verify(memory, (entry) => {
      if (entry.stream !== stream || entry.seq !== 2) return entry;
      const bytes = entry.entry.replace('"seq":2', '"seq": 2');
      return { ...entry, entry: bytes, hash: sha256(bytes) };
    });
    expect(entries.length).toBeGreaterThan(3);
    expect(found.faults).toEqual([{ where: stream, seq: 3, fault: 'wrong-predecessor' }]);
  });

  it('finds a record that is not what its journal says, and a page that is not what its hash says', async () => {
    const memory = await wholeRound();
    const [stream, kept] = [...memory.records].find(([key]) => key.includes('#estimate#')) ?? ['', undefined];
    if (kept === undefined) throw new Error('There is an estimate.');
    memory.records.set(stream, { ...kept, body: { ...Object(kept.body), due: '2022-12-31' } });
    expect((await verify(memory)).faults).toEqual([{ where: stream, seq: kept.version, fault: 'record-differs' }]);
    memory.records.set(stream, kept);
    const [page, bytes] = [...memory.pages].find(([, text]) => text.includes('45000000')) ?? ['', ''];
    memory.pages.set(page, bytes.replace('45000000', '54000000'));
    expect((await verify(memory)).faults[0]).toMatchObject({ fault: 'page-differs' });
  });

  it('finds a cut tail, a lost record and a lost journal', async () => {
    const memory = await wholeRound();
    const [stream, entries] = [...memory.journal].find(([key]) => key.includes('#package#')) ?? ['', []];
    memory.journal.set(stream, entries.slice(0, -1));
    expect((await verify(memory)).faults).toMatchObject([{ where: stream, fault: 'record-differs' }]);
    memory.journal.delete(stream);
    expect((await verify(memory)).faults).toEqual([{ where: stream, fault: 'journal-missing' }]);
    memory.journal.set(stream, entries);
    memory.records.delete(stream);
    expect((await verify(memory)).faults).toEqual([{ where: stream, fault: 'record-missing' }]);
  });
});
