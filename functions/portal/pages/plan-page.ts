import type { InPlan } from '../../../shared/app/views/access.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import type { Activity, Plan, Stage } from '../../../shared/domain/plan.ts';
import { quotaOf } from '../../../shared/domain/quotas.ts';
import type { Bilingual } from '../../../shared/domain/text.ts';
import { type Html, html, nothing, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { planPaper } from '../parts/plan-paper.ts';
import { aimText, quotaText } from '../parts/report.ts';
import type { Visit } from '../visit.ts';

const noteOf = ({ language }: Visit, notes: Bilingual | undefined): Html =>
  notes === undefined ? nothing : html`<span class="reason">${notes[language]}</span>`;

const readings = (visit: Visit, { issues }: Plan): Html => {
  const { t, language } = visit;
  const { plan: said } = t;
  if (issues.length === 0) return html`<p>${said.noReadings}</p>`;
  return html`<div class="sheet"><table class="cards"><thead><tr><th scope="col">${said.place}</th><th scope="col">${said.says}</th><th scope="col">${said.reading}</th><th scope="col">${said.reason}</th></tr></thead><tbody>${issues.map(
    ({ ref, text, reading, reason }) =>
      html`<tr><th scope="row">${ref}</th><td data-of="${said.says}">${text[language]}</td><td data-of="${said.reading}">${reading[language]}</td><td data-of="${said.reason}">${reason?.[language] ?? ''}</td></tr>`,
  )}</tbody></table></div>`;
};

const stageItem = (visit: Visit, stage: Stage, names: Names): Html => {
  const { t, language } = visit;
  const { plan: said } = t;
  const who = stage.rule === undefined ? names.units(stage.by) : said.byRule;
  const day = stage.deadline?.phrase ?? said.suggested(stage.suggestedWorkingDays);
  return html`<li><b>${t.round.stages[stage.key]}</b> (${who}): ${stage.action[language]}; ${day}${when(stage.inferred === true, () => html`; <i>${said.inferred}</i>`)}${noteOf(visit, stage.notes)}</li>`;
};

const chainPart = (visit: Visit, { chain }: Plan, names: Names): Html => {
  const { t, language } = visit;
  if (chain === null) return html`<p>${t.plan.noChain}</p>`;
  return html`<p>${chain.scope[language]}${when(chain.inferred, () => html`; <i>${t.plan.inferred}</i>`)}</p><ol>${chain.stages.map((stage) => stageItem(visit, stage, names))}</ol>${chain.notes === undefined ? nothing : html`<p class="hint">${chain.notes[language]}</p>`}`;
};

const activityRow = (visit: Visit, activity: Activity, names: Names): Html => {
  const { t, language } = visit;
  const { plan: said } = t;
  const quota = quotaOf(activity);
  const often = [activity.schedule ?? '', quota === undefined ? '' : quotaText(t, language, quota)].filter(Boolean);
  return html`<tr><th scope="row">${activity.code}) ${activity.title[language]}${noteOf(visit, activity.notes)}</th><td data-of="${said.leads}">${names.units(activity.leads)}</td><td data-of="${said.coordinators}">${names.units(activity.coordinators)}</td><td data-of="${said.when}">${often.join('; ')}</td></tr>`;
};

const targetList = (visit: Visit, { targets }: Plan): Html =>
  targets.length === 0
    ? nothing
    : html`<h2>${visit.t.report.targets}</h2><ul>${targets.map((target) => html`<li>${target.text[visit.language]}: ${aimText(visit, target)}</li>`)}</ul>`;

const unitNotes = (visit: Visit, { units }: Plan, names: Names): Html => {
  const noted = units.filter(({ notes }) => notes !== undefined);
  return noted.length === 0
    ? nothing
    : html`<h2>${visit.t.plan.units}</h2><ul>${noted.map(({ id, notes }) => html`<li>${names.unit(id)}${noteOf(visit, notes)}</li>`)}</ul>`;
};

/** The plan in force: what it says, and how it is read where it is silent or slips. */
export const planPage = (visit: Visit, { plan }: InPlan): Html => {
  const { t, language } = visit;
  const { plan: said, report } = t;
  const names = namesOf(plan, language);
  const { label, note } = plan.period;
  return layout(visit, {
    title: plan.shortTitle[language],
    trail: [{ href: '/plan', text: said.link }],
    look: 'print-set',
    main: html`<p class="issuer">${plan.locality.name[language]}</p><h1>${plan.title[language]}</h1><p class="soft">${planPaper(visit, plan.document)}</p><p>${label[language]}${noteOf(visit, note)}</p><p>${said.standing}: ${names.unit(plan.standing)}</p><p>${said.about}</p><h2>${said.readings}</h2>${readings(visit, plan)}<h2>${said.chain}</h2>${chainPart(visit, plan, names)}<h2>${said.money}</h2><ul>${plan.budgetRules.map(({ text, ref, notes }) => html`<li>${text[language]} (${ref})${noteOf(visit, notes)}</li>`)}</ul>${targetList(visit, plan)}<h2>${said.activities}</h2><div class="sheet"><table class="cards"><thead><tr><th scope="col">${report.activity}</th><th scope="col">${said.leads}</th><th scope="col">${said.coordinators}</th><th scope="col">${said.when}</th></tr></thead><tbody>${plan.activities.map((activity) => activityRow(visit, activity, names))}</tbody></table></div>${when(plan.obligations.length > 0, () => html`<h2>${report.list}</h2><p class="links"><a href="/cycles">${report.list}</a></p>`)}${unitNotes(visit, plan, names)}<h2>${said.bases}</h2><ul>${plan.legalBases.map((base) => html`<li lang="vi">${base}</li>`)}</ul>`,
  });
};
