import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { messagesIn } from '../../shared/contracts/messages/messages.ts';
import { whoseSession } from '../../shared/app/sign-in/whose-session.ts';
import { guard, mustBeInTable } from './access/guard.ts';
import { forgetSession, keepLanguage, sessionToken } from './cookies.ts';
import { askedLanguage, browserLanguage, chosenLanguage } from './language.ts';
import { logToStandardError } from './log.ts';
import { lookCss } from './look-css.ts';
import { lookPrint } from './look-print.ts';
import { errorPage } from './pages/error-page.ts';
import { absenceRoutes } from './routes/absence-routes.ts';
import { adjustmentRoutes } from './routes/adjustment-routes.ts';
import { authorityRoutes } from './routes/authority-routes.ts';
import { planRoutes } from './routes/plan-routes.ts';
import { calendarRoutes } from './routes/calendar-routes.ts';
import { codeEntryRoutes } from './routes/code-entry-routes.ts';
import { codeRoutes } from './routes/code-routes.ts';
import { commandRoutes } from './routes/command-routes.ts';
import { commentRoutes } from './routes/comment-routes.ts';
import { cutRoutes } from './routes/cut-routes.ts';
import { cycleRoutes } from './routes/cycle-routes.ts';
import { dateRoutes } from './routes/date-routes.ts';
import { decisionRoutes } from './routes/decision-routes.ts';
import { estimateRoutes } from './routes/estimate-routes.ts';
import { figureRoutes } from './routes/figure-routes.ts';
import { fileRoutes } from './routes/file-routes.ts';
import { jointRoutes } from './routes/joint-routes.ts';
import { grantRoutes } from './routes/grant-routes.ts';
import { linkRoutes } from './routes/link-routes.ts';
import { manyRoutes } from './routes/many-routes.ts';
import { packageRoutes } from './routes/package-routes.ts';
import { partRoutes } from './routes/part-routes.ts';
import { reminderRoutes } from './routes/reminder-routes.ts';
import { returnRoutes } from './routes/return-routes.ts';
import { roundRoutes } from './routes/round-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { sendingRoutes } from './routes/sending-routes.ts';
import { shareRoutes } from './routes/share-routes.ts';
import { signInRoutes } from './routes/sign-in-routes.ts';
import { signRoutes } from './routes/sign-routes.ts';
import { unreachedRoutes } from './routes/unreached-routes.ts';
import { refuseForeignForms, refuseLargeBodies, secureHeaders, turnAway } from './security.ts';
import type { Portal, PortalContext, PortalEnv, Visit, Visitor } from './visit.ts';

/** Who visits; a session that has ended is forgotten. */
const visitorOf = async ({ ports, sessions }: Portal, c: PortalContext): Promise<Visitor | undefined> => {
  const token = sessionToken(c);
  const known = token === undefined ? undefined : await sessions.find(token);
  if (token === undefined || known === undefined) return undefined;
  const { id, session } = known;
  const room = await whoseSession(ports, known);
  if (room !== undefined) return { session, id, person: room.viewer.person, plan: room.plan, viewer: room.viewer };
  await sessions.end(token);
  forgetSession(c);
  return undefined;
};

const visitOf = async (portal: Portal, c: PortalContext): Promise<Visit> => {
  const visitor = await visitorOf(portal, c);
  const asked = askedLanguage(c);
  if (asked !== undefined) keepLanguage(c, asked);
  const language =
    asked ??
    chosenLanguage(c) ??
    visitor?.person.language ??
    (visitor === undefined ? browserLanguage(c) : undefined) ??
    'vi';
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.delete('done');
  searchParams.delete('lang');
  const query = searchParams.toString();
  return {
    language,
    t: messagesIn(language),
    visitor,
    here: query === '' ? pathname : `${pathname}?${query}`,
    done: c.req.query('done'),
  };
};

/** Before anybody is known: what an answer needs to be written at all. */
const unknownVisit = (c: PortalContext): Visit => {
  const language = askedLanguage(c) ?? chosenLanguage(c) ?? browserLanguage(c) ?? 'vi';
  return { language, t: messagesIn(language), visitor: undefined, here: '/', done: undefined };
};

/** How long a style sheet is kept, in seconds. */
const STYLE_KEPT = 3600;

/** The portal: every page, every form, and the same commands as JSON. */
export const createPortal = ({
  log = logToStandardError,
  ...on
}: Omit<Portal, 'log'> & Partial<Pick<Portal, 'log'>>) => {
  const portal: Portal = { ...on, log };
  const app = new Hono<PortalEnv>();
  app.use(secureHeaders);
  app.use(
    createMiddleware<PortalEnv>(async (c, next) => {
      c.set('visit', unknownVisit(c));
      await next();
    }),
  );
  app.get('/look.css', (c) =>
    c.body(`${lookCss}${lookPrint}`, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': `public, max-age=${STYLE_KEPT}`,
    }),
  );
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.use(refuseForeignForms, refuseLargeBodies);
  app.use(
    createMiddleware<PortalEnv>(async (c, next) => {
      c.set('visit', await visitOf(portal, c));
      await next();
    }),
  );
  app.use(guard(portal));
  for (const routes of [
    sessionRoutes,
    reminderRoutes,
    shareRoutes,
    signInRoutes,
    linkRoutes,
    manyRoutes,
    codeEntryRoutes,
    absenceRoutes,
    adjustmentRoutes,
    roundRoutes,
    estimateRoutes,
    packageRoutes,
    decisionRoutes,
    figureRoutes,
    grantRoutes,
    commandRoutes,
    signRoutes,
    authorityRoutes,
    fileRoutes,
    codeRoutes,
    calendarRoutes,
    dateRoutes,
    cutRoutes,
    jointRoutes,
    partRoutes,
    commentRoutes,
    unreachedRoutes,
    planRoutes,
    cycleRoutes,
    returnRoutes,
    sendingRoutes,
  ])
    app.route('/', routes(portal));
  mustBeInTable(app);
  app.notFound((c) => {
    const { t } = c.get('visit');
    return turnAway(c, 404, t.shell.noPage.what, t.shell.noPage.next);
  });
  app.onError((fault, c) => {
    const passes = fault.name === 'TransientError';
    portal.log({ fault: fault.name, message: fault.message, method: c.req.method });
    const { t } = c.get('visit');
    const said = passes ? t.shell.busy : t.shell.broken;
    return c.req.path.startsWith('/api/')
      ? c.json({ kind: 'fault', message: `${said.what} ${said.next}` }, passes ? 503 : 500)
      : c.html(errorPage(c.get('visit'), said), passes ? 503 : 500);
  });
  return app;
};
