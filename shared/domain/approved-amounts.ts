import type { Figure } from './figures.ts';
import type { ActivityCode } from './ids.ts';
import type { ActivityAmount } from './ledger.ts';
import type { Line } from './lines.ts';
import { Dong } from './money.ts';

/** The lines of an estimate with what the stages made of them. */
type Decided = {
  readonly lines: readonly Line[];
  readonly appraised: readonly Figure[] | undefined;
  readonly approved: readonly Figure[] | undefined;
};

/** What was approved of each activity, in the order of the lines; activities that were approved nothing are left out. */
export const approvedByActivity = ({ lines, appraised, approved }: Decided): readonly ActivityAmount[] => {
  const figures = new Map((approved ?? appraised ?? []).map(({ no, amount }) => [no, amount]));
  const byActivity = new Map<ActivityCode, number>();
  for (const { no, activity, amount } of lines)
    byActivity.set(activity, (byActivity.get(activity) ?? 0) + (figures.get(no) ?? amount));
  return [...byActivity].flatMap(([activity, amount]) =>
    amount === 0 ? [] : [{ activity, amount: Dong.parse(amount) }],
  );
};
