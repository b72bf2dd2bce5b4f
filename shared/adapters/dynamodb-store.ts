import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { PermanentError, TransientError } from '../app/faults.ts';
import type { CarriedOut, Commit, Store, WaitingRecord } from '../app/ports.ts';
import { Instant } from '../domain/calendar.ts';
import type { Write } from '../domain/commit.ts';
import { CommandId, LocalityId, Sha256, TaskId } from '../domain/ids.ts';
import { StoredEntry } from '../domain/journal.ts';
import type { Page } from '../domain/pages.ts';
import { bodySchemas, guards, type RecordType, readStream, type Stored, streamOf } from '../domain/records.ts';
import { called, faultOf, type Tables } from './dynamodb.ts';
import { caseKeyOf, type IndexKeys, indexKeys, OPEN_TASKS, ownerKeyOf, WAITING } from './record-index.ts';

const commandKey = (locality: LocalityId, id: string): string => `${locality}#command#${id}`;
const pageKey = (locality: LocalityId, hash: string): string => `${locality}#page#${hash}`;

const RecordItem = z.object({ pk: z.string(), version: z.int().min(1), head: Sha256, body: z.unknown() });
const CommandItem = z.object({ id: CommandId, asked: Sha256, at: Instant });
const PageItem = z.object({ bytes: z.string() });
const JournalItem = z.object({ pk: z.string(), seq: z.int(), entry: z.string(), hash: Sha256 });
const KeyItem = z.object({ pk: z.string(), timeSort: z.string().optional() });

type Item = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const waits = (type: RecordType): type is WaitingRecord['type'] =>
  ['round', 'package', 'cycle', 'edition', 'calendar', 'absence', 'plan'].includes(type);

/** What DynamoDB takes in one transaction. */
const MOST_ITEMS = 100;

/** How often keys are asked for that DynamoDB, throttled, left out of its answer. */
const MOST_ASKED = 6;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const recordOf = <T extends RecordType>(type: T, id: string, item: unknown): Stored<T> => {
  const { version, head, body } = RecordItem.parse(item);
  return { type, id, version, head, body: bodySchemas[type].parse(body) };
};

type Listed<T extends RecordType> = { readonly type: T; readonly body: Stored<T>['body'] };
const keysOf = <T extends RecordType>(locality: LocalityId, { type, body }: Listed<T>): IndexKeys =>
  indexKeys[type](locality, body);
const guardOf = <T extends RecordType>({ type, body }: Listed<T>): string | undefined => guards[type](body);

/** Ids and bodies of a write, read back as their own kind, so that index keys come from what will be stored. */
const attributesOf = (locality: LocalityId, write: Write): Record<string, unknown> => {
  const body = bodySchemas[write.type].parse(write.body);
  const listed = { type: write.type, body };
  return { ...keysOf(locality, listed), guard: guardOf(listed) };
};

const writesOf = (tables: Tables, locality: LocalityId, write: Write): Item[] => [
  {
    Put: {
      TableName: tables.records,
      Item: {
        pk: write.stream,
        type: write.type,
        version: write.version,
        head: write.entry.hash,
        body: write.body,
        ...attributesOf(locality, write),
      },
      ...(write.expected === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#version = :expected',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':expected': write.expected },
          }),
    },
  },
  {
    Put: {
      TableName: tables.journal,
      Item: { pk: write.stream, seq: write.version, entry: write.entry.entry, hash: write.entry.hash },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  },
];

