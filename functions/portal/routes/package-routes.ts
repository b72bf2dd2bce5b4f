import { Hono } from 'hono';
import { packageView } from '../../../shared/app/views/package-view.ts';
import { resultView } from '../../../shared/app/views/result-view.ts';
import { taskView, type TaskView } from '../../../shared/app/views/task-view.ts';
import { PackageId, TaskId } from '../../../shared/domain/ids.ts';
import { MoneyScale } from '../../../shared/domain/scale.ts';
import { packagePage } from '../pages/package-page.ts';
import { resultPage } from '../pages/result-page.ts';
import { sheetPage } from '../pages/sheet-page.ts';
import { path } from '../parts/html.ts';
import { goOn, sayNo, sessionOf, show } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const pageOf = (c: PortalContext): number | undefined => {
  const page = Number(c.req.query('page'));
  return Number.isInteger(page) && page >= 1 ? page : undefined;
};

/** The page on which a task is done; once it is done, the page that shows what came of it. */
const pageOfTask = ({ summary, pkg, viewer }: TaskView): string => {
  const { kind, subject, state, office } = summary.task.body;
  const isOpen = state === 'open' && viewer.offices.includes(office);
  switch (subject.of) {
    case 'estimate':
      return path('estimates', subject.estimate);
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

/** A package to be read, its result, and the way from a task to its page. */
export const packageRoutes = ({ ports }: Portal) =>
  new Hono<PortalEnv>()
    .get('/packages/:package', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const submission = Number(c.req.query('submission') ?? 'none');
      const query = { submission: Number.isInteger(submission) ? submission : undefined, page: pageOf(c) };
      return show(c, await packageView(ports, sessionOf(c), id.data, query), packagePage);
    })
    .get('/packages/:package/sheet', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const submission = Number(c.req.query('submission') ?? 'none');
      const query = { submission: Number.isInteger(submission) ? submission : undefined, page: pageOf(c) };
      const scale = MoneyScale.catch('dong').parse(c.req.query('in'));
      return show(c, await packageView(ports, sessionOf(c), id.data, query), (visit, view) =>
        sheetPage(visit, view, scale),
      );
    })
    .get('/results/:package', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      return show(c, await resultView(ports, sessionOf(c), id.data, pageOf(c)), resultPage);
    })
    .get('/tasks/:task', async (c) => {
      const id = TaskId.safeParse(c.req.param('task'));
      if (!id.success) return c.notFound();
      const found = await taskView(ports, sessionOf(c), id.data);
      return found.kind === 'seen' ? goOn(c, pageOfTask(found.view)) : sayNo(c, found);
    });
