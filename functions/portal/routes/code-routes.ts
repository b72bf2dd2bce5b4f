import { Hono } from 'hono';
import { codesView } from '../../../shared/app/views/codes-view.ts';
import { readForm, wholeNumber } from '../forms/form-data.ts';
import { parseCommand } from '../forms/parsed.ts';
import { codesPage } from '../pages/codes-page.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

/** The state budget index of the locality: to be looked up by everybody, loaded by the offices that keep it. */
export const codeRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .get('/codes', async (c) =>
      show(c, await codesView(portal.ports, sessionOf(c)), (visit, view) => codesPage(visit, view)),
    )
    .post('/codes', async (c) => {
      const session = sessionOf(c);
      const form = await readForm(c);
      const text = form.get('text');
      const parsed = parseCommand(form, {
        do: 'load-codes',
        plan: form.get('plan'),
        seen: wholeNumber(form.get('seen')),
        text,
      });
      const outcome = await carryOut(portal, session, parsed);
      if (outcome.kind === 'recorded') return goOn(c, '/codes', 'codesLoaded');
      const found = await codesView(portal.ports, session);
      if (found.kind !== 'seen') return sayNo(c, found);
      const page = codesPage(c.get('visit'), found.view, {
        text,
        refused: { refusal: outcome, plan: found.view.plan },
      });
      return c.html(page, statusOf(outcome));
    });
