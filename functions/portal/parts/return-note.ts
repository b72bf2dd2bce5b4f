import { moment } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Package } from '../../../shared/domain/package.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing } from './html.ts';

/** Why the submission before this one came back: whoever handles the new one has to know what was asked. */
export const returnNote = ({ t }: Visit, { outcomes, position }: Package, names: Names): Html => {
  const back = outcomes.findLast(
    (outcome) => outcome.kind === 'returned' && outcome.submission === position.submission - 1,
  );
  if (back?.kind !== 'returned') return nothing;
  const said = t.decision.cameBack(t.formats.submission(back.submission), names.person(back.by), moment(back.at));
  return html`<div class="note warn"><p><b>${said}</b></p><p>${back.reason}</p></div>`;
};
