import * as z from 'zod';
import { isSecondClaim, type Line, SourceOfFunds } from './lines.ts';
import { Dong, sum } from './money.ts';

/** What lines add up to by their source of funds (nguồn kinh phí), in đồng; a source without lines is left out. */
export const SourceTotals = z.partialRecord(SourceOfFunds, Dong);
export type SourceTotals = z.infer<typeof SourceTotals>;

type Sourced = { readonly source: SourceOfFunds; readonly amount: Dong };

/** Adds amounts up by source, in the order of the sources. */
export const bySource = (items: readonly Sourced[]): SourceTotals =>
  Object.fromEntries(
    SourceOfFunds.options.flatMap((source) => {
      const own = items.filter((item) => item.source === source);
      return own.length === 0 ? [] : [[source, sum(own.map(({ amount }) => amount))] as const];
    }),
  );

/** An estimate's lines by source, the communes' memo among them; second claims are in none. */
export const sourcesIn = (lines: readonly Line[]): SourceTotals =>
  bySource(lines.filter((line) => !isSecondClaim(line)));

/** The part that the chain carries: everything but the communes' own budgets. */
export const chainPart = (totals: SourceTotals): SourceTotals => {
  const { commune_budget: _, ...chain } = totals;
  return chain;
};

/** What the communes pay themselves: a memo, in no total of the chain (invariant 11). */
export const memoPart = ({ commune_budget }: SourceTotals): Dong => commune_budget ?? Dong.parse(0);

/** What the chain carries in all. */
export const chainTotal = (totals: SourceTotals): Dong => sum(Object.values(chainPart(totals)));

/** Adds the totals of several estimates. */
export const addSources = (list: readonly SourceTotals[]): SourceTotals =>
  bySource(
    list.flatMap((totals) =>
      SourceOfFunds.options.flatMap((source) => {
        const amount = totals[source];
        return amount === undefined ? [] : [{ source, amount }];
      }),
    ),
  );

/** An estimate's or a package's totals by source at each figure, and the communes' part as its own total. */
export type SourceFigures = {
  readonly proposed: SourceTotals;
  readonly appraised: SourceTotals;
  readonly approved: SourceTotals;
  readonly memo: Dong;
};
