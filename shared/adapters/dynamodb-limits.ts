import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Limits } from '../app/sign-in/ports.ts';
import { instantOf } from '../domain/calendar.ts';
import { called, type Tables } from './dynamodb.ts';

const HOUR_MS = 3_600_000;

/**
 * Counters in `Operations`, one for each hour by the clock, each raised by one conditional write; `expires` is the
 * table's TTL.
 */
export const dynamoLimits = (client: DynamoDBDocumentClient, { operations }: Tables): Limits => ({
  count: ({ kind, key, most }, at) =>
    called('Counting requests', async () => {
      const hour = Math.floor(Date.parse(at) / HOUR_MS) * HOUR_MS;
      const end = hour + HOUR_MS;
      try {
        await client.send(
          new UpdateCommand({
            TableName: operations,
            Key: { pk: `limit#${kind}#${key}`, sk: instantOf(new Date(hour)) },
            UpdateExpression: 'ADD n :one SET expires = :expires',
            ConditionExpression: 'attribute_not_exists(n) OR n < :most',
            ExpressionAttributeValues: { ':one': 1, ':most': most, ':expires': (end + HOUR_MS) / 1000 },
          }),
        );
        return { kind: 'counted' };
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return { kind: 'full', again: instantOf(new Date(end)) };
        throw cause;
      }
    }),
});
