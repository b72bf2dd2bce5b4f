import { Hono } from 'hono';
import { planView } from '../../../shared/app/views/plan-view.ts';
import { planPage } from '../pages/plan-page.ts';
import { sessionOf, show } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

/** The plan as it is read here. */
export const planRoutes = ({ ports }: Portal) =>
  new Hono<PortalEnv>().get('/plan', async (c) => show(c, await planView(ports, sessionOf(c)), planPage));
