import { money } from '../../../shared/contracts/messages/format.ts';
import { sum } from '../../../shared/domain/money.ts';
import { decisionPaper } from '../parts/decision-paper.ts';
import { html, when } from '../parts/html.ts';
import { facts } from './cover.ts';
import { amountCell, type PrintSection, saidCaption } from './print.ts';

/** What an adjustment is, which decision it changes, from how much to how much, and what was decided on it. */
export const adjustedCover: PrintSection = {
  id: 'summary',
  stands: 'first',
  wide: false,
  body: (print) => {
    const { visit, view, names } = print;
    const { t } = visit;
    const { decision, viewer, pkg } = view;
    const { adjusts, content } = pkg.body;
    const { approved } = content.totals;
    return html`${facts(print)}${when(!viewer.seesAll, () => html`<p class="note">${t.print.ownPart}</p>`)}${when(
      viewer.seesAll && adjusts !== undefined,
      () =>
        html`<p>${t.adjustment.totals(money(adjusts?.before ?? 0), money(approved))} ${t.formats.words(approved)}.</p>`,
    )}<h3>${t.print.decision}</h3>${decision === null ? html`<p>${t.print.noDecision}</p>` : decisionPaper(visit, decision, names)}`;
  },
};

/** The lines that an adjustment changes, before and after. */
export const adjustedLines: PrintSection = {
  id: 'adjusted',
  stands: 'first',
  wide: false,
  body: (print) => {
    const { visit, view, names, scale } = print;
    const { t } = visit;
    const lines = view.adjusted ?? [];
    const { before, after } = t.adjustment.columns;
    const { change } = t.package.columns;
    const all = { before: sum(lines.map((line) => line.before)), after: sum(lines.map((line) => line.after)) };
    const cells = (of: { readonly before: number; readonly after: number }) =>
      html`${amountCell(print, before, of.before)}${amountCell(print, after, of.after)}${amountCell(print, change, of.after - of.before)}`;
    return html`<p>${t.print.scaleIs(t.print.scale[scale])}${when(scale !== 'dong', () => html`. ${t.print.rounding}`)}</p><table class="cards">${saidCaption(t.print.sections.adjusted)}<thead><tr><th scope="col">${t.fields.name('content')}</th>${[before, after, change].map((name) => html`<th scope="col" class="money">${name}</th>`)}</tr></thead><tbody>${lines.map(
      (line) =>
        html`<tr><th scope="row">${line.no}. <b>${line.activity}</b> ${line.content}<span class="reason">${names.unit(line.unit)}</span></th>${cells(line)}</tr>`,
    )}</tbody><tfoot><tr><th scope="row">${t.print.wholePackage}</th>${cells(all)}</tr></tfoot></table>`;
  },
};
