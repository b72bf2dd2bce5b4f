import type { HomeTask, HomeView, OwnEstimate, RoundEntry } from '../../../shared/app/views/home-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { sayRefusal } from '../parts/errors.ts';
import { dueBlock } from '../parts/due.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { vacancyNote } from '../parts/forecast.ts';
import { layout } from '../parts/layout.ts';
import { aboutText, originText, standsText } from '../parts/part-notes.ts';
import { taskMoney, taskTitle } from '../parts/task.ts';
import { trackerList } from '../parts/tracker.ts';
import { unreachedNote } from '../parts/unreached-note.ts';
import type { Visit } from '../visit.ts';

/** So many have to be there before deciding them together spares anything. */
const LEAST_TOGETHER = 2;

/** Ticks a task to be decided together with others; nothing is ticked beforehand. */
const tick = (visit: Visit, summary: HomeTask): Html => {
  const { many } = visit.t;
  const label = many.tickOf(taskTitle(visit, summary));
  return html`<label class="check"><input type="checkbox" name="task" value="${summary.task.id}" aria-label="${label}">${many.tick}</label>`;
};

const taskRow = (visit: Visit, summary: HomeTask, first: boolean, ticks: boolean): Html => {
  const { t } = visit;
  const { body } = summary.task;
  const href = path('tasks', body.id);
  const act = body.forSignature === true ? t.signing.toSign : t.home.act[body.kind];
  return html`<li><div><strong><a href="${href}">${taskTitle(visit, summary)}</a></strong><small>${taskMoney(visit, summary)}</small><small>${t.dates.counted}: ${t.formats.counted(body)}</small>${body.reason === null ? nothing : html`<small>${t.home.because(body.reason)}</small>`}${when(ticks && summary.together, () => tick(visit, summary))}</div>${dueBlock(visit, summary.due)}<a class="button ${first ? '' : 'plain'}" href="${href}" aria-label="${act}: ${taskTitle(visit, summary)}">${act}</a></li>`;
};

/** The inbox: each task with its own next step, and those of a kind to be decided together by one button below. */
const taskList = (visit: Visit, tasks: readonly HomeTask[]): Html => {
  const { many } = visit.t;
  const ticks = tasks.filter(({ together }) => together).length >= LEAST_TOGETHER;
  const list = html`<ul class="tasks">${tasks.map((task, index) => taskRow(visit, task, index === 0, ticks))}</ul>`;
  if (!ticks) return list;
  return html`<form method="get" action="/decide-many"><fieldset><legend>${many.legend}</legend>${list}</fieldset><button class="button">${many.open}</button></form>`;
};

const ownText = ({ t }: Visit, { standing, version, amounts }: OwnEstimate): string => {
  if (amounts !== null && amounts.approved !== null)
    return t.home.proposedApproved(money(amounts.proposed), money(amounts.approved));
  return standing === 'submitted' && version !== null && amounts !== null
    ? t.home.ownSubmitted(version, money(amounts.proposed))
    : t.round.missing[standing];
};

/** What went up in a round: one line where that is one package, else a list of all with where each stands. */
const packageLines = (visit: Visit, packages: RoundEntry['packages'], names: Names): Html => {
  const { t } = visit;
  const [only, ...others] = packages;
  if (only === undefined) return nothing;
  const { submission } = only.body.position;
  if (others.length === 0)
    return html`<p>${t.home.packageLine(submission, money(only.body.content.totals.approved))}</p>`;
  return html`<ul class="packages">${packages.map(({ id, body }) => {
    const origin = originText(visit, body, names);
    return html`<li><a href="${path('packages', id)}">${t.package.title(body.number, body.year)}</a> · ${t.package.entry(aboutText(visit, body), standsText(visit, body), '')}${origin === undefined ? nothing : html`<span class="reason">${origin}</span>`}</li>`;
  })}</ul>`;
};

const roundEntry = (visit: Visit, view: HomeView, { round, pkg, packages, tracker, owes, own }: RoundEntry): Html => {
  const { t } = visit;
  const { id, year } = round.body;
  const names = namesOf(view.plan, visit.language);
  const links = [
    { href: path('rounds', id), text: t.home.openRound },
    { href: path('rounds', id, 'dates'), text: t.dates.link },
    ...(owes ? [{ href: path('estimates', `${id}:${view.viewer.office}`), text: t.home.ownEstimate }] : []),
    ...(pkg === null ? [] : [{ href: path('packages', pkg.id), text: t.home.openPackage }]),
    ...(pkg?.body.publishedAt === null || pkg === null
      ? []
      : [
          { href: path('results', pkg.id), text: t.home.openResult },
          { href: path('rounds', id, 'grants'), text: t.grant.toLedger },
        ]),
  ];
  return html`<section class="round"><h3><a href="${path('rounds', id)}">${t.round.title(year)}</a></h3>${packageLines(visit, packages, names)}${own === null ? nothing : html`<p>${t.home.own(ownText(visit, own))}</p>`}${trackerList(visit, tracker, names)}<p class="links">${links.map(({ href, text }) => html`<a href="${href}">${text}</a> `)}</p></section>`;
};

const outsideNote = (visit: Visit, { plan, viewer, route, rounds }: HomeView): Html => {
  if (rounds.length === 0 || rounds.some(({ owes }) => owes) || route !== 'commune_budget') return nothing;
  const { what, next } = sayRefusal(visit, { kind: 'outside-chain', unit: viewer.office, route }, plan);
  return html`<div class="note"><p>${what}</p><p>${next}</p></div>`;
};

/** What waits for my office, then where everything is. */
export const homePage = (visit: Visit, view: HomeView): Html => {
  const { t } = visit;
  const { tasks, rounds, plan } = view;
  const title = tasks.length === 0 ? t.home.title : `(${tasks.length}) ${t.home.title}`;
  const opens = when(
    view.mayOpenRound,
    () =>
      html`<p><a class="button ${tasks.length === 0 ? '' : 'plain'}" href="/rounds/new?plan=${encodeURIComponent(plan.id)}">${t.home.newRound}</a></p>`,
  );
  return layout(visit, {
    title,
    current: 'home',
    main: html`<h1>${t.home.waiting(tasks.length)}</h1><p class="soft">${plan.shortTitle[visit.language]}</p>${vacancyNote(visit, namesOf(plan, visit.language), view.vacancies)}${unreachedNote(visit, view.unreached)}${
      tasks.length === 0 ? html`<p>${t.home.empty}</p>` : taskList(visit, tasks)
    }${outsideNote(visit, view)}<h2>${t.home.rounds}</h2>${
      rounds.length === 0
        ? html`<p>${plan.chain === null ? t.home.noChain : t.home.noRounds}</p>`
        : rounds.map((entry) => roundEntry(visit, view, entry))
    }${opens}<p class="links"><a href="/authorisations">${t.signing.authorisations}</a> <a href="/plan">${t.plan.link}</a> <a href="/calendar">${t.calendar.title}</a> <a href="/absences">${t.absence.title}</a>${when(plan.obligations.length > 0, () => html` <a href="/cycles">${t.report.list}</a>`)} <a href="/reminders">${t.reminders.title}</a>${when(view.viewer.offices.includes(plan.standing), () => html` <a href="/unreached">${t.unreached.title}</a>`)}</p>${when(view.viewer.seesAll && plan.chain !== null, () => html`<p class="links"><a href="${path('codes')}">${t.sources.codes.title}</a></p>`)}`,
  });
};
