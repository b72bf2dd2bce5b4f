import type { AbsenceView, ListedAbsence } from '../../../shared/app/views/absence-view.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { type AbsenceTyped, freshAbsence } from '../forms/absence-form.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, type Form, hidden, selectField } from '../parts/fields.ts';
import { forecastTable, vacancyNote } from '../parts/forecast.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What was typed into which form and refused. */
export type AbsenceAnswer = {
  readonly of: 'absence' | 'leaving' | { readonly absence: string };
  readonly typed: AbsenceTyped & { readonly lastDay: string };
  readonly refused: Refused;
};

type Asked = { readonly form: Form; readonly typed: AbsenceTyped & { readonly lastDay: string } };

/** The form that the answer belongs to, as it was typed; a fresh one where it belongs to another. */
const asked = (visit: Visit, mine: AbsenceAnswer | undefined): Asked => ({
  form: { visit, problems: problemsOf(mine?.refused.refusal) },
  typed: mine?.typed ?? { ...freshAbsence, lastDay: '' },
});

const peopleOptions = ({ t, language }: Visit, people: AbsenceView['people'], none: string) => [
  { value: '', text: none === '' ? t.signing.choose : none },
  ...people.map(({ id, title }) => ({ value: id, text: title[language] })),
];

const standInForm = (
  visit: Visit,
  view: AbsenceView,
  { absence }: ListedAbsence,
  answer: AbsenceAnswer | undefined,
): Html => {
  const { t } = visit;
  const own = typeof answer?.of === 'object' && answer.of.absence === absence.id ? answer : undefined;
  const { form, typed } = asked(visit, own);
  const options = peopleOptions(
    visit,
    view.standIns.filter(({ id }) => id !== absence.person),
    '',
  );
  const at = path('absences', absence.id, 'stand-in');
  return html`<details class="aside"${own === undefined ? nothing : html` open`}><summary>${t.absence.nameTitle}</summary><form method="post" action="${at}">${hidden('id', newCommandId())}${selectField(form, { path: 'standIn', label: t.absence.standIn, value: typed.standIn, options })}<button class="button plain">${t.absence.name}</button></form></details><form class="inline" method="post" action="${path('absences', absence.id, 'cancel')}">${hidden('id', newCommandId())}<button class="link">${t.absence.cancel}</button></form>`;
};

const entry = (
  visit: Visit,
  view: AbsenceView,
  names: Names,
  one: ListedAbsence,
  answer: AbsenceAnswer | undefined,
): Html => {
  const { absence: said } = visit.t;
  const { person, from, until, reason, standIn, recordedBy, recordedAt, cancelled } = one.absence;
  return html`<section class="round"><h3>${names.person(person)}</h3><p>${said.days(shortDate(from), shortDate(until))}${cancelled === null ? nothing : html` · <b>${said.cancelled(names.person(cancelled.by), moment(cancelled.at))}</b>`}</p><p>${standIn === null ? said.nobody : said.standsIn(names.person(standIn))}</p>${when(one.mine && reason !== null, () => html`<p class="soft">${reason ?? ''}</p>`)}<p class="soft">${visit.t.signing.recordedBy(names.person(recordedBy), moment(recordedAt))}</p>${when(one.mine && one.ahead, () => standInForm(visit, view, one, answer))}</section>`;
};

const recordForm = (visit: Visit, view: AbsenceView, answer: AbsenceAnswer | undefined): Html => {
  const { t } = visit;
  const { form, typed } = asked(visit, answer?.of === 'absence' ? answer : undefined);
  return html`<h2>${t.absence.record}</h2><p class="hint">${t.absence.recordHint}</p><form method="post" action="/absences">${hidden('id', newCommandId())}${selectField(form, { path: 'person', label: t.absence.person, value: typed.person, options: peopleOptions(visit, view.people, '') })}${dateField(form, { path: 'from', label: t.absence.from, value: typed.from })}${dateField(form, { path: 'until', label: t.absence.until, value: typed.until })}${selectField(form, { path: 'standIn', label: t.absence.standIn, value: typed.standIn, hint: t.absence.standInHint, options: peopleOptions(visit, view.standIns, t.absence.nobodyYet) })}${areaField(form, { path: 'reason', label: t.absence.reason, value: typed.reason })}<button class="button">${t.absence.record}</button></form>`;
};

const leavingForm = (visit: Visit, view: AbsenceView, answer: AbsenceAnswer | undefined): Html => {
  const { t } = visit;
  const own = answer?.of === 'leaving' ? answer : undefined;
  const { form, typed } = asked(visit, own);
  return html`<details class="aside"${own === undefined ? nothing : html` open`}><summary>${t.absence.leave}</summary><p class="hint">${t.absence.leaveHint}</p><form method="post" action="/absences/leaving">${hidden('id', newCommandId())}${selectField(form, { path: 'person', label: t.absence.leaves, value: typed.person, options: peopleOptions(visit, view.people, '') })}${dateField(form, { path: 'lastDay', label: t.absence.lastDay, value: typed.lastDay })}${areaField(form, { path: 'reason', label: t.absence.reason, value: typed.reason })}<button class="button plain">${t.absence.leave}</button></form></details>`;
};

/** Who is away or leaves, what falls due meanwhile, and the forms that record it. */
export const absencesPage = (visit: Visit, view: AbsenceView, answer?: AbsenceAnswer): Html => {
  const { t, language } = visit;
  const { absence: said } = t;
  const names = namesOf(view.plan, language);
  return layout(visit, {
    title: said.title,
    width: 'medium',
    error: answer !== undefined,
    main: html`<h1>${said.title}</h1><p class="soft">${view.plan.shortTitle[language]}</p>${answer === undefined ? nothing : errorSummary(visit, answer.refused)}<p>${said.about}</p>${vacancyNote(visit, names, view.vacancies)}${view.gaps.length === 0 ? html`<p>${said.noGaps}</p>` : forecastTable(visit, names, view.gaps)}<h2>${said.listed}</h2>${view.listed.length === 0 ? html`<p>${said.none}</p>` : view.listed.map((one) => entry(visit, view, names, one, answer))}${view.leaving.map(
      ({ id, person, lastDay, handedOver }) =>
        html`<p>${said.leaving(names.person(person), shortDate(lastDay))}${handedOver === null ? nothing : html` <span class="reason">${said.handedOver(handedOver.tasks, moment(handedOver.at))}</span>`}</p>${when(lastDay >= view.today && view.people.some((one) => one.id === person), () => html`<form class="inline" method="post" action="${path('absences', id, 'cancel')}">${hidden('id', newCommandId())}<button class="link">${said.stays}</button></form>`)}`,
    )}${recordForm(visit, view, answer)}${leavingForm(visit, view, answer)}`,
  });
};
