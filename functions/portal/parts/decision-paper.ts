import type { StageOutcome } from '../../../shared/domain/package.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Power } from '../../../shared/domain/signing.ts';
import type { Visit } from '../visit.ts';
import { type Html, html } from './html.ts';
import { powerText } from './signing.ts';

type Approval = Extract<StageOutcome, { kind: 'approved' }>;

/** On what the signature under a decision rests, in words. */
export const basisText = (visit: Visit, { decision }: Approval, names: Names): string => {
  const { basis, of, authorisation } = decision;
  if (of === undefined) return visit.t.decision.basis[basis];
  const power: Power =
    basis === 'own_right' ? { basis } : { basis, of, ...(authorisation === undefined ? {} : { authorisation }) };
  return powerText(visit, power, names);
};

/** The paper of a decision row by row: number, date, signer, on what the signature rests, when it was recorded. */
export const paperRows = (
  visit: Visit,
  approval: Approval,
  names: Names,
): readonly { readonly name: string; readonly text: string }[] => {
  const { t } = visit;
  const { number, date, signer } = approval.decision;
  return [
    { name: t.fields.name('number'), text: number },
    { name: t.fields.name('date'), text: shortDate(date) },
    { name: t.package.signer, text: names.person(signer) },
    { name: t.fields.place('basis'), text: basisText(visit, approval, names) },
    { name: t.package.decidedAt, text: moment(approval.at) },
  ];
};

/** The paper that a decision is, as a list. */
export const decisionPaper = (visit: Visit, approval: Approval, names: Names): Html =>
  html`<dl class="sums">${paperRows(visit, approval, names).map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
