import type { AuthorisationFact, SignatureFact } from '../../contracts/mail-messages/facts.ts';
import type { Authorisation } from '../../domain/authority.ts';
import type { PersonId } from '../../domain/ids.ts';
import type { Authority } from '../../domain/journal.ts';
import { namesOf } from '../../contracts/messages/names.ts';
import type { WorkKey } from '../../domain/plan.ts';
import type { Round } from '../../domain/round.ts';
import { PermanentError } from '../faults.ts';
import type { AuthorityCause, Cause } from './cause.ts';
import { amountOf, momentFact, officeName, postOf, type Reader, say } from './reader.ts';

type Signed = Extract<Cause, { type: 'estimate' | 'package' }>;

/** Who prepared what an entry signs, and whose written authorisation it was signed by; neither where it signs nothing. */
export const signatureOf = ({
  event,
  actor,
}: Signed): { readonly preparedBy: PersonId | undefined; readonly lender: PersonId | undefined } => {
  const authority = actor.kind === 'person' ? actor.authority : undefined;
  const lender = authority?.authorisation === undefined ? undefined : authority.of;
  switch (event.type) {
    case 'EstimateSubmitted':
    case 'NilSigned':
    case 'StageForwarded':
    case 'StageReturned':
    case 'PackageApproved':
      return { preparedBy: event.preparedBy, lender };
    default:
      return { preparedBy: undefined, lender: undefined };
  }
};

const what = ({ event }: Signed): Pick<SignatureFact, 'stage' | 'act' | 'total'> => {
  switch (event.type) {
    case 'EstimateSubmitted':
      return { stage: 'estimate', act: 'submitted', total: amountOf(event.total) };
    case 'NilSigned':
      return { stage: 'estimate', act: 'nil', total: undefined };
    case 'StageForwarded':
      return { stage: event.stage, act: 'forwarded', total: amountOf(event.content.totals.approved) };
    case 'StageReturned':
      return { stage: event.stage, act: 'returned', total: undefined };
    case 'PackageApproved':
      return { stage: event.stage, act: 'approved', total: amountOf(event.content.totals.approved) };
    default:
      throw new PermanentError(`The entry ${event.type} signs nothing.`);
  }
};

const basisOf = (authority: Authority | undefined): SignatureFact['basis'] => authority?.basis ?? 'own_right';

/** What is told of a signature, to who prepared it and to whose authorisation it rests on. */
export const signatureFact = (reader: Reader, cause: Signed, round: Round, forGiver: boolean): SignatureFact => {
  const { actor, at } = cause;
  if (actor.kind !== 'person') throw new PermanentError(`A machine signs nothing: ${cause.id}.`);
  return {
    plan: say(reader, reader.plan.shortTitle),
    year: round.year,
    ...what(cause),
    office: officeName(reader, actor.office),
    signer: postOf(reader, actor.person),
    basis: basisOf(actor.authority),
    number: actor.authority?.authorisation?.number,
    at: momentFact(at),
    forGiver,
  };
};

/** The authorisation that an entry of the register records or revokes, as it then stood. */
export const authorisationOf = ({ event, register }: AuthorityCause): Authorisation => {
  const found = register.authorisations.find(({ id }) => id === event.authorisation);
  if (found === undefined) throw new PermanentError(`The register ${register.id} has no ${event.authorisation}.`);
  return found;
};

const stageName = (reader: Reader, key: WorkKey): string => namesOf(reader.plan, reader.person.language).stage(key);

/** What both persons of an authorisation are told when it is recorded or revoked. */
export const authorisationFact = (reader: Reader, cause: AuthorityCause): AuthorisationFact => {
  const { office, giver, recipient, number, date, from, until, works, recordedBy, revoked } = authorisationOf(cause);
  return {
    plan: say(reader, reader.plan.shortTitle),
    office: officeName(reader, office),
    giver: postOf(reader, giver),
    recipient: postOf(reader, recipient),
    number,
    date,
    from,
    until,
    works: works.map((key) => stageName(reader, key)),
    recordedBy: postOf(reader, recordedBy),
    revoked:
      revoked === null
        ? undefined
        : { by: postOf(reader, revoked.by), at: momentFact(revoked.at), reason: revoked.reason },
    toGiver: reader.person.id === giver,
  };
};
