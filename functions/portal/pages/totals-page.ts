import type {
  ActivityOverYears,
  ActivityTotalsView,
  LineageOverYears,
  TotalsView,
  UnitFigure,
} from '../../../shared/app/views/totals-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { Cycle } from '../../../shared/domain/cycle.ts';
import type { Whole } from '../../../shared/domain/edition.ts';
import { type CycleId, returnIdOf } from '../../../shared/domain/ids.ts';
import { activityOf } from '../../../shared/domain/plan.ts';
import { moneyTable } from '../parts/edition-money.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { overYearsUrl } from '../parts/report.ts';
import type { Visit } from '../visit.ts';

type Room = Pick<TotalsView, 'obligation' | 'formed' | 'waiting' | 'overlap' | 'plan'>;

const nameOf = ({ t }: Visit, { obligation }: Room, { year, number }: Cycle): string =>
  t.report.cycleTitle(obligation.type, year, number);

const titleOf = ({ language }: Visit, { plan }: Room, { activity }: Pick<ActivityOverYears, 'activity'>): string =>
  `${activity}) ${activityOf(plan, activity)?.title[language] ?? ''}`;

/** What a sum stands at, and how much of it is reckoned still. */
const wholeText = ({ t }: Visit, whole: Whole): Html =>
  whole.of === 0
    ? html`<span class="soft">${t.edition.unsaid}</span>`
    : html`${whole.sum}<span class="reason">${t.edition.ofUnits(whole.of)}</span>${when(whole.estimates > 0, () => html`<span class="reason">${t.totals.estimates(whole.estimates)}</span>`)}`;

const wholeCell = (visit: Visit, of: string, whole: Whole | undefined): Html =>
  html`<td class="money" data-of="${of}">${whole === undefined ? html`<span class="soft">${visit.t.report.notOwed}</span>` : wholeText(visit, whole)}</td>`;

const sumCell = (visit: Visit, whole: Whole | undefined): Html =>
  whole === undefined ? nothing : wholeCell(visit, visit.t.totals.sum, whole);

const heads = (visit: Visit, room: Room): Html => {
  const { totals } = visit.t;
  const cycles = room.formed.map(({ cycle, edition }) => {
    const href = path('cycles', cycle.id, 'editions', edition.body.number);
    return html`<th scope="col" class="end"><a href="${href}">${nameOf(visit, room, cycle.body)}</a></th>`;
  });
  return html`${cycles}${when(room.overlap === undefined, () => html`<th scope="col" class="end">${totals.sum}</th>`)}`;
};

/** What keeps figures from being added up, and which cycles are in none. */
const notes = (visit: Visit, room: Room): Html => {
  const { totals } = visit.t;
  const { overlap, formed, waiting } = room;
  const name = (at: number): string => {
    const cycle = formed[at]?.cycle;
    return cycle === undefined ? '' : nameOf(visit, room, cycle.body);
  };
  return html`${overlap === undefined ? nothing : html`<div class="note warn"><p>${totals.overlap(name(overlap[0]), name(overlap[1]))}</p></div>`}${when(
    waiting.length > 0,
    () => html`<p class="hint">${totals.waiting(waiting.map(({ body }) => nameOf(visit, room, body)).join('; '))}</p>`,
  )}`;
};

const cellsOf = (visit: Visit, room: Room, { cells, all }: Pick<ActivityOverYears, 'cells' | 'all'>): Html =>
  html`${room.formed.map(({ cycle }, index) => wholeCell(visit, nameOf(visit, room, cycle.body), cells[index]))}${sumCell(visit, all)}`;

/** So many periods fit on an upright sheet of paper; more go across. */
const MOST_UPRIGHT = 3;

/** Each activity of a duty's reports by period, and what it comes to over the years. */
export const totalsPage = (visit: Visit, view: TotalsView): Html => {
  const { t, language } = visit;
  const { totals, report } = t;
  const { obligation, activities, formed, plan } = view;
  const title = totals.title(obligation.type);
  const moneys = activities.flatMap(({ activity, money: of }) =>
    of === undefined ? [] : [{ ...of, name: activity, href: overYearsUrl('totals', obligation.id, activity) }],
  );
  const table = moneyTable(visit, { caption: totals.moneyCaption, of: report.activity }, moneys);
  return layout(visit, {
    title,
    trail: [{ href: '/cycles', text: report.list }],
    look: 'print-set',
    main: html`<p class="issuer">${plan.locality.name[language]}</p><h1>${title}</h1><p class="soft">${plan.shortTitle[language]} · ${obligation.ref}</p><p>${totals.about}</p>${notes(visit, view)}${
      formed.length === 0
        ? html`<p>${totals.none}</p>`
        : html`<section${when(formed.length > MOST_UPRIGHT, () => html` class="across"`)}><div class="sheet"><table class="cards"><caption>${totals.caption}</caption><thead><tr><th scope="col">${report.activity}</th>${heads(visit, view)}</tr></thead><tbody>${activities.map((one) => html`<tr><th scope="row"><a href="${overYearsUrl('totals', obligation.id, one.activity)}">${titleOf(visit, view, one)}</a></th>${cellsOf(visit, view, one)}</tr>`)}</tbody></table></div></section>${table === nothing ? nothing : html`<section class="across">${table}<p class="hint">${totals.moneyAbout}</p></section>`}`
    }`,
  });
};

