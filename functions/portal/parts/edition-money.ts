import { money } from '../../../shared/contracts/messages/format.ts';
import type { ActivityTotal, EditionMoney } from '../../../shared/domain/edition.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing } from './html.ts';

/** Money of one thing, with its name and where its figures come from. */
export type MoneyRow = EditionMoney &
  Pick<ActivityTotal, 'spent' | 'memo'> & { readonly name: string; readonly href: string };

/** Money by activity or unit, from proposed to spent, in đồng; nothing where there was none. */
export const moneyTable = (
  { t }: Visit,
  { caption, of }: { readonly caption: string; readonly of: string },
  all: readonly MoneyRow[],
): Html => {
  const { edition: said } = t;
  const rows = all.filter(({ proposed, spent, memo }) => proposed + spent + memo > 0);
  if (rows.length === 0) return nothing;
  const cells = (values: readonly number[]): Html =>
    html`${values.map((value, index) => html`<td class="money" data-of="${said.money[index] ?? ''}">${money(value)}</td>`)}`;
  const valuesOf = ({ proposed, appraised, approved, granted, spent, memo }: MoneyRow): readonly number[] => [
    proposed,
    appraised,
    approved,
    granted,
    spent,
    memo,
  ];
  const sums = rows.map(valuesOf).reduce((sum, one) => sum.map((value, index) => value + (one[index] ?? 0)));
  return html`<div class="sheet"><table class="cards"><caption>${caption}</caption><thead><tr><th scope="col">${of}</th>${said.money.map((name) => html`<th scope="col" class="end">${name}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr><th scope="row"><a href="${row.href}">${row.name}</a></th>${cells(valuesOf(row))}</tr>`)}</tbody><tfoot><tr><th scope="row">${said.sum}</th>${cells(sums)}</tr></tfoot></table></div>`;
};
