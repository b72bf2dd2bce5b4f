import { ACTIONS } from './en-tasks.ts';
import { date, fullDate } from './en-words.ts';
import type { AbsenceFact, StandInsFact, VacancyFact, WorkFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';

const span = ({ from, until }: Pick<AbsenceFact, 'from' | 'until'>): string =>
  from === until ? `on ${date(from)}` : `from ${date(from)} to ${date(until)}`;

const workList = (works: readonly WorkFact[]): readonly MailBlock[] =>
  works.length === 0
    ? []
    : [
        {
          kind: 'list',
          caption: 'Due meanwhile',
          items: works.slice(0, 20).map(({ kind, year, office, until, away }) => ({
            title: `${ACTIONS[kind]} for ${year} (${office}), due ${fullDate(until)}`,
            details: away === undefined ? [] : [`${away.person} is away ${span(away)}`],
          })),
          rest: works.length > 20 ? `${works.length - 20} more on the page.` : undefined,
        },
      ];

const rows = ({ person, from, until, reason, recordedBy, plan }: AbsenceFact): MailBlock => ({
  kind: 'facts',
  rows: [
    { label: 'Away', value: person },
    { label: 'When', value: span({ from, until }) },
    ...(reason === undefined ? [] : [{ label: 'Why', value: reason }]),
    { label: 'Recorded by', value: recordedBy },
    { label: 'Plan', value: plan },
  ],
});

/** Why the reader no longer stands in, where that is what he is told. */
const over = ({ person, cancelled, replacedBy }: AbsenceFact): string | undefined => {
  if (cancelled) return `The absence of ${person} was taken back; mails about that work go there again.`;
  return replacedBy === undefined
    ? undefined
    : `${replacedBy} stands in for ${person} in your place; mails about that work no longer come to you.`;
};

/** The reader stands in for somebody, or no longer does. */
export const standIn = (fact: AbsenceFact): MailText => {
  const ended = over(fact);
  return {
    subject:
      ended === undefined
        ? `You stand in for ${fact.person} ${span(fact)}`
        : `You no longer stand in for ${fact.person}`,
    blocks: [
      {
        kind: 'paragraph',
        text:
          ended ??
          `Mails about the work of ${fact.person} come to you meanwhile. You may prepare it; signing still takes a post or a written authorisation.`,
      },
      ...(ended === undefined ? workList(fact.works) : []),
      rows(fact),
    ],
    button: 'See who is away',
  };
};

/** Somebody is away while his work is due, and nobody stands in. */
export const standInAsked = (fact: AbsenceFact): MailText => ({
  subject: `Name a stand-in: ${fact.person} is away ${span(fact)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${fact.person} is away while work falls due, and nobody stands in. Please name somebody of the office, or somebody authorised, before the work comes.`,
    },
    ...workList(fact.works),
    rows(fact),
  ],
  button: 'Name a stand-in',
});

/** A round opened in which several people will be away. */
export const standInsAsked = ({ plan, year, works }: StandInsFact): MailText => ({
  subject: `Round ${year}: ${works.length} tasks fall due while those whose they are will be away`,
  blocks: [
    {
      kind: 'paragraph',
      text: `The round of ${year} has opened. These tasks fall due while those whose they are will be away, and nobody stands in. Please have the offices name somebody before the work comes.`,
    },
    ...workList(works),
    { kind: 'facts', rows: [{ label: 'Plan', value: plan }] },
  ],
  button: 'See who is away',
});

/** Somebody leaves, and a post that work waits for has no holder then. */
export const vacancy = ({ plan, person, lastDay, posts }: VacancyFact): MailText => ({
  subject: `Nobody holds a post after ${date(lastDay)}: ${posts.map(({ office }) => office).join(', ')}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${person} leaves after ${date(lastDay)}. From then on nobody holds these posts, so that work that comes there has nobody to do or sign it. Please enter the successors in the plan.`,
    },
    {
      kind: 'list',
      caption: 'Posts without a holder',
      items: posts.map(({ office, post }) => ({
        title: post === 'head' ? `${office}: no head to sign` : `${office}: nobody at all`,
        details: [],
      })),
      rest: undefined,
    },
    { kind: 'facts', rows: [{ label: 'Plan', value: plan }] },
  ],
  button: 'See who is away',
});
