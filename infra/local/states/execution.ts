import type { Flow, Machine, State } from './definition.ts';
import type { StateError } from './errors.ts';
import type { Payload } from './payload.ts';
import type { Resource } from './resources.ts';

/** What does not change while an execution runs; moments in epoch milliseconds. */
export type Facts = {
  arn: string;
  name: string;
  machineArn: string;
  machineName: string;
  roleArn: string;
  region: string;
  startedAt: number;
  input: Payload;
  machine: Machine;
};

/** A state that has been entered and not left. */
export type Frame = {
  /** Its name. */
  state: string;
  definition: State;
  input: Payload;
  /** Number of its StateEntered event. */
  enteredId: number;
  enteredAt: number;
  retryCount: number;
  /** How often each entry of the state's Retry has been used. */
  retries: readonly number[];
};

/** An attempt of a Task that has been scheduled and has no outcome yet. */
export type OpenTask = {
  kind: 'task';
  frame: Frame;
  /** Number of its TaskScheduled event: one attempt, one number. */
  scheduledId: number;
  resource: Resource;
  parameters: Payload;
  /** Whether the call was answered; until then it is made again after a restart. */
  answered: boolean;
  /** Whether this process has made the call. No event says so: another process does not know. */
  called: boolean;
  /** The execution whose end it waits for. */
  run: string | undefined;
  timeoutAt: number | undefined;
  heartbeatSeconds: number | undefined;
  heartbeatAt: number | undefined;
};

/** The flows that a Map or Parallel has running. */
export type Join = {
  kind: 'joining';
  frame: Frame;
  /** Number of the event with which it started, at which the first event of each of its flows points back. */
  startedId: number;
  /** One for each flow: the items of a Map, or the input of every branch. */
  items: readonly Payload[];
  concurrency: number;
  tolerated: number;
  /** Index of the next one to begin. */
  next: number;
  running: Set<number>;
  failed: number;
  /** Outputs by index; a tolerated failure leaves none. */
  results: (Payload | undefined)[];
};

/** Where a flow stands: about to do something by itself, waiting for something, or at its end. */
export type Phase =
  | { kind: 'enter'; state: string; input: Payload }
  | { kind: 'begin'; frame: Frame }
  | { kind: 'waited'; frame: Frame }
  | { kind: 'succeeded'; frame: Frame; result: Payload }
  | { kind: 'failed'; frame: Frame; failure: StateError; final: boolean }
  | { kind: 'done'; output: Payload }
  | OpenTask
  | Join
  | { kind: 'waiting'; frame: Frame; until: number }
  | { kind: 'retrying'; frame: Frame; until: number };

/** One flow of an execution: the machine's own, a branch of a Parallel or an iteration of a Map. */
export type Branch = {
  id: number;
  parent: Branch | undefined;
  /** Which branch or iteration of its parent's state it is. */
  index: number;
  /** The item of an iteration. */
  item: Payload | undefined;
  flow: Flow;
  /** All variables that it sees, those of the flows around it too. */
  variables: Readonly<Record<string, Payload>>;
  phase: Phase;
  /** Number of the last event that it left in the history. */
  lastId: number;
};

/** How an execution ended. */
export type Outcome =
  | { status: 'SUCCEEDED'; output: Payload }
  | { status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; error?: string | undefined; cause?: string | undefined };

/** An execution as the fold of its events. */
export type Execution = {
  readonly facts: Facts;
  readonly branches: Map<number, Branch>;
  /** The flows that can go on by themselves, in the order in which they came to it. */
  readonly ready: Set<Branch>;
  /** Number of the last event that the history shows. */
  lastId: number;
  nextBranch: number;
  outcome: Outcome | undefined;
};

/** An execution before its first event. */
export const newExecution = (facts: Facts): Execution => ({
  facts,
  branches: new Map(),
  ready: new Set(),
  lastId: 0,
  nextBranch: 0,
  outcome: undefined,
});

/** The state of a flow by its name. */
export const stateOf = (flow: Flow, name: string): State => {
  const state = flow.States[name];
  if (state === undefined) throw new Error(`The flow has no state '${name}'.`);
  return state;
};

/** The frame of the state in which a flow is; undefined between two states. */
export const frameOf = (phase: Phase): Frame | undefined =>
  phase.kind === 'enter' || phase.kind === 'done' ? undefined : phase.frame;

/** Whether a flow can move without anything from outside. */
export const isReady = (phase: Phase): boolean => {
  switch (phase.kind) {
    case 'enter':
    case 'begin':
    case 'waited':
    case 'succeeded':
    case 'failed':
    case 'done':
      return true;
    case 'joining':
      return phase.running.size === 0 || (phase.next < phase.items.length && phase.running.size < phase.concurrency);
    case 'task':
    case 'waiting':
    case 'retrying':
      return false;
  }
};

/** When the phase ends by itself, in epoch milliseconds; undefined where only something else ends it. */
const phaseDue = (phase: Phase): number | undefined => {
  switch (phase.kind) {
    case 'waiting':
    case 'retrying':
      return phase.until;
    case 'task':
      if (phase.timeoutAt === undefined || phase.heartbeatAt === undefined) return phase.timeoutAt ?? phase.heartbeatAt;
      return Math.min(phase.timeoutAt, phase.heartbeatAt);
    case 'enter':
    case 'begin':
    case 'waited':
    case 'succeeded':
    case 'failed':
    case 'done':
    case 'joining':
      return undefined;
  }
};

const longestExecution = 365 * 24 * 60 * 60 * 1000;

/** When the whole execution times out: its own TimeoutSeconds, at most a year. */
export const executionDeadline = ({ facts }: Execution): number => {
  const seconds = facts.machine.TimeoutSeconds;
  const own = seconds === undefined ? longestExecution : seconds * 1000;
  return facts.startedAt + Math.min(own, longestExecution);
};

/** What happens by itself next: a flow's wait or time-out, or (without branch) the end of the whole. */
export const nextDue = (execution: Execution): { at: number; branch: Branch | undefined } | undefined => {
  if (execution.outcome !== undefined) return undefined;
  let first: { at: number; branch: Branch | undefined } = { at: executionDeadline(execution), branch: undefined };
  for (const branch of execution.branches.values()) {
    const at = phaseDue(branch.phase);
    if (at !== undefined && at < first.at) first = { at, branch };
  }
  return first;
};

/** Whether it is a task whose call has not been answered. */
export const isUnanswered = (phase: Phase): phase is OpenTask => phase.kind === 'task' && !phase.answered;

const hasUnanswered = ({ branches }: Execution): boolean => {
  for (const { phase } of branches.values()) if (isUnanswered(phase)) return true;
  return false;
};

/** Whether a restarted process has something to do for it at once. */
export const isActive = (execution: Execution): boolean =>
  execution.outcome === undefined && (execution.ready.size > 0 || hasUnanswered(execution));
