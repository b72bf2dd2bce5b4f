import type { PackageView } from '../../../shared/app/views/package-view.ts';
import { money, shortDate } from '../../../shared/contracts/messages/format.ts';
import { mayRead } from '../../../shared/app/views/access.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import { approvalOf, isCollecting, isWithdrawn, type Package } from '../../../shared/domain/package.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { hidden } from './fields.ts';
import { type Html, html, nothing, path, when } from './html.ts';

/** Why a package is there besides the round's first, in a few words; undefined for that one. */
export const originText = (
  { t }: Visit,
  { origin, collecting, adjusts }: Package,
  names: Names,
): string | undefined => {
  if (adjusts !== undefined) {
    const { number, date } = adjusts.cites;
    return t.adjustment.origin(t.adjustment.kinds[adjusts.kind], number, shortDate(date));
  }
  switch (origin?.kind) {
    case 'part':
      return t.part.of(names.units(collecting?.units ?? []), origin.number, t.round.stages[origin.stage]);
    case 'supplement':
      return t.part.supplement;
    case undefined:
      return undefined;
  }
};

/** Where a package stands, in a few words. */
export const standsText = ({ t }: Visit, body: Package): string => {
  const { stands } = t.package;
  const approval = approvalOf(body);
  if (approval !== undefined) return stands.approved(approval.decision.number);
  if (isWithdrawn(body)) return stands.ended;
  return isCollecting(body) ? stands.collecting : stands.at(t.round.stages[body.position.stage]);
};

/** What a package is about in money: nothing before anything is in, of an adjustment from what to what. */
export const aboutText = ({ t }: Visit, { adjusts, content, counts }: Package): string => {
  const total = money(content.totals.approved);
  if (adjusts !== undefined) return t.adjustment.fromTo(money(adjusts.before), total);
  return counts.submitted === 0 ? '' : total;
};

/**
 * Says what a package is besides the round's first one, and why it is there: the reason to the offices that carry it and
 * to its own units.
 */
export const originNote = (
  visit: Visit,
  { pkg: { body }, viewer, all }: Pick<PackageView, 'pkg' | 'viewer' | 'all'>,
  names: Names,
): Html => {
  const text = originText(visit, body, names);
  const { origin } = body;
  if (text === undefined || origin === undefined) return nothing;
  const name = origin.kind === 'part' ? html`<a href="${path('packages', origin.from)}">${text}</a>` : text;
  return html`<div class="note"><p>${name}</p>${when(
    viewer.seesAll || all.length > 0,
    () => html`<p>${visit.t.part.reason(origin.reason, names.person(origin.by))}</p>`,
  )}</div>`;
};

const closeForm = (visit: Visit, { pkg, viewer, round }: PackageView): Html =>
  when(
    viewer.office === round.body.lockedBy,
    () =>
      html`<form method="post" action="${path('packages', pkg.id, 'close')}">${hidden('id', newCommandId())}${hidden('seen', pkg.head)}<p class="hint">${visit.t.part.closeFollows}</p><button class="button plain">${visit.t.part.close}</button></form>`,
  );

const collectingNote = (visit: Visit, view: PackageView, names: Names): Html => {
  const { t } = visit;
  const { collecting, position } = view.pkg.body;
  if (collecting === undefined || collecting.sealed) return nothing;
  if (!isCollecting(view.pkg.body)) return html`<div class="note">${t.part.allIn}</div>`;
  const awaited = collecting.awaited.filter((unit) => mayRead(view.viewer, unit));
  if (awaited.length === 0) return nothing;
  const waits = html`<div class="note warn">${t.part.awaits(names.units(awaited), shortDate(collecting.due))}</div>`;
  return position.state === 'open' ? html`${waits}${closeForm(visit, view)}` : waits;
};

/** What is special about a package: that it is a part or a supplement, whom it waits for, that it came to nothing. */
export const partNotes = (visit: Visit, view: PackageView, names: Names): Html => {
  const { body } = view.pkg;
  return html`${originNote(visit, view, names)}${collectingNote(visit, view, names)}${when(
    isWithdrawn(body) && body.adjusts === undefined,
    () => html`<div class="note warn">${visit.t.part.empty}</div>`,
  )}`;
};

/** Leads to returning one unit's part, for the office that has the package. */
export const partLink = (visit: Visit, { pkg, atMyOffice, earlier }: PackageView): Html =>
  when(
    atMyOffice !== null &&
      !earlier &&
      pkg.body.adjusts === undefined &&
      pkg.body.prepared === undefined &&
      pkg.body.position.state !== 'arriving' &&
      !isCollecting(pkg.body),
    () => html`<p><a href="${path('packages', pkg.id, 'part')}">${visit.t.part.returnTitle}</a></p>`,
  );
