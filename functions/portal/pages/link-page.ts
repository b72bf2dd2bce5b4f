import type { LinkView } from '../../../shared/app/views/task-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { dueText } from '../parts/due.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { codeForm } from './sign-in-pages.ts';
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

/** What of the link is not as it was meant: opened by somebody else, or mailed to somebody who left. */
const whose = (visit: Visit, view: LinkView, isOthers: boolean): Html => {
  const { t, language, visitor } = visit;
  const theirs = view.person.title[language];
  if (view.left)
    return html`<div class="note warn"><p><b>${t.link.left(theirs)}</b></p><p>${t.link.leftNext}</p></div>`;
  if (!isOthers) return nothing;
  const mine = visitor?.person.title[language] ?? '';
  return html`<div class="note warn"><p><b>${t.link.notYours(theirs, mine)}</b></p><p>${t.link.notYoursNext}</p></div>`;
};

/** The way on: to the task for the person himself, else signing in as him, or a code where the plan lets it do. */
const wayOn = (visit: Visit, view: LinkView, isHere: boolean, codeAction: string): Html => {
  const { t, language } = visit;
  const { body } = view.summary.task;
  const target = path('tasks', body.id);
  const open = view.state.kind === 'open';
  if (isHere)
    return html`${when(open, () => html`<p>${t.link.signedIn}</p>`)}<p><a class="button" href="${target}">${open ? t.home.act[body.kind] : t.link.see}</a></p>`;
  const signIn = signInPath(target, { plan: view.plan.id, person: view.person.id });
  if (!open) return html`<p><a class="button" href="${signIn}">${t.link.fresh}</a></p>`;
  return html`<p>${t.link.mustSignIn(view.person.title[language])}</p><p><a class="button" href="${signIn}">${t.link.signIn(view.person.title[language])}</a></p>${
    view.proof === 'code' ? codeForm(visit, codeAction) : html`<p class="hint">${t.signIn.code.needsSession}</p>`
  }`;
};

/**
 * What a mailed link is about, read-only for whoever holds it. Acting takes a session as that person, or the code that
 * `codeAction` asks for; whoever is signed in as somebody else is told so and can only look.
 */
export const linkPage = (visit: Visit, view: LinkView, codeAction: string): Html => {
  const { t, language, visitor } = visit;
  const names = namesOf(view.plan, language);
  const { summary, person } = view;
  const { body } = summary.task;
  const title = taskTitle(visit, summary);
  const isHere = visitor?.session.person === person.id && visitor.session.locality === body.locality;
  const isOthers = visitor !== undefined && !isHere;
  const open = view.state.kind === 'open';
  return layout(visit, {
    title,
    width: 'narrow',
    main: html`<h1>${title}</h1><p class="soft">${view.plan.shortTitle[language]} · ${names.unit(body.office)}</p>${whose(visit, view, isOthers)}${state(visit, view, names)}<div class="sheet padded"><p>${taskMoney(visit, summary)}</p>${open ? html`<p>${t.round.tracker.until(dueText(visit, summary.due))}<span class="reason">${t.dates.counted}: ${t.formats.counted(body)}</span></p>` : nothing}${body.reason === null ? nothing : html`<p>${t.home.because(body.reason)}</p>`}</div>${view.tracker === null ? nothing : trackerList(visit, view.tracker, names)}${when(!isOthers && !view.left, () => wayOn(visit, view, isHere, codeAction))}`,
  });
};
