import type { LineFigures, PackageView, UnitFigures } from '../../../shared/app/views/package-view.ts';
import type { Amounts } from '../../../shared/app/views/reach.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Figure } from '../../../shared/domain/figures.ts';
import { isUnsealed } from '../../../shared/domain/package.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing, path, when } from './html.ts';
import { commentCell } from './comments.ts';
import { lineName } from './line-table.ts';
import { normNote } from './norm-note.ts';
import { approvedColumn, changeCell, moneyCell } from './money.ts';

type Shown = PackageView['reach'];

/** Why a figure differs, who set it and when. */
export const reasonOf = (figure: Figure | null, names: Names): string =>
  figure === null || figure.reason === ''
    ? ''
    : [
        figure.reason,
        ...(figure.by === null ? [] : [names.person(figure.by)]),
        ...(figure.at === null ? [] : [moment(figure.at)]),
      ].join(' · ');

const reasonCell = (visit: Visit, { appraised, approved }: LineFigures, names: Names): Html => {
  const { t } = visit;
  const said = [
    { stage: t.round.stages.appraisal, text: reasonOf(appraised, names) },
    { stage: t.round.stages.approval, text: reasonOf(approved, names) },
  ].filter(({ text }) => text !== '');
  return html`<td data-of="${t.fields.name('reason')}"><div class="cell">${said.map(({ stage, text }) => html`<span class="block"><b>${stage}:</b> ${text}</span>`)}</div></td>`;
};

const amountCells = (visit: Visit, shown: Shown, amounts: Amounts | null): Html => {
  const { columns } = visit.t.package;
  const proposed = amounts?.proposed ?? null;
  const last = shown.approved ? amounts?.approved : shown.appraised ? amounts?.appraised : undefined;
  return html`${moneyCell(columns.proposed, proposed)}${when(shown.appraised, () => moneyCell(columns.appraised, amounts?.appraised ?? null))}${when(shown.approved, () => moneyCell(approvedColumn(visit, shown), amounts?.approved ?? null))}${when(
    shown.appraised || shown.approved,
    () => (proposed === null ? html`<td class="money"></td>` : changeCell(visit, proposed, last ?? null)),
  )}`;
};

/** How many columns come before the reasons. */
export const columnsOf = (shown: Shown): number =>
  2 + (shown.appraised ? 1 : 0) + (shown.approved ? 1 : 0) + (shown.appraised || shown.approved ? 1 : 0);

const head = (visit: Visit, shown: Shown): Html => {
  const { t } = visit;
  const { columns } = t.package;
  const money = (text: string): Html => html`<th scope="col" class="money">${text}</th>`;
  return html`<tr><th scope="col">${t.fields.name('content')}</th>${money(columns.proposed)}${when(shown.appraised, () => money(columns.appraised))}${when(shown.approved, () => money(approvedColumn(visit, shown)))}${when(shown.appraised || shown.approved, () => money(columns.change))}<th scope="col">${t.fields.name('reason')}</th></tr>`;
};

const unitRows = (visit: Visit, view: PackageView, unit: UnitFigures, names: Names): Html => {
  const { t } = visit;
  const { member, lines, amounts } = unit;
  const { reach } = view;
  const name = html`<a href="${path('estimates', member.estimate)}">${names.unit(member.unit)}</a>`;
  if (unit.leftTo !== null)
    return html`<tr class="unit"><th scope="rowgroup" colspan="${String(columnsOf(reach) + 1)}">${name} <a class="tag" href="${path('packages', unit.leftTo)}">${t.part.left(names.packageParts(unit.leftTo).number)}</a></th></tr>`;
  const said = commentCell(visit, view, { unit: member.unit, line: null }, names.shortUnit(member.unit), names);
  const standing = isUnsealed(view.pkg.body)
    ? t.round.missing[unit.estimate.body.standing]
    : t.package.member[member.standing];
  if (member.standing !== 'submitted')
    return html`<tr class="unit"><th scope="rowgroup" colspan="${String(columnsOf(reach) + 1)}">${name} <span class="tag">${standing}</span>${said}</th></tr>`;
  return html`<tr class="unit"><th scope="rowgroup">${name}${when(member.late, () => html` <span class="tag late">${t.round.late}</span>`)}${said}</th>${amountCells(visit, reach, amounts)}<td></td></tr>${lines.map(
    (line) =>
      html`<tr><th scope="row">${lineName(visit, line.line, view.plan)}${normNote(visit, line.line, line.norm)}${commentCell(visit, view, { unit: member.unit, line: line.line.no }, line.line.content, names)}</th>${amountCells(
        visit,
        reach,
        {
          proposed: line.line.amount,
          appraised: line.appraised?.amount ?? null,
          approved: line.approved?.amount ?? null,
        },
      )}${reasonCell(visit, line, names)}</tr>`,
  )}${[...unit.memo, ...unit.claims].map(
    (line) =>
      html`<tr class="memo"><th scope="row">${lineName(visit, line, view.plan)}</th>${moneyCell(t.package.columns.proposed, line.amount)}<td colspan="${String(columnsOf(reach) - 1)}">${line.countedWith === undefined ? t.sources.memo : t.joint.notCounted(names.shortUnit(line.countedWith))}</td></tr>`,
  )}`;
};

/** Every line of a package: proposed, appraised and approved side by side, by unit, with reasons and totals. */
export const figureTable = (visit: Visit, view: PackageView, names: Names): Html => {
  const { t } = visit;
  const { reach, totals, units } = view;
  return html`<div class="sheet"><table class="cards figures"><caption>${t.package.tableCaption(view.all.length)}</caption><thead>${head(visit, reach)}</thead>${units.map(
    (unit) => html`<tbody>${unitRows(visit, view, unit, names)}</tbody>`,
  )}${totals === null ? nothing : html`<tfoot><tr><th scope="row">${t.round.total}</th>${amountCells(visit, reach, totals)}<td></td></tr></tfoot>`}</table></div>${pager(visit, view)}`;
};

/** Pages of a long package; the page is in the address. */
export const pager = (visit: Visit, { page, reach, earlier }: PackageView): Html =>
  when(page.of > 1, () => {
    const { t } = visit;
    const link = (n: number): string => `?page=${n}${earlier ? `&submission=${reach.submission}` : ''}`;
    return html`<nav class="pager" aria-label="${t.package.pages}">${page.n > 1 ? html`<a href="${link(page.n - 1)}">${t.package.previousPage}</a>` : nothing} <span>${t.package.pageOf(page.n, page.of)}</span> ${page.n < page.of ? html`<a href="${link(page.n + 1)}">${t.package.nextPage}</a>` : nothing}</nav>`;
  });
