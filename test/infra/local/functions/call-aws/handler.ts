import { DynamoDBClient, PutItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';

const Input = z.object({ call: z.string(), from: z.string().default('trinh@mail.example') });

const account = 'ap-southeast-1:000000000000';
const Item = { pk: { S: 'x' }, seq: { N: '1' } };

const invoke = async () => {
  const url = `${process.env['AWS_ENDPOINT_URL']}/2015-03-31/functions/fixture-tick/invocations`;
  const response = await fetch(url, { method: 'POST', body: '{}' });
  const answer: unknown = await response.json();
  if (response.ok) return;
  const error = new Error(z.object({ message: z.string() }).parse(answer).message);
  error.name = response.headers.get('x-amzn-errortype') ?? 'unknown';
  throw Object.assign(error, { $metadata: { httpStatusCode: response.status } });
};

const calls: Readonly<Record<string, (from: string) => Promise<unknown>>> = {
  'dynamodb:PutItem': () => new DynamoDBClient().send(new PutItemCommand({ TableName: 'Journal', Item })),
  'dynamodb:PutItem in a transaction': () =>
    new DynamoDBClient().send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'Journal', Item } }] }),
    ),
  'dynamodb:Query': () =>
    new DynamoDBClient().send(
      new QueryCommand({
        TableName: 'Journal',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'x' } },
      }),
    ),
  'sqs:SendMessage': () =>
    new SQSClient().send(
      new SendMessageCommand({
        QueueUrl: `${process.env['AWS_ENDPOINT_URL']}/000000000000/DeadEntries`,
        MessageBody: 'x',
      }),
    ),
  'sqs:SendMessage in a batch': () =>
    new SQSClient().send(
      new SendMessageBatchCommand({
        QueueUrl: `${process.env['AWS_ENDPOINT_URL']}/000000000000/DeadEntries`,
        Entries: [{ Id: 'a', MessageBody: 'x' }],
      }),
    ),
  'ses:SendEmail': (from) =>
    new SESClient().send(
      new SendEmailCommand({
        Source: from,
        Destination: { ToAddresses: ['a@tg.example'] },
        Message: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } },
      }),
    ),
  'states:StartExecution': () =>
    new SFNClient().send(
      new StartExecutionCommand({ stateMachineArn: `arn:aws:states:${account}:stateMachine:fixture-wait` }),
    ),
  'lambda:InvokeFunction': invoke,
};

const Refused = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
});

/** Makes the call of AWS that it is told, and says how that went. */
export const handler = async (event: unknown) => {
  const { call, from } = Input.parse(event);
  try {
    await calls[call]?.(from);
    return { done: call };
  } catch (error) {
    const { name, message, $metadata } = Refused.parse(error);
    return { name, message, status: $metadata.httpStatusCode };
  }
};
