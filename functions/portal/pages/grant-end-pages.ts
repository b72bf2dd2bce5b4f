import type { GrantView, RoundLedgerView, UnitLedgerView } from '../../../shared/app/views/ledger-view.ts';
import { money, shortDate } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { GrantTyped } from '../forms/grant-form.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, type Form, hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { partsOf, roundLedgerTable } from '../parts/ledger-table.ts';
import { bigMoney } from '../parts/money.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { ledgerTrail, paperFields } from './ledger-page.ts';

/** Takes one grant back, with its own decision and the reason. */
export const reversePage = (
  visit: Visit,
  view: UnitLedgerView,
  grant: GrantView,
  typed: GrantTyped,
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const { round, plan, unit } = view;
  const names = namesOf(plan, language);
  const { paper } = grant;
  const title = t.grant.reverseTitle(grant.tranche, names.shortUnit(unit));
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  return layout(visit, {
    title,
    width: 'narrow',
    error: refused !== undefined,
    trail: [
      ...ledgerTrail(visit, view),
      { href: path('rounds', round.id, 'grants', unit), text: names.shortUnit(unit) },
    ],
    main: html`<h1>${title}</h1>${refused === undefined ? nothing : errorSummary(visit, refused)}<div class="sheet padded">${bigMoney(visit, grant.total)}<p>${t.grant.paper(paper.number, shortDate(paper.date), names.person(paper.signer))}</p><p>${partsOf(visit, view, grant)}</p></div><p>${t.grant.reverseFollows}</p><form method="post" action="${path('rounds', round.id, 'grants', unit, grant.n, 'reverse')}">${hidden('id', newCommandId())}${hidden('seen', view.version)}<fieldset><legend>${t.decision.paper}</legend>${paperFields(form, view, typed)}</fieldset>${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason })}<button class="button">${t.grant.reverse(money(grant.total))}</button></form>`,
  });
};

/** The year's end: what lapses, unit by unit, before the button that closes the round. */
export const closePage = (visit: Visit, view: RoundLedgerView, remark: string, refused?: Refused): Html => {
  const { t, language } = visit;
  const { round, plan, rows, totals } = view;
  const names = namesOf(plan, language);
  const title = t.grant.closeTitle(round.body.year);
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  return layout(visit, {
    title,
    error: refused !== undefined,
    trail: ledgerTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]}</p>${refused === undefined ? nothing : errorSummary(visit, refused)}${
      rows.length === 0 ? nothing : roundLedgerTable(visit, view, names)
    }<form method="post" action="${path('rounds', round.id, 'close')}">${hidden('id', newCommandId())}<p>${totals.balance === 0 ? t.grant.closeNothing : t.grant.closeFollows(money(totals.balance))}</p>${areaField(form, { path: 'remark', label: t.fields.name('remark'), value: remark, hint: t.decision.optional })}<button class="button">${t.grant.close}</button></form>`,
  });
};
