import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const tables = `
CREATE TABLE IF NOT EXISTS states_secret (id INTEGER PRIMARY KEY CHECK (id = 1), secret TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS states_definition (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states_machine (
  name TEXT PRIMARY KEY,
  definition TEXT NOT NULL REFERENCES states_definition (hash),
  role_arn TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states_execution (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  machine TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL REFERENCES states_definition (hash),
  role_arn TEXT NOT NULL,
  input TEXT NOT NULL,
  status TEXT NOT NULL,
  started INTEGER NOT NULL,
  stopped INTEGER,
  checkpoint TEXT NOT NULL,
  revision INTEGER NOT NULL,
  active INTEGER NOT NULL,
  due INTEGER,
  UNIQUE (machine, name)
) STRICT;
CREATE INDEX IF NOT EXISTS states_execution_due ON states_execution (due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS states_execution_active ON states_execution (key) WHERE active = 1;
CREATE INDEX IF NOT EXISTS states_execution_machine ON states_execution (machine, status, key);
CREATE TABLE IF NOT EXISTS states_event (
  execution INTEGER NOT NULL REFERENCES states_execution (key) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution, id)
) STRICT, WITHOUT ROWID;
`;

/** Makes the runner's tables where they are missing. Events are only ever inserted. */
export const createTables = (database: DatabaseSync): void => database.exec(tables);

/** The status of an execution, as the API names it. */
export const Status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
export type Status = z.infer<typeof Status>;

/** A state machine as stored; moments in epoch milliseconds. */
export const MachineRow = z.object({
  name: z.string(),
  definition: z.string(),
  text: z.string(),
  role_arn: z.string(),
  created: z.int(),
  updated: z.int(),
});
export type MachineRow = z.infer<typeof MachineRow>;

/** An execution without its checkpoint, as lists show it. */
export const ExecutionSummary = z.object({
  key: z.int(),
  machine: z.string(),
  name: z.string(),
  status: Status,
  started: z.int(),
  stopped: z.int().nullable(),
});
export type ExecutionSummary = z.infer<typeof ExecutionSummary>;

/** An execution as stored; `revision` rises with each write. */
export const ExecutionRow = ExecutionSummary.extend({
  definition: z.string(),
  text: z.string(),
  role_arn: z.string(),
  input: z.string(),
  checkpoint: z.string(),
  revision: z.int(),
});
export type ExecutionRow = z.infer<typeof ExecutionRow>;

/** One event as stored. */
export const EventRow = z.object({ id: z.int(), at: z.int(), body: z.string() });
export type EventRow = z.infer<typeof EventRow>;
