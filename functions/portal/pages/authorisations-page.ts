import type { AuthorityView, ListedAuthorisation } from '../../../shared/app/views/authority-view.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { type AuthorisationTyped, freshAuthorisation } from '../forms/sign-form.ts';
import { fieldErrors, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, type Form, hidden, selectField, textField } from '../parts/fields.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { refusedNote } from '../parts/signing.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What was typed and refused: the record form, or the revocation of one authorisation. */
export type AuthorityAnswer = {
  readonly typed?: AuthorisationTyped;
  readonly revoking?: { readonly id: string; readonly reason: string };
  readonly refused: Refused;
};

const revokeForm = (visit: Visit, { paper }: ListedAuthorisation, answer: AuthorityAnswer | undefined): Html => {
  const { t } = visit;
  const mine = answer?.revoking?.id === paper.id ? answer : undefined;
  const form: Form = { visit, problems: problemsOf(mine?.refused.refusal) };
  return html`<details class="aside"${mine === undefined ? nothing : html` open`}><summary>${t.signing.revokeTitle(paper.number)}</summary><form method="post" action="${path('authorisations', paper.id, 'revoke')}">${hidden('id', newCommandId())}${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: mine?.revoking?.reason ?? '' })}<button class="button plain">${t.signing.revoke}</button></form></details>`;
};

const entry = (visit: Visit, names: Names, one: ListedAuthorisation, answer: AuthorityAnswer | undefined): Html => {
  const { t } = visit;
  const { paper, state, mayRevoke } = one;
  const { giver, recipient, number, date, from, until, works, recordedBy, recordedAt, revoked } = paper;
  return html`<section class="round"><h3>${t.signing.lent(names.person(giver), names.person(recipient))}</h3><p>${t.signing.paper(number, shortDate(date))} · ${names.unit(paper.office)}</p><p>${t.signing.days(shortDate(from), shortDate(until))} · <b>${t.signing.state[state]}</b></p><p>${works.map((key) => names.stage(key)).join('; ')}</p><p class="soft">${t.signing.recordedBy(names.person(recordedBy), moment(recordedAt))}</p>${revoked === null ? nothing : html`<p class="soft">${t.signing.revokedBy(names.person(revoked.by), moment(revoked.at), revoked.reason)}</p>`}${when(mayRevoke, () => revokeForm(visit, one, answer))}</section>`;
};

const recordForm = (visit: Visit, view: AuthorityView, names: Names, answer: AuthorityAnswer | undefined): Html => {
  const { t, language } = visit;
  const { lends, plan, viewer } = view;
  if (lends.length === 0) return nothing;
  const typed = answer?.typed ?? freshAuthorisation;
  const form: Form = { visit, problems: answer?.typed === undefined ? [] : problemsOf(answer.refused.refusal) };
  const works = [...new Set(lends.flatMap((lending) => lending.works))];
  const givers = lends.map(({ office, giver }) => ({
    value: office,
    text: `${names.person(giver)}, ${names.shortUnit(office)}`,
  }));
  const people = plan.people
    .filter(({ id }) => !lends.some(({ giver }) => giver === id) && id !== viewer.person.id)
    .map(({ id, title }) => ({ value: id, text: title[language] }));
  const chosen = typed.office === '' ? (givers[0]?.value ?? '') : typed.office;
  return html`<h2>${t.signing.record}</h2><p>${t.signing.recordHint}</p><form method="post" action="/authorisations">${hidden('id', newCommandId())}${selectField(form, { path: 'office', label: t.fields.name('giver'), value: chosen, options: givers })}${fieldErrors(visit, form.problems, 'giver')}${selectField(form, { path: 'recipient', label: t.fields.name('recipient'), value: typed.recipient, options: [{ value: '', text: t.signing.choose }, ...people] })}${textField(form, { path: 'number', label: t.fields.name('paperNumber'), value: typed.number, hint: t.signing.numberHint })}${dateField(form, { path: 'date', label: t.fields.name('date'), value: typed.date })}${dateField(form, { path: 'from', label: t.fields.name('from'), value: typed.from })}${dateField(form, { path: 'until', label: t.fields.name('until'), value: typed.until })}<fieldset id="works"><legend>${t.fields.name('works')}</legend>${fieldErrors(visit, form.problems, 'works')}${works.map(
    (key) =>
      html`<label class="check"><input type="checkbox" name="works" value="${key}"${typed.works.includes(key) ? html` checked` : nothing}> ${names.stage(key)}</label>`,
  )}</fieldset><p class="hint">${t.signing.recordFollows}</p><button class="button">${t.signing.record}</button></form>`;
};

/** The authorisations that concern the reader, and the form that records one of his office's head. */
export const authorisationsPage = (visit: Visit, view: AuthorityView, answer?: AuthorityAnswer): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  return layout(visit, {
    title: t.signing.authorisations,
    width: 'medium',
    error: answer !== undefined,
    main: html`<h1>${t.signing.authorisations}</h1><p class="soft">${view.plan.shortTitle[language]}</p>${refusedNote(visit, answer?.refused)}${
      view.listed.length === 0
        ? html`<p>${t.signing.none}</p>`
        : view.listed.map((one) => entry(visit, names, one, answer))
    }${recordForm(visit, view, names, answer)}`,
  });
};
