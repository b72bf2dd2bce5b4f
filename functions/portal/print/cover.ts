import type { Names } from '../../../shared/contracts/messages/names.ts';
import { moment, money, shortDate } from '../../../shared/contracts/messages/format.ts';
import { addUp } from '../../../shared/app/views/amounts.ts';
import type { PrintView } from '../../../shared/app/views/print-view.ts';
import { decisionPaper } from '../parts/decision-paper.ts';
import { type Html, html, when } from '../parts/html.ts';
import { planPaper } from '../parts/plan-paper.ts';
import { originText } from '../parts/part-notes.ts';
import { sourceTable } from '../parts/source-table.ts';
import type { Visit } from '../visit.ts';
import { type Print, type PrintSection } from './print.ts';

const stateOf = ({ t }: Visit, { pkg, decision, earlier, tracker }: PrintView, names: Names): string => {
  const { print } = t;
  if (decision !== null)
    return pkg.body.publishedAt === null ? print.approvedState : `${print.approvedState}; ${print.publishedState}`;
  if (earlier) return print.endedWithout;
  const now = tracker.steps.find(({ state }) => state === 'now');
  if (now === undefined) return print.undecidedYet;
  const times = [
    ...(now.since === null ? [] : [print.since(moment(now.since))]),
    ...(now.due === null ? [] : [print.until(shortDate(now.due.date))]),
  ];
  const offices = now.offices.length === 0 ? t.round.leadUnits : names.units(now.offices);
  return `${[print.isAt(t.round.stages[now.stage], offices), ...times].join(', ')}; ${print.undecidedYet}`;
};

const kindRows = ({ visit, view, names }: Print) => {
  const { t } = visit;
  const { adjusts, ...pkg } = view.pkg.body;
  const { kind: name } = t.print.facts;
  if (adjusts === undefined) return [{ name, text: originText(visit, pkg, names) ?? t.print.kinds.main }];
  const { kind, cites, reason, office } = adjusts;
  const [opening] = view.history;
  const who = opening === undefined ? names.unit(office) : names.actor(opening.actor);
  const text = `${t.adjustment.kinds[kind]}. ${t.adjustment.cites(cites.number, shortDate(cites.date))}`;
  return [
    { name, text },
    { name: t.adjustment.reason, text: `${reason} (${who})` },
  ];
};

/** What the package is: of which plan and year, of which kind and why, where it stands. */
export const facts = (print: Print): Html => {
  const { visit, view, names } = print;
  const { t, language } = visit;
  const { plan, pkg, reach } = view;
  const { facts: said } = t.print;
  const { name, district, province } = plan.locality;
  const places = [name, ...(district === undefined ? [] : [district]), province].map((place) => place[language]);
  const rows = [
    { name: said.locality, text: [...new Set(places)].join(', ') },
    { name: said.plan, text: plan.title[language] },
    { name: said.planPaper, text: planPaper(visit, plan.document) },
    { name: said.standing, text: names.unit(plan.standing) },
    { name: said.year, text: String(pkg.body.year) },
    ...kindRows(print),
    ...(pkg.body.origin === undefined
      ? []
      : [{ name: said.why, text: t.part.reason(pkg.body.origin.reason, names.person(pkg.body.origin.by)) }]),
    { name: said.submission, text: String(reach.submission) },
    { name: said.state, text: stateOf(visit, view, names) },
  ];
  return html`<dl class="facts">${rows.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
};

const totals = ({ visit: { t }, view, columns }: Print): Html => {
  const amounts =
    view.totals ??
    addUp(
      view.all.map(({ amounts }) => amounts),
      view.reach,
    );
  const isEmpty = view.all.every(({ amounts }) => amounts === null);
  return html`<table class="cards"><caption>${t.print.totals}</caption><thead><tr><th scope="col">${t.print.figure}</th><th scope="col" class="money">${t.fields.name('amount')}</th><th scope="col">${t.print.words}</th></tr></thead><tbody>${columns.map(
    ({ name, undecided, of }) => {
      const dong = isEmpty ? null : of(amounts);
      const none = isEmpty ? t.print.nothingProposed : undecided;
      return html`<tr><th scope="row">${name}${when(dong !== null && undecided !== '', () => html` <span class="undecided">${undecided}</span>`)}</th><td class="money" data-of="${t.fields.name('amount')}">${dong === null ? '' : money(dong)}</td><td data-of="${t.print.words}">${dong === null ? none : t.formats.words(dong)}</td></tr>`;
    },
  )}</tbody></table>`;
};

const units = ({ visit: { t }, view: { all }, names }: Print): Html => {
  const of = (standing: 'nil' | 'missing') => all.filter(({ member }) => member.standing === standing);
  const named = (list: PrintView['all']): string => names.units(list.map(({ member }) => member.unit));
  const submitted = all.filter(({ member, leftTo }) => member.standing === 'submitted' && leftTo === null);
  const left = all.filter(({ leftTo }) => leftTo !== null);
  const late = all.filter(({ member }) => member.late);
  const rows = [
    { name: t.print.submitted, count: submitted.length, who: '' },
    { name: t.print.left, count: left.length, who: named(left) },
    { name: t.print.late, count: late.length, who: named(late) },
    { name: t.print.nil, count: of('nil').length, who: named(of('nil')) },
    { name: t.print.missing, count: of('missing').length, who: named(of('missing')) },
  ].filter(({ count }) => count > 0);
  return html`<h3>${t.print.units}</h3><dl class="facts">${rows.map(({ name, count, who }) => html`<div><dt>${name}</dt><dd>${t.print.unitsNamed(count, who)}</dd></div>`)}</dl>`;
};

/** What is laid before a meeting first: whose package it is, how much, of which sources, who is in it, what was decided. */
export const cover: PrintSection = {
  id: 'summary',
  stands: 'first',
  wide: false,
  body: (print) => {
    const { visit, view, names } = print;
    const { t } = visit;
    const { decision } = view;
    return html`${facts(print)}${when(!view.viewer.seesAll, () => html`<p class="note">${t.print.ownPart}</p>`)}${totals(print)}${sourceTable(visit, view.sources, view.reach)}<h3>${t.print.decision}</h3>${decision === null ? html`<p>${t.print.noDecision}</p>` : decisionPaper(visit, decision, names)}${units(print)}`;
  },
};
