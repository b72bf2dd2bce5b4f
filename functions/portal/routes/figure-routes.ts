import { Hono } from 'hono';
import { type DecisionView, decisionView } from '../../../shared/app/views/decision-view.ts';
import type { Viewed } from '../../../shared/app/views/access.ts';
import { PackageId } from '../../../shared/domain/ids.ts';
import { FigureStage } from '../../../shared/domain/figures.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { prepareCommand } from '../forms/decision-form.ts';
import { differs, figuresCommand, readUnit } from '../forms/figures-form.ts';
import { type FormFields, readForm } from '../forms/form-data.ts';
import { type FiguresAnswer, figuresPage, type UnitAnswer } from '../pages/figures-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';
import { answerOn, shownAt } from './decision-routes.ts';

const pageIn = (c: PortalContext): number | undefined => {
  const page = Number(c.req.query('page'));
  return Number.isInteger(page) && page >= 1 ? page : undefined;
};

/** Sets the figures of every unit whose part says something new; the answers that came of it, by estimate. */
const setAll = async (
  c: PortalContext,
  portal: Portal,
  view: DecisionView,
  form: FormFields,
): Promise<FiguresAnswer> => {
  const stage = FigureStage.safeParse(form.get('stage'));
  const answers = new Map<string, UnitAnswer>();
  const { plan, pkg } = view;
  const at = shownAt(form, pkg.body.id);
  for (const [n, unit] of view.units.entries()) {
    const { estimate } = unit.member;
    const typed = readUnit(form, estimate);
    const says =
      typed !== undefined && (typed.problems.length > 0 || (stage.success && differs(typed, unit, stage.data)));
    if (typed === undefined || !says) continue;
    const outcome = await carryOut(portal, sessionOf(c), figuresCommand(form, at, { estimate, n }, typed));
    answers.set(estimate, { typed, refused: outcome.kind === 'recorded' ? undefined : { refusal: outcome, plan } });
  }
  return answers;
};

const firstRefusal = (answers: FiguresAnswer): Refusal | undefined =>
  [...answers.values()].find(({ refused }) => refused !== undefined)?.refused?.refusal;

const post = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const session = sessionOf(c);
  const form = await readForm(c);
  const again = () => decisionView(portal.ports, session, id, pageIn(c));
  const before = await again();
  if (before.kind !== 'seen') return sayNo(c, before);
  const stage = FigureStage.safeParse(form.get('stage'));
  const answers = await setAll(c, portal, before.view, form);
  const wrong = firstRefusal(answers);
  if (wrong !== undefined && stage.success)
    return answerOn(c, await again(), wrong, (view) =>
      figuresPage(
        c.get('visit'),
        view,
        stage.data,
        new Map([...answers].filter(([, { refused }]) => refused !== undefined)),
      ),
    );
  const here = `${path('packages', id, 'appraisal')}?page=${before.view.page.n}`;
  if (form.get('do') !== 'prepare') return goOn(c, here, 'saved');
  const outcome = await carryOut(portal, session, prepareCommand(form, shownAt(form, id)));
  if (outcome.kind === 'recorded') return goOn(c, path('packages', id, 'confirm'));
  return answerOn(c, await again(), outcome, (view) =>
    figuresPage(c.get('visit'), view, stage.data ?? 'appraisal', new Map(), { refusal: outcome, plan: view.plan }),
  );
};

/** Figures are entered where the stage has its own and they are open; else the way leads to where they are fixed. */
const elsewhere = (found: Viewed<DecisionView>): string | undefined => {
  if (found.kind !== 'seen') return undefined;
  const { pkg, atMyOffice } = found.view;
  if (pkg.body.prepared !== undefined) return 'sign';
  const { state } = pkg.body.position;
  if (atMyOffice === 'synthesis' || atMyOffice === 'estimate' || state === 'arriving' || state === 'frozen')
    return 'decide';
  return state === 'prepared' ? 'confirm' : undefined;
};

/** The line-by-line form of the stage that sets figures. */
export const figureRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .get('/packages/:package/appraisal', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const found = await decisionView(portal.ports, sessionOf(c), id.data, pageIn(c));
      const other = elsewhere(found);
      if (other !== undefined) return goOn(c, path('packages', id.data, other));
      return show(c, found, (visit, view) => figuresPage(visit, view, FigureStage.parse(view.atMyOffice)));
    })
    .post('/packages/:package/appraisal', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? post(c, portal, id.data) : c.notFound();
    });
