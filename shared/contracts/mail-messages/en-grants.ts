import { fields } from '../messages/en/fields.ts';
import { amount, date, decision, dong, moment, sourceRows } from './en-words.ts';
import type { AdjustedFact, GrantFact, YearEndFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';

const paper = ({ number, date: day, signer }: GrantFact): string => `${number} of ${date(day)}; signed by ${signer}`;

const parts = ({ parts: list, more }: GrantFact): MailBlock => ({
  kind: 'list',
  caption: 'By activity',
  items: list.map(({ activity, title, source, figures }) => ({
    title: `${activity}) ${title}`,
    details: [source === undefined ? dong(figures) : `${fields.sources[source]}: ${dong(figures)}`],
  })),
  rest: more === 0 ? undefined : `${more} more on the page.`,
});

const sums = (fact: GrantFact): readonly { readonly label: string; readonly value: string }[] => [
  { label: 'Approved', value: amount(fact.approved) },
  { label: 'Granted so far', value: amount(fact.granted) },
  { label: 'Balance', value: amount(fact.balance) },
  { label: 'Plan', value: fact.plan },
];

/** A unit is granted money. */
export const granted = (fact: GrantFact): MailText => ({
  subject: `Carry out what is granted for ${fact.year}, tranche ${fact.tranche}: ${dong(fact.amount.figures)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${fact.recordedBy} recorded a grant of ${fact.year} to ${fact.unit}. Please use it for the activities named, within the amounts granted.`,
    },
    {
      kind: 'facts',
      rows: [
        { label: `Tranche ${fact.tranche}`, value: amount(fact.amount) },
        { label: 'Decision', value: paper(fact) },
        ...sums(fact),
        { label: 'Next', value: `${fact.unit} carries it out` },
      ],
    },
    parts(fact),
  ],
  button: "See the unit's ledger",
});

/** A grant was taken back. */
export const grantReversed = (fact: GrantFact): MailText => ({
  subject: `Stop using what is taken back of ${fact.year}, tranche ${fact.tranche}: ${dong(fact.amount.figures)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${fact.recordedBy} recorded that tranche ${fact.tranche} of ${fact.year} is taken back whole from ${fact.unit}. The grant stays in the ledger; its amount returns to the unit's balance.`,
    },
    ...(fact.reason === undefined ? [] : [{ kind: 'quote' as const, label: 'The reason given', text: fact.reason }]),
    {
      kind: 'facts',
      rows: [
        { label: 'Taken back', value: amount(fact.amount) },
        { label: 'Decision', value: paper(fact) },
        ...sums(fact),
      ],
    },
    parts(fact),
    { kind: 'paragraph', text: `If something is unclear, speak with ${fact.recordedBy}.` },
  ],
  button: "See the unit's ledger",
});

/** The round is closed at the year's end. */
export const yearEnd = (fact: YearEndFact): MailText => ({
  subject: `For information: the budget round ${fact.year} is closed; ${dong(fact.lapsed.figures)} lapsed`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${fact.closedBy} closed the budget round ${fact.year} on ${moment(fact.at)}. ${
        fact.unit === undefined
          ? 'What was not granted to the units has lapsed, on record for each of them.'
          : `What was not granted to ${fact.unit} has lapsed.`
      } Nothing more is granted or taken back in this round.`,
    },
    ...(fact.remark === undefined ? [] : [{ kind: 'quote' as const, label: 'Remark', text: fact.remark }]),
    {
      kind: 'facts',
      rows: [
        { label: 'Approved', value: amount(fact.approved) },
        { label: 'Granted', value: amount(fact.granted) },
        { label: 'Lapsed', value: amount(fact.lapsed) },
        ...sourceRows(fact.sources).map((row) => ({ ...row, label: 'Lapsed by source' })),
        ...(fact.unit === undefined ? [] : [{ label: 'Unit', value: fact.unit }]),
        { label: 'Plan', value: fact.plan },
        { label: 'Next', value: "Next year's money is estimated in a new round" },
      ],
    },
  ],
  button: fact.unit === undefined ? "See the round's ledger" : "See the unit's ledger",
});

/** What an adjustment does. */
export const ADJUSTS = { change: 'Adjustment', supplement: 'Supplement', recovery: 'Recovery' } as const;

/** What was approved is changed by a new decision. */
export const adjusted = (fact: AdjustedFact): MailText => ({
  subject: `Follow the ${ADJUSTS[fact.cites.kind].toLowerCase()} of the ${fact.year} estimates: ${dong(fact.after.figures)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `What was approved for ${fact.year}${fact.unit === undefined ? '' : ` for ${fact.unit}`} has been changed. The earlier decision stays as it was made; the new amounts hold from now on.`,
    },
    { kind: 'quote', label: 'Reason', text: fact.cites.reason },
    {
      kind: 'facts',
      rows: [
        { label: 'Approved now', value: amount(fact.after) },
        { label: 'Approved before', value: amount(fact.before) },
        { label: 'Decision', value: decision(fact.decision) },
        { label: 'Decision changed', value: `${fact.cites.number} of ${date(fact.cites.date)}` },
        { label: 'Plan', value: fact.plan },
        { label: 'Next', value: 'The balance follows the new amounts' },
      ],
    },
    {
      kind: 'list',
      caption: 'Lines that were changed',
      items: fact.lines.map(({ title, before, after }) => ({
        title,
        details: [`From ${dong(before)} to ${dong(after)}`],
      })),
      rest: fact.more === 0 ? undefined : `${fact.more} more on the page.`,
    },
  ],
  button: 'See the decision',
});
