import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Outcome } from '../../../shared/app/execute.ts';
import { adjustmentView, newAdjustmentView } from '../../../shared/app/views/adjustment-view.ts';
import { PackageId, RoundId, UnitId } from '../../../shared/domain/ids.ts';
import { adjustmentCommand, atLines, readAdjustment, withdrawCommand } from '../forms/adjustment-form.ts';
import {
  approveCommand,
  type DecisionTyped,
  forwardCommand,
  freshDecision,
  readDecision,
  returnPackageCommand,
} from '../forms/decision-form.ts';
import type { AtStage } from '../forms/figures-form.ts';
import { type FormFields, readForm } from '../forms/form-data.ts';
import type { Parsed } from '../forms/parsed.ts';
import { adjustmentPage, freshAdjustment, newAdjustmentPage } from '../pages/adjustment-pages.ts';
import { path } from '../parts/html.ts';
import { laysBefore } from '../parts/signing.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';
import { shownAt, whatBecame } from './decision-routes.ts';
import { showPrint } from './package-routes.ts';
import { signatureAsked } from './sign-routes.ts';

/** The main package of a round is never an adjustment. */
const isMain = (id: PackageId): boolean => id.endsWith('.p1');

/** Leads from the pages of packages of estimates to that of an adjustment. */
const toAdjustment = ({ ports }: Portal) =>
  createMiddleware<PortalEnv>(async (c, next) => {
    const id = PackageId.safeParse(c.req.param('package'));
    if (!id.success || isMain(id.data)) return next();
    const pkg = await ports.store.load(sessionOf(c).locality, 'package', id.data);
    return pkg?.body.adjusts === undefined ? next() : goOn(c, path('adjustments', id.data), c.req.query('done'));
  });

const decide = (form: FormFields, at: AtStage, typed: DecisionTyped, lays: boolean): Parsed => {
  switch (typed.choice) {
    case 'pass':
      return at.stage === 'approval' && !lays ? approveCommand(form, at, typed) : forwardCommand(form, at, typed);
    case 'return':
      return returnPackageCommand(form, at, typed);
    case 'withdraw':
      return withdrawCommand(form, at, typed.reason);
    default:
      return { ok: false, refusal: { kind: 'problems', problems: [{ path: 'choice', code: 'missing' }] } };
  }
};

const answered = async (
  c: PortalContext,
  portal: Portal,
  id: PackageId,
  { outcome, typed, done }: { readonly outcome: Outcome; readonly typed: DecisionTyped; readonly done: string },
) => {
  if (outcome.kind === 'recorded') return goOn(c, path('adjustments', id), await whatBecame(c, portal, id, done));
  const found = await adjustmentView(portal.ports, sessionOf(c), id);
  if (found.kind !== 'seen') return sayNo(c, found);
  const page = adjustmentPage(c.get('visit'), found.view, typed, { refusal: outcome, plan: found.view.plan });
  return c.html(page, statusOf(outcome));
};

const DONE: Readonly<Record<string, string>> = { return: 'sentBack', withdraw: 'withdrawn' };

const postDecision = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const form = await readForm(c);
  const typed = readDecision(form);
  const session = sessionOf(c);
  const at = shownAt(form, id);
  const found = await adjustmentView(portal.ports, session, id);
  const lays = found.kind === 'seen' && laysBefore(found.view);
  const outcome = await carryOut(portal, session, decide(form, at, typed, lays));
  const passed = at.stage === 'approval' ? 'approved' : 'forwarded';
  return answered(c, portal, id, { outcome, typed, done: DONE[typed.choice] ?? passed });
};

/** A head signs, or hands back, what was laid before him of an adjustment. */
const postSignature = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const form = await readForm(c);
  const typed = readDecision(form);
  const session = sessionOf(c);
  const { parsed, done } = await signatureAsked(c, portal, id, form, typed);
  return answered(c, portal, id, { outcome: await carryOut(portal, session, parsed), typed, done });
};

type Place = { readonly round: RoundId; readonly unit: UnitId };

const placeOf = (c: PortalContext): Place | undefined => {
  const round = RoundId.safeParse(c.req.param('round'));
  const unit = UnitId.safeParse(c.req.param('unit'));
  return round.success && unit.success ? { round: round.data, unit: unit.data } : undefined;
};

const postNew = async (c: PortalContext, portal: Portal, place: Place) => {
  const form = await readForm(c);
  const typed = readAdjustment(form);
  const session = sessionOf(c);
  const outcome = await carryOut(portal, session, adjustmentCommand(form, place, typed));
  if (outcome.kind === 'recorded') return goOn(c, path('rounds', place.round, 'grants', place.unit), 'adjusting');
  const found = await newAdjustmentView(portal.ports, session, place.round, place.unit);
  if (found.kind !== 'seen') return sayNo(c, found);
  const refusal = atLines(outcome, form, typed);
  const page = newAdjustmentPage(c.get('visit'), found.view, typed, { refusal, plan: found.view.plan });
  return c.html(page, statusOf(refusal));
};

/** Changing what was approved: the form that opens an adjustment, and the page on which it is decided. */
export const adjustmentRoutes = (portal: Portal) => {
  const { ports } = portal;
  return new Hono<PortalEnv>()
    .use('/packages/:package', toAdjustment(portal))
    .use('/packages/:package/:page', toAdjustment(portal))
    .use('/results/:package', toAdjustment(portal))
    .get('/rounds/:round/adjust/:unit', async (c) => {
      const place = placeOf(c);
      if (place === undefined) return c.notFound();
      return show(c, await newAdjustmentView(ports, sessionOf(c), place.round, place.unit), (visit, view) =>
        newAdjustmentPage(visit, view, freshAdjustment(view)),
      );
    })
    .post('/rounds/:round/adjust/:unit', async (c) => {
      const place = placeOf(c);
      return place === undefined ? c.notFound() : postNew(c, portal, place);
    })
    .get('/adjustments/:package', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      return show(c, await adjustmentView(ports, sessionOf(c), id.data), (visit, view) =>
        adjustmentPage(visit, view, freshDecision),
      );
    })
    .get('/adjustments/:package/print', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? showPrint(c, portal, id.data) : c.notFound();
    })
    .post('/adjustments/:package/sign', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? postSignature(c, portal, id.data) : c.notFound();
    })
    .post('/adjustments/:package', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? postDecision(c, portal, id.data) : c.notFound();
    });
};
