import { createHash, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { inTransaction } from '../sqlite.ts';
import { type Checkpoint, isActive, type Phase } from './checkpoint.ts';
import type { HistoryEvent } from './history.ts';
import { createTables, EventRow, ExecutionRow, ExecutionSummary, MachineRow, type Status } from './schema.ts';

/** What a step changes: the events to append and where the execution then stands. */
export type Written = { events: readonly HistoryEvent[]; checkpoint: Checkpoint; due: number | undefined };

/** What a new execution is stored with; `started` in epoch milliseconds. */
export type NewExecution = {
  machine: string;
  name: string;
  definition: string;
  roleArn: string;
  input: string;
  started: number;
};

/** Which executions or events a list takes: at most `limit`, after the one numbered `after`. */
export type Page = { after: number | undefined; limit: number };

/** The state machines, executions and events in SQLite. Every write is one transaction. */
export type Store = ReturnType<typeof createStore>;

const statusOf = (phase: Phase): Status => (phase.kind === 'ended' ? phase.outcome.status : 'RUNNING');
const Key = z.object({ key: z.int() });
const Due = z.object({ key: z.int(), due: z.int() });
const Secret = z.object({ secret: z.string() });

/** Opens the store, making its tables where they are missing. */
export const createStore = (database: DatabaseSync) => {
  createTables(database);
  const prepare = (sql: string) => database.prepare(sql);
  const executionColumns = 'e.key, e.machine, e.name, e.status, e.started, e.stopped';
  const executionQuery =
    `SELECT ${executionColumns}, e.definition, d.text, e.role_arn, e.input, e.checkpoint, e.revision ` +
    'FROM states_execution e JOIN states_definition d ON d.hash = e.definition';
  const machineQuery =
    'SELECT m.name, m.definition, d.text, m.role_arn, m.created, m.updated ' +
    'FROM states_machine m JOIN states_definition d ON d.hash = m.definition';
  const sql = {
    putDefinition: prepare('INSERT OR IGNORE INTO states_definition (hash, text) VALUES (?, ?)'),
    putMachine: prepare(
      'INSERT INTO states_machine (name, definition, role_arn, created, updated) VALUES (?, ?, ?, ?, ?) ' +
        'ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, role_arn = excluded.role_arn, ' +
        'updated = excluded.updated',
    ),
    dropMachine: prepare('DELETE FROM states_machine WHERE name = ?'),
    machine: prepare(`${machineQuery} WHERE m.name = ?`),
    machines: prepare(`${machineQuery} ORDER BY m.created, m.name LIMIT ? OFFSET ?`),
    byName: prepare(`${executionQuery} WHERE e.machine = ? AND e.name = ?`),
    byKey: prepare(`${executionQuery} WHERE e.key = ?`),
    list: prepare(
      `SELECT ${executionColumns} FROM states_execution e ` +
        'WHERE e.machine = ? AND (? IS NULL OR e.status = ?) AND e.key < ? ORDER BY e.key DESC LIMIT ?',
    ),
    insert: prepare(
      'INSERT INTO states_execution (machine, name, definition, role_arn, input, status, started, checkpoint, ' +
        "revision, active, due) VALUES (?, ?, ?, ?, ?, 'RUNNING', ?, ?, 1, 1, ?)",
    ),
    update: prepare(
      'UPDATE states_execution SET checkpoint = ?, status = ?, stopped = ?, active = ?, due = ?, ' +
        'revision = revision + 1 WHERE key = ? AND revision = ?',
    ),
    forget: prepare('DELETE FROM states_execution WHERE key = ?'),
    forgetEvents: prepare('DELETE FROM states_event WHERE execution = ?'),
    addEvent: prepare('INSERT INTO states_event (execution, id, at, body) VALUES (?, ?, ?, ?)'),
    events: prepare('SELECT id, at, body FROM states_event WHERE execution = ? AND id > ? ORDER BY id LIMIT ?'),
    eventsBack: prepare(
      'SELECT id, at, body FROM states_event WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?',
    ),
    active: prepare('SELECT key FROM states_execution WHERE active = 1 ORDER BY key'),
    nextDue: prepare('SELECT key, due FROM states_execution WHERE due IS NOT NULL ORDER BY due, key LIMIT 1'),
    secret: prepare('SELECT secret FROM states_secret WHERE id = 1'),
    putSecret: prepare('INSERT OR IGNORE INTO states_secret (id, secret) VALUES (1, ?)'),
  };

  const append = (key: number, events: readonly HistoryEvent[]): void => {
    for (const { id, at, previousEventId, type, detailsField, details } of events)
      sql.addEvent.run(key, id, at, JSON.stringify({ previousEventId, type, [detailsField]: details }));
  };

  return {
    /** The key that signs task tokens; made once for each database. */
    secret: (): string => {
      const found = sql.secret.get();
      if (found !== undefined) return Secret.parse(found).secret;
      inTransaction(database, () => sql.putSecret.run(randomBytes(32).toString('base64url')));
      return Secret.parse(sql.secret.get()).secret;
    },

    putMachine: (name: string, text: string, roleArn: string, now: number): void => {
      const hash = createHash('sha256').update(text, 'utf8').digest('hex');
      inTransaction(database, () => {
        sql.putDefinition.run(hash, text);
        sql.putMachine.run(name, hash, roleArn, now, now);
      });
    },
    dropMachine: (name: string): void => {
      inTransaction(database, () => sql.dropMachine.run(name));
    },
    machine: (name: string): MachineRow | undefined => MachineRow.optional().parse(sql.machine.get(name)),
    machines: (limit: number, offset: number): MachineRow[] =>
      sql.machines.all(limit, offset).map((row) => MachineRow.parse(row)),

    executionNamed: (machine: string, name: string): ExecutionRow | undefined =>
      ExecutionRow.optional().parse(sql.byName.get(machine, name)),
    execution: (key: number): ExecutionRow | undefined => ExecutionRow.optional().parse(sql.byKey.get(key)),
    executions: (machine: string, status: Status | undefined, { after, limit }: Page): ExecutionSummary[] =>
      sql.list
        .all(machine, status ?? null, status ?? null, after ?? Number.MAX_SAFE_INTEGER, limit)
        .map((row) => ExecutionSummary.parse(row)),

    /** Stores a new execution with its first events; in place of `replaced`, whose name is free again. */
    insert: (execution: NewExecution, { events, checkpoint, due }: Written, replaced: number | undefined): number =>
      inTransaction(database, () => {
        if (replaced !== undefined) {
          sql.forgetEvents.run(replaced);
          sql.forget.run(replaced);
        }
        const { machine, name, definition, roleArn, input, started } = execution;
        const text = JSON.stringify(checkpoint);
        const { lastInsertRowid } = sql.insert.run(
          machine,
          name,
          definition,
          roleArn,
          input,
          started,
          text,
          due ?? null,
        );
        const key = Number(lastInsertRowid);
        append(key, events);
        return key;
      }),

    /** Writes a step, unless something else was written since `revision`; tells whether it was. */
    save: (key: number, revision: number, { events, checkpoint, due }: Written, now: number): boolean =>
      inTransaction(database, () => {
        const { phase } = checkpoint;
        const stopped = phase.kind === 'ended' ? now : null;
        const active = isActive(phase) ? 1 : 0;
        const text = JSON.stringify(checkpoint);
        const { changes } = sql.update.run(text, statusOf(phase), stopped, active, due ?? null, key, revision);
        if (Number(changes) === 0) return false;
        append(key, events);
        return true;
      }),

    events: (key: number, { after, limit }: Page, backwards: boolean): EventRow[] => {
      const rows = backwards
        ? sql.eventsBack.all(key, after ?? Number.MAX_SAFE_INTEGER, limit)
        : sql.events.all(key, after ?? 0, limit);
      return rows.map((row) => EventRow.parse(row));
    },

    /** Executions that a restarted process must carry on at once, oldest first. */
    active: (): number[] => sql.active.all().map((row) => Key.parse(row).key),

    /** The execution that acts next by itself, and when (epoch milliseconds). */
    nextDue: (): { key: number; due: number } | undefined => Due.optional().parse(sql.nextDue.get()),
  };
};
