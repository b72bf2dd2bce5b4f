import { Hono } from 'hono';
import type { SharedPage } from '../../../shared/app/ports.ts';
import { makeShare, openShare, type SharePorts } from '../../../shared/app/shares.ts';
import type { Viewed } from '../../../shared/app/views/access.ts';
import { roundView } from '../../../shared/app/views/round-view.ts';
import { sharePreview } from '../../../shared/app/views/share-view.ts';
import { type TaskView, taskView } from '../../../shared/app/views/task-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { RoundId, TaskId } from '../../../shared/domain/ids.ts';
import { askerOf } from '../asker.ts';
import { originOf } from '../cookies.ts';
import { errorPage } from '../pages/error-page.ts';
import { signInPath } from '../pages/link-page.ts';
import { previewPage, summaryPage } from '../pages/share-pages.ts';
import { path } from '../parts/html.ts';
import { roundSummary, taskSummary } from '../parts/share.ts';
import { sayNo, sessionOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv, Visit } from '../visit.ts';

const portsOf = ({ ports, shares, asking }: Portal): SharePorts => ({ ...ports, ...asking, shares });

const pagePath = (page: SharedPage): string =>
  'round' in page ? path('rounds', page.round) : path('tasks', page.task);

type Summarize<T> = (visit: Visit, view: T, url: string) => string;

/** Makes a short link to what was found, and shows the summary with it; else says why there is none. */
const summarized = async <T>(
  c: PortalContext,
  portal: Portal,
  found: Viewed<T>,
  { page, back, say }: { readonly page: SharedPage; readonly back: (view: T) => string; readonly say: Summarize<T> },
) => {
  if (found.kind !== 'seen') return sayNo(c, found);
  const visit = c.get('visit');
  const url = `${originOf(c).origin}/s/${await makeShare(portsOf(portal), page)}`;
  return c.html(summaryPage(visit, say(visit, found.view, url), back(found.view)));
};

const sayUnknown = (c: PortalContext) => {
  const visit = c.get('visit');
  const go = visit.visitor === undefined ? { href: signInPath('/'), text: visit.t.shell.signIn } : undefined;
  return c.html(errorPage(visit, visit.t.share.unknown, go), 404);
};

/** Summaries to paste into a chat, and the short links in them. A link names a page and lets nobody in. */
export const shareRoutes = (portal: Portal) => {
  const { ports } = portal;
  return new Hono<PortalEnv>()
    .post('/rounds/:round/share', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      if (!id.success) return c.notFound();
      const found = await roundView(ports, sessionOf(c), id.data);
      const page = { locality: sessionOf(c).locality, round: id.data };
      return summarized(c, portal, found, { page, back: ({ round }) => path('rounds', round.id), say: roundSummary });
    })
    .post('/tasks/:task/share', async (c) => {
      const id = TaskId.safeParse(c.req.param('task'));
      if (!id.success) return c.notFound();
      const found = await taskView(ports, sessionOf(c), id.data);
      const page = { locality: sessionOf(c).locality, task: id.data };
      const back = ({ of }: TaskView) =>
        of.type === 'cycle' ? path('cycles', of.id, 'dates') : path('rounds', of.id, 'dates');
      return summarized(c, portal, found, { page, back, say: taskSummary });
    })
    .get('/s/:code', async (c) => {
      const visit = c.get('visit');
      const origin = visit.visitor === undefined ? askerOf(c).origin : undefined;
      const opened = await openShare(portsOf(portal), c.req.param('code'), origin);
      if (opened.kind === 'too-often') {
        const { what, next } = visit.t.share.tooOften;
        return c.html(errorPage(visit, { what: what(moment(opened.again)), next }), 429);
      }
      if (opened.kind === 'unknown') return sayUnknown(c);
      if (visit.visitor !== undefined) return c.redirect(pagePath(opened.page), 303);
      const preview = await sharePreview(ports, opened.page);
      return preview === undefined ? sayUnknown(c) : c.html(previewPage(visit, preview));
    });
};
