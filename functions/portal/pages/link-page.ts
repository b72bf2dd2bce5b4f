import type { LinkView } from '../../../shared/app/views/task-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { dueText } from '../parts/due.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { taskMoney, taskTitle } from '../parts/task.ts';
import { trackerList } from '../parts/tracker.ts';
import type { Visit } from '../visit.ts';

/** Where a person signs in to go on to a page. */
export const signInPath = (next: string, as: { readonly plan?: string; readonly person?: string } = {}): string =>
  `/sign-in?${new URLSearchParams({ next, ...as }).toString()}`;

const state = (visit: Visit, view: LinkView, names: Names): Html => {
  const { t } = visit;
  const { state: now } = view;
  if (now.kind === 'open') return nothing;
  const who = now.by === null ? '' : names.actor(now.by);
  const at = now.at === null ? '' : moment(now.at);
  return html`<div class="note warn"><p><b>${t.link[now.kind](who, at)}</b></p><p>${t.link.next[now.kind]}</p></div>`;
};

/** What a mailed link is about, read-only for whoever holds it; acting takes a session. */
export const linkPage = (visit: Visit, view: LinkView): Html => {
  const { t, language, visitor } = visit;
  const names = namesOf(view.plan, language);
  const { summary, person } = view;
  const { body } = summary.task;
  const title = taskTitle(visit, summary);
  const target = path('tasks', body.id);
  const isHere = visitor?.session.person === person.id && visitor.session.locality === body.locality;
  const open = view.state.kind === 'open';
  return layout(visit, {
    title,
    width: 'narrow',
    main: html`<h1>${title}</h1><p class="soft">${view.plan.shortTitle[language]} · ${names.unit(body.office)}</p>${state(visit, view, names)}<div class="sheet padded"><p>${taskMoney(visit, summary)}</p>${open ? html`<p>${t.round.tracker.until(dueText(visit, summary.due))}<span class="reason">${t.dates.counted}: ${t.formats.counted(body)}</span></p>` : nothing}${body.reason === null ? nothing : html`<p>${t.home.because(body.reason)}</p>`}</div>${trackerList(visit, view.tracker, names)}${when(open || !isHere, () => html`<p>${isHere ? t.link.signedIn : t.link.mustSignIn(person.title[language])}</p>`)}<p><a class="button" href="${isHere ? target : signInPath(target, { plan: view.plan.id, person: person.id })}">${isHere ? (open ? t.home.act[body.kind] : t.link.see) : t.link.signIn(person.title[language])}</a></p>`,
  });
};