const itemsOf = (tables: Tables, { locality, command, writes, guards: held }: Commit): Item[] => [
  ...writes.flatMap((write) => writesOf(tables, locality, write)),
  ...held.map(
    ({ type, id, phase }): Item => ({
      ConditionCheck: {
        TableName: tables.records,
        Key: { pk: streamOf(locality, type, id) },
        ConditionExpression: '#guard = :phase',
        ExpressionAttributeNames: { '#guard': 'guard' },
        ExpressionAttributeValues: { ':phase': phase },
      },
    }),
  ),
  {
    Put: {
      TableName: tables.records,
      Item: { pk: commandKey(locality, command.id), ...command },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  },
];

/** The records that a commit writes or looks at. */
const recordsOf = ({ locality, writes, guards: held }: Commit): string[] => [
  ...writes.map(({ stream }) => stream),
  ...held.map(({ type, id }) => streamOf(locality, type, id)),
];

const LOST = new Set(['ConditionalCheckFailed', 'TransactionConflict', 'None']);

const isLost = (cause: unknown): boolean =>
  cause instanceof TransactionCanceledException &&
  (cause.CancellationReasons ?? []).every(({ Code }) => LOST.has(Code ?? 'None'));

const chunked = <T>(list: readonly T[], size: number): T[][] => {
  const chunks: T[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
};

/** The records' indexes, each with its partition and sort attributes. */
const INDEXES = {
  byCase: ['caseKey', 'caseSort'],
  byOwner: ['ownerKey', 'ownerSort'],
  byTime: ['timeShard', 'timeSort'],
} as const;
type Index = keyof typeof INDEXES;

/** What part of a list is wanted: all of it, up to a sort key, or only its first. */
type Range = { readonly upTo?: string; readonly first?: boolean };

/** The store on DynamoDB: one transaction a commit, strong reads, content pages beside the records. */
export const dynamoStore = (client: DynamoDBDocumentClient, tables: Tables): Store => {
  const get = (pk: string): Promise<unknown> =>
    called('Reading a record', async () => {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: tables.records, Key: { pk }, ConsistentRead: true }),
      );
      return item;
    });

  const batch = async (keys: readonly string[]): Promise<Map<string, unknown>> => {
    const found = new Map<string, unknown>();
    let wanted: Record<string, unknown>[] = keys.map((pk) => ({ pk }));
    for (let asked = 0; wanted.length > 0; asked += 1) {
      if (asked === MOST_ASKED) throw new TransientError('Reading records failed: DynamoDB left keys out each time.');
      if (asked > 0) await pause(Math.random() * 25 * 2 ** asked);
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [tables.records]: { Keys: wanted, ConsistentRead: true } } }),
      );
      for (const item of Responses?.[tables.records] ?? []) found.set(KeyItem.parse(item).pk, item);
      wanted = UnprocessedKeys?.[tables.records]?.Keys ?? [];
    }
    return found;
  };

  const query = async (index: Index, key: string, { upTo, first = false }: Range = {}) => {
    const [partition, sort] = INDEXES[index];
    const items: z.infer<typeof KeyItem>[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: tables.records,
          IndexName: index,
          KeyConditionExpression: upTo === undefined ? '#p = :p' : '#p = :p AND #s <= :s',
          ExpressionAttributeNames: { '#p': partition, ...(upTo === undefined ? {} : { '#s': sort }) },
          ExpressionAttributeValues: { ':p': key, ...(upTo === undefined ? {} : { ':s': upTo }) },
          ...(first ? { Limit: 1 } : {}),
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      for (const item of page.Items ?? []) items.push(KeyItem.parse(item));
      start = first ? undefined : page.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  };

  const idsOf = async (index: Index, key: string, range?: Range) =>
    (await called('Listing records', () => query(index, key, range))).flatMap(({ pk }) => {
      const stream = readStream(pk);
      return stream === undefined ? [] : [stream];
    });

  return {
    load: async (locality, type, id) => {
      const item = await get(streamOf(locality, type, id));
      return item === undefined ? undefined : recordOf(type, id, item);
    },

    loadAll: async (locality, type, ids) => {
      const parts = await Promise.all(
        chunked([...new Set(ids)], 100).map((part) =>
          called('Reading records', () => batch(part.map((id) => streamOf(locality, type, id)))),
        ),
      );
      const found = new Map(parts.flatMap((part) => [...part]));
      return ids.flatMap((id) => {
        const item = found.get(streamOf(locality, type, id));
        return item === undefined ? [] : [recordOf(type, id, item)];
      });
    },

    commandById: async (locality, id): Promise<CarriedOut | undefined> => {
      const item = await get(commandKey(locality, id));
      return item === undefined ? undefined : CommandItem.parse(item);
    },

    commit: async (commit) => {
      const named = recordsOf(commit);
      if (new Set(named).size !== named.length)
        throw new PermanentError('A commit names a record twice, which DynamoDB takes in no transaction.');
      const items = itemsOf(tables, commit);
      if (items.length > MOST_ITEMS)
        throw new PermanentError(`A commit of ${items.length} items passes DynamoDB's ${MOST_ITEMS} a transaction.`);
      try {
        await client.send(new TransactWriteCommand({ TransactItems: items }));
        return 'committed';
      } catch (cause) {
        if (isLost(cause)) return 'lost';
        throw faultOf('Writing a commit', cause);
      }
    },

    writePages: async (locality, pages) => {
      const put = ({ hash, bytes }: Page) =>
        called('Writing a page', () =>
          client.send(new PutCommand({ TableName: tables.records, Item: { pk: pageKey(locality, hash), bytes } })),
        );
      for (const part of chunked(pages, 10)) await Promise.all(part.map(put));
    },

    readPage: async (locality, hash) => {
      const item = await get(pageKey(locality, hash));
      return item === undefined ? undefined : PageItem.parse(item).bytes;
    },

    entries: async (locality, type, id) => {
      const stream = streamOf(locality, type, id);
      const entries: StoredEntry[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await called('Reading the journal', () =>
          client.send(
            new QueryCommand({
              TableName: tables.journal,
              KeyConditionExpression: 'pk = :pk',
              ExpressionAttributeValues: { ':pk': stream },
              ConsistentRead: true,
              ...(start === undefined ? {} : { ExclusiveStartKey: start }),
            }),
          ),
        );
        for (const item of page.Items ?? []) {
          const { pk, ...rest } = JournalItem.parse(item);
          entries.push(StoredEntry.parse({ stream: pk, ...rest }));
        }
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return entries;
    },

    listCase: async (locality, type, of) => (await idsOf('byCase', caseKeyOf(locality, type, of))).map(({ id }) => id),

    listOpenTasks: async (locality, office) =>
      (await idsOf('byOwner', ownerKeyOf(locality, office))).map(({ id }) => TaskId.parse(id)),

    listDueTasks: async (now) =>
      (await idsOf('byTime', OPEN_TASKS, { upTo: `${now}~` })).map(({ locality, id }) => ({
        locality: LocalityId.parse(locality),
        id: TaskId.parse(id),
      })),

    nextRungAt: async () => {
      const first = await called('Listing records', () => query('byTime', OPEN_TASKS, { first: true }));
      const at = first[0]?.timeSort?.split('#')[0];
      return at === undefined ? undefined : Instant.parse(at);
    },

    listWaiting: async () =>
      (await idsOf('byTime', WAITING)).flatMap(({ locality, type, id }) =>
        waits(type) ? [{ locality: LocalityId.parse(locality), type, id }] : [],
      ),
  };
};
