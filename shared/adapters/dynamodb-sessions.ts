import { createHash, randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Clock, ListedSession, Session, Sessions } from '../app/ports.ts';
import { Browser } from '../domain/browser.ts';
import { Instant, instantOf } from '../domain/calendar.ts';
import { LocalityId, PersonId, PlanId, Sha256, TaskId } from '../domain/ids.ts';
import { called, type Tables } from './dynamodb.ts';

/** A working day and its overtime; then one signs in again. */
const LIFETIME_MS = 12 * 3_600_000;

/** One task by the link of a mail. */
const LIFETIME_OF_ONE_TASK_MS = 3_600_000;

/** When a session was last used is kept no closer than this: enough to know it again, and few writes. */
const SEEN_EVERY_MS = 15 * 60_000;

/** 256 bits. */
const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/u;

const SessionItem = z.object({
  locality: LocalityId,
  plan: PlanId,
  person: PersonId,
  only: z.object({ task: TaskId, assignment: z.int().min(1) }).optional(),
  expires: z.int(),
  browser: Browser.default({ name: 'other', system: 'other' }),
  address: Sha256.optional(),
  startedAt: Instant.optional(),
  seenAt: Instant.optional(),
});
const OwnItem = z.object({ sk: Sha256 });

/** Only the token's hash is kept: who reads the table can act as nobody. */
const idOf = (token: string): Sha256 => Sha256.parse(createHash('sha256').update(token, 'utf8').digest('hex'));
const keyOf = (id: Sha256) => ({ pk: `session#${id}`, sk: 'session' });

/** Beside it, one in the list of the person's own. */
const listOf = ({ locality, plan, person }: Omit<Session, 'only'>): string => `sessions#${locality}#${plan}#${person}`;

/**
 * Sessions in `Operations`. `expires` is the table's TTL, in seconds; since DynamoDB removes an item some time after
 * it, the clock is asked too. The list is written first: what it names and is not there is passed over.
 */
export const dynamoSessions = (client: DynamoDBDocumentClient, { operations }: Tables, clock: Clock): Sessions => {
  const read = async (id: Sha256): Promise<z.infer<typeof SessionItem> | undefined> => {
    const { Item: item } = await client.send(
      new GetCommand({ TableName: operations, Key: keyOf(id), ConsistentRead: true }),
    );
    if (item === undefined) return undefined;
    const found = SessionItem.parse(item);
    return found.expires * 1000 > clock.now().getTime() ? found : undefined;
  };

  const remove = async (id: Sha256): Promise<void> => {
    const item = await read(id);
    await client.send(new DeleteCommand({ TableName: operations, Key: keyOf(id) }));
    if (item === undefined) return;
    await client.send(new DeleteCommand({ TableName: operations, Key: { pk: listOf(item), sk: id } }));
  };

  /** Notes that a session is used, unless that was noted lately; one that ended meanwhile stays ended. */
  const noteUse = async (id: Sha256, seenAt: Instant | undefined): Promise<void> => {
    const now = clock.now().getTime();
    if (seenAt !== undefined && now - Date.parse(seenAt) < SEEN_EVERY_MS) return;
    try {
      await client.send(
        new UpdateCommand({
          TableName: operations,
          Key: keyOf(id),
          UpdateExpression: 'SET seenAt = :now',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':now': instantOf(new Date(now)) },
        }),
      );
    } catch (cause) {
      if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
    }
  };

  const idsOf = async (who: Session): Promise<readonly Sha256[]> => {
    const ids: Sha256[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: operations,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': listOf(who) },
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      ids.push(...(page.Items ?? []).map((item) => OwnItem.parse(item).sk));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return ids;
  };

  return {
    start: (session, { browser, address }) =>
      called('Starting a session', async () => {
        const token = randomBytes(TOKEN_BYTES).toString('base64url');
        const id = idOf(token);
        const now = clock.now();
        const lifetime = session.only === undefined ? LIFETIME_MS : LIFETIME_OF_ONE_TASK_MS;
        const expires = Math.floor((now.getTime() + lifetime) / 1000);
        const { locality, plan, person, only } = session;
        const at = instantOf(now);
        await client.send(new PutCommand({ TableName: operations, Item: { pk: listOf(session), sk: id, expires } }));
        await client.send(
          new PutCommand({
            TableName: operations,
            Item: {
              ...keyOf(id),
              locality,
              plan,
              person,
              only,
              expires,
              browser,
              address,
              startedAt: at,
              seenAt: at,
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return { token, expires: instantOf(new Date(expires * 1000)) };
      }),

    find: (token) =>
      called('Reading a session', async () => {
        if (!TOKEN.test(token)) return undefined;
        const id = idOf(token);
        const item = await read(id);
        if (item === undefined) return undefined;
        await noteUse(id, item.seenAt);
        const { locality, plan, person, only, address } = item;
        return { id, session: { locality, plan, person, ...(only === undefined ? {} : { only }) }, address };
      }),

    end: (token) =>
      called('Ending a session', async () => {
        if (TOKEN.test(token)) await remove(idOf(token));
      }),

    list: (who) =>
      called('Listing sessions', async () => {
        const ids = await idsOf(who);
        const found = await Promise.all(
          ids.map(async (id): Promise<readonly ListedSession[]> => {
            const item = await read(id);
            if (item === undefined) return [];
            const begun = item.startedAt ?? instantOf(new Date(item.expires * 1000 - LIFETIME_MS));
            const { browser, seenAt = begun, only } = item;
            return [{ id, browser, startedAt: begun, seenAt, only }];
          }),
        );
        return found.flat().toSorted((a, b) => (a.startedAt > b.startedAt ? -1 : 1));
      }),

    endOne: (who, id) =>
      called('Ending a session', async () => {
        if ((await idsOf(who)).includes(id)) await remove(id);
      }),

    endAll: (who) =>
      called('Ending sessions', async () => {
        for (const id of await idsOf(who)) await remove(id);
      }),
  };
};
