import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { LinkClaim, Links, UnsubscribeClaim } from '../app/ports.ts';
import { called, type Tables } from './dynamodb.ts';

const SECRET_KEY = { pk: 'secret', sk: 'links' };
const SECRET_BYTES = 32;

const SecretItem = z.object({
  secret: z.base64().refine((text) => Buffer.from(text, 'base64').length === SECRET_BYTES),
});

/** The secret that signs a deployment's links, kept in `Operations`; made by whoever needs it first. */
const readSecret = async (client: DynamoDBDocumentClient, table: string): Promise<Buffer> => {
  const read = async (): Promise<Buffer | undefined> => {
    const { Item: item } = await client.send(
      new GetCommand({ TableName: table, Key: SECRET_KEY, ConsistentRead: true }),
    );
    return item === undefined ? undefined : Buffer.from(SecretItem.parse(item).secret, 'base64');
  };
  const kept = await read();
  if (kept !== undefined) return kept;
  const made = randomBytes(SECRET_BYTES);
  try {
    await client.send(
      new PutCommand({
        TableName: table,
        Item: { ...SECRET_KEY, secret: made.toString('base64') },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return made;
  } catch (cause) {
    const others = cause instanceof ConditionalCheckFailedException ? await read() : undefined;
    if (others !== undefined) return others;
    throw cause;
  }
};

/** What is signed: its first word keeps one purpose from standing for the other. */
const wordsOf = (claim: LinkClaim | UnsubscribeClaim): readonly (string | number)[] =>
  'task' in claim
    ? ['link', claim.locality, claim.task, claim.assignment, claim.person]
    : ['unsubscribe', claim.from, claim.locality, claim.plan, claim.person];

const signed = (secret: Buffer, claim: LinkClaim | UnsubscribeClaim): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify(wordsOf(claim)), 'utf8')
    .digest();

const SIGNATURE = /^[A-Za-z0-9_-]{43}$/u;

/** Signs the links in mails by HMAC-SHA-256; a process reads the secret once. */
export const dynamoLinks = (client: DynamoDBDocumentClient, { operations }: Tables): Links => {
  let reading: Promise<Buffer> | undefined;
  const secret = (): Promise<Buffer> => {
    reading ??= called('Reading the link secret', () => readSecret(client, operations)).catch((cause: unknown) => {
      reading = undefined;
      throw cause;
    });
    return reading;
  };
  return {
    sign: async (claim) => signed(await secret(), claim).toString('base64url'),
    check: async (claim, signature) => {
      if (!SIGNATURE.test(signature)) return false;
      return timingSafeEqual(Buffer.from(signature, 'base64url'), signed(await secret(), claim));
    },
  };
};
