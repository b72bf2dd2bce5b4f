import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { type DraftLine, readDraft } from '../../../shared/domain/draft.ts';
import type { Line } from '../../../shared/domain/lines.ts';
import { isMemo, isSecondClaim, memoOf, totalOf } from '../../../shared/domain/lines.ts';
import type { NormSuggestion } from '../../../shared/domain/norms.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import { activityOf, type Plan } from '../../../shared/domain/plan.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, when } from './html.ts';
import { normNote } from './norm-note.ts';
import { moneyCell } from './money.ts';

/** A line's name in a table: activity code, content, how it is worked out. */
export const lineName = ({ language, t }: Visit, line: Line, plan: Plan): Html =>
  html`<b>${line.activity}</b> ${line.content}<span class="reason">${activityOf(plan, line.activity)?.title[language] ?? ''} · ${t.estimate.worked(writeDong(line.quantity), line.measure, writeDong(line.times), writeDong(line.unitPrice))}</span>`;

/** A line's codes of the state budget index, in words. */
export const codesOf = (visit: Visit, line: Line): string =>
  Object.entries(line.classification ?? {})
    .flatMap(([name, code]) => (code === undefined ? [] : [`${name} ${code}`]))
    .map((text) => text.replace(/^(chapter|category|item|section|subsection)/, (name) => partName(visit, name)))
    .join(', ');

const partName = ({ t }: Pick<Visit, 't'>, name: string): string => {
  const parts: Readonly<Record<string, string>> = t.fields.classificationParts;
  return parts[name] ?? name;
};

const claimText = (visit: Visit, { countedWith }: Line, plan: Plan): string =>
  countedWith === undefined ? '' : visit.t.joint.notCounted(namesOf(plan, visit.language).shortUnit(countedWith));

const remarks = (visit: Visit, line: Line, plan: Plan): string =>
  [claimText(visit, line, plan), visit.t.fields.sources[line.source], line.basis, line.note, codesOf(visit, line)]
    .filter((text) => text !== '')
    .join(' · ');

/** Lines as they were submitted, with their total. */
export const lineTable = (
  visit: Visit,
  lines: readonly Line[],
  plan: Plan,
  caption: string,
  norms: ReadonlyMap<number, NormSuggestion> = new Map(),
): Html => {
  const { t } = visit;
  return html`<div class="sheet"><table class="cards"><caption>${caption}</caption><thead><tr><th scope="col">${t.fields.name('content')}</th><th scope="col">${t.estimate.remarks}</th><th scope="col" class="money">${t.fields.name('amount')}</th></tr></thead><tbody>${lines.map(
    (line) =>
      html`<tr class="${isMemo(line) || isSecondClaim(line) ? 'memo' : ''}"><th scope="row">${lineName(visit, line, plan)}${normNote(visit, line, norms.get(line.no))}</th><td data-of="${t.estimate.remarks}"><div class="cell">${remarks(visit, line, plan)}</div></td>${moneyCell(t.fields.name('amount'), line.amount)}</tr>`,
  )}</tbody><tfoot><tr><th scope="row" colspan="2">${t.round.total}</th>${moneyCell(t.fields.name('amount'), totalOf(lines))}</tr>${when(lines.some(isMemo), () => html`<tr class="memo"><td colspan="2">${t.sources.memo}</td>${moneyCell(t.fields.name('amount'), memoOf(lines))}</tr>`)}</tfoot></table></div>`;
};

const TYPED = [
  { name: 'activity', mark: '' },
  { name: 'content', mark: '' },
  { name: 'measure', mark: '' },
  { name: 'quantity', mark: 'money' },
  { name: 'times', mark: 'money' },
  { name: 'unitPrice', mark: 'money' },
] as const;

/** What a row comes to: as typed, or, left empty, as it is worked out; empty while it cannot be. */
export const typedAmount = (row: DraftLine): string => {
  if (row.amount.trim() !== '') return row.amount;
  const { total, memo } = readDraft([row]);
  return total + memo === 0 ? '' : writeDong(total + memo);
};

const typedRemarks = ({ t }: Visit, { source, basis, note, classification }: DraftLine): string =>
  [
    t.fields.sources[source],
    basis,
    note,
    ...Object.entries(classification ?? {}).map(([name, code]) => `${partName({ t }, name)} ${code}`),
  ]
    .filter((text) => text.trim() !== '')
    .join(' · ');

/** Rows as somebody typed them, unchecked, to be compared by eye. */
export const draftTable = (visit: Visit, rows: readonly DraftLine[]): Html => {
  const { t } = visit;
  if (rows.length === 0) return html`<p>${t.home.nothingTyped}</p>`;
  return html`<div class="sheet"><table class="cards"><caption>${t.estimate.thereNow}</caption><thead><tr>${TYPED.map(({ name, mark }) => html`<th scope="col" class="${mark}">${t.fields.name(name)}</th>`)}<th scope="col" class="money">${t.fields.name('amount')}</th><th scope="col">${t.estimate.remarks}</th></tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${TYPED.map(({ name, mark }) => html`<td class="${mark}" data-of="${t.fields.name(name)}">${row[name]}</td>`)}<td class="money" data-of="${t.fields.name('amount')}">${typedAmount(row)}</td><td data-of="${t.estimate.remarks}">${typedRemarks(visit, row)}</td></tr>`,
  )}</tbody></table></div>`;
};
