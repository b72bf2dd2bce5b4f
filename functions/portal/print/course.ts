import type { CourseAct, CourseStep } from '../../../shared/app/views/print-course.ts';
import { money, moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { needsSignature } from '../../../shared/domain/signing.ts';
import type { StageOutcome } from '../../../shared/domain/package.ts';
import { headOf } from '../../../shared/domain/posts.ts';
import { basisText } from '../parts/decision-paper.ts';
import { type Html, html, nothing, when } from '../parts/html.ts';
import { ownWorkText } from '../parts/own-work.ts';
import { powerText } from '../parts/signing.ts';
import { wayText } from '../parts/way.ts';
import { type Print, type PrintSection } from './print.ts';

/** On what a signature rests: another's, lent, or the head's own; some stages ask for none. */
const basisOf = ({ visit, view, names }: Print, outcome: StageOutcome, { offices }: CourseStep): string => {
  if (outcome.authority !== undefined) return powerText(visit, outcome.authority, names);
  if (outcome.kind === 'approved') return basisText(visit, outcome, names);
  const { t } = visit;
  const heads = offices.some((office) => headOf(view.plan, office) === outcome.by);
  if (heads || needsSignature(view, outcome.stage)) return t.decision.basis.own_right;
  return t.print.plainBasis;
};

const resultOf = ({ visit: { t }, view }: Print, outcome: StageOutcome): readonly string[] => {
  const { print } = t;
  switch (outcome.kind) {
    case 'forwarded':
      return [
        print.forwarded(money(outcome.content.totals.approved)),
        ...(outcome.remark === '' ? [] : [print.remark(outcome.remark)]),
      ];
    case 'returned':
      return [print.returned(t.round.stages[outcome.to]), print.reason(outcome.reason)];
    case 'collected':
      return [print.collected];
    case 'withdrawn':
      return [print.withdrawn, ...(outcome.reason === '' ? [] : [print.reason(outcome.reason)])];
    case 'approved': {
      const { number, date } = outcome.decision;
      const said = print.approved(number, shortDate(date));
      return [view.viewer.seesAll ? `${said}: ${money(outcome.content.totals.approved)}` : said];
    }
  }
};

type Told = {
  readonly prepared: string;
  readonly signed: string;
  readonly basis: string;
  readonly at: string;
  readonly way: string;
  readonly result: readonly string[];
};

const told = (print: Print, act: CourseAct, step: CourseStep): Told => {
  const { names, visit } = print;
  const { t } = visit;
  switch (act.kind) {
    case 'outcome': {
      const { outcome } = act;
      return {
        prepared: outcome.preparedBy === undefined ? '' : names.person(outcome.preparedBy),
        signed: names.person(outcome.by),
        basis: basisOf(print, outcome, step),
        at: moment(outcome.at),
        way: act.way === null ? '' : t.formats.way[act.way],
        result: resultOf(print, outcome),
      };
    }
    case 'handed-back':
      return {
        prepared: act.preparedBy === null ? '' : names.actor(act.preparedBy),
        signed: names.actor(act.actor),
        basis: '',
        at: moment(act.at),
        way: wayText(visit, act.actor),
        result: [t.print.handedBack, t.print.remark(act.remark)],
      };
    case 'part-left': {
      const said = t.print.partLeft(names.unit(act.unit), names.packageParts(act.part).number);
      return {
        prepared: '',
        signed: names.actor(act.actor),
        basis: '',
        at: moment(act.at),
        way: wayText(visit, act.actor),
        result: [said, t.print.reason(act.reason)],
      };
    }
    case 'waits': {
      const { by, at } = act.prepared;
      return { prepared: names.person(by), signed: '', basis: '', at: moment(at), way: '', result: [t.print.waits] };
    }
  }
};

const row = (print: Print, first: Html, { prepared, signed, basis, at, way, result }: Told): Html => {
  const { t } = print.visit;
  return html`<tr>${first}<td data-of="${t.print.preparer}">${prepared}</td><td data-of="${t.print.signer}">${signed}${when(basis !== '', () => html`<span class="reason">${basis}</span>`)}</td><td data-of="${t.print.at}">${at}${when(way !== '', () => html`<span class="reason">${way}</span>`)}</td><td data-of="${t.print.result}">${result.map((text) => html`<span class="block">${text}</span>`)}</td></tr>`;
};

const NOBODY: Omit<Told, 'result'> = { prepared: '', signed: '', basis: '', at: '', way: '' };

const stepRows = (print: Print, step: CourseStep): Html => {
  const { visit, names } = print;
  const { t } = visit;
  const times = [
    ...(step.received === null ? [] : [t.print.received(moment(step.received))]),
    ...(step.due === null ? [] : [t.print.until(shortDate(step.due))]),
  ].join(', ');
  const decided = step.acts.some(({ kind }) => kind !== 'handed-back' && kind !== 'part-left');
  const list = [
    ...step.acts.map((act) => told(print, act, step)),
    ...(decided ? [] : [{ ...NOBODY, result: [t.print.notDone[step.stage]] }]),
  ];
  const name = html`<th scope="row">${t.round.stages[step.stage]}<span class="reason">${names.units(step.offices)}</span>${when(times !== '', () => html`<span class="reason">${times}</span>`)}</th>`;
  return html`${list.map((one) => row(print, name, one))}`;
};

const lockRow = (print: Print): Html => {
  const { visit, view, names } = print;
  const { t } = visit;
  const { lock } = view.round.body;
  const { origin, adjusts } = view.pkg.body;
  if (lock === null || !view.viewer.seesAll || origin !== undefined || adjusts !== undefined) return nothing;
  const { submitted, nil, missing } = view.pkg.body.counts;
  const late = view.all.filter(({ member }) => member.late && member.standing === 'submitted').length;
  const by = view.plan.chain?.lockedBy;
  const name = html`<th scope="row">${t.round.stages.estimate}<span class="reason">${t.round.leadUnits}</span></th>`;
  return row(print, name, {
    ...NOBODY,
    signed: lock.by === null ? t.print.byLadder : names.person(lock.by),
    at: moment(lock.at),
    result: [
      t.print.locked(names.units(by === undefined ? [] : [by])),
      t.round.counts({ submitted, nil, missing, late }),
    ],
  });
};

const table = (print: Print, submission: number, steps: readonly CourseStep[]): Html => {
  const { t } = print.visit;
  const said = t.print;
  return html`<table class="cards course"><caption>${said.courseOf(t.formats.submission(submission))}</caption><thead><tr><th scope="col">${said.stage}</th><th scope="col">${said.preparer}</th><th scope="col">${said.signer}</th><th scope="col" class="at">${said.at}</th><th scope="col" class="what">${said.result}</th></tr></thead><tbody>${submission === 1 ? lockRow(print) : nothing}${steps.map((step) => stepRows(print, step))}</tbody></table>`;
};

/** Every submission and stage: who prepared, who signed, on what basis, when, what came of it, and whose own work it was. */
export const course: PrintSection = {
  id: 'course',
  stands: 'last',
  wide: false,
  body: (print) => {
    const { visit, view } = print;
    const { t } = visit;
    const submissions = [...new Set(view.course.map(({ submission }) => submission))];
    if (submissions.length === 0) return undefined;
    const { ownWork } = view;
    return html`${submissions.map((submission) =>
      table(
        print,
        submission,
        view.course.filter((step) => step.submission === submission),
      ),
    )}${
      ownWork === null
        ? nothing
        : html`<h3>${t.print.ownWork}</h3>${ownWork.length === 0 ? html`<p>${t.print.noOwnWork}</p>` : html`<ul>${ownWork.map((one) => html`<li>${ownWorkText(visit, one, print.names)}</li>`)}</ul>`}`
    }`;
  },
};
