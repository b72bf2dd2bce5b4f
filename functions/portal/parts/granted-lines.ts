import type { UnitLedgerView } from '../../../shared/app/views/ledger-view.ts';
import { officesOf } from '../../../shared/domain/context.ts';
import { sum } from '../../../shared/domain/money.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing } from './html.ts';
import { lineName } from './line-table.ts';
import { moneyCell } from './money.ts';

/** The four figures of every line of a unit: proposed, appraised where the plan appraises, approved now, granted. */
export const grantedLines = (visit: Visit, { plan, lines }: UnitLedgerView): Html => {
  const { t } = visit;
  if (lines.length === 0) return nothing;
  const appraises = officesOf(plan, 'appraisal').length > 0;
  const columns = [
    { name: t.package.columns.proposed, amounts: lines.map(({ line }) => line.amount) },
    ...(appraises ? [{ name: t.package.columns.appraised, amounts: lines.map(({ appraised }) => appraised) }] : []),
    { name: t.grant.columns.approved, amounts: lines.map(({ approved }) => approved) },
    { name: t.grant.columns.granted, amounts: lines.map(({ granted }) => granted) },
  ];
  return html`<details><summary>${t.grant.linesTitle}</summary><p class="hint">${t.grant.linesHint}</p><div class="sheet"><table class="cards"><caption>${t.grant.linesCaption}</caption><thead><tr><th scope="col">${t.fields.name('content')}</th>${columns.map(({ name }) => html`<th scope="col" class="money">${name}</th>`)}</tr></thead><tbody>${lines.map(
    ({ line }, index) =>
      html`<tr><th scope="row">${lineName(visit, line, plan)}<span class="reason">${t.fields.sources[line.source]}</span></th>${columns.map(({ name, amounts }) => moneyCell(name, amounts[index] ?? null))}</tr>`,
  )}</tbody><tfoot><tr><th scope="row">${t.round.total}</th>${columns.map(({ name, amounts }) => moneyCell(name, sum(amounts)))}</tr></tfoot></table></div></details>`;
};
