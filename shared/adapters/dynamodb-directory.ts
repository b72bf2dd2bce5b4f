import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Directory } from '../app/sign-in/ports.ts';
import { LocalityId, PersonId, PlanId } from '../domain/ids.ts';
import type { MailAddress } from '../domain/mail-address.ts';
import { called, type Tables } from './dynamodb.ts';
import { sha256 } from './hash.ts';

/** Beyond what any address has of plans and localities. */
const MOST = 50;

/** How many entries of a plan are written at the same time. */
const AT_ONCE = 10;

const Entry = z.object({ locality: LocalityId, plan: PlanId, person: PersonId });

const keyOf = (address: MailAddress) => `address#${sha256(`address:${address}`)}`;

/** The directory of addresses in `Operations`: one item for each address and person, kept for good. */
export const dynamoDirectory = (client: DynamoDBDocumentClient, { operations }: Tables): Directory => ({
  add: (people) =>
    called('Writing the directory of addresses', async () => {
      for (let start = 0; start < people.length; start += AT_ONCE)
        await Promise.all(
          people.slice(start, start + AT_ONCE).map(({ address, who: { locality, plan, person } }) =>
            client.send(
              new PutCommand({
                TableName: operations,
                Item: { pk: keyOf(address), sk: `${locality}#${plan}#${person}`, locality, plan, person },
              }),
            ),
          ),
        );
    }),

  find: (address) =>
    called('Reading the directory of addresses', async () => {
      const { Items: items = [] } = await client.send(
        new QueryCommand({
          TableName: operations,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keyOf(address) },
          ConsistentRead: true,
          Limit: MOST,
        }),
      );
      return items.map((item) => Entry.parse(item));
    }),
});
