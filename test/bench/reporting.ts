import { cpus } from 'node:os';
import { connectRecords } from '../../shared/adapters/compose.ts';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import { readEditionTotals } from '../../shared/app/content.ts';
import { cutReturns, endWaiting, openDatedCycles, openReturns, returnsOf } from '../../shared/app/cycle-steps.ts';
import { consolidateReturns } from '../../shared/app/edition-steps.ts';
import type { CommandPorts } from '../../shared/app/ports.ts';
import { editionView, sourcesView } from '../../shared/app/views/edition-view.ts';
import { activityTotalsView, totalsView } from '../../shared/app/views/totals-view.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { runCommand } from '../../shared/app/run-command.ts';
import { Command } from '../../shared/contracts/commands.ts';
import { CommandId, cycleIdOf, editionIdOf, PersonId, Year } from '../../shared/domain/ids.ts';
import { parsePlan, type Plan } from '../../shared/domain/plan.ts';
import type { Stored } from '../../shared/domain/records.ts';
import { startEmulator, type TestDynamo } from '../support/emulator.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { planFile } from '../support/office.ts';
import { withMany, withWork } from '../support/with-communes.ts';
import { countOn, type Wire } from './round-on-dynamodb.ts';
import { megabytes, print, type Row, time, timed, times } from './table.ts';
import { idleWorkflows, mostMemory } from './tick-ports.ts';

/** How many rows a report has: as many activities does a commune of the made plan lead. */
const ROWS = 200;

/** How many people of different units send at the same moment. */
const AT_ONCE = 25;

/** Tây Giang's plan with so many units that owe a report, communes of which lead so many activities. */
const madePlan = (units: number): { readonly json: unknown; readonly plan: Plan } => {
  const json = withWork(ROWS)(withMany(units - 18)(planFile('tay-giang-2021-2025')));
  const parsed = parsePlan(json);
  if (!parsed.ok) throw new Error(`The made plan is broken: ${JSON.stringify(parsed.problems[0])}`);
  return { json, plan: parsed.plan };
};

const portsOn = (dynamo: TestDynamo) => {
  const { records, journal, operations } = dynamo.tables;
  const connected = connectRecords({ RECORDS_TABLE: records, JOURNAL_TABLE: journal, OPERATIONS_TABLE: operations });
  const time = { now: new Date('2022-05-03T01:00:00.000Z') };
  const ports: CommandPorts = {
    ...connected,
    files: memoryFiles().files,
    store: dynamoStore(dynamo.client, dynamo.tables),
    clock: { now: () => time.now },
  };
  return { ports: { ...ports, ...idleWorkflows }, time };
};

type Call = { readonly ms: number; readonly grown: number };

/** Calls a step until it leads elsewhere; how long each call took and by how much the process grew in it. */
const callsOf = async (step: () => Promise<{ readonly next: string }>, again: string): Promise<readonly Call[]> => {
  const calls: Call[] = [];
  for (;;) {
    const memory = mostMemory();
    const start = performance.now();
    const { next } = await step();
    calls.push({ ms: performance.now() - start, grown: memory.stop() });
    if (next !== again) return calls;
  }
};

type Part = { readonly calls: readonly Call[]; readonly wire: Wire };

const since = (before: Wire, now: Wire): Wire => ({
  ...now,
  reads: now.reads - before.reads,
  transactions: now.transactions - before.transactions,
  cancelled: now.cancelled - before.cancelled,
});

