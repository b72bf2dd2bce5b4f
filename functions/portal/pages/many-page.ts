import type { Outcome } from '../../../shared/app/execute.ts';
import type { OneOfMany } from '../../../shared/app/views/many-view.ts';
import type { TaskId } from '../../../shared/domain/ids.ts';
import type { AnyProblem } from '../../../shared/domain/refusal.ts';
import { itemPath, type ManyTyped } from '../forms/many-form.ts';
import { fieldErrors, problemsOf, sayRefusal } from '../parts/errors.ts';
import { dateField, type Form, hidden, textField } from '../parts/fields.ts';
import { type Html, html, idOf, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { carriedOf, isSignable, needsPaper, oneTitle, type Signable, shownOf } from '../parts/one-of-many.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** What came of each task that a request asked for. */
export type Results = ReadonlyMap<TaskId, Outcome>;

/** Where several tasks are looked at. */
export const manyPath = (tasks: readonly TaskId[]): string =>
  `/decide-many?${tasks.map((task) => `task=${encodeURIComponent(task)}`).join('&')}`;

const refusedOf = (outcome: Outcome | undefined) =>
  outcome === undefined || outcome.kind === 'recorded' ? undefined : outcome;

/** The problems of the form's own fields, each once: a missing date is missing for all. */
const problemsIn = (results: Results): readonly AnyProblem[] => [
  ...new Map(
    [...results.values()]
      .flatMap((outcome) => problemsOf(refusedOf(outcome)))
      .map((one) => [`${one.path} ${one.code}`, one]),
  ).values(),
];

const whyNot = (visit: Visit, one: OneOfMany, outcome: Outcome): Html => {
  const refusal = refusedOf(outcome);
  if (refusal === undefined) return nothing;
  const problems = problemsOf(refusal);
  if (problems.length > 0)
    return html`<ul>${problems.map((found) => html`<li><a href="#${idOf(found.path)}">${visit.t.problem(found)}</a></li>`)}</ul>`;
  const { what, next } = sayRefusal(visit, refusal, one.plan);
  return html`<p>${what} ${next}</p>`;
};

/** What was recorded, and what was not and why, each by its name. */
const resultNotes = (visit: Visit, ones: readonly OneOfMany[], results: Results): Html => {
  const { many } = visit.t;
  const came = ones.flatMap((one) => {
    const outcome = results.get(one.task);
    return outcome === undefined ? [] : [{ one, outcome }];
  });
  const done = came.filter(({ outcome }) => outcome.kind === 'recorded');
  const failed = came.filter(({ outcome }) => outcome.kind !== 'recorded');
  const title = (one: OneOfMany): Html => html`<a href="${path('tasks', one.task)}">${oneTitle(visit, one)}</a>`;
  const left = failed.map(({ one }) => one.task);
  return html`${when(
    failed.length > 0,
    () =>
      html`<div class="note error" role="alert" tabindex="-1" autofocus aria-labelledby="errors"><h2 id="errors">${many.notRecorded(failed.length)}</h2><ul>${failed.map(({ one, outcome }) => html`<li>${title(one)}${whyNot(visit, one, outcome)}</li>`)}</ul><p><a href="${manyPath(left)}">${many.again}</a></p></div>`,
  )}${when(
    done.length > 0,
    () =>
      html`<div class="note" role="status"><h2>${many.recorded(done.length)}</h2><ul>${done.map(({ one }) => html`<li>${title(one)}</li>`)}</ul></div>`,
  )}`;
};

/** A form of some of the tasks; it carries all, so that the page comes back with the others too. */
const postForm = (ones: readonly OneOfMany[], main: Html): Html =>
  html`<form method="post" action="/decide-many">${hidden('id', newCommandId())}${ones.map(({ task }) => hidden('task', task))}${main}</form>`;

/** Where a task's fields are in its form: by its place among all, whichever form it is in. */
type Placed = { readonly one: Signable; readonly under: string };

const block = (visit: Visit, { one, under }: Placed, field: Html): Html =>
  html`<fieldset class="sheet padded"><legend>${oneTitle(visit, one)}</legend>${carriedOf(one, under)}${shownOf(visit, one)}${field}</fieldset>`;

const unfixedForm = (visit: Visit, ones: readonly OneOfMany[], list: readonly Placed[]): Html => {
  const { many } = visit.t;
  return when(
    list.length > 0,
    () =>
      html`<h2>${many.unfixedTitle(list.length)}</h2><p>${many.unfixedHint}</p>${postForm(
        ones,
        html`${list.map((placed) => block(visit, placed, nothing))}<button class="button" name="do" value="fix">${many.fix(list.length)}</button>`,
      )}`,
  );
};

const readyForm = (form: Form, ones: readonly OneOfMany[], list: readonly Placed[], typed: ManyTyped): Html => {
  const { visit } = form;
  const { many, fields, decision } = visit.t;
  const papers = list.filter(({ one }) => needsPaper(one));
  const number = ({ one, under }: Placed): Html =>
    needsPaper(one)
      ? textField(form, {
          path: `${under}.number`,
          label: fields.name('number'),
          value: typed.numbers.get(one.task) ?? '',
          hint: decision.numberHint,
        })
      : nothing;
  return when(
    list.length > 0,
    () =>
      html`<h2>${many.readyTitle(list.length)}</h2>${postForm(
        ones,
        html`<button class="default" name="do" value="numbers" tabindex="-1" aria-hidden="true">${many.numbers}</button>${list.map(
          (placed) =>
            block(visit, placed, html`${number(placed)}${fieldErrors(visit, form.problems, `${placed.under}.basis`)}`),
        )}${when(
          papers.length > 1,
          () =>
            html`<p class="hint">${many.numbersHint}</p><button class="button plain" name="do" value="numbers">${many.numbers}</button>`,
        )}${when(papers.length > 0, () =>
          dateField(form, { path: 'date', label: fields.name('date'), value: typed.date, hint: many.dateHint }),
        )}<p class="hint">${decision.bound}</p><button class="button" name="do" value="sign">${many.sign(list.length)}</button>`,
      )}`,
  );
};

const apart = (visit: Visit, list: readonly OneOfMany[]): Html => {
  const { many } = visit.t;
  const why = ({ together, plan }: OneOfMany): Html => {
    if (together.kind !== 'refused') return html`<p>${many.alone}</p>`;
    const { what, next } = sayRefusal(visit, together.refusal, plan);
    return html`<p>${what} ${next}</p>`;
  };
  const link = (one: OneOfMany): Html =>
    one.summary === undefined ? nothing : html`<p><a href="${path('tasks', one.task)}">${many.toTask}</a></p>`;
  return when(
    list.length > 0,
    () =>
      html`<h2>${many.apartTitle}</h2><div class="note warn"><ul>${list.map((one) => html`<li><b>${oneTitle(visit, one)}</b>${why(one)}${link(one)}</li>`)}</ul></div>`,
  );
};

/**
 * The one confirmation for several tasks: each with what it decides, then what was recorded of them and what was not.
 * What can still be signed stays a form, with what was typed.
 */
export const manyPage = (
  visit: Visit,
  ones: readonly OneOfMany[],
  typed: ManyTyped,
  results: Results = new Map(),
): Html => {
  const { many, shell } = visit.t;
  const placed = (kind: 'ready' | 'unfixed'): readonly Placed[] =>
    ones.flatMap((one, index) => (isSignable(kind)(one) ? [{ one, under: itemPath(index) }] : []));
  const outcomes = [...results.values()];
  const done = outcomes.filter(({ kind }) => kind === 'recorded').length;
  const title = results.size === 0 ? many.title(ones.length) : many.resultTitle(done, results.size);
  const rest = ones.filter(
    ({ task, together }) => !results.has(task) && (together.kind === 'alone' || together.kind === 'refused'),
  );
  return layout(visit, {
    title,
    width: 'medium',
    error: done < outcomes.length,
    main: html`<h1>${title}</h1>${results.size === 0 ? html`<p>${many.intro}</p>` : resultNotes(visit, ones, results)}${unfixedForm(visit, ones, placed('unfixed'))}${readyForm({ visit, problems: problemsIn(results) }, ones, placed('ready'), typed)}${apart(visit, rest)}<p class="links"><a href="/">${shell.toHome}</a></p>`,
  });
};
