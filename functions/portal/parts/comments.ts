import { type CommentedLine, type Consultation, mayWithdraw } from '../../../shared/app/views/comments-view.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { LineComment } from '../../../shared/domain/comment.ts';
import type { Package } from '../../../shared/domain/package.ts';
import type { Stored } from '../../../shared/domain/records.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { hidden } from './fields.ts';
import { type Html, html, nothing, path, when } from './html.ts';

/** A package with what was said on it. */
type Commented = Consultation & { readonly pkg: Stored<'package'>; readonly page: { readonly n: number } };

/** Which page of the package to come back to. */
export const backTo = (page: number): string => (page > 1 ? `?page=${page}` : '');

/** What a comment is about: a line of a unit's estimate, or the whole. */
export type About = { readonly unit: string; readonly line: number | null };

/** One comment: whose, in which submission, by whom, whether on its own work; one withdrawn without its text. */
export const commentText = ({ t }: Visit, one: LineComment, names: Names): Html => {
  const { said, of, by, own, withdrawn } = t.comments;
  const head = said(of(one.stage), names.shortUnit(one.office), t.formats.submission(one.submission));
  return one.withdrawn === null
    ? html`<b>${head}</b> ${one.text}${when(one.own, () => html` <span class="tag late">${own}</span>`)} <span class="soft">(${by(names.person(one.by), moment(one.at))})</span>`
    : html`<b>${head}</b> <i class="soft">${withdrawn(names.person(one.withdrawn.by), moment(one.withdrawn.at))}</i>`;
};

const withdrawForm = ({ t }: Visit, { pkg, commentAt, page }: Commented, { no }: LineComment): Html =>
  commentAt === null
    ? nothing
    : html` <form class="inline" method="post" action="${path('packages', pkg.id, 'comments', no, 'withdraw')}${backTo(page.n)}">${hidden('id', newCommandId())}${hidden('stage', commentAt.stage)}${hidden('submission', commentAt.submission)}<button class="link" aria-label="${t.comments.withdrawLabel(no)}">${t.comments.withdraw}</button></form>`;

/** What was said of a line, or of a whole estimate, beside it. */
export const commentNotes = (visit: Visit, { comments }: Consultation, { unit, line }: About, names: Names): Html =>
  html`${comments
    .filter((one) => one.unit === unit && one.line === line)
    .map(
      (one) => html`<span class="comment" id="comment-${String(one.no)}">${commentText(visit, one, names)}</span>`,
    )}`;

/** The same on a page that holds no other form: with the way to comment, and to withdraw, where the reader may. */
export const commentCell = (visit: Visit, view: Commented, about: About, what: string, names: Names): Html => {
  const { t } = visit;
  const { pkg, comments, commentAt, page } = view;
  const { unit, line } = about;
  const to = `${path('packages', pkg.id, 'comments', 'new')}?unit=${encodeURIComponent(unit)}${line === null ? '' : `&line=${line}`}${page.n > 1 ? `&page=${page.n}` : ''}`;
  return html`${comments
    .filter((one) => one.unit === unit && one.line === line)
    .map(
      (one) =>
        html`<span class="comment" id="comment-${String(one.no)}">${commentText(visit, one, names)}${when(mayWithdraw(view, one), () => withdrawForm(visit, view, one))}</span>`,
    )}${when(commentAt !== null, () => html`<a class="comment-link" href="${to}" aria-label="${t.comments.addLabel(what)}">${t.comments.add}</a>`)}`;
};

/** Every comment on a package, for whoever decides on it: what it is about, then what was said. */
export const commentList = (
  visit: Visit,
  { commented }: { readonly commented: readonly CommentedLine[] },
  names: Names,
): Html => {
  const { t } = visit;
  if (commented.length === 0) return nothing;
  return html`<h2 id="comments">${t.comments.title}</h2><ul class="files">${commented.map(
    ({ comment, line }) =>
      html`<li>${names.unit(comment.unit)} · ${line === null ? t.comments.whole : html`<b>${line.activity}</b> ${line.content}`}<span class="comment">${commentText(visit, comment, names)}</span></li>`,
  )}</ul>`;
};

/** Tells the consulted office that it may comment, and until when. */
export const mayCommentNote = ({ t }: Visit, commentAt: Consultation['commentAt'], { position }: Package): Html =>
  commentAt === null
    ? nothing
    : html`<div class="note"><p>${t.comments.mayComment(commentAt.stage)}${position.due === null ? '' : ` ${t.comments.due(shortDate(position.due))}`}</p></div>`;
