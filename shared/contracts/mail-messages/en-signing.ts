import { amount, bases, date, dong, moment } from './en-words.ts';
import type { AuthorisationFact, SignatureFact } from './facts.ts';
import type { MailText } from './messages.ts';

const ACTS: { readonly [A in SignatureFact['act']]: string } = {
  submitted: 'the estimate',
  nil: 'the paper that proposes nothing',
  forwarded: 'the package',
  returned: 'the return of the package',
  approved: 'the approval',
};

const STAGES: { readonly [S in SignatureFact['stage']]: string } = {
  estimate: 'estimate',
  synthesis: 'synthesis',
  appraisal: 'appraisal',
  approval: 'approval',
};

/** What the reader prepared was signed, or somebody signed by his authorisation. */
export const signed = (fact: SignatureFact): MailText => {
  const { act, year, office, signer, basis, number, total, at, forGiver } = fact;
  const by = number === undefined ? '' : `, authorisation ${number}`;
  const text = forGiver
    ? `${signer} signed ${ACTS[act]} of ${office} for ${year} by your authorisation, on ${moment(at)}. The journal has both of you.`
    : `${signer}${bases[basis]}${by} signed ${ACTS[act]} for ${year} that you prepared, on ${moment(at)}. From now on it is the act of ${office}.`;
  return {
    subject: `For your information: ${ACTS[act]} for ${year} is signed${forGiver ? ' by your authorisation' : ''}${total === undefined ? '' : ` (${dong(total.figures)})`}`,
    blocks: [
      { kind: 'paragraph', text },
      {
        kind: 'facts',
        rows: [
          { label: 'Office', value: office },
          { label: 'Stage', value: STAGES[fact.stage] },
          { label: 'Signed by', value: `${signer}${bases[basis]}${by}` },
          ...(total === undefined ? [] : [{ label: 'In all', value: amount(total) }]),
          { label: 'Plan', value: fact.plan },
        ],
      },
    ],
    button: 'See what was signed',
  };
};

/** An authorisation was recorded or revoked. */
export const authorisation = (fact: AuthorisationFact): MailText => {
  const { number, office, giver, recipient, from, until, revoked, toGiver, recordedBy } = fact;
  const days = `from ${date(from)} to the end of ${date(until)}`;
  const text =
    revoked !== undefined
      ? `${revoked.by} revoked authorisation ${number} on ${moment(revoked.at)}. From then on ${recipient} signs nothing by it.`
      : toGiver
        ? `${recordedBy} recorded authorisation ${number}: ${recipient} may sign for you (TUQ.) ${days}. If that is wrong, revoke it at once.`
        : `${giver} authorised you to sign (TUQ.) ${days}, by authorisation ${number}. It cannot be lent on, and ends by itself after that day.`;
  return {
    subject: `For your information: authorisation ${number} of ${office} ${revoked === undefined ? 'is recorded' : 'is revoked'}`,
    blocks: [
      { kind: 'paragraph', text },
      ...(revoked === undefined ? [] : [{ kind: 'quote' as const, label: 'Why it was revoked', text: revoked.reason }]),
      {
        kind: 'facts',
        rows: [
          { label: 'Given by', value: giver },
          { label: 'Given to', value: recipient },
          { label: 'Authorisation', value: `No. ${number} of ${date(fact.date)}` },
          { label: 'Holds', value: days },
          { label: 'To sign', value: fact.works.join('; ') },
          { label: 'Recorded by', value: recordedBy },
          { label: 'Plan', value: fact.plan },
        ],
      },
    ],
    button: 'See the authorisations',
  };
};
