import { Hono } from 'hono';
import { type CommentQuery, commentView } from '../../../shared/app/views/comments-view.ts';
import { packageView } from '../../../shared/app/views/package-view.ts';
import { PackageId } from '../../../shared/domain/ids.ts';
import { commentCommand, lineOf, withdrawCommand } from '../forms/comment-form.ts';
import { readForm } from '../forms/form-data.ts';
import { commentPage } from '../pages/comment-page.ts';
import { refusalPage } from '../pages/error-page.ts';
import { backTo } from '../parts/comments.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, packageLink, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const pageIn = (c: PortalContext): number => {
  const page = Number(c.req.query('page'));
  return Number.isInteger(page) && page >= 1 ? page : 1;
};

const placeOf = (c: PortalContext, id: PackageId): string => `${path('packages', id)}${backTo(pageIn(c))}`;

const post = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const form = await readForm(c);
  const session = sessionOf(c);
  const outcome = await carryOut(portal, session, commentCommand(form, id));
  if (outcome.kind === 'recorded') return goOn(c, placeOf(c, id), 'commented');
  const about: CommentQuery = { unit: form.get('unit'), line: lineOf(form.get('line')) };
  const found = await commentView(portal.ports, session, id, about);
  if (found.kind !== 'seen') return sayNo(c, found);
  const refused = { refusal: outcome, plan: found.view.plan };
  return c.html(commentPage(c.get('visit'), found.view, pageIn(c), form.get('comment'), refused), statusOf(outcome));
};

const withdraw = async (c: PortalContext, portal: Portal, id: PackageId, no: string) => {
  const outcome = await carryOut(portal, sessionOf(c), withdrawCommand(await readForm(c), id, no));
  if (outcome.kind === 'recorded') return goOn(c, placeOf(c, id), 'commentWithdrawn');
  const found = await packageView(portal.ports, sessionOf(c), id);
  if (found.kind !== 'seen') return sayNo(c, found);
  const page = refusalPage(c.get('visit'), outcome, found.view.plan, packageLink(c, outcome));
  return c.html(page, statusOf(outcome));
};

/** Comments of consulted offices: written on a page of their own, withdrawn from where they stand. */
export const commentRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .get('/packages/:package/comments/new', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const about = { unit: c.req.query('unit') ?? '', line: lineOf(c.req.query('line') ?? '') };
      return show(c, await commentView(portal.ports, sessionOf(c), id.data, about), (visit, view) =>
        commentPage(visit, view, pageIn(c)),
      );
    })
    .post('/packages/:package/comments', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? post(c, portal, id.data) : c.notFound();
    })
    .post('/packages/:package/comments/:no/withdraw', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? withdraw(c, portal, id.data, c.req.param('no')) : c.notFound();
    });
