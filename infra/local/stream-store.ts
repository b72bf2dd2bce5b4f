import * as z from 'zod';
import { addColumn } from './columns.ts';
import { allRows, change, type Database, firstRow } from './sqlite.ts';

const DeliveryRow = z.object({
  seq: z.number(),
  partition: z.string(),
  attempts: z.number(),
  part: z.number(),
  table_name: z.string(),
  keys: z.string(),
  image: z.string(),
  at: z.number(),
  copy_of: z.number().nullable(),
});

/** A record in line for a mapping: what it is, how often it failed, and with which part of a failed batch it goes. */
export type Delivery = z.infer<typeof DeliveryRow>;

const NextRow = z.object({ next: z.number().nullable() });
const CountRow = z.object({ count: z.number() });
const SeqRow = z.object({ seq: z.number() });

const schema = `
CREATE TABLE IF NOT EXISTS stream_records (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL, keys TEXT NOT NULL, image TEXT NOT NULL, at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
  mapping TEXT NOT NULL, seq INTEGER NOT NULL, partition TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  next_at REAL NOT NULL, PRIMARY KEY (mapping, seq)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS delivery_lanes ON deliveries (mapping, partition, seq);
CREATE INDEX IF NOT EXISTS delivery_records ON deliveries (seq);
`;

/** Records of streams and who is still to get them, in the runtime's database. Moments in epoch milliseconds. */
export const createStreamStore = (database: Database) => {
  database.exec(schema);
  addColumn(database, 'deliveries', 'part', 'INTEGER NOT NULL DEFAULT 0');
  addColumn(database, 'stream_records', 'copy_of', 'INTEGER');

  return {
    /** Keeps a record; returns its number. `copy_of` is the number of the record that it repeats. */
    keep: (row: Pick<Delivery, 'table_name' | 'keys' | 'image' | 'at' | 'copy_of'>): number => {
      const kept = firstRow(
        database,
        SeqRow,
        'INSERT INTO stream_records (table_name, keys, image, at, copy_of) VALUES (?, ?, ?, ?, ?) RETURNING seq',
        row.table_name,
        row.keys,
        row.image,
        row.at,
        row.copy_of,
      );
      if (kept === undefined) throw new Error('A stream record has no number.');
      return kept.seq;
    },

    /** Puts a record in line for a mapping, to be delivered from that moment on. */
    line: (mapping: string, seq: number, partition: string, moment: number): void => {
      change(
        database,
        'INSERT INTO deliveries (mapping, seq, partition, next_at) VALUES (?, ?, ?, ?)',
        mapping,
        seq,
        partition,
        moment,
      );
    },

    /** When the window ends for which new records of the mapping gather; undefined while none do. */
    openWindow: (mapping: string, after: number, upTo: number): number | undefined =>
      firstRow(
        database,
        NextRow,
        'SELECT MIN(next_at) AS next FROM deliveries WHERE mapping = ? AND attempts = 0 AND next_at > ? AND next_at <= ?',
        mapping,
        after,
        upTo,
      )?.next ?? undefined,

    /** Ends a window before its time where so many records have gathered. */
    closeWindow: (mapping: string, end: number, enough: number, at: number): void => {
      const gathered = firstRow(
        database,
        CountRow,
        'SELECT COUNT(*) AS count FROM deliveries WHERE mapping = ? AND attempts = 0 AND next_at = ?',
        mapping,
        end,
      );
      if ((gathered?.count ?? 0) < enough) return;
      change(
        database,
        'UPDATE deliveries SET next_at = ? WHERE mapping = ? AND attempts = 0 AND next_at = ?',
        at,
        mapping,
        end,
      );
    },

    /** What may be delivered: due, and not behind a record of its partition that is not. */
    ready: (mapping: string, at: number, most: number): Delivery[] =>
      allRows(
        database,
        DeliveryRow,
        `SELECT d.seq, d.partition, d.attempts, d.part, r.table_name, r.keys, r.image, r.at, r.copy_of
         FROM deliveries d JOIN stream_records r ON r.seq = d.seq
         WHERE d.mapping = ? AND d.next_at <= ? AND NOT EXISTS (
           SELECT 1 FROM deliveries e
           WHERE e.mapping = d.mapping AND e.partition = d.partition AND e.seq < d.seq AND e.next_at > ?)
         ORDER BY d.seq LIMIT ?`,
        mapping,
        at,
        at,
        most,
      ),

    /** When there is next something to deliver. */
    nextMoment: (mapping: string): number | undefined =>
      firstRow(
        database,
        NextRow,
        `SELECT MIN(next_at) AS next FROM deliveries d WHERE mapping = ? AND NOT EXISTS (
           SELECT 1 FROM deliveries e WHERE e.mapping = d.mapping AND e.partition = d.partition AND e.seq < d.seq)`,
        mapping,
      )?.next ?? undefined,

    /** Sets records apart, to be delivered with each other only. */
    setApart: (mapping: string, rows: readonly Delivery[]): void => {
      const free = firstRow(database, NextRow, 'SELECT MAX(part) + 1 AS next FROM deliveries')?.next ?? 1;
      for (const { seq } of rows) {
        change(database, 'UPDATE deliveries SET part = ? WHERE mapping = ? AND seq = ?', free, mapping, seq);
      }
    },

    /** Notes a failure; the record comes again from that moment on. */
    retry: (mapping: string, seq: number, attempts: number, moment: number): void => {
      change(
        database,
        'UPDATE deliveries SET attempts = ?, next_at = ? WHERE mapping = ? AND seq = ?',
        attempts,
        moment,
        mapping,
        seq,
      );
    },

    /** Ends a delivery; the record goes with its last one. */
    remove: (mapping: string, seq: number): void => {
      change(database, 'DELETE FROM deliveries WHERE mapping = ? AND seq = ?', mapping, seq);
      change(
        database,
        'DELETE FROM stream_records WHERE seq = ? AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.seq = stream_records.seq)',
        seq,
      );
    },

    waiting: (mapping: string): number =>
      firstRow(database, CountRow, 'SELECT COUNT(*) AS count FROM deliveries WHERE mapping = ?', mapping)?.count ?? 0,
  };
};
