import type { AdjustmentView, NewAdjustmentView } from '../../../shared/app/views/adjustment-view.ts';
import { money, shortDate } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { grantedOf } from '../../../shared/domain/ledger.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import { approvalOf, nextStage } from '../../../shared/domain/package.ts';
import type { FileTarget } from '../../../shared/domain/attached-file.ts';
import type { AdjustmentTyped } from '../forms/adjustment-form.ts';
import type { DecisionTyped } from '../forms/decision-form.ts';
import { type Choice, choices } from '../parts/choice.ts';
import { paperRows } from '../parts/decision-paper.ts';
import { errorSummary, fieldErrors, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, type Form, hidden, selectField, textField } from '../parts/fields.ts';
import { fundName } from '../parts/fund.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { fileList } from '../parts/file-list.ts';
import { laidNote, signForms } from '../parts/laid-before.ts';
import { layout } from '../parts/layout.ts';
import { paperFields } from '../parts/paper-fields.ts';
import { laysBefore } from '../parts/signing.ts';
import { bigMoney, changeCell, moneyCell } from '../parts/money.ts';
import { trackerList } from '../parts/tracker.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { headOnly } from './decide-page.ts';
import { ledgerTrail } from './ledger-page.ts';
import { outcomeText } from './round-page.ts';

const KINDS = ['change', 'supplement', 'recovery'] as const;

/** What the form says before anybody typed: the decision in force, every line as it is. */
export const freshAdjustment = ({ decision, lines }: NewAdjustmentView): AdjustmentTyped => ({
  kind: 'change',
  number: decision.number,
  date: decision.date,
  reason: '',
  lines: Object.fromEntries(lines.map(({ line, approved }) => [String(line.no), writeDong(approved)])),
});

/** Opens an adjustment of one unit: the decision that it changes, why, and the new amount of each line. */
export const newAdjustmentPage = (
  visit: Visit,
  view: NewAdjustmentView,
  typed: AdjustmentTyped,
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const { round, plan, unit, lines, balances } = view;
  const names = namesOf(plan, language);
  const title = t.adjustment.newTitle(names.shortUnit(unit), round.body.year);
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  return layout(visit, {
    title,
    width: 'medium',
    error: refused !== undefined,
    trail: [
      ...ledgerTrail(visit, view),
      { href: path('rounds', round.id, 'grants', unit), text: names.shortUnit(unit) },
    ],
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]}</p>${refused === undefined ? nothing : errorSummary(visit, refused)}<form method="post" action="${path('rounds', round.id, 'adjust', unit)}">${hidden('id', newCommandId())}${selectField(form, { path: 'kind', label: t.fields.name('kind'), value: typed.kind, hint: t.adjustment.kindHint, options: KINDS.map((kind) => ({ value: kind, text: t.adjustment.kinds[kind] })) })}<fieldset id="cites"><legend>${t.adjustment.citesLegend}</legend><p class="hint">${t.adjustment.citesHint}</p>${fieldErrors(visit, form.problems, 'cites')}${textField(form, { path: 'number', label: t.fields.name('number'), value: typed.number })}${dateField(form, { path: 'date', label: t.fields.name('date'), value: typed.date })}</fieldset>${areaField(form, { path: 'reason', label: t.adjustment.reason, value: typed.reason })}<fieldset id="lines"><legend>${t.adjustment.linesLegend}</legend><p class="hint">${t.adjustment.linesHint}</p>${fieldErrors(visit, form.problems, 'lines')}${lines.map(
      ({ line, approved }) =>
        html`${hidden(`was.${line.no}`, approved)}${textField(form, {
          path: `line.${line.no}`,
          label: `${line.no}. ${fundName(visit, balances, line)}: ${line.content}`,
          value: typed.lines[String(line.no)] ?? writeDong(approved),
          hint: t.adjustment.lineHint(money(line.amount), money(grantedOf(balances, line))),
          numeric: true,
        })}`,
    )}</fieldset><p>${t.adjustment.follows}</p><button class="button">${t.adjustment.open}</button></form>`,
  });
};

const lineTable = (visit: Visit, { lines }: AdjustmentView, names: Names): Html => {
  const { t } = visit;
  const { columns } = t.adjustment;
  const heads = [columns.before, columns.after, t.package.columns.change];
  return html`<div class="sheet"><table class="cards"><caption>${t.adjustment.caption}</caption><thead><tr><th scope="col">${t.fields.name('content')}</th>${heads.map((text) => html`<th scope="col" class="money">${text}</th>`)}</tr></thead><tbody>${lines.map(
    (line) =>
      html`<tr><th scope="row">${line.no}. ${line.activity}: ${line.content}<span class="reason">${names.unit(line.unit)}</span></th>${moneyCell(columns.before, line.before)}${moneyCell(columns.after, line.after)}${changeCell(visit, line.before, line.after)}</tr>`,
  )}</tbody></table></div>`;
};

const STATES = { 'on-its-way': 'onItsWay', 'in-force': 'inForce', withdrawn: 'withdrawn' } as const;

const facts = (visit: Visit, view: AdjustmentView, names: Names): Html => {
  const { t } = visit;
  const { adjusts, pkg, state } = view;
  const approval = approvalOf(pkg.body);
  const rows = [
    { name: t.fields.name('kind'), text: `${t.adjustment.kinds[adjusts.kind]} · ${t.adjustment[STATES[state]]}` },
    { name: t.adjustment.reason, text: adjusts.reason },
    ...(approval === undefined ? [] : paperRows(visit, approval, names)),
  ];
  return html`<dl class="sums">${rows.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
};

const passChoice = (form: Form, view: AdjustmentView, typed: DecisionTyped): Choice => {
  const { t } = form.visit;
  const { body } = view.pkg;
  const total = money(body.content.totals.approved);
  const next = nextStage(body, body.position.stage);
  const lays = laysBefore(view);
  if (next === undefined && !lays)
    return {
      value: 'pass',
      label: t.adjustment.approveLabel(total),
      follows: t.adjustment.approveFollows,
      more: paperFields(form, view, typed),
    };
  const to = next === undefined ? undefined : t.round.stages[next];
  return {
    value: 'pass',
    label: lays || to === undefined ? t.signing.lay(total) : t.adjustment.forwardLabel(to),
    follows: lays || to === undefined ? t.adjustment.layFollows : t.decision.choices.forwardFollows(to),
    more: areaField(form, {
      path: 'remark',
      label: t.fields.name('remark'),
      value: typed.remark,
      hint: t.decision.optional,
    }),
  };
};

const decisionForm = (visit: Visit, view: AdjustmentView, typed: DecisionTyped, refused: Refused | undefined): Html => {
  const { t } = visit;
  const { pkg, atMyOffice, atFirst } = view;
  if (atMyOffice === null) return nothing;
  if (pkg.body.position.state === 'arriving') return html`<div class="note warn">${t.package.arriving}</div>`;
  const { prepared } = pkg.body;
  if (prepared !== undefined)
    return signForms(visit, view, { prepared, action: path('adjustments', pkg.id, 'sign') }, typed, refused);
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  const { body } = pkg;
  const reason = areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason });
  const back: Choice = atFirst
    ? { value: 'withdraw', label: t.adjustment.withdraw, follows: t.adjustment.withdrawFollows, more: reason }
    : { value: 'return', label: t.decision.choices.return, follows: t.decision.choices.returnFollows, more: reason };
  return html`${headOnly(visit, view, atMyOffice)}<form method="post" action="${path('adjustments', pkg.id)}">${hidden('id', newCommandId())}${hidden('stage', atMyOffice)}${hidden('submission', body.position.submission)}${hidden('shown', pkg.head)}${hidden('to', atFirst ? '' : (body.stages[0] ?? ''))}<fieldset id="choice"><legend>${t.decision.legend}</legend>${fieldErrors(visit, form.problems, 'choice')}${choices('choice', typed.choice, [passChoice(form, view, typed), back])}</fieldset><p class="hint">${t.decision.root} <code>${body.content.root}</code></p><button class="button">${t.adjustment.decide}</button></form>`;
};

