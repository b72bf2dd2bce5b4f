import { money } from '../../../shared/contracts/messages/format.ts';
import type { Line } from '../../../shared/domain/lines.ts';
import type { NormSuggestion } from '../../../shared/domain/norms.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing } from './html.ts';

/** That a line is above its norm, by which text, and what that suggests; a person decides. */
export const normNote = (visit: Visit, line: Line, found: NormSuggestion | null | undefined): Html => {
  if (found === null || found === undefined) return nothing;
  const { norm, amount } = found;
  const { t, language } = visit;
  return html`<span class="reason norm">${t.norms.above(money(line.unitPrice), money(norm.amount), norm.title[language], norm.source, money(amount))}</span>`;
};
