import { figuresOf, type PrintedUnit } from '../../../shared/app/views/print-parts.ts';
import type { LineFigures } from '../../../shared/app/views/package-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { versionIn } from '../../../shared/domain/estimate.ts';
import type { Line } from '../../../shared/domain/lines.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import { commentNotes } from '../parts/comments.ts';
import { reasonOf } from '../parts/figure-table.ts';
import { type Html, html, nothing, when } from '../parts/html.ts';
import { codesOf } from '../parts/line-table.ts';
import { normNote } from '../parts/norm-note.ts';
import { amountCell, saidCaption, figureCells, figureHead, type Print, type PrintSection } from './print.ts';

const worked = ({ visit: { t } }: Print, line: Line): Html => {
  const cells = [
    { name: t.fields.name('quantity'), n: line.quantity },
    { name: t.print.times, n: line.times },
    { name: t.print.price, n: line.unitPrice },
  ];
  return html`<td data-of="${t.fields.name('measure')}">${line.measure}</td>${cells.map(({ name, n }) => html`<td class="money" data-of="${name}">${writeDong(n)}</td>`)}`;
};

const sourceCell = ({ visit }: Print, line: Line): Html => {
  const codes = codesOf(visit, line);
  return html`<td data-of="${visit.t.fields.name('source')}">${visit.t.fields.sources[line.source]}${when(codes !== '', () => html`<span class="reason">${codes}</span>`)}</td>`;
};

const remarksCell = ({ visit }: Print, pieces: readonly string[]): Html => {
  const said = pieces.filter((text) => text !== '');
  if (said.length === 0) return html`<td></td>`;
  return html`<td data-of="${visit.t.print.remarks}"><div class="cell">${said.map((text) => html`<span class="block">${text}</span>`)}</div></td>`;
};

const nameCell = (no: number | null, line: Line, note: Html): Html =>
  html`<td class="no">${no ?? ''}</td><th scope="row"><b>${line.activity}</b> ${line.content}${note}</th>`;

const lineRow = (print: Print, figures: LineFigures, no: number, said: Html): Html => {
  const { line, appraised, approved, norm } = figures;
  const { visit, names } = print;
  const { t } = visit;
  const why = [
    { stage: t.package.columns.appraised, text: reasonOf(appraised, names) },
    { stage: t.package.columns.approved, text: reasonOf(approved, names) },
  ].flatMap(({ stage, text }) => (text === '' ? [] : [`${stage}: ${text}`]));
  return html`<tr>${nameCell(no, line, html`${normNote(visit, line, norm)}${said}`)}${worked(print, line)}${figureCells(print, figuresOf(figures))}${sourceCell(print, line)}${remarksCell(print, [line.basis, line.note, ...why])}</tr>`;
};

const besideRow = (print: Print, line: Line): Html => {
  const { visit, names, columns } = print;
  const { t } = visit;
  const why =
    line.countedWith === undefined ? t.sources.memoTag : t.joint.notCounted(names.shortUnit(line.countedWith));
  const [proposed, ...others] = columns;
  return html`<tr class="memo">${nameCell(null, line, nothing)}${worked(print, line)}${amountCell(print, proposed?.name ?? '', line.amount)}${others.map(() => html`<td></td>`)}${sourceCell(print, line)}${remarksCell(print, [why, line.basis, line.note])}</tr>`;
};

/** Which version it is, who prepared it, who signed, when. */
const byWhom = ({ visit: { t }, view, names }: Print, { estimate }: PrintedUnit): string => {
  const version = versionIn(estimate.body, view.pkg.body.id);
  if (version === undefined) return '';
  const [n, signed, at] = [t.formats.version(version.n), names.person(version.by), moment(version.at)];
  return version.preparedBy === undefined
    ? t.print.signedOnly(n, signed, at)
    : t.print.preparedAndSigned(n, names.person(version.preparedBy), signed, at);
};

const unitRows = (print: Print, unit: PrintedUnit): Html => {
  const { visit, names } = print;
  const { t } = visit;
  const { member, continued, lines, memo, claims } = unit;
  const said = (line: number | null): Html => commentNotes(visit, print.view, { unit: member.unit, line }, names);
  const more = when(continued, () => html` (${t.print.continued})`);
  const late = when(member.late, () => html` <span class="tag late">${t.round.late}</span>`);
  return html`<tbody><tr class="unit"><td class="no">${unit.no}</td><th scope="rowgroup" colspan="5">${names.unit(member.unit)}${more}${late}<span class="reason">${byWhom(print, unit)}</span>${continued ? nothing : said(null)}</th>${figureCells(print, unit.amounts)}<td></td><td></td></tr>${lines.map((line, index) => lineRow(print, line, unit.from + index, said(line.line.no)))}${[...memo, ...claims].map((line) => besideRow(print, line))}</tbody>`;
};

/** Every line of every unit, in the columns of the estimate's form (dự toán), with figures, reasons and norms. */
export const unitLines: PrintSection = {
  id: 'lines',
  stands: 'every',
  wide: true,
  body: (print) => {
    const { visit, view, columns } = print;
    const { t } = visit;
    const units = view.printed.filter(({ member, leftTo }) => member.standing === 'submitted' && leftTo === null);
    if (units.length === 0) return undefined;
    return html`<p class="scale">${t.print.scaleIs(t.print.scale[print.scale])}</p><table class="cards every-line">${saidCaption(t.print.sections.lines)}<thead><tr><th scope="col" class="no">${t.print.no}</th><th scope="col">${t.fields.name('content')}</th><th scope="col" class="measure">${t.fields.name('measure')}</th><th scope="col" class="money count">${t.fields.name('quantity')}</th><th scope="col" class="money measure">${t.print.times}</th><th scope="col" class="money">${t.print.price}</th>${columns.map(figureHead)}<th scope="col" class="source">${t.fields.name('source')}</th><th scope="col" class="what">${t.print.remarks}</th></tr></thead>${units.map((unit) => unitRows(print, unit))}</table>`;
  },
};
