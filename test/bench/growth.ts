import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rehearse } from '../../infra/local/rehearsal/rehearse.ts';
import { Rehearsal } from '../../shared/contracts/rehearsal.ts';
import { due, manyUnits, membersOf, officerOf, someLines } from './many-units.ts';
import { print, time, times } from './table.ts';

/** What a round's parts took with so many units, in milliseconds. */
type Parts = ReadonlyMap<string, number>;

const partOf = (what: string): string =>
  what.startsWith('submit-estimate')
    ? 'submitting'
    : ({ 'open-round': 'opening', lock: 'locking and sealing', approve: 'approving and publishing' }[what] ??
      'passing on');

const at = (day: string, hour = '09:00'): string => `2022-${day} ${hour}`;

/** Runs a whole round with made units through functions, machines, streams and mails, and times its parts. */
const round = async (count: number): Promise<Parts> => {
  const made = manyUnits(count);
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-bench-'));
  const planSource = path.join(folder, 'plan.json');
  writeFileSync(planSource, JSON.stringify(made.json));
  const rehearsal = Rehearsal.parse({
    plan: made.plan.id,
    year: 2022,
    due,
    open: { at: at('02-14', '08:00'), by: 'tg.vhtt.cv', members: membersOf(made) },
    estimates: made.units.map((unit) => ({ unit, by: officerOf(unit), at: at('02-14', '08:05'), lines: someLines(3) })),
    actions: [
      { at: at('02-14', '08:10'), by: 'tg.vhtt.cv', do: 'lock' },
      { at: at('02-14', '08:11'), by: 'tg.vhtt.cv', do: 'forward' },
      { at: at('02-14', '08:12'), by: 'tg.tckh.cv', do: 'forward' },
      { at: at('02-14', '08:13'), by: 'tg.ubnd.ct', do: 'approve', number: '1/QĐ-UBND' },
    ],
  });
  const parts = new Map<string, number>();
  let [part, since] = ['starting', performance.now()];
  const onStep = (_done: number, _all: number, what: string): void => {
    const now = performance.now();
    parts.set(part, (parts.get(part) ?? 0) + now - since);
    [part, since] = [what === '' ? 'telling' : partOf(what.split(' ').slice(1).join(' ')), now];
  };
  try {
    const { report } = await rehearse(
      { rehearsal, plan: made.plan, planSource, data: undefined, language: 'vi' },
      onStep,
    );
    const proposed = count * 9_000_000;
    if (report.totals.approved !== proposed || !report.published)
      throw new Error(`The round of ${count} units came to ${report.totals.approved} instead of ${proposed}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return parts;
};

/** Measures how a round grows from few units to many. */
export const measureGrowth = async (few: number, many: number): Promise<void> => {
  const [small, large] = [await round(few), await round(many)];
  const rows = [...large]
    .filter(([part]) => part !== 'starting' && part !== 'telling')
    .map(([part, ms]) => {
      const before = small.get(part) ?? Number.NaN;
      return [part, `${time(before)} → ${time(ms)}`, `${times(ms, before)} for ${times(many, few)} the units`] as const;
    });
  print(`The whole round with ${few} and with ${many} units, mails and machines included`, rows);
};
