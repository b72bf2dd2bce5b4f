import { Hono } from 'hono';
import {
  type GrantView,
  type RoundLedgerView,
  roundLedgerView,
  type UnitLedgerView,
  unitLedgerView,
} from '../../../shared/app/views/ledger-view.ts';
import { refused, serves, type Viewed } from '../../../shared/app/views/access.ts';
import { grantingOffices, refuseAfterClosing } from '../../../shared/domain/grant-decisions.ts';
import { RoundId, UnitId } from '../../../shared/domain/ids.ts';
import { closingOffices } from '../../../shared/domain/round-closing.ts';
import { readForm, wholeNumber } from '../forms/form-data.ts';
import { atFields, freshGrant, grantCommand, readGrant, reverseCommand } from '../forms/grant-form.ts';
import { parseCommand } from '../forms/parsed.ts';
import { closePage, reversePage } from '../pages/grant-end-pages.ts';
import { roundLedgerPage, unitLedgerPage } from '../pages/ledger-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

type Place = { readonly round: RoundId; readonly unit: UnitId };

const placeOf = (c: PortalContext): Place | undefined => {
  const round = RoundId.safeParse(c.req.param('round'));
  const unit = UnitId.safeParse(c.req.param('unit'));
  return round.success && unit.success ? { round: round.data, unit: unit.data } : undefined;
};

/** A grant that can be taken back, seen by the office that may; otherwise why not. */
const toReverse = (
  found: Viewed<UnitLedgerView>,
  n: number,
): Viewed<{ readonly ledger: UnitLedgerView; readonly grant: GrantView }> => {
  if (found.kind !== 'seen') return found;
  const { view } = found;
  const offices = grantingOffices(view.plan);
  if (!serves(view.viewer, offices)) return refused(view, { kind: 'not-yours', offices });
  const closed = refuseAfterClosing(view.round);
  if (closed !== undefined) return refused(view, closed);
  const grant = view.grants.find((one) => one.n === n);
  if (grant === undefined) return refused(view, { kind: 'not-found', what: 'grant' });
  const { reversed } = grant;
  if (reversed !== null)
    return refused(view, {
      kind: 'already-reversed',
      by: reversed.by,
      at: reversed.at,
      number: reversed.paper.number,
    });
  return { kind: 'seen', view: { ledger: view, grant } };
};

/** The page to close a round on, for the offices that may, once it can be closed. */
const toClose = (found: Viewed<RoundLedgerView>): Viewed<RoundLedgerView> => {
  if (found.kind !== 'seen') return found;
  const { view } = found;
  const offices = closingOffices(view.plan);
  if (!serves(view.viewer, offices)) return refused(view, { kind: 'not-yours', offices });
  const closed = refuseAfterClosing(view.round);
  if (closed !== undefined) return refused(view, closed);
  if (!view.mayClose) return refused(view, { kind: 'not-published' });
  return view.closesFrom === null ? found : refused(view, { kind: 'year-not-over', earliest: view.closesFrom });
};

const postGrant = async (c: PortalContext, portal: Portal, place: Place) => {
  const form = await readForm(c);
  const typed = readGrant(form);
  const session = sessionOf(c);
  const outcome = await carryOut(portal, session, grantCommand(form, place, typed));
  if (outcome.kind === 'recorded') return goOn(c, path('rounds', place.round, 'grants', place.unit), 'granted');
  const found = await unitLedgerView(portal.ports, session, place.round, place.unit);
  if (found.kind !== 'seen') return sayNo(c, found);
  const refusal = atFields(outcome, typed);
  return c.html(
    unitLedgerPage(c.get('visit'), found.view, typed, { refusal, plan: found.view.plan }),
    statusOf(refusal),
  );
};

const postReverse = async (c: PortalContext, portal: Portal, place: Place, n: number) => {
  const form = await readForm(c);
  const typed = readGrant(form);
  const session = sessionOf(c);
  const outcome = await carryOut(portal, session, reverseCommand(form, { ...place, grant: n }, typed));
  if (outcome.kind === 'recorded') return goOn(c, path('rounds', place.round, 'grants', place.unit), 'reversed');
  const found = toReverse(await unitLedgerView(portal.ports, session, place.round, place.unit), n);
  if (found.kind !== 'seen') return sayNo(c, found);
  const { ledger, grant } = found.view;
  const page = reversePage(c.get('visit'), ledger, grant, typed, { refusal: outcome, plan: ledger.plan });
  return c.html(page, statusOf(outcome));
};

const postClose = async (c: PortalContext, portal: Portal, round: RoundId) => {
  const form = await readForm(c);
  const session = sessionOf(c);
  const remark = form.get('remark');
  const outcome = await carryOut(portal, session, parseCommand(form, { do: 'close-round', round, remark }));
  if (outcome.kind === 'recorded') return goOn(c, path('rounds', round, 'grants'), 'closed');
  const found = toClose(await roundLedgerView(portal.ports, session, round));
  if (found.kind !== 'seen') return sayNo(c, found);
  const page = closePage(c.get('visit'), found.view, remark, { refusal: outcome, plan: found.view.plan });
  return c.html(page, statusOf(outcome));
};

/** What units were granted: the ledger of a round and of a unit, grants, taking back, the year's end. */
export const grantRoutes = (portal: Portal) => {
  const { ports } = portal;
  const numberOf = (c: PortalContext): number => wholeNumber(c.req.param('n') ?? '');
  return new Hono<PortalEnv>()
    .get('/rounds/:round/grants', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      return id.success ? show(c, await roundLedgerView(ports, sessionOf(c), id.data), roundLedgerPage) : c.notFound();
    })
    .get('/rounds/:round/grants/:unit', async (c) => {
      const place = placeOf(c);
      if (place === undefined) return c.notFound();
      return show(c, await unitLedgerView(ports, sessionOf(c), place.round, place.unit), (visit, view) =>
        unitLedgerPage(visit, view, freshGrant),
      );
    })
    .post('/rounds/:round/grants/:unit', async (c) => {
      const place = placeOf(c);
      return place === undefined ? c.notFound() : postGrant(c, portal, place);
    })
    .get('/rounds/:round/grants/:unit/:n/reverse', async (c) => {
      const place = placeOf(c);
      if (place === undefined) return c.notFound();
      const found = await unitLedgerView(ports, sessionOf(c), place.round, place.unit);
      return show(c, toReverse(found, numberOf(c)), (visit, { ledger, grant }) =>
        reversePage(visit, ledger, grant, freshGrant),
      );
    })
    .post('/rounds/:round/grants/:unit/:n/reverse', async (c) => {
      const place = placeOf(c);
      return place === undefined ? c.notFound() : postReverse(c, portal, place, numberOf(c));
    })
    .get('/rounds/:round/close', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      if (!id.success) return c.notFound();
      return show(c, toClose(await roundLedgerView(ports, sessionOf(c), id.data)), (visit, view) =>
        closePage(visit, view, ''),
      );
    })
    .post('/rounds/:round/close', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      return id.success ? postClose(c, portal, id.data) : c.notFound();
    });
};
