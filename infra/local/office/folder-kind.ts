import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { allRows, change, type Database, firstRow, inTransaction, openDatabase } from '../sqlite.ts';
import { StartError } from '../start-error.ts';

/** What a data folder is for, from its first start on. */
export type FolderKind = 'demonstration' | 'office';

const KindRow = z.object({ kind: z.enum(['demonstration', 'office']), secret: z.string() });
const NameRow = z.object({ name: z.string() });

const officesOwn = (): StartError =>
  new StartError(
    "The data folder is that of an office's own server: start it with --mail and --public-url, or name another with --data DIR.",
  );

const hasTable = (database: Database, name: string): boolean =>
  allRows(database, NameRow, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ?", name).length > 0;

const rowIn = (database: Database): z.infer<typeof KindRow> | undefined =>
  hasTable(database, 'folder_kind') ? firstRow(database, KindRow, 'SELECT kind, secret FROM folder_kind') : undefined;

/** Throws a `StartError` where the database file is that of an office's server: nobody empties it by an option. */
export const refuseToEmptyOffice = (file: string): void => {
  if (!existsSync(file)) return;
  const database = openDatabase(file);
  try {
    if (rowIn(database)?.kind === 'office') throw officesOwn();
  } finally {
    database.close();
  }
};

/**
 * Says what the data of a database is for, for good: a demonstration, where anybody may act as anybody, is never opened
 * on an office's data, nor the other way round. Returns the secret by which its S3 signs. Throws a
 * `StartError`, and what `onNew` throws before anything is said of a new folder.
 */
export const claimFolder = (
  database: Database,
  kind: FolderKind,
  onNew: () => void = () => undefined,
): { secret: string } => {
  const known = rowIn(database);
  if (known?.kind === 'office' && kind === 'demonstration') throw officesOwn();
  // A folder from before this was written down was a demonstration.
  const usedBefore = known === undefined && hasTable(database, 'clock');
  if (kind === 'office' && (usedBefore || known?.kind === 'demonstration'))
    throw new StartError(
      "The data folder was used for a demonstration, whose people and clock are not real: give the office's server a folder of its own with --data DIR.",
    );
  if (known !== undefined) return { secret: known.secret };
  onNew();
  const secret = randomBytes(32).toString('base64url');
  inTransaction(database, () => {
    database.exec(
      'CREATE TABLE IF NOT EXISTS folder_kind (one INTEGER PRIMARY KEY CHECK (one = 1), kind TEXT NOT NULL, secret TEXT NOT NULL)',
    );
    change(database, 'INSERT INTO folder_kind VALUES (1, ?, ?)', kind, secret);
  });
  return { secret };
};
