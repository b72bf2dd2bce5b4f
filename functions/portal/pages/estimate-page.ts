import type { EstimateView } from '../../../shared/app/views/estimate-view.ts';
import { money, moment } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { DraftLine } from '../../../shared/domain/draft.ts';
import { rowsOf } from '../forms/estimate-form.ts';
import { dueText } from '../parts/due.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { estimateGrid } from '../parts/estimate-grid.ts';
import { areaField, hidden } from '../parts/fields.ts';
import { fileList } from '../parts/file-list.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { jointNotes, type SharesTyped } from '../parts/joint.ts';
import { layout } from '../parts/layout.ts';
import { draftTable, lineTable } from '../parts/line-table.ts';
import { bigMoney } from '../parts/money.ts';
import { handBackForm, handBackNote } from '../parts/signing.ts';
import { sourceTable } from '../parts/source-table.ts';
import { trackerList } from '../parts/tracker.ts';
import { roundTrail } from '../parts/trail.ts';
import { wayAfter } from '../parts/way.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What a person typed, shown again with what was wrong with it. */
export type EstimateTyped = {
  readonly rows?: readonly DraftLine[];
  readonly blanks?: number;
  readonly nilReason?: string;
  readonly remark?: string;
  readonly shares?: SharesTyped;
  readonly refused?: Refused;
};

const standingNote = (visit: Visit, view: EstimateView, names: Names): Html => {
  const { t } = visit;
  const { body } = view.estimate;
  const { lockedInto, returned, nil, standing, versions, draft } = body;
  if (lockedInto !== null) {
    const { lockedBy } = view.round.body;
    const said =
      standing === 'submitted' || standing === 'nil'
        ? t.refusal({ kind: 'locked', lockedBy, package: lockedInto.package }, names)
        : t.estimate.missedLock(names.unit(lockedBy), names.packageParts(lockedInto.package).number);
    return html`<div class="note"><p>${said.what}</p>${when(view.own, () => html`<p>${said.next}</p>`)}</div>`;
  }
  if (standing === 'returned' && returned !== null)
    return html`<div class="note warn"><p><b>${t.estimate.returned(names.person(returned.by), moment(returned.at))}</b></p><p>${returned.reason}</p></div>`;
  if (standing === 'nil' && nil !== null)
    return html`<div class="note"><p><b>${t.estimate.nilSigned(names.person(nil.by), moment(nil.at))}</b></p><p>${nil.reason}</p></div>`;
  const last = versions.at(-1);
  if (standing === 'submitted' && last !== undefined)
    return html`<div class="note"><p>${t.estimate.submitted(last.n, money(last.total), names.person(last.by), moment(last.at))}${last.late ? ` ${t.estimate.cameLate}` : ''}</p>${when(view.own && draft !== null, () => html`<p>${t.estimate.draftOver}</p>`)}${when(view.own, () => html`<p>${t.estimate.afterSubmit(names.shortUnit(view.round.body.lockedBy))}</p>`)}</div>`;
  if (standing === 'recalled') return html`<div class="note warn">${t.estimate.recalled}</div>`;
  return nothing;
};

/** What the head asked for when he handed it back, until it is laid before him again. */
const handedBack = (visit: Visit, { own, handedBack: back }: EstimateView, names: Names): Html =>
  back === null || !own ? nothing : handBackNote(visit, back, names);

const openedAgain = (visit: Visit, { estimate, pkg }: EstimateView, names: Names): Html => {
  const { into } = estimate.body;
  const origin = pkg?.body.origin;
  if (into === undefined || origin === undefined) return nothing;
  return html`<div class="note warn"><p><a href="${path('packages', into)}">${visit.t.part.openFor(names.packageParts(into).number)}</a></p><p>${visit.t.part.reason(origin.reason, names.person(origin.by))}</p></div>`;
};

const versionList = (visit: Visit, view: EstimateView, names: Names): Html => {
  const { t } = visit;
  const { id, versions } = view.estimate.body;
  if (versions.length === 0) return nothing;
  return html`<h2>${t.estimate.versions}</h2><ul>${versions
    .toReversed()
    .map(
      (one) =>
        html`<li><a href="${path('estimates', id, 'versions', one.n)}">${t.formats.version(one.n)}</a>: ${money(one.total)}, ${names.person(one.by)}, ${moment(one.at)}${one.late ? html` <span class="tag late">${t.round.late}</span>` : nothing}${when(
          one.n > 1,
          () =>
            html` · <a href="${path('estimates', id, 'difference')}?from=${String(one.n - 1)}&amp;to=${String(one.n)}">${t.estimate.compare(one.n - 1)}</a>`,
        )}</li>`,
    )}</ul>`;
};

const history = (visit: Visit, view: EstimateView, names: Names): Html => {
  const { t } = visit;
  return html`<details><summary>${t.estimate.history}</summary><ol class="history">${view.history.map(
    ({ at, actor, type }) =>
      html`<li>${moment(at)} · ${t.estimate.happened[type] ?? type} · ${names.actor(actor)}${wayAfter(visit, actor)}</li>`,
  )}</ol></details>`;
};

const nilForm = (visit: Visit, view: EstimateView, typed: EstimateTyped): Html => {
  const { t } = visit;
  const { estimate } = view;
  const form = { visit, problems: problemsOf(typed.refused?.refusal) };
  return html`<details class="aside"${typed.nilReason === undefined ? nothing : html` open`}><summary>${t.estimate.nilTitle}</summary><form method="post" action="${path('estimates', estimate.id)}">${hidden('id', newCommandId())}${hidden('seen', estimate.version)}<p>${t.estimate.nilFollows}</p>${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.nilReason ?? '' })}<button class="button plain" name="do" value="nil">${t.estimate.signNil}</button></form></details>`;
};

