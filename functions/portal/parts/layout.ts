import type { Visit } from '../visit.ts';
import { type Html, html, nothing, when } from './html.ts';

/** A page: its title, how wide, whether it reports an error, where it stands in the navigation. */
export type Page = {
  readonly title: string;
  readonly width?: 'wide' | 'medium' | 'narrow';
  readonly error?: boolean;
  /** A look of its own beside the width. */
  readonly look?: 'print-set';
  readonly current?: 'home';
  /** What a chat shows of a link to it. */
  readonly preview?: string;
  /** Further places to go, from the widest to the nearest. */
  readonly trail?: readonly { readonly href: string; readonly text: string }[];
  readonly main: Html;
};

const languageSwitch = (visit: Visit): Html => {
  const other = visit.language === 'vi' ? 'en' : 'vi';
  return html`<form class="inline" method="post" action="/language"><input type="hidden" name="lang" value="${other}"><input type="hidden" name="next" value="${visit.here}"><button class="link" lang="${other}">${visit.t.shell.otherLanguage}</button></form>`;
};

const who = (visit: Visit): Html => {
  const { visitor, language, t } = visit;
  if (visitor === undefined) return nothing;
  return html`<span>${visitor.person.title[language]}</span>
${visitor.session.only === undefined ? html`<a href="/sessions">${t.signIn.sessions.link}</a>` : nothing}
<form class="inline" method="post" action="/sign-out"><button class="link">${t.shell.signOut}</button></form>`;
};

const band = (visit: Visit, page: Page): Html => {
  const { t, visitor } = visit;
  return html`<header class="band"><div><b>${t.shell.brand}</b>${when(
    visitor !== undefined,
    () =>
      html`<nav aria-label="${t.shell.navigation}"><a href="/"${page.current === 'home' ? html` aria-current="page"` : nothing}>${t.shell.home}</a>${(
        page.trail ?? []
      ).map(
        ({ href, text }) =>
          html`<a href="${href}"${href === visit.here ? html` aria-current="page"` : nothing}>${text}</a>`,
      )}</nav>`,
  )}<span class="who">${who(visit)} ${languageSwitch(visit)}</span></div></header>`;
};

/** What the last request did, said at the top of the page that it led to. */
const doneNote = ({ t, done }: Visit): Html => {
  const said = done === undefined ? undefined : t.shell.done[done];
  return said === undefined ? nothing : html`<div class="note" role="status">${said}</div>`;
};

/** Open Graph, for the few pages that may be looked at by whoever holds their link. */
const preview = (visit: Visit, page: Page): Html =>
  page.preview === undefined
    ? nothing
    : html`<meta name="robots" content="noindex"><meta property="og:type" content="website"><meta property="og:site_name" content="${visit.t.shell.brand}"><meta property="og:title" content="${page.title}"><meta property="og:description" content="${page.preview}"><meta name="description" content="${page.preview}">`;

/** A whole document. Works without script; none is sent. */
export const layout = (visit: Visit, page: Page): Html =>
  html`<!doctype html>
<html lang="${visit.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${page.error === true ? visit.t.shell.errorTitle : ''}${page.title} · ${visit.t.shell.brand}</title><link rel="stylesheet" href="/look.css">${preview(visit, page)}</head>
<body><a class="skip" href="#main">${visit.t.shell.skip}</a>
${band(visit, page)}
<main class="${page.width ?? 'wide'}${page.look === undefined ? '' : ` ${page.look}`}" id="main" tabindex="-1">${doneNote(visit)}${page.main}</main>
</body></html>`;
