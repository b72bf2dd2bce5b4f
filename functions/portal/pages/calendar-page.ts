import type { CalendarPreview, CalendarView, Redating } from '../../../shared/app/views/calendar-view.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { type CalendarDay, DayKind } from '../../../shared/domain/calendar.ts';
import { TaskKind } from '../../../shared/domain/task.ts';
import type { DayTyped } from '../forms/calendar-form.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, type Form, hidden, selectField, textField } from '../parts/fields.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What was typed into a form of the calendar and refused. */
export type CalendarAnswer = { readonly typed: DayTyped; readonly refused: Refused };

const fresh = ({ today }: CalendarView): DayTyped => ({
  date: '',
  kind: 'holiday',
  vi: '',
  en: '',
  source: '',
  asOf: today,
  certain: true,
  reason: '',
});

/** A row to be corrected: what corrects it is looked up today. */
const typedOf = ({ today }: CalendarView, { date, kind, name, source, certain }: CalendarDay): DayTyped => ({
  date,
  kind,
  vi: name.vi,
  en: name.en,
  source,
  asOf: today,
  certain,
  reason: '',
});

const dayFields = (form: Form, typed: DayTyped): Html => {
  const { t } = form.visit;
  const kinds = DayKind.options.map((value) => ({ value, text: t.calendar.kinds[value] }));
  return html`${dateField(form, { path: 'date', label: t.calendar.date, value: typed.date })}${selectField(form, { path: 'kind', label: t.calendar.kind, value: typed.kind, options: kinds })}${textField(form, { path: 'name', label: t.calendar.name, value: typed.vi })}${textField(form, { path: 'nameEn', label: t.calendar.nameEn, value: typed.en, hint: t.calendar.nameEnHint })}${textField(form, { path: 'source', label: t.calendar.source, value: typed.source, hint: t.calendar.sourceHint })}${dateField(form, { path: 'asOf', label: t.calendar.asOf, value: typed.asOf, hint: t.calendar.asOfHint })}${selectField(
    form,
    {
      path: 'certain',
      label: t.calendar.certain,
      value: typed.certain ? 'yes' : 'no',
      options: [
        { value: 'yes', text: t.calendar.isCertain },
        { value: 'no', text: t.calendar.isUncertain },
      ],
    },
  )}`;
};

const dayRow = ({ t, language }: Visit, row: CalendarDay, mayEdit: boolean): Html => {
  const { calendar: said } = t;
  const { date, kind, name, source, asOf, certain } = row;
  return html`<tr><th scope="row">${t.formats.day(date)}</th><td data-of="${said.kind}">${said.kinds[kind]}</td><td data-of="${said.name}">${name[language]}</td><td data-of="${said.source}">${source}<span class="reason">${said.lookedUp(shortDate(asOf))}</span></td><td data-of="${said.certain}">${certain ? said.isCertain : html`<b>${said.isUncertain}</b>`}</td>${mayEdit ? html`<td><a href="${path('calendar', date)}" aria-label="${said.correct}: ${shortDate(date)}">${said.correct}</a></td>` : nothing}</tr>`;
};

/** Which tasks have, or would have, other dates: before and after. */
const redatingTable = (visit: Visit, names: Names, list: readonly Redating[], caption: string): Html => {
  const { t } = visit;
  const { calendar: said } = t;
  return html`<div class="sheet"><table class="cards"><caption>${caption}</caption><thead><tr><th scope="col">${said.task}</th><th scope="col">${said.office}</th><th scope="col">${said.before}</th><th scope="col">${said.after}</th></tr></thead><tbody>${list.map(
    ({ task, office, year, before, after }) => {
      const [named = ''] = task.split(':');
      const kind = TaskKind.safeParse(named).data;
      const title = kind === undefined ? named : t.home.work[kind](year);
      const at = (dates: Redating['before']): string => said.dates(shortDate(dates.due), moment(dates.nextRungAt));
      return html`<tr><th scope="row">${title}</th><td data-of="${said.office}">${names.shortUnit(office)}</td><td data-of="${said.before}">${at(before)}</td><td data-of="${said.after}">${at(after)}</td></tr>`;
    },
  )}</tbody></table></div>`;
};

const lastChange = (visit: Visit, view: CalendarView, names: Names): Html => {
  const { t } = visit;
  const { record, redated } = view;
  const said = t.calendar;
  if (record === null) return html`<p class="soft">${said.shipped}</p>`;
  const { changes, by, at, redating } = record.body;
  return html`<p>${said.changed(changes, names.person(by), moment(at))}</p>${when(redating === true, () => html`<div class="note">${said.redating}</div>`)}${
    redated.length === 0 ? html`<p>${said.noneRedated}</p>` : redatingTable(visit, names, redated, said.redated)
  }`;
};

