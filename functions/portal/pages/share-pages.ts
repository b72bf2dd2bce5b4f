import type { SharePreview } from '../../../shared/app/views/share-view.ts';
import { type Html, html } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { plainTitle } from '../parts/task.ts';
import type { Visit } from '../visit.ts';
import { signInPath } from './link-page.ts';

/** A summary, to be copied. */
export const summaryPage = (visit: Visit, text: string, back: string): Html => {
  const { share } = visit.t;
  return layout(visit, {
    title: share.title,
    width: 'medium',
    main: html`<h1>${share.title}</h1><p>${share.intro}</p><div class="field"><label for="summary">${share.label}</label><textarea id="summary" rows="6" readonly>${text}</textarea></div><p><a class="button plain" href="${back}">${share.back}</a></p>`,
  });
};

/** What a short link shows to whoever is not signed in, a chat's preview among them: no amount, no person. */
export const previewPage = (visit: Visit, { year, task, due }: SharePreview): Html => {
  const { t } = visit;
  const title = task === null ? t.round.title(year) : plainTitle(t, task, year);
  const preview = due === null ? t.share.preview : t.share.previewDue(t.formats.day(due.date));
  return layout(visit, {
    title,
    width: 'narrow',
    preview,
    main: html`<h1>${title}</h1><p>${preview}</p><p><a class="button" href="${signInPath(visit.here)}">${t.share.signIn}</a></p>`,
  });
};
