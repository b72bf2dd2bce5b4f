import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import type { Faults, WriteFault } from '../../../infra/local/faults.ts';
import { createDynamoProxy } from '../../../infra/local/dynamodb-proxy.ts';
import { startEmulator } from '../../../infra/local/emulator.ts';
import { createFaultyDynamo } from '../../../infra/local/faulty-dynamodb.ts';
import { createIntents } from '../../../infra/local/intents.ts';
import { listenOnLoopback, readBody } from '../../../infra/local/servers.ts';
import { localClient } from '../../../infra/local/local-tables.ts';
import { createTables } from '../../../infra/local/tables.ts';
import { after, aTimeline } from './stand-ins.ts';

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const table = {
  name: 'Records',
  keys: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  attributes: [text('pk'), text('owner')],
  indexes: [
    {
      IndexName: 'byOwner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  expires: undefined,
};

const none: Faults = {
  delay: () => 0,
  duplicate: () => undefined,
  order: () => 0,
  indexLag: () => 0,
  write: () => undefined,
};

const Answer = z.looseObject({
  __type: z.string().optional(),
  Item: z.looseObject({}).optional(),
  Items: z.array(z.looseObject({ pk: z.object({ S: z.string() }) })).default([]),
});

const open = async (faults: Partial<Faults>) => {
  const { timeline, database } = aTimeline();
  const emulator = await startEmulator({ file: undefined });
  onTestFinished(() => emulator.stop());
  const intents = createIntents(database, [table], { deliver: () => undefined, delivered: () => undefined });
  const dynamo = createDynamoProxy(emulator.url, new Set(), intents);
  onTestFinished(() => dynamo.stop());
  await createTables(dynamo.call, [table]);
  const faulty = createFaultyDynamo({
    dynamo,
    tables: [table],
    faults: { ...none, ...faults },
    now: () => timeline.now().getTime(),
  });
  await faulty.open();
  const ask = async (operation: string, body: unknown, caller: string | undefined = 'portal') => {
    const request = { method: 'POST', path: '/', headers: {}, body: Buffer.from(JSON.stringify(body)) };
    const answer = await faulty.answer(operation, request, caller);
    return { status: answer.status, ...Answer.parse(JSON.parse(answer.body.toString())) };
  };
  const put = (pk: string, owner: string, caller?: string) =>
    ask('PutItem', { TableName: 'Records', Item: { pk: { S: pk }, owner: { S: owner } } }, caller);
  const ownedBy = async (owner: string, caller?: string) => {
    const question = {
      TableName: 'Records',
      IndexName: 'byOwner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: owner } },
    };
    return (await ask('Query', question, caller)).Items.map(({ pk }) => pk.S).toSorted();
  };
  const get = (pk: string) => ask('GetItem', { TableName: 'Records', Key: { pk: { S: pk } }, ConsistentRead: true });
  return { timeline, faulty, ask, put, ownedBy, get };
};

/** Faults that come once each, in that order, then none. */
const onceEach = (...faults: WriteFault[]): Pick<Faults, 'write'> => ({ write: () => faults.shift() });

describe('an index that lags', () => {
  it('still shows what a table has no more, and not yet what is new', async () => {
    const { timeline, put, ask, ownedBy, get } = await open({ indexLag: () => 60_000 });
    await put('a', 'one');
    await put('b', 'one');
    await timeline.stepTo(after(timeline.now(), 60));
    expect(await ownedBy('one')).toEqual(['a', 'b']);
    await put('a', 'two');
    await put('c', 'one');
    await ask('DeleteItem', { TableName: 'Records', Key: { pk: { S: 'b' } } });
    expect((await get('a')).Item).toMatchObject({ owner: { S: 'two' } });
    expect(await ownedBy('one')).toEqual(['a', 'b']);
    expect(await ownedBy('two')).toEqual([]);
    await timeline.stepTo(after(timeline.now(), 60));
    expect(await ownedBy('one')).toEqual(['c']);
    expect(await ownedBy('two')).toEqual(['a']);
  });

  it('never shows an earlier state of an item after a later one', async () => {
    const lags = [60_000, 0];
    const { timeline, put, ownedBy } = await open({ indexLag: () => lags.shift() ?? 0 });
    await put('a', 'one');
    await put('a', 'two');
    expect([await ownedBy('one'), await ownedBy('two')]).toEqual([[], []]);
    await timeline.stepTo(after(timeline.now(), 60));
    expect([await ownedBy('one'), await ownedBy('two')]).toEqual([[], ['a']]);
  });

  it('sees what transactions and updates write', async () => {
    const { timeline, ask, put, ownedBy } = await open({ indexLag: () => 1000 });
    await put('a', 'one');
    const update = {
      TableName: 'Records',
      Key: { pk: { S: 'b' } },
      UpdateExpression: 'SET #o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: 'one' } },
    };
    await ask('TransactWriteItems', {
      TransactItems: [{ Update: update }, { Delete: { TableName: 'Records', Key: { pk: { S: 'a' } } } }],
    });
    await timeline.stepTo(after(timeline.now(), 1));
    expect(await ownedBy('one')).toEqual(['b']);
  });

  it('lags for functions only; whoever else asks sees the table as it is', async () => {
    const { faulty, put } = await open({ indexLag: () => 60_000 });
    await put('a', 'one');
    const body = Buffer.from(JSON.stringify({ TableName: 'Records', IndexName: 'byOwner' }));
    const scan = (caller: string | undefined) =>
      faulty.answer('Scan', { method: 'POST', path: '/', headers: {}, body }, caller);
    const found = async (caller: string | undefined) =>
      Answer.parse(JSON.parse((await scan(caller)).body.toString())).Items;
    expect(await found(undefined)).toHaveLength(1);
    expect(await found('portal')).toHaveLength(0);
  });
});

describe('a write of a function', () => {
  const transaction = {
    TransactItems: [
      { Put: { TableName: 'Records', Item: { pk: { S: 'a' }, owner: { S: 'one' } } } },
      { Put: { TableName: 'Records', Item: { pk: { S: 'b' }, owner: { S: 'one' } } } },
    ],
  };

  it('that meets another transaction is cancelled, with the reason at its item, as an SDK reads it', async () => {
    const { faulty, get } = await open(onceEach({ kind: 'conflict', item: 1 }));
    const server = await listenOnLoopback(
      async (incoming, outgoing) => {
        const body = (await readBody(incoming, 1_000_000)) ?? Buffer.of();
        const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
        const answer = await faulty.answer(
          operation,
          { method: 'POST', path: '/', headers: incoming.headers, body },
          'portal',
        );
        outgoing.writeHead(answer.status, answer.headers).end(answer.body);
      },
      { port: 0 },
    );
    onTestFinished(() => server.stop());
    const items = ['a', 'b'].map((pk) => ({ Put: { TableName: 'Records', Item: { pk, owner: 'one' } } }));
    const client = localClient(server.url);
    onTestFinished(() => client.destroy());
    const fault: unknown = await client
      .send(new TransactWriteCommand({ TransactItems: items }))
      .catch((cause: unknown) => cause);
    if (!(fault instanceof TransactionCanceledException)) throw new Error('The transaction was not cancelled.');
    expect(fault.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]',
    );
    expect(fault.CancellationReasons).toEqual([
      { Code: 'None' },
      { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
    ]);
    expect((await get('a')).Item).toBeUndefined();
  });

  it.each([
    [{ kind: 'in-progress' }, 'TransactionInProgressException'],
    [{ kind: 'throttled' }, 'ThrottlingException'],
  ] satisfies [WriteFault, string][])('that meets %j is told so, and nothing is carried out', async (fault, name) => {
    const { ask, get } = await open(onceEach(fault));
    expect(await ask('TransactWriteItems', transaction)).toMatchObject({ status: 400, __type: name });
    expect((await get('a')).Item).toBeUndefined();
    expect((await ask('TransactWriteItems', transaction)).status).toBe(200);
  });

  it('that is no transaction conflicts under its own name', async () => {
    const { put } = await open(onceEach({ kind: 'conflict', item: 0 }));
    expect(await put('a', 'one')).toMatchObject({ status: 400, __type: 'TransactionConflictException' });
  });

  it('is carried out where its answer is lost, also to the SDK that asks again', async () => {
    const { ask, get } = await open(onceEach({ kind: 'answer-lost' }));
    const answers = [];
    for (let attempt = 1; attempt <= 4; attempt += 1)
      answers.push((await ask('TransactWriteItems', transaction)).status);
    expect(answers).toEqual([500, 500, 500, 200]);
    expect((await get('b')).Item).toMatchObject({ owner: { S: 'one' } });
  });

  it('fails by itself where it would anyway, and is not lost then', async () => {
    const { ask } = await open(onceEach({ kind: 'answer-lost' }));
    const refused = { TableName: 'Records', Item: { pk: { S: 'a' } }, ConditionExpression: 'attribute_exists(pk)' };
    expect(await ask('PutItem', refused)).toMatchObject({ status: 400 });
  });

  it('meets nothing where it is of the runtime itself, or of a person', async () => {
    const { faulty } = await open({ write: () => ({ kind: 'throttled' }) });
    const body = Buffer.from(JSON.stringify(transaction));
    const answer = await faulty.answer(
      'TransactWriteItems',
      { method: 'POST', path: '/', headers: {}, body },
      undefined,
    );
    expect(answer.status).toBe(200);
  });
});
