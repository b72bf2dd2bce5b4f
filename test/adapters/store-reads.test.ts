import { BatchGetCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { documentClient } from '../../shared/adapters/dynamodb.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { TransientError } from '../../shared/app/faults.ts';
import { LocalityId } from '../../shared/domain/ids.ts';

const mock = mockClient(DynamoDBDocumentClient);
beforeEach(() => mock.reset());

const tables = { records: 'records', journal: 'journal', operations: 'operations' };
const body = { id: 'plan-a', content: sha256('plan'), editions: 1 };
const record = { pk: 'tay-giang#plan#plan-a', type: 'plan', version: 1, head: sha256('entry'), body };

it('scans the records among the commands and pages that lie in the same table', async () => {
  const page = { pk: `tay-giang#page#${sha256('[]')}`, bytes: '[]' };
  const command = { pk: 'tay-giang#command#command-1', id: 'command-1', asked: sha256('a'), at: 'then' };
  mock.on(ScanCommand).resolves({ Items: [page, command, record] });
  const scan = dynamoScan(documentClient(), tables);
  expect(await Array.fromAsync(scan.records())).toEqual([
    { stream: record.pk, version: 1, head: record.head, body: record.body },
  ]);
  expect(await Array.fromAsync(scan.pages())).toEqual([{ locality: 'tay-giang', hash: sha256('[]'), bytes: '[]' }]);
});

it('asks for each key once, since a list from an index can name a record twice', async () => {
  mock.on(BatchGetCommand).resolves({ Responses: { records: [record] } });
  const store = dynamoStore(documentClient(), tables);
  await store.loadAll(LocalityId.parse('tay-giang'), 'plan', ['plan-a', 'plan-a']);
  const [call] = mock.commandCalls(BatchGetCommand);
  expect(call?.args[0].input.RequestItems?.['records']?.Keys).toEqual([{ pk: record.pk }]);
});

it('gives up, to be tried again, where DynamoDB leaves a key out of every answer', async () => {
  mock.on(BatchGetCommand).resolves({ UnprocessedKeys: { records: { Keys: [{ pk: record.pk }] } } });
  const store = dynamoStore(documentClient(), tables);
  await expect(store.loadAll(LocalityId.parse('tay-giang'), 'plan', ['plan-a'])).rejects.toThrow(TransientError);
  expect(mock.commandCalls(BatchGetCommand)).toHaveLength(6);
});
