import { cpus } from 'node:os';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { sha256 } from '../../shared/adapters/hash.ts';
import { indexKeys } from '../../shared/adapters/record-index.ts';
import { tick } from '../../shared/app/tick.ts';
import { addDays, Instant, localTime, PlainDate } from '../../shared/domain/calendar.ts';
import { EstimateId, PlanId, RoundId, TaskId, UnitId } from '../../shared/domain/ids.ts';
import { streamOf } from '../../shared/domain/records.ts';
import { Task } from '../../shared/domain/task.ts';
import { startEmulator, type TestDynamo } from '../support/emulator.ts';
import { memoryAddresses } from '../support/memory-addresses.ts';
import { memoryLedger } from '../support/memory-ledger.ts';
import { countOn, openRound } from './round-on-dynamodb.ts';
import { measureReminderDay } from './reminder-day.ts';
import { idleWorkflows, mostMemory } from './tick-ports.ts';
import { megabytes, print, time, timed, times } from './table.ts';

const NOW = localTime(PlainDate.parse('2022-02-14'), 9, 0);

/** A DynamoDB that took a batch whole writes this many items at once. */
const BATCH = 25;

const taskOf = (locality: Task['locality'], round: string, n: number, due: boolean): Task =>
  Task.parse({
    id: TaskId.parse(`estimate:${round}:bench.${n}`),
    locality,
    plan: PlanId.parse(round.split('.')[0]),
    kind: 'estimate',
    subject: { of: 'estimate', round: RoundId.parse(round), estimate: EstimateId.parse(`${round}:bench.${n}`) },
    office: UnitId.parse(`bench.${n}`),
    due: addDays(PlainDate.parse('2022-02-21'), due ? 0 : 60),
    nextRungAt: due ? localTime(PlainDate.parse('2022-02-14'), 7, 30) : Instant.parse('2022-04-01T00:30:00.000Z'),
    reason: null,
    state: 'open',
    assignment: 1,
    openedAt: '2022-02-10T01:00:00.000Z',
    closedAt: null,
  });

/** Lays open tasks straight into the table, as a commit would have left them, without the road of a command. */
const lay = async (dynamo: TestDynamo, tasks: readonly Task[]): Promise<void> => {
  for (let start = 0; start < tasks.length; start += BATCH) {
    const items = tasks.slice(start, start + BATCH).map((body) => ({
      PutRequest: {
        Item: {
          pk: streamOf(body.locality, 'task', body.id),
          type: 'task',
          version: 1,
          head: sha256(body.id),
          body,
          ...indexKeys.task(body.locality, body),
        },
      },
    }));
    await dynamo.client.send(new BatchWriteCommand({ RequestItems: { [dynamo.tables.records]: items } }));
  }
};

/** One tick over so many open tasks of which so many are due: what it took, and what went over the wire. */
const measure = async (open: number, due: number) => {
  const dynamo = await startEmulator();
  try {
    const made = await openRound(dynamo, 1);
    const tasks = Array.from({ length: open }, (_, n) => taskOf(made.locality, made.round, n, n < due));
    await lay(dynamo, tasks);
    const wire = countOn(dynamo);
    const memory = mostMemory();
    let reminded = 0;
    const ms = await timed(async () => {
      const done = await tick({
        ...made.ports,
        clock: { now: () => new Date(NOW) },
        addresses: memoryAddresses(),
        ledger: memoryLedger(),
        queue: { add: () => Promise.resolve() },
        ...idleWorkflows,
      });
      reminded = done.reminded;
    });
    return { ms, reminded, reads: wire.reads, writes: wire.transactions, grown: memory.stop() };
  } finally {
    await dynamo.stop();
  }
};

/** Runs `npm run bench -- tick`: one tick over many open tasks and how its cost grows, then a day of many mails. */
export const main = async (): Promise<void> => {
  const [cpu] = cpus();
  console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? 'unknown'}`);
  const many = await measure(100_000, 1000);
  const few = await measure(10_000, 1000);
  const idle = await measure(100_000, 0);
  const each = (n: number): string => `${(n / Math.max(1, many.reminded)).toFixed(1)} a task that was due`;
  print('One tick over 100,000 open tasks of which 1,000 are due', [
    ['reminded', `${many.reminded}`],
    ['time', time(many.ms), `${times(many.ms, few.ms)} that over 10,000 open ones with as many due`],
    ['reads', `${many.reads}`, each(many.reads)],
    ['transactions', `${many.writes}`, each(many.writes)],
    ['memory more than before', megabytes(many.grown)],
  ]);
  print('The same over 100,000 of which none is due', [
    ['time', time(idle.ms), `${times(idle.ms, many.ms)} that with 1,000 due`],
    ['reads', `${idle.reads}`],
    ['transactions', `${idle.writes}`],
  ]);
  await measureReminderDay();
};
