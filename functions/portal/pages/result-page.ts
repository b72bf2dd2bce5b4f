import type { ResultView } from '../../../shared/app/views/result-view.ts';
import { money, shortDate } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { approvalOf } from '../../../shared/domain/package.ts';
import { decisionPaper } from '../parts/decision-paper.ts';
import { figureTable } from '../parts/figure-table.ts';
import { packageFiles } from '../parts/package-files.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { bigMoney } from '../parts/money.ts';
import { originNote } from '../parts/part-notes.ts';
import { sourceTable } from '../parts/source-table.ts';
import { trackerList } from '../parts/tracker.ts';
import { packageTrail } from '../parts/trail.ts';
import type { Visit } from '../visit.ts';

const total = (visit: Visit, view: ResultView): Html => {
  const { t } = visit;
  const own = view.all[0];
  if (view.totals !== null)
    return html`${bigMoney(visit, view.totals.approved ?? 0)}<p>${t.home.proposedApproved(money(view.totals.proposed), money(view.totals.approved ?? 0))}</p>`;
  if (own?.amounts?.approved === null || own?.amounts === null || own === undefined) return html``;
  return html`${bigMoney(visit, own.amounts.approved)}<p>${t.home.proposedApproved(money(own.amounts.proposed), money(own.amounts.approved))}</p>`;
};

const grantedSoFar = ({ t }: Visit, { round, viewer, granted }: ResultView): Html => {
  if (granted === null) return html``;
  const href = viewer.seesAll ? path('rounds', round.id, 'grants') : path('rounds', round.id, 'grants', viewer.office);
  const say = round.body.closing === undefined ? t.grant.summary : t.grant.summaryLapsed;
  return html`<p>${say(money(granted.granted), money(granted.balance))} <a href="${href}">${t.grant.toLedger}</a></p>`;
};

/** What changed this decision since, with the way there. */
const changes = ({ t }: Visit, { changedBy }: ResultView): Html =>
  html`${changedBy.map(({ id, body }) => {
    const decision = approvalOf(body)?.decision;
    return decision === undefined
      ? nothing
      : html`<div class="note warn"><a href="${path('adjustments', id)}">${t.adjustment.changedBy(decision.number, shortDate(decision.date))}</a></div>`;
  })}`;

/** What was decided: the decision's paper, and each unit's result; a unit sees its own. */
export const resultPage = (visit: Visit, view: ResultView): Html => {
  const { t, language } = visit;
  const { pkg, plan, approval } = view;
  const names = namesOf(plan, language);
  const title = t.package.resultTitle(pkg.body.year);
  return layout(visit, {
    title,
    trail: packageTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · ${t.package.title(pkg.body.number, pkg.body.year)}</p>${originNote(visit, view, names)}${changes(visit, view)}${
      approval === null
        ? html`<p>${t.package.noResult}</p>${trackerList(visit, view.tracker, names)}`
        : html`${when(!view.published, () => html`<div class="note warn">${t.package.publishing}</div>`)}<div class="sheet padded">${total(visit, view)}${decisionPaper(visit, approval, names)}</div>${grantedSoFar(visit, view)}${trackerList(visit, view.tracker, names)}${
            view.all.length === 0
              ? html`<p>${t.round.notAmong}</p>`
              : html`${sourceTable(visit, view.sources, view.reach)}${figureTable(visit, view, names)}`
          }<p><a href="${path('packages', pkg.id, 'print')}">${t.print.open}</a></p>${packageFiles(visit, view, names)}<p class="hint">${t.decision.root} <code>${approval.content.root}</code></p>`
    }`,
  });
};
