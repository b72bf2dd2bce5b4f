import type { CyclesView, CycleOpeningView, DutyEntry } from '../../../shared/app/views/cycles-view.ts';
import { shortDate } from '../../../shared/contracts/messages/format.ts';
import { obligationOf } from '../../../shared/domain/obligations.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { CycleTyped } from '../forms/cycle-form.ts';
import { errorSummary, fieldErrors, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, type Form, hidden, selectField, textField } from '../parts/fields.ts';
import { type Html, html, idOf, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { countsText, overYearsUrl, routeText } from '../parts/report.ts';
import { newCommandId, type Visit } from '../visit.ts';

const dueCell = ({ t, language }: Visit, { obligation, due, opens }: DutyEntry): Html => {
  const { report } = t;
  const notes =
    obligation.notes === undefined ? nothing : html`<span class="reason">${obligation.notes[language]}</span>`;
  if (due === undefined) return html`${obligation.deadline === null ? report.noDate : report.noDateThisYear}${notes}`;
  return html`${t.formats.day(due)}<span class="reason">${obligation.deadline?.phrase ?? ''}${opens === undefined ? '' : `; ${report.opensOn(shortDate(opens))}`}</span>${notes}`;
};

const cyclesCell = (visit: Visit, { obligation, cycles, mayOpen, units }: DutyEntry, year: number): Html => {
  const { report, totals } = visit.t;
  const openUrl = `${path('cycles', 'new')}?${new URLSearchParams({ obligation: obligation.id, year: `${year}` }).toString()}`;
  const title = report.openTitle(obligation.type);
  return html`${
    cycles.length === 0
      ? html`${units === 0 ? report.nobodyListed : report.notOpened}`
      : html`<ul>${cycles.map(
          ({ cycle: { id, body }, counts }) =>
            html`<li><a href="${path('cycles', id)}">${report.cycleTitle(obligation.type, body.year, body.number)}</a>: ${report.phase[body.phase]}<span class="reason">${countsText(visit, counts)}</span></li>`,
        )}</ul><p class="links"><a href="${overYearsUrl('over-years', obligation.id)}" aria-label="${report.overYearsTitle(obligation.type)}">${report.overYears}</a> <a href="${overYearsUrl('totals', obligation.id)}" aria-label="${totals.title(obligation.type)}">${totals.link}</a></p>`
  }${when(mayOpen, () => html`<p><a href="${openUrl}" aria-label="${title}">${report.open}</a></p>`)}`;
};

const dutyRow = (visit: Visit, entry: DutyEntry, year: number, names: Names): Html => {
  const { report } = visit.t;
  const { obligation } = entry;
  return html`<tr><th scope="row">${report.types[obligation.type]}<span class="reason">${obligation.ref}</span></th><td data-of="${report.reporters}">${names.units(obligation.reporters)}</td><td data-of="${report.goesTo}">${routeText(visit, obligation, names)}</td><td data-of="${report.due}">${dueCell(visit, entry)}</td><td data-of="${report.stands}">${cyclesCell(visit, entry, year)}</td></tr>`;
};

/** Units that ended and to whom their duties passed; who has no successor is a warning. */
const successions = ({ t, language }: Visit, { plan }: CyclesView): Html => {
  const { report } = t;
  const ended = plan.successions ?? [];
  const names = namesOf(plan, language);
  const typeOf = (id: string) => report.types[obligationOf(plan, id)?.type ?? 'ad_hoc'];
  return ended.length === 0
    ? nothing
    : html`<h2>${report.successions}</h2><ul>${ended.map(
        ({ unit, lastDay, to, duties = [], basis }) =>
          html`<li>${names.unit(unit)}, ${report.endedAfter(shortDate(lastDay))}: ${to.length === 0 ? html`<b>${report.noSuccessor}</b>` : report.passedTo(names.units(to))}${duties.map((duty) => `; ${report.dutyPassedTo(typeOf(duty.obligation), names.units(duty.to))}`)}${basis === undefined ? nothing : html`<span class="reason">${basis[language]}</span>`}</li>`,
      )}</ul>`;
};

/** Every duty to report of a year, with its date and its cycles. */
export const cyclesPage = (visit: Visit, view: CyclesView): Html => {
  const { t, language } = visit;
  const { report } = t;
  const names = namesOf(view.plan, language);
  const { year, years } = view;
  return layout(visit, {
    title: report.listTitle(year),
    trail: [{ href: '/cycles', text: report.list }],
    main: html`<h1>${report.listTitle(year)}</h1><p class="soft">${view.plan.shortTitle[language]} · <a href="/plan">${t.plan.link}</a></p><p>${report.about}</p><p class="links">${years.map((one) => (one === year ? html`<b>${one}</b> ` : html`<a href="/cycles?year=${one}">${one}</a> `))}</p><div class="sheet"><table class="cards"><caption>${report.caption(year)}</caption><thead><tr><th scope="col">${report.duty}</th><th scope="col">${report.reporters}</th><th scope="col">${report.goesTo}</th><th scope="col">${report.due}</th><th scope="col">${report.stands}</th></tr></thead><tbody>${view.duties.map((entry) => dutyRow(visit, entry, year, names))}</tbody></table></div>${successions(visit, view)}${view.plan.reporting.notes === undefined ? nothing : html`<p class="hint">${view.plan.reporting.notes[language]}</p>`}`,
  });
};

/** What a fresh form starts from. */
export const freshCycle = (view: CycleOpeningView): CycleTyped => ({
  year: `${view.year}`,
  from: view.period.from,
  to: view.period.to,
  due: view.due,
  count: '',
  unit: 'working_days',
  cutOff: view.cutOff,
  asks: '',
  sure: false,
  members: Object.fromEntries(view.groups.map(({ group, suggested }) => [group, suggested])),
});

const groupField = (form: Form, typed: CycleTyped, group: CycleOpeningView['groups'][number], names: Names): Html => {
  const { visit, problems } = form;
  const field = `members.${group.group}`;
  const chosen = typed.members[group.group] ?? [];
  return html`<fieldset id="${idOf(field)}"><legend>${visit.t.report.members(names.unit(group.group))}</legend>${fieldErrors(visit, problems, field)}${group.candidates.map(
    (unit) =>
      html`<label class="check"><input type="checkbox" name="${field}" value="${unit}"${chosen.includes(unit) ? html` checked` : nothing}> ${names.unit(unit)}</label>`,
  )}</fieldset>`;
};

/** Opens a cycle: its period, who reports, until when, and what is asked. */
export const cycleOpeningPage = (
  visit: Visit,
  view: CycleOpeningView,
  typed: CycleTyped = freshCycle(view),
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const { report } = t;
  const names = namesOf(view.plan, language);
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  const title = report.openTitle(view.obligation.type);
  const years = view.years.map((year) => ({ value: `${year}`, text: `${year}` }));
  const units = (['working_days', 'days'] as const).map((value) => ({ value, text: report.dueUnits[value] }));
  const short = form.problems.some(({ path: at }) => at === 'sure');
  return layout(visit, {
    title,
    width: 'narrow',
    error: refused !== undefined,
    trail: [{ href: '/cycles', text: report.list }],
    main: html`<h1>${title}</h1><p class="soft">${names.units(view.obligation.reporters)} → ${routeText(visit, view.obligation, names)}</p>${refused === undefined ? nothing : errorSummary(visit, refused)}<p class="hint">${report.openHint}</p><form method="post" action="/cycles/new?${new URLSearchParams({ obligation: view.obligation.id }).toString()}">${hidden('id', newCommandId())}${hidden('plan', view.plan.id)}${hidden('obligation', view.obligation.id)}${hidden('number', view.number)}${areaField(form, { path: 'asks', label: report.asks, value: typed.asks })}${selectField(form, { path: 'year', label: report.year, value: typed.year, options: years })}${dateField(form, { path: 'from', label: report.from, value: typed.from })}${dateField(form, { path: 'to', label: report.to, value: typed.to })}${dateField(form, { path: 'due', label: report.dueDay, value: typed.due, ...(view.dated ? {} : { hint: report.suggested }) })}${textField(form, { path: 'count', label: report.dueCount, value: typed.count, numeric: true })}${selectField(form, { path: 'unit', label: report.dueUnit, value: typed.unit, options: units })}${dateField(form, { path: 'cutOff', label: report.cutOff, value: typed.cutOff })}${when(short || typed.sure, () => html`<div class="note warn" id="sure"><p>${report.shortNotice}</p><label class="check"><input type="checkbox" name="sure" value="yes"${typed.sure ? html` checked` : nothing}> ${report.shortNoticeSure}</label></div>`)}${view.groups.map((group) => groupField(form, typed, group, names))}${fieldErrors(visit, form.problems, 'members')}<button class="button">${report.open}</button></form>`,
  });
};
