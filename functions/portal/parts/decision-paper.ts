import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { StageOutcome } from '../../../shared/domain/package.ts';
import type { Visit } from '../visit.ts';
import { powerText } from './signing.ts';

/** The paper of a decision row by row: number, date, signer, on what the signature rests, when it was recorded. */
export const decisionPaper = (
  visit: Visit,
  approval: Extract<StageOutcome, { kind: 'approved' }>,
  names: Names,
): readonly { readonly name: string; readonly text: string }[] => {
  const { t } = visit;
  const { number, date, signer, basis, of, authorisation } = approval.decision;
  const power =
    of === undefined || basis === 'own_right'
      ? { basis: 'own_right' as const }
      : { basis, of, ...(authorisation === undefined ? {} : { authorisation }) };
  return [
    { name: t.fields.name('number'), text: number },
    { name: t.fields.name('date'), text: shortDate(date) },
    { name: t.package.signer, text: names.person(signer) },
    {
      name: t.fields.place('basis'),
      text: of === undefined ? t.decision.basis[basis] : powerText(visit, power, names),
    },
    { name: t.package.decidedAt, text: moment(approval.at) },
  ];
};
