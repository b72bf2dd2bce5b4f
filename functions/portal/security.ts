import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { originOf } from './cookies.ts';
import { errorPage } from './pages/error-page.ts';
import type { PortalContext, PortalEnv } from './visit.ts';

/**
 * The largest request that is read, in bytes: several thousand lines as offices write them, and in base64 still below
 * Lambda's 6 MB. A thousand lines with every cell filled to its limit do not fit.
 */
const LARGEST_BODY = 4_000_000;

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  // Not `no-referrer`, which makes browsers send the origin of a form as `null`.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
};

/** The policy of a page whose form also goes to the file store. */
export const policyWithFormsTo = (origin: string): string =>
  HEADERS['content-security-policy'].replace("form-action 'self'", `form-action 'self' ${origin}`);

/** Headers of every answer: no script, nothing from elsewhere, nothing kept. */
export const secureHeaders = createMiddleware<PortalEnv>(async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.header(name, value);
});

const isForeign = (c: PortalContext): boolean => {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin');
  return origin !== undefined && origin !== originOf(c).origin;
};

/** A mail program turns digests off from wherever it runs (RFC 8058): the link's signature is all that counts there. */
const isOneClick = (c: PortalContext): boolean => c.req.path.startsWith('/unsubscribe/');

const wantsJson = (c: PortalContext): boolean => c.req.path.startsWith('/api/');

/** Answers a request that is refused before anybody looks at what it asks. */
export const turnAway = (c: PortalContext, status: 400 | 401 | 403 | 404 | 413, what: string, next: string) => {
  const visit = c.get('visit');
  return wantsJson(c)
    ? c.json({ kind: 'refused', message: `${what} ${next}` }, status)
    : c.html(errorPage(visit, { what, next }), status);
};

/** A form of another site changes nothing here: every browser says where a form comes from. */
export const refuseForeignForms = createMiddleware<PortalEnv>(async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || isOneClick(c) || !isForeign(c)) return next();
  const { t } = c.get('visit');
  return turnAway(c, 403, t.shell.foreign.what, t.shell.foreign.next);
});

/** Nothing larger than an estimate is read. */
export const refuseLargeBodies = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: (c: PortalContext) => {
    const { t } = c.get('visit');
    return turnAway(c, 413, t.shell.tooLarge.what, t.shell.tooLarge.next);
  },
});
