import { lowered, what } from './en-tasks.ts';
import { amount, date, due, fullDate } from './en-words.ts';
import type { DigestFact, TaskFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';

type Items = Extract<MailBlock, { kind: 'list' }>['items'];

const itemOf = ({ fact, url }: DigestFact['tasks'][number]): Items[number] => ({
  title: fact.own ? what(fact) : `Remind ${fact.office} to ${lowered(what(fact))}`,
  url,
  details: [
    `Due: ${due(fact.due)}`,
    ...(fact.own ? [] : [`Office: ${fact.office}`]),
    `Plan: ${fact.plan}`,
    ...(fact.stood === undefined ? [] : [`Submitted before: ${amount(fact.stood)}`]),
    next(fact),
    ...(fact.instead === undefined
      ? []
      : [`In place of ${fact.instead.of}, who is away until ${date(fact.instead.until)}`]),
  ],
});

const next = ({ next: office }: TaskFact): string =>
  office === undefined ? 'Then: the units get their results' : `Then: ${office}`;

/** Several reminders of a morning in one mail. */
export const digest = ({ day, tasks, more, settings }: DigestFact): MailText => {
  const first = tasks[0]?.fact.due.date;
  const count = tasks.length + more;
  return {
    subject: `${count} ${count === 1 ? 'task' : 'tasks'} to finish${first === undefined ? '' : `, the next due ${date(first)}`} (reminders of ${date(day)})`,
    blocks: [
      {
        kind: 'paragraph',
        text: `These are the open tasks that you are reminded of today, ${fullDate(day)}. What was done before this mail went out is left out.`,
      },
      {
        kind: 'list',
        caption: 'To finish',
        items: tasks.map(itemOf),
        rest: more === 0 ? undefined : `${more} more are on the page.`,
      },
      {
        kind: 'paragraph',
        text: `You chose one mail a day at 07:30 in place of single reminders; choose otherwise at ${settings}. New and returned work, new dates and the last reminder always come by themselves.`,
      },
    ],
    button: 'Open the list of tasks',
  };
};
