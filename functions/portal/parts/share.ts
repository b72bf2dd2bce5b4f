import type { RoundView } from '../../../shared/app/views/round-view.ts';
import type { TaskView } from '../../../shared/app/views/task-view.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { Visit } from '../visit.ts';
import { dueText } from './due.ts';
import { type Html, html } from './html.ts';
import { plainTitle } from './task.ts';

/** How many units that are missing a summary names. */
const MOST_UNITS = 15;

/** The button that makes a summary of something. */
export const shareForm = ({ t }: Visit, action: string, what: string): Html =>
  html`<form method="post" action="${action}"><button class="link" aria-label="${t.share.makeOf(what)}">${t.share.make}</button></form>`;

const missingLine = ({ t, language }: Visit, { rows, plan, expected }: RoundView): string => {
  const names = namesOf(plan, language);
  const missing = rows.filter(({ came }) => came === 'missing').map(({ unit }) => names.shortUnit(unit));
  return t.share.missing(missing.slice(0, MOST_UNITS), Math.max(0, missing.length - MOST_UNITS), expected);
};

/** A round in a few lines of plain text without an amount: where it is, until when, who is still missing. */
export const roundSummary = (visit: Visit, view: RoundView, url: string): string => {
  const { t, language } = visit;
  const { plan, round, tracker, viewer } = view;
  const now = tracker.steps.find(({ state }) => state === 'now');
  const due = now?.due ?? null;
  const offices = now?.offices.length === 0 ? t.round.leadUnits : namesOf(plan, language).units(now?.offices ?? []);
  return [
    `${t.round.title(round.body.year)}: ${plan.shortTitle[language]}`,
    ...(now === undefined ? [t.share.ended] : [t.share.stage(t.round.stages[now.stage], offices)]),
    ...(due === null ? [] : [t.share.due(dueText(visit, due))]),
    ...(now?.stage === 'estimate' && viewer.seesAll ? [missingLine(visit, view)] : []),
    t.share.open(url),
  ].join('\n');
};

/** A task in a few lines of plain text without an amount: what, until when, whose it is. */
export const taskSummary = (visit: Visit, { plan, summary }: TaskView, url: string): string => {
  const { t, language } = visit;
  const { body } = summary.task;
  return [
    `${plainTitle(t, body, summary.year)}: ${plan.shortTitle[language]}`,
    t.share.office(namesOf(plan, language).shortUnit(body.office)),
    body.state === 'open' ? t.share.due(dueText(visit, summary.due)) : t.share.ended,
    t.share.open(url),
  ].join('\n');
};
