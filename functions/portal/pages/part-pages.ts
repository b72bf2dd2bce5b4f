import type { PackageView } from '../../../shared/app/views/package-view.ts';
import { mayJoin, type RoundView } from '../../../shared/app/views/round-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { fieldErrors, errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, hidden, selectField } from '../parts/fields.ts';
import { type Html, html, nothing, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { trackerList } from '../parts/tracker.ts';
import { packageTrail, roundTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What was typed to return a part. */
export type PartTyped = { readonly estimate: string; readonly reason: string; readonly due: string };

/** Returns one unit's part of a package, with the reason and a date. */
export const partPage = (visit: Visit, view: PackageView, typed: PartTyped, refused?: Refused): Html => {
  const { t, language } = visit;
  const { pkg, plan } = view;
  const names = namesOf(plan, language);
  const form = { visit, problems: problemsOf(refused?.refusal) };
  const units = view.all
    .filter(({ member, leftTo }) => member.standing === 'submitted' && leftTo === null)
    .map(({ member, amounts }) => ({
      value: member.estimate,
      text: `${names.unit(member.unit)}: ${money(amounts?.approved ?? amounts?.appraised ?? amounts?.proposed ?? 0)}`,
    }));
  const { stage, submission } = pkg.body.position;
  const body =
    units.length === 0
      ? html`<p>${t.part.noUnits}</p>`
      : html`<form method="post" action="${path('packages', pkg.id, 'part')}">${hidden('id', newCommandId())}${hidden('stage', stage)}${hidden('submission', submission)}${hidden('shown', pkg.head)}${selectField(form, { path: 'estimate', label: t.fields.name('unit'), value: typed.estimate, options: [{ value: '', text: t.part.chooseUnit }, ...units] })}${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason, hint: t.part.returnHint })}${dateField(form, { path: 'due', label: t.part.returnDue, value: typed.due })}<p>${t.part.returnFollows}</p><button class="button">${t.part.doReturn}</button></form>`;
  return layout(visit, {
    title: t.part.returnTitle,
    width: 'narrow',
    error: refused !== undefined,
    trail: packageTrail(visit, view),
    main: html`<h1>${t.part.returnTitle}</h1>${refused === undefined ? nothing : errorSummary(visit, refused)}${trackerList(visit, view.tracker, names)}${body}`,
  });
};

/** What was typed to open a supplement. */
export type SupplementTyped = { readonly units: readonly string[]; readonly reason: string; readonly due: string };

/** Opens a supplement: who joins, why, until when. */
export const supplementPage = (visit: Visit, view: RoundView, typed: SupplementTyped, refused?: Refused): Html => {
  const { t, language } = visit;
  const { round, plan, rows } = view;
  const names = namesOf(plan, language);
  const form = { visit, problems: problemsOf(refused?.refusal) };
  const late = rows.filter(mayJoin);
  const title = t.part.supplementTitle(round.body.year);
  const boxes = late.map(
    ({ unit, came }) =>
      html`<label class="choice"><input type="checkbox" name="units" value="${unit}"${typed.units.includes(unit) ? html` checked` : nothing}><b>${names.unit(unit)}</b><span>${t.package.member[came]}</span></label>`,
  );
  const body =
    late.length === 0
      ? html`<p>${t.part.nobodyLate}</p>`
      : html`<form method="post" action="${path('rounds', round.id, 'supplement')}">${hidden('id', newCommandId())}<fieldset id="units"><legend>${t.part.supplementUnits}</legend>${fieldErrors(visit, form.problems, 'units')}${boxes}</fieldset>${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: typed.reason })}${dateField(form, { path: 'due', label: t.part.supplementDue, value: typed.due })}<p>${t.part.supplementFollows}</p><button class="button">${t.part.doSupplement}</button></form>`;
  return layout(visit, {
    title,
    width: 'narrow',
    error: refused !== undefined,
    trail: roundTrail(visit, view),
    main: html`<h1>${title}</h1>${refused === undefined ? nothing : errorSummary(visit, refused)}${body}`,
  });
};
