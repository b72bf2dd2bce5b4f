import type { CodesView } from '../../../shared/app/views/codes-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What came back of a table that was sent. */
export type CodesTyped = { readonly text: string; readonly refused: Refused };

const loadForm = (visit: Visit, { plan, record }: CodesView, typed: CodesTyped | undefined): Html => {
  const { t } = visit;
  const form = { visit, problems: problemsOf(typed?.refused.refusal) };
  return html`<form method="post" action="${path('codes')}">${hidden('id', newCommandId())}${hidden('plan', plan.id)}${hidden('seen', record?.version ?? 0)}${areaField(form, { path: 'text', label: t.fields.name('text'), value: typed?.text ?? '', hint: t.sources.codes.hint })}<p class="hint">${t.sources.codes.follows}</p><button class="button" name="do" value="load">${t.sources.codes.load}</button></form>`;
};

/** The state budget index: the codes in force, and the form that loads a table for the offices that keep it. */
export const codesPage = (visit: Visit, view: CodesView, typed?: CodesTyped): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const { codes: said } = t.sources;
  const { record, codes } = view;
  return layout(visit, {
    title: said.title,
    error: typed !== undefined,
    trail: [],
    main: html`<h1>${said.title}</h1>${typed === undefined ? nothing : errorSummary(visit, typed.refused)}<p>${record === null ? said.none : said.loaded(record.body.codes.count, record.body.editions, names.person(record.body.by), moment(record.body.at))}</p>${view.mayLoad ? loadForm(visit, view, typed) : html`<p class="hint">${said.only(names.units(view.offices))}</p>`}${
      codes.length === 0
        ? nothing
        : html`<div class="sheet"><table class="cards"><caption>${said.caption}</caption><thead><tr><th scope="col">${said.kind}</th><th scope="col">${said.code}</th><th scope="col">${said.name}</th></tr></thead><tbody>${codes.map(
            ({ part, code, name }) =>
              html`<tr><td data-of="${said.kind}">${t.fields.classificationParts[part]}</td><th scope="row">${code}</th><td data-of="${said.name}">${name}</td></tr>`,
          )}</tbody></table></div>`
    }`,
  });
};
