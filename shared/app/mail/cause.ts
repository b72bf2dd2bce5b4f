import type { Instant } from '../../domain/calendar.ts';
import { type AuthorityRegister, evolveAuthority } from '../../domain/authority.ts';
import { type AbsenceRegister, evolveAbsence } from '../../domain/absence.ts';
import { LocalityId } from '../../domain/ids.ts';
import { type Actor, type Entry, type PersonActor, readEntry } from '../../domain/journal.ts';
import { type Events, eventSchemas, readStream } from '../../domain/records.ts';
import { evolveLedger, type Ledger } from '../../domain/ledger.ts';
import { evolveTask, type Task } from '../../domain/task.ts';
import { PermanentError } from '../faults.ts';
import type { MailRequest, Ports } from '../ports.ts';

/** Names a journal entry by its stream and number. */
export type EntryRef = MailRequest['cause'];

type CauseOf<T extends 'estimate' | 'ledger' | 'package' | 'round' | 'task' | 'authority' | 'absence'> = {
  readonly type: T;
  readonly id: string;
  readonly locality: LocalityId;
  readonly at: Instant;
  readonly actor: Actor;
  readonly event: Events[T];
};

/** What happened to a task, and the task as it then stood: due date, reason and assignment are that moment's. */
export type TaskCause = CauseOf<'task'> & { readonly task: Task };

/** What happened to a plan's register of authorisations, and the register as it then stood. */
export type AuthorityCause = CauseOf<'authority'> & { readonly register: AuthorityRegister };

/** What happened to a plan's register of absences, and the register as it then stood. */
export type AbsenceCause = CauseOf<'absence'> & { readonly register: AbsenceRegister };

/** What happened to a unit's ledger, and the ledger as it then stood. */
export type LedgerCause = CauseOf<'ledger'> & { readonly ledger: Ledger };

/** An entry that can cause mail. */
export type Cause =
  | TaskCause
  | AuthorityCause
  | AbsenceCause
  | LedgerCause
  | CauseOf<'estimate'>
  | CauseOf<'package'>
  | CauseOf<'round'>;

/** What a record was after these entries. Throws `PermanentError` where there are none. */
const after = <B>(
  what: string,
  entries: readonly Entry[],
  evolve: (body: B | undefined, entry: Entry & { readonly by: PersonActor | undefined }) => B,
): B => {
  let body: B | undefined;
  for (const entry of entries)
    body = evolve(body, { ...entry, by: entry.actor.kind === 'person' ? entry.actor : undefined });
  if (body === undefined) throw new PermanentError(`The journal of ${what} is empty.`);
  return body;
};

const taskAfter = (id: string, entries: readonly Entry[]): Task =>
  after<Task>(`the task ${id}`, entries, (task, { event, at }) =>
    evolveTask(id, task, eventSchemas.task.parse(event), at),
  );

const registerAfter = (id: string, entries: readonly Entry[]): AuthorityRegister =>
  after<AuthorityRegister>(`the authorisations of ${id}`, entries, (register, { event, at, by }) =>
    evolveAuthority(id, register, eventSchemas.authority.parse(event), { at, by }),
  );

const absencesAfter = (id: string, entries: readonly Entry[]): AbsenceRegister =>
  after<AbsenceRegister>(`the absences of ${id}`, entries, (register, { event, at, by }) =>
    evolveAbsence(id, register, eventSchemas.absence.parse(event), { at, by }),
  );

const ledgerAfter = (id: string, entries: readonly Entry[]): Ledger =>
  after<Ledger>(`the ledger ${id}`, entries, (ledger, { event, at, by }) =>
    evolveLedger(id, ledger, eventSchemas.ledger.parse(event), { at, by }),
  );

/**
 * Reads the entry again by its number; undefined where entries of that kind cause no mail. Throws `PermanentError`
 * where the journal has no such entry.
 */
export const readCause = async (
  { store }: Pick<Ports, 'store'>,
  { stream, seq }: EntryRef,
): Promise<Cause | undefined> => {
  const named = readStream(stream);
  if (named === undefined) throw new PermanentError(`${stream} names no journal stream.`);
  const { type, id } = named;
  if (
    type === 'plan' ||
    type === 'codes' ||
    type === 'calendar' ||
    type === 'cycle' ||
    type === 'return' ||
    type === 'edition'
  )
    return undefined;
  const locality = LocalityId.parse(named.locality);
  const entries = (await store.entries(locality, type, id))
    .filter((stored) => stored.seq <= seq)
    .map((stored) => {
      const entry = readEntry(stored);
      if (entry === undefined) throw new PermanentError(`Entry ${stored.seq} of ${stream} cannot be read.`);
      return entry;
    });
  const entry = entries.at(-1);
  if (type === 'round' && entry?.event.type !== 'RoundClosed' && entry?.event.type !== 'RoundOpened') return undefined;
  if (entry?.seq !== seq) throw new PermanentError(`The journal has no entry ${seq} of ${stream}.`);
  const { at, actor } = entry;
  switch (type) {
    case 'task':
      return {
        type,
        id,
        locality,
        at,
        actor,
        event: eventSchemas.task.parse(entry.event),
        task: taskAfter(id, entries),
      };
    case 'authority':
      return {
        type,
        id,
        locality,
        at,
        actor,
        event: eventSchemas.authority.parse(entry.event),
        register: registerAfter(id, entries),
      };
    case 'absence': {
      const event = eventSchemas.absence.parse(entry.event);
      return { type, id, locality, at, actor, event, register: absencesAfter(id, entries) };
    }
    case 'estimate':
      return { type, id, locality, at, actor, event: eventSchemas.estimate.parse(entry.event) };
    case 'ledger': {
      const event = eventSchemas.ledger.parse(entry.event);
      return { type, id, locality, at, actor, event, ledger: ledgerAfter(id, entries) };
    }
    case 'round':
      return { type, id, locality, at, actor, event: eventSchemas.round.parse(entry.event) };
    case 'package':
      return { type, id, locality, at, actor, event: eventSchemas.package.parse(entry.event) };
  }
};
