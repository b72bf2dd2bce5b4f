import { inTime, type TimelinessView, type UnitOverYears } from '../../../shared/app/views/timeliness-view.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { type Html, html, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { cameCell, countsText, whenText } from '../parts/report.ts';
import type { Visit } from '../visit.ts';

const titlesOf = ({ t }: Visit, { cycles, obligation }: TimelinessView): readonly string[] =>
  cycles.map(({ cycle }) => t.report.cycleTitle(obligation.type, cycle.body.year, cycle.body.number));

const unitRow = (
  visit: Visit,
  { unit, reports, counts }: UnitOverYears,
  titles: readonly string[],
  names: Names,
): Html => {
  const { t } = visit;
  const { n, of } = inTime(counts);
  const cells = reports.map((entry, index) =>
    entry === undefined
      ? html`<td data-of="${titles[index] ?? ''}">${t.report.notOwed}</td>`
      : html`<td data-of="${titles[index] ?? ''}"><a href="${path('returns', entry.report.id)}">${cameCell(visit, entry, names)}</a><span class="reason">${whenText(visit, entry.when)}</span></td>`,
  );
  return html`<tr><th scope="row">${names.unit(unit)}</th>${cells}<td data-of="${t.report.kept}">${t.report.keptOf(n, of)}</td></tr>`;
};

/** How a duty was kept over the years: a row for each unit, a column for each cycle, and what everybody came to. */
export const timelinessPage = (visit: Visit, view: TimelinessView): Html => {
  const { t, language } = visit;
  const { report } = t;
  const names = namesOf(view.plan, language);
  const title = report.overYearsTitle(view.obligation.type);
  const titles = titlesOf(visit, view);
  const heads = view.cycles.map(
    ({ cycle }, index) => html`<th scope="col"><a href="${path('cycles', cycle.id)}">${titles[index] ?? ''}</a></th>`,
  );
  const totals = view.cycles.map(({ counts }, index) => {
    const { n, of } = inTime(counts);
    return html`<td data-of="${titles[index] ?? ''}">${countsText(visit, counts)}<span class="reason">${report.kept}: ${report.keptOf(n, of)}</span></td>`;
  });
  return layout(visit, {
    title,
    trail: [{ href: '/cycles', text: report.list }],
    main: html`<h1>${title}</h1><p class="soft">${view.plan.shortTitle[language]} · ${view.obligation.ref}</p><p>${report.overYearsAbout}</p>${
      view.cycles.length === 0
        ? html`<p>${report.notOpened}</p>`
        : html`<div class="sheet"><table class="cards"><caption>${report.units(view.units.length)}</caption><thead><tr><th scope="col">${report.unit}</th>${heads}<th scope="col">${report.kept}</th></tr></thead><tbody>${view.units.map((row) => unitRow(visit, row, titles, names))}<tr><th scope="row">${report.everybody}</th>${totals}<td></td></tr></tbody></table></div>`
    }`,
  });
};
