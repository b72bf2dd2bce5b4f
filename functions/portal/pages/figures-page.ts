import type { DecisionView } from '../../../shared/app/views/decision-view.ts';
import type { LineFigures, UnitFigures } from '../../../shared/app/views/package-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { FigureStage } from '../../../shared/domain/figures.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import type { AnyProblem } from '../../../shared/domain/refusal.ts';
import { type UnitTyped, unitPath } from '../forms/figures-form.ts';
import { describedBy, fieldErrors, inFormOrder, problemsOf, type Refused, sayRefusal } from '../parts/errors.ts';
import { pager } from '../parts/figure-table.ts';
import { commentNotes } from '../parts/comments.ts';
import { hidden } from '../parts/fields.ts';
import { type Html, html, idOf, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { lineName } from '../parts/line-table.ts';
import { normNote } from '../parts/norm-note.ts';
import { changeCell, moneyCell } from '../parts/money.ts';
import { originNote, partLink } from '../parts/part-notes.ts';
import { stageHandBackNote } from '../parts/signing.ts';
import { returnNote } from '../parts/return-note.ts';
import { trackerList } from '../parts/tracker.ts';
import { packageTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What became of one unit's part: what was typed, and why it was refused. */
export type UnitAnswer = { readonly typed: UnitTyped; readonly refused: Refused | undefined };
/** The parts of a form that came back. */
export type FiguresAnswer = ReadonlyMap<string, UnitAnswer>;

const inUnit = (estimate: string, problems: readonly AnyProblem[]): readonly AnyProblem[] =>
  problems.map((found) => ({ ...found, path: `${unitPath(estimate)}.${found.path}` }));

const problemsIn = (estimate: string, answer: UnitAnswer | undefined): readonly AnyProblem[] =>
  answer?.refused?.refusal.kind === 'problems' ? inUnit(estimate, answer.refused.refusal.problems) : [];

const lineRow = (
  visit: Visit,
  view: DecisionView,
  stage: FigureStage,
  unit: UnitFigures,
  { line, appraised, approved, norm }: LineFigures,
  index: number,
  names: Names,
  answer: UnitAnswer | undefined,
): Html => {
  const { t } = visit;
  const at = `${unitPath(unit.member.estimate)}.figures[${index}]`;
  const problems = problemsIn(unit.member.estimate, answer);
  const standing = stage === 'appraisal' ? appraised : approved;
  const before = stage === 'appraisal' ? line.amount : (appraised?.amount ?? line.amount);
  const typed = answer?.typed.figures.find(({ no }) => no === line.no);
  const column = t.package.columns[stage === 'appraisal' ? 'appraised' : 'approved'];
  const name = `${line.activity} ${line.content}`;
  return html`<tr><th scope="row">${hidden(`${at}.no`, line.no)}${lineName(visit, line, view.plan)}${normNote(visit, line, norm)}${commentNotes(visit, view, { unit: unit.member.unit, line: line.no }, names)}</th>${moneyCell(t.package.columns.proposed, line.amount)}${when(stage === 'approval', () => moneyCell(t.package.columns.appraised, before))}<td class="money" data-of="${column}"><div class="cell"><input type="text" inputmode="numeric" autocomplete="off" class="figure" id="${idOf(`${at}.amount`)}" name="${at}.amount" value="${typed?.amount ?? writeDong(standing?.amount ?? before)}" aria-label="${column}: ${name}"${describedBy(problems, `${at}.amount`)}>${fieldErrors(visit, problems, `${at}.amount`)}</div></td>${changeCell(visit, before, standing?.amount ?? before)}<td data-of="${t.fields.name('reason')}"><div class="cell"><input type="text" class="wide-text" id="${idOf(`${at}.reason`)}" name="${at}.reason" value="${typed?.reason ?? standing?.reason ?? ''}" aria-label="${t.fields.name('reason')}: ${name}"${describedBy(problems, `${at}.reason`)}>${fieldErrors(visit, problems, `${at}.reason`)}</div></td></tr>`;
};

const unitRows = (
  visit: Visit,
  view: DecisionView,
  stage: FigureStage,
  unit: UnitFigures,
  names: Names,
  answer: UnitAnswer | undefined,
): Html => {
  const { t } = visit;
  const { member, estimate, lines } = unit;
  const columns = stage === 'approval' ? 6 : 5;
  const said = commentNotes(visit, view, { unit: member.unit, line: null }, names);
  if (member.standing !== 'submitted')
    return html`<tbody><tr class="unit"><th scope="rowgroup" colspan="${String(columns)}">${names.unit(member.unit)} <span class="tag">${t.package.member[member.standing]}</span>${said}</th></tr></tbody>`;
  return html`<tbody id="${idOf(unitPath(member.estimate))}"><tr class="unit"><th scope="rowgroup" colspan="${String(columns)}">${names.unit(member.unit)}${hidden(`${unitPath(member.estimate)}.seen`, estimate.version)}${said}</th></tr>${lines.map((line, index) => lineRow(visit, view, stage, unit, line, index, names, answer))}</tbody>`;
};

/** A problem by its line's name: the table has no line numbers. */
const figureProblem = ({ t }: Visit, lines: readonly LineFigures[], found: AnyProblem): string => {
  const [, index, field = 'amount'] = /figures\[(\d+)\]\.(\w+)$/.exec(found.path) ?? [];
  const line = index === undefined ? undefined : lines[Number(index)]?.line;
  return line === undefined
    ? t.problem(found)
    : t.decision.figureAt(
        `${line.activity} ${line.content}`,
        t.fields.name(field === 'amount' ? 'figure' : field),
        t.explain(found),
      );
};

const summary = (visit: Visit, view: DecisionView, answers: FiguresAnswer, names: Names): Html => {
  const wrong = view.units.flatMap(({ member, lines }) => {
    const refused = answers.get(member.estimate)?.refused;
    return refused === undefined ? [] : [{ member, lines, refused }];
  });
  if (wrong.length === 0) return nothing;
  const count = wrong.reduce((n, { refused }) => n + Math.max(1, problemsOf(refused.refusal).length), 0);
  return html`<div class="note error" role="alert" tabindex="-1" autofocus aria-labelledby="errors"><h2 id="errors">${visit.t.decision.unitsRefused(count)}</h2>${wrong.map(
    ({ member, lines, refused }) => {
      const said = sayRefusal(visit, refused.refusal, refused.plan);
      const problems = inFormOrder(problemsIn(member.estimate, answers.get(member.estimate)));
      return html`<h3><a href="#${idOf(unitPath(member.estimate))}">${names.unit(member.unit)}</a></h3>${problems.length > 0 ? html`<ul>${problems.map((found) => html`<li><a href="#${idOf(found.path)}">${figureProblem(visit, lines, found)}</a></li>`)}</ul>` : html`<p>${said.what} ${said.next}</p>`}`;
    },
  )}</div>`;
};

const balance = (visit: Visit, { totals }: DecisionView, stage: FigureStage): Html => {
  const { t } = visit;
  const before = stage === 'appraisal' ? totals?.proposed : totals?.appraised;
  const now = stage === 'appraisal' ? totals?.appraised : totals?.approved;
  const { columns } = t.package;
  return html`<div class="balance"><div>${stage === 'appraisal' ? columns.proposed : columns.appraised}<b>${money(before ?? 0)}</b></div><div>${stage === 'appraisal' ? columns.appraised : columns.approved}<b>${money(now ?? 0)}</b></div><div>${columns.change}<b>${money((now ?? 0) - (before ?? 0))}</b></div><button class="button plain" name="do" value="save">${t.decision.saveFigures}</button><button class="button" name="do" value="prepare">${t.decision.toSign}</button></div>`;
};

/** The form of the stage that sets figures: every line prefilled, to be kept or lowered with a reason. */
export const figuresPage = (
  visit: Visit,
  view: DecisionView,
  stage: FigureStage,
  answers: FiguresAnswer = new Map(),
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const { pkg, plan } = view;
  const names = namesOf(plan, language);
  const { columns } = t.package;
  const title = `${t.decision.figuresTitle[stage](pkg.body.year)}, ${t.formats.submission(pkg.body.position.submission)}`;
  const said = refused === undefined ? undefined : sayRefusal(visit, refused.refusal, refused.plan);
  return layout(visit, {
    title,
    error: answers.size > 0 || said !== undefined,
    trail: packageTrail(visit, view),
    main: html`<h1>${title}</h1>${said === undefined ? nothing : html`<div class="note error" role="alert"><p><b>${said.what}</b></p><p>${said.next}</p></div>`}${summary(visit, view, answers, names)}${trackerList(visit, view.tracker, names)}${originNote(visit, view, names)}${returnNote(visit, pkg.body, names)}${stageHandBackNote(visit, view, names)}<p class="hint">${t.decision.figuresHint[stage]}</p><form method="post" action="${path('packages', pkg.id, 'appraisal')}?page=${String(view.page.n)}">${hidden('id', newCommandId())}${hidden('stage', stage)}${hidden('submission', pkg.body.position.submission)}${hidden('shown', pkg.head)}<button class="default" name="do" value="save" tabindex="-1" aria-hidden="true">${t.decision.saveFigures}</button><div class="sheet"><table class="cards entry"><caption>${t.package.tableCaption(view.all.length)}</caption><thead><tr><th scope="col">${t.fields.name('content')}</th><th scope="col" class="money">${columns.proposed}</th>${when(stage === 'approval', () => html`<th scope="col" class="money">${columns.appraised}</th>`)}<th scope="col" class="money">${stage === 'appraisal' ? columns.appraised : columns.approved}</th><th scope="col" class="money">${columns.change}</th><th scope="col">${t.fields.name('reason')}</th></tr></thead>${view.units.map((unit) => unitRows(visit, view, stage, unit, names, answers.get(unit.member.estimate)))}</table></div>${pager(visit, view)}${balance(visit, view, stage)}</form><p><a href="${path('packages', pkg.id, 'cut')}">${t.cut.open}</a></p><p><a href="${path('packages', pkg.id, 'decide')}">${t.decision.otherWays}</a></p>${partLink(visit, view)}`,
  });
};
