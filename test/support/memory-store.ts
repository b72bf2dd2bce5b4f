import { PermanentError } from '../../shared/app/faults.ts';
import type { Addresses, CarriedOut, Commit, CommandPorts, Store } from '../../shared/app/ports.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { caseKeyOf, indexKeys, ownerKeyOf } from '../../shared/adapters/record-index.ts';
import { vietnam } from '../../shared/calendars/vietnam.ts';
import { vietnamNorms } from '../../shared/norms/vietnam.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { LocalityId, TaskId } from '../../shared/domain/ids.ts';
import type { StoredEntry } from '../../shared/domain/journal.ts';
import { memoryAddresses } from './memory-addresses.ts';
import { memoryFiles } from './memory-files.ts';
import {
  bodySchemas,
  guards,
  type RecordType,
  readStream,
  type Stored,
  streamOf,
} from '../../shared/domain/records.ts';

type Kept = { readonly version: number; readonly head: Stored<'task'>['head']; readonly body: unknown };

/** What a memory store holds, for a test to look at or to spoil. */
export type Memory = {
  readonly records: Map<string, Kept>;
  readonly journal: Map<string, StoredEntry[]>;
  readonly pages: Map<string, string>;
  readonly commands: Map<string, CarriedOut>;
};

/** Something that happens just before a commit is looked at: another one's change, or a fault. */
export type BeforeCommit = (commit: Commit) => Promise<void> | void;

const guardIn = <T extends RecordType>(type: T, body: unknown): string | undefined =>
  guards[type](bodySchemas[type].parse(body));
const keysIn = <T extends RecordType>(locality: LocalityId, type: T, body: unknown) =>
  indexKeys[type](locality, bodySchemas[type].parse(body));

/** The bytes of an item of DynamoDB, its key and the names of its fields among them. */
const LARGEST_ITEM = 400 * 1024;

const mustFit = (key: string, content: string): void => {
  if (Buffer.byteLength(key) + Buffer.byteLength(content) > LARGEST_ITEM)
    throw new PermanentError(`What is kept of ${key} is larger than an item of the store may be.`);
};

/** A store in memory, under the same contract as the one on DynamoDB. */
export const memoryStore = (beforeCommit?: BeforeCommit): Store & { readonly memory: Memory } => {
  const memory: Memory = { records: new Map(), journal: new Map(), pages: new Map(), commands: new Map() };

  const stored = <T extends RecordType>(type: T, id: string, kept: Kept): Stored<T> => ({
    type,
    id,
    version: kept.version,
    head: kept.head,
    body: bodySchemas[type].parse(structuredClone(kept.body)),
  });

  const holds = ({ locality, command, writes, guards: held }: Commit): boolean =>
    !memory.commands.has(`${locality}#${command.id}`) &&
    writes.every(({ stream, expected }) => (memory.records.get(stream)?.version ?? 0) === expected) &&
    held.every(({ type, id, phase }) => {
      const kept = memory.records.get(streamOf(locality, type, id));
      return kept !== undefined && guardIn(type, kept.body) === phase;
    });

  const listed = () =>
    [...memory.records].flatMap(([stream, kept]) => {
      const parts = readStream(stream);
      if (parts === undefined) return [];
      const locality = LocalityId.parse(parts.locality);
      return [{ ...parts, locality, keys: keysIn(locality, parts.type, kept.body) }];
    });

  return {
    memory,
    load: (locality, type, id) => {
      const kept = memory.records.get(streamOf(locality, type, id));
      return Promise.resolve(kept === undefined ? undefined : stored(type, id, kept));
    },
    loadAll: (locality, type, ids) =>
      Promise.resolve(
        ids.flatMap((id) => {
          const kept = memory.records.get(streamOf(locality, type, id));
          return kept === undefined ? [] : [stored(type, id, kept)];
        }),
      ),
    commandById: (locality, id) => Promise.resolve(memory.commands.get(`${locality}#${id}`)),
    commit: async (commit) => {
      const guarded = commit.guards.map(({ type, id }) => streamOf(commit.locality, type, id));
      if (commit.writes.some(({ stream }) => guarded.includes(stream)))
        throw new PermanentError('A commit names a record twice.');
      await beforeCommit?.(commit);
      if (!holds(commit)) return 'lost';
      for (const { stream, entry, body } of commit.writes) mustFit(stream, JSON.stringify([entry, body]));
      memory.commands.set(`${commit.locality}#${commit.command.id}`, commit.command);
      for (const { stream, version, entry, body } of commit.writes) {
        memory.records.set(stream, { version, head: entry.hash, body: JSON.parse(JSON.stringify(body)) });
        memory.journal.set(stream, [...(memory.journal.get(stream) ?? []), entry]);
      }
      return 'committed';
    },
    writePages: async (locality, pages) => {
      for (const { hash, bytes } of pages) mustFit(hash, bytes);
      for (const { hash, bytes } of pages) memory.pages.set(`${locality}#${hash}`, bytes);
    },
    readPage: (locality, hash) => Promise.resolve(memory.pages.get(`${locality}#${hash}`)),
    entries: (locality, type, id) => Promise.resolve(memory.journal.get(streamOf(locality, type, id)) ?? []),
    listCase: (locality, type, of) =>
      Promise.resolve(
        listed()
          .filter(({ keys }) => keys.caseKey === caseKeyOf(locality, type, of))
          .map(({ id }) => id)
          .toSorted(),
      ),
    listOpenTasks: (locality, office) =>
      Promise.resolve(
        listed()
          .filter(({ keys }) => keys.ownerKey === ownerKeyOf(locality, office))
          .toSorted((a, b) => ((a.keys.ownerSort ?? '') < (b.keys.ownerSort ?? '') ? -1 : 1))
          .map(({ id }) => TaskId.parse(id)),
      ),
    listDueTasks: (now) =>
      Promise.resolve(
        listed()
          .filter(({ type, keys }) => type === 'task' && keys.timeSort !== undefined && keys.timeSort <= `${now}~`)
          .map(({ locality, id }) => ({ locality, id: TaskId.parse(id) })),
      ),
    nextRungAt: () => {
      const [first] = listed()
        .flatMap(({ type, keys }) => (type === 'task' && keys.timeSort !== undefined ? [keys.timeSort] : []))
        .toSorted();
      return Promise.resolve(first === undefined ? undefined : Instant.parse(first.split('#')[0]));
    },
    listWaiting: () =>
      Promise.resolve(
        listed().flatMap(({ locality, type, id, keys }) =>
          keys.timeShard === 'waiting' &&
          (type === 'round' ||
            type === 'package' ||
            type === 'cycle' ||
            type === 'edition' ||
            type === 'calendar' ||
            type === 'absence' ||
            type === 'plan')
            ? [{ locality, type, id }]
            : [],
        ),
      ),
  };
};

/** A clock that stands until a test moves it. */
export const standingClock = (iso: string) => {
  let now = new Date(iso);
  return {
    now: () => now,
    set: (to: string) => {
      now = new Date(to);
    },
  };
};

/** Ports on memory and a standing clock. */
export const memoryPorts = (iso = '2022-02-14T01:00:00.000Z', beforeCommit?: BeforeCommit) => {
  const clock = standingClock(iso);
  const store = memoryStore(beforeCommit);
  const { files, objects } = memoryFiles();
  const ports: CommandPorts & { readonly addresses: Addresses } = {
    addresses: memoryAddresses(),
    store,
    clock,
    calendar: vietnam,
    norms: vietnamNorms,
    hash: sha256,
    pause: () => Promise.resolve(),
    files,
  };
  return { ports, store, clock, memory: store.memory, objects };
};
