import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const isPlainLoopback = (url: URL): boolean => url.protocol === 'http:' && LOOPBACK.has(url.hostname);

/**
 * Where the visitor's browser sees the portal. Behind an HTTP API every request reads as https; on loopback the
 * gateway's own header says what it was.
 */
export const originOf = (c: Context): URL => {
  const url = new URL(c.req.url);
  if (LOOPBACK.has(url.hostname) && c.req.header('x-forwarded-proto') === 'http') url.protocol = 'http:';
  return new URL(url.origin);
};

const kept = (url: URL) => ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: !isPlainLoopback(url) }) as const;

/** The session cookie's name: bound to its host over https, another one on plain-http loopback. */
export const sessionCookie = (url: URL): '__Host-trinh' | 'trinh' => (isPlainLoopback(url) ? 'trinh' : '__Host-trinh');

/** The session token that a request carries. */
export const sessionToken = (c: Context): string | undefined => getCookie(c, sessionCookie(originOf(c)));

/** Forgets the session on the visitor's side. */
export const forgetSession = (c: Context): void => {
  const url = originOf(c);
  deleteCookie(c, sessionCookie(url), { path: '/', secure: !isPlainLoopback(url) });
};

/** Hands the visitor's browser its session. It goes with the browser's own session; by our clock it ends before. */
export const keepSession = (c: Context, token: string): void => {
  const url = originOf(c);
  setCookie(c, sessionCookie(url), token, kept(url));
};

const askingCookie = (url: URL): '__Host-trinh-ask' | 'trinh-ask' =>
  isPlainLoopback(url) ? 'trinh-ask' : '__Host-trinh-ask';

/** The secret of the browser that asked for a link to sign in by. */
export const askingSecret = (c: Context): string | undefined => {
  const secret = getCookie(c, askingCookie(originOf(c)));
  return secret !== undefined && /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : undefined;
};

/** Lets the browser that asks know itself again when the link is opened, from a page of the mail's too. */
export const keepAskingSecret = (c: Context, secret: string): void => {
  const url = originOf(c);
  setCookie(c, askingCookie(url), secret, kept(url));
};

/** Forgets it, once it has served. */
export const forgetAskingSecret = (c: Context): void => {
  const url = originOf(c);
  deleteCookie(c, askingCookie(url), { path: '/', secure: !isPlainLoopback(url) });
};

const YEAR_IN_SECONDS = 31_536_000;

/** Keeps the language that the visitor chose. */
export const keepLanguage = (c: Context, language: string): void =>
  setCookie(c, 'lang', language, { ...kept(originOf(c)), maxAge: YEAR_IN_SECONDS });
