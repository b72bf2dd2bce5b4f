import { standIn, standInAsked, standInsAsked, vacancy } from './en-absence.ts';
import { consulted } from './en-consulted.ts';
import { dated, lapsed } from './en-dates.ts';
import { digest } from './en-digest.ts';
import { code, signIn } from './en-sign-in.ts';
import { authorisation, signed } from './en-signing.ts';
import { assigned, reminder } from './en-tasks.ts';
import { passedOn, undelivered } from './en-undelivered.ts';
import { amount, counts, decision, dong, lines, moment, sourceRows, withoutList } from './en-words.ts';
import { adjusted, granted, grantReversed, yearEnd } from './en-grants.ts';
import type { MailBlock, MailMessages } from './messages.ts';

const HAD = {
  nothing: 'Nothing had come in from the unit by then.',
  draft: 'By then the unit had a draft that it had not submitted. The draft is kept.',
  recalled: 'By then the unit had recalled its estimate and not submitted it again. What it submitted before is kept.',
  returned: 'By then the estimate was returned for correction and not submitted again. What came before is kept.',
} as const;

const wayForward = (lockedBy: string): MailBlock => ({
  kind: 'paragraph',
  text: `If money is still needed, write to ${lockedBy} for a supplement, and say why nothing came in on time.`,
});

