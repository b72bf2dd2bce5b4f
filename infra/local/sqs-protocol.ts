import * as z from 'zod';
import { nameOfArn } from './addresses.ts';
import { type AwsResponse, awsFault, awsJson } from './aws-http.ts';
import type { QueueDefinition } from './deployment.ts';
import type { Queues, Received } from './queues.ts';

const queue = { QueueUrl: z.string() };
const delay = z.int().min(0).max(900).optional();
const Attributes = z.record(z.string(), z.looseObject({ DataType: z.string() })).default({});
const SendMessage = z.object({
  ...queue,
  MessageBody: z.string().min(1),
  DelaySeconds: delay,
  MessageAttributes: Attributes,
});
const SendMessageBatch = z.object({
  ...queue,
  Entries: z
    .array(
      z.object({ Id: z.string(), MessageBody: z.string().min(1), DelaySeconds: delay, MessageAttributes: Attributes }),
    )
    .min(1)
    .max(10),
});
const ReceiveMessage = z.object({
  ...queue,
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
});
const WithReceipt = z.object({ ...queue, ReceiptHandle: z.string() });
const ChangeVisibility = z.object({
  ...queue,
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.int().min(0).max(43_200),
});
const DeleteBatch = z.object({ ...queue, Entries: z.array(z.object({ Id: z.string(), ReceiptHandle: z.string() })) });
const OfQueue = z.object(queue);
const QueueNamed = z.object({ QueueName: z.string() });
const Prefix = z.object({ QueueNamePrefix: z.string().default('') });

/** The most that the messages of one request hold together, in bytes. */
const largestBatch = 1024 * 1024;

const receivedView = (message: Received) => ({
  MessageId: message.id,
  ReceiptHandle: message.receipt,
  Body: message.body,
  MD5OfBody: message.md5,
  Attributes: message.attributes,
  ...(message.messageAttributes === undefined ? {} : { MessageAttributes: message.messageAttributes }),
});

/** As functions and readers see attributes that clients send. */
const storedAttributes = (given: z.infer<typeof Attributes>): unknown => (Object.keys(given).length === 0 ? {} : given);

/** Answers the part of the SQS API that functions and a person with the AWS CLI need, in AWS JSON 1.0. */
export const createSqsProtocol = (queues: Queues, definitions: readonly QueueDefinition[], endpointUrl: string) => {
  const urlOf = (name: string): string => `${endpointUrl}/000000000000/${name}`;

  class NoSuchQueue extends Error {}

  const nameOf = (url: string): string => {
    const name = nameOfArn(url);
    if (!queues.names.includes(name)) throw new NoSuchQueue(url);
    return name;
  };

  const attributesOf = (name: string) => {
    const definition = definitions.find((one) => one.name === name);
    const { visible, hidden } = queues.counts(name);
    return {
      QueueArn: definition?.arn,
      VisibilityTimeout: String(definition?.visibility),
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(hidden),
    };
  };

  const largestOf = (name: string): number => definitions.find((one) => one.name === name)?.largest ?? largestBatch;
  const tooLarge = (body: string, name: string): boolean => Buffer.byteLength(body) > largestOf(name);

  const sendBatch = (body: unknown): AwsResponse => {
    const { QueueUrl, Entries } = SendMessageBatch.parse(body);
    const name = nameOf(QueueUrl);
    const bytes = Entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
    if (bytes > largestBatch || Entries.some(({ MessageBody }) => tooLarge(MessageBody, name))) {
      return awsFault(400, 'BatchRequestTooLong', `A message holds ${largestOf(name)} bytes, a batch ${largestBatch}.`);
    }
    const Successful = Entries.map(({ Id, MessageBody, DelaySeconds, MessageAttributes }) => {
      const sent = queues.send(name, MessageBody, {
        delay: DelaySeconds,
        attributes: storedAttributes(MessageAttributes),
      });
      return { Id, MessageId: sent.id, MD5OfMessageBody: sent.md5 };
    });
    return awsJson(200, { Successful, Failed: [] });
  };

  const run = (operation: string, body: unknown): AwsResponse => {
    switch (operation) {
      case 'SendMessage': {
        const { QueueUrl, MessageBody, DelaySeconds, MessageAttributes } = SendMessage.parse(body);
        const name = nameOf(QueueUrl);
        if (tooLarge(MessageBody, name)) {
          return awsFault(400, 'InvalidParameterValue', `A message holds ${largestOf(name)} bytes.`);
        }
        const attributes = storedAttributes(MessageAttributes);
        const sent = queues.send(name, MessageBody, { delay: DelaySeconds, attributes });
        return awsJson(200, { MessageId: sent.id, MD5OfMessageBody: sent.md5 });
      }
      case 'SendMessageBatch':
        return sendBatch(body);
      case 'ReceiveMessage': {
        const { QueueUrl, MaxNumberOfMessages, VisibilityTimeout } = ReceiveMessage.parse(body);
        const received = queues.receive(nameOf(QueueUrl), MaxNumberOfMessages, VisibilityTimeout);
        return awsJson(200, received.length === 0 ? {} : { Messages: received.map(receivedView) });
      }
      case 'DeleteMessage': {
        const { QueueUrl, ReceiptHandle } = WithReceipt.parse(body);
        queues.remove(nameOf(QueueUrl), ReceiptHandle);
        return awsJson(200, {});
      }
      case 'DeleteMessageBatch': {
        const { QueueUrl, Entries } = DeleteBatch.parse(body);
        for (const { ReceiptHandle } of Entries) queues.remove(nameOf(QueueUrl), ReceiptHandle);
        return awsJson(200, { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] });
      }
      case 'ChangeMessageVisibility': {
        const { QueueUrl, ReceiptHandle, VisibilityTimeout } = ChangeVisibility.parse(body);
        queues.show(nameOf(QueueUrl), ReceiptHandle, VisibilityTimeout);
        return awsJson(200, {});
      }
      case 'GetQueueUrl':
        return awsJson(200, { QueueUrl: urlOf(nameOf(QueueNamed.parse(body).QueueName)) });
      case 'GetQueueAttributes':
        return awsJson(200, { Attributes: attributesOf(nameOf(OfQueue.parse(body).QueueUrl)) });
      case 'ListQueues': {
        const { QueueNamePrefix } = Prefix.parse(body);
        return awsJson(200, { QueueUrls: queues.names.filter((name) => name.startsWith(QueueNamePrefix)).map(urlOf) });
      }
      case 'PurgeQueue':
        queues.purge(nameOf(OfQueue.parse(body).QueueUrl));
        return awsJson(200, {});
      default:
        return awsFault(400, 'UnsupportedOperation', `The laptop's SQS does not know ${operation}.`);
    }
  };

  return (operation: string, body: unknown): AwsResponse => {
    try {
      return run(operation, body);
    } catch (error) {
      if (error instanceof NoSuchQueue) {
        return awsFault(400, 'QueueDoesNotExist', `The specified queue does not exist: ${error.message}`);
      }
      if (error instanceof z.ZodError) return awsFault(400, 'InvalidParameterValue', z.prettifyError(error));
      throw error;
    }
  };
};
