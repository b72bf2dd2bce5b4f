import * as z from 'zod';
import { arnOf, nameOfArn, streamArnOf } from './addresses.ts';
import type { ConditionContext } from './conditions.ts';
import type { Deployment, Right } from './deployment.ts';
import { allows, decide } from './rights.ts';

/** An action on a resource that a request asks for, and what it says for the conditions of policies. */
export type Needed = { action: string; resource: string; context?: ConditionContext };

/** A right that is missing, because nothing allows it or because something denies it. */
export type Missing = Needed & { isDenied: boolean };

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

/** A request that is not what the operation takes needs the right to it on everything; DynamoDB will refuse it. */
const ofDynamo = (operation: string, body: unknown): Needed[] => {
  const onAll = [{ action: `dynamodb:${operation}`, resource: '*' }];
  switch (operation) {
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return (
        Transaction.safeParse(body).data?.TransactItems.flatMap((item) =>
          Object.entries(item).flatMap(([kind, part]) =>
            part === undefined ? [] : [{ action: `dynamodb:${kind}Item`, resource: tableArn(part.TableName) }],
          ),
        ) ?? onAll
      );
    case 'BatchGetItem':
    case 'BatchWriteItem': {
      const tables = OnTables.safeParse(body).data?.RequestItems;
      if (tables === undefined) return onAll;
      return Object.keys(tables).map((table) => ({ action: `dynamodb:${operation}`, resource: tableArn(table) }));
    }
    default: {
      const on = OnTable.safeParse(body);
      if (!on.success) return onAll;
      return [{ action: `dynamodb:${operation}`, resource: tableArn(on.data.TableName, on.data.IndexName) }];
    }
  }
};

const OnQueue = z.union([
  z.object({ QueueUrl: z.string() }).transform(({ QueueUrl }) => nameOfArn(QueueUrl)),
  z.object({ QueueName: z.string() }).transform(({ QueueName }) => QueueName),
]);
const OnStates = z.object({ stateMachineArn: z.string().optional(), executionArn: z.string().optional() });

/** What AWS would want a caller's policies to allow for one request of a JSON protocol. */
export const neededFor = (target: string, body: unknown, machines: readonly { arn: string }[]): Needed[][] => {
  const [service = '', operation = ''] = target.split('.');
  if (service.startsWith('DynamoDB')) return ofDynamo(operation, body).map((needed) => [needed]);
  if (service === 'AmazonSQS') {
    const on = OnQueue.safeParse(body);
    const resource = on.success ? arnOf('sqs', on.data) : '*';
    return [[{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource }]];
  }
  const on = OnStates.safeParse(body).data;
  const resource = on?.stateMachineArn ?? on?.executionArn;
  // A token says nothing to us of its machine: a right to any machine will do.
  const resources = resource === undefined ? machines.map(({ arn }) => arn) : [resource];
  return [resources.map((one) => ({ action: `states:${operation}`, resource: one }))];
};

/** The first of the needed rights that the statements do not give; each needs one of its alternatives. */
export const missingRight = (rights: readonly Right[], needed: readonly Needed[][]): Missing | undefined => {
  for (const alternatives of needed) {
    const decisions = alternatives.map((one) => decide(rights, one.action, one.resource, one.context));
    const [first] = alternatives;
    if (first === undefined || decisions.includes('allowed')) continue;
    return { ...first, isDenied: decisions[0] === 'denied' };
  }
  return undefined;
};

/** What functions, machines, mappings, schedules and routes lack for what the template itself makes them do. */
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
    for (const action of ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams']) {
      want(name, rightsOf(name), `dynamodb:${action}`, streamArnOf(table));
    }
    if (deadLetters !== undefined) want(name, rightsOf(name), 'sqs:SendMessage', arnOf('sqs', deadLetters));
  }
  for (const { name, function: called, deadLetters, rights } of deployment.schedules) {
    want(name, rights, 'lambda:InvokeFunction', arnOf('lambda', `function:${called}`));
    if (deadLetters !== undefined) want(name, rights, 'sqs:SendMessage', arnOf('sqs', deadLetters));
  }
  for (const { function: name, deadLetters } of deployment.asyncs) {
    if (deadLetters !== undefined) want(name, rightsOf(name), 'sqs:SendMessage', arnOf('sqs', deadLetters));
  }
  const wantInvoked = (who: string, principal: string, called: string): void => {
    const mayInvoke = deployment.permissions.some((one) => one.function === called && one.principal === principal);
    if (!mayInvoke) problems.push(`${who} may not lambda:InvokeFunction on ${arnOf('lambda', `function:${called}`)}`);
  };
  for (const { key, function: called } of deployment.routes) wantInvoked(key, 'apigateway.amazonaws.com', called);
  for (const { topic, function: called } of deployment.subscriptions) wantInvoked(topic, 'sns.amazonaws.com', called);
  for (const { topic, set, mayPublish } of deployment.feedback)
    if (!mayPublish) problems.push(`SES may not sns:Publish on ${arnOf('sns', topic)} for ${set}`);
  return problems;
};
