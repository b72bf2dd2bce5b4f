import type { CycleDatesView, CycleView, ReportEntry } from '../../../shared/app/views/cycle-view.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { dueWhile } from '../parts/due.ts';
import { hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { cameCell, countsText, extendedText, routeText, whenText } from '../parts/report.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { ladderEntry } from './dates-page.ts';

/** Where a page of a cycle stands. */
export const cycleTrail = ({ t }: Visit, { cycle, obligation }: Pick<CycleView, 'cycle' | 'obligation'>) => [
  { href: '/cycles', text: t.report.list },
  {
    href: path('cycles', cycle.id),
    text: t.report.cycleTitle(obligation.type, cycle.body.year, cycle.body.number),
  },
];

const reportRow = (visit: Visit, entry: ReportEntry, names: Names): Html => {
  const { t } = visit;
  const { report } = entry;
  return html`<tr><th scope="row"><a href="${path('returns', report.id)}">${names.unit(report.body.unit)}</a></th><td data-of="${t.report.cameIn}">${cameCell(visit, entry, names)}</td><td data-of="${t.report.when}">${whenText(visit, entry.when)}</td><td data-of="${t.report.due}">${shortDate(report.body.due)}${extendedText(visit, report.body, names)}</td></tr>`;
};

const standing = (visit: Visit, { cycle }: CycleView, names: Names): Html => {
  const { report } = visit.t;
  const { openedBy, openedAt, cut, cutOff, phase } = cycle.body;
  const opened =
    openedBy === null
      ? report.openedByPlan(moment(openedAt))
      : report.openedBy(names.person(openedBy), moment(openedAt));
  return html`<p>${opened}</p><p>${cut === null ? `${report.phase[phase]}; ${report.cutsOn(shortDate(cutOff))}` : report.cut[cut.cause](moment(cut.at))}</p>`;
};

const editionLinks = (visit: Visit, { cycle, edition, seesAll }: CycleView): Html => {
  const { report, edition: said } = visit.t;
  if (edition === undefined || !seesAll) return nothing;
  const { editions } = cycle.body;
  const formed = edition.body.content === null ? editions - 1 : editions;
  const running =
    edition.body.content === null
      ? html`<p>${report.progressing(edition.body.gathered, edition.body.units)}</p>`
      : nothing;
  return html`<h2>${report.editions}</h2>${running}<p class="links">${Array.from({ length: formed }, (_, index) => index + 1).map((n) => html`<a href="${path('cycles', cycle.id, 'editions', n)}">${said.other(n)}</a> `)}</p>`;
};

const cutForm = (visit: Visit, { cycle }: CycleView): Html => {
  const { report } = visit.t;
  return html`<details class="aside"><summary>${report.cutNow}</summary><p class="hint">${report.cutNowHint}</p><form method="post" action="${path('cycles', cycle.id, 'cut')}">${hidden('id', newCommandId())}${hidden('seen', cycle.version)}<button class="button plain">${report.cutNow}</button></form></details>`;
};

/** A cycle: what is asked, until when, what came in of whom, and when. */
export const cyclePage = (visit: Visit, view: CycleView): Html => {
  const { t, language } = visit;
  const { report } = t;
  const { cycle, obligation, counts, reports } = view;
  const { from, to, asks, unnamed, year, number } = cycle.body;
  const names = namesOf(view.plan, language);
  const title = report.cycleTitle(obligation.type, year, number);
  return layout(visit, {
    title,
    trail: cycleTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${view.plan.shortTitle[language]} · ${report.period(shortDate(from), shortDate(to))}</p>${when(unnamed.length > 0, () => html`<div class="note warn"><p>${report.unnamed(names.units(unnamed))}</p></div>`)}<p>${report.goesTo}: ${routeText(visit, obligation, names)}</p>${asks === null ? nothing : html`<blockquote><p>${asks}</p></blockquote>`}<p>${report.due}: ${dueWhile(visit, view.due, cycle.body.cut === null)}<span class="reason">${t.dates.counted}: ${t.formats.counted(cycle.body)}</span></p>${standing(visit, view, names)}<p><b>${countsText(visit, counts)}</b></p>${editionLinks(visit, view)}<div class="sheet"><table class="cards"><caption>${report.units(counts.of)}</caption><thead><tr><th scope="col">${report.unit}</th><th scope="col">${report.cameIn}</th><th scope="col">${report.when}</th><th scope="col">${report.due}</th></tr></thead><tbody>${reports.map((entry) => reportRow(visit, entry, names))}</tbody></table></div><p class="links"><a href="${path('cycles', cycle.id, 'dates')}">${t.dates.link}</a></p>${when(view.mayCut, () => cutForm(visit, view))}`,
  });
};

/** The dates and ladders of a cycle's open tasks. */
export const cycleDatesPage = (visit: Visit, view: CycleDatesView): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const { year, number } = view.cycle.body;
  const title = `${t.dates.link}: ${t.report.name(view.obligation.type, year, number)}`;
  return layout(visit, {
    title,
    trail: cycleTrail(visit, view),
    main: html`<h1>${title}</h1><p>${t.dates.about}</p>${view.tasks.length === 0 ? html`<p>${t.report.noOpen}</p>` : view.tasks.map((dated) => ladderEntry(visit, dated, year, names))}`,
  });
};
