import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentClient } from '../../shared/adapters/dynamodb.ts';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import type { Commit } from '../../shared/app/ports.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import { CommandId, LocalityId } from '../../shared/domain/ids.ts';
import type { Change } from '../../shared/domain/records.ts';

const locality = LocalityId.parse('tay-giang');
const at = Instant.parse('2022-02-14T01:00:00.000Z');
const registered = (id: string): Change => ({
  type: 'plan',
  id,
  before: undefined,
  event: { type: 'PlanRegistered', content: sha256(id) },
});
const commitOf = (ids: readonly string[]): Commit => {
  const command = CommandId.parse('command-1');
  const meta = { locality, at, actor: { kind: 'system' as const, part: 'tick' }, command };
  return {
    locality,
    command: { id: command, asked: sha256('asked'), at },
    writes: writesOf(ids.map(registered), meta, sha256),
    guards: [],
  };
};

describe('what DynamoDB answers to a commit', () => {
  const mock = mockClient(DynamoDBDocumentClient);
  const tables = { records: 'records', journal: 'journal', operations: 'operations' };
  const store = () => dynamoStore(documentClient(), tables);
  beforeEach(() => mock.reset());

  const cancelled = (...codes: readonly string[]) =>
    new TransactionCanceledException({
      message: 'Transaction cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });

  it.each([
    [['ConditionalCheckFailed', 'None', 'None']],
    [['None', 'TransactionConflict', 'None']],
    [['ConditionalCheckFailed', 'TransactionConflict', 'None']],
  ])('%j is a commit that came second', async (codes) => {
    mock.on(TransactWriteCommand).rejects(cancelled(...codes));
    expect(await store().commit(commitOf(['p']))).toBe('lost');
  });

  it.each([
    ['TransientError', ['ThrottlingError', 'None', 'None']],
    ['TransientError', ['None', 'ProvisionedThroughputExceeded', 'ConditionalCheckFailed']],
    ['PermanentError', ['ValidationError', 'None', 'None']],
    ['PermanentError', ['ItemCollectionSizeLimitExceeded', 'None', 'ThrottlingError']],
  ])('a %s is what %j is', async (name, codes) => {
    mock.on(TransactWriteCommand).rejects(cancelled(...codes));
    await expect(store().commit(commitOf(['p']))).rejects.toMatchObject({
      name,
      cause: { name: 'TransactionCanceledException' },
    });
  });

  it.each([
    ['TransientError', { name: 'ThrottlingException' }],
    ['TransientError', { name: 'ProvisionedThroughputExceededException' }],
    ['TransientError', { name: 'InternalServerError' }],
    ['TransientError', { name: 'TransactionInProgressException' }],
    ['TransientError', { name: 'Error', code: 'ECONNREFUSED' }],
    ['TransientError', { name: 'SomethingNew', $fault: 'server' }],
    ['PermanentError', { name: 'SomethingNew', $fault: 'client' }],
    ['PermanentError', { name: 'AccessDeniedException' }],
    ['PermanentError', { name: 'ResourceNotFoundException' }],
  ])('a %s is what %j is, on reading and on writing', async (name, fault) => {
    const cause = Object.assign(new Error('It went wrong.'), fault);
    mock.onAnyCommand().rejects(cause);
    await expect(store().commit(commitOf(['p']))).rejects.toMatchObject({ name, cause });
    await expect(store().load(locality, 'plan', 'p')).rejects.toMatchObject({ name, cause });
    await expect(store().loadAll(locality, 'plan', ['p'])).rejects.toMatchObject({ name });
    await expect(store().entries(locality, 'plan', 'p')).rejects.toMatchObject({ name });
    await expect(store().listWaiting()).rejects.toMatchObject({ name });
    await expect(store().writePages(locality, [{ hash: sha256('x'), bytes: 'x' }])).rejects.toMatchObject({ name });
  });

  it('is not even asked for more than it takes in one transaction', async () => {
    const many = Array.from({ length: 50 }, (_, n) => `p${n}`);
    await expect(store().commit(commitOf(many))).rejects.toMatchObject({
      name: 'PermanentError',
      message: "A commit of 101 items passes DynamoDB's 100 a transaction.",
    });
    expect(mock.calls().length).toBe(0);
  });

  it('is asked strongly, and again for what it left out', async () => {
    const item = (id: string) => ({
      pk: `tay-giang#plan#${id}`,
      version: 1,
      head: sha256(id),
      body: { id, content: sha256(id), editions: 1 },
    });
    mock.on(GetCommand).resolves({ Item: item('a') });
    mock
      .on(BatchGetCommand)
      .resolvesOnce({
        Responses: { records: [item('a')] },
        UnprocessedKeys: { records: { Keys: [{ pk: item('b').pk }] } },
      })
      .resolves({ Responses: { records: [item('b')] } });
    mock.on(QueryCommand).resolves({ Items: [] });
    await store().load(locality, 'plan', 'a');
    expect((await store().loadAll(locality, 'plan', ['b', 'a'])).map(({ id }) => id)).toEqual(['b', 'a']);
    await store().entries(locality, 'plan', 'a');
    const inputs = mock.calls().map(({ args }) => JSON.stringify(args[0].input));
    expect(inputs.length).toBe(4);
    expect(inputs.filter((input) => !input.includes('"ConsistentRead":true'))).toEqual([]);
  });

  it('with a record that cannot be read is a fault, not an absence', async () => {
    mock.on(GetCommand).resolves({ Item: { pk: 'tay-giang#plan#a', version: 0 } });
    await expect(store().load(locality, 'plan', 'a')).rejects.toThrow(/./);
  });
});
