import type { Cycle } from '../domain/cycle.ts';
import { type ActivityCode, estimateIdOf, ledgerIdOf, roundIdOf } from '../domain/ids.ts';
import { chainLines, type Line } from '../domain/lines.ts';
import { Dong } from '../domain/money.ts';
import type { Stored } from '../domain/records.ts';
import { contentIn, Count, type ReturnContent } from '../domain/return-content.ts';
import { latestOf, type Return, type ReturnVersion } from '../domain/return.ts';
import type { Beside, Money } from '../domain/return-questions.ts';
import { type ApprovedLine } from '../domain/approved-lines.ts';
import { approvedLinesOf } from './approved-lines.ts';
import { readLines, readReturn } from './content.ts';
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

/** The lines that the unit proposes while nothing is decided on them. */
const proposedLines = async (ports: Reading, { body }: Stored<'estimate'>): Promise<readonly Line[]> => {
  const last = body.versions.at(-1);
  if (last === undefined || body.nil !== null) return [];
  return chainLines(await readLines(ports.store, body.locality, last.lines));
};

/** How many of an activity were approved: where one line has it, and nothing was taken off. */
const quantitiesIn = (lines: readonly ApprovedLine[]): ReadonlyMap<ActivityCode, Count> =>
  new Map(
    [...new Set(lines.map(({ line }) => line.activity))].flatMap((activity) => {
      const [only, ...others] = lines.filter(({ line }) => line.activity === activity);
      if (only === undefined || others.length > 0 || only.approved !== only.line.amount) return [];
      const count = Count.safeParse(only.line.quantity * only.line.times);
      return count.success ? [[activity, count.data] as const] : [];
    }),
  );

/** What a unit's activities have by the year's round: their money from proposed to granted, and how many were approved. */
export const budgetOf = async (
  ports: Reading,
  { locality, plan, unit }: Return,
  { year }: Pick<Cycle, 'year'>,
): Promise<Pick<Beside, 'money' | 'quantities'>> => {
  const round = roundIdOf(plan, year);
  const [estimate, ledger] = await Promise.all([
    ports.store.load(locality, 'estimate', estimateIdOf(round, unit)),
    ports.store.load(locality, 'ledger', ledgerIdOf(round, unit)),
  ]);
  if (estimate === undefined) return { money: new Map(), quantities: new Map() };
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
  const lines = await approvedLinesOf(ports, estimate, ledger);
  for (const { line, appraised, approved } of lines) add(line.activity, { proposed: line.amount, appraised, approved });
  if (estimate.body.result === null)
    for (const line of await proposedLines(ports, estimate)) add(line.activity, { proposed: line.amount });
  for (const { activity, granted } of ledger?.body.balances ?? []) add(activity, { granted });
  return { money, quantities: quantitiesIn(lines) };
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
  const [budget, last] = await Promise.all([budgetOf(ports, report, cycle), lastOf(ports, report)]);
  return { ...budget, last };
};
