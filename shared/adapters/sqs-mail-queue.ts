import { type BatchResultErrorEntry, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PermanentError, TransientError } from '../app/faults.ts';
import type { MailQueue, MailRequest } from '../app/ports.ts';
import { called } from './dynamodb.ts';

/** What SQS takes in one call. */
const A_BATCH = 10;

/** How often what SQS did not take is offered again. */
const ATTEMPTS = 3;

const failureOf = (what: readonly BatchResultErrorEntry[]): Error => {
  const [first] = what;
  const message = `Queueing ${what.length} mails failed: ${first?.Code ?? 'unknown'}${first?.Message === undefined ? '' : `: ${first.Message}`}`;
  return first?.SenderFault === true ? new PermanentError(message) : new TransientError(message);
};

/** The queue of mails on Amazon SQS. Adds all of them or throws; what was added before it threw stays added. */
export const sqsMailQueue = (url: string, client = new SQSClient({})): MailQueue => {
  const offer = async (
    requests: readonly MailRequest[],
    seconds: number | undefined,
  ): Promise<readonly BatchResultErrorEntry[]> => {
    const entries = requests.map((request, index) => ({
      Id: `${index}`,
      MessageBody: JSON.stringify(request),
      ...(seconds === undefined ? {} : { DelaySeconds: seconds }),
    }));
    const { Failed } = await called('Queueing mails', () =>
      client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries })),
    );
    return Failed ?? [];
  };

  const addBatch = async (requests: readonly MailRequest[], seconds: number | undefined): Promise<void> => {
    let left = requests;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const failed = await offer(left, seconds);
      if (failed.length > 0 && (attempt === ATTEMPTS || failed.some(({ SenderFault }) => SenderFault === true)))
        throw failureOf(failed.toSorted((a, b) => Number(b.SenderFault === true) - Number(a.SenderFault === true)));
      const refused = new Set(failed.map(({ Id }) => Id));
      left = left.filter((_, index) => refused.has(`${index}`));
    }
  };

  return {
    add: async (requests, seconds) => {
      for (let start = 0; start < requests.length; start += A_BATCH)
        await addBatch(requests.slice(start, start + A_BATCH), seconds);
    },
  };
};
