import { cutItems, decisionsOf, linesToCut } from '../../shared/app/cut-lines.ts';
import { loadMembers } from '../../shared/app/package-members.ts';
import { openPackageStage, publishPackage } from '../../shared/app/package-steps.ts';
import type { Waits, Workflows } from '../../shared/app/ports.ts';
import { lockEstimates, sealRoundPackage } from '../../shared/app/round-steps.ts';
import { cutToCeiling } from '../../shared/domain/ceiling.ts';
import { estimateIdOf, packageIdOf, UnitId } from '../../shared/domain/ids.ts';
import { startEmulator } from '../support/emulator.ts';
import { someLines } from './many-units.ts';
import { countOn, openRound, type Wire } from './round-on-dynamodb.ts';
import { megabytes, print, type Row, time, timed } from './table.ts';

/** Machines that nobody runs: each step is called by the bench itself. */
const noMachines: { readonly waits: Waits; readonly workflows: Workflows } = {
  waits: {
    arm: () => Promise.resolve(true),
    find: () => Promise.resolve(undefined),
    markResumed: () => Promise.resolve(),
  },
  workflows: {
    start: () => Promise.resolve(),
    resume: () => Promise.resolve('sent' as const),
    status: () => Promise.resolve('running' as const),
  },
};

/** The limits that the design holds to: items of a transaction, bytes of an item. */
const MOST_ITEMS = 100;
const LARGEST_ITEM = 400_000;

/** Times a piece of work with what it sent to DynamoDB. */
const measured = async (wire: Wire, name: string, work: () => Promise<unknown>): Promise<Row> => {
  const before = { ...wire };
  Object.assign(wire, { most: 0, largest: 0 });
  const ms = await timed(work);
  const { most, largest } = wire;
  if (most > MOST_ITEMS || largest > LARGEST_ITEM) throw new Error(`${name} went past a limit of the design.`);
  const [sent, items] = [wire.transactions - before.transactions, wire.items - before.items];
  Object.assign(wire, { most: Math.max(most, before.most), largest: Math.max(largest, before.largest) });
  const one = most === 0 ? '' : `; at most ${most} items in one, ${(largest / 1000).toFixed(1)} kB the largest item`;
  return [name, time(ms), `${items} items in ${sent} transactions, ${wire.reads - before.reads} other requests${one}`];
};

/** Decides a package of so many units and lines on a DynamoDB: cut to a ceiling, one part returned, approved. */
export const measureLargePackage = async (count: number, linesEach: number): Promise<void> => {
  const dynamo = await startEmulator();
  try {
    const { units, ports, locality, round, execution, act, submit } = await openRound(dynamo, count);
    const lines = someLines(linesEach);
    const wire = countOn(dynamo);
    const rows: Row[] = [];
    const step = async (name: string, work: () => Promise<unknown>): Promise<void> => {
      rows.push(await measured(wire, name, work));
    };
    const steps = { ...ports, ...noMachines };
    const id = packageIdOf(round, 1);
    const load = async () => {
      const pkg = await ports.store.load(locality, 'package', id);
      if (pkg === undefined) throw new Error('The package is not there.');
      return pkg;
    };
    const shown = async () => {
      const { head, body } = await load();
      const { stage, submission } = body.position;
      return { package: id, stage, submission, shown: head };
    };
    const openStage = async (): Promise<void> => {
      const { stage, submission } = (await load()).body.position;
      const wait = { token: 'bench', visit: 1, retry: 0 };
      await openPackageStage(steps, { locality, package: id, attempt: 1, ...wait, stage, submission });
    };
    await step(`submitting, ${linesEach} lines each`, async () => {
      for (const unit of units) await submit(unit, lines);
    });
    await act('tg.vhtt.cv', { do: 'lock-round', round });
    await step('locking and sealing', async () => {
      while ((await lockEstimates(steps, execution)).next === 'lock');
      await sealRoundPackage(ports, execution);
    });
    await openStage();
    await step('synthesis passed on', async () =>
      act('tg.vhtt.cv', { do: 'forward-package', ...(await shown()), remark: '' }),
    );
    await openStage();
    await step('cut to nine tenths, as line decisions', async () => {
      const at = { package: id, submission: 1 };
      const cutUnits = await linesToCut(ports, await loadMembers(ports, await load()), 'appraisal', at);
      const items = cutItems(cutUnits, new Map());
      const total = items.reduce((sum, { before }) => sum + before, 0);
      const proposed = cutToCeiling(items, {
        ceiling: Math.floor(total * 0.9),
        spread: 'proportion',
        fixed: new Map(),
      });
      if (!proposed.ok) throw new Error('The cut is refused.');
      for (const { estimate, figures } of decisionsOf(cutUnits, proposed.cut, 'Theo mức trần'))
        await act('tg.tckh.cv', {
          do: 'set-figures',
          package: id,
          estimate: estimate.body.id,
          stage: 'appraisal',
          submission: 1,
          seen: estimate.version,
          figures,
        });
    });
    await step("one unit's part returned", async () =>
      act('tg.tckh.cv', {
        do: 'return-part',
        ...(await shown()),
        estimate: estimateIdOf(round, UnitId.parse(units[0] ?? '')),
        reason: 'Lập lại',
        due: '2022-02-21',
      }),
    );
    await step('figures fixed and submitted upward', async () => {
      await act('tg.tckh.cv', { do: 'prepare-decision', ...(await shown()) });
      await act('tg.tckh.cv', { do: 'forward-package', ...(await shown()), remark: '' });
    });
    await openStage();
    await step('figures fixed and approved', async () => {
      await act('tg.ubnd.ct', { do: 'prepare-decision', ...(await shown()) });
      const paper = { number: '1/QĐ-UBND', date: '2022-02-14', basis: 'own_right' };
      await act('tg.ubnd.ct', { do: 'approve-package', ...(await shown()), paper });
    });
    await step('every unit given its result', async () => {
      while ((await publishPackage(ports, { locality, package: id, attempt: 1 })).more);
    });
    const { counts, left, publishedAt } = (await load()).body;
    if (counts.submitted !== count || left?.length !== 1 || publishedAt === null)
      throw new Error('The large package did not come to its end.');
    rows.push(['memory of this process at the end', megabytes(process.memoryUsage().rss)]);
    print(`A package of ${count} units and ${count * linesEach} lines, decided on the embedded DynamoDB`, rows);
  } finally {
    await dynamo.stop();
  }
};
