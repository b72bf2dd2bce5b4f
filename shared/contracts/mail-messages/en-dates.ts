import { BUTTONS, factRows, lowered, what } from './en-tasks.ts';
import { date, fullDate, moment } from './en-words.ts';
import type { DatedFact, LapsedFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';

const why = ({ extension, from }: DatedFact): readonly MailBlock[] =>
  extension === undefined
    ? [
        {
          kind: 'paragraph',
          text: `This date is counted in days from when the work came in. The days off have changed, so it moves from ${fullDate(from)}. You need do nothing for the new date to hold.`,
        },
      ]
    : [
        {
          kind: 'paragraph',
          text: `${extension.by} gave more time on ${moment(extension.at)}; it was due ${fullDate(from)}. Reminders follow the new date.`,
        },
        { kind: 'quote', label: 'Why', text: extension.reason },
      ];

/** Its due date moved: somebody gave more time, or the days off changed. */
export const dated = (fact: DatedFact): MailText => ({
  subject: `Now due ${date(fact.due.date)}: ${lowered(what(fact))}`,
  blocks: [...why(fact), factRows(fact)],
  button: fact.own ? BUTTONS[fact.kind] : 'See how it stands',
});

/** The last rung came, and with it what the plan has it do. */
export const lapsed = (fact: LapsedFact): MailText => {
  const { office, end, year } = fact;
  if (end === 'cut-off')
    return {
      subject: `${office} has not reported: the cycle is cut off`,
      blocks: [
        {
          kind: 'paragraph',
          text: `The cycle was cut off without a report of ${office}, which the consolidation names as missing. There are no more reminders. The report can still be sent at any time; it is marked late and goes into an amended edition.`,
        },
        factRows(fact),
      ],
      button: BUTTONS.report,
    };
  const text =
    end === 'lock'
      ? `The last reminder has passed and ${office} has not closed the ${year} estimates. As the plan says, the system has ended the intake in its place: what is in goes into a package, and no figure was changed or approved.`
      : `The last reminder has passed and ${office} has not submitted its ${year} estimate. As the plan says, this ends here and the estimate counts as missing, not as zero. It is still taken late until the estimates are closed, and is marked as late.`;
  return {
    subject:
      end === 'lock'
        ? `The ${year} estimates were closed by the plan`
        : `${office} has no ${year} estimate in: no more reminders`,
    blocks: [{ kind: 'paragraph', text }, factRows(fact)],
    button: 'See how it stands',
  };
};
