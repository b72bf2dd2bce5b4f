import type { DatedTask, DatesView, ExtensionView } from '../../../shared/app/views/dates-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { dueText } from '../parts/due.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { shareForm } from '../parts/share.ts';
import { plainTitle } from '../parts/task.ts';
import { roundTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What was typed to extend a date. */
export type ExtensionTyped = { readonly due: string; readonly reason: string };

/** What a task is called beside its office. */
const titleOf = ({ t }: Visit, { task }: DatedTask, year: number, names: Names): string =>
  `${plainTitle(t, task.body, year)} · ${names.shortUnit(task.body.office)}`;

const endText = ({ t, language }: Visit, { end }: DatedTask, names: Names): Html => {
  if (end === null) return nothing;
  const text =
    end.do === 'escalate'
      ? t.dates.end.escalate(`${names.unit(end.to.office)} (${t.dates.posts[end.to.post]})`)
      : t.dates.end[end.do];
  return html`<p lang="${language}">${text}${end.note === undefined ? nothing : html`<span class="reason">${end.note[language]}</span>`}</p>`;
};

const ladder = (visit: Visit, { steps }: DatedTask): Html => {
  const { dates: said } = visit.t;
  if (steps.length === 0) return nothing;
  return html`<div class="sheet"><table class="cards"><caption>${said.caption}</caption><tbody>${steps.map(
    ({ rung, at, state }) =>
      html`<tr><th scope="row">${rung.id}</th><td>${moment(at)}</td><td data-of="${said.hears}">${rung.hears.map((one) => said.hearers[one]).join(', ')}</td><td>${said.state[state]}</td></tr>`,
  )}</tbody></table></div>`;
};

/** A task with its date, its ladder, and what can be done about it. */
export const ladderEntry = (visit: Visit, dated: DatedTask, year: number, names: Names): Html => {
  const { t } = visit;
  const title = titleOf(visit, dated, year, names);
  const { id, body } = dated.task;
  return html`<section class="round"><h2>${title}</h2><p>${t.round.tracker.until(dueText(visit, dated.due))}<span class="reason">${t.dates.counted}: ${t.formats.counted(body)}</span></p>${ladder(visit, dated)}${endText(visit, dated, names)}${shareForm(visit, path('tasks', id, 'share'), title)}${when(dated.mayExtend, () => html`<p><a href="${path('tasks', id, 'extend')}" aria-label="${t.dates.extendTitle(title)}">${t.dates.extend}</a></p>`)}</section>`;
};

/** Every open task of a round: its date, how that is counted, its ladder. */
export const datesPage = (visit: Visit, view: DatesView): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const title = t.dates.title(view.round.body.year);
  return layout(visit, {
    title,
    trail: roundTrail(visit, view),
    main: html`<h1>${title}</h1><p>${t.dates.about}</p>${view.tasks.length === 0 ? html`<p>${t.dates.none}</p>` : view.tasks.map((dated) => ladderEntry(visit, dated, view.round.body.year, names))}`,
  });
};

/** Gives an office more time, with the reason. */
export const extensionPage = (
  visit: Visit,
  view: ExtensionView,
  typed: ExtensionTyped = { due: '', reason: '' },
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const { dated } = view;
  const title = t.dates.extendTitle(titleOf(visit, dated, view.of.body.year, names));
  const form = { visit, problems: problemsOf(refused?.refusal) };
  return layout(visit, {
    title,
    width: 'narrow',
    error: refused !== undefined,
    trail:
      view.of.type === 'round'
        ? roundTrail(visit, { round: view.of })
        : [{ href: path('cycles', view.of.id, 'dates'), text: t.dates.link }],
    main: html`<h1>${title}</h1>${refused === undefined ? nothing : errorSummary(visit, refused)}<p>${t.dates.now(dueText(visit, dated.due))}<span class="reason">${t.dates.counted}: ${t.formats.counted(dated.task.body)}</span></p><p class="hint">${t.dates.extendHint}</p><form method="post" action="${path('tasks', dated.task.id, 'extend')}">${hidden('id', newCommandId())}${hidden('seen', dated.task.version)}${hidden('case', view.of.id)}${dateField(form, { path: 'due', label: t.fields.name('due'), value: typed.due })}${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason })}<button class="button">${t.dates.extend}</button></form>`,
  });
};
