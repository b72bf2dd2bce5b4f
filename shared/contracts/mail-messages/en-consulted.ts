import { amount, counts, date, due } from './en-words.ts';
import type { ConsultFact } from './facts.ts';
import type { MailText } from './messages.ts';

/** The reader's office may comment while a stage is open; it owes nothing. */
export const consulted = (fact: ConsultFact): MailText => {
  const { plan, year, stage, office, inCharge, submission, proposed } = fact;
  const again = submission === 1 ? '' : `, submission ${submission}`;
  return {
    subject: `Comment if you wish: ${stage} of the estimates of ${year}${again}, until the end of ${date(fact.due.date)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${inCharge} has the package of ${year} for its ${stage}. The plan has ${office} consulted: you can comment on each line, or on the whole estimate of a unit.`,
      },
      {
        kind: 'paragraph',
        text: `Comments travel with the package to the approval. They are taken until ${inCharge} fixes the figures for signing, which may be before the due date. If you have none, nothing is owed.`,
      },
      {
        kind: 'facts',
        rows: [
          { label: 'This step is due', value: due(fact.due) },
          { label: 'Proposed by the units', value: amount(proposed) },
          { label: 'Units', value: counts(fact.counts) },
          { label: 'Submission', value: `${submission}` },
          { label: 'Plan', value: plan },
          { label: 'Next', value: `${inCharge} decides on each line` },
        ],
      },
    ],
    button: 'See the package and comment',
  };
};
