import type { CutLine, CutUnit } from '../../../shared/app/cut-lines.ts';
import type { CutView } from '../../../shared/app/views/cut-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { type Cut, CutSpread } from '../../../shared/domain/ceiling.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import type { AnyProblem } from '../../../shared/domain/refusal.ts';
import { basisOf, type CutTyped, cutPath, priorityPath } from '../forms/cut-form.ts';
import { choices } from '../parts/choice.ts';
import { describedBy, errorSummary, fieldErrors, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, hidden, textField } from '../parts/fields.ts';
import { type Html, html, idOf, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { lineName } from '../parts/line-table.ts';
import { changeCell, moneyCell } from '../parts/money.ts';
import { originNote } from '../parts/part-notes.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What the page shows of a cut: what was typed, the proposal that came of it, what was refused. */
export type CutShown = {
  readonly typed: CutTyped;
  readonly cut?: Cut | undefined;
  readonly refused?: Refused | undefined;
  /** The reason as it was filled in, so that it follows another ceiling; what a person wrote himself stays. */
  readonly filled?: string | undefined;
  /** Whether the cut was worked out anew because the form said something else than what had been shown. */
  readonly anew?: boolean;
  /** How many units were recorded in this request, and how many are left for the next. */
  readonly more?: { readonly recorded: number; readonly left: number } | undefined;
};

const lineRow = (visit: Visit, view: CutView, shown: CutShown, problems: readonly AnyProblem[], one: CutLine): Html => {
  const { t } = visit;
  const { key, line, standing } = one;
  const at = cutPath(key);
  const proposed = writeDong(shown.cut?.amounts.get(key) ?? standing);
  const fixed = shown.typed.fixed.get(key);
  const name = `${line.activity} ${line.content}`;
  return html`<tr><th scope="row">${lineName(visit, line, view.plan)}</th>${moneyCell(t.cut.standing, standing)}<td class="money" data-of="${t.cut.proposed}"><div class="cell">${hidden(`${at}.was`, proposed)}<input type="text" inputmode="numeric" autocomplete="off" class="figure" id="${idOf(`${at}.amount`)}" name="${at}.amount" value="${fixed ?? proposed}" aria-label="${t.cut.proposed}: ${name}"${describedBy(problems, `${at}.amount`)}>${fieldErrors(visit, problems, `${at}.amount`)}${when(
    fixed !== undefined,
    () =>
      html`<label class="check"><input type="checkbox" name="${at}.fixed" value="yes" checked> ${t.cut.fixed}</label>`,
  )}</div></td>${changeCell(visit, standing, shown.cut?.amounts.get(key) ?? standing)}</tr>`;
};

const unitRows = (
  visit: Visit,
  view: CutView,
  shown: CutShown,
  problems: readonly AnyProblem[],
  { estimate, lines }: CutUnit,
  names: Names,
): Html =>
  html`<tbody><tr class="unit"><th scope="rowgroup" colspan="4">${names.unit(estimate.body.unit)}</th></tr>${lines.map((line) => lineRow(visit, view, shown, problems, line))}</tbody>`;

/** Fixed lines of the package's other pages go along unseen. */
const elsewhere = (view: CutView, { typed }: CutShown): Html => {
  const here = new Set(view.units.map(({ member }) => member.estimate));
  const keys = new Set(
    view.cutUnits.flatMap(({ estimate, lines }) => (here.has(estimate.body.id) ? lines.map(({ key }) => key) : [])),
  );
  return html`${[...typed.fixed].map(([key, amount]) =>
    keys.has(key)
      ? nothing
      : html`${hidden(`${cutPath(key)}.amount`, amount)}${hidden(`${cutPath(key)}.fixed`, 'yes')}`,
  )}`;
};

const balance = (visit: Visit, view: CutView, { cut }: CutShown): Html => {
  const { t } = visit;
  if (cut === undefined)
    return html`<div class="balance"><div>${t.cut.standing}<b>${money(view.standing)}</b></div><button class="button" name="do" value="propose">${t.cut.propose}</button></div>`;
  return html`<div class="balance"><div>${t.cut.standing}<b>${money(view.standing)}</b></div><div>${t.cut.proposed}<b>${money(cut.total)}</b></div><div>${t.cut.balance}<b class="${cut.balance < 0 ? 'cut' : ''}">${money(cut.balance)}</b></div><button class="button plain" name="do" value="propose">${t.cut.again}</button><button class="button" name="do" value="apply">${t.cut.apply}</button></div>`;
};

const pages = ({ t }: Visit, { page }: CutView): Html =>
  when(
    page.of > 1,
    () =>
      html`<p class="pager">${page.n > 1 ? html`<button class="button plain" name="do" value="page-${String(page.n - 1)}">${t.package.previousPage}</button>` : nothing} <span>${t.package.pageOf(page.n, page.of)}</span> ${page.n < page.of ? html`<button class="button plain" name="do" value="page-${String(page.n + 1)}">${t.package.nextPage}</button>` : nothing}</p>`,
  );

const table = (visit: Visit, view: CutView, shown: CutShown, problems: readonly AnyProblem[], names: Names): Html => {
  const { t } = visit;
  const here = new Set(view.units.map(({ member }) => member.estimate));
  const units = view.cutUnits.filter(({ estimate, lines }) => lines.length > 0 && here.has(estimate.body.id));
  return html`<div class="sheet"><table class="cards entry"><caption>${t.package.tableCaption(view.all.length)}</caption><thead><tr><th scope="col">${t.fields.name('content')}</th><th scope="col" class="money">${t.cut.standing}</th><th scope="col" class="money">${t.cut.proposed}</th><th scope="col" class="money">${t.package.columns.change}</th></tr></thead>${units.map((unit) => unitRows(visit, view, shown, problems, unit, names))}</table></div>${pages(visit, view)}`;
};

/** The page on which Finance or the Committee types what there is: the cut proposed, adjusted, and applied. */
export const cutPage = (visit: Visit, view: CutView, shown: CutShown): Html => {
  const { t, language } = visit;
  const { pkg, plan, round, stage } = view;
  const { typed } = shown;
  const names = namesOf(plan, language);
  const title = t.cut.title(pkg.body.year);
  const problems = problemsOf(shown.refused?.refusal);
  const form = { visit, problems };
  return layout(visit, {
    title,
    error: shown.refused !== undefined,
    trail: [
      { href: path('rounds', round.id), text: t.round.title(round.body.year) },
      { href: path('packages', pkg.id), text: t.package.title(pkg.body.number, pkg.body.year) },
    ],
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · ${t.formats.submission(pkg.body.position.submission)}</p>${shown.refused === undefined ? nothing : errorSummary(visit, shown.refused)}${shown.more === undefined ? nothing : html`<div class="note warn" role="status">${t.cut.more(shown.more.recorded, shown.more.left)}</div>`}${when(shown.anew === true, () => html`<div class="note warn" role="status">${t.cut.changed}</div>`)}${originNote(visit, view, namesOf(plan, language))}<p class="hint">${t.cut.hint[stage]}</p><form method="post" action="${path('packages', pkg.id, 'cut')}">${hidden('id', newCommandId())}${hidden('stage', stage)}${hidden('submission', pkg.body.position.submission)}${hidden('read', view.read)}${hidden('page', view.page.n)}${shown.cut === undefined ? nothing : hidden('basis', basisOf(typed))}${hidden('reasonWas', shown.filled ?? '')}${hidden('done', [...typed.done].join(' '))}<button class="default" name="do" value="propose" tabindex="-1" aria-hidden="true">${t.cut.propose}</button>${textField(form, { path: 'ceiling', label: t.fields.name('ceiling'), value: typed.ceiling, hint: t.cut.ceilingHint(money(view.standing)), numeric: true })}<fieldset id="spread"><legend>${t.cut.spread}</legend>${fieldErrors(visit, problems, 'spread')}${choices(
      'spread',
      typed.spread,
      CutSpread.options.map((value) => ({
        value,
        label: t.cut.spreads[value].what,
        follows: t.cut.spreads[value].follows,
      })),
    )}</fieldset><details${typed.spread === 'priority' ? html` open` : nothing}><summary>${t.cut.priorities}</summary><p class="hint">${t.cut.prioritiesHint}</p>${view.activities.map(({ code, title: what }) => textField(form, { path: priorityPath(code), label: `${code} ${what[language]}`, value: typed.priorities.get(code) ?? '1', numeric: true }))}</details>${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason, hint: t.cut.reasonHint })}${
      shown.cut === undefined && typed.fixed.size === 0
        ? nothing
        : html`<h2>${t.cut.lines}</h2><p class="hint">${t.cut.linesHint}</p>${table(visit, view, shown, problems, names)}`
    }${elsewhere(view, shown)}${balance(visit, view, shown)}</form><p><a href="${path('packages', pkg.id, 'appraisal')}">${t.cut.byHand}</a></p>`,
  });
};
