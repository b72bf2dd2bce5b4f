import http from 'node:http';
import * as z from 'zod';
import { type AwsRequest, type AwsResponse, awsFault, dynamoFault, dynamoHeaders } from './aws-http.ts';
import type { Intents, StreamedPut } from './intents.ts';
import { messageOf } from './start-error.ts';
import type { CallDynamo } from './tables.ts';
import { aroundAsyncWrite } from './write-points.ts';

const Item = z.record(z.string(), z.unknown());
const Put = z.object({ TableName: z.string(), Item, ConditionExpression: z.string().optional() });
const PutItem = Put;
const TransactWriteItems = z.object({ TransactItems: z.array(z.object({ Put: Put.optional() })) });
const BatchWriteItem = z.object({
  RequestItems: z.record(z.string(), z.array(z.object({ PutRequest: z.unknown().optional() }))),
});

const isWrite = (operation: string): boolean => /^(?:Put|Update|Delete|BatchWrite|TransactWrite)Item/.test(operation);

const plainName = (table: string): string => table.slice(table.lastIndexOf('/') + 1);

/** The puts of a write request that a stream would tell of. */
const putsOf = (operation: string, body: string, streamed: ReadonlySet<string>): StreamedPut[] => {
  const puts =
    operation === 'PutItem'
      ? [PutItem.safeParse(JSON.parse(body)).data]
      : TransactWriteItems.safeParse(JSON.parse(body)).data?.TransactItems.map(({ Put: put }) => put);
  // What is not of the operation's shape puts nothing, and DynamoDB says why.
  return (puts ?? [])
    .flatMap((put) => put ?? [])
    .map((put) => ({ table: plainName(put.TableName), item: put.Item }))
    .filter(({ table }) => streamed.has(table));
};

/** Writes that make items in ways whose outcome the proxy cannot follow into a stream. */
const unseen = (operation: string, body: string, streamed: ReadonlySet<string>): boolean => {
  switch (operation) {
    case 'BatchWriteItem':
      return Object.entries(BatchWriteItem.safeParse(JSON.parse(body)).data?.RequestItems ?? {}).some(
        ([table, requests]) => streamed.has(plainName(table)) && requests.some((one) => one.PutRequest !== undefined),
      );
    case 'ExecuteStatement':
    case 'BatchExecuteStatement':
    case 'ExecuteTransaction':
      return /\binsert\b/i.test(body) && [...streamed].some((table) => body.includes(table));
    default:
      return false;
  }
};

/** Passes DynamoDB requests on to the emulator, and what they commit into a streamed table on to `intents`. */
export type DynamoProxy = {
  answer(operation: string, request: AwsRequest): Promise<AwsResponse>;
  /** One request of the runtime's own. */
  call: CallDynamo;
  stop(): void;
};

/** Makes the proxy to the DynamoDB at `url`. `streamed` are the tables whose puts are handed on. */
export const createDynamoProxy = (url: string, streamed: ReadonlySet<string>, intents: Intents): DynamoProxy => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const target = new URL(url);

  const send = (operation: string, body: string | Buffer): Promise<AwsResponse> =>
    new Promise((resolve, reject) => {
      const request = http.request(
        {
          host: target.hostname,
          port: target.port,
          path: target.pathname,
          method: 'POST',
          agent,
          headers: { ...dynamoHeaders(operation), 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const kept: Record<string, string> = {};
            for (const name of ['content-type', 'x-amz-crc32', 'x-amzn-requestid']) {
              const value = response.headers[name];
              if (typeof value === 'string') kept[name] = value;
            }
            resolve({ status: response.statusCode ?? 500, headers: kept, body: Buffer.concat(parts) });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });

  const forward = async (operation: string, body: Buffer, puts: readonly StreamedPut[] = []): Promise<AwsResponse> => {
    try {
      if (!isWrite(operation)) return await send(operation, body);
      const kind = puts.length > 0 ? 'journal' : 'other';
      return await aroundAsyncWrite(kind, () => send(operation, body), { operation, puts });
    } catch (error) {
      return dynamoFault(500, 'InternalServerError', `The embedded DynamoDB does not answer: ${messageOf(error)}`);
    }
  };

  const answer = async (operation: string, request: AwsRequest): Promise<AwsResponse> => {
    const body = () => request.body.toString('utf8');
    if (operation === 'PutItem' || operation === 'TransactWriteItems') {
      const puts = putsOf(operation, body(), streamed);
      if (puts.length > 0) {
        const intent = intents.announce(puts);
        const response = await forward(operation, request.body, puts);
        if (response.status === 200) intent.confirm();
        else if (response.status < 500) intent.withdraw();
        else intent.leaveOpen();
        if (response.status < 500) await intents.recover(call);
        return response;
      }
    } else if (unseen(operation, body(), streamed)) {
      return awsFault(
        400,
        'ValidationException',
        `${operation} cannot put items into a table with a stream on the laptop; use PutItem or TransactWriteItems.`,
        'com.amazon.coral.validate',
      );
    }
    return forward(operation, request.body);
  };

  const call: CallDynamo = async (operation, body) => {
    const response = await send(operation, JSON.stringify(body));
    const parsed: unknown = JSON.parse(response.body.toString('utf8'));
    return { status: response.status, body: parsed };
  };

  return { answer, call, stop: () => agent.destroy() };
};
