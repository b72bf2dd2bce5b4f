import type { SendingView } from '../../../shared/app/views/edition-view.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { Channel } from '../../../shared/domain/sending.ts';
import { recipientsOf } from '../../../shared/domain/sending-decisions.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { areaField, dateField, type Form, hidden, selectField, textField } from '../parts/fields.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { handBackForm, powerText } from '../parts/signing.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { cycleTrail } from './cycle-page.ts';

/** What was typed into one of the forms and refused. */
export type SendingAnswer = {
  readonly refused: Refused;
  readonly narrative?: string;
  readonly remark?: string;
  readonly paper?: { readonly number: string; readonly date: string; readonly channel: string };
  readonly incoming?: string;
};

const addressOf = ({ cycle, edition }: SendingView): string =>
  path('cycles', cycle.id, 'editions', edition.body.number, 'send');

const writeForm = (visit: Visit, view: SendingView, form: Form, answer: SendingAnswer | undefined): Html => {
  const { edition: said } = visit.t;
  return html`<form method="post" action="${addressOf(view)}">${hidden('id', newCommandId())}${hidden('seen', view.edition.version)}${areaField(form, { path: 'narrative', label: said.narrative, value: answer?.narrative ?? view.narrative ?? '', hint: said.narrativeHint })}<button class="button" name="do" value="finish">${said.finish}</button> <button class="button plain" name="do" value="save">${said.save}</button></form>`;
};

/** What lies with the head: by whom and since when. */
const laidNote = ({ t }: Visit, { sending: { prepared } }: SendingView, names: Names): Html =>
  prepared === undefined
    ? nothing
    : html`<div class="note warn"><p>${t.edition.laid(names.person(prepared.by), moment(prepared.at))}</p></div>`;

/** Signing, or handing back, for whoever may: below what is signed. */
const signPart = (visit: Visit, view: SendingView, names: Names, answer: SendingAnswer | undefined): Html => {
  const { t } = visit;
  const { prepared } = view.sending;
  if (prepared === undefined) return nothing;
  const [power] = prepared.by === view.viewer.person.id ? [] : view.powers;
  if (power === undefined) return nothing;
  const carried = { id: newCommandId(), seen: view.edition.version };
  const refused = answer?.remark === undefined ? undefined : answer.refused;
  return html`<form method="post" action="${addressOf(view)}">${hidden('id', newCommandId())}${hidden('seen', view.edition.version)}<p>${t.fields.place('basis')}: ${powerText(visit, power, names)}</p><button class="button" name="do" value="sign">${t.edition.sign}</button></form>${handBackForm(visit, { action: addressOf(view), carried, remark: answer?.remark ?? '', refused })}`;
};

const sendForm = (visit: Visit, view: SendingView, form: Form, answer: SendingAnswer | undefined): Html => {
  const { t } = visit;
  const typed = answer?.paper ?? { number: '', date: '', channel: 'document-system' };
  const options = Channel.options.map((value) => ({ value, text: t.edition.channels[value] }));
  return html`<h2>${t.edition.send}</h2><p class="hint">${t.edition.sendHint}</p><form method="post" action="${addressOf(view)}">${hidden('id', newCommandId())}${hidden('seen', view.edition.version)}${textField(form, { path: 'number', label: t.fields.name('number'), value: typed.number })}${dateField(form, { path: 'date', label: t.fields.name('date'), value: typed.date })}${selectField(form, { path: 'channel', label: t.edition.channel, value: typed.channel, options })}<button class="button" name="do" value="send">${t.edition.send}</button></form>`;
};

const receiptRow = (
  visit: Visit,
  view: SendingView,
  form: Form,
  recipient: SendingView['mayRecord'][number]['recipient'],
  names: Names,
): Html => {
  const { edition: said } = visit.t;
  const receipt = view.sending.receipts.find((one) => one.recipient === recipient);
  if (receipt !== undefined)
    return html`<li>${names.unit(recipient)}: ${said.received(names.person(receipt.by), moment(receipt.at), receipt.number ?? '')}</li>`;
  const may = view.mayRecord.some((one) => one.recipient === recipient);
  return html`<li>${names.unit(recipient)}: ${said.notReceived}${when(
    may,
    () =>
      html`<form method="post" action="${addressOf(view)}">${hidden('id', newCommandId())}${hidden('recipient', recipient)}${textField(form, { path: 'incoming', label: said.incoming, value: '', hint: said.incomingHint })}<button class="button plain" name="do" value="receipt">${said.confirm}</button></form>`,
  )}</li>`;
};

/** A consolidated report on its way up: the office's words, the head's signature, the paper, who has it. */
export const sendingPage = (visit: Visit, view: SendingView, answer?: SendingAnswer): Html => {
  const { t, language } = visit;
  const { edition: said } = t;
  const names = namesOf(view.plan, language);
  const { cycle, edition, obligation, sending } = view;
  const form: Form = { visit, problems: problemsOf(answer?.refused.refusal) };
  const title = said.sendTitle(t.report.name(obligation.type, cycle.body.year, cycle.body.number));
  const { signed, sent } = sending;
  return layout(visit, {
    title,
    width: 'medium',
    error: answer !== undefined,
    trail: cycleTrail(visit, view),
    main: html`<h1>${title}</h1><p><a href="${path('cycles', cycle.id, 'editions', edition.body.number)}">${said.other(edition.body.number)}</a></p>${answer === undefined ? nothing : errorSummary(visit, answer.refused)}${when(sending.superseded === true, () => html`<div class="note warn"><p>${said.superseded}</p></div>`)}${laidNote(visit, view, names)}${
      view.mayWrite
        ? writeForm(visit, view, form, answer)
        : view.narrative === null
          ? nothing
          : html`<h2>${said.narrative}</h2><p class="said">${view.narrative}</p>`
    }${signPart(visit, view, names, answer)}${signed === null ? nothing : html`<p>${said.signed(names.signer(signed.by, signed.authority), moment(signed.at))}</p>`}${when(view.maySend, () => sendForm(visit, view, form, answer))}${sent === null ? nothing : html`<p><b>${said.sent(sent.paper.number, shortDate(sent.paper.date), said.channels[sent.paper.channel])}</b></p>`}<h2>${said.receipts}</h2><ul>${recipientsOf(sending).map((recipient) => receiptRow(visit, view, form, recipient, names))}</ul>`,
  });
};
