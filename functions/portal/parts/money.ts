import type { Reach } from '../../../shared/app/views/reach.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing } from './html.ts';

/** An amount in a table, with the column's name for the card that it becomes on a phone. */
export const moneyCell = (of: string, dong: number | null, mark: 'th' | 'td' = 'td'): Html => {
  const text = dong === null ? '' : writeDong(dong);
  return mark === 'th'
    ? html`<th class="money" data-of="${of}" scope="col">${text}</th>`
    : html`<td class="money" data-of="${of}">${text}</td>`;
};

/** What the column of the approval is called: before it is signed, its figures are only being considered. */
export const approvedColumn = ({ t }: Visit, { decided }: Pick<Reach, 'decided'>): string =>
  decided ? t.package.columns.approved : t.package.columns.approving;

/** A difference in a table: a cut in red with its sign, none in words. */
export const changeCell = ({ t }: Visit, before: number, after: number | null): Html => {
  if (after === null) return html`<td class="money" data-of="${t.package.columns.change}"></td>`;
  const by = after - before;
  return by === 0
    ? html`<td class="money soft" data-of="${t.package.columns.change}">${t.package.kept}</td>`
    : html`<td class="money ${by < 0 ? 'cut' : ''}" data-of="${t.package.columns.change}">${by > 0 ? '+' : ''}${writeDong(by)}</td>`;
};

/** A sum in large figures, in words below. */
export const bigMoney = ({ t }: Visit, dong: number): Html =>
  html`<p class="big">${money(dong)}</p><p class="words">${t.formats.words(dong)}</p>`;

/** A sum in words under a table. */
export const inWords = ({ t }: Visit, dong: number | null): Html =>
  dong === null ? nothing : html`<p class="words">${t.formats.inWords(t.formats.words(dong))}</p>`;
