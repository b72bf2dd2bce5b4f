import { randomUUID } from 'node:crypto';
import { arnOf, region, streamArnOf } from './addresses.ts';
import type { StreamMapping } from './deployment.ts';

/** A record of a stream, as the runtime keeps it; `at` in epoch milliseconds. */
export type StreamRecord = { seq: number; table: string; keys: unknown; image: unknown; at: number };

/** The sequence number of a record, as AWS writes one. */
export const sequenceNumber = (seq: number): string => String(seq).padStart(21, '0');

/** The record of a stream, as a function receives it. */
export const streamEvent = ({ seq, table, keys, image, at }: StreamRecord) => ({
  eventID: `laptop-${seq}`,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: region,
  eventSourceARN: streamArnOf(table),
  dynamodb: {
    ApproximateCreationDateTime: Math.floor(at / 1000),
    Keys: keys,
    NewImage: image,
    SequenceNumber: sequenceNumber(seq),
    SizeBytes: JSON.stringify(image).length,
    StreamViewType: 'NEW_IMAGE',
  },
});

const toSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Why records were given up. */
export type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * What AWS writes to the destination of records given up: where they were, not what they held. `threw` says whether the
 * function failed, or reported the records.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const discardedBatch = (
  mapping: StreamMapping,
  records: readonly { seq: number; at: number; attempts: number }[],
  { condition, threw, now }: { condition: Condition; threw: boolean; now: number },
) => {
  const seqs = records.map(({ seq }) => seq);
  const moments = records.map(({ at }) => at);
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: arnOf('lambda', `function:${mapping.function}`),
      condition,
      approximateInvokeCount: Math.max(...records.map(({ attempts }) => attempts)),
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(threw ? { functionError: 'Unhandled' } : {}),
    },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-laptop',
      startSequenceNumber: sequenceNumber(Math.min(...seqs)),
      endSequenceNumber: sequenceNumber(Math.max(...seqs)),
      approximateArrivalOfFirstRecord: toSeconds(Math.min(...moments)),
      approximateArrivalOfLastRecord: toSeconds(Math.max(...moments)),
      batchSize: records.length,
      streamArn: streamArnOf(mapping.table),
    },
  };
};
