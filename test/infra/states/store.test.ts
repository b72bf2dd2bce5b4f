import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../infra/local/sqlite.ts';
import type { Event, EventBody } from '../../../infra/local/states/events.ts';
import { createMemoryStore } from '../../../infra/local/states/memory-store.ts';
import { Payload } from '../../../infra/local/states/payload.ts';
import { createSqliteStore } from '../../../infra/local/states/sqlite-store.ts';
import type { NewExecution, Written } from '../../../infra/local/states/store.ts';

const event = (id: number, body: EventBody): Event => ({
  id,
  previous: id > 2 ? id - 1 : 0,
  at: 1000 + id,
  branch: 0,
  body,
});
const entered = (id: number): Event =>
  event(id, { type: 'StateEntered', kind: 'Pass', state: 'S', input: Payload.of({ id }) });
const hidden = event(0, { type: 'WaitStarted', until: 5000 });

const running = (events: readonly Event[], due?: number): Written => ({
  events,
  status: 'RUNNING',
  stopped: undefined,
  active: false,
  due,
});
const ended = (events: readonly Event[]): Written => ({ ...running(events), status: 'SUCCEEDED', stopped: 9000 });

const execution = (name: string, more: Partial<NewExecution> = {}): NewExecution => ({
  machine: 'm',
  name,
  definition: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  text: 'foo',
  roleArn: 'role',
  input: '{}',
  started: 500,
  waiter: undefined,
  ...more,
});

const ids = (events: readonly Event[]): number[] => events.map(({ id }) => id);

