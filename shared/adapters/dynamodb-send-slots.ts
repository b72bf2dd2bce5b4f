import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { TransientError } from '../app/faults.ts';
import type { SendSlots } from '../app/ports.ts';
import { called, type Tables } from './dynamodb.ts';

/** One for the account, as SES counts: all localities send through it. */
const KEY = { pk: 'sending-pace', sk: 'pace' };

const Pace = z.object({ nextAt: z.number() });

/** How often two that met try again; each time at least one of them got its moment. */
const TRIES = 20;

/**
 * Moments to send at, in `Operations`: one item holds the next free one. While many send, a moment is one conditional
 * write, which moves it on by a gap; after a quiet time it begins anew from now.
 */
export const dynamoSendSlots = (client: DynamoDBDocumentClient, { operations }: Tables): SendSlots => {
  /** Moves the next free moment where a condition holds; answers what it was, undefined where the condition does not. */
  const move = async (
    to: string,
    when: string,
    values: Record<string, number>,
  ): Promise<{ readonly moved: boolean; readonly was: number | undefined }> => {
    try {
      const { Attributes: was } = await client.send(
        new UpdateCommand({
          TableName: operations,
          Key: KEY,
          UpdateExpression: `SET nextAt = ${to}`,
          ConditionExpression: when,
          ExpressionAttributeValues: values,
          ReturnValues: 'UPDATED_OLD',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { moved: true, was: was === undefined ? undefined : Pace.parse(was).nextAt };
    } catch (cause) {
      if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
      const was = cause.Item?.['nextAt']?.N;
      return { moved: false, was: was === undefined ? undefined : Number(was) };
    }
  };

  return {
    take: (now, gap, latest) =>
      called('Taking a moment to send at', async () => {
        for (let attempt = 0; attempt < TRIES; attempt += 1) {
          const queued = await move('nextAt + :gap', 'nextAt BETWEEN :now AND :latest', {
            ':gap': gap,
            ':now': now,
            ':latest': latest,
          });
          if (queued.moved) return queued.was ?? now;
          if (queued.was !== undefined && queued.was > latest) return undefined;
          const anew = await move(':next', 'attribute_not_exists(nextAt) OR nextAt < :now', {
            ':next': now + gap,
            ':now': now,
          });
          if (anew.moved) return now;
        }
        throw new TransientError('Too many take their moment to send at the same time.');
      }),
  };
};
