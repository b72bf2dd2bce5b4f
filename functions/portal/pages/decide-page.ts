import type { DecisionView } from '../../../shared/app/views/decision-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { countsNow, nextStage } from '../../../shared/domain/package.ts';
import { setsFigures } from '../../../shared/domain/own-work.ts';
import type { StageKey } from '../../../shared/domain/plan.ts';
import { needsSignature } from '../../../shared/domain/signing.ts';
import type { DecisionTyped } from '../forms/decision-form.ts';
import { changeTable } from '../parts/change-table.ts';
import { commentList } from '../parts/comments.ts';
import { type Choice, choices } from '../parts/choice.ts';
import { errorSummary, fieldErrors, problemsOf, type Refused, sayRefusal } from '../parts/errors.ts';
import { areaField, type Form, hidden } from '../parts/fields.ts';
import { type Html, html, idOf, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { ownWorkNote } from '../parts/own-work.ts';
import { bigMoney } from '../parts/money.ts';
import { originNote, partLink } from '../parts/part-notes.ts';
import { laysBefore, stageHandBackNote } from '../parts/signing.ts';
import { returnNote } from '../parts/return-note.ts';
import { trackerList } from '../parts/tracker.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { dueText } from '../parts/due.ts';
import { packageTrail } from '../parts/trail.ts';

const returnChoice = (form: Form, view: DecisionView, typed: DecisionTyped): Choice => {
  const { t } = form.visit;
  const to = html`<fieldset id="${idOf('to')}"><legend>${t.fields.name('to')}</legend>${fieldErrors(form.visit, form.problems, 'to')}${view.returnsTo.map(
    (stage) =>
      html`<label class="check"><input type="radio" name="to" value="${stage}"${typed.to === stage ? html` checked` : nothing}> ${t.round.stages[stage]}</label>`,
  )}</fieldset>`;
  return {
    value: 'return',
    label: t.decision.choices.return,
    follows: t.decision.choices.returnFollows,
    more: html`${to}${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason })}`,
  };
};

const waysOf = (form: Form, view: DecisionView, stage: StageKey, typed: DecisionTyped): readonly Choice[] => {
  const { t } = form.visit;
  const { pkg } = view;
  const now = money(nowOf(view));
  const next = nextStage(pkg.body, stage);
  const pass: Choice =
    next === undefined
      ? { value: 'pass', label: t.decision.choices.approve(now), follows: t.decision.choices.approveFollows }
      : {
          value: 'pass',
          label: t.decision.choices.forward[stage === 'synthesis' ? 'synthesis' : 'appraisal'](now),
          follows: t.decision.choices.forwardFollows(t.round.stages[next]),
        };
  const amounts: Choice = {
    value: 'amounts',
    label: t.decision.choices.amounts,
    follows: t.decision.choices.amountsFollow,
  };
  return [
    pass,
    ...(setsFigures(stage) ? [amounts] : []),
    ...(view.returnsTo.length > 0 ? [returnChoice(form, view, typed)] : []),
  ];
};

/** The ways to choose from; where there is only one, the button itself says it. */
const ways = ({ visit, problems }: Form, list: readonly Choice[], typed: DecisionTyped): Html => {
  const [only, ...others] = list;
  if (only !== undefined && others.length === 0)
    return html`${hidden('choice', only.value)}<h2>${only.label}</h2><p>${only.follows}</p>`;
  return html`<fieldset id="choice"><legend>${visit.t.decision.legend}</legend>${fieldErrors(visit, problems, 'choice')}${choices('choice', typed.choice, list)}</fieldset>`;
};

/** What the package stands at before the decision. */
const nowOf = ({ totals, pkg }: DecisionView): number =>
  totals?.approved ?? totals?.appraised ?? totals?.proposed ?? pkg.body.content.totals.proposed;

const facts = (visit: Visit, view: DecisionView): Html => {
  const { t } = visit;
  const { pkg, totals, changed } = view;
  const counts = { ...countsNow(pkg.body), left: pkg.body.left?.length ?? 0 };
  const [proposed, now] = [totals?.proposed ?? 0, nowOf(view)];
  return html`<div class="sheet padded">${bigMoney(visit, now)}<p>${t.decision.proposedBy(money(proposed), counts)}${now < proposed ? html` <span class="cut">${t.decision.cutBy(money(proposed - now), changed.length)}</span>` : ''}</p></div>`;
};

/** Says that only the head decides here, to whoever may neither sign nor prepare it. */
export const headOnly = (
  visit: Visit,
  view: Pick<DecisionView, 'plan' | 'powers' | 'viewer'>,
  stage: StageKey,
): Html => {
  const said = sayRefusal(visit, { kind: 'head-must-decide', office: view.viewer.office }, view.plan);
  return when(
    stage === 'approval' && view.powers.length === 0 && !needsSignature(view, stage),
    () => html`<div class="note warn"><p><b>${said.what}</b></p><p>${said.next}</p></div>`,
  );
};

const body = (
  visit: Visit,
  view: DecisionView,
  stage: StageKey,
  typed: DecisionTyped,
  refused: Refused | undefined,
): Html => {
  const { t } = visit;
  const { pkg } = view;
  const { position } = pkg.body;
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  if (position.state === 'arriving') return html`<div class="note warn">${t.package.arriving}</div>`;
  const passes = laysBefore(view) ? t.signing.layBefore : t.decision.pass;
  return html`${when(
    position.state === 'prepared',
    () =>
      html`<div class="note"><p>${t.decision.isPrepared}</p><p><a class="button" href="${path('packages', pkg.id, 'confirm')}">${t.decision.toConfirm}</a></p></div>`,
  )}<form method="post" action="${path('packages', pkg.id, 'decide')}">${hidden('id', newCommandId())}${hidden('stage', stage)}${hidden('submission', position.submission)}${hidden('shown', pkg.head)}${ways(form, waysOf(form, view, stage, typed), typed)}${when(
    stage === 'synthesis',
    () =>
      areaField(form, {
        path: 'remark',
        label: t.fields.name('remark'),
        value: typed.remark,
        hint: t.decision.optional,
      }),
  )}<p class="hint">${t.decision.bound}</p><button class="button ${position.state === 'prepared' ? 'plain' : ''}">${view.returnsTo.length === 0 && !setsFigures(stage) ? passes : t.decision.continue}</button></form>`;
};

/** The page on which an office decides: what, how much, what was cut and why, where it is; nothing chosen beforehand. */
export const decidePage = (
  visit: Visit,
  view: DecisionView,
  stage: StageKey,
  typed: DecisionTyped,
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const { pkg, plan } = view;
  const names = namesOf(plan, language);
  const title = t.decision.title[stage](pkg.body.year);
  const due = view.tracker.steps.find((step) => step.stage === stage)?.due;
  return layout(visit, {
    title,
    width: 'medium',
    error: refused !== undefined,
    trail: packageTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · ${t.formats.submission(pkg.body.position.submission)}${due === null || due === undefined ? '' : ` · ${t.round.tracker.until(dueText(visit, due))}`}</p>${refused === undefined ? nothing : errorSummary(visit, refused)}${originNote(visit, view, names)}${returnNote(visit, pkg.body, names)}${stageHandBackNote(visit, view, names)}${facts(visit, view)}${ownWorkNote(visit, view.ownWork, names)}${changeTable(visit, view, names)}${commentList(visit, view, names)}<p><a href="${path('packages', pkg.id)}">${t.decision.allLines}</a></p>${partLink(visit, view)}${when(setsFigures(stage) && pkg.body.position.state === 'open', () => html`<p><a href="${path('packages', pkg.id, 'cut')}">${t.cut.open}</a></p>`)}${trackerList(visit, view.tracker, names)}${headOnly(visit, view, stage)}${body(visit, view, stage, typed, refused)}`,
  });
};
