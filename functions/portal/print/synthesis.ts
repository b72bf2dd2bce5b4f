import { type ActivityFigures, figuresOf, type PrintedUnit } from '../../../shared/app/views/print-parts.ts';
import type { Amounts } from '../../../shared/app/views/reach.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import type { SourceOfFunds } from '../../../shared/domain/lines.ts';
import { sum } from '../../../shared/domain/money.ts';
import { activityOf } from '../../../shared/domain/plan.ts';
import { inScale, roundsOff } from '../../../shared/domain/scale.ts';
import { type Html, html, nothing, when } from '../parts/html.ts';
import type { Visit } from '../visit.ts';
import { amountCell, saidCaption, figureHead, type Print, type PrintSection } from './print.ts';

const isPresent = <T>(value: T | undefined): value is T => value !== undefined;

/** The columns of money in the order of the form: proposed, appraised, the difference, approved. */
const moneyColumns = ({ visit, columns }: Print) => {
  const [proposed, first, ...later] = columns;
  const change = {
    name: visit.t.package.columns.change,
    undecided: '',
    of: (amounts: Amounts): number | null => {
      const after = first?.of(amounts) ?? null;
      return after === null ? null : after - amounts.proposed;
    },
  };
  return [proposed, first, first === undefined ? undefined : change, ...later].filter(isPresent);
};

const moneyCells = (print: Print, amounts: Amounts | null): Html =>
  html`${moneyColumns(print).map(({ name, of }) => amountCell(print, name, amounts === null ? null : of(amounts)))}`;

const sourcesText = ({ t }: Visit, sources: readonly SourceOfFunds[]): string =>
  sources.map((source) => t.fields.sources[source]).join('; ');

const activityRow = (print: Print, one: ActivityFigures): Html => {
  const { t, language } = print.visit;
  const reasons = [...one.reasons, ...(one.moreReasons === 0 ? [] : [t.print.moreReasons(one.moreReasons)])];
  return html`<tr><td></td><td></td><th scope="row"><b>${one.activity}</b> ${activityOf(print.view.plan, one.activity)?.title[language] ?? ''}</th>${moneyCells(print, one.amounts)}<td data-of="${t.fields.name('reason')}">${reasons.join('; ')}</td><td data-of="${t.fields.name('source')}">${sourcesText(print.visit, one.sources)}</td></tr>`;
};

const besideRow = (print: Print, text: string, dong: number): Html => {
  const [proposed, ...others] = moneyColumns(print);
  return html`<tr class="memo"><td></td><td></td><th scope="row">${text}</th>${amountCell(print, proposed?.name ?? '', dong)}${others.map(() => html`<td></td>`)}<td></td><td></td></tr>`;
};

const unitRows = (print: Print, unit: PrintedUnit): Html => {
  const { visit, names } = print;
  const { t } = visit;
  const { member, estimate, memo, claims, activities, leftTo } = unit;
  const { nil } = estimate.body;
  const said =
    member.standing === 'nil' && nil !== null ? t.print.nilBy(nil.reason, names.person(nil.by), moment(nil.at)) : '';
  const tag =
    leftTo === null
      ? when(
          member.standing !== 'submitted',
          () => html` <span class="tag">${t.package.member[member.standing]}</span>`,
        )
      : html` <span class="tag">${t.part.left(names.packageParts(leftTo).number)}</span>`;
  const late = when(member.late, () => html` <span class="tag late">${t.round.late}</span>`);
  const total = (lines: PrintedUnit['memo']): number => sum(lines.map(({ amount }) => amount));
  return html`<tbody><tr class="unit"><td class="no">${unit.no}</td><th scope="rowgroup" colspan="2">${names.unit(member.unit)}${tag}${late}</th>${moneyCells(print, unit.amounts)}<td>${said}</td><td></td></tr>${activities.map((one) => activityRow(print, one))}${when(
    memo.length > 0,
    () => besideRow(print, t.sources.memo, total(memo)),
  )}${when(claims.length > 0, () => besideRow(print, t.print.claims, total(claims)))}</tbody>`;
};

/** Whether a printed difference is another than that of the printed figures beside it. */
const missesChange = ({ columns: [, first], scale }: Print, amounts: Amounts): boolean => {
  const after = first?.of(amounts) ?? null;
  const printed = (dong: number): number => inScale(dong, scale);
  return after !== null && printed(amounts.proposed) - printed(after) !== printed(amounts.proposed - after);
};

/** Whether printed figures fail to add up from the printed lines, activities or units, or along a row. */
const owesNote = (print: Print): boolean => {
  const { view, scale } = print;
  if (scale === 'dong') return false;
  const rows = view.printed.map(({ amounts, activities, lines }) => ({
    whole: amounts,
    parts: [activities.map((one) => one.amounts), lines.map(figuresOf)],
  }));
  const all = { whole: view.totals, parts: [view.all.map(({ amounts }) => amounts).filter((one) => one !== null)] };
  // What is cut is printed with its sign, and rounded without it.
  const sizeOf = (of: (amounts: Amounts) => number | null, amounts: Amounts): number => Math.abs(of(amounts) ?? 0);
  return [...rows, all].some(({ whole, parts }) => {
    if (whole === null) return false;
    const sumsMiss = ({ of }: { readonly of: (amounts: Amounts) => number | null }): boolean =>
      parts.some(
        (list) =>
          list.length > 0 &&
          roundsOff(
            list.map((one) => sizeOf(of, one)),
            sizeOf(of, whole),
            scale,
          ),
      );
    return [whole, ...parts.flat()].some((one) => missesChange(print, one)) || moneyColumns(print).some(sumsMiss);
  });
};

/** Bảng tổng hợp: each unit with its activities, what was proposed, appraised and approved, why, from which source. */
export const synthesis: PrintSection = {
  id: 'synthesis',
  stands: 'every',
  wide: true,
  body: (print) => {
    const { visit, view } = print;
    const { t } = visit;
    const units = view.printed.filter(({ continued }) => !continued);
    if (units.length === 0) return undefined;
    return html`<p class="scale">${t.print.scaleIs(t.print.scale[print.scale])}</p><table class="cards synthesis">${saidCaption(t.print.sections.synthesis)}<thead><tr><th scope="col" class="no">${t.print.no}</th><th scope="col" class="short">${t.round.unit}</th><th scope="col">${t.print.activity}</th>${moneyColumns(print).map(figureHead)}<th scope="col" class="what">${t.fields.name('reason')}</th><th scope="col" class="source">${t.fields.name('source')}</th></tr></thead>${units.map((unit) => unitRows(print, unit))}${
      view.totals === null
        ? nothing
        : html`<tfoot><tr><th scope="row" colspan="3">${t.print.wholePackage}</th>${moneyCells(print, view.totals)}<td></td><td></td></tr></tfoot>`
    }</table>${when(owesNote(print), () => html`<p class="hint">${t.print.rounding}</p>`)}`;
  },
};
