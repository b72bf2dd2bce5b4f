import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Shares } from '../app/ports.ts';
import { LocalityId, RoundId, TaskId } from '../domain/ids.ts';
import { called, type Tables } from './dynamodb.ts';

/** Half a year: a round's links outlast it. */
const KEPT_SECONDS = 183 * 24 * 60 * 60;

const Page = z.union([
  z.strictObject({ locality: LocalityId, round: RoundId }),
  z.strictObject({ locality: LocalityId, task: TaskId }),
]);
const ShareItem = z.object({ page: Page, expires: z.int() });

const keyOf = (code: string) => ({ pk: `share#${code}`, sk: 'share' });

/** Short links in `Operations`; `expires` is the table's TTL, in seconds, and asked for besides. */
export const dynamoShares = (client: DynamoDBDocumentClient, { operations }: Tables): Shares => ({
  keep: (code, page, at) =>
    called('Keeping a short link', async () => {
      const expires = Math.floor(Date.parse(at) / 1000) + KEPT_SECONDS;
      await client.send(new PutCommand({ TableName: operations, Item: { ...keyOf(code), page, expires } }));
    }),

  find: (code, at) =>
    called('Reading a short link', async () => {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: operations, Key: keyOf(code), ConsistentRead: true }),
      );
      if (item === undefined) return undefined;
      const { page, expires } = ShareItem.parse(item);
      return expires * 1000 > Date.parse(at) ? page : undefined;
    }),
});
