import type { EstimateView } from '../../../shared/app/views/estimate-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { type DraftLine, readDraft } from '../../../shared/domain/draft.ts';
import { SourceOfFunds } from '../../../shared/domain/lines.ts';
import type { AnyProblem } from '../../../shared/domain/refusal.ts';
import { blankRow, CLASSIFICATION } from '../forms/estimate-form.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { fieldErrors } from './errors.ts';
import { type Form, hidden, selectField, textField } from './fields.ts';
import { typedAmount } from './line-table.ts';
import { type Html, html, idOf, nothing, path, when } from './html.ts';

/** What the grid shows: rows with something in them, how many empty ones after, what was wrong. */
export type Grid = {
  readonly rows: readonly DraftLine[];
  readonly blanks: number | undefined;
  readonly problems: readonly AnyProblem[];
};

const classification = (form: Form, at: string, row: DraftLine): Html => {
  const { visit, problems } = form;
  const given = row.classification ?? {};
  const wrong = problems.some((found) => found.path === `${at}.classification`);
  return html`<details class="codes" id="${idOf(`${at}.classification`)}"${Object.keys(given).length > 0 || wrong ? html` open` : nothing}><summary>${visit.t.fields.name('classification')}</summary>${fieldErrors(visit, problems, `${at}.classification`)}<div class="code-fields">${CLASSIFICATION.map(
    (name) =>
      textField(form, {
        path: `${at}.classification.${name}`,
        label: visit.t.fields.classificationParts[name],
        value: given[name] ?? '',
        numeric: true,
      }),
  )}</div></details>`;
};

const gridRow = (form: Form, view: EstimateView, row: DraftLine, index: number): Html => {
  const { t, language } = form.visit;
  const at = `lines[${index}]`;
  const text = (name: 'content' | 'measure' | 'basis' | 'note'): Html =>
    textField(form, { path: `${at}.${name}`, label: t.fields.name(name), value: row[name], class: name });
  const figure = (name: 'quantity' | 'times' | 'unitPrice' | 'amount'): Html =>
    textField(form, {
      path: `${at}.${name}`,
      label: t.fields.name(name),
      value: row[name],
      class: name,
      numeric: true,
      ...(name === 'amount' && row.amount.trim() === '' && typedAmount(row) !== ''
        ? { hint: `= ${typedAmount(row)}` }
        : {}),
    });
  const activities = view.activities.map(({ code, title }) => ({ value: code, text: `${code} ${title[language]}` }));
  return html`<fieldset class="line" id="${idOf(at)}"><legend>${t.estimate.line(index + 1)}</legend>${row.no === undefined ? nothing : hidden(`${at}.no`, row.no)}<div class="line-fields">${selectField(form, { path: `${at}.activity`, label: t.fields.name('activity'), value: row.activity, class: 'activity', options: [{ value: '', text: t.estimate.chooseActivity }, ...activities] })}${text('content')}${text('measure')}${figure('quantity')}${figure('times')}${figure('unitPrice')}${figure('amount')}${selectField(form, { path: `${at}.source`, label: t.fields.name('source'), value: row.source, class: 'source', options: SourceOfFunds.options.map((value) => ({ value, text: t.fields.sources[value] })) })}${text('basis')}${text('note')}</div>${classification(form, at, row)}${when(
    row.no !== undefined || row.content !== '',
    () =>
      html`<label class="check"><input type="checkbox" name="${at}.remove" value="yes"> ${t.estimate.remove}</label>`,
  )}</fieldset>`;
};

const BLANKS = 3;

/** The form of an estimate: one block a line, which stands alone without script and on a phone. */
export const estimateGrid = (visit: Visit, view: EstimateView, { rows, blanks, problems }: Grid): Html => {
  const { t } = visit;
  const { estimate } = view;
  const form: Form = { visit, problems };
  const empty = Array.from({ length: blanks ?? Math.max(1, BLANKS - rows.length) }, () => blankRow);
  const others = new Set<string>(
    view.joint.flatMap(({ activity, submitter }) => (submitter === estimate.body.unit ? [] : [activity])),
  );
  const { total, memo } = readDraft(rows.filter(({ activity }) => !others.has(activity)));
  const again = estimate.body.versions.length > 0 ? t.estimate.submitAgain : t.estimate.submit;
  const submits = view.laysBefore ? t.signing.layBefore : again;
  const mixed = view.activities.some(({ budgetRoute }) => budgetRoute === 'mixed');
  return html`<form method="post" action="${path('estimates', estimate.id)}" id="lines" class="grid">${hidden('id', newCommandId())}${hidden('seen', estimate.version)}<p class="hint">${t.estimate.hint}</p>${when(mixed, () => html`<p class="hint">${t.sources.memoHint}</p>`)}<p class="hint"><a href="${path('codes')}">${t.sources.codes.title}</a></p><button class="default" name="do" value="save" tabindex="-1" aria-hidden="true">${t.estimate.save}</button>${[...rows, ...empty].map((row, index) => gridRow(form, view, row, index))}<p><button class="button plain" name="do" value="add">${t.estimate.addRows}</button></p><div class="balance"><div>${t.estimate.total}<b>${money(total)}</b></div>${when(memo > 0, () => html`<div>${t.sources.memo}<b>${money(memo)}</b></div>`)}<button class="button plain" name="do" value="save">${t.estimate.save}</button>${when(view.mayRecall, () => html`<button class="button plain" name="do" value="recall">${t.estimate.recall}</button>`)}<button class="button" name="do" value="submit">${submits}</button></div></form>`;
};
