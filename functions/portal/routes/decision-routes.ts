import { Hono } from 'hono';
import { type DecisionView, decisionView } from '../../../shared/app/views/decision-view.ts';
import type { Viewed } from '../../../shared/app/views/access.ts';
import { PackageId } from '../../../shared/domain/ids.ts';
import type { StageKey } from '../../../shared/domain/plan.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import {
  approveCommand,
  type DecisionTyped,
  forwardCommand,
  freshDecision,
  prepareCommand,
  readDecision,
  reopenCommand,
  returnPackageCommand,
} from '../forms/decision-form.ts';
import type { AtStage } from '../forms/figures-form.ts';
import { type FormFields, readForm, wholeNumber } from '../forms/form-data.ts';
import type { Parsed } from '../forms/parsed.ts';
import { confirmPage } from '../pages/confirm-page.ts';
import { decidePage } from '../pages/decide-page.ts';
import { refusalPage } from '../pages/error-page.ts';
import { path } from '../parts/html.ts';
import { laysBefore } from '../parts/signing.ts';
import { carryOut, goOn, packageLink, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

/** The stage and submission that a form was made for. */
export const shownAt = (form: FormFields, id: PackageId): AtStage => ({
  package: id,
  stage: form.get('stage'),
  submission: wholeNumber(form.get('submission')),
});

/** The stage that the reader's office has the package at. */
export const stageOf = (view: DecisionView): StageKey => view.atMyOffice ?? view.pkg.body.position.stage;

/** Answers a refused request on the page that it came from, or says why that page is no longer there. */
export const answerOn = (
  c: PortalContext,
  found: Viewed<DecisionView>,
  refusal: Refusal,
  render: (view: DecisionView) => ReturnType<typeof decidePage>,
) => {
  const visit = c.get('visit');
  if (found.kind === 'seen') return c.html(render(found.view), statusOf(refusal));
  const shown = found.refusal.kind === 'not-found' ? found.refusal : refusal;
  return c.html(refusalPage(visit, shown, found.plan, packageLink(c, shown)), statusOf(shown));
};

const noChoice: Parsed = { ok: false, refusal: { kind: 'problems', problems: [{ path: 'choice', code: 'missing' }] } };

const passOn = (form: FormFields, at: AtStage, typed: DecisionTyped): Parsed =>
  at.stage === 'appraisal' || at.stage === 'approval' ? prepareCommand(form, at) : forwardCommand(form, at, typed);

const afterPass = (at: AtStage, id: PackageId): readonly [string, string?] =>
  at.stage === 'appraisal' || at.stage === 'approval'
    ? [path('packages', id, 'confirm')]
    : [path('packages', id), 'forwarded'];

/** Other amounts are set line by line; figures that were fixed are let go first. */
const toAmounts = async (c: PortalContext, portal: Portal, id: PackageId, form: FormFields) => {
  const found = await decisionView(portal.ports, sessionOf(c), id);
  const fixed = found.kind === 'seen' && found.view.pkg.body.position.state !== 'open';
  const outcome = fixed ? await carryOut(portal, sessionOf(c), reopenCommand(form, shownAt(form, id))) : undefined;
  if (outcome === undefined || outcome.kind === 'recorded') return goOn(c, path('packages', id, 'appraisal'));
  return answerOn(c, found, outcome, (view) =>
    decidePage(c.get('visit'), view, stageOf(view), readDecision(form), { refusal: outcome, plan: view.plan }),
  );
};

const decide = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const form = await readForm(c);
  const at = shownAt(form, id);
  const typed = readDecision(form);
  if (typed.choice === 'amounts') return toAmounts(c, portal, id, form);
  const parsed =
    typed.choice === 'pass'
      ? passOn(form, at, typed)
      : typed.choice === 'return'
        ? returnPackageCommand(form, at, typed)
        : noChoice;
  const outcome = await carryOut(portal, sessionOf(c), parsed);
  if (outcome.kind === 'recorded') {
    const [to, done] = typed.choice === 'return' ? [path('packages', id), 'sentBack'] : afterPass(at, id);
    return goOn(c, to, done === undefined ? undefined : await whatBecame(c, portal, id, done));
  }
  return answerOn(c, await decisionView(portal.ports, sessionOf(c), id), outcome, (view) =>
    decidePage(c.get('visit'), view, stageOf(view), typed, { refusal: outcome, plan: view.plan }),
  );
};

/** What to say was done: laid before the head, where the plan has him sign it. */
export const whatBecame = async (c: PortalContext, { ports }: Portal, id: PackageId, done: string): Promise<string> => {
  const pkg = await ports.store.load(sessionOf(c).locality, 'package', id);
  return pkg?.body.prepared === undefined ? done : 'forSignature';
};

/** What lies with the head is looked at on the page on which he signs. */
const toSign = (found: Viewed<DecisionView>): string | undefined =>
  found.kind === 'seen' && found.view.pkg.body.prepared !== undefined
    ? path('packages', found.view.pkg.id, 'sign')
    : undefined;

const confirm = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const form = await readForm(c);
  const at = shownAt(form, id);
  const typed = readDecision(form);
  const reopens = form.get('do') === 'reopen';
  // Only an approval may end here, or go to the head's signature first: who may do which, the view says.
  const found = reopens || at.stage !== 'approval' ? undefined : await decisionView(portal.ports, sessionOf(c), id);
  const last = at.stage === 'approval' && !(found?.kind === 'seen' && laysBefore(found.view));
  const parsed = reopens
    ? reopenCommand(form, at)
    : last
      ? approveCommand(form, at, typed)
      : forwardCommand(form, at, typed);
  const outcome = await carryOut(portal, sessionOf(c), parsed);
  if (outcome.kind === 'recorded')
    return reopens
      ? goOn(c, path('packages', id, 'appraisal'), 'reopened')
      : last
        ? goOn(c, path('results', id), 'approved')
        : goOn(c, path('packages', id), await whatBecame(c, portal, id, 'forwarded'));
  return answerOn(c, await decisionView(portal.ports, sessionOf(c), id), outcome, (view) =>
    confirmPage(c.get('visit'), view, stageOf(view), typed, { refusal: outcome, plan: view.plan }),
  );
};

/** The pages on which an office decides on a package. */
export const decisionRoutes = (portal: Portal) => {
  const { ports } = portal;
  const idIn = (c: PortalContext) => PackageId.safeParse(c.req.param('package'));
  return new Hono<PortalEnv>()
    .get('/packages/:package/decide', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      const found = await decisionView(ports, sessionOf(c), id.data);
      const sign = toSign(found);
      if (sign !== undefined) return goOn(c, sign);
      return show(c, found, (visit, view) => decidePage(visit, view, stageOf(view), freshDecision));
    })
    .post('/packages/:package/decide', async (c) => {
      const id = idIn(c);
      return id.success ? decide(c, portal, id.data) : c.notFound();
    })
    .get('/packages/:package/confirm', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      const found = await decisionView(ports, sessionOf(c), id.data);
      const sign = toSign(found);
      if (sign !== undefined) return goOn(c, sign);
      const ready = found.kind !== 'seen' || found.view.pkg.body.position.state === 'prepared';
      if (!ready) return goOn(c, path('packages', id.data, 'decide'));
      return show(c, found, (visit, view) => confirmPage(visit, view, stageOf(view), freshDecision));
    })
    .post('/packages/:package/confirm', async (c) => {
      const id = idIn(c);
      return id.success ? confirm(c, portal, id.data) : c.notFound();
    });
};
