import type { UndeliveredFact } from '../../contracts/mail-messages/facts.ts';
import { LocalityId, PlanId, Sha256 } from '../../domain/ids.ts';
import type { Person, Plan } from '../../domain/plan.ts';
import { planNow } from '../plan-now.ts';
import type { Addresses, AddressMark, Ports } from '../ports.ts';
import { addressKeyOf } from '../sign-in/people.ts';
import type { EntryRef } from './cause.ts';
import { momentFact, postOf, type Reader, say } from './reader.ts';

/** What reading marks takes. */
export type MarkPorts = Pick<Ports, 'store' | 'clock' | 'hash'> & {
  readonly addresses: Pick<Addresses, 'find' | 'list'>;
};

/** A mark as the cause of mail to the people of one plan. No entry of the journal: marks are outside of it. */
export const causeOfMark = (plan: PlanId, { locality, address, n }: AddressMark): EntryRef => ({
  stream: `${locality}#address#${plan}:${address}`,
  seq: n,
});

const MARK = /^(?<locality>[^#]+)#address#(?<plan>[^#:]+):(?<address>[0-9a-f]{64})$/u;

/** A mark that mail is told of, with the plan whose people they are. */
export type MarkCause = { readonly mark: AddressMark; readonly plan: Plan; readonly people: readonly Person[] };

/** Whether a cause names a mark. */
export const isMark = ({ stream }: EntryRef): boolean => MARK.test(stream);

/** The mark that a cause names; undefined where it no longer holds, or nobody of the plan has that address any more. */
export const readMark = async (ports: MarkPorts, { stream, seq }: EntryRef): Promise<MarkCause | undefined> => {
  const named = MARK.exec(stream)?.groups;
  if (named === undefined) return undefined;
  const locality = LocalityId.parse(named['locality']);
  const [mark, record] = await Promise.all([
    ports.addresses.find(locality, Sha256.parse(named['address'])),
    ports.store.load(locality, 'plan', PlanId.parse(named['plan'])),
  ]);
  if (mark?.n !== seq || record === undefined) return undefined;
  const { plan } = await planNow(ports, locality, record.body.content);
  const people = plan.people.filter((person) => addressKeyOf(ports.hash, person) === mark.address);
  return people.length === 0 ? undefined : { mark, plan, people };
};

/** Tells of a person whether his address takes mail. */
export const reachIn = async (
  { addresses, hash }: Pick<MarkPorts, 'addresses' | 'hash'>,
  locality: LocalityId,
): Promise<(person: Person) => boolean> => {
  const marked = new Set((await addresses.list(locality)).map(({ address }) => address));
  return (person) => {
    const key = marked.size === 0 ? undefined : addressKeyOf(hash, person);
    return key === undefined || !marked.has(key);
  };
};

/** What the standing unit is told of a mark. */
export const undeliveredFact = (reader: Reader, { mark, people }: MarkCause): UndeliveredFact => ({
  plan: say(reader, reader.plan.shortTitle),
  people: people.map(({ id }) => postOf(reader, id)),
  address: people[0]?.email ?? '',
  kind: mark.kind,
  at: momentFact(mark.at),
  detail: mark.detail ?? undefined,
});
