import type { DifferenceView, VersionView } from '../../../shared/app/views/estimate-view.ts';
import { money, moment } from '../../../shared/contracts/messages/format.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { isMemo, isSecondClaim, type Line, type LineDifference } from '../../../shared/domain/lines.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import { type Html, html, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { lineName, lineTable } from '../parts/line-table.ts';
import { bigMoney, changeCell, moneyCell } from '../parts/money.ts';
import type { Visit } from '../visit.ts';

const trailOf = ({ t }: Visit, view: VersionView | DifferenceView, unit: string) => [
  { href: path('rounds', view.round.id), text: t.round.title(view.round.body.year) },
  { href: path('estimates', view.estimate.id), text: unit },
];

/** One version as it was submitted. */
export const versionPage = (visit: Visit, view: VersionView): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const { version, estimate } = view;
  const unit = names.shortUnit(estimate.body.unit);
  const title = `${t.estimate.title(unit, view.round.body.year)}, ${t.formats.version(version.n)}`;
  return layout(visit, {
    title,
    trail: trailOf(visit, view, unit),
    main: html`<h1>${title}</h1><p class="soft">${names.person(version.by)} · ${moment(version.at)}${version.late ? ` · ${t.round.late}` : ''}</p>${bigMoney(visit, version.total)}${lineTable(visit, view.lines, view.plan, t.formats.version(version.n))}`,
  });
};

const lineOf = (difference: LineDifference): Line =>
  difference.kind === 'removed' ? difference.before : difference.after;
const isCounted = (line: Line): boolean => !isMemo(line) && !isSecondClaim(line);
const amountBefore = (difference: LineDifference): number => {
  switch (difference.kind) {
    case 'added':
      return 0;
    case 'removed':
    case 'changed':
      return difference.before.amount;
    case 'same':
      return difference.after.amount;
  }
};

const said = ({ t }: Visit, difference: LineDifference): string => {
  if (difference.kind !== 'changed') return t.estimate.difference[difference.kind];
  const fields = difference.fields.map((field) => {
    const [before, after] = [difference.before[field], difference.after[field]];
    return typeof before === 'number' && typeof after === 'number'
      ? `${t.fields.name(field)}: ${writeDong(before)} → ${writeDong(after)}`
      : typeof before === 'string' && typeof after === 'string'
        ? `${t.fields.name(field)}: ${before} → ${after}`
        : t.fields.name(field);
  });
  return fields.join(' · ');
};

/** What changed between two versions, line by line. */
export const differencePage = (visit: Visit, view: DifferenceView): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const { from, to } = view;
  const unit = names.shortUnit(view.estimate.body.unit);
  const title = t.estimate.differenceTitle(unit, from.n, to.n);
  const [before, after] = [t.formats.version(from.n), t.formats.version(to.n)];
  return layout(visit, {
    title,
    trail: trailOf(visit, view, unit),
    main: html`<h1>${title}</h1><p>${before}: ${money(from.total)} · ${after}: ${money(to.total)}</p><div class="sheet"><table class="cards"><caption>${t.estimate.lineByLine}</caption><thead><tr><th scope="col">${t.fields.name('content')}</th><th scope="col">${t.estimate.whatChanged}</th><th scope="col" class="money">${before}</th><th scope="col" class="money">${after}</th><th scope="col" class="money">${t.package.columns.change}</th></tr></thead><tbody>${view.lines.map(
      (difference) => {
        const now = difference.kind === 'removed' ? 0 : difference.after.amount;
        return html`<tr class="${difference.kind}${isCounted(lineOf(difference)) ? '' : ' memo'}"><th scope="row">${lineName(visit, lineOf(difference), view.plan)}</th><td data-of="${t.estimate.whatChanged}"><div class="cell">${said(visit, difference)}</div></td>${moneyCell(before, difference.kind === 'added' ? null : amountBefore(difference))}${moneyCell(after, difference.kind === 'removed' ? null : now)}${changeCell(visit, amountBefore(difference), now)}</tr>`;
      },
    )}</tbody><tfoot><tr><th scope="row" colspan="2">${t.round.total}</th>${moneyCell(before, from.total)}${moneyCell(after, to.total)}${changeCell(visit, from.total, to.total)}</tr></tfoot></table></div>`,
  });
};
