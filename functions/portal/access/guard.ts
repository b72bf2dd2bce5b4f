import type { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { Session } from '../../../shared/app/ports.ts';
import { TaskId } from '../../../shared/domain/ids.ts';
import type { Task } from '../../../shared/domain/task.ts';
import { signInPath } from '../pages/link-page.ts';
import { errorPage, refusalPage } from '../pages/error-page.ts';
import { path } from '../parts/html.ts';
import { signedVisit, statusOf } from '../respond.ts';
import { turnAway } from '../security.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';
import { type Entry, table } from './table.ts';
import { admit, type Params } from './who.ts';

/** Hono's name for what runs on every method: middleware, and no route. */
const ALL = 'ALL';

/** The routes of an application, as the table names them. */
export const routesOf = (app: Pick<Hono<PortalEnv>, 'routes'>): readonly string[] => [
  ...new Set(app.routes.filter(({ method }) => method !== ALL).map(({ method, path }) => `${method} ${path}`)),
];

/** Throws where a route says nowhere who may come to it, or the table names none. */
export const mustBeInTable = (app: Pick<Hono<PortalEnv>, 'routes'>): void => {
  const routes = routesOf(app);
  const open = routes.filter((route) => table[route] === undefined);
  const idle = Object.keys(table).filter((route) => !routes.includes(route));
  if (open.length > 0) throw new Error(`Nobody says who may come to ${open.join(', ')}.`);
  if (idle.length > 0) throw new Error(`There is no such route: ${idle.join(', ')}.`);
};

const entryOf = (c: PortalContext): Entry | undefined => {
  const found = matchedRoutes(c).find(({ method }) => method !== ALL);
  return found === undefined ? undefined : table[`${found.method} ${found.path}`];
};

/** The parameters of the route that will answer; a middleware's own path has none of them. */
const paramsOf = (c: PortalContext): Params => {
  const found = matchedRoutes(c).find(({ method }) => method !== ALL);
  const names = found?.path.split('/') ?? [];
  const values = new URL(c.req.url).pathname.split('/');
  const decoded = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  return Object.fromEntries(
    names.flatMap((name, index) =>
      name.startsWith(':') ? [[name.slice(1), decoded(values[index] ?? '')] as const] : [],
    ),
  );
};

const isAbout = (link: Entry['link'], { id, subject }: Task, params: Params): boolean => {
  switch (link) {
    case undefined:
      return false;
    case 'any':
      return true;
    case 'task':
      return params['task'] === id;
    case 'estimate':
      return subject.of === 'estimate' && (params['estimate'] ?? params['id']) === subject.estimate;
    case 'package':
      return subject.of === 'package' && (params['package'] ?? params['id']) === subject.package;
    case 'edition':
      return (
        subject.of === 'edition' &&
        params['cycle'] === subject.cycle &&
        subject.edition === `${subject.cycle}.e${params['n'] ?? ''}`
      );
    case 'return':
      return subject.of === 'return' && params['return'] === subject.return;
    case 'round':
      return subject.of === 'round' && params['round'] === subject.round;
  }
};

/**
 * Whether a session that was entered by the link of one task reaches this: only what the task is about, and to change
 * something only while the task is open in the very assignment that the link was for.
 */
const withinTask = async (
  { ports }: Portal,
  { locality, only }: Session,
  { link }: Entry,
  params: Params,
  changes: boolean,
): Promise<'within' | 'outside' | 'over'> => {
  if (only === undefined || link === 'any') return 'within';
  const task = await ports.store.load(locality, 'task', TaskId.parse(only.task));
  if (task === undefined || !isAbout(link, task.body, params)) return 'outside';
  const live = task.body.state === 'open' && task.body.assignment === only.assignment;
  return live || !changes ? 'within' : 'over';
};

/**
 * The one door to every route: who may come is read from the table, by role and locality, before anything of the route
 * runs. Whoever opens a page without a session is sent to sign in and comes back to it; whoever posts a form is told
 * how to send it again, for what he typed is still in his browser.
 */
export const guard = (portal: Portal) =>
  createMiddleware<PortalEnv>(async (c, next) => {
    const visit = c.get('visit');
    const { t } = visit;
    const entry = entryOf(c);
    if (entry?.who === 'anybody') return next();
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (!signedVisit(visit))
      return reads
        ? c.redirect(signInPath(visit.here), 303)
        : turnAway(c, 401, t.shell.signedOut.what, t.shell.signedOut.next);
    if (entry === undefined) return c.notFound();
    const { session, plan, viewer } = visit.visitor;
    const params = paramsOf(c);
    const reach = await withinTask(portal, session, entry, params, !reads);
    if (reach !== 'within') {
      const { what, done, next: then } = t.signIn.only;
      const said = { what: reach === 'over' ? done : what, next: then };
      if (c.req.path.startsWith('/api/')) return turnAway(c, 403, said.what, said.next);
      const link = { href: signInPath(reads ? visit.here : '/'), text: t.shell.signIn };
      return c.html(errorPage(visit, said, link), reach === 'over' ? 409 : 403);
    }
    const admission = await admit(portal.ports, entry.who, { session, here: { plan, viewer }, params });
    if (admission.kind === 'admitted') return next();
    const { refusal } = admission;
    const pkg = params['package'];
    const toRead = { href: path('packages', pkg ?? ''), text: t.home.openPackage };
    const go = pkg === undefined || refusal.kind === 'not-found' ? undefined : toRead;
    return c.html(refusalPage(visit, refusal, admission.plan, go), statusOf(refusal));
  });
