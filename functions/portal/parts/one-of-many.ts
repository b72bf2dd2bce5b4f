import type { OneOfMany, Together } from '../../../shared/app/views/many-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Visit } from '../visit.ts';
import { dueText } from './due.ts';
import { hidden } from './fields.ts';
import { type Html, html, nothing, path } from './html.ts';
import { ownWorkNote } from './own-work.ts';
import { powerText } from './signing.ts';
import { taskTitle } from './task.ts';

/** A task that can be signed here, or once its figures are fixed. */
export type Signable = OneOfMany & {
  readonly plan: Plan;
  readonly together: Extract<Together, { kind: 'ready' | 'unfixed' }>;
};

/** Whether a task stands so. */
export const isSignable =
  (kind: Signable['together']['kind']) =>
  (one: OneOfMany): one is Signable =>
    one.together.kind === kind && one.plan !== undefined;

/** What a task is called; of one that is not the reader's, nothing is said. */
export const oneTitle = (visit: Visit, { summary }: OneOfMany): string =>
  summary === undefined ? visit.t.many.someTask : taskTitle(visit, summary);

/** Whether its decision carries a number and a date. */
export const needsPaper = ({ together: { decided } }: Signable): boolean => decided.of === 'package' && decided.paper;

/** So many units are named; of more, how many there are. */
const NAMED_UNITS = 8;

const unitNames = ({ t }: Visit, units: readonly UnitId[], names: Names): string => {
  const named = units.slice(0, NAMED_UNITS).map((unit) => names.shortUnit(unit));
  const more = units.length - named.length;
  const list = [...named, ...(more === 0 ? [] : [t.many.andMore(more)])].join(', ');
  return units.length === 1 ? list : `${t.many.units(units.length)}: ${list}`;
};

const rows = (list: readonly (readonly [string, string, boolean?])[]): Html =>
  html`<dl class="sums">${list.map(
    ([name, text, isMoney]) =>
      html`<div><dt>${name}</dt><dd${isMoney === true ? html` class="money"` : nothing}>${text}</dd></div>`,
  )}</dl>`;

/** What is decided: whose, how much at each of its figures, in which submission, under which hash, by what right. */
export const shownOf = (visit: Visit, { plan, summary, together: { decided, power, kind } }: Signable): Html => {
  const { t, language, visitor } = visit;
  const names = namesOf(plan, language);
  const code = (hash: string): Html => html`<p class="hint">${t.decision.root} <code>${hash}</code></p>`;
  const due =
    summary === undefined ? nothing : html`<p class="soft">${t.round.tracker.until(dueText(visit, summary.due))}</p>`;
  const title = visitor?.person.title[language];
  const basis = `${powerText(visit, power, names)}${title === undefined ? '' : `, ${title}`}`;
  if (decided.of === 'estimate') {
    const { id, unit, prepared } = decided.estimate.body;
    const sum: readonly [string, string, boolean?] =
      prepared?.act.do === 'submit'
        ? [t.many.estimate, money(prepared.act.total), true]
        : [t.many.nil, prepared?.act.do === 'nil' ? prepared.act.reason : ''];
    return html`${due}${rows([[t.many.unit, names.shortUnit(unit)], sum, [t.fields.place('basis'), basis]])}${decided.lines === undefined ? nothing : code(decided.lines)}<p><a href="${path('estimates', id)}">${t.many.full}</a></p>`;
  }
  const { pkg, units, ownWork, paper } = decided;
  const { content, position, stages } = pkg.body;
  const { proposed, appraised, approved } = content.totals;
  return html`${due}${rows([
    [t.many.unit, unitNames(visit, units, names)],
    [t.many.submission, String(position.submission)],
    [t.package.columns.proposed, money(proposed), true],
    ...(stages.includes('appraisal') ? [[t.package.columns.appraised, money(appraised), true] as const] : []),
    [paper ? t.many.toApprove : t.many.passes, money(approved), true],
    [t.fields.place('basis'), basis],
  ])}${ownWorkNote(visit, ownWork, names)}${kind === 'ready' ? code(content.root) : nothing}<p><a href="${path('packages', pkg.id)}">${t.many.full}</a></p>`;
};

/** What the form carries of a task: what was shown, and which request decides it. */
export const carriedOf = ({ task, together: { decided, power } }: Signable, under: string): Html => {
  const carried =
    decided.of === 'estimate'
      ? { act: 'sign-estimate', estimate: decided.estimate.body.id, seen: decided.estimate.version }
      : {
          act: decided.pkg.body.prepared === undefined ? 'approve' : decided.paper ? 'sign-paper' : 'sign',
          package: decided.pkg.body.id,
          stage: decided.pkg.body.position.stage,
          submission: decided.pkg.body.position.submission,
          shown: decided.pkg.head,
        };
  return html`${Object.entries({ task, ...carried, basis: power.basis }).map(([name, value]) => hidden(`${under}.${name}`, value))}`;
};
