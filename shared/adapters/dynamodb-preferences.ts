import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Addressee, Preferences } from '../app/ports.ts';
import { Reminding } from '../domain/digest.ts';
import { called, type Tables } from './dynamodb.ts';

const PreferencesItem = z.object({ reminding: Reminding });

const keyOf = ({ locality, plan, person }: Addressee) => ({
  pk: `preferences#${locality}#${plan}`,
  sk: person,
});

/** What people chose for their mails, in `Operations`: outside the journal, for it decides nothing. */
export const dynamoPreferences = (client: DynamoDBDocumentClient, { operations }: Tables): Preferences => ({
  reminding: (who) =>
    called('Reading how somebody is reminded', async () => {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: operations, Key: keyOf(who), ConsistentRead: true }),
      );
      return item === undefined ? 'each' : PreferencesItem.parse(item).reminding;
    }),

  choose: (who, reminding) =>
    called('Keeping how somebody is reminded', async () => {
      await client.send(new PutCommand({ TableName: operations, Item: { ...keyOf(who), reminding } }));
    }),
});
