import type { Reach } from '../../../shared/app/views/reach.ts';
import type { SourceAmounts } from '../../../shared/app/views/amounts.ts';
import { SourceOfFunds } from '../../../shared/domain/lines.ts';
import { chainTotal } from '../../../shared/domain/sources.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing, when } from './html.ts';
import { approvedColumn, moneyCell } from './money.ts';

/** The totals by source of funds at each figure that is shown; what communes pay themselves stands under the total. */
export const sourceTable = (
  visit: Visit,
  { proposed, appraised, approved, memo }: SourceAmounts,
  reach: Pick<Reach, 'decided'>,
): Html => {
  const { t } = visit;
  const { columns } = t.package;
  const figures = [
    { name: columns.proposed, totals: proposed },
    ...(appraised === null ? [] : [{ name: columns.appraised, totals: appraised }]),
    ...(approved === null ? [] : [{ name: approvedColumn(visit, reach), totals: approved }]),
  ];
  const sources = SourceOfFunds.options.filter((source) => proposed[source] !== undefined);
  if (sources.length === 0) return nothing;
  return html`<div class="sheet"><table class="cards sources"><caption>${t.sources.caption}</caption><thead><tr><th scope="col">${t.fields.name('source')}</th>${figures.map(({ name }) => html`<th scope="col" class="money">${name}</th>`)}</tr></thead><tbody>${sources.map(
    (source) =>
      html`<tr><th scope="row">${t.fields.sources[source]}</th>${figures.map(({ name, totals }) => moneyCell(name, totals[source] ?? 0))}</tr>`,
  )}</tbody><tfoot><tr><th scope="row">${t.round.total}</th>${figures.map(({ name, totals }) => moneyCell(name, chainTotal(totals)))}</tr>${when(
    memo > 0,
    () =>
      html`<tr class="memo"><td>${t.sources.memo}</td>${moneyCell(columns.proposed, memo)}${figures.slice(1).map(() => html`<td></td>`)}</tr>`,
  )}</tfoot></table></div>`;
};
