import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
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

/** Names a fault of a service after whether it passes, so that machines and queues know what to retry. */
export const faultOf = (what: string, cause: unknown): Error => {
  const name = cause instanceof Error ? cause.name : 'unknown';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : name;
  const message = `${what} failed: ${name}${cause instanceof Error ? `: ${cause.message}` : ''}`;
  return PASSING.has(name) || PASSING.has(code)
    ? new TransientError(message, { cause })
    : new PermanentError(message, { cause });
};

/** Runs a call to a service and names its fault. */
export const called = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (cause) {
    throw faultOf(what, cause);
  }
};
