import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Asked, AskedStore } from '../app/sign-in/ports.ts';
import { AskedId } from '../contracts/asked-mail.ts';
import { Browser } from '../domain/browser.ts';
import { Instant, instantOf } from '../domain/calendar.ts';
import { LocalityId, PersonId, PlanId, Sha256, TaskId } from '../domain/ids.ts';
import { MailAddress } from '../domain/mail-address.ts';
import { called, type Tables } from './dynamodb.ts';

/** How long one delivery has a mail to itself. */
const LEASE_MS = 60_000;

/** How long a page can still say that a request was used, or is too old, in seconds. */
const KEPT_SECONDS = 86_400;

const common = { id: AskedId, address: MailAddress, from: Browser, at: Instant, until: Instant };
const AskedItem = z.object({
  asked: z.discriminatedUnion('kind', [
    z.object({ ...common, kind: z.literal('sign-in'), browser: Sha256, code: Sha256, next: z.string() }),
    z.object({
      ...common,
      kind: z.literal('code'),
      claim: z.object({ locality: LocalityId, task: TaskId, assignment: z.int(), person: PersonId }),
    }),
  ]),
  state: z.enum(['asked', 'taken', 'sent']),
  secret: Sha256.optional(),
  people: z.array(z.object({ locality: LocalityId, plan: PlanId, person: PersonId })).default([]),
  usedAt: Instant.optional(),
  tries: z.int().default(0),
});

const keyOf = (id: AskedId) => ({ pk: `asked#${id}`, sk: 'asked' });

/**
 * Requests for mails in `Operations`, one item each, which goes asked → taken → sent and is used once, each by one
 * conditional write. `expires` is the table's TTL; the minutes in which it can be used are told by the clock.
 */
export const dynamoAsked = (client: DynamoDBDocumentClient, { operations }: Tables): AskedStore => {
  const read = async (id: AskedId): Promise<z.infer<typeof AskedItem> | undefined> => {
    const { Item: item } = await client.send(
      new GetCommand({ TableName: operations, Key: keyOf(id), ConsistentRead: true }),
    );
    return item === undefined ? undefined : AskedItem.parse(item);
  };

  /** Changes the item where a condition holds; answers whether it did. Names of attributes are written with `#`. */
  const update = async (
    id: AskedId,
    change: {
      readonly set: string;
      readonly when: string;
      readonly names?: Record<string, string>;
      readonly values: Record<string, unknown>;
    },
  ): Promise<boolean> => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: operations,
          Key: keyOf(id),
          UpdateExpression: change.set,
          ConditionExpression: change.when,
          ExpressionAttributeValues: change.values,
          ...(change.names === undefined ? {} : { ExpressionAttributeNames: change.names }),
        }),
      );
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      throw cause;
    }
  };

  const put = async (asked: Asked): Promise<void> => {
    const expires = Math.floor(Date.parse(asked.until) / 1000) + KEPT_SECONDS;
    await client.send(
      new PutCommand({
        TableName: operations,
        Item: { ...keyOf(asked.id), asked, state: 'asked', expires },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  };

  return {
    put: (asked) => called('Noting a request for a mail', () => put(asked)),

    find: (id) =>
      called('Reading a request for a mail', async () => {
        const item = await read(id);
        if (item === undefined) return undefined;
        const { asked, secret = null, people, usedAt = null, tries } = item;
        return { asked, secret, people, usedAt, tries };
      }),

    take: (id, at) =>
      called('Taking a request for a mail', async () => {
        const taken = await update(id, {
          set: 'SET #state = :taken, leaseUntil = :until',
          when: '#state = :asked OR (#state = :taken AND leaseUntil <= :now)',
          names: { '#state': 'state' },
          values: {
            ':taken': 'taken',
            ':asked': 'asked',
            ':now': at,
            ':until': instantOf(new Date(Date.parse(at) + LEASE_MS)),
          },
        });
        if (taken) return 'taken';
        return (await read(id))?.state === 'taken' ? 'busy' : 'sent';
      }),

    issue: (id, { secret, people }) =>
      called('Noting what is mailed', () =>
        update(id, {
          set: 'SET secret = :secret, people = :people',
          when: 'attribute_exists(pk) AND attribute_not_exists(usedAt)',
          values: {
            ':secret': secret,
            ':people': people.map(({ locality, plan, person }) => ({ locality, plan, person })),
          },
        }),
      ),

    markSent: (id) =>
      called('Marking a mail', async () => {
        await update(id, {
          set: 'SET #state = :sent REMOVE leaseUntil',
          when: 'attribute_exists(pk)',
          names: { '#state': 'state' },
          values: { ':sent': 'sent' },
        });
      }),

    use: (id, secret, at) =>
      called('Using up what was mailed', () =>
        update(id, {
          set: 'SET usedAt = :at',
          when: 'secret = :secret AND attribute_not_exists(usedAt)',
          values: { ':at': at, ':secret': secret },
        }),
      ),

    countTry: (id, most) =>
      called('Counting a try', () =>
        update(id, {
          set: 'ADD tries :one',
          when: 'attribute_exists(pk) AND (attribute_not_exists(tries) OR tries < :most)',
          values: { ':one': 1, ':most': most },
        }),
      ),
  };
};
