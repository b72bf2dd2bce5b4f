import type { RoundView } from '../../../shared/app/views/round-view.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { dueText } from '../parts/due.ts';
import { errorSummary, type Refused } from '../parts/errors.ts';
import { hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { claimWarnings } from '../parts/joint.ts';
import { layout } from '../parts/layout.ts';
import { inWords } from '../parts/money.ts';
import { trackerList } from '../parts/tracker.ts';
import { roundTrail } from '../parts/trail.ts';
import { unitTable } from '../parts/unit-table.ts';
import { newCommandId, type Visit } from '../visit.ts';

/** The cut-off: what goes into the package and what does not, before the button that locks. */
export const lockPage = (visit: Visit, view: RoundView, refused?: Refused): Html => {
  const { t, language } = visit;
  const { round, plan, rows } = view;
  const names = namesOf(plan, language);
  const missing = rows.filter(({ came }) => came === 'missing');
  const early = missing.filter(({ due }) => due.state !== 'late');
  const title = t.round.lockTitle(round.body.year);
  return layout(visit, {
    title,
    error: refused !== undefined,
    trail: roundTrail(visit, view),
    main: html`<h1>${title}</h1>${refused === undefined ? nothing : errorSummary(visit, refused)}${trackerList(visit, view.tracker, names)}${when(
      missing.length > 0,
      () =>
        html`<div class="note warn"><p>${t.round.lockMissing(missing.map(({ unit }) => names.shortUnit(unit)).join(', '))}</p>${when(early.length > 0, () => html`<p>${t.round.lockEarly(early.map(({ unit, due }) => `${names.shortUnit(unit)}, ${dueText(visit, due)}`).join('; '))}</p>`)}</div>`,
    )}${view.joint.map((row) => claimWarnings(visit, row, names))}${unitTable(visit, names, view)}${inWords(visit, view.totals?.proposed ?? null)}<form method="post" action="${path('rounds', round.id, 'lock')}">${hidden('id', newCommandId())}<p>${t.round.lockFollows}</p><button class="button">${t.round.lock}</button></form>`,
  });
};
