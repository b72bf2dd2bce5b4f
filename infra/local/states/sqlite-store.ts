import { createHash, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { inTransaction } from '../sqlite.ts';
import { apart, type Event, lastNumberOf, readEvents, writeEvents } from './events.ts';
import {
  ExecutionSummary,
  outOfOrder,
  type Page,
  type StateStore,
  StoredExecution,
  StoredMachine,
  type Written,
} from './store.ts';

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
CREATE TABLE IF NOT EXISTS states_run (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  machine TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL REFERENCES states_definition (hash),
  role_arn TEXT NOT NULL,
  input TEXT NOT NULL,
  waiter INTEGER,
  waiter_entered INTEGER,
  waiter_retries INTEGER,
  status TEXT NOT NULL,
  started INTEGER NOT NULL,
  stopped INTEGER,
  active INTEGER NOT NULL,
  due INTEGER,
  UNIQUE (machine, name)
) STRICT;
CREATE INDEX IF NOT EXISTS states_run_due ON states_run (due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS states_run_active ON states_run (key) WHERE active = 1;
CREATE INDEX IF NOT EXISTS states_run_machine ON states_run (machine, status, key);
CREATE INDEX IF NOT EXISTS states_run_key ON states_run (machine, key);
CREATE INDEX IF NOT EXISTS states_run_stopped ON states_run (stopped) WHERE stopped IS NOT NULL;
CREATE INDEX IF NOT EXISTS states_run_waiter ON states_run (waiter) WHERE waiter IS NOT NULL;
CREATE TABLE IF NOT EXISTS states_written (
  place INTEGER PRIMARY KEY,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  events TEXT NOT NULL
) STRICT;
`;

/**
 * How many steps an execution has place for. Execution and step are one number, because a row at the end of such a table
 * is the least that SQLite can write.
 */
const stepsOfRun = 2 ** 26;
const placeOf = (key: number, step: number): number => key * stepsOfRun + step;
/** Between these are the steps of an execution. */
const placesOf = (key: number): [number, number] => [placeOf(key, 0), placeOf(key + 1, 0)];

/** Takes over the steps of a data folder of an earlier version. */
const moveSteps = (database: DatabaseSync): void => {
  if (database.prepare("SELECT 1 AS found FROM sqlite_master WHERE name = 'states_step'").get() === undefined) return;
  const place = `run * ${String(stepsOfRun)} + step`;
  inTransaction(database, () =>
    database.exec(
      `INSERT INTO states_written SELECT ${place}, first, last, events FROM states_step; DROP TABLE states_step`,
    ),
  );
};

const Row = z
  .object({
    ...StoredExecution.omit({ waiter: true }).shape,
    waiter: z.int().nullable(),
    waiter_entered: z.int().nullable(),
    waiter_retries: z.int().nullable(),
  })
  .transform(
    ({ waiter, waiter_entered: enteredId, waiter_retries: retryCount, ...rest }): StoredExecution => ({
      ...rest,
      ...(waiter === null || enteredId === null || retryCount === null
        ? {}
        : { waiter: { key: waiter, enteredId, retryCount } }),
    }),
  );
const Key = z.object({ key: z.int() });
const Due = z.object({ key: z.int(), due: z.int() });
const Secret = z.object({ secret: z.string() });
const Step = z.object({ events: z.string() });
const LastStep = z.object({ place: z.int(), last: z.int() });

type Standing = Pick<Written, 'status' | 'active' | 'due'>;

/** What the last write of an execution left: its step, its last visible event, and how it then stood. */
type Last = { step: number; last: number; standing: Standing | undefined };

const eventsIn = (row: unknown): Event[] => readEvents(Step.parse(row).events);

const statements = (database: DatabaseSync) => {
  const prepare = (sql: string) => database.prepare(sql);
  const summary = 'e.key, e.machine, e.name, e.status, e.started, e.stopped';
  const whole =
    `SELECT ${summary}, e.definition, d.text, e.role_arn AS roleArn, e.input, e.waiter, e.waiter_entered, ` +
    'e.waiter_retries FROM states_run e JOIN states_definition d ON d.hash = e.definition';
  const machine =
    'SELECT m.name, m.definition, d.text, m.role_arn AS roleArn, m.created, m.updated ' +
    'FROM states_machine m JOIN states_definition d ON d.hash = m.definition';
  return {
    putDefinition: prepare('INSERT OR IGNORE INTO states_definition (hash, text) VALUES (?, ?)'),
    putMachine: prepare(
      'INSERT INTO states_machine (name, definition, role_arn, created, updated) VALUES (?, ?, ?, ?, ?) ' +
        'ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, role_arn = excluded.role_arn, ' +
        'updated = excluded.updated',
    ),
    dropMachine: prepare('DELETE FROM states_machine WHERE name = ?'),
    machine: prepare(`${machine} WHERE m.name = ?`),
    machines: prepare(`${machine} ORDER BY m.created, m.name LIMIT ? OFFSET ?`),
    byName: prepare(`${whole} WHERE e.machine = ? AND e.name = ?`),
    byKey: prepare(`${whole} WHERE e.key = ?`),
    startedBy: prepare(`${whole} WHERE e.waiter = ? AND e.status = 'RUNNING' ORDER BY e.key`),
    list: prepare(`SELECT ${summary} FROM states_run e WHERE e.machine = ? AND e.key < ? ORDER BY e.key DESC LIMIT ?`),
    listByStatus: prepare(
      `SELECT ${summary} FROM states_run e WHERE e.machine = ? AND e.status = ? AND e.key < ? ORDER BY e.key DESC LIMIT ?`,
    ),
    insert: prepare(
      'INSERT INTO states_run (machine, name, definition, role_arn, input, waiter, waiter_entered, waiter_retries, ' +
        "status, started, active, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?)",
    ),
    stand: prepare('UPDATE states_run SET status = ?, stopped = ?, active = ?, due = ? WHERE key = ?'),
    forget: prepare('DELETE FROM states_run WHERE key = ?'),
    ended: prepare('SELECT key FROM states_run WHERE stopped < ?'),
    forgetSteps: prepare('DELETE FROM states_written WHERE place > ? AND place < ?'),
    addStep: prepare('INSERT INTO states_written (place, first, last, events) VALUES (?, ?, ?, ?)'),
    lastStep: prepare(
      'SELECT place, last FROM states_written WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1',
    ),
    steps: prepare('SELECT events FROM states_written WHERE place > ? AND place < ? ORDER BY place'),
    stepsAfter: prepare('SELECT events FROM states_written WHERE place > ? AND place < ? AND last > ? ORDER BY place'),
    stepsBefore: prepare(
      'SELECT events FROM states_written WHERE place > ? AND place < ? AND first < ? ORDER BY place DESC',
    ),
    active: prepare('SELECT key FROM states_run WHERE active = 1 ORDER BY key'),
    nextDue: prepare('SELECT key, due FROM states_run WHERE due IS NOT NULL ORDER BY due, key LIMIT 1'),
    secret: prepare('SELECT secret FROM states_secret WHERE id = 1'),
    putSecret: prepare('INSERT OR IGNORE INTO states_secret (id, secret) VALUES (1, ?)'),
  };
};

/** The store in SQLite: machines, executions, and one row for each step with the events that it appended. */
export const createSqliteStore = (database: DatabaseSync): StateStore => {
  database.exec(tables);
  moveSteps(database);
  const sql = statements(database);

  /** What the last write of running executions left, so that no write has to read. Nobody else writes here. */
  const written = new Map<number, Last>();

  const readStep = (key: number): Last => {
    const found = sql.lastStep.get(...placesOf(key));
    if (found === undefined) return { step: 0, last: 0, standing: undefined };
    const { place, last } = LastStep.parse(found);
    return { step: place - placeOf(key, 0), last, standing: undefined };
  };

  const addStep = (key: number, events: readonly Event[]): Last => {
    const before = written.get(key) ?? readStep(key);
    const step = before.step + 1;
    const next = events.find(({ id }) => id > 0)?.id ?? before.last + 1;
    if (next !== before.last + 1) throw outOfOrder(key, before.last, next);
    const final = events.findLast(({ id }) => id > 0);
    const last = final === undefined ? before.last : lastNumberOf(final);
    sql.addStep.run(placeOf(key, step), next, last, writeEvents(events));
    const now = { step, last, standing: before.standing };
    written.set(key, now);
    return now;
  };

  const forget = (key: number): void => {
    sql.forgetSteps.run(...placesOf(key));
    sql.forget.run(key);
  };

  const asStep = <T>(work: () => T): T => inTransaction(database, work, 'step');

  /** Reads steps until a page is full; a step may hold events before the page, which the page leaves out. */
  const pageOf = (rows: Iterable<unknown>, { limit }: Page, belongs: (id: number) => boolean, backwards: boolean) => {
    const page: Event[] = [];
    for (const row of rows) {
      const events = eventsIn(row)
        .flatMap(apart)
        .filter(({ id }) => id > 0 && belongs(id));
      page.push(...(backwards ? events.toReversed() : events));
      if (page.length >= limit) break;
    }
    return page.slice(0, limit);
  };

  return {
    secret: () => {
      const found = sql.secret.get();
      if (found !== undefined) return Secret.parse(found).secret;
      inTransaction(database, () => sql.putSecret.run(randomBytes(32).toString('base64url')));
      return Secret.parse(sql.secret.get()).secret;
    },
    putMachine: (name, text, roleArn, now) => {
      const hash = createHash('sha256').update(text, 'utf8').digest('hex');
      inTransaction(database, () => {
        sql.putDefinition.run(hash, text);
        sql.putMachine.run(name, hash, roleArn, now, now);
      });
    },
    dropMachine: (name) => {
      inTransaction(database, () => sql.dropMachine.run(name));
    },
    machine: (name) => StoredMachine.optional().parse(sql.machine.get(name)),
    machines: (limit, offset) => sql.machines.all(limit, offset).map((row) => StoredMachine.parse(row)),
    executionNamed: (machine, name) => Row.optional().parse(sql.byName.get(machine, name)),
    execution: (key) => Row.optional().parse(sql.byKey.get(key)),
    executions: (machine, status, { after, limit }) => {
      const before = after ?? Number.MAX_SAFE_INTEGER;
      const rows =
        status === undefined
          ? sql.list.all(machine, before, limit)
          : sql.listByStatus.all(machine, status, before, limit);
      return rows.map((row) => ExecutionSummary.parse(row));
    },
    insert: (execution, { events, active, due }, replaced) =>
      asStep(() => {
        if (replaced !== undefined) forget(replaced);
        const { machine, name, definition, roleArn, input, started, waiter } = execution;
        const { lastInsertRowid } = sql.insert.run(
          machine,
          name,
          definition,
          roleArn,
          input,
          waiter?.key ?? null,
          waiter?.enteredId ?? null,
          waiter?.retryCount ?? null,
          started,
          active ? 1 : 0,
          due ?? null,
        );
        const key = Number(lastInsertRowid);
        addStep(key, events);
        return key;
      }),
    append: (key, { events, status, stopped, active, due }) =>
      asStep(() => {
        const now = addStep(key, events);
        const { standing } = now;
        if (standing?.status !== status || standing.active !== active || standing.due !== due) {
          sql.stand.run(status, stopped ?? null, active ? 1 : 0, due ?? null, key);
          now.standing = { status, active, due };
        }
        if (stopped !== undefined) written.delete(key);
      }),
    forgetEnded: (before) => {
      const ended = sql.ended.all(before).map((row) => Key.parse(row).key);
      if (ended.length === 0) return;
      inTransaction(database, () => {
        for (const key of ended) forget(key);
      });
    },
    events: (key) => sql.steps.all(...placesOf(key)).flatMap(eventsIn),
    history: (key, page, backwards) => {
      const { after } = page;
      if (!backwards) {
        const from = after ?? 0;
        return pageOf(sql.stepsAfter.iterate(...placesOf(key), from), page, (id) => id > from, false);
      }
      const before = after ?? Number.MAX_SAFE_INTEGER;
      return pageOf(sql.stepsBefore.iterate(...placesOf(key), before), page, (id) => id < before, true);
    },
    lastEvent: (key) => {
      for (const row of sql.stepsBefore.iterate(...placesOf(key), Number.MAX_SAFE_INTEGER)) return eventsIn(row).at(-1);
      return undefined;
    },
    active: () => sql.active.all().map((row) => Key.parse(row).key),
    nextDue: () => Due.optional().parse(sql.nextDue.get()),
    startedBy: (key) => sql.startedBy.all(key).map((row) => Row.parse(row)),
    atomically: asStep,
  };
};
