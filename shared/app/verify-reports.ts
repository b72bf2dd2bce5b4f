import { CycleUnit, type Cycle } from '../domain/cycle.ts';
import { totalOfRows } from '../domain/consolidation.ts';
import { ActivityTotal, type Edition, SilentRow, SourceRow } from '../domain/edition.ts';
import { returnIdOf, type Sha256 } from '../domain/ids.ts';
import { contentIn, ReturnItem, type ReturnRow } from '../domain/return-content.ts';
import type { Return } from '../domain/return.ts';
import { type Fault, type Find, itemsOf, type Pages } from './verify-parts.ts';

/** Whether a cycle holds together: everyone who owes a report has one, and what was cut is cut for each. */
export const checkCycle = (where: string, cycle: Cycle, pages: Pages, find: Find): Fault[] => {
  const units = itemsOf(pages, cycle.locality, cycle.units.root)?.map((item) => CycleUnit.parse(item));
  if (units === undefined) return [{ where, fault: 'page-missing' }];
  if (cycle.phase === 'opening') return [];
  const reports = units.map(({ unit }) => find(cycle.locality, 'return', returnIdOf(cycle.id, unit)));
  if (reports.some((report) => report === undefined)) return [{ where, fault: 'return-missing' }];
  const isCut = cycle.phase === 'consolidating' || cycle.phase === 'consolidated';
  const uncut = isCut && reports.some((report) => report?.cut === null);
  return uncut ? [{ where, fault: 'return-not-cut' }] : [];
};

const rowsIn = ({ locality, versions }: Return, version: number, pages: Pages): readonly ReturnRow[] => {
  const act = versions.find(({ n }) => n === version)?.act;
  const items = act?.do === 'file' ? (itemsOf(pages, locality, act.content.root) ?? []) : [];
  return contentIn(items.flatMap((item) => ReturnItem.safeParse(item).data ?? [])).rows;
};

/** Whether what a report's estimates came to is what the next report says, in the version that it names. */
const isTruedBy = (report: Return, pages: Pages, find: Find): boolean => {
  const { trued } = report;
  if (trued === undefined) return true;
  const by = find(report.locality, 'return', trued.by);
  const said = by === undefined ? [] : rowsIn(by, trued.version, pages);
  const own = rowsIn(report, report.versions.length, pages);
  return trued.figures.every(
    ({ activity, count, estimated }) =>
      said.some((row) => row.activity === activity && row.actual === count) &&
      (estimated === undefined || own.some((row) => row.activity === activity && row.estimated === estimated)),
  );
};

/** Whether a report holds together: every version's content is there, and what was cut is one of its versions. */
export const checkReturn = (where: string, report: Return, pages: Pages, find: Find): Fault[] => {
  const faults: Fault[] = [];
  for (const { act } of report.versions) {
    if (act.do !== 'file') continue;
    const items = itemsOf(pages, report.locality, act.content.root);
    const whole = items?.length === act.content.count && items.every((item) => ReturnItem.safeParse(item).success);
    if (!whole) faults.push({ where, fault: 'page-missing' });
  }
  if (report.draft !== null && itemsOf(pages, report.locality, report.draft.content.root) === undefined)
    faults.push({ where, fault: 'page-missing' });
  if (find(report.locality, 'task', report.task) === undefined) faults.push({ where, fault: 'task-missing' });
  if (!isTruedBy(report, pages, find)) faults.push({ where, fault: 'sum-differs' });
  const { cut, versions } = report;
  const late = versions.some(({ n, amends }) =>
    cut === null ? amends === true : (amends === true) !== n > (cut.version ?? 0),
  );
  if (late) faults.push({ where, fault: 'return-not-cut' });
  return faults;
};

const sameRow = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a row is what the report says in the version that it names. */
const isReported = ({ unit, version, row }: SourceRow, edition: Edition, pages: Pages, find: Find): boolean => {
  const report = find(edition.locality, 'return', returnIdOf(edition.cycle, unit));
  const act = report?.versions.find(({ n }) => n === version)?.act;
  if (act?.do !== 'file') return false;
  const items = itemsOf(pages, edition.locality, act.content.root) ?? [];
  return items.some((item) => sameRow(ReturnItem.safeParse(item).data, row));
};

const checkTotal = (where: string, total: ActivityTotal, edition: Edition, pages: Pages, find: Find): Fault[] => {
  const read = (roots: readonly Sha256[]) => roots.map((root) => itemsOf(pages, edition.locality, root));
  const [parts, silentParts] = [read(total.sources), read(total.silents ?? [])];
  if ([...parts, ...silentParts].some((part) => part === undefined)) return [{ where, fault: 'page-missing' }];
  const rows = parts.flatMap((part) => (part ?? []).map((item) => SourceRow.parse(item)));
  const silent = silentParts.flatMap((part) => (part ?? []).map((item) => SilentRow.parse(item)));
  const all = totalOfRows(total.activity, rows, silent, { sources: [], silents: [] });
  const sumsOf = ({ planned, done, estimated, trued, spent, memo, quota, units }: ActivityTotal) => {
    const said = [units.done, units['under-way'], units['not-done']];
    return [planned, done, estimated, trued, spent, memo, quota, said];
  };
  const isWhole = total.whole === undefined || sameRow(total.whole, all.whole);
  const isMoney = total.silents === undefined || sameRow(total.money, all.money);
  if (!sameRow(sumsOf(total), sumsOf(all)) || !isWhole || !isMoney) return [{ where, fault: 'sum-differs' }];
  return rows.every((row) => isReported(row, edition, pages, find)) ? [] : [{ where, fault: 'sum-differs' }];
};

/** Whether an edition holds together: its pages are there, each number is the sum of its rows, each row is a report's. */
export const checkEdition = (where: string, edition: Edition, pages: Pages, find: Find): Fault[] => {
  const { content, locality, units } = edition;
  if (content === null) return [];
  const [members, totals, words] = [content.members, content.totals, content.words].map(({ root }) =>
    itemsOf(pages, locality, root),
  );
  if (members === undefined || totals === undefined || words === undefined) return [{ where, fault: 'page-missing' }];
  const { narrative } = edition.sending ?? { narrative: null };
  if (narrative !== null && itemsOf(pages, locality, narrative.content.root) === undefined)
    return [{ where, fault: 'page-missing' }];
  const whole = members.length === units && edition.gathered === units;
  const faults: Fault[] = whole ? [] : [{ where, fault: 'return-missing' }];
  for (const total of totals) faults.push(...checkTotal(where, ActivityTotal.parse(total), edition, pages, find));
  return faults;
};
