import { createHash } from 'node:crypto';
import { type AwsRequest, type AwsResponse, awsFault } from './aws-http.ts';
import type { TableDefinition } from './deployment.ts';
import type { DynamoProxy } from './dynamodb-proxy.ts';
import type { Faults, WriteFault } from './faults.ts';
import { createLaggingIndexes } from './lagging-indexes.ts';
import { itemsWritten } from './written-items.ts';

/** DynamoDB for whoever asks: a function, by its name, or somebody of this machine. */
export type AnswerDynamo = (operation: string, request: AwsRequest, caller: string | undefined) => Promise<AwsResponse>;

/** How often an SDK asks before it tells the function, https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const attemptsOfClient = 3;

const conflict = (operation: string, item: number, items: number): AwsResponse => {
  if (operation !== 'TransactWriteItems') {
    return awsFault(400, 'TransactionConflictException', 'Transaction is ongoing for the item');
  }
  const codes = Array.from({ length: items }, (_, index) => (index === item ? 'TransactionConflict' : 'None'));
  const code = 'TransactionCanceledException';
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({
      __type: `com.amazonaws.dynamodb.v20120810#${code}`,
      Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
      CancellationReasons: codes.map((Code) =>
        Code === 'None' ? { Code } : { Code, Message: 'Transaction is ongoing for the item' },
      ),
    }),
  };
};

const lost = (): AwsResponse => awsFault(500, 'InternalServerError', 'The answer was lost on its way.');

/**
 * DynamoDB as it may behave to functions: writes that conflict, are throttled, or are carried out without an answer; and
 * indexes that lag. Whoever else asks gets the plain truth; what he writes lags in the indexes too.
 */
export const createFaultyDynamo = (options: {
  dynamo: Pick<DynamoProxy, 'answer' | 'call'>;
  tables: readonly TableDefinition[];
  faults: Faults;
  now: () => number;
}): { answer: AnswerDynamo; open: () => Promise<void> } => {
  const { dynamo, tables, faults, now } = options;
  const indexes = createLaggingIndexes({
    tables,
    call: dynamo.call,
    now,
    lag: (table, key) => faults.indexLag(table, key),
  });
  const unanswered = new Map<string, number>();

  const refusal = (fault: WriteFault, operation: string, items: number): AwsResponse | undefined => {
    switch (fault.kind) {
      case 'conflict':
        return conflict(operation, fault.item, items);
      case 'in-progress':
        return awsFault(400, 'TransactionInProgressException', 'The transaction with the given token is in progress.');
      case 'throttled':
        return awsFault(400, 'ThrottlingException', 'Throughput exceeds the current capacity of your table or index.');
      case 'answer-lost':
        return undefined;
    }
  };

  const write = async (
    operation: string,
    request: AwsRequest,
    written: ReturnType<typeof itemsWritten>,
    fault: WriteFault | undefined,
  ): Promise<AwsResponse> => {
    const all = [...written.items, ...written.checks];
    const refused = fault && refusal(fault, operation, all.length);
    if (refused !== undefined) return refused;
    const response = await dynamo.answer(operation, request);
    if (response.status !== 200) return response;
    await indexes.wrote(written.items);
    return fault === undefined ? response : lost();
  };

  const answer: AnswerDynamo = async (operation, request, caller) => {
    const body: unknown = JSON.parse(request.body.toString('utf8'));
    const written = itemsWritten(operation, body, tables);
    if (written.items.length === 0) {
      const lagging = caller === undefined ? undefined : await indexes.redirected(operation, body);
      const asked = lagging === undefined ? request : { ...request, body: Buffer.from(JSON.stringify(lagging)) };
      return dynamo.answer(operation, asked);
    }
    if (caller === undefined) return write(operation, request, written, undefined);
    const digest = createHash('sha256').update(request.body).digest('hex');
    const left = unanswered.get(digest) ?? 0;
    if (left > 0) {
      unanswered.set(digest, left - 1);
      return lost();
    }
    const names = [...written.items, ...written.checks].map(({ table, key }) => `${table} ${JSON.stringify(key)}`);
    const fault = faults.write(operation, names);
    const response = await write(operation, request, written, fault);
    if (fault?.kind === 'answer-lost' && response.status >= 500) unanswered.set(digest, attemptsOfClient - 1);
    return response;
  };

  return { answer, open: () => indexes.open() };
};
