import type { Instant } from './calendar.ts';
import type { CommandId, HashText, LocalityId } from './ids.ts';
import { type Actor, type Entry, type StoredEntry, sealEntry } from './journal.ts';
import { type Bodies, type Change, type Events, evolvers, type RecordType, type Stored, streamOf } from './records.ts';

/** Who changes something when, at whose request. */
export type CommitMeta = {
  readonly locality: LocalityId;
  readonly at: Instant;
  readonly actor: Actor;
  readonly command: CommandId;
};

/** One record as it will stand, with the entry that made it so and the version that must still be there. */
export type Write = {
  readonly type: RecordType;
  readonly id: string;
  readonly stream: string;
  readonly expected: number;
  readonly version: number;
  readonly body: Bodies[RecordType];
  readonly entry: StoredEntry;
};

/** The change of one kind of aggregate. */
type ChangeOf<T extends RecordType> = {
  readonly type: T;
  readonly id: string;
  readonly before: Stored<T> | undefined;
  readonly event: Events[T];
};

const writeOf = <T extends RecordType>(change: ChangeOf<T>, meta: CommitMeta, hash: HashText): Write => {
  const { type, id, before } = change;
  const stream = streamOf(meta.locality, type, id);
  const seq = (before?.version ?? 0) + 1;
  const { at, actor, command } = meta;
  const entry: Entry = { stream, seq, prev: before?.head ?? null, at, actor, command, event: { ...change.event } };
  const body = evolvers[type](id, before?.body, change.event, { at, actor });
  return { type, id, stream, expected: seq - 1, version: seq, body, entry: sealEntry(entry, hash) };
};

/**
 * The writes that changes come to: each record evolved by its event, with the entry that says so, chained to the
 * one before. Throws where one commit would change the same aggregate twice.
 */
export const writesOf = (changes: readonly Change[], meta: CommitMeta, hash: HashText): readonly Write[] => {
  const writes = changes.map((change) => writeOf(change, meta, hash));
  if (new Set(writes.map(({ stream }) => stream)).size !== writes.length)
    throw new Error('One commit changes an aggregate once.');
  return writes;
};
