import { Hono } from 'hono';
import { packageView } from '../../../shared/app/views/package-view.ts';
import { printView } from '../../../shared/app/views/print-view.ts';
import { resultView } from '../../../shared/app/views/result-view.ts';
import { taskView, type TaskView } from '../../../shared/app/views/task-view.ts';
import { PackageId, TaskId } from '../../../shared/domain/ids.ts';
import { MoneyScale } from '../../../shared/domain/scale.ts';
import { packagePage } from '../pages/package-page.ts';
import { printPage } from '../pages/print-page.ts';
import { resultPage } from '../pages/result-page.ts';
import { path } from '../parts/html.ts';
import { goOn, sayNo, sessionOf, show } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const countedFrom = (c: PortalContext, name: 'page' | 'part'): number | undefined => {
  const n = Number(c.req.query(name));
  return Number.isInteger(n) && n >= 1 ? n : undefined;
};

const submissionOf = (c: PortalContext): number | undefined => {
  const n = Number(c.req.query('submission') ?? 'none');
  return Number.isInteger(n) ? n : undefined;
};

/** The page on which a task is done; once it is done, the page that shows what came of it. */
const pageOfTask = ({ summary, pkg, viewer }: TaskView): string => {
  const { kind, subject, state, office } = summary.task.body;
  const isOpen = state === 'open' && viewer.offices.includes(office);
  switch (subject.of) {
    case 'estimate':
      return path('estimates', subject.estimate);
    case 'return':
      return path('returns', subject.return);
    case 'edition':
      return path('cycles', subject.cycle, 'editions', subject.edition.replace(/^.*\.e/, ''), 'send');
    case 'round':
      return isOpen ? path('rounds', subject.round, 'lock') : path('rounds', subject.round);
    case 'package': {
      if (!isOpen) return `${path('packages', subject.package)}?submission=${subject.submission}`;
      if (pkg?.body.prepared !== undefined) return path('packages', subject.package, 'sign');
      if (pkg?.body.position.state === 'prepared') return path('packages', subject.package, 'confirm');
      return path('packages', subject.package, kind === 'appraisal' ? 'appraisal' : 'decide');
    }
  }
};

/** A package, an adjustment too, in print. */
export const showPrint = async (c: PortalContext, { ports }: Pick<Portal, 'ports'>, id: PackageId) => {
  const query = { submission: submissionOf(c), part: countedFrom(c, 'part') };
  const scale = MoneyScale.catch('dong').parse(c.req.query('in'));
  return show(c, await printView(ports, sessionOf(c), id, query), (visit, view) => printPage(visit, view, scale));
};

/** A package to be read, its result, and the way from a task to its page. */
export const packageRoutes = ({ ports }: Portal) =>
  new Hono<PortalEnv>()
    .get('/packages/:package', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const query = { submission: submissionOf(c), page: countedFrom(c, 'page') };
      return show(c, await packageView(ports, sessionOf(c), id.data, query), packagePage);
    })
    .get('/packages/:package/print', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? showPrint(c, { ports }, id.data) : c.notFound();
    })
    .get('/results/:package', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      return show(c, await resultView(ports, sessionOf(c), id.data, countedFrom(c, 'page')), resultPage);
    })
    .get('/tasks/:task', async (c) => {
      const id = TaskId.safeParse(c.req.param('task'));
      if (!id.success) return c.notFound();
      const found = await taskView(ports, sessionOf(c), id.data);
      return found.kind === 'seen' ? goOn(c, pageOfTask(found.view)) : sayNo(c, found);
    });
