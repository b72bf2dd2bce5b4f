import { Hono } from 'hono';
import * as z from 'zod';
import type { UnsubscribeClaim } from '../../../shared/app/ports.ts';
import { Reminding } from '../../../shared/domain/digest.ts';
import { LocalityId, PersonId, PlanId } from '../../../shared/domain/ids.ts';
import { readForm } from '../forms/form-data.ts';
import { remindersPage, unsubscribedPage, unsubscribePage } from '../pages/reminders-page.ts';
import { goOn, sessionOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';
import { linkGone } from './link-routes.ts';

const UNSUBSCRIBE = '/unsubscribe/:locality/:plan/:person/:signature';
const Addressee = z.object({ locality: LocalityId, plan: PlanId, person: PersonId });

/** Whose digests a link turns off, once its signature was checked; undefined for an altered or guessed one. */
const claimIn = async (c: PortalContext, { links }: Portal): Promise<UnsubscribeClaim | undefined> => {
  const who = Addressee.safeParse(c.req.param());
  if (!who.success) return undefined;
  const claim = { ...who.data, from: 'digest' as const };
  return (await links.check(claim, c.req.param('signature') ?? '')) ? claim : undefined;
};

/** How one is reminded, and the link in each digest that turns digests off (RFC 8058) and does nothing else. */
export const reminderRoutes = (portal: Portal) => {
  const { preferences } = portal;
  return new Hono<PortalEnv>()
    .get('/reminders', async (c) =>
      c.html(remindersPage(c.get('visit'), await preferences.reminding(sessionOf(c)), false)),
    )
    .post('/reminders', async (c) => {
      const chosen = Reminding.safeParse((await readForm(c)).get('reminding'));
      if (!chosen.success)
        return c.html(remindersPage(c.get('visit'), await preferences.reminding(sessionOf(c)), true), 422);
      await preferences.choose(sessionOf(c), chosen.data);
      return goOn(c, '/reminders', 'saved');
    })
    .get(UNSUBSCRIBE, async (c) =>
      (await claimIn(c, portal)) === undefined
        ? linkGone(c)
        : c.html(unsubscribePage(c.get('visit'), new URL(c.req.url).pathname)),
    )
    .post(UNSUBSCRIBE, async (c) => {
      const claim = await claimIn(c, portal);
      if (claim === undefined) return linkGone(c);
      await preferences.choose(claim, 'each');
      return c.html(unsubscribedPage(c.get('visit')));
    });
};
