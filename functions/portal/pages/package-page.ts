import type { PackageHappening, PackageView } from '../../../shared/app/views/package-view.ts';
import { money, moment } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { isCollecting, isUnsealed } from '../../../shared/domain/package.ts';
import { mayCommentNote } from '../parts/comments.ts';
import { figureTable } from '../parts/figure-table.ts';
import { packageFiles } from '../parts/package-files.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { bigMoney } from '../parts/money.ts';
import { sourceTable } from '../parts/source-table.ts';
import { partLink, partNotes } from '../parts/part-notes.ts';
import { trackerList } from '../parts/tracker.ts';
import { packageTrail } from '../parts/trail.ts';
import { wayAfter } from '../parts/way.ts';
import type { Visit } from '../visit.ts';
import { outcomeText } from './round-page.ts';

const submissions = (visit: Visit, view: PackageView, names: Names): Html => {
  const { t } = visit;
  const { id, body } = view.pkg;
  if (!view.viewer.seesAll || body.outcomes.length === 0) return nothing;
  const numbers = Array.from({ length: body.position.submission }, (_, index) => index + 1);
  return html`<h2>${t.package.submissions}</h2><ul>${numbers.map(
    (n) =>
      html`<li><a href="${path('packages', id)}?submission=${String(n)}"${n === view.reach.submission ? html` aria-current="true"` : nothing}>${t.formats.submission(n)}</a>${when(
        body.outcomes.some(({ submission }) => submission === n),
        () =>
          html`<ol class="history">${body.outcomes.filter(({ submission }) => submission === n).map((outcome) => html`<li>${outcomeText(visit, outcome, names)}</li>`)}</ol>`,
      )}</li>`,
  )}</ul>`;
};

const happening = (visit: Visit, { event, at, actor }: PackageHappening, names: Names): Html =>
  html`<li>${moment(at)} · ${visit.t.package.happened[event.type]} · ${names.actor(actor)}${wayAfter(visit, actor)}</li>`;

const action = (visit: Visit, { pkg, atMyOffice, earlier, powers, viewer }: PackageView): Html => {
  const { t } = visit;
  if (atMyOffice === null || earlier || isCollecting(pkg.body)) return nothing;
  const { state } = pkg.body.position;
  if (state === 'arriving') return html`<div class="note warn">${t.package.arriving}</div>`;
  const { prepared } = pkg.body;
  if (prepared !== undefined) {
    const signs = powers.length > 0 && prepared.by !== viewer.person.id;
    return html`<p><a class="button ${signs ? '' : 'plain'}" href="${path('packages', pkg.id, 'sign')}">${signs ? t.signing.toSign : t.signing.toLaid}</a></p>`;
  }
  const href = state === 'prepared' ? path('packages', pkg.id, 'confirm') : path('packages', pkg.id, 'decide');
  return html`<p><a class="button" href="${href}">${t.package.toDecide[atMyOffice]}</a></p>`;
};

/** A package, to be read: where it is, every line side by side, how each submission ended. */
export const packagePage = (visit: Visit, view: PackageView): Html => {
  const { t, language } = visit;
  const { pkg, plan, totals, reach } = view;
  const names = namesOf(plan, language);
  const title = `${t.package.title(pkg.body.number, pkg.body.year)}, ${t.formats.submission(reach.submission)}`;
  const now = totals?.approved ?? totals?.appraised ?? totals?.proposed;
  return layout(visit, {
    title,
    trail: packageTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]}</p>${when(
      view.earlier,
      () =>
        html`<div class="note">${t.package.earlier(reach.submission)} <a href="${path('packages', pkg.id)}">${t.package.toCurrent}</a></div>`,
    )}${partNotes(visit, view, names)}${trackerList(visit, view.tracker, names)}${action(visit, view)}${partLink(visit, view)}${mayCommentNote(visit, view.commentAt, pkg.body)}${now === undefined || isUnsealed(pkg.body) ? nothing : html`<div class="sheet padded">${bigMoney(visit, now)}<p>${t.home[reach.decided ? 'proposedApproved' : 'proposedNow'](money(totals?.proposed ?? 0), money(now))}</p></div>`}${
      view.all.length === 0
        ? html`<p>${t.round.notAmong}</p>`
        : html`${sourceTable(visit, view.sources, view.reach)}${figureTable(visit, view, names)}<p><a href="${path('packages', pkg.id, 'print')}${view.earlier ? `?submission=${String(reach.submission)}` : ''}">${t.print.open}</a></p>`
    }${packageFiles(visit, view, names)}${when(pkg.body.publishedAt !== null, () => html`<p><a href="${path('results', pkg.id)}">${t.home.openResult}</a></p>`)}${submissions(visit, view, names)}${when(
      view.history.length > 0,
      () =>
        html`<details><summary>${t.estimate.history}</summary><ol class="history">${view.history.map((one) => happening(visit, one, names))}</ol></details>`,
    )}`,
  });
};
