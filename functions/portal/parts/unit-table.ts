import type { RoundView, UnitRow } from '../../../shared/app/views/round-view.ts';
import type { Amounts, Reach } from '../../../shared/app/views/reach.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Visit } from '../visit.ts';
import { dueText } from './due.ts';
import { type Html, html, nothing, path, when } from './html.ts';
import { approvedColumn, moneyCell } from './money.ts';

const standing = (visit: Visit, row: UnitRow): Html => {
  const { t } = visit;
  switch (row.came) {
    case 'submitted':
      return html`<span>${t.round.submittedVersion(row.version ?? 1)}</span>${row.at === null ? nothing : html`<span class="reason">${moment(row.at)}</span>`}${when(row.late, () => html`<span class="tag late">${t.round.lateBy(row.daysLate)}</span>`)}`;
    case 'nil':
      return html`<span>${t.round.nil}</span><span class="reason">${row.nilReason ?? ''}</span>${when(row.late, () => html`<span class="tag late">${t.round.lateBy(row.daysLate)}</span>`)}`;
    case 'missing':
      return html`<span class="${row.due.state === 'late' ? 'cut' : ''}">${t.round.missing[row.progress]}</span><span class="reason">${t.round.tracker.until(dueText(visit, row.due))}</span>`;
  }
};

const amounts = (visit: Visit, row: Amounts | null, shown: Reach): Html => {
  const { columns } = visit.t.package;
  return html`${moneyCell(columns.proposed, row?.proposed ?? null)}${!shown.appraised ? nothing : moneyCell(columns.appraised, row?.appraised ?? null)}${!shown.approved ? nothing : moneyCell(approvedColumn(visit, shown), row?.approved ?? null)}`;
};

/** Every unit of a round: what came in and when, and its sums. A missing estimate has no amount, never a zero. */
export const unitTable = (
  visit: Visit,
  names: Names,
  { rows, totals, reach: shown }: Pick<RoundView, 'rows' | 'totals' | 'reach'>,
): Html => {
  const { t } = visit;
  const { columns } = t.package;
  const head = html`<tr><th scope="col">${t.round.unit}</th><th scope="col">${t.round.standing}</th><th scope="col" class="money">${columns.proposed}</th>${!shown.appraised ? nothing : html`<th scope="col" class="money">${columns.appraised}</th>`}${!shown.approved ? nothing : html`<th scope="col" class="money">${approvedColumn(visit, shown)}</th>`}</tr>`;
  return html`<div class="sheet"><table class="cards"><caption>${t.round.tableCaption}</caption><thead>${head}</thead><tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row"><a href="${path('estimates', row.estimate)}">${names.unit(row.unit)}</a><span class="reason">${row.activities.join(', ')}${row.package === null ? '' : ` · ${visit.t.part.inPackage(names.packageParts(row.package).number)}`}</span></th><td data-of="${t.round.standing}"><div class="cell">${standing(visit, row)}</div></td>${amounts(visit, row.amounts, shown)}</tr>`,
  )}</tbody>${totals === null ? nothing : html`<tfoot><tr><th scope="row" colspan="2">${t.round.total}</th>${amounts(visit, totals, shown)}</tr></tfoot>`}</table></div>`;
};
