import * as z from 'zod';
import { arnOf, nameOfArn } from './addresses.ts';
import type { Deployment, Right } from './deployment.ts';
import { allows } from './rights.ts';

/** An action on a resource that a request asks for. */
export type Needed = { action: string; resource: string };

const tableArn = (table: string, index?: string): string =>
  `${arnOf('dynamodb', `table/${table.slice(table.lastIndexOf('/') + 1)}`)}${index === undefined ? '' : `/index/${index}`}`;

const OnTable = z.object({ TableName: z.string(), IndexName: z.string().optional() });
const OnTables = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const Part = z.object({ TableName: z.string() });
const Transaction = z.object({
  TransactItems: z.array(
    z.object({
      Put: Part.optional(),
      Update: Part.optional(),
      Delete: Part.optional(),
      ConditionCheck: Part.optional(),
      Get: Part.optional(),
    }),
  ),
});

const ofDynamo = (operation: string, body: unknown): Needed[] => {
  switch (operation) {
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return Transaction.parse(body).TransactItems.flatMap((item) =>
        Object.entries(item).flatMap(([kind, part]) =>
          part === undefined ? [] : [{ action: `dynamodb:${kind}Item`, resource: tableArn(part.TableName) }],
        ),
      );
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(OnTables.parse(body).RequestItems).map((table) => ({
        action: `dynamodb:${operation}`,
        resource: tableArn(table),
      }));
    default: {
      const on = OnTable.safeParse(body);
      const resource = on.success ? tableArn(on.data.TableName, on.data.IndexName) : '*';
      return [{ action: `dynamodb:${operation}`, resource }];
    }
  }
};

const OnQueue = z.object({ QueueUrl: z.string() });
const OnStates = z.object({ stateMachineArn: z.string().optional(), executionArn: z.string().optional() });

/** What AWS would want a caller's policies to allow for one request of a JSON protocol. */
export const neededFor = (target: string, body: unknown, machines: readonly { arn: string }[]): Needed[][] => {
  const [service = '', operation = ''] = target.split('.');
  if (service.startsWith('DynamoDB')) return ofDynamo(operation, body).map((needed) => [needed]);
  if (service === 'AmazonSQS') {
    const on = OnQueue.safeParse(body);
    const resource = on.success ? arnOf('sqs', nameOfArn(on.data.QueueUrl)) : '*';
    return [[{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource }]];
  }
  const on = OnStates.parse(body);
  const resource = on.stateMachineArn ?? on.executionArn;
  // A token says nothing to us of its machine: a right to any machine will do.
  const resources = resource === undefined ? machines.map(({ arn }) => arn) : [resource];
  return [resources.map((one) => ({ action: `states:${operation}`, resource: one }))];
};

/** The first of the needed rights that the statements do not give; each needs one of its alternatives. */
export const missingRight = (rights: readonly Right[], needed: readonly Needed[][]): Needed | undefined =>
  needed.find((alternatives) => !alternatives.some(({ action, resource }) => allows(rights, action, resource)))?.[0];

/** What each function's, machine's and mapping's role lacks for what the template itself makes it do. */
export const missingInTemplate = (deployment: Deployment): string[] => {
  const problems: string[] = [];
  const want = (who: string, rights: readonly Right[], action: string, resource: string): void => {
    if (!allows(rights, action, resource)) problems.push(`${who} may not ${action} on ${resource}`);
  };
  const rightsOf = (name: string): readonly Right[] =>
    deployment.functions.find((fn) => fn.name === name)?.rights ?? [];
  for (const { name, definition, rights } of deployment.machines) {
    for (const { arn } of deployment.functions) {
      if (definition.includes(`"${arn}"`)) want(name, rights, 'lambda:InvokeFunction', arn);
    }
  }
  for (const { function: name, queue } of deployment.queueFeeds) {
    for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) {
      want(name, rightsOf(name), `sqs:${action}`, arnOf('sqs', queue));
    }
  }
  for (const { function: name, table, deadLetters } of deployment.streams) {
    for (const action of ['GetRecords', 'GetShardIterator', 'DescribeStream']) {
      want(name, rightsOf(name), `dynamodb:${action}`, `${tableArn(table)}/stream/2021-01-01T00:00:00.000`);
    }
    if (deadLetters !== undefined) want(name, rightsOf(name), 'sqs:SendMessage', arnOf('sqs', deadLetters));
  }
  for (const { name, function: called, rights } of deployment.schedules) {
    want(name, rights, 'lambda:InvokeFunction', arnOf('lambda', `function:${called}`));
  }
  for (const { function: name, deadLetters } of deployment.asyncs) {
    if (deadLetters !== undefined) want(name, rightsOf(name), 'sqs:SendMessage', arnOf('sqs', deadLetters));
  }
  return problems;
};
