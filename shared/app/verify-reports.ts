import { CycleUnit, type Cycle } from '../domain/cycle.ts';
import { returnIdOf } from '../domain/ids.ts';
import { ReturnItem } from '../domain/return-content.ts';
import type { Return } from '../domain/return.ts';
import { type Fault, type Find, itemsOf, type Pages } from './verify-parts.ts';

/** Whether a cycle holds together: everyone who owes a report has one, and what was cut is cut for each. */
export const checkCycle = (where: string, cycle: Cycle, pages: Pages, find: Find): Fault[] => {
  const units = itemsOf(pages, cycle.locality, cycle.units.root)?.map((item) => CycleUnit.parse(item));
  if (units === undefined) return [{ where, fault: 'page-missing' }];
  if (cycle.phase === 'opening') return [];
  const reports = units.map(({ unit }) => find(cycle.locality, 'return', returnIdOf(cycle.id, unit)));
  if (reports.some((report) => report === undefined)) return [{ where, fault: 'return-missing' }];
  const uncut = cycle.phase === 'cut' && reports.some((report) => report?.cut === null);
  return uncut ? [{ where, fault: 'return-not-cut' }] : [];
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
  const { cut, versions } = report;
  const late = versions.some(({ n, amends }) =>
    cut === null ? amends === true : (amends === true) !== n > (cut.version ?? 0),
  );
  if (late) faults.push({ where, fault: 'return-not-cut' });
  return faults;
};
