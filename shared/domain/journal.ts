import * as z from 'zod';
import { Instant, PlainDate } from './calendar.ts';
import { CommandId, type HashText, PersonId, Sha256, UnitId } from './ids.ts';

/** The paper of a written authorisation (giấy ủy quyền), as what was done by it cites it: valid from day to day. */
export const AuthorisationRef = z.strictObject({
  id: z.string().regex(/^a\d+$/),
  number: z.string().min(1).max(50),
  from: PlainDate,
  until: PlainDate,
});
export type AuthorisationRef = z.infer<typeof AuthorisationRef>;

/**
 * For whom, and on what basis, a person acted who did not act in his own right (Nghị định 30/2020/NĐ-CP, Điều 13):
 * a deputy for his head (KT.), by standing order (TL.), or by a written authorisation (TUQ.).
 */
export const Authority = z.strictObject({
  basis: z.enum(['kt', 'tl', 'tuq']),
  of: PersonId,
  /** Of TUQ. always; of KT. where the head mandated his deputy outside the deputy's field. */
  authorisation: AuthorisationRef.optional(),
});
export type Authority = z.infer<typeof Authority>;

/** By which way a person came to act: signed in by a session, or by a task's mailed link and the code mailed for it. */
export const Way = z.enum(['session', 'code']);
export type Way = z.infer<typeof Way>;

/** Who did it: a person in his office, or a part of the system that acts on its own (a machine's step, the clock). */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person'),
    person: PersonId,
    office: UnitId,
    /** On whose behalf and on what basis, where it was not in his own right. */
    authority: Authority.optional(),
    /** Left out of entries that were written before it was recorded. */
    way: Way.optional(),
  }),
  z.strictObject({ kind: z.literal('system'), part: z.string().regex(/^[a-z-]+$/) }),
]);
export type Actor = z.infer<typeof Actor>;

/** A person who acts, with the office he acts for. */
export type PersonActor = Extract<Actor, { kind: 'person' }>;

/**
 * One entry of a journal stream (one aggregate's history) as it is hashed: `prev` is the hash of the entry before it,
 * null on the first; `seq` counts from 1 and is the record's version after it.
 */
export const Entry = z.strictObject({
  stream: z.string().min(1),
  seq: z.int().min(1),
  prev: Sha256.nullable(),
  at: Instant,
  actor: Actor,
  command: CommandId,
  event: z.looseObject({ type: z.string().regex(/^[A-Z][A-Za-z]+$/) }),
});
export type Entry = z.infer<typeof Entry>;

/** An entry as stored: the very bytes that were hashed, and their hash. */
export const StoredEntry = z.strictObject({
  stream: z.string().min(1),
  seq: z.int().min(1),
  entry: z.string().min(1),
  hash: Sha256,
});
export type StoredEntry = z.infer<typeof StoredEntry>;

/** Writes the entry down once and hashes exactly that. */
export const sealEntry = (entry: Entry, hash: HashText): StoredEntry => {
  const bytes = JSON.stringify(entry);
  return { stream: entry.stream, seq: entry.seq, entry: bytes, hash: hash(bytes) };
};

/** What is off at one place of a stream. */
export type ChainFault = {
  readonly stream: string;
  readonly seq: number;
  readonly fault: 'hash-differs' | 'not-an-entry' | 'wrong-stream' | 'wrong-number' | 'wrong-predecessor';
};

/** The entry within the stored bytes, or undefined where they are none. */
export const readEntry = (stored: StoredEntry): Entry | undefined => {
  try {
    const parsed = Entry.safeParse(JSON.parse(stored.entry));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Checks one stream's entries, given in the order of their keys: each hash is over the bytes stored, each entry says
 * its own stream and number and its predecessor's hash. An empty list means that the chain verifies.
 */
export const checkChain = (stream: string, entries: readonly StoredEntry[], hash: HashText): ChainFault[] => {
  const faults: ChainFault[] = [];
  let prev: Sha256 | null = null;
  entries.forEach((stored, index) => {
    const note = (fault: ChainFault['fault']): void => void faults.push({ stream, seq: stored.seq, fault });
    const entry = readEntry(stored);
    if (hash(stored.entry) !== stored.hash) note('hash-differs');
    else if (entry === undefined) note('not-an-entry');
    else if (entry.stream !== stream || stored.stream !== stream) note('wrong-stream');
    else if (entry.seq !== index + 1 || stored.seq !== index + 1) note('wrong-number');
    else if (entry.prev !== prev) note('wrong-predecessor');
    prev = stored.hash;
  });
  return faults;
};
