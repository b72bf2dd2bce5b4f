import type { CommentView } from '../../../shared/app/views/comments-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { backTo, commentText, mayCommentNote } from '../parts/comments.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { lineName } from '../parts/line-table.ts';
import { packageTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** The form on which a consulted office comments on one line, or on a unit's whole estimate. */
export const commentPage = (visit: Visit, view: CommentView, page: number, comment = '', refused?: Refused): Html => {
  const { t, language } = visit;
  const { pkg, plan, here, member, line, before, own } = view;
  const names = namesOf(plan, language);
  const title = t.comments.of(here.stage);
  const form = { visit, problems: problemsOf(refused?.refusal) };
  const about =
    line === null
      ? html`<p>${t.comments.whole}</p>`
      : html`<p>${lineName(visit, line, plan)}</p><p>${t.fields.name('amount')}: <b>${money(line.amount)}</b></p>`;
  return layout(visit, {
    title: `${title}: ${names.shortUnit(member.unit)}`,
    width: 'narrow',
    error: refused !== undefined,
    trail: packageTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · ${t.formats.submission(here.submission)}</p>${refused === undefined ? nothing : errorSummary(visit, refused)}<div class="sheet padded"><h2>${names.unit(member.unit)}</h2>${about}${before.map((one) => html`<span class="comment">${commentText(visit, one, names)}</span>`)}</div>${when(own, () => html`<div class="note warn">${t.comments.ownWarning}</div>`)}${mayCommentNote(visit, here, pkg.body)}<form method="post" action="${path('packages', pkg.id, 'comments')}${backTo(page)}">${hidden('id', newCommandId())}${hidden('stage', here.stage)}${hidden('submission', here.submission)}${hidden('unit', member.unit)}${hidden('line', line === null ? '' : line.no)}${areaField(form, { path: 'comment', label: t.fields.name('comment'), value: comment, hint: t.comments.hint })}<p class="hint">${t.comments.follows}</p><button class="button">${t.comments.record}</button></form>`,
  });
};
