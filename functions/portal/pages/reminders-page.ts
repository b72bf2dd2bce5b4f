import type { Reminding } from '../../../shared/domain/digest.ts';
import { choices } from '../parts/choice.ts';
import { html, type Html, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import type { Visit } from '../visit.ts';

/** How the visitor is reminded, to choose otherwise; `missing` where he sent the form without a choice. */
export const remindersPage = (visit: Visit, now: Reminding, missing: boolean): Html => {
  const { reminders } = visit.t;
  return layout(visit, {
    title: reminders.title,
    width: 'narrow',
    error: missing,
    main: html`<h1>${reminders.title}</h1><p>${reminders.intro}</p><form method="post" action="/reminders"><fieldset><legend>${reminders.title}</legend>${when(missing, () => html`<span class="field-error"><span>${reminders.choose}</span></span>`)}${choices(
      'reminding',
      now,
      [
        { value: 'each', ...reminders.each },
        { value: 'daily', ...reminders.daily },
      ],
    )}</fieldset><button class="button">${reminders.save}</button></form>`,
  });
};

/** Asks whoever opened the link of a digest whether to stop it; changes nothing. */
export const unsubscribePage = (visit: Visit, action: string): Html => {
  const { off } = visit.t.reminders;
  return layout(visit, {
    title: off.title,
    width: 'narrow',
    main: html`<h1>${off.title}</h1><p>${off.what}</p><form method="post" action="${action}"><button class="button">${off.button}</button></form>`,
  });
};

/** Says that digests are off. */
export const unsubscribedPage = (visit: Visit): Html => {
  const { off } = visit.t.reminders;
  return layout(visit, {
    title: off.done,
    width: 'narrow',
    main: html`<h1>${off.done}</h1><p>${off.next}</p>`,
  });
};
