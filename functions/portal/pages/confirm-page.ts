import type { DecisionView } from '../../../shared/app/views/decision-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { nextStage } from '../../../shared/domain/package.ts';
import type { StageKey } from '../../../shared/domain/plan.ts';
import type { DecisionTyped } from '../forms/decision-form.ts';
import { changeTable } from '../parts/change-table.ts';
import { commentList } from '../parts/comments.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, type Form, hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { ownWorkNote } from '../parts/own-work.ts';
import { approvedColumn, bigMoney } from '../parts/money.ts';
import { paperFields } from '../parts/paper-fields.ts';
import { laysBefore, stageHandBackNote } from '../parts/signing.ts';
import { originNote } from '../parts/part-notes.ts';
import { returnNote } from '../parts/return-note.ts';
import { trackerList } from '../parts/tracker.ts';
import { packageTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';

const sums = (visit: Visit, view: DecisionView): Html => {
  const { t } = visit;
  const { content, stages } = view.pkg.body;
  const rows = [
    { text: t.package.columns.proposed, dong: content.totals.proposed },
    ...(stages.includes('appraisal') ? [{ text: t.package.columns.appraised, dong: content.totals.appraised }] : []),
    ...(view.reach.approved ? [{ text: approvedColumn(visit, view.reach), dong: content.totals.approved }] : []),
  ];
  return html`<dl class="sums">${rows.map(({ text, dong }) => html`<div><dt>${text}</dt><dd class="money">${money(dong)}</dd></div>`)}</dl>`;
};

/** The last look before signing: exactly the content that the decision will bind, by its root. */
export const confirmPage = (
  visit: Visit,
  view: DecisionView,
  stage: StageKey,
  typed: DecisionTyped,
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const { pkg, plan } = view;
  const names = namesOf(plan, language);
  const { position, content } = pkg.body;
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  const next = nextStage(pkg.body, stage);
  const lays = laysBefore(view);
  const title = t.decision.confirmTitle[stage](pkg.body.year);
  const now = money(content.totals.approved);
  return layout(visit, {
    title,
    width: 'medium',
    error: refused !== undefined,
    trail: packageTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · ${t.formats.submission(position.submission)}</p>${refused === undefined ? nothing : errorSummary(visit, refused)}${originNote(visit, view, names)}${returnNote(visit, pkg.body, names)}${stageHandBackNote(visit, view, names)}<div class="sheet padded">${bigMoney(visit, content.totals.approved)}${sums(visit, view)}</div>${ownWorkNote(visit, view.ownWork, names)}${changeTable(visit, view, names)}${commentList(visit, view, names)}<p><a href="${path('packages', pkg.id)}">${t.decision.allLines}</a></p>${trackerList(visit, view.tracker, names)}<form method="post" action="${path('packages', pkg.id, 'confirm')}">${hidden('id', newCommandId())}${hidden('stage', stage)}${hidden('submission', position.submission)}${hidden('shown', pkg.head)}${
      next === undefined && !lays
        ? paperFields(form, view, typed)
        : areaField(form, {
            path: 'remark',
            label: t.fields.name('remark'),
            value: typed.remark,
            hint: t.decision.optional,
          })
    }<p class="hint">${t.decision.root} <code>${content.root}</code></p><div class="buttons"><button class="button" name="do" value="sign">${lays ? t.signing.lay(now) : next === undefined ? t.decision.sign(now) : t.decision.submitUpward(t.round.stages[next], now)}</button><button class="button plain" name="do" value="reopen">${t.decision.reopen}</button></div></form>`,
  });
};
