import { Hono } from 'hono';
import { forgetSession, keepLanguage, sessionToken } from '../cookies.ts';
import { readForm } from '../forms/form-data.ts';
import { Language } from '../../../shared/domain/text.ts';
import type { Portal, PortalEnv } from '../visit.ts';

/** A path within the portal to go back to; anything else leads home. */
export const safeNext = (next: string): string => (/^\/(?![/\\])[^\\\s]*$/.test(next) ? next : '/');

/** Choosing the language, and signing out. */
export const sessionRoutes = ({ sessions }: Portal) =>
  new Hono<PortalEnv>()
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
    });