describe.each([
  ['SQLite', () => createSqliteStore(openDatabase(':memory:'))],
  ['memory', createMemoryStore],
])('a store in %s', (_name, open) => {
  const opened = () => {
    const store = open();
    store.putMachine('m', 'foo', 'role', 100);
    return store;
  };

  test('keeps one secret', () => {
    const store = opened();
    expect(store.secret()).toBe(store.secret());
    expect(store.secret()).toMatch(/^[\w-]{43}$/);
  });

  test('keeps machines by name, in the order in which they were created', () => {
    const store = opened();
    store.putMachine('a', 'bar', 'role', 200);
    store.putMachine('m', 'bar', 'other', 300);
    expect(store.machine('m')).toMatchObject({ name: 'm', text: 'bar', roleArn: 'other', created: 100, updated: 300 });
    expect(store.machines(10, 0).map(({ name }) => name)).toEqual(['m', 'a']);
    expect(store.machines(1, 1).map(({ name }) => name)).toEqual(['a']);
    store.dropMachine('a');
    expect(store.machine('a')).toBe(undefined);
  });

  test('finds an execution by key and by name, and gives a freed name to the next', () => {
    const store = opened();
    const key = store.insert(execution('one'), running([entered(1)]), undefined);
    expect(store.execution(key)).toMatchObject({ key, name: 'one', status: 'RUNNING', stopped: null, text: 'foo' });
    expect(store.executionNamed('m', 'one')?.key).toBe(key);
    expect(store.executionNamed('n', 'one')).toBe(undefined);
    store.append(key, ended([entered(2)]));
    expect(store.execution(key)).toMatchObject({ status: 'SUCCEEDED', stopped: 9000 });
    const next = store.insert(execution('one'), running([entered(1)]), key);
    expect(next).not.toBe(key);
    expect(store.execution(key)).toBe(undefined);
    expect(ids(store.events(key))).toEqual([]);
    expect(store.executionNamed('m', 'one')?.key).toBe(next);
  });

  test('lists executions newest first, by status, page by page', () => {
    const store = opened();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => store.insert(execution(name), running([entered(1)]), undefined));
    if (b !== undefined) store.append(b, ended([entered(2)]));
    const page = { after: undefined, limit: 10 };
    expect(store.executions('m', undefined, page).map(({ key }) => key)).toEqual([c, b, a]);
    expect(store.executions('m', 'RUNNING', page).map(({ key }) => key)).toEqual([c, a]);
    expect(store.executions('m', undefined, { after: c, limit: 1 }).map(({ key }) => key)).toEqual([b]);
    expect(store.executions('other', undefined, page)).toEqual([]);
  });

  test('appends events and gives them back as they were', () => {
    const store = opened();
    const key = store.insert(execution('one'), running([entered(1)]), undefined);
    store.append(key, running([entered(2), hidden]));
    store.append(key, running([hidden]));
    store.append(key, running([entered(3), entered(4)]));
    expect(ids(store.events(key))).toEqual([1, 2, 0, 0, 3, 4]);
    expect(store.events(key).map((one) => JSON.stringify(one))).toEqual(
      [entered(1), entered(2), hidden, hidden, entered(3), entered(4)].map((one) => JSON.stringify(one)),
    );
    expect(store.lastEvent(key)?.id).toBe(4);
  });

  test('pages through what AWS shows, forwards and backwards', () => {
    const store = opened();
    const key = store.insert(execution('one'), running([entered(1), hidden, entered(2)]), undefined);
    store.append(key, running([hidden]));
    store.append(key, running([entered(3), entered(4), entered(5)]));
    const page = (after: number | undefined, limit: number, backwards = false) =>
      ids(store.history(key, { after, limit }, backwards));
    expect(page(undefined, 2)).toEqual([1, 2]);
    expect(page(2, 2)).toEqual([3, 4]);
    expect(page(4, 2)).toEqual([5]);
    expect(page(undefined, 2, true)).toEqual([5, 4]);
    expect(page(4, 2, true)).toEqual([3, 2]);
    expect(page(2, 2, true)).toEqual([1]);
  });

  test('takes apart for its readers what is one event for the runner', () => {
    const store = opened();
    const resource = { service: 'function', arn: 'arn:aws:lambda:x:000000000000:function:f' } as const;
    const input = Payload.of({ n: 1 });
    const key = store.insert(execution('one'), running([entered(1)]), undefined);
    const called = event(2, { type: 'TaskCalled', state: 'T', input, resource, timeout: 9 });
    const returned = event(5, { type: 'TaskReturned', state: 'T', resource, output: input, next: 'P' });
    const passed = event(7, { type: 'StatePassed', kind: 'Pass', state: 'P', input });
    store.append(key, running([called]));
    store.append(key, running([returned, passed, hidden]));
    expect(() => store.append(key, running([entered(8)]))).toThrow('does not follow event 8');
    store.append(key, running([entered(9)]));
    expect(store.events(key)).toHaveLength(6);
    const page = (after: number | undefined, limit: number, backwards = false) =>
      store.history(key, { after, limit }, backwards).map(({ id, previous, body: { type } }) => [id, previous, type]);
    expect(page(2, 10)).toEqual([
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskStarted'],
      [5, 4, 'TaskSucceeded'],
      [6, 5, 'StateExited'],
      [7, 6, 'StateEntered'],
      [8, 7, 'StateExited'],
      [9, 8, 'StateEntered'],
    ]);
    expect(page(7, 3, true)).toEqual([
      [6, 5, 'StateExited'],
      [5, 4, 'TaskSucceeded'],
      [4, 3, 'TaskStarted'],
    ]);
  });

  test('knows what a restarted process must do, and what is due first', () => {
    const store = opened();
    const begun = (due: number): Written => ({ ...running([entered(1)], due), active: true });
    const a = store.insert(execution('a'), begun(3000), undefined);
    const b = store.insert(execution('b'), begun(2000), undefined);
    expect(store.active()).toEqual([a, b]);
    expect(store.nextDue()).toEqual({ key: b, due: 2000 });
    store.append(b, running([entered(2)], 4000));
    store.append(a, { ...running([entered(2)], 3000), active: true });
    expect(store.active()).toEqual([a]);
    expect(store.nextDue()).toEqual({ key: a, due: 3000 });
    store.append(a, ended([entered(3)]));
    expect(store.active()).toEqual([]);
    expect(store.nextDue()).toEqual({ key: b, due: 4000 });
    store.append(b, ended([entered(3)]));
    expect(store.nextDue()).toBe(undefined);
  });

  test('finds the running executions that a task waits for', () => {
    const store = opened();
    const waiter = { key: 77, enteredId: 2, retryCount: 0 };
    const a = store.insert(execution('a', { waiter }), running([entered(1)]), undefined);
    store.insert(execution('b'), running([entered(1)]), undefined);
    expect(store.startedBy(77).map(({ key, waiter: told }) => [key, told])).toEqual([[a, waiter]]);
    store.append(a, ended([entered(2)]));
    expect(store.startedBy(77)).toEqual([]);
  });
});

test('a data folder of an earlier version is taken over', () => {
  const database = openDatabase(':memory:');
  const old = createSqliteStore(database);
  old.putMachine('m', 'foo', 'role', 100);
  const key = old.insert(execution('one'), running([]), undefined);
  database.exec(`
    DELETE FROM states_written;
    CREATE TABLE states_step (
      run INTEGER NOT NULL, step INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, events TEXT NOT NULL,
      PRIMARY KEY (run, step)
    ) STRICT, WITHOUT ROWID;
  `);
  const flat = ({ body, ...header }: Event): string => JSON.stringify([{ ...body, ...header }]);
  const add = database.prepare('INSERT INTO states_step VALUES (?, ?, ?, ?, ?)');
  add.run(key, 1, 1, 1, flat(entered(1)));
  add.run(key, 2, 2, 2, flat(entered(2)));
  const store = createSqliteStore(database);
  expect(JSON.stringify(store.events(key))).toBe(JSON.stringify([entered(1), entered(2)]));
  store.append(key, running([entered(3)]));
  expect(ids(createSqliteStore(database).events(key))).toEqual([1, 2, 3]);
});
