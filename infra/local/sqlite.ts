import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type * as z from 'zod';
import { aroundWrite, type WriteKind } from './write-points.ts';

/** The one file with all durable state of the runtime except DynamoDB's. */
export type Database = DatabaseSync;

/** Loads `node:sqlite` without its notice that it is experimental. */
const loadSqlite = () => {
  // oxlint-disable-next-line typescript/unbound-method -- put back on the same object
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
};

const { DatabaseSync: Sqlite, backup } = loadSqlite();

/**
 * Opens a database file, or `:memory:`. What is committed outlives a killed process. Nobody else can open the file
 * meanwhile: a commit that has to take no locks costs little more than half.
 */
export const openDatabase = (file: string): Database => {
  const database = new Sqlite(file, { timeout: 2000 });
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;');
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  return database;
};

/**
 * Opens a database file of an office's own server: others may read it meanwhile, as a backup does, and what is
 * committed is on the disk itself before it is answered, so that it outlives a loss of power too.
 */
export const openOfficeDatabase = (file: string): Database => {
  const database = new Sqlite(file, { timeout: 2000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  return database;
};

/** Opens a database file for reading, and sees from now on what was committed by now, whatever others write. */
export const readSnapshot = (file: string): Database => {
  const database = new Sqlite(file, { readOnly: true, timeout: 2000 });
  try {
    // The first read takes the snapshot.
    database.exec('BEGIN; SELECT COUNT(*) FROM sqlite_schema');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
};

/** Copies what a database shows into a new file, a part at a time, while others go on. */
export const backUp = async (database: Database, file: string): Promise<void> => {
  await backup(database, file);
};

/** Takes a lock that lasts until it is closed or the process is gone, however it went. Throws when another has it. */
export const lockFile = (file: string): Database => {
  const database = new Sqlite(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
};

const isOpen = (database: Database): boolean => database.isTransaction;

/** Runs `work` so that all of it is written, or nothing; inside another transaction it joins that one. */
export const inTransaction = <T>(database: Database, work: () => T, kind: WriteKind = 'other'): T => {
  if (isOpen(database)) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    aroundWrite(kind, () => database.exec('COMMIT'));
    return result;
  } catch (error) {
    if (isOpen(database)) database.exec('ROLLBACK');
    throw error;
  }
};

type Value = string | number | bigint | null | Uint8Array;

const prepared = new WeakMap<Database, Map<string, StatementSync>>();

const statement = (database: Database, sql: string): StatementSync => {
  const known = prepared.get(database) ?? new Map<string, StatementSync>();
  prepared.set(database, known);
  const made = known.get(sql) ?? database.prepare(sql);
  known.set(sql, made);
  return made;
};

/** All rows of a query, each read by `row`. */
export const allRows = <T>(database: Database, row: z.ZodType<T>, sql: string, ...values: Value[]): T[] =>
  statement(database, sql)
    .all(...values)
    .map((found) => row.parse(found));

/** The first row of a query, read by `row`. */
export const firstRow = <T>(database: Database, row: z.ZodType<T>, sql: string, ...values: Value[]): T | undefined => {
  const found = statement(database, sql).get(...values);
  return found === undefined ? undefined : row.parse(found);
};

/** Runs one statement; tells how many rows changed. */
export const change = (database: Database, sql: string, ...values: Value[]): number => {
  const run = (): number => Number(statement(database, sql).run(...values).changes);
  return isOpen(database) ? run() : aroundWrite('other', run);
};
