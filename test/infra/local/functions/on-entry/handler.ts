import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';

const Event = z.object({
  Records: z.array(
    z.object({
      eventSource: z.literal('aws:dynamodb'),
      dynamodb: z.object({ NewImage: z.object({ entry: z.object({ S: z.string() }) }) }),
    }),
  ),
});

let client: SQSClient | undefined;

/** Queues a letter for each entry. */
export const handler = async (event: unknown) => {
  client ??= new SQSClient({});
  for (const { dynamodb } of Event.parse(event).Records) {
    await client.send(
      new SendMessageCommand({ QueueUrl: process.env['MAIL_QUEUE_URL'], MessageBody: dynamodb.NewImage.entry.S }),
    );
  }
  return { batchItemFailures: [] };
};
