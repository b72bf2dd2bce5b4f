import type { Fund } from '../../../shared/domain/funds.ts';
import { saysSource } from '../../../shared/domain/funds.ts';
import type { Visit } from '../visit.ts';

/** The source of a row's money, where it has to be said beside the activity. */
export const sourceSaid = ({ t }: Visit, funds: readonly Fund[], fund: Fund): string | undefined =>
  saysSource(funds, fund) ? t.fields.sources[fund.source] : undefined;

/** An activity, with its source in brackets where that has to be said. */
export const fundName = (visit: Visit, funds: readonly Fund[], fund: Fund): string => {
  const source = sourceSaid(visit, funds, fund);
  return source === undefined ? fund.activity : `${fund.activity} (${source})`;
};
