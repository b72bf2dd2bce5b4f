import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { findProgram, startEmulator as launch } from '../../infra/local/emulator.ts';
import type { Tables } from '../../shared/adapters/dynamodb.ts';

const tables: Tables = { records: 'records', journal: 'journal', operations: 'operations' };

/** Why tests on the embedded DynamoDB are left out here; undefined where they run. */
export const noEmulator: string | undefined =
  findProgram() === undefined ? `there is no embedded DynamoDB for ${process.platform}-${process.arch}` : undefined;

/** A DynamoDB in memory with the three tables, for the tests of one file. */
export type TestDynamo = {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Tables;
  readonly url: string;
  stop(): Promise<void>;
};

const createTables = async (client: DynamoDBClient): Promise<void> => {
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' as const });
  const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' as const });
  const index = (IndexName: string, partition: string, sort: string) => ({
    IndexName,
    KeySchema: [hash(partition), range(sort)],
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  });
  await client.send(
    new CreateTableCommand({
      TableName: tables.records,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [hash('pk')],
      AttributeDefinitions: ['pk', 'caseKey', 'caseSort', 'ownerKey', 'ownerSort', 'timeShard', 'timeSort'].map(text),
      GlobalSecondaryIndexes: [
        index('byCase', 'caseKey', 'caseSort'),
        index('byOwner', 'ownerKey', 'ownerSort'),
        index('byTime', 'timeShard', 'timeSort'),
      ],
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: tables.journal,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [hash('pk'), range('seq')],
      AttributeDefinitions: [text('pk'), { AttributeName: 'seq', AttributeType: 'N' }],
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: tables.operations,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [hash('pk'), range('sk')],
      AttributeDefinitions: [text('pk'), text('sk')],
    }),
  );
};

/** Makes the tables of a deployment at a DynamoDB; `stop` ends the connection alone. */
export const tablesAt = async (url: string, accessKeyId: string): Promise<TestDynamo> => {
  const plain = new DynamoDBClient({
    endpoint: url,
    region: 'ap-southeast-1',
    credentials: { accessKeyId, secretAccessKey: 'test' },
  });
  await createTables(plain);
  return {
    client: DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } }),
    tables,
    url,
    stop: async () => plain.destroy(),
  };
};

/** Starts the embedded DynamoDB in memory on a free loopback port, with the tables of a deployment. */
export const startEmulator = async (): Promise<TestDynamo> => {
  const emulator = await launch({ file: undefined });
  const dynamo = await tablesAt(emulator.url, 'test');
  return {
    ...dynamo,
    stop: async () => {
      await dynamo.stop();
      await emulator.stop();
    },
  };
};
