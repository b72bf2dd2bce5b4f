import type { ListedSession } from '../../../shared/app/ports.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { hidden } from '../parts/fields.ts';
import { type Html, html, nothing } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import type { SignedVisit } from '../visit.ts';

const row = (visit: SignedVisit, { id, browser, startedAt, seenAt, only }: ListedSession): Html => {
  const { sessions, browser: inWords } = visit.t.signIn;
  const name = inWords(browser);
  const notes = [...(id === visit.visitor.id ? [sessions.this] : []), ...(only === undefined ? [] : [sessions.only])];
  return html`<tr><td>${name}${notes.length === 0 ? nothing : html` <span class="soft">(${notes.join('; ')})</span>`}</td><td>${moment(startedAt)}</td><td>${sessions.seenAbout(moment(seenAt))}</td><td><form class="inline" method="post" action="/sessions/end">${hidden('session', id)}<button class="button plain" aria-label="${sessions.endOf(name, moment(startedAt))}">${sessions.end}</button></form></td></tr>`;
};

/** Every browser that is signed in as the visitor, to end one or all. */
export const sessionsPage = (visit: SignedVisit, list: readonly ListedSession[]): Html => {
  const { sessions } = visit.t.signIn;
  return layout(visit, {
    title: sessions.title,
    width: 'medium',
    main: html`<h1>${sessions.title}</h1><p>${sessions.intro}</p><table><thead><tr><th scope="col">${sessions.browser}</th><th scope="col">${sessions.started}</th><th scope="col">${sessions.seen}</th><th scope="col"></th></tr></thead><tbody>${list.map((one) => row(visit, one))}</tbody></table><form method="post" action="/sessions/end-all"><p class="hint">${sessions.endAllNote}</p><button class="button">${sessions.endAll}</button></form><p class="links"><a href="/reminders">${visit.t.reminders.title}</a></p>`,
  });
};