const addForm = (visit: Visit, view: CalendarView, answer: CalendarAnswer | undefined): Html => {
  const { t } = visit;
  const form = { visit, problems: problemsOf(answer?.refused.refusal) };
  return html`<h2>${t.calendar.add}</h2><form method="post" action="/calendar">${hidden('id', newCommandId())}${hidden('seen', view.record?.version ?? 0)}${dayFields(form, answer?.typed ?? fresh(view))}<p class="hint">${t.calendar.look}</p><button class="button" name="do" value="look">${t.calendar.toLook}</button></form>`;
};

/** The working calendar of the locality, a year at a time, and the form that lists a further day. */
export const calendarPage = (visit: Visit, view: CalendarView, answer?: CalendarAnswer): Html => {
  const { t, language } = visit;
  const { calendar: said } = t;
  const names = namesOf(view.plan, language);
  const { rows, year, years, mayEdit, uncertain } = view;
  return layout(visit, {
    title: said.title,
    error: answer !== undefined,
    main: html`<h1>${said.title}</h1><p class="soft">${view.plan.locality.name[language]}</p>${answer === undefined ? nothing : errorSummary(visit, answer.refused)}<p>${said.about}</p>${when(uncertain.length > 0, () => html`<div class="note warn"><p>${said.unconfirmed(uncertain.map(({ date }) => shortDate(date)).join(', '))}</p></div>`)}<p class="links">${years.map((one) => (one === year ? html`<b>${one}</b> ` : html`<a href="/calendar?year=${one}">${one}</a> `))}</p>${
      rows.length === 0
        ? html`<p>${said.none(year)}</p>`
        : html`<div class="sheet"><table class="cards"><caption>${said.caption(year)}</caption><thead><tr><th scope="col">${said.date}</th><th scope="col">${said.kind}</th><th scope="col">${said.name}</th><th scope="col">${said.source}</th><th scope="col">${said.certain}</th>${mayEdit ? html`<th scope="col">${said.correct}</th>` : nothing}</tr></thead><tbody>${rows.map((row) => dayRow(visit, row, mayEdit))}</tbody></table></div>`
    }<h2>${said.lastChange}</h2>${lastChange(visit, view, names)}${mayEdit ? addForm(visit, view, answer) : html`<p class="hint">${said.keptBy(names.unit(view.keeper))}</p>`}`,
  });
};

/** The row of one day: to be corrected, or taken out with the reason. */
export const calendarDayPage = (visit: Visit, view: CalendarView, row: CalendarDay, answer?: CalendarAnswer): Html => {
  const { t } = visit;
  const { calendar: said } = t;
  const form = { visit, problems: problemsOf(answer?.refused.refusal) };
  const typed = answer?.typed ?? typedOf(view, row);
  const title = said.correctTitle(shortDate(row.date));
  return layout(visit, {
    title,
    width: 'narrow',
    error: answer !== undefined,
    trail: [{ href: '/calendar', text: said.title }],
    main: html`<h1>${title}</h1>${answer === undefined ? nothing : errorSummary(visit, answer.refused)}<form method="post" action="${path('calendar', row.date)}">${hidden('id', newCommandId())}${hidden('seen', view.record?.version ?? 0)}${dayFields(form, typed)}${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason })}<p class="hint">${said.look}</p><button class="button" name="do" value="look">${said.toLook}</button> <button class="button plain" name="do" value="look-remove">${said.toRemove}</button></form>`,
  });
};

/** What a change would do, before it is recorded: the rows, and every task that gets other dates. */
export const calendarPreviewPage = (
  visit: Visit,
  preview: CalendarPreview,
  sent: {
    readonly action: string;
    readonly fields: readonly (readonly [string, string])[];
    readonly record: 'record' | 'remove';
  },
): Html => {
  const { t, language } = visit;
  const { calendar: said } = t;
  const names = namesOf(preview.plan, language);
  const { set, removed, redating } = preview;
  return layout(visit, {
    title: said.previewTitle,
    trail: [{ href: '/calendar', text: said.title }],
    main: html`<h1>${said.previewTitle}</h1><ul>${removed.map((row) => html`<li>${said.removes(t.formats.day(row.date), row.name[language])}</li>`)}${set.map((row) => html`<li>${said.sets(t.formats.day(row.date), said.kinds[row.kind].toLocaleLowerCase('vi'), row.name[language])}</li>`)}</ul>${
      redating.length === 0
        ? html`<p>${said.redatesNone}</p>`
        : redatingTable(visit, names, redating, said.redates(redating.length))
    }<p class="hint">${said.redatesHint}</p><form method="post" action="${sent.action}">${sent.fields.map(([name, value]) => hidden(name, value))}<button class="button" name="do" value="${sent.record}">${said.confirm}</button> <a href="/calendar">${said.back}</a></form>`,
  });
};
