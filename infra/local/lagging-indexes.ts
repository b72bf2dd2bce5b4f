import * as z from 'zod';
import type { TableDefinition } from './deployment.ts';
import type { Item } from './intents.ts';
import type { CallDynamo } from './tables.ts';
import { createTables, dropTables } from './tables.ts';
import type { WrittenItem } from './written-items.ts';

const Found = z.object({ Item: z.record(z.string(), z.unknown()).optional() });
const Scanned = z.object({
  Items: z.array(z.record(z.string(), z.unknown())),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
});
const OnIndex = z.looseObject({ TableName: z.string(), IndexName: z.string() });

/** Indexes that see a write some time after their table does, as global secondary indexes may. */
export type LaggingIndexes = {
  /** Begins with what the tables hold. */
  open(): Promise<void>;
  /** Hears of a write that was carried out. */
  wrote(items: readonly WrittenItem[]): Promise<void>;
  /** The same question to an index as it lags; undefined where none is asked. */
  redirected(operation: string, body: unknown): Promise<unknown>;
};

type Change = { table: string; key: Item; image: Item | undefined; due: number };

const laggingName = (table: string): string => `${table}.lagging`;

/**
 * Keeps beside each table with indexes a second one that lags behind it, and asks that one where an index is asked: so
 * entries that are gone are still found and new ones not yet, and pages and conditions are DynamoDB's own. `lag` is in
 * milliseconds of the timeline. PartiQL is not followed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
 */
export const createLaggingIndexes = (options: {
  tables: readonly TableDefinition[];
  call: CallDynamo;
  now: () => number;
  lag: (table: string, key: string) => number;
}): LaggingIndexes => {
  const { tables, call, now, lag } = options;
  const indexed = tables.filter(({ indexes }) => indexes.length > 0);
  const twins = indexed.map((table) => ({ ...table, name: laggingName(table.name) }));
  const coming: Change[] = [];
  const lastDue = new Map<string, number>();
  let line: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.then(work);
    line = done.catch(() => undefined);
    return done;
  };

  const asked = async (operation: string, body: unknown): Promise<unknown> => {
    const answer = await call(operation, body);
    if (answer.status === 200) return answer.body;
    throw new Error(`${operation} for a lagging index failed: ${JSON.stringify(answer.body)}`);
  };

  const apply = async ({ table, key, image }: Change): Promise<void> => {
    const TableName = laggingName(table);
    if (image === undefined) await asked('DeleteItem', { TableName, Key: key });
    else await asked('PutItem', { TableName, Item: image });
  };

  const applyDue = async (): Promise<void> => {
    const at = now();
    const due = coming.filter((change) => change.due <= at);
    for (const change of due) {
      await apply(change);
      coming.splice(coming.indexOf(change), 1);
    }
  };

  const copy = async (table: string): Promise<void> => {
    let ExclusiveStartKey: Item | undefined;
    do {
      const request = { TableName: table, ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) };
      const page = Scanned.parse(await asked('Scan', request));
      for (const image of page.Items) await apply({ table, key: {}, image, due: 0 });
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  };

  const note = async ({ table, key }: WrittenItem): Promise<void> => {
    const { Item: image } = Found.parse(await asked('GetItem', { TableName: table, Key: key, ConsistentRead: true }));
    const name = `${table} ${JSON.stringify(key)}`;
    // A later write of an item never shows before an earlier one.
    const due = Math.max(now() + lag(table, JSON.stringify(key)), lastDue.get(name) ?? 0);
    lastDue.set(name, due);
    coming.push({ table, key, image, due });
  };

  return {
    open: async () => {
      await dropTables(call, twins);
      await createTables(call, twins);
      for (const { name } of indexed) await copy(name);
    },
    wrote: (items) =>
      inTurn(async () => {
        for (const item of items) if (indexed.some(({ name }) => name === item.table)) await note(item);
      }),
    redirected: async (operation, body) => {
      if (operation !== 'Query' && operation !== 'Scan') return undefined;
      const question = OnIndex.safeParse(body);
      if (!question.success) return undefined;
      await inTurn(applyDue);
      return { ...question.data, TableName: laggingName(question.data.TableName) };
    },
  };
};
