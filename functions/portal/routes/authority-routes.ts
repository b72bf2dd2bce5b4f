import { Hono } from 'hono';
import { authorityView } from '../../../shared/app/views/authority-view.ts';
import { headOf } from '../../../shared/domain/posts.ts';
import { UnitId } from '../../../shared/domain/ids.ts';
import type { Outcome } from '../../../shared/app/execute.ts';
import { readForm } from '../forms/form-data.ts';
import { authorisationCommand, readAuthorisation, revocationCommand } from '../forms/sign-form.ts';
import { type AuthorityAnswer, authorisationsPage } from '../pages/authorisations-page.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const answered = async (
  c: PortalContext,
  { ports }: Portal,
  outcome: Outcome,
  done: string,
  answer: Omit<AuthorityAnswer, 'refused'>,
) => {
  if (outcome.kind === 'recorded') return goOn(c, '/authorisations', done);
  const found = await authorityView(ports, sessionOf(c));
  if (found.kind !== 'seen') return sayNo(c, found);
  const refused = { refusal: outcome, plan: found.view.plan };
  return c.html(authorisationsPage(c.get('visit'), found.view, { ...answer, refused }), statusOf(outcome));
};

/** The page of the plan's authorisations: to see, record and revoke them. */
export const authorityRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .get('/authorisations', async (c) => show(c, await authorityView(portal.ports, sessionOf(c)), authorisationsPage))
    .post('/authorisations', async (c) => {
      const form = await readForm(c);
      const typed = readAuthorisation(form);
      const found = await authorityView(portal.ports, sessionOf(c));
      if (found.kind !== 'seen') return sayNo(c, found);
      const office = UnitId.safeParse(typed.office);
      const giver = office.success ? headOf(found.view.plan, office.data) : undefined;
      const parsed = authorisationCommand(form, found.view.plan.id, giver ?? '', typed);
      const outcome = await carryOut(portal, sessionOf(c), parsed);
      return answered(c, portal, outcome, 'authorised', { typed });
    })
    .post('/authorisations/:authorisation/revoke', async (c) => {
      const form = await readForm(c);
      const id = c.req.param('authorisation');
      const parsed = revocationCommand(form, sessionOf(c).plan, id);
      const outcome = await carryOut(portal, sessionOf(c), parsed);
      return answered(c, portal, outcome, 'revoked', { revoking: { id, reason: form.get('reason') } });
    });
