import * as z from 'zod';
import { allRows, type Database } from './sqlite.ts';

const ColumnRow = z.object({ name: z.string() });

/** Adds a column to a table of a data folder that was made before there was one. */
export const addColumn = (database: Database, table: string, column: string, definition: string): void => {
  const known = allRows(database, ColumnRow, 'SELECT name FROM pragma_table_info(?)', table);
  if (!known.some(({ name }) => name === column)) {
    database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
  }
};
