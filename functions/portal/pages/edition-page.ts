import type { EditionView, SourcesView, TargetSourcesView, TotalSeen } from '../../../shared/app/views/edition-view.ts';
import { money, moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { Instant } from '../../../shared/domain/calendar.ts';
import type { ActivityTotal } from '../../../shared/domain/edition.ts';
import { returnIdOf } from '../../../shared/domain/ids.ts';
import { Dong } from '../../../shared/domain/money.ts';
import { quotaOf } from '../../../shared/domain/quotas.ts';
import { activityOf, type Obligation, type Plan } from '../../../shared/domain/plan.ts';
import { isReached } from '../../../shared/domain/targets.ts';
import { type MoneyRow, moneyTable } from '../parts/edition-money.ts';
import { targetTable, wordsSection } from '../parts/edition-words.ts';
import { hidden } from '../parts/fields.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { aimText, overYearsUrl, quotaText, sumText } from '../parts/report.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { cycleTrail } from './cycle-page.ts';

const titleOf = (plan: Plan, code: string, visit: Visit): string =>
  plan.activities.find((one) => one.code === code)?.title[visit.language] ?? '';

const numberCell = (
  { t }: Visit,
  name: 'planned' | 'done' | 'estimated',
  { total, before, earlier }: TotalSeen,
): Html => {
  const { edition: said } = t;
  const now = total[name];
  if (now.of === 0)
    return html`<td class="money" data-of="${t.report[name]}"><span class="soft">${said.unsaid}</span></td>`;
  const was = before?.[name];
  const then = earlier?.[name];
  return html`<td class="money" data-of="${t.report[name]}">${now.sum}<span class="reason">${said.ofUnits(now.of)}</span>${
    was === undefined || was.sum === now.sum
      ? nothing
      : html`<span class="reason">${said.inBefore(`${was.sum}`)}</span>`
  }${then === undefined || then.of === 0 ? nothing : html`<span class="reason">${said.inEarlier(`${then.sum}`)}</span>`}</td>`;
};

/** An activity's own target, beside what was done of what was planned. */
const activityTarget = (visit: Visit, percent: number, { planned, done }: ActivityTotal): string => {
  const { edition: said, report } = visit.t;
  const sum = { reached: done.sum, of: planned.sum };
  const isMet = isReached({ percent }, sum);
  const stands =
    isMet === undefined ? said.nobodyCounted : `${sumText(visit, sum)}, ${said.standing[isMet ? 'met' : 'unmet']}`;
  return `${said.target(report.aim(percent, undefined))}: ${stands}`;
};

/** Where the numbers of an activity come from. */
const numbersUrl = (
  { cycle, edition }: Pick<EditionView, 'cycle' | 'edition'>,
  { activity }: Pick<ActivityTotal, 'activity'>,
): string => path('cycles', cycle.id, 'editions', edition.body.number, 'numbers', activity);

const totalRow = (visit: Visit, view: EditionView, one: TotalSeen): Html => {
  const { t } = visit;
  const { edition: said, report } = t;
  const { total } = one;
  const { plan } = view;
  const href = numbersUrl(view, total);
  const activity = activityOf(plan, total.activity);
  const quota = activity === undefined ? undefined : quotaOf(activity);
  return html`<tr><th scope="row"><a href="${href}">${total.activity}) ${titleOf(plan, total.activity, visit)}</a>${quota === undefined ? nothing : html`<span class="reason">${quotaText(t, visit.language, quota)}: ${report.met(total.quota.met, total.quota.of)}</span>`}${total.trued.of === 0 ? nothing : html`<span class="reason">${said.trued(total.trued.estimated, total.trued.actual, total.trued.of)}</span>`}${activity?.targetPercent === undefined ? nothing : html`<span class="reason">${activityTarget(visit, activity.targetPercent, total)}</span>`}</th><td data-of="${report.progress}">${said.progress(total.units)}</td>${numberCell(visit, 'planned', one)}${numberCell(visit, 'done', one)}${numberCell(visit, 'estimated', one)}</tr>`;
};

const annex = (visit: Visit, { members, cycle }: EditionView, names: Names): Html => {
  const { t } = visit;
  const { edition: said, report } = t;
  const row = ({ unit, came, daysLate, version }: EditionView['members'][number]): Html => {
    const late = daysLate === null ? '' : daysLate > 0 ? report.late(daysLate) : report.inTime;
    const id = returnIdOf(cycle.body.id, unit);
    const link =
      version === null
        ? html`${names.unit(unit)}`
        : html`<a href="${path('returns', id, 'versions', version)}">${names.unit(unit)}</a>`;
    return html`<tr><th scope="row">${link}</th><td data-of="${report.cameIn}">${came === 'missing' ? html`<b>${report.came[came]}</b>` : report.came[came]}</td><td data-of="${report.when}">${late}</td></tr>`;
  };
  return html`<div class="sheet"><table class="cards"><caption>${said.annex}</caption><thead><tr><th scope="col">${report.unit}</th><th scope="col">${report.cameIn}</th><th scope="col">${report.when}</th></tr></thead><tbody>${members.toSorted((a, b) => Number(b.came === 'missing') - Number(a.came === 'missing')).map(row)}</tbody></table></div>`;
};

const changesNote = ({ t }: Visit, { edition, kind }: EditionView, names: Names): Html => {
  const { changes, number } = edition.body;
  if (changes === null) return nothing;
  const { edition: said } = t;
  const { added, replaced } = changes;
  return html`<div class="note"><p><b>${said.kinds[kind]}</b> ${said.against(number - 1)}</p><ul>${when(added.length > 0, () => html`<li>${said.added(names.units(added))}</li>`)}${when(replaced.length > 0, () => html`<li>${said.replaced(names.units(replaced))}</li>`)}</ul></div>`;
};

const sinceNote = (visit: Visit, { since, mayOrder, cycle }: EditionView, names: Names): Html => {
  const { edition: said } = visit.t;
  const { added, replaced } = since;
  if (added.length + replaced.length === 0) return nothing;
  return html`<div class="note warn screen-only"><p>${said.since(names.units([...added, ...replaced]))}</p>${when(
    mayOrder,
    () =>
      html`<form method="post" action="${path('cycles', cycle.id, 'editions')}">${hidden('id', newCommandId())}${hidden('seen', cycle.version)}<p class="hint">${said.orderHint}</p><button class="button">${said.order}</button></form>`,
  )}</div>`;
};

const head = (visit: Visit, view: Pick<EditionView, 'obligation' | 'cycle' | 'edition' | 'plan'>): string => {
  const { t } = visit;
  const { year, number } = view.cycle.body;
  return t.edition.title(t.report.name(view.obligation.type, year, number), view.edition.body.number);
};

/** The duties whose years are added up beside this one: the yearly ones under a report of five years, else its own. */
const yearsOf = ({ obligation, plan }: EditionView): readonly Obligation[] =>
  obligation.type === 'five_year' ? plan.obligations.filter(({ type }) => type === 'annual') : [obligation];

/** The money of every activity, across the sheet where it is printed; nothing where there was none. */
const moneySection = (visit: Visit, view: EditionView): Html => {
  const { edition: said, report } = visit.t;
  const rows = view.totals.map(
    ({ total }): MoneyRow => ({
      ...total.money,
      spent: total.spent,
      memo: total.memo,
      name: total.activity,
      href: numbersUrl(view, total),
    }),
  );
  const table = moneyTable(visit, { caption: said.moneyCaption, of: report.activity }, rows);
  return table === nothing ? nothing : html`<section class="across">${table}</section>`;
};

/** The number and date of the paper by which it went up. */
const paperLine = ({ t }: Visit, { edition }: EditionView): Html => {
  const sent = edition.body.sending?.sent ?? null;
  if (sent === null) return nothing;
  return html`<p class="soft">${t.edition.paper(sent.paper.number, shortDate(sent.paper.date))}</p>`;
};

/** Whom it goes up to, through whom, and who gets a copy; nothing where it stays. */
const addressLine = ({ t }: Visit, { edition }: EditionView, names: Names): Html => {
  const { onward } = edition.body.sending ?? {};
  if (onward === undefined) return nothing;
  const to = names.units(onward.to);
  const where = onward.via === null ? to : t.report.by(to, names.shortUnit(onward.via));
  const copies = onward.copies === undefined ? '' : `; ${t.report.copiesTo(names.units(onward.copies))}`;
  return html`<p>${t.edition.goesUp(`${where}${copies}`)}</p>`;
};

/** Who signed it, and by what right. */
const signatureLine = ({ t }: Visit, { edition }: EditionView, names: Names): Html => {
  const signed = edition.body.sending?.signed ?? null;
  if (signed === null) return nothing;
  return html`<p><b>${t.edition.signed(names.signer(signed.by, signed.authority), moment(signed.at))}</b></p>`;
};

/** A consolidated report: totals by activity, money, words by unit, who did not report; good to be printed. */
export const editionPage = (visit: Visit, view: EditionView, part = 1): Html => {
  const { t, language } = visit;
  const { edition: said, report } = t;
  const names = namesOf(view.plan, language);
  const { cycle, edition, obligation, totals, earlierCycle } = view;
  const { from, to, editions } = cycle.body;
  const title = head(visit, view);
  const others = Array.from({ length: editions }, (_, index) => index + 1).filter((n) => n !== edition.body.number);
  return layout(visit, {
    title,
    trail: cycleTrail(visit, view),
    look: 'print-set',
    main: html`<p class="issuer">${names.unit(cycle.body.recipient)}</p><h1>${title}</h1><p class="soft">${view.plan.title[language]} · ${report.period(shortDate(from), shortDate(to))}</p>${paperLine(visit, view)}${addressLine(visit, view, names)}<p class="soft">${edition.body.formedAt === null ? '' : said.formed(moment(edition.body.formedAt), edition.body.units)}</p>${changesNote(visit, view, names)}${sinceNote(visit, view, names)}<div class="sheet"><table class="cards"><caption>${said.byActivity}</caption><thead><tr><th scope="col">${report.activity}</th><th scope="col">${report.progress}</th><th scope="col" class="end">${report.planned}</th><th scope="col" class="end">${report.done}</th><th scope="col" class="end">${report.estimated}</th></tr></thead><tbody>${totals.map((one) => totalRow(visit, view, one))}</tbody></table></div>${earlierCycle === undefined ? nothing : html`<p class="hint">${said.earlier(report.name(obligation.type, earlierCycle.body.year, earlierCycle.body.number))}</p>`}${moneySection(visit, view)}${targetTable(visit, view)}${wordsSection(visit, view, names, part)}${view.narrative === null ? nothing : html`<h2>${said.narrative}</h2><p class="said">${view.narrative}</p>`}<h2>${said.annexTitle}</h2>${annex(visit, view, names)}${signatureLine(visit, view, names)}<p class="links screen-only">${yearsOf(view).map((one) => html`<a href="${overYearsUrl('totals', one.id)}">${t.totals.title(one.type)}</a> `)}</p>${edition.body.sending === undefined ? html`<p class="hint screen-only">${said.stays}</p>` : html`<p class="links screen-only"><a href="${path('cycles', cycle.id, 'editions', edition.body.number, 'send')}">${said.toSend}</a></p>`}${when(others.length > 0, () => html`<p class="links screen-only">${others.map((n) => html`<a href="${path('cycles', cycle.id, 'editions', n)}">${said.other(n)}</a> `)}</p>`)}`,
  });
};

const figure = (value: number | null): string => (value === null ? '' : `${value}`);

/** The money of each unit behind an activity's, each with its lines. */
const unitMoney = (visit: Visit, { money: all, rows }: SourcesView, names: Names): Html => {
  const { edition: said, report } = visit.t;
  const nothingSpent = Dong.parse(0);
  const lines = all.map(({ unit, money: of, estimate }): MoneyRow => {
    const row = rows.find((one) => one.unit === unit);
    const spent = row?.row.spent ?? nothingSpent;
    const isMemo = row?.memo === true;
    return {
      ...of,
      spent: isMemo ? nothingSpent : spent,
      memo: isMemo ? spent : nothingSpent,
      name: names.unit(unit),
      href: path('estimates', estimate),
    };
  });
  const table = moneyTable(visit, { caption: said.unitMoney, of: report.unit }, lines);
  return table === nothing ? nothing : html`${table}<p class="hint">${said.unitMoneyAbout}</p>`;
};

const sumCell = ({ sum, of }: ActivityTotal['done']): Html => html`<td class="money">${of === 0 ? '' : sum}</td>`;

/** Where an activity's numbers come from: the unit, the version, the persons, the row. */
export const sourcesPage = (visit: Visit, view: SourcesView): Html => {
  const { t, language } = visit;
  const { edition: said, report } = t;
  const names = namesOf(view.plan, language);
  const { cycle, edition, total, rows, silent, persons } = view;
  const title = `${total.activity}) ${titleOf(view.plan, total.activity, visit)}`;
  const signer = (unit: SourcesView['rows'][number]['unit']): Html => {
    const who = persons.get(unit);
    if (who === undefined) return nothing;
    const by = report.filedBy(names.person(who.by), moment(Instant.parse(who.at)));
    return html`<span class="reason">${by}${who.preparedBy === undefined ? '' : `; ${said.preparedBy(names.person(who.preparedBy))}`}</span>`;
  };
  return layout(visit, {
    title,
    trail: [
      ...cycleTrail(visit, view),
      { href: path('cycles', cycle.id, 'editions', edition.body.number), text: said.other(edition.body.number) },
    ],
    main: html`<h1>${title}</h1><p>${said.sourcesAbout}</p><div class="sheet"><table class="cards"><caption>${said.sources}</caption><thead><tr><th scope="col">${report.unit}</th><th scope="col">${report.progress}</th><th scope="col" class="end">${report.planned}</th><th scope="col" class="end">${report.done}</th><th scope="col" class="end">${report.estimated}</th><th scope="col" class="end">${report.spent}</th></tr></thead><tbody>${rows.map(
      ({ unit, version, row, memo, remarkable, unmet, reckoned }) =>
        html`<tr><th scope="row"><a href="${path('returns', returnIdOf(cycle.body.id, unit), 'versions', version)}">${names.unit(unit)}, ${report.version(version)}</a>${signer(unit)}${row.remark === '' ? nothing : html`<span class="reason">${when(remarkable, () => html`<b>${report.remark}: </b>`)}${row.remark}</span>`}${when(row.actual !== null, () => html`<span class="reason">${said.trued(reckoned ?? 0, row.actual ?? 0, 1)}</span>`)}${when(unmet.length > 0, () => html`<span class="reason">${report.unmet(unmet.map((span) => report.span(span)).join(', '))}</span>`)}</th><td data-of="${report.progress}">${report.progressOf[row.progress]}</td><td class="money" data-of="${report.planned}">${figure(row.planned)}</td><td class="money" data-of="${report.done}">${figure(row.done)}</td><td class="money" data-of="${report.estimated}">${figure(row.estimated)}</td><td class="money" data-of="${report.spent}">${row.spent === null ? '' : money(row.spent)}${when(memo && row.spent !== null, () => html`<span class="reason">${said.memo}</span>`)}</td></tr>`,
    )}</tbody><tfoot><tr><th scope="row">${said.sum}</th><td></td>${sumCell(total.planned)}${sumCell(total.done)}${sumCell(total.estimated)}<td class="money">${money(total.spent)}${when(total.memo > 0, () => html`<span class="reason">${said.memo}: ${money(total.memo)}</span>`)}</td></tr></tfoot></table></div>${when(silent.length > 0, () => html`<p>${said.silent(names.units(silent))}</p>`)}${unitMoney(visit, view, names)}`,
  });
};

/** Where the sum of a target comes from: each unit's count, in the version that counted. */
export const targetSourcesPage = (visit: Visit, view: TargetSourcesView): Html => {
  const { t, language } = visit;
  const { edition: said, report } = t;
  const names = namesOf(view.plan, language);
  const { cycle, edition, rows, target, sum } = view;
  const title = target.text[language];
  return layout(visit, {
    title,
    trail: [
      ...cycleTrail(visit, view),
      { href: path('cycles', cycle.id, 'editions', edition.body.number), text: said.other(edition.body.number) },
    ],
    main: html`<h1>${title}</h1><p class="soft">${said.target(aimText(visit, target))}</p><p>${said.targetAbout}</p><div class="sheet"><table class="cards"><caption>${said.targetSources}</caption><thead><tr><th scope="col">${report.unit}</th><th scope="col">${said.counted}</th></tr></thead><tbody>${rows.map(({ unit, version, count }) => html`<tr><th scope="row"><a href="${path('returns', returnIdOf(cycle.body.id, unit), 'versions', version)}">${names.unit(unit)}, ${report.version(version)}</a></th><td data-of="${said.counted}">${sumText(visit, count)}</td></tr>`)}</tbody><tfoot><tr><th scope="row">${said.sum}</th><td>${sumText(visit, sum)}</td></tr></tfoot></table></div>`,
  });
};
