import { Hono } from 'hono';
import { forgetSession, keepLanguage, sessionToken } from '../cookies.ts';
import { readForm } from '../forms/form-data.ts';
import { Sha256 } from '../../../shared/domain/ids.ts';
import { Language } from '../../../shared/domain/text.ts';
import { sessionsPage } from '../pages/sessions-page.ts';
import { goOn, sessionOf, signedVisit } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

/** A path within the portal to go back to; anything else leads home. */
export const safeNext = (next: string): string => (/^\/(?![/\\])[^\\\s]*$/.test(next) ? next : '/');

/** The list of one's own sessions, with whom they are for. */
const listed = async (c: PortalContext, { sessions }: Portal) => {
  const visit = c.get('visit');
  if (!signedVisit(visit)) return c.notFound();
  return c.html(sessionsPage(visit, await sessions.list(visit.visitor.session)));
};

/** Choosing the language, the list of one's sessions, and ending one or all. */
export const sessionRoutes = (portal: Portal) => {
  const { sessions } = portal;
  return new Hono<PortalEnv>()
    .post('/language', async (c) => {
      const form = await readForm(c);
      const language = Language.safeParse(form.get('lang'));
      if (language.success) keepLanguage(c, language.data);
      return c.redirect(safeNext(form.get('next')), 303);
    })
    .post('/sign-out', async (c) => {
      const token = sessionToken(c);
      if (token !== undefined) await sessions.end(token);
      forgetSession(c);
      return c.redirect('/sign-in', 303);
    })
    .get('/sessions', (c) => listed(c, portal))
    .post('/sessions/end', async (c) => {
      const id = Sha256.safeParse((await readForm(c)).get('session'));
      if (id.success) await sessions.endOne(sessionOf(c), id.data);
      return goOn(c, '/sessions', 'sessionEnded');
    })
    .post('/sessions/end-all', async (c) => {
      await sessions.endAll(sessionOf(c));
      forgetSession(c);
      return goOn(c, '/sign-in/by-mail', 'signedOutEverywhere');
    });
};
