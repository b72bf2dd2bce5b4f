import * as z from 'zod';
import { isSecondClaim, type Line, SourceOfFunds } from './lines.ts';
import { Dong, sum } from './money.ts';

/** What lines add up to by their source of funds (nguồn kinh phí), in đồng; a source without lines is left out. */
export const SourceTotals = z.partialRecord(SourceOfFunds, Dong);
export type SourceTotals = z.infer<typeof SourceTotals>;

const NOTHING = Dong.parse(0);

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
export const memoPart = ({ commune_budget }: SourceTotals): Dong => commune_budget ?? NOTHING;

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

/** What was approved and granted from one source; what is left of it, or lapsed, is the difference. */
export const SourceSums = z.strictObject({ source: SourceOfFunds, approved: Dong, granted: Dong });
export type SourceSums = z.infer<typeof SourceSums>;

/** Adds up by source, in the order of the sources; a source without money is left out. */
export const addSourceSums = (list: readonly SourceSums[]): readonly SourceSums[] =>
  SourceOfFunds.options.flatMap((source): SourceSums[] => {
    const own = list.filter((one) => one.source === source);
    const approved = sum(own.map((one) => one.approved));
    return approved === 0 ? [] : [{ source, approved, granted: sum(own.map((one) => one.granted)) }];
  });

/** The sums of what was approved by source, before anything is granted of it. */
export const sumsOfApproved = (totals: SourceTotals): readonly SourceSums[] =>
  addSourceSums(
    SourceOfFunds.options.map((source) => ({ source, approved: totals[source] ?? NOTHING, granted: NOTHING })),
  );
