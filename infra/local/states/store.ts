import * as z from 'zod';
import type { Event } from './events.ts';

/** How long an execution that has ended is kept and its name taken, in milliseconds. */
export const ninetyDays = 90 * 24 * 60 * 60 * 1000;

/** The status of an execution, as the API names it. */
export const Status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
export type Status = z.infer<typeof Status>;

/** A state machine as stored; moments in epoch milliseconds. */
export const StoredMachine = z.object({
  name: z.string(),
  /** SHA-256 of the text, in hexadecimal. */
  definition: z.string(),
  text: z.string(),
  roleArn: z.string(),
  created: z.int(),
  updated: z.int(),
});
export type StoredMachine = z.infer<typeof StoredMachine>;

/** An execution as lists show it. */
export const ExecutionSummary = z.object({
  key: z.int(),
  machine: z.string(),
  name: z.string(),
  status: Status,
  started: z.int(),
  stopped: z.int().nullable(),
});
export type ExecutionSummary = z.infer<typeof ExecutionSummary>;

/** The task of another execution that started this one and waits for its end. */
export const Waiter = z.object({ key: z.int(), enteredId: z.int(), retryCount: z.int() });
export type Waiter = z.infer<typeof Waiter>;

/** An execution as stored, without its events. */
export const StoredExecution = ExecutionSummary.extend({
  definition: z.string(),
  text: z.string(),
  roleArn: z.string(),
  input: z.string(),
  waiter: Waiter.optional(),
});
export type StoredExecution = z.infer<typeof StoredExecution>;

/** What a new execution is stored with; `started` in epoch milliseconds. */
export type NewExecution = Pick<
  StoredExecution,
  'machine' | 'name' | 'definition' | 'text' | 'roleArn' | 'input' | 'started'
> & { waiter: Waiter | undefined };

/** What one step changes: the events to append, and how the execution then stands. */
export type Written = {
  events: readonly Event[];
  status: Status;
  /** When it ended, in epoch milliseconds. */
  stopped: number | undefined;
  /** Whether a restarted process has something to do for it at once. */
  active: boolean;
  /** When it acts next by itself, in epoch milliseconds. */
  due: number | undefined;
};

/** Which executions or events a list takes: at most `limit`, after the one numbered `after`. */
export type Page = { after: number | undefined; limit: number };

/**
 * Where the runner keeps machines, executions and their events. Events are only ever appended; calls are synchronous:
 * when one returns, what it did outlives the process, where the store is a durable one.
 */
export interface StateStore {
  /** The key that signs task tokens; made once for each store. */
  secret(): string;
  putMachine(name: string, text: string, roleArn: string, now: number): void;
  dropMachine(name: string): void;
  machine(name: string): StoredMachine | undefined;
  /** In the order in which they were created. */
  machines(limit: number, offset: number): StoredMachine[];
  executionNamed(machine: string, name: string): StoredExecution | undefined;
  execution(key: number): StoredExecution | undefined;
  /** Newest first. */
  executions(machine: string, status: Status | undefined, page: Page): ExecutionSummary[];
  /** Stores a new execution with its first events; in place of `replaced`, whose name is free again. */
  insert(execution: NewExecution, written: Written, replaced: number | undefined): number;
  /** Writes one step. Throws where its events do not follow the last one written. */
  append(key: number, written: Written): void;
  /** Forgets what ended before a moment, in epoch milliseconds. */
  forgetEnded(before: number): void;
  /** All events, in order. */
  events(key: number): Event[];
  /** Events that AWS shows, page by page; `after` is the number of the last one seen. */
  history(key: number, page: Page, backwards: boolean): Event[];
  lastEvent(key: number): Event | undefined;
  /** Executions that a restarted process must carry on at once, oldest first. */
  active(): number[];
  /** The execution that acts next by itself, and when. */
  nextDue(): { key: number; due: number } | undefined;
  /** Running executions whose end a task of this one waits for. */
  startedBy(key: number): StoredExecution[];
  /** All that `work` writes is written, or nothing. */
  atomically<T>(work: () => T): T;
}

/** What a store throws for a step that does not follow: somebody else wrote the same execution. */
export const outOfOrder = (key: number, last: number, next: number): Error =>
  new Error(`Event ${String(next)} of execution ${String(key)} does not follow event ${String(last)}.`);
