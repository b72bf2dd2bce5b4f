import type { ChangedLine, DecisionView } from '../../../shared/app/views/decision-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Visit } from '../visit.ts';
import { type Html, html } from './html.ts';
import { changeCell, moneyCell } from './money.ts';

const row = (visit: Visit, one: ChangedLine, names: Names): Html => {
  const { t } = visit;
  const who = [...(one.by === null ? [] : [names.person(one.by)]), ...(one.at === null ? [] : [moment(one.at)])].join(
    ', ',
  );
  return html`<tr><th scope="row"><b>${one.line.activity}</b> ${one.line.content}<span class="reason">${names.unit(one.unit)} · ${t.round.stages[one.stage]}: ${one.reason}</span><span class="reason">${who}</span></th>${moneyCell(t.package.before, one.before)}${moneyCell(t.package.after, one.after)}${changeCell(visit, one.before, one.after)}</tr>`;
};

/** Every line that was changed on the way, with its reason and who changed it. */
export const changeTable = (visit: Visit, { changed }: Pick<DecisionView, 'changed'>, names: Names): Html => {
  const { t } = visit;
  if (changed.length === 0) return html`<p>${t.decision.nothingChanged}</p>`;
  return html`<div class="sheet"><table class="cards"><caption>${t.decision.changedLines(changed.length)}</caption><thead><tr><th scope="col">${t.fields.name('content')}</th><th scope="col" class="money">${t.package.before}</th><th scope="col" class="money">${t.package.after}</th><th scope="col" class="money">${t.package.columns.change}</th></tr></thead><tbody>${changed.map((one) => row(visit, one, names))}</tbody></table></div>`;
};