const changedMeanwhile = (visit: Visit, view: EstimateView, typed: EstimateTyped): Html =>
  when(
    typed.refused?.refusal.kind === 'changed-since-shown' && typed.rows !== undefined,
    () =>
      html`${draftTable(visit, rowsOf(view.lines))}<h2>${visit.t.estimate.youTyped}</h2><p>${visit.t.estimate.overwriteKnowingly}</p>`,
  );

const shownLines = (visit: Visit, view: EstimateView): Html => {
  const { t } = visit;
  const { lines, amounts } = view;
  if (lines.of !== 'version')
    return when(
      view.estimate.body.lockedInto === null,
      () => html`<p>${t.round.missing[view.estimate.body.standing]}</p>`,
    );
  return html`${bigMoney(visit, amounts?.proposed ?? lines.version.total)}${view.sources === null ? nothing : sourceTable(visit, view.sources, { decided: view.amounts?.approved !== null })}${lineTable(visit, lines.lines, view.plan, t.formats.version(lines.version.n), view.norms)}`;
};

const attachedFiles = (visit: Visit, view: EstimateView, names: Names): Html => {
  const { estimate, files, mayEdit, lines } = view;
  return fileList(
    visit,
    {
      under: 'estimates',
      id: estimate.id,
      files,
      targets: mayEdit ? [{ of: 'estimate', estimate: estimate.body.id, line: null }] : [],
      lines: lines.of === 'version' ? lines.lines : [],
    },
    names,
  );
};

const links = (visit: Visit, view: EstimateView): Html => {
  const { t } = visit;
  const { pkg, estimate } = view;
  return html`${when(view.mayReturn, () => html`<p><a class="button plain" href="${path('estimates', estimate.id, 'return')}">${t.estimate.toReturn}</a></p>`)}${pkg === null ? nothing : html`<p class="links"><a href="${path('packages', pkg.id)}">${t.home.openPackage}</a> ${pkg.body.publishedAt === null ? nothing : html`<a href="${path('results', pkg.id)}">${t.home.openResult}</a>`}</p>`}`;
};

/** Whether what an officer prepared waits for the head, and the reader is of the unit. */
const waitsHere = ({ own, estimate: { body } }: EstimateView): boolean =>
  body.prepared !== undefined && own && body.lockedInto === null;

/** What an officer laid before the unit's head: the head signs or hands back, the officer can withdraw it. */
const preparedPart = (visit: Visit, view: EstimateView, names: Names, typed: EstimateTyped): Html => {
  const { t } = visit;
  const { estimate, maySign, mayRecall } = view;
  const { prepared, unit } = estimate.body;
  if (prepared === undefined || !waitsHere(view)) return nothing;
  const { act } = prepared;
  const action = path('estimates', estimate.id);
  const what = act.do === 'nil' ? t.signing.acts.nil : t.signing.acts.submit(money(act.total));
  const form = (button: Html): Html =>
    html`<form method="post" action="${action}">${hidden('id', newCommandId())}${hidden('seen', estimate.version)}${button}</form>`;
  const signs = (): Html =>
    html`<h2>${t.signing.signTitle}</h2><p>${t.signing.signFollows}</p>${form(html`<button class="button" name="do" value="sign">${t.signing.sign}</button>`)}${handBackForm(visit, { action, carried: { id: newCommandId(), seen: estimate.version }, remark: typed.remark ?? '', refused: typed.refused })}`;
  const withdraws = (): Html =>
    form(html`<button class="button plain" name="do" value="recall">${t.signing.withdraw}</button>`);
  return html`<div class="note warn"><p><b>${what}</b></p>${act.do === 'nil' ? html`<p>${act.reason}</p>` : nothing}<p>${t.signing.waits(names.person(prepared.by), moment(prepared.at), names.shortUnit(unit))}</p></div>${
    act.do === 'nil' ? nothing : html`${bigMoney(visit, act.total)}${draftTable(visit, rowsOf(view.lines))}`
  }${maySign ? signs() : when(mayRecall, withdraws)}`;
};

/** A unit's estimate: the form for its own people while it is open, else what it says. */
export const estimatePage = (visit: Visit, view: EstimateView, typed: EstimateTyped = {}): Html => {
  const { t, language } = visit;
  const { estimate, round, plan, mayEdit } = view;
  const names = namesOf(plan, language);
  const title = t.estimate.title(names.shortUnit(estimate.body.unit), round.body.year);
  const rows = typed.rows ?? rowsOf(view.lines);
  return layout(visit, {
    title,
    error: typed.refused !== undefined,
    trail: roundTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]}${when(estimate.body.lockedInto === null, () => html` · ${t.round.tracker.until(dueText(visit, view.due))}`)}</p>${typed.refused === undefined ? nothing : errorSummary(visit, typed.refused)}${trackerList(visit, view.tracker, names)}${openedAgain(visit, view, names)}${standingNote(visit, view, names)}${handedBack(visit, view, names)}${jointNotes(visit, view, names, typed.shares)}${preparedPart(visit, view, names, typed)}${changedMeanwhile(visit, view, typed)}${
      mayEdit
        ? html`${estimateGrid(visit, view, { rows, blanks: typed.blanks, problems: problemsOf(typed.refused?.refusal) })}${nilForm(visit, view, typed)}`
        : waitsHere(view)
          ? nothing
          : shownLines(visit, view)
    }${attachedFiles(visit, view, names)}${links(visit, view)}${versionList(visit, view, names)}${history(visit, view, names)}`,
  });
};
