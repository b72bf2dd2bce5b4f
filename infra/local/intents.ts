import * as z from 'zod';
import type { TableDefinition } from './deployment.ts';
import { allRows, change, type Database, inTransaction } from './sqlite.ts';
import type { CallDynamo } from './tables.ts';

/** An item in DynamoDB's JSON, by attribute. */
export type Item = Readonly<Record<string, unknown>>;

/** A put into a table with a stream. */
export type StreamedPut = { table: string; item: Item };

/** A put that was committed, and is new: what a stream calls INSERT. */
export type Inserted = { table: string; keys: Item; partition: string; image: Item };

/** A write that was announced and waits for its outcome. */
export type Intent = {
  /** It was committed: whatever is new of it goes to the streams, durably, before this returns. */
  confirm(): void;
  /** It was refused. */
  withdraw(): void;
  /** Nobody knows; the next start looks. */
  leaveOpen(): void;
};

/**
 * Remembers each put into a streamed table from before it is sent, so that a crash between the commit and its delivery
 * loses nothing: what was announced and never answered is looked up at the next start.
 */
export type Intents = {
  announce(puts: readonly StreamedPut[]): Intent;
  /**
   * Looks up the writes whose outcome nobody knows: at the start those that an earlier run left, later those that went
   * unanswered. Delivers what was committed; returns how many items that were.
   */
  recover(call: CallDynamo): Promise<number>;
};

// The states of an intent's row: 1 delivered, 0 under way, -1 unanswered.
const IntentRow = z.object({ table_name: z.string(), item_key: z.string() });
const Found = z.object({ Item: z.record(z.string(), z.unknown()).optional() });

/** Keeps intents in the database, and hands on what was committed. */
export const createIntents = (
  database: Database,
  tables: readonly TableDefinition[],
  to: {
    /** Called inside the transaction that confirms. */
    deliver: (inserted: readonly Inserted[]) => void;
    /** Called after it. */
    delivered: () => void;
  },
): Intents => {
  database.exec(
    'CREATE TABLE IF NOT EXISTS intents (table_name TEXT NOT NULL, item_key TEXT NOT NULL, confirmed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (table_name, item_key)) WITHOUT ROWID;' +
      'CREATE INDEX IF NOT EXISTS open_intents ON intents (confirmed) WHERE confirmed < 1',
  );
  change(database, 'UPDATE intents SET confirmed = -1 WHERE confirmed = 0');
  const inFlight = new Map<string, number>();
  let unanswered = true;

  const keysOf = ({ table, item }: StreamedPut): { keys: Item; partition: string } => {
    const definition = tables.find(({ name }) => name === table);
    const names = definition?.keys.map(({ AttributeName }) => AttributeName) ?? [];
    const keys = Object.fromEntries(names.map((name) => [name, item[name]]));
    return { keys, partition: JSON.stringify(item[names[0] ?? '']) };
  };

  const confirmPut = (put: StreamedPut): Inserted[] => {
    const { keys, partition } = keysOf(put);
    const changed = change(
      database,
      'UPDATE intents SET confirmed = 1 WHERE table_name = ? AND item_key = ? AND confirmed < 1',
      put.table,
      JSON.stringify(keys),
    );
    return changed === 0 ? [] : [{ table: put.table, keys, partition, image: put.item }];
  };

  const confirmAll = (puts: readonly StreamedPut[]): number => {
    const count = inTransaction(database, () => {
      const inserted = puts.flatMap(confirmPut);
      if (inserted.length > 0) to.deliver(inserted);
      return inserted.length;
    });
    if (count > 0) to.delivered();
    return count;
  };

  const announce = (puts: readonly StreamedPut[]): Intent => {
    const flights = puts.map((put) => ({ table: put.table, key: JSON.stringify(keysOf(put).keys) }));
    inTransaction(database, () => {
      for (const { table, key } of flights) {
        change(database, 'INSERT OR IGNORE INTO intents (table_name, item_key) VALUES (?, ?)', table, key);
      }
    });
    for (const { table, key } of flights) inFlight.set(`${table} ${key}`, (inFlight.get(`${table} ${key}`) ?? 0) + 1);

    const land = (outcome?: 'refused' | 'unknown'): void => {
      for (const { table, key } of flights) {
        if (outcome === 'unknown') {
          unanswered = true;
          change(
            database,
            'UPDATE intents SET confirmed = -1 WHERE table_name = ? AND item_key = ? AND confirmed = 0',
            table,
            key,
          );
        }
        const left = (inFlight.get(`${table} ${key}`) ?? 1) - 1;
        if (left > 0) {
          inFlight.set(`${table} ${key}`, left);
          continue;
        }
        inFlight.delete(`${table} ${key}`);
        if (outcome !== 'refused') continue;
        change(database, 'DELETE FROM intents WHERE table_name = ? AND item_key = ? AND confirmed = 0', table, key);
      }
    };

    return {
      confirm: () => {
        confirmAll(puts);
        land();
      },
      withdraw: () => inTransaction(database, () => land('refused')),
      leaveOpen: () => inTransaction(database, () => land('unknown')),
    };
  };

  const recover = async (call: CallDynamo): Promise<number> => {
    if (!unanswered) return 0;
    unanswered = false;
    let count = 0;
    const open = allRows(database, IntentRow, 'SELECT table_name, item_key FROM intents WHERE confirmed = -1');
    const byNumber = new Intl.Collator('en', { numeric: true });
    for (const { table_name: table, item_key: key } of open.toSorted((a, b) =>
      byNumber.compare(a.item_key, b.item_key),
    )) {
      const Key: unknown = JSON.parse(key);
      const answer = await call('GetItem', { TableName: table, Key, ConsistentRead: true });
      if (answer.status !== 200) {
        unanswered = true;
        throw new Error(`GetItem of ${table} failed: ${JSON.stringify(answer.body)}`);
      }
      const { Item: item } = Found.parse(answer.body);
      if (item !== undefined) count += confirmAll([{ table, item }]);
      else change(database, 'DELETE FROM intents WHERE table_name = ? AND item_key = ? AND confirmed = -1', table, key);
    }
    return count;
  };

  return { announce, recover };
};
