import * as z from 'zod';
import { ActivityCode } from './ids.ts';
import { SourceOfFunds } from './lines.ts';
import { Dong, sum } from './money.ts';

/** What money is granted for and from: an activity (nhiệm vụ) and a source of funds (nguồn kinh phí). */
export const Fund = z.strictObject({ activity: ActivityCode, source: SourceOfFunds });
export type Fund = z.infer<typeof Fund>;

/** Money of one activity from one source, in đồng. */
export const FundAmount = Fund.extend({ amount: Dong });
export type FundAmount = z.infer<typeof FundAmount>;

type Named = { readonly activity: string; readonly source: SourceOfFunds };

/** What a list says of an activity and a source; undefined where it says nothing of them. */
export const ofFund = <T extends Named>(list: readonly T[], { activity, source }: Named): T | undefined =>
  list.find((one) => one.activity === activity && one.source === source);

/**
 * Whether the source has to be said beside the activity: it is not the state budget, or another one pays the activity
 * too.
 */
export const saysSource = (list: readonly Named[], { activity, source }: Named): boolean =>
  source !== 'state_budget' || list.some((one) => one.activity === activity && one.source !== source);

/** The sum of amounts of activities and sources. */
export const totalOfAmounts = (list: readonly FundAmount[]): Dong => sum(list.map(({ amount }) => amount));
