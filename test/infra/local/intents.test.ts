import { describe, expect, it, onTestFinished } from 'vitest';
import { createDynamoProxy } from '../../../infra/local/dynamodb-proxy.ts';
import { startEmulator } from '../../../infra/local/emulator.ts';
import { createIntents, type Inserted, type Intents } from '../../../infra/local/intents.ts';
import { createTables } from '../../../infra/local/tables.ts';
import { aTimeline } from './stand-ins.ts';

const table = {
  name: 'Journal',
  keys: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'seq', KeyType: 'RANGE' },
  ],
  attributes: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'seq', AttributeType: 'N' },
  ],
  indexes: [],
  expires: undefined,
};

const itemOf = (pk: string, seq: number) => ({ pk: { S: pk }, seq: { N: String(seq) } });
const put = (pk: string, seq: number, condition?: string) => ({
  TableName: 'Journal',
  Item: itemOf(pk, seq),
  ...(condition === undefined ? {} : { ConditionExpression: condition }),
});

const open = async () => {
  const { database } = aTimeline();
  const delivered: string[] = [];
  const deliver = (inserted: readonly Inserted[]) =>
    void delivered.push(...inserted.map(({ keys }) => `${JSON.stringify(keys['pk'])}${JSON.stringify(keys['seq'])}`));
  const emulator = await startEmulator({ file: undefined });
  onTestFinished(() => emulator.stop());
  const run = () => {
    const intents = createIntents(database, [table], { deliver, delivered: () => undefined });
    return { intents, proxy: connect(emulator.url, intents) };
  };
  const first = run();
  await createTables(first.proxy.call, [table]);
  return { ...first, run, delivered, emulator };
};

const connect = (url: string, intents: Intents) => {
  const proxy = createDynamoProxy(url, new Set(['Journal']), intents);
  onTestFinished(() => proxy.stop());
  return proxy;
};

const ask = (operation: string, body: unknown) => ({
  method: 'POST',
  path: '/',
  headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
  body: Buffer.from(JSON.stringify(body)),
});

const shown = (pk: string, seq: number) => `{"S":"${pk}"}{"N":"${seq}"}`;

describe('the watch over what is committed', () => {
  it('hands on each put of a transaction, and of a put alone, once', async () => {
    const { proxy, delivered } = await open();
    await proxy.answer('PutItem', ask('PutItem', put('a', 1)));
    await proxy.answer(
      'TransactWriteItems',
      ask('TransactWriteItems', { TransactItems: [{ Put: put('a', 2) }, { Put: put('b', 1) }] }),
    );
    await proxy.answer('PutItem', ask('PutItem', put('a', 1)));
    expect(delivered).toEqual([shown('a', 1), shown('a', 2), shown('b', 1)]);
  });

  it('hands on nothing of what was refused', async () => {
    const { proxy, delivered } = await open();
    const refused = await proxy.answer('PutItem', ask('PutItem', put('a', 1, 'attribute_exists(pk)')));
    expect(refused.status).toBe(400);
    await proxy.answer('PutItem', ask('PutItem', put('a', 1, 'attribute_not_exists(pk)')));
    expect(delivered).toEqual([shown('a', 1)]);
  });

  it('after a crash between commit and delivery delivers at the next start, and what never arrived not', async () => {
    const { intents, proxy, delivered, run } = await open();
    intents.announce([{ table: 'Journal', item: itemOf('a', 2) }]);
    intents.announce([{ table: 'Journal', item: itemOf('a', 10) }]);
    intents.announce([{ table: 'Journal', item: itemOf('never', 1) }]);
    await proxy.call('PutItem', put('a', 10));
    await proxy.call('PutItem', put('a', 2));
    expect(delivered).toEqual([]);
    const second = run();
    expect(await second.intents.recover(second.proxy.call)).toBe(2);
    expect(delivered).toEqual([shown('a', 2), shown('a', 10)]);
    const third = run();
    expect(await third.intents.recover(third.proxy.call)).toBe(0);
  });

  it('looks up a write that went unanswered when the next one is answered', async () => {
    const { intents, proxy, delivered } = await open();
    const lost = intents.announce([{ table: 'Journal', item: itemOf('a', 1) }]);
    await proxy.call('PutItem', put('a', 1));
    lost.leaveOpen();
    const again = await proxy.answer('PutItem', ask('PutItem', put('a', 1, 'attribute_not_exists(pk)')));
    expect(again.status).toBe(400);
    expect(delivered).toEqual([shown('a', 1)]);
  });

  it('keeps the intent of a put while another put of the same key is refused', async () => {
    const { intents, delivered } = await open();
    const item = { table: 'Journal', item: itemOf('a', 1) };
    const winner = intents.announce([item]);
    const loser = intents.announce([item]);
    loser.withdraw();
    winner.confirm();
    expect(delivered).toEqual([shown('a', 1)]);
  });

  it('refuses writes whose outcome it cannot follow into a stream', async () => {
    const { proxy } = await open();
    const batch = { RequestItems: { Journal: [{ PutRequest: { Item: itemOf('a', 1) } }] } };
    const answer = await proxy.answer('BatchWriteItem', ask('BatchWriteItem', batch));
    expect(answer.status).toBe(400);
    expect(String(answer.body)).toContain('PutItem or TransactWriteItems');
  });

  it('says so when the database does not answer, and leaves the outcome open', async () => {
    const { proxy, emulator, delivered } = await open();
    await emulator.stop();
    const answer = await proxy.answer('PutItem', ask('PutItem', put('a', 1)));
    expect(answer.status).toBe(500);
    expect(delivered).toEqual([]);
  });
});
