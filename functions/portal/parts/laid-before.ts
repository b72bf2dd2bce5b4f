import type { DecisionView } from '../../../shared/app/views/decision-view.ts';
import { money, moment } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { unitOfEstimate } from '../../../shared/domain/ids.ts';
import type { PreparedStage } from '../../../shared/domain/package.ts';
import { stageOf } from '../../../shared/domain/plan.ts';
import type { DecisionTyped } from '../forms/decision-form.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { problemsOf, type Refused } from './errors.ts';
import { hidden } from './fields.ts';
import { type Html, html, nothing } from './html.ts';
import { paperFields } from './paper-fields.ts';
import { handBackForm, powerText } from './signing.ts';

/** What is known of a package and its reader where something of it lies with a head. */
type Laid = Pick<DecisionView, 'pkg' | 'plan' | 'powers' | 'viewer'>;

const actText = ({ t }: Visit, { act }: PreparedStage, amount: string, names: Names): string => {
  switch (act.do) {
    case 'forward':
      return t.signing.acts.forward(amount);
    case 'approve':
      return t.signing.acts.approve(amount);
    case 'return':
      return t.signing.acts.return(t.round.stages[act.to]);
    case 'return-part':
      return t.signing.acts.returnPart(names.unit(unitOfEstimate(act.estimate) ?? act.estimate));
  }
};

const words = ({ act }: PreparedStage): Html => {
  const text = 'reason' in act ? act.reason : act.remark;
  return text === '' ? nothing : html`<p>${text}</p>`;
};

/** What was laid before the head of the stage's office, by whom and when. */
export const laidNote = (visit: Visit, { pkg, plan, viewer }: Laid, prepared: PreparedStage, names: Names): Html => {
  const { content, position } = pkg.body;
  const office = names.shortUnit(stageOf(plan, position.stage)?.by[0] ?? viewer.office);
  return html`<div class="note warn"><p><b>${actText(visit, prepared, money(content.totals.approved), names)}</b></p>${words(prepared)}<p>${visit.t.signing.waits(names.person(prepared.by), moment(prepared.at), office)}</p></div>`;
};

/** Signs what was laid, or hands it back; nothing for whoever may not, or laid it himself. */
export const signForms = (
  visit: Visit,
  view: Laid,
  { prepared, action }: { readonly prepared: PreparedStage; readonly action: string },
  typed: DecisionTyped,
  refused: Refused | undefined,
): Html => {
  const { t, language } = visit;
  const { pkg, plan, powers, viewer } = view;
  const [power] = prepared.by === viewer.person.id ? [] : powers;
  if (power === undefined) return nothing;
  const { stage, submission } = pkg.body.position;
  const carried = { stage, submission, shown: pkg.head };
  const form = { visit, problems: problemsOf(refused?.refusal) };
  const basis =
    prepared.act.do === 'approve'
      ? paperFields(form, view, typed)
      : html`<p>${t.fields.place('basis')}: ${powerText(visit, power, namesOf(plan, language))}</p>`;
  return html`<h2>${t.signing.signTitle}</h2><form method="post" action="${action}">${hidden('id', newCommandId())}${Object.entries(carried).map(([name, value]) => hidden(name, value))}${basis}<p class="hint">${t.decision.root} <code>${pkg.body.content.root}</code></p><p class="hint">${t.signing.signFollows} ${t.decision.bound}</p><button class="button" name="do" value="sign">${t.signing.sign}</button></form>${handBackForm(visit, { action, carried: { id: newCommandId(), ...carried }, remark: typed.remark, refused })}`;
};
