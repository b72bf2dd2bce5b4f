import type { GrantSums, GrantView, RoundLedgerView, UnitLedgerView } from '../../../shared/app/views/ledger-view.ts';
import { money, moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import { activityOf } from '../../../shared/domain/plan.ts';
import type { SourceSums } from '../../../shared/domain/sources.ts';
import type { Visit } from '../visit.ts';
import { fundName, sourceSaid } from './fund.ts';
import { type Html, html, nothing, path, when } from './html.ts';
import { moneyCell } from './money.ts';

type Cells = { readonly [K in keyof GrantSums]: number };
type Ended = Pick<RoundLedgerView, 'round'>;

/** What the last column is called: what is left, or, once the round is closed, what lapsed. */
const lastColumn = ({ t }: Visit, { round }: Ended): string =>
  round.body.closing === undefined ? t.grant.columns.balance : t.grant.columns.lapsed;

const cells = (visit: Visit, ended: Ended, sums: Cells): Html => {
  const { columns } = visit.t.grant;
  return html`${moneyCell(columns.approved, sums.approved)}${moneyCell(columns.granted, sums.granted)}${moneyCell(lastColumn(visit, ended), sums.balance)}`;
};

const head = (visit: Visit, ended: Ended, first: string): Html => {
  const { columns } = visit.t.grant;
  const heads = [columns.approved, columns.granted, lastColumn(visit, ended)];
  return html`<tr><th scope="col">${first}</th>${heads.map((text) => html`<th scope="col" class="money">${text}</th>`)}</tr>`;
};

type Foot = Ended & { readonly totals: GrantSums; readonly sources: readonly SourceSums[] };

/** The total, and of it each source where the state budget is not the only one. */
const foot = (visit: Visit, view: Foot): Html => {
  const { t } = visit;
  const { totals, sources } = view;
  const said = sources.every(({ source }) => source === 'state_budget') ? [] : sources;
  return html`<tfoot><tr><th scope="row">${t.round.total}</th>${cells(visit, view, totals)}</tr>${said.map(
    ({ source, approved, granted }) =>
      html`<tr><th scope="row">${t.fields.sources[source]}</th>${cells(visit, view, { approved, granted, balance: approved - granted })}</tr>`,
  )}</tfoot>`;
};

/** Every unit of a round that was approved money: approved, granted, left, and its tranches. */
export const roundLedgerTable = (visit: Visit, view: RoundLedgerView, names: Names): Html => {
  const { t } = visit;
  const { round, rows, viewer } = view;
  return html`<div class="sheet"><table class="cards"><caption>${t.grant.tableCaption}</caption><thead>${head(visit, view, t.round.unit)}</thead><tbody>${rows.map(
    (row) => {
      const standing = row.grants.filter(({ reversed }) => reversed === null);
      return html`<tr><th scope="row"><a href="${path('rounds', round.id, 'grants', row.unit)}">${names.unit(row.unit)}</a><span class="reason">${t.grant.tranches(standing.length)}</span></th>${cells(visit, view, row)}</tr>`;
    },
  )}</tbody>${when(viewer.seesAll, () => foot(visit, view))}</table></div>`;
};

/** Each activity of one unit, by source where that has to be said: approved, granted, left. */
export const balanceTable = (visit: Visit, view: UnitLedgerView): Html => {
  const { t, language } = visit;
  const { plan, balances } = view;
  return html`<div class="sheet"><table class="cards"><caption>${t.grant.balanceCaption}</caption><thead>${head(visit, view, t.grant.activity)}</thead><tbody>${balances.map(
    (balance) => {
      const { activity, approved, granted } = balance;
      const said = [activityOf(plan, activity)?.title[language], sourceSaid(visit, balances, balance)];
      return html`<tr><th scope="row">${activity}<span class="reason">${said.filter((text) => text !== undefined).join(' · ')}</span></th>${cells(visit, view, { approved, granted, balance: approved - granted })}</tr>`;
    },
  )}</tbody>${foot(visit, view)}</table></div>`;
};

/** What a grant gave to each activity, with its source where that has to be said. */
export const partsOf = (visit: Visit, { balances }: UnitLedgerView, { amounts }: GrantView): string =>
  amounts.map((part) => visit.t.grant.part(fundName(visit, balances, part), money(part.amount))).join('; ');

const grantEntry = (visit: Visit, view: UnitLedgerView, grant: GrantView, names: Names): Html => {
  const { t } = visit;
  const { round, unit, mayGrant } = view;
  const { paper, reversed } = grant;
  const back = path('rounds', round.id, 'grants', unit, grant.n, 'reverse');
  return html`<li><b>${t.grant.entry(grant.tranche, money(grant.total))}</b>${reversed === null ? nothing : html` <span class="tag late">${t.grant.reversedTag}</span>`}<span class="block">${t.grant.paper(paper.number, shortDate(paper.date), names.person(paper.signer))}</span><span class="block">${partsOf(visit, view, grant)}</span><span class="block soft">${t.grant.recorded(names.person(grant.by), moment(grant.at))}</span>${
    reversed === null
      ? when(mayGrant, () => html`<span class="block"><a href="${back}">${t.grant.toReverse}</a></span>`)
      : html`<span class="block">${t.grant.reversed(reversed.paper.number, shortDate(reversed.paper.date), names.person(reversed.by), moment(reversed.at))}</span><span class="block">${t.grant.reason(grant.reason ?? '')}</span>`
  }</li>`;
};

/** Every grant of one unit, in order; what was taken back stays, with the reason. */
export const grantList = (visit: Visit, view: UnitLedgerView, names: Names): Html =>
  view.grants.length === 0
    ? html`<p>${visit.t.grant.noGrants}</p>`
    : html`<ol class="history">${view.grants.map((grant) => grantEntry(visit, view, grant, names))}</ol>`;

/** Says that a round is closed, by whom, and what lapsed of it, as far as the reader sees. */
export const closedNote = (visit: Visit, { round }: Ended, lapsed: number, names: Names): Html => {
  const { t } = visit;
  const { closing, closed } = round.body;
  if (closing === undefined) return nothing;
  return html`<div class="note" role="status">${closed === undefined ? t.grant.closing : t.grant.closed(moment(closed.at), names.person(closing.by), money(lapsed))}${closing.remark === '' ? nothing : html` ${closing.remark}`}</div>`;
};
