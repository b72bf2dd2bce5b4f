import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Wait, WaitNumber, Waits } from '../app/ports.ts';
import { LocalityId } from '../domain/ids.ts';
import { called, faultOf, type Tables } from './dynamodb.ts';

/** A token is worth nothing once its execution ended, at most a year after it started; 30 days is its wait. */
const KEPT_SECONDS = 60 * 24 * 60 * 60;

/** The number of a wait as text that sorts as it compares: attempt, then visit, then retry. */
const orderOf = ({ attempt, visit, retry }: WaitNumber): string =>
  [attempt, visit, retry].map((part) => String(part).padStart(6, '0')).join('.');

const WaitItem = z.object({
  locality: LocalityId,
  record: z.string(),
  name: z.string(),
  number: z.strictObject({ attempt: z.int(), visit: z.int(), retry: z.int() }),
  token: z.string(),
  resumed: z.boolean(),
});

/** Waits in the Operations table. */
export const dynamoWaits = (
  client: DynamoDBDocumentClient,
  { operations }: Pick<Tables, 'operations'>,
  clock: { now(): Date },
): Waits => {
  const keyOf = (locality: string, record: string, name: string) => ({ pk: `${locality}#wait#${record}`, sk: name });
  const expires = (): number => Math.floor(clock.now().getTime() / 1000) + KEPT_SECONDS;
  return {
    arm: async (wait) => {
      try {
        await client.send(
          new PutCommand({
            TableName: operations,
            Item: {
              ...keyOf(wait.locality, wait.record, wait.name),
              ...wait,
              order: orderOf(wait.number),
              resumed: false,
              expires: expires(),
            },
            ConditionExpression: 'attribute_not_exists(pk) OR #order <= :order',
            ExpressionAttributeNames: { '#order': 'order' },
            ExpressionAttributeValues: { ':order': orderOf(wait.number) },
          }),
        );
        return true;
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return false;
        throw faultOf('Arming a wait', cause);
      }
    },

    find: (locality, record, name): Promise<Wait | undefined> =>
      called('Reading a wait', async () => {
        const { Item: item } = await client.send(
          new GetCommand({ TableName: operations, Key: keyOf(locality, record, name), ConsistentRead: true }),
        );
        return item === undefined ? undefined : WaitItem.parse(item);
      }),

    markResumed: async (locality, record, name) => {
      try {
        await client.send(
          new UpdateCommand({
            TableName: operations,
            Key: keyOf(locality, record, name),
            UpdateExpression: 'SET resumed = :yes',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':yes': true },
          }),
        );
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return;
        throw faultOf('Marking a wait', cause);
      }
    },
  };
};
