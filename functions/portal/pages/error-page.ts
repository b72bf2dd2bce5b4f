import type { Said } from '../../../shared/contracts/messages/vi/refusals.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { sayRefusal } from '../parts/errors.ts';
import { type Html, html, nothing, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import type { Visit } from '../visit.ts';

/** Somewhere to go on to. */
export type Link = { readonly href: string; readonly text: string };

/** A page that says what is wrong and what to do, and where to go on. */
export const errorPage = (visit: Visit, { what, next }: Said, go?: Link): Html =>
  layout(visit, {
    title: what,
    width: 'narrow',
    error: true,
    main: html`<h1>${what}</h1><p>${next}</p><p class="buttons">${go === undefined ? nothing : html`<a class="button plain" href="${go.href}">${go.text}</a>`}${when(
      visit.visitor !== undefined,
      () => html`<a class="button plain" href="/">${visit.t.shell.toHome}</a>`,
    )}</p>`,
  });

/** A page that says why a request is refused. */
export const refusalPage = (visit: Visit, refusal: Refusal, plan: Plan | undefined, go?: Link): Html =>
  errorPage(visit, sayRefusal(visit, refusal, plan), go);
