import * as z from 'zod';
import { accountId, nameOfArn } from './addresses.ts';
import { type AwsResponse, awsJson } from './aws-http.ts';
import type { QueueDefinition } from './deployment.ts';
import { askedAttributes, md5OfAttributes, MessageAttributes } from './message-attributes.ts';
import type { Queues, Received } from './queues.ts';
import { SqsFault, sqsFailedEntry, sqsFault, sqsUnknown } from './sqs-faults.ts';

const queue = { QueueUrl: z.string() };
const delay = z.int().min(0).max(900).optional();
const visibility = z.int().min(0).max(43_200);
const names = z.array(z.string()).default([]);
const message = {
  MessageBody: z.string(),
  DelaySeconds: delay,
  MessageAttributes: MessageAttributes.default({}),
};
const SendMessage = z.object({ ...queue, ...message });
const SendMessageBatch = z.object({ ...queue, Entries: z.array(z.object({ Id: z.string(), ...message })) });
const ReceiveMessage = z.object({
  ...queue,
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: visibility.optional(),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});
const WithReceipt = z.object({ ...queue, ReceiptHandle: z.string() });
const ChangeVisibility = z.object({ ...queue, ReceiptHandle: z.string(), VisibilityTimeout: visibility });
const DeleteBatch = z.object({ ...queue, Entries: z.array(z.object({ Id: z.string(), ReceiptHandle: z.string() })) });
const OfQueue = z.object(queue);
const AttributesOfQueue = z.object({ ...queue, AttributeNames: names });
const QueueNamed = z.object({ QueueName: z.string() });
const Prefix = z.object({ QueueNamePrefix: z.string().default('') });

/** The most that the messages of one request hold together, in bytes, and how many of them there may be. */
const largestRequest = 1024 * 1024;
const largestBatch = 10;

const receivedView = (received: Received, asked: z.infer<typeof ReceiveMessage>) => {
  const system = new Set([...asked.AttributeNames, ...asked.MessageSystemAttributeNames]);
  const attributes = Object.entries(received.attributes).filter(([name]) => system.has('All') || system.has(name));
  const own = askedAttributes(received.messageAttributes, asked.MessageAttributeNames);
  const md5 = md5OfAttributes(own);
  return {
    MessageId: received.id,
    ReceiptHandle: received.receipt,
    Body: received.body,
    MD5OfBody: received.md5,
    ...(attributes.length === 0 ? {} : { Attributes: Object.fromEntries(attributes) }),
    ...(md5 === undefined ? {} : { MessageAttributes: own, MD5OfMessageAttributes: md5 }),
  };
};

const checkBody = (body: string): void => {
  if (body === '')
    throw new SqsFault('MissingRequiredParameterException', 'The request must contain the parameter MessageBody.');
};

/** The fault of a message that is larger than its queue takes. */
const sizeFault = (body: string, { largest }: QueueDefinition): SqsFault | undefined => {
  if (Buffer.byteLength(body) <= largest) return undefined;
  const reason = `One or more parameters are invalid. Reason: Message must be shorter than ${largest} bytes.`;
  return new SqsFault('InvalidParameterValueException', reason);
};

const checkReceipt = (receipt: string): string => {
  if (z.uuid().safeParse(receipt).success) return receipt;
  throw new SqsFault('ReceiptHandleIsInvalid', `The input receipt handle "${receipt}" is not a valid receipt handle.`);
};

const checkBatch = (request: string, entries: readonly { Id: string }[]): void => {
  if (entries.length === 0) {
    throw new SqsFault('EmptyBatchRequest', `There should be at least one ${request}Entry in the request.`);
  }
  if (entries.length > largestBatch) {
    const words = `Maximum number of entries per request are ${largestBatch}. You have sent ${entries.length}.`;
    throw new SqsFault('TooManyEntriesInBatchRequest', words);
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id)) {
      const rule = 'alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
      throw new SqsFault('InvalidBatchEntryId', `A batch entry id can only contain ${rule}`);
    }
    if (seen.has(Id)) throw new SqsFault('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
};

/** A request's schema as a fault of SQS: what is left out apart from what is wrong. */
const faultOfShape = (error: z.ZodError): SqsFault => {
  const [issue] = error.issues;
  const member = issue?.path.join('.') ?? '';
  if (issue?.code === 'invalid_type' && issue.input === undefined) {
    return new SqsFault('MissingRequiredParameterException', `The request must contain the parameter ${member}.`);
  }
  const reason = `Reason: ${issue?.message ?? 'unknown'}.`;
  return new SqsFault('InvalidParameterValueException', `Value for parameter ${member} is invalid. ${reason}`);
};

/**
 * Answers the part of the SQS API that functions and a person with the AWS CLI need, in AWS JSON 1.0. It never waits
 * for a message: WaitTimeSeconds is let through.
 */
