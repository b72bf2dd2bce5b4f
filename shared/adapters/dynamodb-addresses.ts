import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Addresses, AddressMark } from '../app/ports.ts';
import { Instant } from '../domain/calendar.ts';
import type { LocalityId } from '../domain/ids.ts';
import { Sha256 } from '../domain/ids.ts';
import { called, queried, type Tables } from './dynamodb.ts';

const MarkItem = z.object({
  sk: Sha256,
  state: z.enum(['marked', 'cleared']),
  n: z.int().min(1),
  kind: z.enum(['bounced', 'complained']),
  markedAt: Instant,
  detail: z.string().nullable(),
});

const partitionOf = (locality: LocalityId): string => `mail-mark#${locality}`;

const markIn = (locality: LocalityId, item: unknown): AddressMark | undefined => {
  const { sk: address, state, n, kind, markedAt: at, detail } = MarkItem.parse(item);
  return state === 'marked' ? { locality, address, n, kind, at, detail } : undefined;
};

/**
 * Marks of addresses in `Operations`: one item an address, in its locality's partition, which goes marked → cleared →
 * marked, each by one conditional write. A cleared one stays, for it says from when on mail is tried again.
 */
export const dynamoAddresses = (client: DynamoDBDocumentClient, { operations }: Tables): Addresses => {
  const find = async (locality: LocalityId, address: Sha256): Promise<AddressMark | undefined> => {
    const key = { pk: partitionOf(locality), sk: address };
    const { Item: item } = await client.send(new GetCommand({ TableName: operations, Key: key, ConsistentRead: true }));
    return item === undefined ? undefined : markIn(locality, item);
  };

  /** Changes the item where a condition holds; answers it as it then is, undefined where the condition does not. */
  const update = async (
    locality: LocalityId,
    address: Sha256,
    change: { readonly set: string; readonly when: string; readonly values: Record<string, unknown> },
  ): Promise<unknown> => {
    try {
      const { Attributes: item } = await client.send(
        new UpdateCommand({
          TableName: operations,
          Key: { pk: partitionOf(locality), sk: address },
          UpdateExpression: change.set,
          ConditionExpression: change.when,
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: change.values,
          ReturnValues: 'ALL_NEW',
        }),
      );
      return item;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return undefined;
      throw cause;
    }
  };

  return {
    mark: (locality, address, { kind, at, sentAt, detail }) =>
      called('Marking an address', async () => {
        const marked = await update(locality, address, {
          set: 'SET #state = :marked, n = if_not_exists(n, :none) + :one, kind = :kind, markedAt = :at, detail = :detail',
          when: 'attribute_not_exists(pk) OR (#state = :cleared AND clearedAt <= :sentAt)',
          values: {
            ':marked': 'marked',
            ':cleared': 'cleared',
            ':none': 0,
            ':one': 1,
            ':kind': kind,
            ':at': at,
            ':detail': detail,
            ':sentAt': sentAt,
          },
        });
        return marked === undefined ? find(locality, address) : markIn(locality, marked);
      }),

    clear: (locality, address, by, at) =>
      called('Clearing an address', async () => {
        await update(locality, address, {
          set: 'SET #state = :cleared, clearedBy = :by, clearedAt = :at',
          when: '#state = :marked',
          values: { ':cleared': 'cleared', ':marked': 'marked', ':by': by, ':at': at },
        });
      }),

    find: (locality, address) => called('Reading the mark of an address', () => find(locality, address)),

    list: (locality) =>
      called('Listing marked addresses', async () =>
        (await queried(client, operations, partitionOf(locality))).flatMap((item) => markIn(locality, item) ?? []),
      ),
  };
};
