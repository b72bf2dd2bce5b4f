import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { connectRecords } from '../../shared/adapters/compose.ts';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import type { CommandPorts } from '../../shared/app/ports.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { openEstimates } from '../../shared/app/round-steps.ts';
import { runCommand } from '../../shared/app/run-command.ts';
import { Command } from '../../shared/contracts/commands.ts';
import { CommandId, estimateIdOf, PersonId, roundIdOf, UnitId } from '../../shared/domain/ids.ts';
import { startEmulator, type TestDynamo } from '../support/emulator.ts';
import { due, manyUnits, membersOf, officerOf, threeLines } from './many-units.ts';
import { print, quantile, time, timed, times } from './table.ts';
import { memoryFiles } from '../support/memory-files.ts';

/** What went over the wire to DynamoDB. */
type Wire = { transactions: number; items: number; cancelled: number; reads: number };

/** Counts what a client sends from now on. */
const countOn = ({ client }: TestDynamo): Wire => {
  const wire: Wire = { transactions: 0, items: 0, cancelled: 0, reads: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const writes = context['commandName'] === 'TransactWriteItemsCommand';
      if (!writes) wire.reads += 1;
      else {
        wire.transactions += 1;
        const items: unknown = Reflect.get(args.input, 'TransactItems');
        wire.items += Array.isArray(items) ? items.length : 0;
      }
      try {
        return await next(args);
      } catch (cause) {
        if (writes) wire.cancelled += 1;
        throw cause;
      }
    },
    { step: 'initialize', name: 'count' },
  );
  return wire;
};

const openRound = async (dynamo: TestDynamo, count: number) => {
  const made = manyUnits(count);
  const { records, journal, operations } = dynamo.tables;
  const connected = connectRecords({ RECORDS_TABLE: records, JOURNAL_TABLE: journal, OPERATIONS_TABLE: operations });
  const ports: CommandPorts = {
    ...connected,
    files: memoryFiles().files,
    store: dynamoStore(dynamo.client, dynamo.tables),
    clock: { now: () => new Date('2022-02-14T02:00:00Z') },
  };
  const { plan, json } = made;
  const locality = plan.locality.id;
  const registered = await registerPlan(ports, json);
  if (registered.kind !== 'registered') throw new Error('The made plan is not registered.');
  const round = roundIdOf(plan.id, 2022);
  const act = async (person: string, id: string, command: object): Promise<void> => {
    const session = { locality, plan: plan.id, person: PersonId.parse(person) };
    const outcome = await runCommand(ports, session, { id: CommandId.parse(id), command: Command.parse(command) });
    if (outcome.kind !== 'recorded') throw new Error(`${id} is refused: ${outcome.kind}.`);
  };
  await act('tg.vhtt.cv', 'bench-opening', {
    do: 'open-round',
    plan: plan.id,
    year: 2022,
    members: membersOf(made),
    due,
  });
  const execution = { locality, round, attempt: 1 };
  while ((await openEstimates(ports, execution)).next === 'open-more');
  const submit = async (unit: string): Promise<void> => {
    const estimate = estimateIdOf(round, UnitId.parse(unit));
    const seen = (await ports.store.load(locality, 'estimate', estimate))?.version ?? 0;
    await act(officerOf(unit), `submit-${unit}`, { do: 'submit-estimate', estimate, seen, lines: threeLines });
  };
  return { units: made.units, submit };
};

const allAtOnce = async (count: number, work: (n: number) => Promise<unknown>) => {
  const each: number[] = [];
  const all = await timed(() =>
    Promise.all(Array.from({ length: count }, async (_, n) => each.push(await timed(() => work(n))))),
  );
  return { all, p50: quantile(each, 0.5), p95: quantile(each, 0.95) };
};

/** A transaction of so many new items of a record's size, with a condition on each, as a commit has. */
const bareTransaction = ({ client, tables }: TestDynamo, items: number, n: number) =>
  client.send(
    new TransactWriteCommand({
      TransactItems: Array.from({ length: items }, (_, item) => ({
        Put: {
          TableName: tables.records,
          Item: { pk: `bare#${n}#${item}`, body: 'x'.repeat(800) },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      })),
    }),
  );

/** The reads of a commit and its transaction, without anything decided between them. */
const bareRequests = async (dynamo: TestDynamo, reads: number, items: number, n: number): Promise<void> => {
  const { client, tables } = dynamo;
  for (let read = 0; read < reads; read += 1)
    await client.send(
      new GetCommand({ TableName: tables.records, Key: { pk: `bare#${n}#${read}` }, ConsistentRead: true }),
    );
  await bareTransaction(dynamo, items, n);
};

/** Measures many units that submit at once beside bare transactions against the same emulator. */
export const measureAtOnce = async (count: number): Promise<void> => {
  const dynamo = await startEmulator();
  try {
    const { units, submit } = await openRound(dynamo, count);
    const wire = countOn(dynamo);
    const submitted = await allAtOnce(count, (n) => submit(units[n] ?? ''));
    const seen = { ...wire };
    const items = Math.max(1, Math.round(seen.items / seen.transactions));
    const reads = Math.round(seen.reads / count);
    await allAtOnce(50, (n) => bareTransaction(dynamo, items, 2 * count + n));
    const bare = await allAtOnce(count, (n) => bareTransaction(dynamo, items, n));
    const whole = await allAtOnce(count, (n) => bareRequests(dynamo, reads, items, count + n));
    const row = (part: 'all' | 'p50' | 'p95', name: string) =>
      [
        name,
        time(submitted[part]),
        `${times(submitted[part], bare[part])} the bare transactions (${time(bare[part])}), ${times(submitted[part], whole[part])} those with ${reads} reads each (${time(whole[part])})`,
      ] as const;
    print(`${count} units submitting at once, beside ${count} bare transactions of ${items} items`, [
      row('all', 'all of them'),
      row('p50', 'p50'),
      row('p95', 'p95'),
      ['transactions', String(seen.transactions), `${(seen.transactions / count).toFixed(2)} a submission`],
      ['cancelled by a conflict', String(seen.cancelled)],
    ]);
  } finally {
    await dynamo.stop();
  }
};
