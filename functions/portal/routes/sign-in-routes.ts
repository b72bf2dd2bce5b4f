import { Hono } from 'hono';
import { askSignIn } from '../../../shared/app/sign-in/ask.ts';
import { enterByLink, type Entered, type SignInLink, signInLink } from '../../../shared/app/sign-in/enter.ts';
import { AskedId } from '../../../shared/contracts/asked-mail.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { codeOfSecret } from '../../../shared/domain/spoken-code.ts';
import { askerOf } from '../asker.ts';
import { askingSecret, forgetAskingSecret, keepAskingSecret, keepSession, sessionToken } from '../cookies.ts';
import { readForm } from '../forms/form-data.ts';
import { errorPage } from '../pages/error-page.ts';
import { signInPath } from '../pages/link-page.ts';
import { askPage, enterPage, sentPage } from '../pages/sign-in-pages.ts';
import { path } from '../parts/html.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';
import { safeNext } from './session-routes.ts';

const PAGE = '/sign-in/by-mail';

const ask = async (c: PortalContext, { ports, asking }: Portal) => {
  const visit = c.get('visit');
  const { signIn } = visit.t;
  const form = await readForm(c);
  const typed = form.get('address');
  const next = safeNext(form.get('next'));
  const secret = askingSecret(c) ?? asking.secrets.token();
  const outcome = await askSignIn({ ...ports, ...asking }, { typed, secret, next }, askerOf(c));
  switch (outcome.kind) {
    case 'no-address':
      return c.html(askPage(visit, { next, typed, error: signIn.noAddress }), 422);
    case 'too-often':
      return c.html(
        errorPage(visit, { what: signIn.tooOften.what(moment(outcome.again)), next: signIn.tooOften.next }),
        429,
      );
    case 'asked':
      keepAskingSecret(c, secret);
      return c.redirect(`${PAGE}?sent=1`, 303);
  }
};

/** Says why a link to sign in by opens nothing, and offers a fresh one. */
const sayGone = (c: PortalContext, link: Exclude<SignInLink, { kind: 'ready' }>) => {
  const visit = c.get('visit');
  const { gone, askAgain, goOn } = visit.t.signIn;
  const next = 'next' in link ? link.next : '/';
  // Whoever opens an old mail while he is signed in just goes on.
  const again =
    visit.visitor === undefined ? { href: signInPath(next), text: askAgain } : { href: safeNext(next), text: goOn };
  switch (link.kind) {
    case 'unknown':
      return c.html(errorPage(visit, gone.unknown, again), 404);
    case 'nobody':
      return c.html(errorPage(visit, gone.nobody, again), 410);
    case 'expired':
      return c.html(errorPage(visit, gone.expired(moment(link.until)), again), 410);
    case 'used':
      return c.html(errorPage(visit, gone.used(moment(link.at)), again), 410);
  }
};

/** The session that a browser had before ends where another one starts in it. */
export const startHere = async (c: PortalContext, { sessions }: Portal, token: string): Promise<void> => {
  const before = sessionToken(c);
  if (before !== undefined) await sessions.end(before);
  keepSession(c, token);
};

const answer = async (c: PortalContext, portal: Portal, entered: Entered, action: string, code: string) => {
  switch (entered.kind) {
    case 'entered':
      await startHere(c, portal, entered.token);
      forgetAskingSecret(c);
      return c.redirect(safeNext(entered.next), 303);
    case 'elsewhere':
      return c.html(enterPage(c.get('visit'), entered.link, { action, typed: code, wrong: 'code' }), 422);
    case 'choose':
      return c.html(enterPage(c.get('visit'), entered.link, { action, typed: code, wrong: 'choice' }), 422);
    default:
      return sayGone(c, entered);
  }
};

/**
 * Signing in by a mailed link. Asking answers the same for every address. Opening the link shows a page with one
 * button and changes nothing; pressing it signs in, but only in the browser that asked or with the code that is there.
 */
export const signInRoutes = (portal: Portal) => {
  const { ports, asking, sessions } = portal;
  const entering = { ...ports, asked: asking.asked, sessions };
  const linkIn = (c: PortalContext) => {
    const id = AskedId.safeParse(c.req.param('asked'));
    const token = c.req.param('token') ?? '';
    return id.success && /^[A-Za-z0-9_-]{43}$/.test(token) ? { id: id.data, token } : undefined;
  };
  return new Hono<PortalEnv>()
    .get('/sign-in', (c) => {
      const next = safeNext(c.req.query('next') ?? '/');
      return c.redirect(next === '/' ? PAGE : `${PAGE}?${new URLSearchParams({ next }).toString()}`, 303);
    })
    .get(PAGE, (c) => {
      const secret = askingSecret(c);
      return c.req.query('sent') !== undefined && secret !== undefined
        ? c.html(sentPage(c.get('visit'), codeOfSecret(ports.hash, secret)))
        : c.html(askPage(c.get('visit'), { next: safeNext(c.req.query('next') ?? '/'), typed: '' }));
    })
    .post(PAGE, (c) => ask(c, portal))
    .get(`${PAGE}/:asked/:token`, async (c) => {
      const named = linkIn(c);
      if (named === undefined) return sayGone(c, { kind: 'unknown' });
      const link = await signInLink(entering, { ...named, secret: askingSecret(c) });
      if (link.kind !== 'ready') return sayGone(c, link);
      const action = path('sign-in', 'by-mail', named.id, named.token);
      return c.html(enterPage(c.get('visit'), link, { action, typed: '' }));
    })
    .post(`${PAGE}/:asked/:token`, async (c) => {
      const named = linkIn(c);
      if (named === undefined) return sayGone(c, { kind: 'unknown' });
      const form = await readForm(c);
      const code = form.get('code').slice(0, 40);
      const entered = await enterByLink(entering, {
        ...named,
        proof: { secret: askingSecret(c), code },
        choice: form.get('choice'),
        browser: askerOf(c).from,
      });
      return answer(c, portal, entered, path('sign-in', 'by-mail', named.id, named.token), code);
    });
};
