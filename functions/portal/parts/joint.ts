import type { EstimateView } from '../../../shared/app/views/estimate-view.ts';
import type { JointRow } from '../../../shared/app/views/joint-view.ts';
import type { RoundView } from '../../../shared/app/views/round-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import type { AnyProblem } from '../../../shared/domain/refusal.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { fieldErrors } from './errors.ts';
import { hidden, selectField, textField } from './fields.ts';
import { type Html, html, nothing, path, when } from './html.ts';

/** Warns of each second claim on a joint activity, naming both. */
export const claimWarnings = (visit: Visit, { activity, claims }: JointRow, names: Names): Html =>
  html`${claims.map(
    ({ unit, submitter, amount }) =>
      html`<div class="note warn" role="status">${visit.t.joint.claim(names.unit(unit), money(amount), names.unit(submitter), activity)}</div>`,
  )}`;

const sharesText = (visit: Visit, { shares }: JointRow, names: Names): Html =>
  shares.length === 0
    ? nothing
    : html`<p>${visit.t.joint.shared(shares.map(({ unit, amount }) => `${names.shortUnit(unit)} ${money(amount)}`).join('; '))}</p>`;

const nameForm = (visit: Visit, view: RoundView, { activity, leads, submitter }: JointRow, names: Names): Html => {
  const { t } = visit;
  const options = leads.map((unit) => ({ value: unit, text: names.unit(unit) }));
  const field = { path: `submitter.${activity}`, label: t.joint.name(activity), value: submitter, options };
  return html`<form method="post" action="${path('rounds', view.round.id, 'submitter')}">${hidden('id', newCommandId())}${hidden('activity', activity)}${selectField({ visit, problems: [] }, field)}<button class="button plain">${t.joint.doName}</button></form>`;
};

/** A round's joint activities: who submits each, warnings that name both; the standing unit names the submitter. */
export const jointSection = (visit: Visit, view: RoundView, names: Names): Html =>
  when(view.joint.length > 0, () => {
    const { t, language } = visit;
    const title = (code: string) => view.plan.activities.find((one) => one.code === code)?.title[language] ?? '';
    return html`<h2>${t.joint.title}</h2>${view.joint.map(
      (row) =>
        html`<section><h3>${row.activity} ${title(row.activity)}</h3>${claimWarnings(visit, row, names)}<p>${t.joint.submits(names.unit(row.submitter), names.units(row.leads))}</p>${sharesText(visit, row, names)}${when(view.mayName, () => nameForm(visit, view, row, names))}</section>`,
    )}`;
  });

/** The shares of one activity as they were typed, with what was wrong with them. */
export type SharesTyped = {
  readonly activity: string;
  readonly amounts: ReadonlyMap<string, string>;
  readonly problems: readonly AnyProblem[];
};

const shareForm = (visit: Visit, view: EstimateView, row: JointRow, names: Names, sent?: SharesTyped): Html => {
  const { t } = visit;
  const { id, version } = view.estimate;
  const typed = sent?.activity === row.activity ? sent : undefined;
  const form = { visit, problems: typed?.problems ?? [] };
  const amount = (unit: string): string => {
    const given = typed?.amounts.get(unit);
    if (given !== undefined) return given;
    const share = row.shares.find((one) => one.unit === unit);
    return share === undefined ? '' : writeDong(share.amount);
  };
  return html`<details class="aside"${typed === undefined ? nothing : html` id="shares" open`}><summary>${t.joint.share(row.activity)}</summary><form method="post" action="${path('estimates', id, 'shares')}">${hidden('id', newCommandId())}${hidden('seen', version)}${hidden('activity', row.activity)}<p class="hint">${t.joint.shareHint}</p>${fieldErrors(visit, form.problems, 'shares')}${row.leads.map((unit) => textField(form, { path: `share.${unit}`, label: names.unit(unit), value: amount(unit), numeric: true }))}<button class="button plain">${t.joint.doShare}</button></form></details>`;
};

/** What a unit is told of its joint activities on its estimate, and the form in which the submitter shares one. */
export const jointNotes = (visit: Visit, view: EstimateView, names: Names, typed?: SharesTyped): Html => {
  const { t } = visit;
  const { unit, standing, lockedInto } = view.estimate.body;
  return html`${view.joint.map(
    (row) =>
      html`${claimWarnings(visit, row, names)}${when(view.own && row.submitter !== unit && row.claims.length === 0 && lockedInto === null, () => html`<div class="note">${t.joint.others(row.activity, names.unit(row.submitter))}</div>`)}${when(row.submitter === unit, () => sharesText(visit, row, names))}${when(view.mayEdit && standing === 'submitted' && row.submitter === unit, () => shareForm(visit, view, row, names, typed))}`,
  )}`;
};
