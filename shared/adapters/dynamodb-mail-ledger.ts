import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { MailLedger, MailRequest, OwedCause } from '../app/ports.ts';
import { MailRequest as QueuedMail } from '../contracts/mail-request.ts';
import { type Instant, instantOf } from '../domain/calendar.ts';
import { called, queried, type Tables } from './dynamodb.ts';

/** How long one delivery has a mail to itself. */
const LEASE_MS = 60_000;

/** The list of what is owed: a reminder day of a province stays far below what one partition bears. */
const OWED = 'mail-owed';

const LedgerItem = z.object({ state: z.enum(['owed', 'taken', 'failed', 'sent']) });
const OwedItem = z.object({ request: QueuedMail, owedAt: z.string() });

/** One item for each cause and person, kept for good. */
const ledgerKey = ({ cause, person }: MailRequest) => ({ pk: `mail#${cause.stream}#${cause.seq}`, sk: person });

/** The list of entries whose mails are still to be worked out. */
const OWED_CAUSES = 'mail-owed-causes';
const CauseItem = z.object({ stream: z.string(), seq: z.int() });
const causeKey = ({ stream, seq }: OwedCause) => ({ pk: OWED_CAUSES, sk: `${stream}#${seq}` });

/** Beside it, until the mail is sent, one in the list of what is owed. */
const owedKey = ({ cause, person }: MailRequest) => ({ pk: OWED, sk: `${cause.stream}#${cause.seq}#${person}` });

/**
 * The mail ledger in `Operations`. The item of a mail goes owed → taken → sent, each by one conditional write; the
 * list of what is owed follows it, and where a crash left it behind, the next `take` clears it.
 */
export const dynamoMailLedger = (client: DynamoDBDocumentClient, { operations }: Tables): MailLedger => {
  const stateOf = async (request: MailRequest): Promise<z.infer<typeof LedgerItem>['state'] | undefined> => {
    const { Item: item } = await client.send(
      new GetCommand({ TableName: operations, Key: ledgerKey(request), ConsistentRead: true }),
    );
    return item === undefined ? undefined : LedgerItem.parse(item).state;
  };

  /** Whether the write was allowed by its condition. */
  const unlessRefused = async (write: () => Promise<unknown>): Promise<boolean> => {
    try {
      await write();
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      throw cause;
    }
  };

  const noteOwed = (request: MailRequest, at: Instant) =>
    unlessRefused(() =>
      client.send(
        new PutCommand({
          TableName: operations,
          Item: { ...ledgerKey(request), state: 'owed', owedAt: at },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );

  const list = (request: MailRequest, at: Instant) =>
    client.send(new PutCommand({ TableName: operations, Item: { ...owedKey(request), request, owedAt: at } }));

  const unlist = (request: MailRequest) =>
    client.send(new DeleteCommand({ TableName: operations, Key: owedKey(request) }));

  const takeFree = (request: MailRequest, at: Instant) =>
    unlessRefused(() =>
      client.send(
        new UpdateCommand({
          TableName: operations,
          Key: ledgerKey(request),
          UpdateExpression: 'SET #state = :taken, leaseUntil = :until',
          ConditionExpression:
            'attribute_not_exists(pk) OR #state IN (:owed, :failed) OR (#state = :taken AND leaseUntil <= :now)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':taken': 'taken',
            ':owed': 'owed',
            ':failed': 'failed',
            ':now': at,
            ':until': instantOf(new Date(Date.parse(at) + LEASE_MS)),
          },
        }),
      ),
    );

  const listed = (pk: string): Promise<readonly unknown[]> => queried(client, operations, pk);

  const endAs = (state: 'sent' | 'failed', request: MailRequest, at: Instant) =>
    called('Marking a mail', async () => {
      await client.send(
        new UpdateCommand({
          TableName: operations,
          Key: ledgerKey(request),
          UpdateExpression: 'SET #state = :state, endedAt = :at REMOVE leaseUntil',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':state': state, ':at': at },
        }),
      );
      await unlist(request);
    });

  return {
    owe: (request, at) =>
      called('Noting a mail', async () => {
        const noted = await noteOwed(request, at);
        if (noted || (await stateOf(request)) !== 'sent') await list(request, at);
      }),

    take: (request, at) =>
      called('Taking a mail', async () => {
        if (await takeFree(request, at)) return 'taken';
        if ((await stateOf(request)) !== 'sent') return 'busy';
        await unlist(request);
        return 'sent';
      }),

    markSent: (request, at) => endAs('sent', request, at),

    markFailed: (request, at) => endAs('failed', request, at),

    overdue: (before) =>
      called('Listing mails', async () =>
        (await listed(OWED))
          .map((item) => OwedItem.parse(item))
          .filter(({ owedAt }) => owedAt < before)
          .map(({ request }) => request),
      ),

    oweCause: (cause, at) =>
      called('Noting a cause of mail', async () => {
        await client.send(
          new PutCommand({ TableName: operations, Item: { ...causeKey(cause), ...cause, owedAt: at } }),
        );
      }),

    clearCause: (cause) =>
      called('Clearing a cause of mail', async () => {
        await client.send(new DeleteCommand({ TableName: operations, Key: causeKey(cause) }));
      }),

    owedCauses: () =>
      called('Listing causes of mail', async () => (await listed(OWED_CAUSES)).map((item) => CauseItem.parse(item))),
  };
};
