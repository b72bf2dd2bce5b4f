import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { Said } from '../../../shared/contracts/messages/vi/refusals.ts';
import { LINE_FIELDS } from '../../../shared/domain/lines.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { AnyProblem, Refusal } from '../../../shared/domain/refusal.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, idOf, nothing, when } from './html.ts';

/** A refused request, shown above the form that made it. */
export type Refused = { readonly refusal: Refusal; readonly plan: Plan | undefined };

const NOBODY = { unit: String, shortUnit: String, person: String, signer: String };

/** A refusal in words, with the names of the plan where the reader may know them. */
export const sayRefusal = (visit: Visit, refusal: Refusal, plan: Plan | undefined): Said =>
  visit.t.refusal(
    refusal,
    plan === undefined
      ? {
          ...NOBODY,
          units: (ids) => ids.join(', '),
          actor: (actor) => (actor.kind === 'person' ? actor.person : 'Trình'),
          stage: String,
          packageParts: () => ({ number: '', year: '' }),
          owedReports: () => [],
        }
      : namesOf(plan, visit.language),
  );

/** All problems of a refusal; none where it is of another kind. */
export const problemsOf = (refusal: Refusal | undefined): readonly AnyProblem[] =>
  refusal?.kind === 'problems' ? refusal.problems : [];

const FIELDS: readonly string[] = [...LINE_FIELDS, 'reason'];

/** Where in its form a problem is: by line, then by field; what is of no line keeps its place before them. */
const placeOf = ({ path }: AnyProblem): number => {
  const [, line, field = ''] = /\[(\d+)\](?:\.(\w+))?/.exec(path) ?? [];
  return line === undefined ? -1 : Number(line) * (FIELDS.length + 1) + FIELDS.indexOf(field) + 1;
};

/** Problems in the order in which the form shows its fields. */
export const inFormOrder = (problems: readonly AnyProblem[]): readonly AnyProblem[] =>
  problems.toSorted((a, b) => placeOf(a) - placeOf(b));

const asSentence = (text: string): string => `${text.charAt(0).toLocaleUpperCase('vi')}${text.slice(1)}`;

/** What is wrong with the whole request, and each field that has to be corrected, with a link to it. */
export const errorSummary = (visit: Visit, { refusal, plan }: Refused): Html => {
  const { what, next } = sayRefusal(visit, refusal, plan);
  const problems = inFormOrder(problemsOf(refusal));
  return html`<div class="note error" role="alert" tabindex="-1" autofocus aria-labelledby="errors"><h2 id="errors">${what}</h2><p>${next}</p>${when(
    problems.length > 0,
    () =>
      html`<ul>${problems.map((found) => html`<li><a href="#${idOf(found.path)}">${visit.t.problem(found)}</a></li>`)}</ul>`,
  )}</div>`;
};

/** The messages of one field, tied to it by `describedBy`. */
export const fieldErrors = (visit: Visit, problems: readonly AnyProblem[], path: string): Html => {
  const own = problems.filter((found) => found.path === path);
  if (own.length === 0) return nothing;
  return html`<span class="field-error" id="${idOf(path)}-error">${own.map((found) => html`<span>${asSentence(visit.t.explain(found))}</span>`)}</span>`;
};

/** The attributes that tie a field to its messages. */
export const describedBy = (problems: readonly AnyProblem[], path: string): Html =>
  problems.some((found) => found.path === path)
    ? html` aria-invalid="true" aria-describedby="${idOf(path)}-error"`
    : nothing;
