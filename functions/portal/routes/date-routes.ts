import { Hono } from 'hono';
import { datesView, extensionView } from '../../../shared/app/views/dates-view.ts';
import { RoundId, TaskId } from '../../../shared/domain/ids.ts';
import { dateText, readForm, wholeNumber } from '../forms/form-data.ts';
import { parseCommand } from '../forms/parsed.ts';
import { datesPage, extensionPage } from '../pages/dates-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

/** The dates and ladders of a round's tasks, and giving one of them more time. */
export const dateRoutes = (portal: Portal) => {
  const { ports } = portal;
  return new Hono<PortalEnv>()
    .get('/rounds/:round/dates', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      return id.success ? show(c, await datesView(ports, sessionOf(c), id.data), datesPage) : c.notFound();
    })
    .get('/tasks/:task/extend', async (c) => {
      const id = TaskId.safeParse(c.req.param('task'));
      if (!id.success) return c.notFound();
      return show(c, await extensionView(ports, sessionOf(c), id.data), (visit, view) => extensionPage(visit, view));
    })
    .post('/tasks/:task/extend', async (c) => {
      const id = TaskId.safeParse(c.req.param('task'));
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const typed = { due: dateText(form.get('due')), reason: form.get('reason') };
      const seen = wholeNumber(form.get('seen'));
      const of = form.get('case');
      const parsed = parseCommand(form, { do: 'extend-task', case: of, task: id.data, seen, ...typed });
      const outcome = await carryOut(portal, sessionOf(c), parsed);
      const dates = path(id.data.startsWith('report:') ? 'cycles' : 'rounds', of, 'dates');
      if (outcome.kind === 'recorded') return goOn(c, dates, 'extended');
      const found = await extensionView(ports, sessionOf(c), id.data);
      if (found.kind !== 'seen') return sayNo(c, found);
      const page = extensionPage(c.get('visit'), found.view, typed, { refusal: outcome, plan: found.view.plan });
      return c.html(page, statusOf(outcome));
    });
};