/** A cycle of so many units on a DynamoDB: opened, filed all at once on its last day, cut, and put together. */
const cycleOf = async (units: number) => {
  const { json, plan } = madePlan(units);
  const dynamo = await startEmulator();
  try {
    const { ports, time: clock } = portsOn(dynamo);
    const registered = await registerPlan(ports, json);
    if (registered.kind !== 'registered') throw new Error('The made plan is not registered.');
    const locality = plan.locality.id;
    const cycle = cycleIdOf(plan.id, Year.parse(2022), 'tg.r6', 1);
    const execution = { locality, cycle, attempt: 1 };
    const wire = countOn(dynamo);
    const parts = new Map<string, Part>();
    const measure = async (name: string, work: () => Promise<readonly Call[]>): Promise<void> => {
      const before = { ...wire };
      parts.set(name, { calls: await work(), wire: since(before, wire) });
    };
    const load = async (): Promise<Stored<'cycle'>> => {
      const stored = await ports.store.load(locality, 'cycle', cycle);
      if (stored === undefined) throw new Error(`There is no cycle ${cycle}.`);
      return stored;
    };
    let commands = 0;
    const act = async (unit: string, post: 'officer' | 'head', command: object): Promise<void> => {
      const person = plan.people.find((one) => one.office === unit && one.post === post);
      commands += 1;
      const request = { id: CommandId.parse(`bench-${commands}-command`), command: Command.parse(command) };
      const session = { locality, plan: plan.id, person: PersonId.parse(person?.id) };
      const outcome = await runCommand(ports, session, request);
      if (outcome.kind !== 'recorded') throw new Error(`${request.command.do} is refused: ${JSON.stringify(outcome)}`);
    };
    const file = async ({ id, version, body }: Stored<'return'>): Promise<void> => {
      const rows = body.activities.map((activity, n) => ({
        activity,
        progress: 'done',
        planned: '2',
        done: '2',
        estimated: '',
        spent: `${(n % 9) + 1}00000`,
        counts: [],
        remark: '',
      }));
      const typed = { summary: 'Đã thực hiện.', difficulties: '', proposals: '', links: '', rows };
      await act(body.unit, 'officer', { do: 'file-return', return: id, seen: version, typed });
      await act(body.unit, 'head', { do: 'sign-return', return: id, seen: version + 1 });
    };

    await openDatedCycles(ports, locality, plan.id);
    await measure('opening', () => callsOf(() => openReturns(ports, execution), 'open-more'));
    clock.now = new Date('2022-05-31T09:00:00.000Z');
    const communes = (await returnsOf(ports, await load())).filter(({ body }) => body.activities.length >= ROWS);
    await measure('the rush: each filed and signed', async () => {
      const calls: Call[] = [];
      for (let from = 0; from < communes.length; from += AT_ONCE) {
        const memory = mostMemory();
        const ms = await timed(() => Promise.all(communes.slice(from, from + AT_ONCE).map(file)));
        calls.push({ ms, grown: memory.stop() });
      }
      return calls;
    });
    clock.now = new Date('2022-06-04T01:00:00.000Z');
    await endWaiting(ports, locality, cycle);
    await measure('cutting', () => callsOf(() => cutReturns(ports, execution), 'cut'));
    await measure('consolidating', () => callsOf(() => consolidateReturns(ports, execution), 'consolidate'));
    const edition = await ports.store.load(locality, 'edition', editionIdOf(cycle, 1));
    const content = edition?.body.content ?? undefined;
    if (content === undefined) throw new Error('The edition is not formed.');
    const totals = await readEditionTotals(ports.store, locality, content.totals);
    const [first] = totals.filter(({ activity }) => activity === 'z.1');
    if (first?.units.done !== communes.length)
      throw new Error(`Of ${communes.length} reports ${first?.units.done} were put together.`);
    const office = { locality, plan: plan.id, person: PersonId.parse('tg.vhtt.cv') };
    const looks: readonly (() => Promise<{ readonly kind: string }>)[] = [
      () => editionView(ports, office, cycle, 1),
      () => sourcesView(ports, office, cycle, 1, 'z.1'),
      () => totalsView(ports, office, 'tg.r6'),
      () => activityTotalsView(ports, office, 'tg.r6', 'z.1'),
    ];
    await measure('looking: edition, sources, years, an activity’s years', async () => {
      const calls: Call[] = [];
      for (const look of looks) {
        const memory = mostMemory();
        const start = performance.now();
        const { kind } = await look();
        calls.push({ ms: performance.now() - start, grown: memory.stop() });
        if (kind !== 'seen') throw new Error('A page is refused.');
      }
      return calls;
    });
    return { parts, reports: communes.length, wire };
  } finally {
    await dynamo.stop();
  }
};

const sum = (calls: readonly Call[]): number => calls.reduce((all, { ms }) => all + ms, 0);
const most = (calls: readonly Call[], of: keyof Call): number => Math.max(...calls.map((call) => call[of]));

/** Runs `npm run bench -- reporting`: a cycle of 50 and of 500 units, with reports of 200 rows, and how its cost grows. */
export const main = async (): Promise<void> => {
  const [cpu] = cpus();
  console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? 'unknown'}`);
  const [few, many] = [50, 500];
  const [small, large] = [await cycleOf(few), await cycleOf(many)];
  const rows = [...large.parts].map(([name, { calls }]): Row => {
    const before = small.parts.get(name)?.calls ?? [];
    const grew = `${times(sum(calls), sum(before))} for ${times(many, few)} the units`;
    return [name, `${time(sum(before))} → ${time(sum(calls))}`, grew];
  });
  print(`A cycle of ${few} and of ${many} units, reports of ${ROWS} rows, on DynamoDB's emulator`, rows);
  print(
    `Each call of ${many} units’ cycle`,
    [...large.parts].map(
      ([name, { calls, wire }]): Row => [
        name,
        `${calls.length} calls`,
        `the longest ${time(most(calls, 'ms'))}, ${megabytes(most(calls, 'grown'))} more at most; ${wire.reads} reads, ${wire.transactions} transactions, ${wire.cancelled} of them cancelled`,
      ],
    ),
  );
  print('Over the wire', [
    ['items in one transaction at most', `${large.wire.most}`],
    ['bytes of one request at most', `${large.wire.largest}`],
  ]);
};
