import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Tables } from '../../shared/adapters/dynamodb.ts';
import type { Deployment } from './deployment.ts';

const Names = z.object({ RECORDS_TABLE: z.string(), JOURNAL_TABLE: z.string(), OPERATIONS_TABLE: z.string() });

/** The tables of a deployment, as the template tells every function. */
export const tablesOf = ({ functions }: Pick<Deployment, 'functions'>): Tables => {
  const names = functions.map(({ environment }) => Names.safeParse(environment)).find(({ success }) => success);
  if (names?.data === undefined) throw new Error('No function of the template is told the three tables.');
  const { RECORDS_TABLE, JOURNAL_TABLE, OPERATIONS_TABLE } = names.data;
  return { records: RECORDS_TABLE, journal: JOURNAL_TABLE, operations: OPERATIONS_TABLE };
};

/** A client for a DynamoDB on this machine. */
export const localClient = (endpoint: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
