import { Hono } from 'hono';
import { decisionView } from '../../../shared/app/views/decision-view.ts';
import { PackageId } from '../../../shared/domain/ids.ts';
import { freshDecision, readDecision } from '../forms/decision-form.ts';
import { readForm } from '../forms/form-data.ts';
import { handBackPackageCommand, signPackageCommand } from '../forms/sign-form.ts';
import { signPage } from '../pages/sign-page.ts';
import { refusalPage } from '../pages/error-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, packageLink, sayNo, sessionOf, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';
import { shownAt } from './decision-routes.ts';

const post = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const form = await readForm(c);
  const at = shownAt(form, id);
  const typed = readDecision(form);
  const handsBack = form.get('do') === 'hand-back';
  const before = await portal.ports.store.load(sessionOf(c).locality, 'package', id);
  const approves = before?.body.prepared?.act.do === 'approve';
  const parsed = handsBack
    ? handBackPackageCommand(form, at, typed)
    : signPackageCommand(form, at, approves ? typed : undefined);
  const outcome = await carryOut(portal, sessionOf(c), parsed);
  if (outcome.kind === 'recorded')
    return approves && !handsBack
      ? goOn(c, path('results', id), 'approved')
      : goOn(c, path('packages', id), handsBack ? 'handedBack' : 'signed');
  const found = await decisionView(portal.ports, sessionOf(c), id);
  const visit = c.get('visit');
  const prepared = found.kind === 'seen' ? found.view.pkg.body.prepared : undefined;
  if (found.kind === 'seen' && prepared !== undefined)
    return c.html(
      signPage(visit, found.view, prepared, typed, { refusal: outcome, plan: found.view.plan }),
      statusOf(outcome),
    );
  const plan = found.kind === 'seen' ? found.view.plan : found.plan;
  return c.html(refusalPage(visit, outcome, plan, packageLink(c, outcome)), statusOf(outcome));
};

/** The page on which a head signs or hands back what his office prepared of a package. */
export const signRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .get('/packages/:package/sign', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const found = await decisionView(portal.ports, sessionOf(c), id.data);
      if (found.kind !== 'seen') return sayNo(c, found);
      const { prepared } = found.view.pkg.body;
      if (prepared === undefined) return goOn(c, path('packages', id.data));
      return c.html(signPage(c.get('visit'), found.view, prepared, freshDecision));
    })
    .post('/packages/:package/sign', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? post(c, portal, id.data) : c.notFound();
    });
