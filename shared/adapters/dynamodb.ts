import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { PermanentError, TransientError } from '../app/faults.ts';

/** The tables of a deployment. */
export type Tables = { readonly records: string; readonly journal: string; readonly operations: string };

/** The client that every adapter of one function shares. */
export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });

const PASSING = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  'TransactionInProgressException',
  'TimeoutError',
  'NetworkingError',
  'ECONNREFUSED',
  'ECONNRESET',
]);

const Reasons = z.object({ CancellationReasons: z.array(z.object({ Code: z.string().optional() })) });

/** Why a transaction was cancelled, where that alone passes: as a throttled one, or one that met another. */
const PASSING_REASONS = new Set([
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

const passes = (cause: unknown, name: string, code: string): boolean => {
  if (PASSING.has(name) || PASSING.has(code)) return true;
  const cancelled = Reasons.safeParse(cause);
  if (cancelled.success)
    return cancelled.data.CancellationReasons.every(({ Code }) => PASSING_REASONS.has(Code ?? 'None'));
  return cause instanceof Error && '$fault' in cause && cause.$fault === 'server';
};

/** Names a fault of a service after whether it passes, so that machines and queues know what to retry. */
export const faultOf = (what: string, cause: unknown): Error => {
  if (cause instanceof TransientError || cause instanceof PermanentError) return cause;
  const name = cause instanceof Error ? cause.name : 'unknown';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : name;
  const message = `${what} failed: ${name}${cause instanceof Error ? `: ${cause.message}` : ''}`;
  return passes(cause, name, code) ? new TransientError(message, { cause }) : new PermanentError(message, { cause });
};

/** Runs a call to a service and names its fault. */
export const called = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (cause) {
    throw faultOf(what, cause);
  }
};

/** Every item of a partition, read strongly. */
export const queried = async (
  client: DynamoDBDocumentClient,
  table: string,
  partition: string,
): Promise<readonly unknown[]> => {
  const items: unknown[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': partition },
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
};