/** What of it lies with a head, for the offices that carry it. */
const waiting = (visit: Visit, view: AdjustmentView, names: Names): Html => {
  const { prepared } = view.pkg.body;
  return prepared === undefined || !view.viewer.seesAll ? nothing : laidNote(visit, view, prepared, names);
};

const papers = (visit: Visit, { pkg, files, attachTo }: AdjustmentView, names: Names): Html => {
  const targets = attachTo.map((about): FileTarget => ({ ...about, package: pkg.body.id }));
  return fileList(visit, { under: 'packages', id: pkg.id, files, targets, pkg: pkg.body }, names);
};

/** An adjustment: the decision that it changes, the lines before and after, where it stands, and what to decide. */
export const adjustmentPage = (visit: Visit, view: AdjustmentView, typed: DecisionTyped, refused?: Refused): Html => {
  const { t, language } = visit;
  const { pkg, plan, viewer, adjusts } = view;
  const { body } = pkg;
  const names = namesOf(plan, language);
  const title = t.adjustment.title(t.adjustment.kinds[adjusts.kind], body.number, body.year);
  const total = body.content.totals.approved;
  return layout(visit, {
    title,
    width: 'medium',
    error: refused !== undefined,
    trail: [...ledgerTrail(visit, view), { href: path('adjustments', pkg.id), text: title }],
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · <a href="${path('results', adjusts.cites.package)}">${t.adjustment.cites(adjusts.cites.number, shortDate(adjusts.cites.date))}</a></p>${refused === undefined ? nothing : errorSummary(visit, refused)}<div class="sheet padded">${when(viewer.seesAll, () => html`${bigMoney(visit, total)}<p>${t.adjustment.totals(money(adjusts.before), money(total))}</p>`)}${facts(visit, view, names)}</div>${waiting(visit, view, names)}${lineTable(visit, view, names)}<p><a href="${path('adjustments', pkg.id, 'print')}">${t.print.open}</a></p>${papers(visit, view, names)}${trackerList(visit, view.tracker, names)}${when(
      viewer.seesAll && body.outcomes.length > 0,
      () =>
        html`<ol class="history">${body.outcomes.map((outcome) => html`<li><b>${t.formats.submission(outcome.submission)}</b> · ${outcomeText(visit, outcome, names)}</li>`)}</ol>`,
    )}${decisionForm(visit, view, typed, refused)}`,
  });
};
