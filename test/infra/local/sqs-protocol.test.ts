import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { clientOf, refusal, startFixture } from './fixture-runtime.ts';
import { aTemplate } from './template-fixture.ts';

let runtime: Runtime;
let sqs: SQSClient;
let QueueUrl: string;
beforeAll(async () => {
  const template = aTemplate();
  template.Resources['Notes'] = { Type: 'AWS::SQS::Queue', Properties: { MaximumMessageSize: 1024 } };
  runtime = await startFixture({ template: () => template });
  sqs = new SQSClient(clientOf(runtime));
  QueueUrl = `${runtime.endpointUrl}/000000000000/DeadMail`;
});
afterAll(() => runtime.stop());

const megabyte = 1024 * 1024;
const entries = (count: number) => Array.from({ length: count }, (_, n) => ({ Id: `${n}`, MessageBody: 'x' }));

describe('SQS over the wire', () => {
  it('sends and receives a message whole, with the attributes that are asked for', async () => {
    const MessageAttributes = {
      unit: { DataType: 'String', StringValue: 'phòng VHTT' },
      seal: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
    };
    const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hồ sơ', MessageAttributes }));
    expect(sent.MD5OfMessageBody).toBe('060fb5f00fa8db50b624146a3a55cb40');
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
    );
    expect(Messages).toMatchObject([
      {
        Body: 'hồ sơ',
        MessageAttributes,
        MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
        Attributes: { ApproximateReceiveCount: '1' },
      },
    ]);
    const ReceiptHandle = Messages?.[0]?.ReceiptHandle;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const { Messages: again } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(again?.[0]).not.toHaveProperty('Attributes');
    expect(again?.[0]).not.toHaveProperty('MessageAttributes');
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.[0]?.ReceiptHandle }));
  });

  it('gives attributes the digest that AWS gives them', async () => {
    const MessageAttributes = { timestamp: { DataType: 'Number', StringValue: '1493147359900' } };
    const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageAttributes }));
    expect(sent.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c');
  });

  it('tells of a queue what it is asked for', async () => {
    const asked = { QueueUrl, AttributeNames: ['QueueArn' as const] };
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand(asked));
    expect(Attributes).toEqual({ QueueArn: 'arn:aws:sqs:ap-southeast-1:000000000000:DeadMail' });
    expect(await sqs.send(new GetQueueUrlCommand({ QueueName: 'DeadMail' }))).toMatchObject({ QueueUrl });
  });

  it("holds messages to their queue's own size, each of a batch by itself", async () => {
    const notes = { QueueUrl: QueueUrl.replace('DeadMail', 'Notes') };
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ ...notes, AttributeNames: ['MaximumMessageSize', 'MessageRetentionPeriod'] }),
    );
    expect(Attributes).toEqual({ MaximumMessageSize: '1024', MessageRetentionPeriod: '345600' });
    const Message = 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.';
    const large = { Id: 'large', MessageBody: 'x'.repeat(1025) };
    expect(await refusal(sqs.send(new SendMessageCommand({ ...notes, ...large })))).toMatchObject({
      name: 'InvalidParameterValue',
      message: Message,
    });
    const batched = await sqs.send(new SendMessageBatchCommand({ ...notes, Entries: [...entries(1), large] }));
    expect(batched).toMatchObject({
      Successful: [{ Id: '0' }],
      Failed: [{ Id: 'large', SenderFault: true, Code: 'InvalidParameterValue', Message }],
    });
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ ...notes, MaxNumberOfMessages: 10 }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['x']);
  });

  const gone = () => ({ QueueUrl: QueueUrl.replace('DeadMail', 'Gone') });
  const nonExistent = 'AWS.SimpleQueueService.NonExistentQueue';
  const batch = (Entries: { Id: string; MessageBody: string }[]) =>
    sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const batches = 'AWS.SimpleQueueService';

  it.each([
    [
      'a queue that is not there',
      () => sqs.send(new SendMessageCommand({ ...gone(), MessageBody: 'x' })),
      ['QueueDoesNotExist', nonExistent, 400, 'The specified queue does not exist.'],
    ],
    [
      'a message of no queue',
      () => sqs.send(new ReceiveMessageCommand(gone())),
      ['QueueDoesNotExist', nonExistent, 400, 'The specified queue does not exist.'],
    ],
    [
      'the address of a queue that is not there',
      () => sqs.send(new GetQueueUrlCommand({ QueueName: 'Gone' })),
      ['QueueDoesNotExist', nonExistent, 400, 'The specified queue does not exist.'],
    ],
    [
      'an empty message',
      () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '' })),
      ['MissingParameter', 'MissingParameter', 400, 'must contain the parameter MessageBody.'],
    ],
    [
      'no message',
      () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: undefined })),
      ['MissingParameter', 'MissingParameter', 400, 'must contain the parameter MessageBody.'],
    ],
    [
      'a message of more than 1 MB',
      () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(megabyte + 1) })),
      ['InvalidParameterValue', 'InvalidParameterValue', 400, 'shorter than 1048576 bytes'],
    ],
    [
      'a delay of a day',
      () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', DelaySeconds: 86_400 })),
      ['InvalidParameterValue', 'InvalidParameterValue', 400, 'Value for parameter DelaySeconds is invalid.'],
    ],
    [
      'eleven messages at once',
      () => sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })),
      ['InvalidParameterValue', 'InvalidParameterValue', 400, 'Value for parameter MaxNumberOfMessages'],
    ],
    [
      'a receipt that is none',
      () => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'mine' })),
      ['ReceiptHandleIsInvalid', 'ReceiptHandleIsInvalid', 404, 'The input receipt handle "mine" is not a valid'],
    ],
    ['an empty batch', () => batch([]), ['EmptyBatchRequest', `${batches}.EmptyBatchRequest`, 400, 'at least one']],
    [
      'a batch of eleven',
      () => batch(entries(11)),
      ['TooManyEntriesInBatchRequest', `${batches}.TooManyEntriesInBatchRequest`, 400, 'You have sent 11.'],
    ],
    [
      'a batch with one id twice',
      () => batch([...entries(1), ...entries(1)]),
      ['BatchEntryIdsNotDistinct', `${batches}.BatchEntryIdsNotDistinct`, 400, 'Id 0 repeated.'],
    ],
    [
      'a batch with a bad id',
      () => batch([{ Id: 'a b', MessageBody: 'x' }]),
      ['InvalidBatchEntryId', `${batches}.InvalidBatchEntryId`, 400, 'A batch entry id can only contain'],
    ],
    [
      'a batch of more than 1 MB',
      () => batch(entries(2).map(({ Id }) => ({ Id, MessageBody: 'x'.repeat(megabyte / 2 + 1) }))),
      ['BatchRequestTooLong', `${batches}.BatchRequestTooLong`, 400, 'You have sent 1048578 bytes.'],
    ],
    [
      'to end a batch of none',
      () => sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [] })),
      ['EmptyBatchRequest', `${batches}.EmptyBatchRequest`, 400, 'at least one'],
    ],
    [
      'an attribute that no queue has',
      () => sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] })),
      ['InvalidAttributeName', 'InvalidAttributeName', 400, 'Unknown Attribute Policy.'],
    ],
  ])('refuses %s as AWS does', async (_what, call, [name, Code, httpStatusCode, words]) => {
    expect(await refusal(call())).toMatchObject({
      name,
      message: expect.stringContaining(String(words)),
      Error: { Code, Type: 'Sender' },
      $metadata: { httpStatusCode },
    });
  });
});