export const createSqsProtocol = (queues: Queues, definitions: readonly QueueDefinition[], endpointUrl: string) => {
  const urlOf = (name: string): string => `${endpointUrl}/${accountId}/${name}`;

  const queueOf = (url: string): QueueDefinition => {
    const name = nameOfArn(url);
    const definition = definitions.find((one) => one.name === name);
    if (definition !== undefined) return definition;
    throw new SqsFault('QueueDoesNotExist', 'The specified queue does not exist.');
  };
  const nameOf = (url: string): string => queueOf(url).name;

  const attributesOf = (definition: QueueDefinition, asked: readonly string[]) => {
    const { visible, hidden } = queues.counts(definition.name);
    const all: Record<string, string | undefined> = {
      QueueArn: definition.arn,
      VisibilityTimeout: String(definition.visibility),
      DelaySeconds: String(definition.delay),
      MaximumMessageSize: String(definition.largest),
      MessageRetentionPeriod: String(definition.retention),
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(hidden),
    };
    if (asked.includes('All')) return all;
    const foreign = asked.find((one) => !(one in all));
    if (foreign !== undefined) throw new SqsFault('InvalidAttributeName', `Unknown Attribute ${foreign}.`);
    return Object.fromEntries(asked.map((one) => [one, all[one]]));
  };

  const sendTo = (
    name: string,
    sent: z.infer<typeof SendMessage> | z.infer<typeof SendMessageBatch>['Entries'][number],
  ) => {
    const { id, md5 } = queues.send(name, sent.MessageBody, {
      delay: sent.DelaySeconds,
      attributes: sent.MessageAttributes,
    });
    return { MessageId: id, MD5OfMessageBody: md5, MD5OfMessageAttributes: md5OfAttributes(sent.MessageAttributes) };
  };

  const sendBatch = (body: unknown): AwsResponse => {
    const { QueueUrl, Entries } = SendMessageBatch.parse(body);
    const definition = queueOf(QueueUrl);
    checkBatch('SendMessageBatchRequest', Entries);
    const size = Entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
    if (size > largestRequest) {
      const words = `Batch requests cannot be longer than ${largestRequest} bytes. You have sent ${size} bytes.`;
      throw new SqsFault('BatchRequestTooLong', words);
    }
    for (const { MessageBody } of Entries) checkBody(MessageBody);
    const Failed = Entries.flatMap(({ Id, MessageBody }) => {
      const fault = sizeFault(MessageBody, definition);
      return fault === undefined ? [] : [sqsFailedEntry(Id, fault)];
    });
    const Successful = Entries.filter(({ Id }) => !Failed.some((failed) => failed.Id === Id)).map((entry) => ({
      Id: entry.Id,
      ...sendTo(definition.name, entry),
    }));
    return awsJson(200, { Successful, Failed });
  };

  const run = (operation: string, body: unknown): AwsResponse => {
    switch (operation) {
      case 'SendMessage': {
        const sent = SendMessage.parse(body);
        const definition = queueOf(sent.QueueUrl);
        checkBody(sent.MessageBody);
        const fault = sizeFault(sent.MessageBody, definition);
        if (fault !== undefined) throw fault;
        return awsJson(200, sendTo(definition.name, sent));
      }
      case 'SendMessageBatch':
        return sendBatch(body);
      case 'ReceiveMessage': {
        const asked = ReceiveMessage.parse(body);
        const received = queues.receive(nameOf(asked.QueueUrl), asked.MaxNumberOfMessages, asked.VisibilityTimeout);
        return awsJson(200, received.length === 0 ? {} : { Messages: received.map((one) => receivedView(one, asked)) });
      }
      case 'DeleteMessage': {
        const { QueueUrl, ReceiptHandle } = WithReceipt.parse(body);
        queues.remove(nameOf(QueueUrl), checkReceipt(ReceiptHandle));
        return awsJson(200, {});
      }
      case 'DeleteMessageBatch': {
        const { QueueUrl, Entries } = DeleteBatch.parse(body);
        const name = nameOf(QueueUrl);
        checkBatch('DeleteMessageBatchRequest', Entries);
        for (const { ReceiptHandle } of Entries) queues.remove(name, ReceiptHandle);
        return awsJson(200, { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] });
      }
      case 'ChangeMessageVisibility': {
        const { QueueUrl, ReceiptHandle, VisibilityTimeout } = ChangeVisibility.parse(body);
        queues.show(nameOf(QueueUrl), checkReceipt(ReceiptHandle), VisibilityTimeout);
        return awsJson(200, {});
      }
      case 'GetQueueUrl':
        return awsJson(200, { QueueUrl: urlOf(nameOf(QueueNamed.parse(body).QueueName)) });
      case 'GetQueueAttributes': {
        const { QueueUrl, AttributeNames } = AttributesOfQueue.parse(body);
        return awsJson(200, { Attributes: attributesOf(queueOf(QueueUrl), AttributeNames) });
      }
      case 'ListQueues': {
        const { QueueNamePrefix } = Prefix.parse(body);
        return awsJson(200, { QueueUrls: queues.names.filter((name) => name.startsWith(QueueNamePrefix)).map(urlOf) });
      }
      case 'PurgeQueue':
        queues.purge(nameOf(OfQueue.parse(body).QueueUrl));
        return awsJson(200, {});
      default:
        return sqsUnknown(operation);
    }
  };

  return (operation: string, body: unknown): AwsResponse => {
    try {
      return run(operation, body);
    } catch (error) {
      if (error instanceof SqsFault) return sqsFault(error);
      if (error instanceof z.ZodError) return sqsFault(faultOfShape(error));
      throw error;
    }
  };
};
