import { createHash, randomBytes } from 'node:crypto';
import { apart, type Event, lastNumberOf } from './events.ts';
import { outOfOrder, type StateStore, type StoredExecution, type StoredMachine, type Written } from './store.ts';

type Kept = { execution: StoredExecution; events: Event[]; last: number; due: number | undefined };

/** Keys by their due moment, the earliest first: a binary heap whose outdated entries are passed over. */
const createSchedule = (dueOf: (key: number) => number | undefined) => {
  const heap: { key: number; due: number }[] = [];
  const isBefore = (a: number, b: number): boolean => (heap[a]?.due ?? 0) < (heap[b]?.due ?? 0);
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (first === undefined || second === undefined) return;
    heap[a] = second;
    heap[b] = first;
  };
  const rise = (start: number): void => {
    for (let at = start, above = (at - 1) >> 1; at > 0 && isBefore(at, above); above = (at - 1) >> 1) {
      swap(at, above);
      at = above;
    }
  };
  const sink = (): void => {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && isBefore(left, least)) least = left;
      if (right < heap.length && isBefore(right, least)) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  const dropFirst = (): void => {
    swap(0, heap.length - 1);
    heap.pop();
    sink();
  };
  return {
    add: (key: number, due: number): void => {
      heap.push({ key, due });
      rise(heap.length - 1);
    },
    first: (): { key: number; due: number } | undefined => {
      for (let [top] = heap; top !== undefined; [top] = heap) {
        if (dueOf(top.key) === top.due) return top;
        dropFirst();
      }
      return undefined;
    },
  };
};

/** The store in memory: for what need not outlive the process. */
export const createMemoryStore = (): StateStore => {
  const secret = randomBytes(32).toString('base64url');
  const machines = new Map<string, StoredMachine>();
  const kept = new Map<number, Kept>();
  const names = new Map<string, number>();
  const active = new Set<number>();
  const schedule = createSchedule((key) => kept.get(key)?.due);
  let lastKey = 0;

  const nameOf = (machine: string, name: string): string => `${machine}:${name}`;

  const stand = (key: number, one: Kept, written: Written): void => {
    for (const event of written.events) {
      if (event.id > 0) {
        if (event.id !== one.last + 1) throw outOfOrder(key, one.last, event.id);
        one.last = lastNumberOf(event);
      }
      one.events.push(event);
    }
    if (written.status !== one.execution.status)
      one.execution = { ...one.execution, status: written.status, stopped: written.stopped ?? null };
    if (written.active) active.add(key);
    else active.delete(key);
    if (one.due === written.due) return;
    one.due = written.due;
    if (written.due !== undefined) schedule.add(key, written.due);
  };

  const executionsNewestFirst = function* (): Generator<StoredExecution> {
    for (const { execution } of [...kept.values()].toReversed()) yield execution;
  };

  return {
    secret: () => secret,
    putMachine: (name, text, roleArn, now) => {
      const definition = createHash('sha256').update(text, 'utf8').digest('hex');
      const created = machines.get(name)?.created ?? now;
      machines.set(name, { name, definition, text, roleArn, created, updated: now });
    },
    dropMachine: (name) => void machines.delete(name),
    machine: (name) => machines.get(name),
    machines: (limit, offset) =>
      [...machines.values()]
        .toSorted((a, b) => a.created - b.created || (a.name < b.name ? -1 : 1))
        .slice(offset, offset + limit),
    executionNamed: (machine, name) => kept.get(names.get(nameOf(machine, name)) ?? 0)?.execution,
    execution: (key) => kept.get(key)?.execution,
    executions: (machine, status, { after, limit }) =>
      executionsNewestFirst()
        .filter((one) => one.machine === machine && (status === undefined || one.status === status))
        .filter((one) => after === undefined || one.key < after)
        .take(limit)
        .toArray(),
    insert: ({ waiter, ...execution }, written, replaced) => {
      if (replaced !== undefined) {
        kept.delete(replaced);
        active.delete(replaced);
      }
      lastKey += 1;
      const key = lastKey;
      const one: Kept = {
        execution: { ...execution, key, status: 'RUNNING', stopped: null, ...(waiter === undefined ? {} : { waiter }) },
        events: [],
        last: 0,
        due: undefined,
      };
      kept.set(key, one);
      names.set(nameOf(execution.machine, execution.name), key);
      stand(key, one, written);
      return key;
    },
    append: (key, written) => {
      const one = kept.get(key);
      if (one !== undefined) stand(key, one, written);
    },
    forgetEnded: (before) => {
      for (const [key, { execution }] of kept) {
        if (execution.stopped === null || execution.stopped >= before) continue;
        kept.delete(key);
        names.delete(nameOf(execution.machine, execution.name));
      }
    },
    events: (key) => kept.get(key)?.events ?? [],
    history: (key, { after, limit }, backwards) => {
      const events = (kept.get(key)?.events ?? []).flatMap(apart).filter(({ id }) => id > 0);
      if (!backwards) return events.filter(({ id }) => id > (after ?? 0)).slice(0, limit);
      const before = after ?? Number.MAX_SAFE_INTEGER;
      return events
        .filter(({ id }) => id < before)
        .toReversed()
        .slice(0, limit);
    },
    lastEvent: (key) => kept.get(key)?.events.at(-1),
    active: () => [...active],
    nextDue: () => schedule.first(),
    startedBy: (key) =>
      [...kept.values()].flatMap(({ execution }) =>
        execution.waiter?.key === key && execution.status === 'RUNNING' ? [execution] : [],
      ),
    atomically: (work) => work(),
  };
};
