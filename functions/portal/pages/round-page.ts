import type { RoundView } from '../../../shared/app/views/round-view.ts';
import { money, moment } from '../../../shared/contracts/messages/format.ts';
import type { StageOutcome } from '../../../shared/domain/package.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { Stored } from '../../../shared/domain/records.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { jointSection } from '../parts/joint.ts';
import { layout } from '../parts/layout.ts';
import { inWords } from '../parts/money.ts';
import { aboutText, originText, standsText } from '../parts/part-notes.ts';
import { shareForm } from '../parts/share.ts';
import { sourceTable } from '../parts/source-table.ts';
import { trackerList } from '../parts/tracker.ts';
import { unitTable } from '../parts/unit-table.ts';
import type { Visit } from '../visit.ts';

/** How a stage ended, in a sentence. */
export const outcomeText = (visit: Visit, outcome: StageOutcome, names: Names): string => {
  const { t } = visit;
  const who = `${names.signer(outcome.by, outcome.authority)}, ${moment(outcome.at)}`;
  switch (outcome.kind) {
    case 'forwarded':
      return t.package.outcome.forwarded(t.round.stages[outcome.stage], who, money(outcome.content.totals.approved));
    case 'returned':
      return t.package.outcome.returned(t.round.stages[outcome.stage], who, t.round.stages[outcome.to], outcome.reason);
    case 'collected':
      return t.package.outcome.collected(who);
    case 'withdrawn':
      return outcome.reason === '' ? t.part.empty : t.package.outcome.withdrawn(who, outcome.reason);
    case 'approved':
      return t.package.outcome.approved(who, money(outcome.content.totals.approved), outcome.decision.number);
  }
};

const packageEntry = (visit: Visit, { body }: Stored<'package'>, names: Names): Html => {
  const { t } = visit;
  const origin = originText(visit, body, names);
  const what = t.package.entry(
    t.formats.submission(body.position.submission),
    aboutText(visit, body),
    standsText(visit, body),
  );
  return html`<li><a href="${path('packages', body.id)}">${t.package.title(body.number, body.year)}</a> · ${what}${origin === undefined ? nothing : html`<span class="reason">${origin}</span>`}${when(
    body.outcomes.length > 0,
    () =>
      html`<ol class="history">${body.outcomes.map((outcome) => html`<li><b>${t.formats.submission(outcome.submission)}</b> · ${outcomeText(visit, outcome, names)}</li>`)}</ol>`,
  )}${when(body.publishedAt !== null, () => html`<p><a href="${path('results', body.id)}">${t.home.openResult}</a></p>`)}</li>`;
};

const notes = (visit: Visit, { round }: RoundView, names: Names): Html => {
  const { t } = visit;
  const { closing, closed } = round.body;
  if (closing !== undefined)
    return html`<div class="note">${closed === undefined ? t.grant.closing : t.round.closed(moment(closed.at), names.person(closing.by))}</div>`;
  if (round.body.phase === 'opening') return html`<div class="note warn">${t.round.opening}</div>`;
  if (round.body.phase === 'locking') return html`<div class="note warn">${t.round.locking}</div>`;
  return nothing;
};

/** A round: where it is, where each unit stands, what goes up. */
export const roundPage = (visit: Visit, view: RoundView): Html => {
  const { t, language } = visit;
  const { round, plan, viewer, rows, packages } = view;
  const names = namesOf(plan, language);
  const title = t.round.title(round.body.year);
  return layout(visit, {
    title,
    trail: [{ href: path('rounds', round.id), text: title }],
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]}</p>${trackerList(visit, view.tracker, names)}${shareForm(visit, path('rounds', round.id, 'share'), title)}${notes(visit, view, names)}${when(
      view.mayLock,
      () => html`<p><a class="button" href="${path('rounds', round.id, 'lock')}">${t.round.toLock}</a></p>`,
    )}${
      rows.length === 0
        ? html`<p>${viewer.seesAll ? t.round.noUnits : t.round.notAmong}</p>`
        : html`${unitTable(visit, names, view)}${inWords(visit, view.totals?.approved ?? view.totals?.appraised ?? view.totals?.proposed ?? null)}${view.sources === null ? nothing : sourceTable(visit, view.sources, view.reach)}`
    }${when(view.uneven && viewer.seesAll, () => html`<p class="hint">${t.part.uneven}</p>`)}${when(
      packages.some(({ body }) => body.adjusts !== undefined && body.publishedAt !== null),
      () => html`<p class="hint">${t.round.adjusted}</p>`,
    )}${when(
      view.maySupplement,
      () => html`<p><a href="${path('rounds', round.id, 'supplement')}">${t.part.toSupplement}</a></p>`,
    )}${jointSection(visit, view, names)}${when(
      packages.length > 0,
      () =>
        html`<h2>${t.round.packages}</h2><ul class="packages">${packages.map((pkg) =>
          viewer.seesAll
            ? packageEntry(visit, pkg, names)
            : html`<li><a href="${path('packages', pkg.id)}">${t.package.title(pkg.body.number, pkg.body.year)}</a></li>`,
        )}</ul>`,
    )}${when(
      packages.some(({ body }) => body.publishedAt !== null),
      () => html`<p><a href="${path('rounds', round.id, 'grants')}">${t.grant.toLedger}</a></p>`,
    )}`,
  });
};
