import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { Sha256 } from '../domain/ids.ts';
import type { StoredEntry } from '../domain/journal.ts';
import { log, logFaults } from './log.ts';

/** What a consumer answers: the items that are to come again (AWS, ReportBatchItemFailures). */
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

const StreamEvent = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      dynamodb: z.object({
        SequenceNumber: z.string(),
        NewImage: z
          .object({
            pk: z.object({ S: z.string() }),
            seq: z.object({ N: z.coerce.number() }),
            entry: z.object({ S: z.string() }),
            hash: z.object({ S: Sha256 }),
          })
          .optional(),
      }),
    }),
  ),
});

/** Tells the log of an item that failed. */
type Report = (cause: unknown) => void;

const reportTo =
  (context: Context): Report =>
  (cause) =>
    log({
      level: 'error',
      message: 'item-failed',
      request: context.awsRequestId,
      fault: cause instanceof Error ? cause.name : 'unknown',
      detail: cause instanceof Error ? cause.message : '',
    });

/** A function that connects once a process, consumes a batch, and names the items that are to come again. */
const consumer = <P>(
  connect: () => P,
  consume: (ports: P, event: unknown, report: Report) => Promise<readonly string[]>,
) => {
  let ports: P | undefined;
  return middy<unknown, BatchAnswer>()
    .use(logFaults())
    .handler(async (event, context): Promise<BatchAnswer> => {
      ports ??= connect();
      const failed = await consume(ports, event, reportTo(context));
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    });
};

/**
 * A consumer of the journal's stream: each inserted entry, in the order of its shard. The first that fails is
 * reported with all after it, so that none is passed over.
 */
export const streamHandler = <P>({
  connect,
  run,
}: {
  readonly connect: () => P;
  /** `report` tells the log of a fault that it leaves behind without failing. */
  readonly run: (ports: P, entry: StoredEntry, report: Report) => Promise<unknown>;
}) =>
  consumer(connect, async (ports, event, report) => {
    for (const { dynamodb } of StreamEvent.parse(event).Records) {
      const image = dynamodb.NewImage;
      if (image === undefined) continue;
      try {
        const entry = { stream: image.pk.S, seq: image.seq.N, entry: image.entry.S, hash: image.hash.S };
        await run(ports, entry, report);
      } catch (cause) {
        report(cause);
        return [dynamodb.SequenceNumber];
      }
    }
    return [];
  });

const QueueEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** A consumer of a queue: each message by itself; what fails comes again, and in the end to the dead-letter queue. */
export const queueHandler = <M, P>({
  message,
  connect,
  run,
}: {
  readonly message: z.ZodType<M>;
  readonly connect: () => P;
  /** `report` tells the log of a fault that it leaves behind without failing. */
  readonly run: (ports: P, message: M, report: Report) => Promise<unknown>;
}) =>
  consumer(connect, async (ports, event, report) => {
    const failed: string[] = [];
    for (const { messageId, body } of QueueEvent.parse(event).Records) {
      try {
        await run(ports, message.parse(JSON.parse(body)), report);
      } catch (cause) {
        report(cause);
        failed.push(messageId);
      }
    }
    return failed;
  });
