import * as z from 'zod';
import { Instant, localDate, PlainDate } from './calendar.ts';
import { LocalityId, PersonId, PlanId, UnitId } from './ids.ts';
import type { AuthorisationRef, PersonActor } from './journal.ts';
import { WorkKey } from './plan.ts';

const paper = {
  /** The office whose head lends his signature. */
  office: UnitId,
  giver: PersonId,
  recipient: PersonId,
  /** The paper's number and the day it was signed. */
  number: z.string().min(1).max(50),
  date: PlainDate,
  /** The first and the last day on which it holds. */
  from: PlainDate,
  until: PlainDate,
  /** The stages in which the recipient signs; anything else stays with the giver. */
  works: z.array(WorkKey).min(1),
};

/** A written authorisation (giấy ủy quyền, Nghị định 30/2020/NĐ-CP, Điều 13): lent for dates and kinds of work. */
export const Authorisation = z.strictObject({
  id: z.string().regex(/^a\d+$/),
  ...paper,
  recordedBy: PersonId,
  recordedAt: Instant,
  revoked: z.strictObject({ by: PersonId, at: Instant, reason: z.string() }).nullable(),
});
export type Authorisation = z.infer<typeof Authorisation>;

/**
 * A plan's register of authorisations (sổ ủy quyền), the one place in which overlaps and circles can be seen. It
 * keeps those that hold or will, and the last that ended; the journal has all. Every act by an authorisation is
 * conditional on `revision`, so that none slips past a revocation.
 */
export const AuthorityRegister = z.strictObject({
  id: PlanId,
  locality: LocalityId,
  plan: PlanId,
  revision: z.int().min(1),
  recorded: z.int().min(1),
  authorisations: z.array(Authorisation),
});
export type AuthorityRegister = z.infer<typeof AuthorityRegister>;

/** What can happen to the register. */
export const AuthorityEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('AuthorisationRecorded'),
    locality: LocalityId,
    plan: PlanId,
    authorisation: z.string().regex(/^a\d+$/),
    ...paper,
  }),
  z.strictObject({
    type: z.literal('AuthorisationRevoked'),
    authorisation: z.string().regex(/^a\d+$/),
    reason: z.string().min(1),
  }),
]);
export type AuthorityEvent = z.infer<typeof AuthorityEvent>;

/** So many fit into one record. */
export const MOST_AUTHORISATIONS = 30;

/** The last day on which it holds or held: that before the revocation, where it was revoked. */
export const lastDayOf = ({ until, revoked }: Authorisation): PlainDate => {
  if (revoked === null) return until;
  const day = localDate(revoked.at);
  return day < until ? day : until;
};

/** Whether it holds at that moment: not before its first day, not after its last, not once it is revoked. */
export const holdsAt = ({ from, until, revoked }: Authorisation, at: Instant): boolean => {
  const today = localDate(at);
  return revoked === null && from <= today && today <= until;
};

/** Whether it has ended by that moment. */
export const hasEnded = ({ until, revoked }: Authorisation, at: Instant): boolean =>
  revoked !== null || until < localDate(at);

/** How what is done by it cites it. */
export const refOf = ({ id, number, from, until }: Authorisation): AuthorisationRef => ({ id, number, from, until });

/** The register without the oldest of those that ended, where it would grow past what a record holds. */
const withRoom = (list: readonly Authorisation[], at: Instant): Authorisation[] => {
  const excess = list.length - MOST_AUTHORISATIONS + 1;
  const ended = list.filter((one) => hasEnded(one, at)).slice(0, Math.max(0, excess));
  return list.filter((one) => !ended.includes(one));
};

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

/** The register after an entry. Throws where the entry cannot follow. */
export const evolveAuthority = (
  id: string,
  state: AuthorityRegister | undefined,
  event: AuthorityEvent,
  { at, by }: Meta,
): AuthorityRegister => {
  if (by === undefined) throw new Error('A person records and revokes authorisations.');
  switch (event.type) {
    case 'AuthorisationRecorded': {
      const { type: _, locality, plan, authorisation, ...written } = event;
      const entry = { id: authorisation, ...written, recordedBy: by.person, recordedAt: at, revoked: null };
      return {
        id: PlanId.parse(id),
        locality,
        plan,
        revision: (state?.revision ?? 0) + 1,
        recorded: (state?.recorded ?? 0) + 1,
        authorisations: [...withRoom(state?.authorisations ?? [], at), entry],
      };
    }
    case 'AuthorisationRevoked': {
      if (state === undefined) throw new Error('What was never recorded cannot be revoked.');
      const revoked = { by: by.person, at, reason: event.reason };
      return {
        ...state,
        revision: state.revision + 1,
        authorisations: state.authorisations.map((one) => (one.id === event.authorisation ? { ...one, revoked } : one)),
      };
    }
  }
};
