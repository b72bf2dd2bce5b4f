import { createHash, randomBytes } from 'node:crypto';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Clock, Sessions } from '../app/ports.ts';
import { instantOf } from '../domain/calendar.ts';
import { LocalityId, PersonId, PlanId } from '../domain/ids.ts';
import { called, type Tables } from './dynamodb.ts';

/** A working day and its overtime; then one signs in again. */
const LIFETIME_MS = 12 * 3_600_000;

/** 256 bits. */
const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/u;

const SessionItem = z.object({ locality: LocalityId, plan: PlanId, person: PersonId, expires: z.int() });

/** Only the token's hash is kept: who reads the table can act as nobody. */
const keyOf = (token: string) => ({
  pk: `session#${createHash('sha256').update(token, 'utf8').digest('hex')}`,
  sk: 'session',
});

/**
 * Sessions in `Operations`. `expires` is the table's TTL, in seconds; since DynamoDB removes an item some time after
 * it, the clock is asked too.
 */
export const dynamoSessions = (client: DynamoDBDocumentClient, { operations }: Tables, clock: Clock): Sessions => ({
  start: ({ locality, plan, person }) =>
    called('Starting a session', async () => {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const expires = Math.floor((clock.now().getTime() + LIFETIME_MS) / 1000);
      await client.send(
        new PutCommand({
          TableName: operations,
          Item: { ...keyOf(token), locality, plan, person, expires },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return { token, expires: instantOf(new Date(expires * 1000)) };
    }),

  find: (token) =>
    called('Reading a session', async () => {
      if (!TOKEN.test(token)) return undefined;
      const { Item: item } = await client.send(
        new GetCommand({ TableName: operations, Key: keyOf(token), ConsistentRead: true }),
      );
      if (item === undefined) return undefined;
      const { expires, ...session } = SessionItem.parse(item);
      return expires * 1000 > clock.now().getTime() ? session : undefined;
    }),

  end: (token) =>
    called('Ending a session', async () => {
      if (TOKEN.test(token)) await client.send(new DeleteCommand({ TableName: operations, Key: keyOf(token) }));
    }),
});
