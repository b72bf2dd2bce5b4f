import type { EstimateView } from '../../../shared/app/views/estimate-view.ts';
import { money, moment } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { trackerList } from '../parts/tracker.ts';
import { roundTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What was typed into the form. */
export type ReturnTyped = { readonly reason: string; readonly due: string };

/** Sends an estimate back to its unit before the lock, with the reason and a new date. */
export const returnPage = (visit: Visit, view: EstimateView, typed: ReturnTyped, refused?: Refused): Html => {
  const { t, language } = visit;
  const { estimate, plan } = view;
  const names = namesOf(plan, language);
  const unit = names.shortUnit(estimate.body.unit);
  const title = t.estimate.returnTitle(unit);
  const last = estimate.body.versions.at(-1);
  const form = { visit, problems: problemsOf(refused?.refusal) };
  return layout(visit, {
    title,
    width: 'narrow',
    error: refused !== undefined,
    trail: [...roundTrail(visit, view), { href: path('estimates', estimate.id), text: unit }],
    main: html`<h1>${title}</h1>${refused === undefined ? nothing : errorSummary(visit, refused)}${trackerList(visit, view.tracker, names)}${last === undefined ? nothing : html`<p>${t.estimate.submitted(last.n, money(last.total), names.person(last.by), moment(last.at))}</p>`}<form method="post" action="${path('estimates', estimate.id, 'return')}">${hidden('id', newCommandId())}${hidden('seen', estimate.version)}${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason, hint: t.estimate.returnReasonHint })}${dateField(form, { path: 'due', label: t.estimate.returnDue, value: typed.due })}<p>${t.estimate.returnFollows}</p><button class="button">${t.estimate.doReturn}</button></form>`,
  });
};
