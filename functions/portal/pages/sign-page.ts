import type { DecisionView } from '../../../shared/app/views/decision-view.ts';
import { money, moment } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { PreparedStage } from '../../../shared/domain/package.ts';
import type { StageKey } from '../../../shared/domain/plan.ts';
import type { Power } from '../../../shared/domain/signing.ts';
import type { DecisionTyped } from '../forms/decision-form.ts';
import { changeTable } from '../parts/change-table.ts';
import { commentList } from '../parts/comments.ts';
import { problemsOf, type Refused } from '../parts/errors.ts';
import { hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { bigMoney } from '../parts/money.ts';
import { paperFields } from '../parts/paper-fields.ts';
import { handBackForm, powerText, refusedNote } from '../parts/signing.ts';
import { trackerList } from '../parts/tracker.ts';
import { packageTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';

const actText = ({ t }: Visit, { act }: PreparedStage, amount: string): string => {
  switch (act.do) {
    case 'forward':
      return t.signing.acts.forward(amount);
    case 'approve':
      return t.signing.acts.approve(amount);
    case 'return':
      return t.signing.acts.return(t.round.stages[act.to]);
  }
};

const words = ({ act }: PreparedStage): Html => {
  const text = act.do === 'return' ? act.reason : act.remark;
  return text === '' ? nothing : html`<p>${text}</p>`;
};

const signForm = (
  visit: Visit,
  view: DecisionView,
  { stage, prepared, power, names }: { stage: StageKey; prepared: PreparedStage; power: Power; names: Names },
  typed: DecisionTyped,
  refused: Refused | undefined,
): Html => {
  const { t } = visit;
  const { pkg } = view;
  const action = path('packages', pkg.id, 'sign');
  const carried = { stage, submission: pkg.body.position.submission, shown: pkg.head };
  const form = { visit, problems: problemsOf(refused?.refusal) };
  const basis =
    prepared.act.do === 'approve'
      ? paperFields(form, view, typed)
      : html`<p>${t.fields.place('basis')}: ${powerText(visit, power, names)}</p>`;
  return html`<h2>${t.signing.signTitle}</h2><form method="post" action="${action}">${hidden('id', newCommandId())}${Object.entries(carried).map(([name, value]) => hidden(name, value))}${basis}<p class="hint">${t.decision.root} <code>${pkg.body.content.root}</code></p><p class="hint">${t.signing.signFollows} ${t.decision.bound}</p><button class="button" name="do" value="sign">${t.signing.sign}</button></form>${handBackForm(visit, { action, carried: { id: newCommandId(), ...carried }, remark: typed.remark, refused })}`;
};

/** What an officer laid before his head: the head signs it, or hands it back; the officer sees that it waits. */
export const signPage = (
  visit: Visit,
  view: DecisionView,
  prepared: PreparedStage,
  typed: DecisionTyped,
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const { pkg, plan, powers, viewer } = view;
  const stage = view.atMyOffice ?? pkg.body.position.stage;
  const names = namesOf(plan, language);
  const [power] = prepared.by === viewer.person.id ? [] : powers;
  const title = t.signing.task[stage](pkg.body.year);
  const office = names.shortUnit(plan.chain?.stages.find(({ key }) => key === stage)?.by[0] ?? viewer.office);
  const { approved } = pkg.body.content.totals;
  return layout(visit, {
    title,
    width: 'medium',
    error: refused !== undefined,
    trail: packageTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · ${t.formats.submission(pkg.body.position.submission)}</p>${refusedNote(visit, refused)}<div class="note warn"><p><b>${actText(visit, prepared, money(approved))}</b></p>${words(prepared)}<p>${t.signing.waits(names.person(prepared.by), moment(prepared.at), office)}</p></div><div class="sheet padded">${bigMoney(visit, approved)}</div>${changeTable(visit, view, names)}${commentList(visit, view, names)}<p><a href="${path('packages', pkg.id)}">${t.decision.allLines}</a></p>${trackerList(visit, view.tracker, names)}${
      power === undefined ? nothing : signForm(visit, view, { stage, prepared, power, names }, typed, refused)
    }`,
  });
};
