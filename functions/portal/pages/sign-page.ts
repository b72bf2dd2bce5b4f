import type { DecisionView } from '../../../shared/app/views/decision-view.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { PreparedStage } from '../../../shared/domain/package.ts';
import type { DecisionTyped } from '../forms/decision-form.ts';
import { changeTable } from '../parts/change-table.ts';
import { commentList } from '../parts/comments.ts';
import type { Refused } from '../parts/errors.ts';
import { type Html, html, path } from '../parts/html.ts';
import { laidNote, signForms } from '../parts/laid-before.ts';
import { layout } from '../parts/layout.ts';
import { ownWorkNote } from '../parts/own-work.ts';
import { bigMoney } from '../parts/money.ts';
import { refusedNote } from '../parts/signing.ts';
import { trackerList } from '../parts/tracker.ts';
import { packageTrail } from '../parts/trail.ts';
import { originNote } from '../parts/part-notes.ts';
import type { Visit } from '../visit.ts';

/** What an officer laid before his head: the head signs it, or hands it back; the officer sees that it waits. */
export const signPage = (
  visit: Visit,
  view: DecisionView,
  prepared: PreparedStage,
  typed: DecisionTyped,
  refused?: Refused,
): Html => {
  const { t, language } = visit;
  const { pkg, plan } = view;
  const { position, year, number, content } = pkg.body;
  const names = namesOf(plan, language);
  const title = t.signing.task[position.stage](year, String(number));
  return layout(visit, {
    title,
    width: 'medium',
    error: refused !== undefined,
    trail: packageTrail(visit, view),
    main: html`<h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · ${t.formats.submission(position.submission)}</p>${refusedNote(visit, refused)}${originNote(visit, view, names)}${laidNote(visit, view, prepared, names)}<div class="sheet padded">${bigMoney(visit, content.totals.approved)}</div>${ownWorkNote(visit, view.ownWork, names)}${changeTable(visit, view, names)}${commentList(visit, view, names)}<p><a href="${path('packages', pkg.id)}">${t.decision.allLines}</a></p>${trackerList(visit, view.tracker, names)}${signForms(visit, view, { prepared, action: path('packages', pkg.id, 'sign') }, typed, refused)}`,
  });
};
