import * as z from 'zod';
import { isJson, type Json } from './json.ts';

const json = z.custom<Json>(isJson);
const moment = z.int();

/** A state that has been entered and not left; moments in epoch milliseconds. */
export const Frame = z.strictObject({
  state: z.string(),
  input: json,
  enteredId: z.int(),
  enteredAt: moment,
  retryCount: z.int(),
  /** How often each entry of the state's Retry has been used. */
  retries: z.array(z.int()),
});
export type Frame = z.infer<typeof Frame>;

/** An attempt of a Task that has been scheduled and has no outcome yet. */
export const OpenTask = z.strictObject({
  kind: z.literal('task'),
  frame: Frame,
  /** Number of its TaskScheduled event: one attempt, one number. */
  scheduledId: z.int(),
  functionName: z.string(),
  payload: json,
  waitsForToken: z.boolean(),
  /** Whether the function has answered; until then it is invoked again after a restart. */
  answered: z.boolean(),
  timeoutAt: moment.optional(),
  heartbeatSeconds: z.int().optional(),
  heartbeatAt: moment.optional(),
});
export type OpenTask = z.infer<typeof OpenTask>;

const Outcome = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('SUCCEEDED'), output: json }),
  z.strictObject({
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    error: z.string().optional(),
    cause: z.string().optional(),
  }),
]);
/** How an execution ended. */
export type Outcome = z.infer<typeof Outcome>;

/** Where an execution stands: about to do something by itself, waiting for something, or ended. */
export const Phase = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enter'), state: z.string(), input: json }),
  z.strictObject({ kind: z.literal('attempt'), frame: Frame }),
  z.strictObject({ kind: z.literal('waited'), frame: Frame }),
  z.strictObject({ kind: z.literal('succeeded'), frame: Frame, result: json }),
  z.strictObject({
    kind: z.literal('failed'),
    frame: Frame,
    failure: z.strictObject({
      error: z.string().optional(),
      cause: z.string().optional(),
      heartbeat: z.boolean().optional(),
    }),
  }),
  OpenTask,
  z.strictObject({ kind: z.literal('waiting'), frame: Frame, until: moment }),
  z.strictObject({ kind: z.literal('retrying'), frame: Frame, until: moment }),
  z.strictObject({ kind: z.literal('ended'), outcome: Outcome }),
]);
export type Phase = z.infer<typeof Phase>;

/** All that is needed to carry an execution on; written in one transaction with the events that led to it. */
export const Checkpoint = z.strictObject({
  phase: Phase,
  variables: z.record(z.string(), json),
  lastEventId: z.int(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** Whether the execution can move without anything from outside. */
export const isReady = (phase: Phase): boolean => {
  switch (phase.kind) {
    case 'enter':
    case 'attempt':
    case 'waited':
    case 'succeeded':
    case 'failed':
      return true;
    case 'task':
    case 'waiting':
    case 'retrying':
    case 'ended':
      return false;
  }
};

/** Whether a restarted process has something to do for it at once. */
export const isActive = (phase: Phase): boolean => isReady(phase) || (phase.kind === 'task' && !phase.answered);

/** When the phase ends by itself, in epoch milliseconds; undefined where only a call from outside ends it. */
export const phaseDue = (phase: Phase): number | undefined => {
  switch (phase.kind) {
    case 'waiting':
    case 'retrying':
      return phase.until;
    case 'task': {
      const dues = [phase.timeoutAt, phase.heartbeatAt].filter((at) => at !== undefined);
      return dues.length === 0 ? undefined : Math.min(...dues);
    }
    case 'enter':
    case 'attempt':
    case 'waited':
    case 'succeeded':
    case 'failed':
    case 'ended':
      return undefined;
  }
};
