import { Hono } from 'hono';
import { cycleDatesView, cycleView } from '../../../shared/app/views/cycle-view.ts';
import { editionView, sourcesView, targetSourcesView } from '../../../shared/app/views/edition-view.ts';
import { cycleOpeningView, cyclesView } from '../../../shared/app/views/cycles-view.ts';
import { timelinessView } from '../../../shared/app/views/timeliness-view.ts';
import { activityTotalsView, totalsView } from '../../../shared/app/views/totals-view.ts';
import { cycleIdOf, Year } from '../../../shared/domain/ids.ts';
import { openCycleCommand, readCycle } from '../forms/cycle-form.ts';
import { readForm, wholeNumber } from '../forms/form-data.ts';
import { parseCommand } from '../forms/parsed.ts';
import { cycleDatesPage, cyclePage } from '../pages/cycle-page.ts';
import { cycleOpeningPage, cyclesPage } from '../pages/cycles-pages.ts';
import { editionPage, sourcesPage, targetSourcesPage } from '../pages/edition-page.ts';
import { refusalPage } from '../pages/error-page.ts';
import { timelinessPage } from '../pages/timeliness-page.ts';
import { activityTotalsPage, totalsPage } from '../pages/totals-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

/** The duties to report, and their cycles: opened, watched, cut off. */
export const cycleRoutes = (portal: Portal) => {
  const { ports } = portal;
  return new Hono<PortalEnv>()
    .get('/cycles', async (c) =>
      show(c, await cyclesView(ports, sessionOf(c), wholeNumber(c.req.query('year') ?? '')), cyclesPage),
    )
    .get('/cycles/over-years', async (c) =>
      show(c, await timelinessView(ports, sessionOf(c), c.req.query('obligation') ?? ''), timelinessPage),
    )
    .get('/cycles/totals', async (c) =>
      show(c, await totalsView(ports, sessionOf(c), c.req.query('obligation') ?? ''), totalsPage),
    )
    .get('/cycles/totals/:code', async (c) => {
      const obligation = c.req.query('obligation') ?? '';
      const found = await activityTotalsView(ports, sessionOf(c), obligation, c.req.param('code'));
      return show(c, found, activityTotalsPage);
    })
    .get('/cycles/new', async (c) => {
      const asked = wholeNumber(c.req.query('year') ?? '');
      const found = await cycleOpeningView(ports, sessionOf(c), c.req.query('obligation') ?? '', asked);
      return show(c, found, (visit, view) => cycleOpeningPage(visit, view));
    })
    .post('/cycles/new', async (c) => {
      const form = await readForm(c);
      const asked = wholeNumber(form.get('year'));
      const found = await cycleOpeningView(ports, sessionOf(c), form.get('obligation'), asked);
      if (found.kind !== 'seen') return sayNo(c, found);
      const { view } = found;
      const typed = readCycle(
        form,
        view.groups.map(({ group }) => group),
      );
      const outcome = await carryOut(portal, sessionOf(c), openCycleCommand(form, typed));
      if (outcome.kind === 'recorded') {
        const year = Year.parse(Number(typed.year));
        const cycle = cycleIdOf(view.plan.id, year, view.obligation.id, Number(form.get('number')));
        return goOn(c, path('cycles', cycle), 'cycleOpened');
      }
      const page = cycleOpeningPage(c.get('visit'), view, typed, { refusal: outcome, plan: view.plan });
      return c.html(page, statusOf(outcome));
    })
    .get('/cycles/:cycle', async (c) => show(c, await cycleView(ports, sessionOf(c), c.req.param('cycle')), cyclePage))
    .get('/cycles/:cycle/editions/:n', async (c) => {
      const n = wholeNumber(c.req.param('n'));
      const part = wholeNumber(c.req.query('part') ?? '1');
      const found = await editionView(ports, sessionOf(c), c.req.param('cycle'), n);
      return show(c, found, (visit, view) => editionPage(visit, view, part));
    })
    .get('/cycles/:cycle/editions/:n/numbers/:code', async (c) => {
      const { cycle, n, code } = c.req.param();
      return show(c, await sourcesView(ports, sessionOf(c), cycle, wholeNumber(n), code), sourcesPage);
    })
    .get('/cycles/:cycle/editions/:n/targets/:code', async (c) => {
      const { cycle, n, code } = c.req.param();
      return show(c, await targetSourcesView(ports, sessionOf(c), cycle, wholeNumber(n), code), targetSourcesPage);
    })
    .post('/cycles/:cycle/editions', async (c) => {
      const form = await readForm(c);
      const cycle = c.req.param('cycle');
      const parsed = parseCommand(form, { do: 'order-edition', cycle, seen: wholeNumber(form.get('seen')) });
      const outcome = await carryOut(portal, sessionOf(c), parsed);
      if (outcome.kind === 'recorded') return goOn(c, path('cycles', cycle), 'editionOrdered');
      const found = await cycleView(ports, sessionOf(c), cycle);
      const plan = found.kind === 'seen' ? found.view.plan : undefined;
      return c.html(refusalPage(c.get('visit'), outcome, plan), statusOf(outcome));
    })
    .get('/cycles/:cycle/dates', async (c) =>
      show(c, await cycleDatesView(ports, sessionOf(c), c.req.param('cycle')), cycleDatesPage),
    )
    .post('/cycles/:cycle/cut', async (c) => {
      const form = await readForm(c);
      const cycle = c.req.param('cycle');
      const parsed = parseCommand(form, { do: 'cut-cycle', cycle, seen: wholeNumber(form.get('seen')) });
      const outcome = await carryOut(portal, sessionOf(c), parsed);
      if (outcome.kind === 'recorded') return goOn(c, path('cycles', cycle), 'cycleCut');
      const found = await cycleView(ports, sessionOf(c), cycle);
      const plan = found.kind === 'seen' ? found.view.plan : undefined;
      return c.html(refusalPage(c.get('visit'), outcome, plan), statusOf(outcome));
    });
};
