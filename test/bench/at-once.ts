import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { startEmulator, type TestDynamo } from '../support/emulator.ts';
import { someLines } from './many-units.ts';
import { countOn, openRound } from './round-on-dynamodb.ts';
import { print, quantile, time, timed, times } from './table.ts';

const threeLines = someLines(3);

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
    const submitted = await allAtOnce(count, (n) => submit(units[n] ?? '', threeLines));
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