/** The mails in English. */
export const en: MailMessages = {
  language: 'en',
  greeting: (title) => `To: ${title}`,
  buttonFallback: 'If the button does not work, copy this address into a browser:',
  footer: (link) =>
    [
      'Sent by Trình by itself; answers to this address are not read.',
      link === 'personal'
        ? 'The link is yours alone; please do not forward it. Opening it only shows, and decides nothing.'
        : 'Opening the link only shows.',
    ].join(' '),
  assigned,
  authorisation,
  consulted,
  dated,
  digest,
  standIn,
  standInAsked,
  standInsAsked,
  vacancy,
  undelivered,
  passedOn,
  lapsed,
  reminder,
  signed,
  granted,
  grantReversed,
  yearEnd,
  adjusted,
  signIn,
  code,

  leftOut: ({ plan, year, unit, lockedBy, at, had }) => ({
    subject: `Ask for a supplement if needed: the ${year} estimate of ${unit} is not in the package`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${lockedBy} closed the ${year} estimates on ${moment(at)}. The estimate of ${unit} is not in the package; it counts neither as zero nor as proposing nothing.`,
      },
      { kind: 'paragraph', text: HAD[had] },
      wayForward(lockedBy),
      {
        kind: 'facts',
        rows: [
          { label: 'Plan', value: plan },
          { label: 'Unit', value: unit },
          { label: 'Next', value: `${lockedBy} goes on with what the other units submitted` },
        ],
      },
    ],
    button: "See your unit's estimate",
  }),

  lowered: ({ plan, year, unit, appraisedBy, submission, proposed, appraised, less, sources, lines: cut, next }) => ({
    subject: `See the appraisal of the ${year} estimate: ${dong(less.figures)} less`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${appraisedBy} appraised the ${year} estimate of ${unit} and lowered some lines. What the unit proposed stays beside it, unchanged.`,
      },
      {
        kind: 'facts',
        rows: [
          { label: 'Proposed', value: amount(proposed) },
          { label: 'Appraised', value: amount(appraised) },
          { label: 'Less by', value: amount(less) },
          ...sourceRows(sources),
          { label: 'Submission', value: `${submission}` },
          { label: 'Plan', value: plan },
          { label: 'Next', value: next === undefined ? 'The approval' : `${next} decides` },
        ],
      },
      ...lines('Lines that were lowered', cut, false),
      {
        kind: 'paragraph',
        text: `The approving office has the last word. If you disagree, speak with ${appraisedBy}.`,
      },
    ],
    button: 'See every line',
  }),

  result: ({ plan, year, unit, proposed, appraised, approved, sources, decision: paper, lines: changed }) => ({
    subject: `Carry out the approved ${year} estimate: ${dong(approved.figures)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `The ${year} estimate of ${unit} was decided on. Please stay within what was approved.`,
      },
      {
        kind: 'facts',
        rows: [
          { label: 'Approved', value: amount(approved) },
          { label: 'Proposed', value: amount(proposed) },
          { label: 'Appraised', value: amount(appraised) },
          ...sourceRows(sources),
          { label: 'Decision', value: decision(paper) },
          { label: 'Plan', value: plan },
          { label: 'Next', value: `${unit} carries it out` },
        ],
      },
      ...lines('Lines that differ from what was proposed', changed, false),
    ],
    button: 'See the result by line',
  }),

  published: (fact) => ({
    subject: `See what was approved for ${fact.year}: ${dong(fact.approved.figures)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${fact.approvedBy} approved the ${fact.year} estimates. Every unit has been told its result.`,
      },
      {
        kind: 'facts',
        rows: [
          { label: 'Approved', value: amount(fact.approved) },
          { label: 'Appraised', value: amount(fact.appraised) },
          { label: 'Proposed', value: amount(fact.proposed) },
          ...sourceRows(fact.sources),
          { label: 'Decision', value: decision(fact.decision) },
          {
            label: 'Units',
            value: counts({
              submitted: fact.submitted,
              nil: fact.without.filter(({ standing }) => standing === 'nil').length,
              missing: fact.without.filter(({ standing }) => standing === 'missing').length,
            }),
          },
          { label: 'Plan', value: fact.plan },
          { label: 'Next', value: 'The units carry it out' },
        ],
      },
      ...lines('Approved above what was appraised', fact.above, true),
      ...withoutList(fact.without),
      ...(fact.ownStanding === undefined
        ? []
        : [{ kind: 'paragraph' as const, text: 'Your own unit has no estimate in this package.' }]),
    ],
    button: 'See the result',
  }),

  closed: ({ plan, year, unit, standing, nilReason, lockedBy, decision: paper }) => ({
    subject:
      standing === 'nil'
        ? `For information: the ${year} estimates are approved; ${unit} proposed nothing`
        : `Ask for a supplement if needed: the ${year} estimates are approved without ${unit}`,
    blocks: [
      {
        kind: 'paragraph',
        text:
          standing === 'nil'
            ? `The ${year} estimates were decided on. ${unit} signed that it proposes nothing, so nothing was approved for it.`
            : `The ${year} estimates were decided on. The estimate of ${unit} is not among them, as it had not come in when they were closed.`,
      },
      ...(nilReason === undefined ? [] : [{ kind: 'quote' as const, label: 'The reason you gave', text: nilReason }]),
      {
        kind: 'facts',
        rows: [
          { label: 'Decision', value: decision(paper) },
          { label: 'Plan', value: plan },
          { label: 'Unit', value: unit },
        ],
      },
      ...(standing === 'missing' ? [wayForward(lockedBy)] : []),
    ],
    button: "See your unit's round",
  }),

  secondClaim: ({ plan, year, unit, claims, standing }) => ({
    subject: `For your information: ${unit} also asks for an activity that another unit submits, ${year}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${unit} submitted its ${year} estimate with a joint activity that another unit submits. That part is kept but is in no total; each activity counts once.`,
      },
      {
        kind: 'list',
        caption: 'Activities asked for twice',
        items: claims.map(({ activity, title, submitter, figures }) => ({
          title: `${activity}: ${title}`,
          details: [`${unit} asks ${dong(figures)}; counted with ${submitter}`],
        })),
        rest: undefined,
      },
      {
        kind: 'paragraph',
        text: `If another unit is to submit it, ${standing} returns the estimates and names the submitter again.`,
      },
      { kind: 'facts', rows: [{ label: 'Plan', value: plan }] },
    ],
    button: "See the unit's estimate",
  }),
};
