import * as z from 'zod';
import type { TableDefinition } from './deployment.ts';
import type { Item } from './intents.ts';

/** An item that a request writes, by its key. */
export type WrittenItem = { table: string; key: Item };

const Attributes = z.record(z.string(), z.unknown());
const OfItem = z.object({ TableName: z.string(), Item: Attributes });
const OfKey = z.object({ TableName: z.string(), Key: Attributes });
const Transaction = z.object({
  TransactItems: z.array(
    z.object({
      Put: OfItem.optional(),
      Update: OfKey.optional(),
      Delete: OfKey.optional(),
      ConditionCheck: OfKey.optional(),
    }),
  ),
});
const Batch = z.object({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.object({
        PutRequest: z.object({ Item: Attributes }).optional(),
        DeleteRequest: z.object({ Key: Attributes }).optional(),
      }),
    ),
  ),
});

const plainName = (table: string): string => table.slice(table.lastIndexOf('/') + 1);

/** What a request of DynamoDB writes, in its order; of a transaction also what it checks. Empty for one that reads. */
export const itemsWritten = (
  operation: string,
  body: unknown,
  tables: readonly TableDefinition[],
): { items: WrittenItem[]; checks: WrittenItem[] } => {
  const keyed = (table: string, attributes: Item): WrittenItem => {
    const name = plainName(table);
    const names = tables.find((one) => one.name === name)?.keys.map(({ AttributeName }) => AttributeName) ?? [];
    return { table: name, key: Object.fromEntries(names.map((key) => [key, attributes[key]])) };
  };
  switch (operation) {
    case 'PutItem': {
      const { TableName, Item: item } = OfItem.parse(body);
      return { items: [keyed(TableName, item)], checks: [] };
    }
    case 'UpdateItem':
    case 'DeleteItem': {
      const { TableName, Key } = OfKey.parse(body);
      return { items: [keyed(TableName, Key)], checks: [] };
    }
    case 'TransactWriteItems': {
      const parts = Transaction.parse(body).TransactItems;
      const items = parts.flatMap(({ Put, Update, Delete }) => [
        ...(Put === undefined ? [] : [keyed(Put.TableName, Put.Item)]),
        ...[Update, Delete].flatMap((part) => (part === undefined ? [] : [keyed(part.TableName, part.Key)])),
      ]);
      const checks = parts.flatMap(({ ConditionCheck: check }) =>
        check === undefined ? [] : [keyed(check.TableName, check.Key)],
      );
      return { items, checks };
    }
    case 'BatchWriteItem': {
      const requests = Object.entries(Batch.parse(body).RequestItems);
      const items = requests.flatMap(([table, list]) =>
        list.flatMap(({ PutRequest, DeleteRequest }) => {
          const attributes = PutRequest?.Item ?? DeleteRequest?.Key;
          return attributes === undefined ? [] : [keyed(table, attributes)];
        }),
      );
      return { items, checks: [] };
    }
    default:
      return { items: [], checks: [] };
  }
};
