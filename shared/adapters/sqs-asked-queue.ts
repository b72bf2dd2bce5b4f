import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AskedMailQueue } from '../app/sign-in/ports.ts';
import { called } from './dynamodb.ts';

/** The queue of mails on Amazon SQS, for those that a visitor asked for. */
export const sqsAskedQueue = (url: string, client = new SQSClient({})): AskedMailQueue => ({
  add: (mail) =>
    called('Queueing a mail', async () => {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(mail) }));
    }),
});
