import type { Tracker, TrackerStep } from '../../../shared/app/views/tracker.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Visit } from '../visit.ts';
import { dueText } from './due.ts';
import { type Html, html, nothing, when } from './html.ts';

const officeOf = (visit: Visit, step: TrackerStep, names: Names): string =>
  step.offices.length === 0 ? visit.t.round.leadUnits : names.units(step.offices);

const moments = (visit: Visit, step: TrackerStep, names: Names): Html => {
  const { t } = visit;
  switch (step.state) {
    case 'done':
      return html`<span>${step.stage === 'estimate' ? t.round.tracker.locked : t.round.tracker.done}${step.at === null ? '' : ` ${moment(step.at)}`}</span>${step.by === null ? nothing : html`<span>${names.person(step.by)}</span>`}`;
    case 'now':
      return html`<span>${step.opening ? t.round.tracker.opening : t.round.tracker.since(step.since === null ? '' : moment(step.since))}</span>${step.due === null ? nothing : html`<span class="due ${step.due.state}">${t.round.tracker.until(dueText(visit, step.due))}</span>`}`;
    case 'ahead':
      return step.due === null ? nothing : html`<span>${t.round.tracker.planned(shortDate(step.due.date))}</span>`;
  }
};

const counts = ({ t }: Visit, { counts: told }: Tracker, step: TrackerStep): Html =>
  told === null || step.stage !== 'estimate' ? nothing : html`<span>${t.round.counts(told)}</span>`;

/** The tracker: each stage done, now or ahead, with who has it, since when, until when. */
export const trackerList = (visit: Visit, tracker: Tracker, names: Names): Html =>
  html`<ol class="tracker" aria-label="${visit.t.round.tracker.label}">${tracker.steps.map(
    (step) =>
      html`<li class="${step.state}"${step.state === 'now' ? html` aria-current="step"` : nothing}><div><b>${visit.t.round.stages[step.stage]}</b><span>${officeOf(visit, step, names)}</span></div><div>${moments(visit, step, names)}${counts(visit, tracker, step)}</div></li>`,
  )}</ol>${when(tracker.submission > 1, () => html`<p class="soft">${visit.t.round.tracker.submission(tracker.submission)}</p>`)}`;