const unitCell = (visit: Visit, of: string, cycle: CycleId, figure: UnitFigure | undefined): Html => {
  const { t } = visit;
  if (figure === undefined)
    return html`<td class="money" data-of="${of}"><span class="soft">${t.edition.unsaid}</span></td>`;
  const { source, whole, official } = figure;
  const href = path('returns', returnIdOf(cycle, source.unit), 'versions', source.version);
  const what = whole.of === 0 ? t.edition.unsaid : `${whole.sum}`;
  const marks =
    official === undefined
      ? when(whole.estimates > 0, () => html`<span class="reason">${t.totals.reckoned}</span>`)
      : html`<span class="reason"><a href="${path('returns', official.by)}">${t.totals.official(official.count, official.estimated)}</a></span>`;
  return html`<td class="money" data-of="${of}"><a href="${href}">${what}</a>${marks}</td>`;
};

const spentCell = ({ t }: Visit, { spent, memo }: Pick<LineageOverYears, 'spent' | 'memo'>): Html =>
  html`<td class="money" data-of="${t.report.spent}">${when(spent > 0 || memo === 0, () => html`${money(spent)}`)}${when(memo > 0, () => html`<span class="reason">${t.edition.memo}: ${money(memo)}</span>`)}</td>`;

const fateText = ({ t }: Visit, { fate, heirs }: LineageOverYears, names: Names): string => {
  switch (fate) {
    case 'divided':
      return t.totals.divided(names.units(heirs));
    case 'unnamed':
      return t.totals.unnamed;
    case 'whole':
      return '';
  }
};

/** A lineage: what it comes to, and under it its units, where it is not one unit as it always was. */
const lineageRows = (visit: Visit, view: ActivityTotalsView, lineage: LineageOverYears, names: Names): Html => {
  const { t } = visit;
  const { heir, members, units } = lineage;
  const others = units.filter((unit) => unit !== heir);
  const fate = fateText(visit, lineage, names);
  const unitRow = (figures: readonly (UnitFigure | undefined)[], head: Html, last: Html): Html =>
    html`<tr><th scope="row">${head}</th>${view.formed.map(({ cycle }, index) => unitCell(visit, nameOf(visit, view, cycle.body), cycle.body.id, figures[index]))}${last}</tr>`;
  const note = fate === '' ? nothing : html`<span class="reason">${fate}</span>`;
  const [only] = members;
  if (others.length === 0 && only !== undefined)
    return unitRow(
      only.figures,
      html`${names.unit(heir)}${note}`,
      html`${sumCell(visit, lineage.all)}${spentCell(visit, lineage)}`,
    );
  return html`<tr><th scope="row"><b>${names.unit(heir)}</b><span class="reason">${t.totals.includes(names.units(others))}</span></th>${cellsOf(visit, view, lineage)}${spentCell(visit, lineage)}</tr>${members.map(
    ({ unit, figures }) =>
      unitRow(
        figures,
        html`<span class="soft">${names.unit(unit)}</span>`,
        html`${when(lineage.all !== undefined, () => html`<td></td>`)}<td></td>`,
      ),
  )}`;
};

/** Where an activity's figures over the years come from. */
export const activityTotalsPage = (visit: Visit, view: ActivityTotalsView): Html => {
  const { t, language } = visit;
  const { totals, report, edition } = t;
  const { obligation, plan, lineages, money: of } = view;
  const names = namesOf(plan, language);
  const title = titleOf(visit, view, view);
  return layout(visit, {
    title,
    trail: [
      { href: '/cycles', text: report.list },
      { href: overYearsUrl('totals', obligation.id), text: totals.title(obligation.type) },
    ],
    look: 'print-set',
    main: html`<p class="issuer">${plan.locality.name[language]}</p><h1>${title}</h1><p>${totals.unitsAbout}</p>${notes(visit, view)}<div class="sheet"><table class="cards"><caption>${totals.units}</caption><thead><tr><th scope="col">${report.unit}</th>${heads(visit, view)}<th scope="col" class="end">${report.spent}</th></tr></thead><tbody>${lineages.map((one) => lineageRows(visit, view, one, names))}</tbody><tfoot><tr><th scope="row">${edition.sum}</th>${cellsOf(visit, view, view)}${of === undefined ? html`<td></td>` : spentCell(visit, of)}</tr></tfoot></table></div>`,
  });
};
