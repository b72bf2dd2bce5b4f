import type { Cycle } from '../domain/cycle.ts';
import { ActivityCode, estimateIdOf, ledgerIdOf, roundIdOf } from '../domain/ids.ts';
import { Dong } from '../domain/money.ts';
import type { Stored } from '../domain/records.ts';
import { contentIn, type ReturnContent } from '../domain/return-content.ts';
import { latestOf, type Return, type ReturnVersion } from '../domain/return.ts';
import type { Beside, Money } from '../domain/return-questions.ts';
import { approvedLinesOf } from './approved-lines.ts';
import { readReturn } from './content.ts';
import type { Ports } from './ports.ts';

type Reading = Pick<Ports, 'store'>;

/** The content of a version; undefined where it says that there is nothing to report. */
export const contentOf = async (
  { store }: Reading,
  { locality }: Pick<Return, 'locality'>,
  version: Pick<ReturnVersion, 'act'> | undefined,
): Promise<ReturnContent | undefined> =>
  version?.act.do === 'file' ? contentIn(await readReturn(store, locality, version.act.content)) : undefined;

/** The unit's last report under the plan before this one, of whatever obligation; undefined where there is none. */
const lastReport = async ({ store }: Reading, report: Return): Promise<Stored<'return'> | undefined> => {
  const ids = await store.listCase(report.locality, 'return', `${report.plan}:${report.unit}`);
  const others = await store.loadAll(
    report.locality,
    'return',
    ids.filter((id) => id !== report.id),
  );
  return others
    .filter(({ body }) => body.due < report.due && latestOf(body)?.act.do === 'file')
    .toSorted((a, b) => (a.body.due < b.body.due ? 1 : -1))[0];
};

const ZERO = Dong.parse(0);
const NOTHING: Money = { proposed: ZERO, appraised: ZERO, approved: ZERO, granted: ZERO };

/** A unit's money of each activity in the year's round, from proposed to granted; empty where it was in none. */
export const moneyOf = async (
  ports: Reading,
  { locality, plan, unit }: Return,
  { year }: Pick<Cycle, 'year'>,
): Promise<ReadonlyMap<ActivityCode, Money>> => {
  const round = roundIdOf(plan, year);
  const [estimate, ledger] = await Promise.all([
    ports.store.load(locality, 'estimate', estimateIdOf(round, unit)),
    ports.store.load(locality, 'ledger', ledgerIdOf(round, unit)),
  ]);
  if (estimate === undefined) return new Map();
  const money = new Map<ActivityCode, Money>();
  const add = (activity: ActivityCode, more: Partial<Record<keyof Money, number>>): void => {
    const had = money.get(activity) ?? NOTHING;
    money.set(activity, {
      proposed: Dong.parse(had.proposed + (more.proposed ?? 0)),
      appraised: Dong.parse(had.appraised + (more.appraised ?? 0)),
      approved: Dong.parse(had.approved + (more.approved ?? 0)),
      granted: Dong.parse(had.granted + (more.granted ?? 0)),
    });
  };
  for (const { line, appraised, approved } of await approvedLinesOf(ports, estimate, ledger)) {
    const activity = ActivityCode.safeParse(line.activity);
    if (activity.success) add(activity.data, { proposed: line.amount, appraised, approved });
  }
  for (const { activity, granted } of ledger?.body.balances ?? []) add(activity, { granted });
  return money;
};

/** The unit's last report before this one, with what it says and until when; undefined where there is none. */
export const lastOf = async (ports: Reading, report: Return): Promise<Beside['last']> => {
  const last = await lastReport(ports, report);
  if (last === undefined) return undefined;
  const [content, cycle] = await Promise.all([
    contentOf(ports, last.body, latestOf(last.body)),
    ports.store.load(report.locality, 'cycle', last.body.cycle),
  ]);
  return content === undefined || cycle === undefined ? undefined : { report: last, content, to: cycle.body.to };
};

/** What a report is compared with, read by key. */
export const besideOf = async (ports: Reading, report: Return, cycle: Cycle): Promise<Beside> => {
  const [money, last] = await Promise.all([moneyOf(ports, report, cycle), lastOf(ports, report)]);
  return { money, last };
};
