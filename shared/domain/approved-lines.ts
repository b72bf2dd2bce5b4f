import type { Figure } from './figures.ts';
import { type Fund, type FundAmount, ofFund } from './funds.ts';
import type { Balance } from './ledger.ts';
import type { Line } from './lines.ts';
import { Dong, sum } from './money.ts';
import { inProportion } from './proportion.ts';

/** A line of a locked estimate with what was appraised of it and what is approved for it now, in đồng. */
export type ApprovedLine = { readonly line: Line; readonly appraised: Dong; readonly approved: Dong };

/** An approved line with what was granted of it. */
export type GrantedLine = ApprovedLine & { readonly granted: Dong };

/** The chain's lines of an estimate with what the stages made of them. */
type Decided = {
  readonly lines: readonly Line[];
  readonly appraised: readonly Figure[] | undefined;
  readonly approved: readonly Figure[] | undefined;
};

/** The figures that hold for each line: as decided, under the adjustments since, in their order. */
export const approvedLines = (
  { lines, appraised, approved }: Decided,
  adjusted: readonly { readonly no: number; readonly after: Dong }[],
): readonly ApprovedLine[] => {
  const first = new Map(appraised?.map(({ no, amount }) => [no, amount]));
  const last = new Map([
    ...(approved ?? []).map(({ no, amount }) => [no, amount] as const),
    ...adjusted.map(({ no, after }) => [no, after] as const),
  ]);
  return lines.map((line) => {
    const figure = first.get(line.no) ?? line.amount;
    return { line, appraised: figure, approved: last.get(line.no) ?? figure };
  });
};

/** The activities and sources of lines, each once, in the order of the lines. */
const fundsOf = (lines: readonly ApprovedLine[]): readonly Fund[] =>
  lines.reduce<Fund[]>((funds, { line: { activity, source } }) => {
    if (ofFund(funds, { activity, source }) === undefined) funds.push({ activity, source });
    return funds;
  }, []);

const inFund = (lines: readonly ApprovedLine[], { activity, source }: Fund): readonly ApprovedLine[] =>
  lines.filter(({ line }) => line.activity === activity && line.source === source);

/** What is approved of each activity from each source, in the order of the lines, zeros too. */
export const approvedByFund = (lines: readonly ApprovedLine[]): readonly FundAmount[] =>
  fundsOf(lines).map((fund) => ({ ...fund, amount: sum(inFund(lines, fund).map(({ approved }) => approved)) }));

/**
 * What was granted, read at each line. A grant names an activity and a source, never a line; what they were granted
 * stands at their lines in proportion to what is approved for each, in whole đồng by largest remainder. So it adds up
 * exactly, is never above a line's approved figure, and depends on neither the order of the grants nor their tranches.
 */
export const grantedByLine = (lines: readonly ApprovedLine[], balances: readonly Balance[]): readonly GrantedLine[] => {
  const shares = new Map(
    fundsOf(lines).flatMap((fund) => {
      const own = inFund(lines, fund).map(({ line, approved }) => ({ key: line.no, before: approved }));
      return [...inProportion(own, ofFund(balances, fund)?.granted ?? 0)];
    }),
  );
  return lines.map((line) => ({ ...line, granted: shares.get(line.line.no) ?? Dong.parse(0) }));
};
