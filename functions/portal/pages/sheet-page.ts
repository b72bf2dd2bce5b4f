import type { LineFigures, PackageView, UnitFigures } from '../../../shared/app/views/package-view.ts';
import type { Amounts } from '../../../shared/app/views/reach.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { Line } from '../../../shared/domain/lines.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import { inScale, MoneyScale, roundsOff } from '../../../shared/domain/scale.ts';
import { commentNotes } from '../parts/comments.ts';
import { reasonOf } from '../parts/figure-table.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { codesOf } from '../parts/line-table.ts';
import { approvedColumn } from '../parts/money.ts';
import { sourceTable } from '../parts/source-table.ts';
import type { Visit } from '../visit.ts';

type Column = { readonly name: string; readonly of: (amounts: Amounts) => number | null };

const columnsOf = (visit: Visit, { reach }: PackageView): readonly Column[] => {
  const { columns } = visit.t.package;
  return [
    { name: columns.proposed, of: ({ proposed }) => proposed },
    ...(reach.appraised ? [{ name: columns.appraised, of: ({ appraised }: Amounts) => appraised }] : []),
    ...(reach.approved ? [{ name: approvedColumn(visit, reach), of: ({ approved }: Amounts) => approved }] : []),
  ];
};

const amountsOf = ({ line, appraised, approved }: LineFigures): Amounts => ({
  proposed: line.amount,
  appraised: appraised?.amount ?? null,
  approved: approved?.amount ?? null,
});

const cell = (name: string, amount: number | null, scale: MoneyScale): Html =>
  html`<td class="money" data-of="${name}">${amount === null ? '' : writeDong(inScale(amount, scale))}</td>`;

const sourceAndCodes = (visit: Visit, line: Line): Html => {
  const { t } = visit;
  return html`<td data-of="${t.fields.name('source')}">${t.fields.sources[line.source]}</td><td data-of="${t.sources.sheet.codes}">${codesOf(visit, line)}</td>`;
};

const unitRows = (
  visit: Visit,
  view: PackageView,
  unit: UnitFigures,
  columns: readonly Column[],
  scale: MoneyScale,
  names: Names,
): Html => {
  const { t } = visit;
  const { member, lines, memo, claims, amounts } = unit;
  const reason = t.fields.name('reason');
  const said = (line: number | null): Html => commentNotes(visit, view, { unit: member.unit, line }, names);
  const own = columns.map(({ name, of }) => cell(name, amounts === null ? null : of(amounts), scale));
  const standing =
    member.standing === 'submitted' ? nothing : html` <span class="tag">${t.package.member[member.standing]}</span>`;
  return html`<tbody><tr class="unit"><th scope="rowgroup" colspan="3">${names.unit(member.unit)}${standing}${said(null)}</th>${own}<td></td></tr>${lines.map(
    (line) =>
      html`<tr><th scope="row"><b>${line.line.activity}</b> ${line.line.content}${said(line.line.no)}</th>${sourceAndCodes(visit, line.line)}${columns.map(({ name, of }) => cell(name, of(amountsOf(line)), scale))}<td data-of="${reason}">${[
        line.appraised,
        line.approved,
      ]
        .map((figure) => reasonOf(figure, names))
        .filter((text) => text !== '')
        .join('; ')}</td></tr>`,
  )}${[...memo, ...claims].map(
    (line) =>
      html`<tr class="memo"><th scope="row"><b>${line.activity}</b> ${line.content}</th>${sourceAndCodes(visit, line)}${cell(columns[0]?.name ?? '', line.amount, scale)}${columns.slice(1).map(() => html`<td></td>`)}<td>${line.countedWith === undefined ? t.sources.memoTag : t.joint.notCounted(names.shortUnit(line.countedWith))}</td></tr>`,
  )}</tbody>`;
};

/** Whether any printed column fails to add up from its printed lines or units. */
const owesNote = ({ units, totals, all }: PackageView, columns: readonly Column[], scale: MoneyScale): boolean =>
  columns.some(({ of }) => {
    const total = totals === null ? null : of(totals);
    const parts = all.map(({ amounts }) => (amounts === null ? 0 : (of(amounts) ?? 0)));
    const lines = units.some(
      ({ lines: own, amounts }) =>
        amounts !== null &&
        roundsOff(
          own.map((line) => of(amountsOf(line)) ?? 0),
          of(amounts) ?? 0,
          scale,
        ),
    );
    return lines || (total !== null && roundsOff(parts, total, scale));
  });

const links = (visit: Visit, { pkg, page, reach, earlier }: PackageView, scale: MoneyScale): Html => {
  const { t } = visit;
  const to = (unit: MoneyScale, n: number): string =>
    `${path('packages', pkg.id, 'sheet')}?in=${unit}&page=${n}${earlier ? `&submission=${reach.submission}` : ''}`;
  const pages = html`<nav class="pager" aria-label="${t.package.pages}">${page.n > 1 ? html`<a href="${to(scale, page.n - 1)}">${t.package.previousPage}</a>` : nothing} <span>${t.package.pageOf(page.n, page.of)}</span> ${page.n < page.of ? html`<a href="${to(scale, page.n + 1)}">${t.package.nextPage}</a>` : nothing}</nav>`;
  return html`<p class="links">${t.sources.sheet.otherScales}: ${MoneyScale.options.map((unit) => html`<a href="${to(unit, page.n)}"${unit === scale ? html` aria-current="true"` : nothing}>${t.sources.sheet.scale[unit]}</a> `)}</p>${when(page.of > 1, () => pages)}`;
};

/** The table that offices print (bảng tổng hợp): lines with source and codes, in đồng, nghìn or triệu đồng, in words. */
export const sheetPage = (visit: Visit, view: PackageView, scale: MoneyScale): Html => {
  const { t, language } = visit;
  const { pkg, plan, round, totals } = view;
  const names = namesOf(plan, language);
  const { sheet } = t.sources;
  const title = `${sheet.title(pkg.body.number, pkg.body.year)}, ${t.formats.submission(view.reach.submission)}`;
  const columns = columnsOf(visit, view);
  const heads = [t.fields.name('content'), t.fields.name('source'), sheet.codes];
  return layout(visit, {
    title,
    trail: [
      { href: path('rounds', round.id), text: t.round.title(round.body.year) },
      { href: path('packages', pkg.id), text: t.package.title(pkg.body.number, pkg.body.year) },
    ],
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]}</p>${links(visit, view, scale)}<p class="soft">${sheet.scaleIs(sheet.scale[scale])}</p><div class="sheet"><table class="cards"><caption>${sheet.caption}</caption><thead><tr>${heads.map((name) => html`<th scope="col">${name}</th>`)}${columns.map(({ name }) => html`<th scope="col" class="money">${name}</th>`)}<th scope="col">${t.fields.name('reason')}</th></tr></thead>${view.units.map((unit) => unitRows(visit, view, unit, columns, scale, names))}${
      totals === null
        ? nothing
        : html`<tfoot><tr><th scope="row" colspan="3">${t.round.total}</th>${columns.map(({ name, of }) => cell(name, of(totals), scale))}<td></td></tr></tfoot>`
    }</table></div>${when(owesNote(view, columns, scale), () => html`<p class="hint">${sheet.rounding}</p>`)}${
      totals === null
        ? nothing
        : columns.map(
            ({ name, of }) =>
              html`<p class="words">${sheet.words(`${name} ${money(of(totals) ?? 0)}`, t.formats.words(of(totals) ?? 0))}</p>`,
          )
    }${sourceTable(visit, view.sources, view.reach)}`,
  });
};
