import { html } from 'hono/html';
import type { Language } from '../../shared/domain/text.ts';
import type { HttpRequest, HttpResponse } from './http-event.ts';
import { localText } from './moments.ts';

/** Markup that `html` made: its values are escaped. */
export type Markup = ReturnType<typeof html>;

/** A request to one of the laptop's own pages, taken apart. */
export type PageRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  /** The fields of a posted form. */
  form: URLSearchParams;
  language: Language;
  /** Whether a program asks and not a browser. */
  wantsJson: boolean;
  header(name: string): string | undefined;
};

/** Picks the text of the page's language. */
export const say = (language: Language, vi: string, en: string): string => (language === 'en' ? en : vi);

const headerOf = (request: HttpRequest, name: string): string | undefined => {
  const value = request.headers?.[name];
  return Array.isArray(value) ? value.join(',') : value;
};

const languageOf = (request: HttpRequest, query: URLSearchParams): Language => {
  const wanted = query.get('lang') ?? /(?:^|;\s*)lang=(vi|en)/.exec(headerOf(request, 'cookie') ?? '')?.[1];
  return wanted === 'en' ? 'en' : 'vi';
};

/** `10:04 25/03/2022`, in Vietnam, as the portal writes it. */
export const shownMoment = (at: Date): string => {
  const [day = '', time = ''] = localText(at).split(' ');
  return `${time.slice(0, 5)} ${day.split('-').toReversed().join('/')}`;
};

/** Takes a request apart. */
export const readPageRequest = (request: HttpRequest): PageRequest => {
  const [path = '/', queryText = ''] = request.path.split('?');
  const query = new URLSearchParams(queryText);
  return {
    method: request.method,
    path: path.length > 1 ? path.replace(/\/$/, '') : path,
    query,
    form: new URLSearchParams(Buffer.from(request.body ?? '').toString('utf8')),
    language: languageOf(request, query),
    wantsJson: (headerOf(request, 'accept') ?? '').includes('application/json'),
    header: (name) => headerOf(request, name),
  };
};

/**
 * Whether a request that changes something comes from a page of this very server, or from a program on this machine,
 * which sends no Origin. What some other site makes a browser send does not pass.
 */
export const isSameOrigin = (request: PageRequest): boolean => {
  const origin = request.header('origin');
  const site = request.header('sec-fetch-site');
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
  return origin === `http://${request.header('host') ?? ''}`;
};

/** A path of this server to go on to; anything that leads elsewhere becomes `/`. */
export const samePlace = (next: string | null): string =>
  next !== null && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) ? next : '/';

const security = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Sends a browser on with GET. */
export const seeOther = (to: string, cookies: string[] = []): HttpResponse => ({
  status: 303,
  headers: { location: to, 'cache-control': 'no-store' },
  cookies,
  body: Buffer.alloc(0),
});

/** An answer for a program. */
export const jsonPage = (status: number, value: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  cookies: [],
  body: Buffer.from(JSON.stringify(value)),
});

const withLanguage = (request: PageRequest, language: Language): string => {
  const query = new URLSearchParams(request.query);
  query.set('lang', language);
  return `${request.path}?${query.toString()}`;
};

/** Whose pages they are: a laptop's, which shows everything, or an office's own server's. */
export type Place = 'laptop' | 'office';

/** A page of the laptop, in the look of the portal. */
export const page = async (
  request: PageRequest,
  options: { title: string; status?: number; wide?: boolean; place?: Place },
  content: Markup,
): Promise<HttpResponse> => {
  const { language } = request;
  const other: Language = language === 'vi' ? 'en' : 'vi';
  const isLaptop = options.place !== 'office';
  const laptopLinks: [string, string][] = [
    ['/mailbox', say(language, 'Hộp thư', 'Mailbox')],
    ['/clock', say(language, 'Đồng hồ', 'Clock')],
    ['/sign-in', say(language, 'Đóng vai', 'Act as')],
  ];
  const links: [string, string][] = [['/', say(language, 'Trang chính', 'Portal')], ...(isLaptop ? laptopLinks : [])];
  const names = isLaptop ? say(language, 'Trang thử', 'Laptop pages') : say(language, 'Trang', 'Pages');
  const current = (path: string) => (path !== '/' && request.path.startsWith(path) ? html` aria-current="page"` : '');
  const markup = await html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${options.title} · Trình</title><link rel="stylesheet" href="/look.css"></head>
<body>
<a class="skip" href="#content">${say(language, 'Đến nội dung', 'Skip to content')}</a>
<header class="band"><div><b>Trình</b><nav aria-label="${names}">${links.map(([path, name]) => html`<a href="${path}"${current(path)}>${name}</a>`)}</nav><span class="who">${isLaptop ? html`${say(language, 'Chỉ có trên máy này', 'On this machine only')} · ` : ''}<a href="${withLanguage(request, other)}" lang="${other}" hreflang="${other}">${other === 'en' ? 'English' : 'Tiếng Việt'}</a></span></div></header>
<main id="content" class="${options.wide === true ? 'wide' : 'narrow'}">${content}</main>
</body>
</html>`;
  return {
    status: options.status ?? 200,
    headers: { ...security, 'content-type': 'text/html; charset=utf-8' },
    cookies: request.query.has('lang') ? [`lang=${language}; Path=/; Max-Age=31536000; SameSite=Lax`] : [],
    body: Buffer.from(markup.toString()),
  };
};

/** A short page that says what is wrong and where to go. */
export const refusalPage = (
  request: PageRequest,
  status: number,
  vi: string,
  en: string,
  place: Place = 'laptop',
): Promise<HttpResponse> => {
  const text = say(request.language, vi, en);
  if (request.wantsJson) return Promise.resolve(jsonPage(status, { message: en }));
  return page(
    request,
    { title: text, status, place },
    html`<h1>${text}</h1><p><a class="button plain" href="${place === 'office' ? '/' : `/${request.path.split('/')[1] ?? ''}`}">${say(request.language, 'Quay lại', 'Back')}</a></p>`,
  );
};
