import { Hono } from 'hono';
import { decisionView } from '../../../shared/app/views/decision-view.ts';
import { PackageId } from '../../../shared/domain/ids.ts';
import { type DecisionTyped, freshDecision, readDecision } from '../forms/decision-form.ts';
import { type FormFields, readForm } from '../forms/form-data.ts';
import type { Parsed } from '../forms/parsed.ts';
import { handBackPackageCommand, signPackageCommand } from '../forms/sign-form.ts';
import { signPage } from '../pages/sign-page.ts';
import { refusalPage } from '../pages/error-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, packageLink, sayNo, sessionOf, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';
import { shownAt } from './decision-routes.ts';

/** What a head asks for of a package that was laid before him, and what to say once it is recorded. */
export const signatureAsked = async (
  c: PortalContext,
  { ports }: Portal,
  id: PackageId,
  form: FormFields,
  typed: DecisionTyped,
): Promise<{ readonly parsed: Parsed; readonly done: 'approved' | 'handedBack' | 'signed' }> => {
  const at = shownAt(form, id);
  if (form.get('do') === 'hand-back') return { parsed: handBackPackageCommand(form, at, typed), done: 'handedBack' };
  const before = await ports.store.load(sessionOf(c).locality, 'package', id);
  return before?.body.prepared?.act.do === 'approve'
    ? { parsed: signPackageCommand(form, at, typed), done: 'approved' }
    : { parsed: signPackageCommand(form, at, undefined), done: 'signed' };
};

const post = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const form = await readForm(c);
  const typed = readDecision(form);
  const { parsed, done } = await signatureAsked(c, portal, id, form, typed);
  const outcome = await carryOut(portal, sessionOf(c), parsed);
  if (outcome.kind === 'recorded') return goOn(c, path(done === 'approved' ? 'results' : 'packages', id), done);
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
