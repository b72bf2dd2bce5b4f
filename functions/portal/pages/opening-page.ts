import type { OpeningView } from '../../../shared/app/views/opening-view.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { OpeningTyped } from '../forms/opening-form.ts';
import { errorSummary, fieldErrors, problemsOf, type Refused } from '../parts/errors.ts';
import { dateField, type Form, hidden, selectField } from '../parts/fields.ts';
import { type Html, html, idOf, nothing } from '../parts/html.ts';
import { forecastTable } from '../parts/forecast.ts';
import { layout } from '../parts/layout.ts';
import { newCommandId, type Visit } from '../visit.ts';

const groupField = (form: Form, view: OpeningView, typed: OpeningTyped, group: OpeningView['groups'][number]): Html => {
  const { visit, problems } = form;
  const names = namesOf(view.plan, visit.language);
  const chosen = typed.members[group.group] ?? group.suggested;
  const path = `members.${group.group}`;
  return html`<fieldset id="${idOf(path)}"><legend>${names.unit(group.group)}</legend><p class="hint">${visit.t.round.groupHint}</p>${fieldErrors(visit, problems, path)}${group.candidates.map(
    (unit) =>
      html`<label class="check"><input type="checkbox" name="${path}" value="${unit}"${chosen.includes(unit) ? html` checked` : nothing}> ${names.unit(unit)}</label>`,
  )}</fieldset>`;
};

/** Opens a year's round: the year, a date for every stage, who stands for each group. */
export const openingPage = (visit: Visit, view: OpeningView, typed: OpeningTyped, refused?: Refused): Html => {
  const { t, language } = visit;
  const { plan } = view;
  const names = namesOf(plan, language);
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  const years = view.years.map(({ year, open }) => ({
    value: String(year),
    text: open ? t.round.yearOpen(year) : String(year),
  }));
  return layout(visit, {
    title: t.round.openTitle,
    width: 'narrow',
    error: refused !== undefined,
    main: html`<h1>${t.round.openTitle}</h1><p class="soft">${plan.title[language]}</p>${refused === undefined ? nothing : errorSummary(visit, refused)}<form method="post" action="/rounds/new">${hidden('id', newCommandId())}${hidden('plan', plan.id)}${selectField(form, { path: 'year', label: t.fields.name('year'), value: typed.year ?? String(view.suggestedYear ?? ''), options: years })}<fieldset><legend>${t.round.dueLegend}</legend><p class="hint">${t.round.dueHint}</p>${view.due.map(
      ({ stage, date }) => {
        const offices = plan.chain?.stages.find(({ key }) => key === stage)?.by ?? [];
        return dateField(form, {
          path: `due.${stage}`,
          label: t.fields.place(`due.${stage}`),
          value: typed.due[stage] ?? date,
          hint: t.round.dueSuggested(
            offices.length === 0 ? t.round.leadUnits : names.units(offices),
            t.formats.day(date),
          ),
        });
      },
    )}</fieldset>${view.groups.map((group) => groupField(form, view, typed, group))}<button class="button">${t.round.open}</button></form>${forecastTable(visit, names, view.gaps)}`,
  });
};
