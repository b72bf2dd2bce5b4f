import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Digest, Digests } from '../app/ports.ts';
import { called, type Tables } from './dynamodb.ts';

/** Keeps the item far below DynamoDB's 400 KB; what comes after goes into the next digest of the day. */
const MOST_REMINDERS = 1_000;

const Cause = z.strictObject({ stream: z.string(), seq: z.int().min(1) });
const ClosedItem = z.object({ reminders: z.set(z.string()).default(new Set()) });

const keyOf = ({ locality, plan, person, day, number }: Digest) => ({
  pk: `digest#${locality}#${plan}#${person}`,
  sk: `${day}#${number}`,
});

/** Digests in `Operations`: one item each, so that booking and closing meet in one conditional write. */
export const dynamoDigests = (client: DynamoDBDocumentClient, { operations }: Tables): Digests => ({
  book: (digest, { stream, seq }) =>
    called('Booking a reminder', async () => {
      const reminder = JSON.stringify({ stream, seq });
      try {
        await client.send(
          new UpdateCommand({
            TableName: operations,
            Key: keyOf(digest),
            UpdateExpression: 'ADD reminders :set',
            ConditionExpression:
              'contains(reminders, :one) OR (attribute_not_exists(closed) AND (attribute_not_exists(reminders) OR size(reminders) < :most))',
            ExpressionAttributeValues: { ':set': new Set([reminder]), ':one': reminder, ':most': MOST_REMINDERS },
          }),
        );
        return 'booked';
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return 'closed';
        throw cause;
      }
    }),

  close: (digest) =>
    called('Closing a digest', async () => {
      const { Attributes: item } = await client.send(
        new UpdateCommand({
          TableName: operations,
          Key: keyOf(digest),
          UpdateExpression: 'SET closed = :closed',
          ExpressionAttributeValues: { ':closed': true },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return [...ClosedItem.parse(item).reminders].map((reminder) => Cause.parse(JSON.parse(reminder)));
    }),
});
