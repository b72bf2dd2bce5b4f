import type { ReportedActivity, ReturnVersionView, ReturnView } from '../../../shared/app/views/return-view.ts';
import { money, moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { airingsOf } from '../../../shared/domain/quotas.ts';
import { emptyRow, Progress, type ReturnContent, type ReturnDraft } from '../../../shared/domain/return-content.ts';
import { isIn, type Return } from '../../../shared/domain/return.ts';
import { targetsOfReturn } from '../../../shared/app/views/files-view.ts';
import { dueWhile } from '../parts/due.ts';
import { fileList } from '../parts/file-list.ts';
import { describedBy, errorSummary, fieldErrors, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, type Form, hidden, selectField, textField } from '../parts/fields.ts';
import { type Html, html, idOf, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { cameCell, extendedText, quotaText, sumText, unmetNote, whenText } from '../parts/report.ts';
import { handBackForm, powerText } from '../parts/signing.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { cycleTrail } from './cycle-page.ts';

/** What was typed into the form of a report and refused. */
export type ReturnAnswer = {
  readonly typed?: ReturnDraft;
  readonly nilReason?: string;
  readonly remark?: string;
  readonly refused: Refused;
};

const cell = (form: Form, at: string, value: string, label: string): Html =>
  html`<input type="text" inputmode="numeric" class="figure" autocomplete="off" id="${idOf(at)}" name="${at}" value="${value}" aria-label="${label}"${describedBy(form.problems, at)}>${fieldErrors(form.visit, form.problems, at)}`;

const quotaTable = (
  form: Form,
  { activity, quota }: ReportedActivity,
  row: ReturnDraft['rows'][number],
  at: string,
): Html => {
  if (quota === undefined) return nothing;
  const { t, language } = form.visit;
  const { report } = t;
  const airs = airingsOf(quota.quota) !== undefined;
  const lasts = quota.quota.durationMinutes !== undefined;
  return html`<div class="sheet"><table><caption>${report.quota}: ${quotaText(t, language, quota.quota)}</caption><thead><tr><th scope="col"></th><th scope="col">${report.made}</th>${when(airs, () => html`<th scope="col">${report.airings}</th>`)}${when(lasts, () => html`<th scope="col">${report.minutes}</th>`)}</tr></thead><tbody>${quota.spans.map(
    (span, n) => {
      const one = row.counts.find((count) => count.span === span);
      const of = `${at}.counts[${n}]`;
      const label = `${activity.code}, ${report.span(span)}`;
      return html`<tr><th scope="row">${report.span(span)}</th><td>${cell(form, `${of}.count`, one?.count ?? '', `${label}, ${report.made}`)}</td>${when(airs, () => html`<td>${cell(form, `${of}.airings`, one?.airings ?? '', `${label}, ${report.airings}`)}</td>`)}${when(lasts, () => html`<td>${cell(form, `${of}.minutes`, one?.minutes ?? '', `${label}, ${report.minutes}`)}</td>`)}</tr>`;
    },
  )}</tbody></table></div>`;
};

const besideText = ({ t }: Visit, { money: had, last }: ReportedActivity): Html =>
  html`${had === undefined ? nothing : html`<p class="hint">${t.report.money(money(had.approved), money(had.granted))}</p>`}${
    typeof last?.done === 'number'
      ? html`<p class="hint">${t.report.lastTime(`${last.done}`, last.estimated === null ? '' : `${last.estimated}`)}</p>`
      : nothing
  }`;

const activityFields = (
  form: Form,
  view: ReturnView,
  one: ReportedActivity,
  index: number,
  typed: ReturnDraft,
): Html => {
  const { visit } = form;
  const { t, language } = visit;
  const { report } = t;
  const at = `rows[${index}]`;
  const row = typed.rows.find(({ activity }) => activity === one.activity.code) ?? emptyRow(one.activity.code);
  const options = [
    { value: '', text: report.choose },
    ...Progress.options.map((value) => ({ value, text: report.progressOf[value] })),
  ];
  const figure = (name: 'planned' | 'done' | 'estimated' | 'spent' | 'actual', label: string, hint?: string): Html =>
    textField(form, {
      path: `${at}.${name}`,
      label,
      value: row[name],
      numeric: true,
      ...(hint === undefined ? {} : { hint }),
    });
  const actual = one.toTrue === undefined ? nothing : figure('actual', report.actual, report.actualHint(one.toTrue));
  return html`<fieldset id="${idOf(at)}"><legend>${one.activity.code}) ${one.activity.title[language]}</legend>${besideText(visit, one)}${selectField(form, { path: `${at}.progress`, label: report.progress, value: row.progress, options })}${actual}<div class="columns">${figure('planned', report.planned)}${figure('done', report.done)}${figure('estimated', report.estimated)}${figure('spent', view.memo ? report.spentMemo : report.spent)}</div>${quotaTable(form, one, row, at)}${areaField(form, { path: `${at}.remark`, label: report.remark, value: row.remark })}</fieldset>`;
};

const targetFields = (form: Form, { plan }: ReturnView, typed: ReturnDraft): Html => {
  const { t, language } = form.visit;
  const { report } = t;
  if (plan.targets.length === 0) return nothing;
  const rows = plan.targets.map((target, index) => {
    const at = `targets[${index}]`;
    const row = typed.targets.find((one) => one.target === target.code);
    const label = (name: string): string => `${name}: ${target.text[language]}`;
    return html`<tr><th scope="row">${target.text[language]}${target.percent === undefined ? nothing : html`<span class="reason">${report.aim(target.percent, target.bound)}</span>`}</th><td data-of="${report.reached}">${cell(form, `${at}.reached`, row?.reached ?? '', label(report.reached))}</td><td data-of="${report.reachedOf}">${cell(form, `${at}.of`, row?.of ?? '', label(report.reachedOf))}</td></tr>`;
  });
  return html`<h2>${report.targets}</h2><p class="hint">${report.targetsHint}</p><div class="sheet"><table class="cards"><thead><tr><th scope="col">${report.targets}</th><th scope="col">${report.reached}</th><th scope="col">${report.reachedOf}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
};

const writeForm = (visit: Visit, view: ReturnView, answer: ReturnAnswer | undefined): Html => {
  const { report } = visit.t;
  const { id, version, body } = view.report;
  const form: Form = { visit, problems: problemsOf(answer?.refused.refusal) };
  const typed = answer?.typed ?? view.typed;
  const words = (name: 'summary' | 'difficulties' | 'proposals' | 'links', hint?: string): Html =>
    areaField(form, { path: name, label: report[name], value: typed[name], ...(hint === undefined ? {} : { hint }) });
  return html`${when(body.cut !== null, () => html`<div class="note warn"><p>${report.amends}</p></div>`)}<form method="post" action="${path('returns', id)}">${hidden('id', newCommandId())}${hidden('seen', version)}<h2>${report.activities}</h2>${
    view.activities.length === 0
      ? html`<p>${report.noActivities}</p>`
      : view.activities.map((one, index) => activityFields(form, view, one, index, typed))
  }${targetFields(form, view, typed)}<h2>${report.words}</h2>${words('summary')}${words('difficulties')}${words('proposals')}${words('links', report.linksHint)}<button class="button" name="do" value="file">${report.file}</button> <button class="button plain" name="do" value="save">${report.save}</button></form><details class="aside"${answer?.nilReason === undefined ? nothing : html` open`}><summary>${report.nil}</summary><p class="hint">${report.nilHint}</p><form method="post" action="${path('returns', id)}">${hidden('id', newCommandId())}${hidden('seen', version)}${areaField(form, { path: 'reason', label: visit.t.fields.name('reason'), value: answer?.nilReason ?? '' })}<button class="button plain" name="do" value="nil">${report.nil}</button></form></details>`;
};

const number = (value: number | null): string => (value === null ? '' : `${value}`);

/** What a unit counts of the plan's targets. */
const targetsSaid = (visit: Visit, { plan }: ReturnView, { words: { targets } }: ReturnContent): Html => {
  const { t, language } = visit;
  if (targets.length === 0) return nothing;
  const textOf = (code: string): string => plan.targets.find((one) => one.code === code)?.text[language] ?? code;
  return html`<h3>${t.report.targets}</h3><ul>${targets.map((one) => html`<li>${textOf(one.target)}: ${sumText(visit, one)}</li>`)}</ul>`;
};

/** A report as it was filed, to be read. */
const contentTable = (visit: Visit, view: ReturnView, content: ReturnContent, trued?: Return['trued']): Html => {
  const { t, language } = visit;
  const { report } = t;
  const titleOf = (code: string): string =>
    view.plan.activities.find((activity) => activity.code === code)?.title[language] ?? '';
  const flagged = new Set<string>(view.remarkable);
  const { words } = content;
  const truedOf = (code: string): Html => {
    const found = trued?.figures.find(({ activity }) => activity === code);
    if (found === undefined || trued === undefined) return nothing;
    return html`<span class="reason"><a href="${path('returns', trued.by)}">${report.trued(found.count)}</a></span>`;
  };
  const said = (label: string, text: string): Html =>
    text === '' ? nothing : html`<h3>${label}</h3><p class="said">${text}</p>`;
  return html`${
    content.rows.length === 0
      ? nothing
      : html`<div class="sheet"><table class="cards"><caption>${report.activities}</caption><thead><tr><th scope="col">${report.activity}</th><th scope="col">${report.progress}</th><th scope="col" class="end">${report.planned}</th><th scope="col" class="end">${report.done}</th><th scope="col" class="end">${report.estimated}</th><th scope="col" class="end">${view.memo ? report.spentMemo : report.spent}</th></tr></thead><tbody>${content.rows.map(
          ({ activity, progress, planned, done, estimated, spent, remark, actual }) =>
            html`<tr><th scope="row">${activity}) ${titleOf(activity)}${remark === '' ? nothing : html`<span class="reason">${flagged.has(activity) ? html`<b>${report.remark}: </b>` : nothing}${remark}</span>`}${actual === null ? nothing : html`<span class="reason">${report.actual}: ${actual}</span>`}</th><td data-of="${report.progress}">${report.progressOf[progress]}</td><td class="money" data-of="${report.planned}">${number(planned)}</td><td class="money" data-of="${report.done}">${number(done)}</td><td class="money" data-of="${report.estimated}">${number(estimated)}${truedOf(activity)}</td><td class="money" data-of="${report.spent}">${spent === null ? '' : money(spent)}</td></tr>`,
        )}</tbody></table></div>`
  }${targetsSaid(visit, view, content)}${said(report.summary, words.summary)}${said(report.difficulties, words.difficulties)}${said(report.proposals, words.proposals)}${when(words.links.length > 0, () => html`<h3>${report.links}</h3><ul>${words.links.map((link) => html`<li><a href="${link}" rel="noreferrer noopener">${link}</a></li>`)}</ul>`)}`;
};

/** What lies with the head: by whom and since when. */
const laidNote = (visit: Visit, { report: { body } }: ReturnView, names: Names): Html => {
  const { report } = visit.t;
  const { prepared } = body;
  if (prepared === undefined) return nothing;
  return html`<div class="note warn"><p>${report.laid(names.person(prepared.by), moment(prepared.at))}</p>${prepared.act.do === 'nil' ? html`<p>${report.nilSaid(prepared.act.reason)}</p>` : nothing}</div>`;
};

/** Signing, or handing back, for whoever may: below what is signed. */
const signPart = (visit: Visit, view: ReturnView, names: Names, answer: ReturnAnswer | undefined): Html => {
  const { t } = visit;
  const { id, version, body } = view.report;
  const [power] = body.prepared === undefined || body.prepared.by === view.viewer.person.id ? [] : view.powers;
  if (power === undefined) return nothing;
  const action = path('returns', id);
  const refused = answer?.remark === undefined ? undefined : answer.refused;
  return html`<form method="post" action="${action}">${hidden('id', newCommandId())}${hidden('seen', version)}<p>${t.fields.place('basis')}: ${powerText(visit, power, names)}</p><button class="button" name="do" value="sign">${t.report.sign}</button></form>${handBackForm(visit, { action, carried: { id: newCommandId(), seen: version }, remark: answer?.remark ?? '', refused })}`;
};

/** What was attached to a report and its activities, for whoever reads it; its people attach more. */
const evidence = (visit: Visit, { report, files, mayWrite, plan }: ReturnView, names: Names): Html =>
  fileList(
    visit,
    {
      under: 'returns',
      id: report.id,
      files,
      targets: mayWrite ? targetsOfReturn(report.body) : [],
      plan,
      report: report.body,
    },
    names,
  );

const versionList = (visit: Visit, { report: { id, body } }: ReturnView, names: Names): Html => {
  const { report } = visit.t;
  if (body.versions.length === 0) return nothing;
  return html`<h2>${report.versions}</h2><ul>${body.versions.map(
    ({ n, by, at, act, amends }) =>
      html`<li><a href="${path('returns', id, 'versions', n)}">${report.version(n)}</a>: ${report.filedBy(names.person(by), moment(at))}${amends === true ? `, ${report.amended}` : ''}${act.do === 'nil' ? html`<span class="reason">${report.nilSaid(act.reason)}</span>` : nothing}</li>`,
  )}</ul>`;
};

const head = (visit: Visit, view: ReturnView, names: Names): Html => {
  const { t } = visit;
  const { from, to, asks } = view.cycle.body;
  const { report, came } = view;
  return html`<p class="soft">${view.plan.shortTitle[visit.language]} · ${t.report.period(shortDate(from), shortDate(to))}</p>${asks === null ? nothing : html`<blockquote><p>${asks}</p></blockquote>`}<p>${t.report.due}: ${dueWhile(visit, view.due, !isIn(report.body))}${extendedText(visit, report.body, names)}</p><p>${t.report.cameIn}: ${cameCell(visit, { report, came }, names)}${view.when === undefined ? nothing : html` · ${whenText(visit, view.when)}`}</p>`;
};

const titleOf = (visit: Visit, { obligation, cycle, report }: ReturnView, names: Names): string =>
  visit.t.report.title(obligation.type, cycle.body.year, cycle.body.number, names.shortUnit(report.body.unit));

/** A unit's report: what is in, what lies with the head, and the form for its people. */
export const reportPage = (visit: Visit, view: ReturnView, answer?: ReturnAnswer): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const { body } = view.report;
  const title = titleOf(visit, view, names);
  const waits = body.prepared !== undefined;
  const last = body.versions.at(-1);
  return layout(visit, {
    title,
    width: 'medium',
    error: answer !== undefined,
    trail: cycleTrail(visit, view),
    main: html`<h1>${title}</h1>${answer === undefined ? nothing : errorSummary(visit, answer.refused)}${head(visit, view, names)}${laidNote(visit, view, names)}${
      view.content === undefined ? nothing : contentTable(visit, view, view.content, waits ? undefined : body.trued)
    }${last?.act.do === 'nil' && !waits ? html`<p>${t.report.nilSaid(last.act.reason)}</p>` : nothing}${unmetNote(visit, view.unmet)}${signPart(visit, view, names, answer)}${when(last === undefined && !view.mayWrite, () => html`<p>${t.report.notIn}</p>`)}${when(view.mayWrite && !waits, () => writeForm(visit, view, answer))}${evidence(visit, view, names)}${versionList(visit, view, names)}${when(view.mayExcuse, () => html`<p class="links"><a href="${path('returns', view.report.id, 'excuse')}">${t.report.excuse}</a></p>`)}`,
  });
};

/** One version of a report, as it was filed. */
export const reportVersionPage = (visit: Visit, view: ReturnVersionView): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const { version, content } = view;
  const title = `${titleOf(visit, view, names)}: ${t.report.version(version.n)}`;
  return layout(visit, {
    title,
    width: 'medium',
    trail: [...cycleTrail(visit, view), { href: path('returns', view.report.id), text: t.report.see }],
    main: html`<h1>${title}</h1><p>${t.report.filedBy(names.person(version.by), moment(version.at))}${version.amends === true ? `, ${t.report.amended}` : ''}</p>${version.act.do === 'nil' ? html`<p>${t.report.nilSaid(version.act.reason)}</p>` : nothing}${content === undefined ? nothing : contentTable(visit, { ...view, remarkable: [] }, content, version.n === view.report.body.versions.length ? view.report.body.trued : undefined)}${unmetNote(visit, view.unmet)}`,
  });
};

/** Excuses a unit from its report, with the reason. */
export const excusePage = (visit: Visit, view: ReturnView, reason = '', refused?: Refused): Html => {
  const { t, language } = visit;
  const names = namesOf(view.plan, language);
  const form: Form = { visit, problems: problemsOf(refused?.refusal) };
  const title = `${t.report.excuse}: ${names.unit(view.report.body.unit)}`;
  return layout(visit, {
    title,
    width: 'narrow',
    error: refused !== undefined,
    trail: cycleTrail(visit, view),
    main: html`<h1>${title}</h1>${refused === undefined ? nothing : errorSummary(visit, refused)}${head(visit, view, names)}<p class="hint">${t.report.excuseHint}</p><form method="post" action="${path('returns', view.report.id, 'excuse')}">${hidden('id', newCommandId())}${hidden('seen', view.report.version)}${areaField(form, { path: 'reason', label: t.fields.name('reason'), value: reason })}<button class="button">${t.report.excuse}</button></form>`,
  });
};
