import { sumOf } from './counts.ts';
import type { ActivityTotal, Batch, EditionMember, EditionMoney, SilentRow, SourceRow, UnitWords } from './edition.ts';
import type { PagesRef } from './estimate.ts';
import type { ActivityCode, Sha256, UnitId } from './ids.ts';
import { type Dong, sum } from './money.ts';
import { addWholes, wholeIn, wholeOfRow } from './over-years.ts';
import type { Page } from './pages.ts';

/** Adds money up, each figure by itself. */
export const addMoney = (list: readonly (EditionMoney | null)[]): EditionMoney => {
  const of = (name: keyof EditionMoney): Dong => sum(list.flatMap((one) => (one === null ? [] : [one[name]])));
  return { proposed: of('proposed'), appraised: of('appraised'), approved: of('approved'), granted: of('granted') };
};

const addTrued = (list: readonly ActivityTotal['trued'][]): ActivityTotal['trued'] => ({
  estimated: sumOf(list, ({ estimated }) => estimated),
  actual: sumOf(list, ({ actual }) => actual),
  of: sumOf(list, ({ of }) => of),
});

/** A unit that owed a word on an activity and has given none: its money counts all the same. */
export type Silent = { readonly unit: UnitId; readonly money: EditionMoney | null };

/** The sums of some units' rows of one activity. */
export const totalOfRows = (
  activity: ActivityCode,
  rows: readonly SourceRow[],
  silent: readonly Silent[],
  { sources, silents }: { readonly sources: readonly Sha256[]; readonly silents: readonly Sha256[] },
): ActivityTotal => {
  const count = (progress: SourceRow['row']['progress']): number =>
    rows.filter(({ row }) => row.progress === progress).length;
  const summed = (name: 'planned' | 'done' | 'estimated') => {
    const said = rows.flatMap(({ row }) => row[name] ?? []);
    return { sum: sumOf(said, (one) => one), of: said.length };
  };
  const trued = rows.flatMap(({ reckoned, row: { actual } }) =>
    reckoned === null || actual === null ? [] : [{ estimated: reckoned, actual, of: 1 }],
  );
  const spent = (memo: boolean): Dong =>
    sum(rows.flatMap((one) => (one.memo === memo && one.row.spent !== null ? [one.row.spent] : [])));
  const of = sumOf(rows, ({ spans }) => spans);
  const unmet = sumOf(rows, (one) => one.unmet.length);
  return {
    activity,
    units: {
      done: count('done'),
      'under-way': count('under-way'),
      'not-done': count('not-done'),
      silent: silent.length,
    },
    planned: summed('planned'),
    done: summed('done'),
    estimated: summed('estimated'),
    whole: addWholes(rows.map(({ row }) => wholeOfRow(row))),
    trued: addTrued(trued),
    spent: spent(false),
    memo: spent(true),
    money: addMoney([...rows.map(({ money }) => money), ...silent.map(({ money }) => money)]),
    quota: { met: of - unmet, of },
    sources: [...sources],
    silents: [...silents],
  };
};

const addSummed = (list: readonly { readonly sum: number; readonly of: number }[]) => ({
  sum: sumOf(list, ({ sum: own }) => own),
  of: sumOf(list, ({ of }) => of),
});

/** Totals of the same activity, put together. */
const addTotals = (activity: ActivityCode, list: readonly ActivityTotal[]): ActivityTotal => {
  const units = (name: keyof ActivityTotal['units']): number => sumOf(list, (one) => one.units[name]);
  return {
    activity,
    units: {
      done: units('done'),
      'under-way': units('under-way'),
      'not-done': units('not-done'),
      silent: units('silent'),
    },
    planned: addSummed(list.map(({ planned }) => planned)),
    done: addSummed(list.map(({ done }) => done)),
    estimated: addSummed(list.map(({ estimated }) => estimated)),
    whole: addWholes(list.map(wholeIn)),
    trued: addTrued(list.map(({ trued }) => trued)),
    spent: sum(list.map(({ spent }) => spent)),
    memo: sum(list.map(({ memo }) => memo)),
    money: addMoney(list.map(({ money }) => money)),
    quota: {
      met: sumOf(list, ({ quota }) => quota.met),
      of: sumOf(list, ({ quota }) => quota.of),
    },
    sources: list.flatMap(({ sources }) => sources),
    silents: list.flatMap(({ silents }) => silents ?? []),
  };
};

/** What the steps of an edition come to, in the order of the plan's activities. */
export const mergeBatches = (
  batches: readonly Batch[],
  activities: readonly ActivityCode[],
): {
  readonly members: readonly EditionMember[];
  readonly totals: readonly ActivityTotal[];
  readonly words: readonly UnitWords[];
} => {
  const all = batches.flatMap(({ totals }) => totals);
  return {
    members: batches.flatMap(({ members }) => members),
    totals: activities.flatMap((activity) => {
      const own = all.filter((one) => one.activity === activity);
      return own.length === 0 ? [] : [addTotals(activity, own)];
    }),
    words: batches.flatMap(({ words }) => words),
  };
};

/** What one unit brings to a step: its place in the annex, and its rows and words where a report is in. */
export type Gathered = {
  readonly member: EditionMember;
  readonly activities: readonly ActivityCode[];
  readonly rows: readonly SourceRow[];
  readonly words: UnitWords | undefined;
  readonly money: ReadonlyMap<ActivityCode, EditionMoney>;
};

/** Lays items on pages of a kind, and says where they are. */
type Lay = (kind: string, items: readonly unknown[]) => { readonly ref: PagesRef; readonly pages: readonly Page[] };

/** Puts some units' reports together, the rows behind each total on pages. */
export const gather = (
  units: readonly Gathered[],
  activities: readonly ActivityCode[],
  lay: Lay,
): { readonly batch: Batch; readonly pages: readonly Page[] } => {
  const pages: Page[] = [];
  const totals = activities.flatMap((activity): readonly ActivityTotal[] => {
    const owing = units.filter((unit) => unit.activities.includes(activity));
    if (owing.length === 0) return [];
    const rows = owing.flatMap((unit) => unit.rows.filter(({ row }) => row.activity === activity));
    const silent = owing
      .filter((unit) => !unit.rows.some(({ row }) => row.activity === activity))
      .map(({ member, money }) => ({ unit: member.unit, money: money.get(activity) ?? null }));
    const rootsOf = (kind: string, items: readonly unknown[]): readonly Sha256[] => {
      if (items.length === 0) return [];
      const laid = lay(kind, items);
      pages.push(...laid.pages);
      return [laid.ref.root];
    };
    const withMoney = silent.flatMap(({ unit, money }): readonly SilentRow[] =>
      money === null ? [] : [{ unit, money }],
    );
    return [
      totalOfRows(activity, rows, silent, {
        sources: rootsOf('edition-rows', rows),
        silents: rootsOf('edition-silent', withMoney),
      }),
    ];
  });
  const words = units.flatMap((unit) => (unit.words === undefined ? [] : [unit.words]));
  return { batch: { members: units.map(({ member }) => member), totals, words }, pages };
};

/** Totals with nothing in them, for whoever compares with an edition that lacks an activity. */
export const emptyTotal = (activity: ActivityCode): ActivityTotal =>
  totalOfRows(activity, [], [], { sources: [], silents: [] });
