import type { SourcesFact } from '../../contracts/mail-messages/facts.ts';
import { SourceOfFunds } from '../../domain/lines.ts';
import { type Dong, writeDong } from '../../domain/money.ts';
import type { SourceTotals } from '../../domain/sources.ts';

/** Totals by source as a mail tells them. */
export const sourcesFact = (totals: SourceTotals, memo: Dong): SourcesFact => ({
  of: SourceOfFunds.options.flatMap((source) => {
    const amount = totals[source];
    return amount === undefined ? [] : [{ source, figures: writeDong(amount) }];
  }),
  memo: memo === 0 ? undefined : writeDong(memo),
});
