import { Hono } from 'hono';
import type { Outcome } from '../../../shared/app/execute.ts';
import { homeView } from '../../../shared/app/views/home-view.ts';
import { openingView } from '../../../shared/app/views/opening-view.ts';
import { type RoundView, roundView } from '../../../shared/app/views/round-view.ts';
import { refused, type Viewed } from '../../../shared/app/views/access.ts';
import { PlanId, RoundId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { PlainDate } from '../../../shared/domain/calendar.ts';
import { StageKey } from '../../../shared/domain/plan.ts';
import { dateText, type FormFields, readForm } from '../forms/form-data.ts';
import { freshOpening, openingCommand, readOpening } from '../forms/opening-form.ts';
import { parseCommand } from '../forms/parsed.ts';
import { homePage } from '../pages/home-page.ts';
import { lockPage } from '../pages/lock-page.ts';
import { openingPage } from '../pages/opening-page.ts';
import { roundPage } from '../pages/round-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

/** Only the office that locks has the page to lock on; a round that is locked is shown as it is. */
const beforeLock = (found: Viewed<RoundView>): Viewed<RoundView> => {
  if (found.kind !== 'seen') return found;
  const { round, viewer } = found.view;
  if (viewer.office !== round.body.lockedBy)
    return refused(found.view, { kind: 'not-yours', offices: [round.body.lockedBy] });
  if (round.body.phase === 'opening') return refused(found.view, { kind: 'still-opening' });
  return found;
};

/** The dates that were typed for the stages, as far as they are dates. */
const datesIn = (form: FormFields): ReadonlyMap<string, PlainDate> =>
  new Map(
    StageKey.options.flatMap((stage): [string, PlainDate][] => {
      const date = PlainDate.safeParse(dateText(form.get(`due.${stage}`)));
      return date.success ? [[stage, date.data]] : [];
    }),
  );

const isRefusal = (outcome: Outcome): outcome is Refusal => outcome.kind !== 'recorded';

/** The first page, and the pages of a round. */
export const roundRoutes = (portal: Portal) => {
  const { ports, addresses } = portal;
  return new Hono<PortalEnv>()
    .get('/', async (c) => show(c, await homeView({ ...ports, addresses }, sessionOf(c)), homePage))
    .get('/rounds/new', async (c) => {
      const plan = PlanId.catch(sessionOf(c).plan).parse(c.req.query('plan'));
      return show(c, await openingView(ports, sessionOf(c), plan), (visit, view) =>
        openingPage(visit, view, freshOpening),
      );
    })
    .post('/rounds/new', async (c) => {
      const form = await readForm(c);
      const plan = PlanId.catch(sessionOf(c).plan).parse(form.get('plan'));
      const found = await openingView(ports, sessionOf(c), plan, datesIn(form));
      if (found.kind !== 'seen') return sayNo(c, found);
      const typed = readOpening(
        form,
        found.view.groups.map(({ group }) => group),
      );
      const outcome = await carryOut(portal, sessionOf(c), openingCommand(form, typed));
      if (!isRefusal(outcome)) return goOn(c, path('rounds', `${plan}.${typed.year}`), 'opened');
      const page = openingPage(c.get('visit'), found.view, typed, { refusal: outcome, plan: found.view.plan });
      return c.html(page, statusOf(outcome));
    })
    .get('/rounds/:round', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      return id.success ? show(c, await roundView(ports, sessionOf(c), id.data), roundPage) : c.notFound();
    })
    .get('/rounds/:round/lock', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      if (!id.success) return c.notFound();
      const found = beforeLock(await roundView(ports, sessionOf(c), id.data));
      const locked = found.kind === 'seen' && !found.view.mayLock;
      return locked ? goOn(c, path('rounds', id.data)) : show(c, found, lockPage);
    })
    .post('/rounds/:round/lock', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const parsed = parseCommand(form, { do: 'lock-round', round: id.data });
      const outcome = await carryOut(portal, sessionOf(c), parsed);
      if (!isRefusal(outcome)) return goOn(c, path('rounds', id.data), 'locked');
      const found = beforeLock(await roundView(ports, sessionOf(c), id.data));
      if (found.kind !== 'seen') return show(c, found, lockPage);
      const page = lockPage(c.get('visit'), found.view, { refusal: outcome, plan: found.view.plan });
      return c.html(page, statusOf(outcome));
    });
};
