import type { DecisionView } from '../../../shared/app/views/decision-view.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { DecisionTyped } from '../forms/decision-form.ts';
import { fieldErrors } from './errors.ts';
import { dateField, type Form, hidden, textField } from './fields.ts';
import { type Html, html } from './html.ts';
import { powerText } from './signing.ts';

/** The paper of a decision: its number, its date, and on what the reader's signature rests. */
export const paperFields = (
  form: Form,
  view: Pick<DecisionView, 'plan' | 'powers' | 'viewer'>,
  typed: DecisionTyped,
): Html => {
  const { visit, problems } = form;
  const { t, language } = visit;
  const power = view.powers[0] ?? { basis: 'own_right' as const };
  return html`<fieldset><legend>${t.decision.paper}</legend>${textField(form, { path: 'number', label: t.fields.name('number'), value: typed.number, hint: t.decision.numberHint })}${dateField(form, { path: 'date', label: t.fields.name('date'), value: typed.date })}<div class="field" id="basis"><span class="label">${t.fields.place('basis')}</span>${fieldErrors(visit, problems, 'basis')}<p>${powerText(visit, power, namesOf(view.plan, language))}, ${view.viewer.person.title[language]}</p>${hidden('basis', power.basis)}</div></fieldset>`;
};
