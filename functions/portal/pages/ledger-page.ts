import type { RoundLedgerView, UnitLedgerView } from '../../../shared/app/views/ledger-view.ts';
import { money, shortDate } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { activityOf } from '../../../shared/domain/plan.ts';
import { amountField, type GrantTyped } from '../forms/grant-form.ts';
import { errorSummary, fieldErrors, problemsOf, type Refused } from '../parts/errors.ts';
import { dateField, type Form, hidden, selectField, textField } from '../parts/fields.ts';
import { sourceSaid } from '../parts/fund.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { grantedLines } from '../parts/granted-lines.ts';
import { layout } from '../parts/layout.ts';
import { balanceTable, closedNote, grantList, roundLedgerTable } from '../parts/ledger-table.ts';
import { roundTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** The ways out of the ledger's pages, up to the round. */
export const ledgerTrail = (visit: Visit, view: Pick<RoundLedgerView, 'round'>) => [
  ...roundTrail(visit, view),
  { href: path('rounds', view.round.id, 'grants'), text: visit.t.grant.toLedger },
];

/** What every unit of a round was approved, granted and has left. */
export const roundLedgerPage = (visit: Visit, view: RoundLedgerView): Html => {
  const { t, language } = visit;
  const { round, plan, rows, totals } = view;
  const names = namesOf(plan, language);
  const title = t.grant.ledgerTitle(round.body.year);
  const toClose = (): Html =>
    view.closesFrom === null
      ? html`<p><a class="button plain" href="${path('rounds', round.id, 'close')}">${t.grant.toClose}</a></p>`
      : html`<p class="hint">${t.grant.closeTooEarly(shortDate(view.closesFrom))}</p>`;
  return layout(visit, {
    title,
    trail: ledgerTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]}</p>${closedNote(visit, view, totals.balance, names)}${
      rows.length === 0 ? html`<p>${t.grant.nothing}</p>` : roundLedgerTable(visit, view, names)
    }${when(view.mayClose, toClose)}`,
  });
};

/** The fields of a decision's paper on the ledger's forms. */
export const paperFields = (form: Form, { signers }: UnitLedgerView, typed: GrantTyped): Html => {
  const { visit } = form;
  const { t, language } = visit;
  const options = [{ value: '', text: '' }, ...signers.map(({ id, title }) => ({ value: id, text: title[language] }))];
  return html`${textField(form, { path: 'number', label: t.fields.name('number'), value: typed.number, hint: t.grant.numberHint })}${dateField(form, { path: 'date', label: t.fields.name('date'), value: typed.date })}${selectField(form, { path: 'signer', label: t.fields.name('signer'), value: typed.signer, options })}`;
};

const grantForm = (visit: Visit, view: UnitLedgerView, typed: GrantTyped, refused: Refused | undefined): Html => {
  const { t, language } = visit;
  const { round, unit, plan, balances } = view;
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  const open = balances.filter(({ approved, granted }) => approved > granted);
  if (open.length === 0) return html`<p>${t.grant.fullyGranted}</p>`;
  return html`<h2>${t.grant.formTitle}</h2><form method="post" action="${path('rounds', round.id, 'grants', unit)}">${hidden('id', newCommandId())}${hidden('seen', view.version)}<fieldset id="split"><legend>${t.fields.name('split')}</legend><p class="hint">${t.grant.formHint}</p>${fieldErrors(visit, form.problems, 'split')}${open.map(
    (balance) => {
      const { activity, approved, granted } = balance;
      const source = sourceSaid(visit, balances, balance);
      const title = activityOf(plan, activity)?.title[language] ?? '';
      return textField(form, {
        path: amountField(balance),
        label: `${activity}. ${title}${source === undefined ? '' : ` (${source})`}`,
        value: typed.amounts[`${balance.source}.${activity}`] ?? '',
        hint: t.grant.left(money(approved - granted)),
        numeric: true,
      });
    },
  )}</fieldset><fieldset><legend>${t.decision.paper}</legend>${textField(form, { path: 'tranche', label: t.fields.name('tranche'), value: typed.tranche === '' && refused === undefined ? String(view.nextTranche) : typed.tranche, hint: t.grant.trancheHint, numeric: true })}${paperFields(form, view, typed)}</fieldset><button class="button">${t.grant.record}</button></form>`;
};

/** The adjustments of a unit's approved amounts, the one on its way, and the way to open one. */
const adjustments = ({ t }: Visit, view: UnitLedgerView): Html => {
  const { round, unit, pending } = view;
  const entry = (pkg: string, text: string): Html => html`<li><a href="${path('adjustments', pkg)}">${text}</a></li>`;
  return html`${
    pending === null
      ? nothing
      : html`<div class="note warn">${t.adjustment.pending} <a href="${path('adjustments', pending)}">${t.adjustment.toPending}</a></div>`
  }${when(
    view.adjustments.length > 0,
    () =>
      html`<h2>${t.adjustment.list}</h2><ol class="history">${view.adjustments.map((pkg, index) => entry(pkg, `${t.adjustment.toPending} ${index + 1}`))}</ol>`,
  )}${when(
    view.mayAdjust,
    () =>
      html`<p><a class="button plain" href="${path('rounds', round.id, 'adjust', unit)}">${t.adjustment.toOpen}</a></p>`,
  )}`;
};

/** One unit's ledger: each activity and source, each line, each grant, and, for the office that grants, the form of the next one. */
export const unitLedgerPage = (visit: Visit, view: UnitLedgerView, typed: GrantTyped, refused?: Refused): Html => {
  const { t, language } = visit;
  const { round, plan, unit, decision, balances, totals } = view;
  const names = namesOf(plan, language);
  const title = t.grant.unitTitle(names.shortUnit(unit), round.body.year);
  return layout(visit, {
    title,
    error: refused !== undefined,
    trail: [
      ...ledgerTrail(visit, view),
      { href: path('rounds', round.id, 'grants', unit), text: names.shortUnit(unit) },
    ],
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]}${decision === null ? nothing : html` · <a href="${path('results', decision.package)}">${t.grant.approvedBy(decision.number, shortDate(decision.date))}</a>`}</p>${refused === undefined ? nothing : errorSummary(visit, refused)}${closedNote(visit, view, totals.balance, names)}${
      balances.length === 0
        ? html`<p>${t.grant.nothingForUnit}</p>`
        : html`${balanceTable(visit, view)}${grantedLines(visit, view)}`
    }${adjustments(visit, view)}<h2>${t.grant.grants}</h2>${grantList(visit, view, names)}${when(view.mayGrant, () => grantForm(visit, view, typed, refused))}`,
  });
};
