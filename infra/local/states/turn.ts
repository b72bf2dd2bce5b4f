import type { Checkpoint, Frame, Outcome, Phase } from './checkpoint.ts';
import { phaseDue } from './checkpoint.ts';
import type { Machine, State } from './definition.ts';
import {
  type EventDetails,
  eventLimit,
  failureDetails,
  historyEvent,
  type HistoryEvent,
  outputDetails,
} from './history.ts';
import type { Json } from './json.ts';
import type { Scope } from './jsonata.ts';

/** What does not change while an execution runs; moments in epoch milliseconds. */
export type Execution = {
  arn: string;
  name: string;
  machineArn: string;
  machineName: string;
  roleArn: string;
  region: string;
  input: Json;
  startedAt: number;
  machine: Machine;
};

/** What the outside world gives to a step. */
export type Surroundings = {
  now: () => number;
  /** From 0 up to 1, for the jitter of a retry. */
  random: () => number;
  /** The task token of the attempt whose TaskScheduled event has this number. */
  token: (scheduledId: number) => string;
};

class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

const longestExecution = 365 * 24 * 60 * 60 * 1000;

/** When the whole execution times out: its own TimeoutSeconds, at most a year. */
export const executionDeadline = (execution: Execution): number => {
  const seconds = execution.machine.TimeoutSeconds;
  const own = seconds === undefined ? longestExecution : seconds * 1000;
  return execution.startedAt + Math.min(own, longestExecution);
};

/** One step of an execution: starts from a checkpoint, collects events, ends in the next checkpoint. */
export class Turn {
  readonly execution: Execution;
  readonly surroundings: Surroundings;
  readonly events: HistoryEvent[] = [];
  phase: Phase;
  variables: { [name: string]: Json };
  private lastEventId: number;

  constructor(execution: Execution, checkpoint: Checkpoint, surroundings: Surroundings) {
    this.execution = execution;
    this.surroundings = surroundings;
    this.phase = checkpoint.phase;
    this.variables = checkpoint.variables;
    this.lastEventId = checkpoint.lastEventId;
  }

  get checkpoint(): Checkpoint {
    return { phase: this.phase, variables: this.variables, lastEventId: this.lastEventId };
  }

  get nextEventId(): number {
    return this.lastEventId + 1;
  }

  /** When something happens by itself next; undefined once ended. */
  get due(): number | undefined {
    if (this.phase.kind === 'ended') return undefined;
    return Math.min(executionDeadline(this.execution), phaseDue(this.phase) ?? Number.POSITIVE_INFINITY);
  }

  /** Appends an event and returns its number. */
  record(type: string, details: EventDetails): number {
    if (this.nextEventId >= eventLimit && !type.startsWith('Execution')) throw new HistoryFull();
    this.lastEventId += 1;
    this.events.push(historyEvent(this.lastEventId, this.surroundings.now(), type, details));
    return this.lastEventId;
  }

  /** Ends the execution. */
  end(outcome: Outcome): void {
    switch (outcome.status) {
      case 'SUCCEEDED':
        this.record('ExecutionSucceeded', outputDetails(JSON.stringify(outcome.output)));
        break;
      case 'FAILED':
        this.record('ExecutionFailed', failureDetails(outcome));
        break;
      case 'ABORTED':
        this.record('ExecutionAborted', failureDetails(outcome));
        break;
      case 'TIMED_OUT':
        this.record('ExecutionTimedOut', failureDetails({ error: 'States.Timeout' }));
        break;
    }
    this.phase = { kind: 'ended', outcome };
  }

  /** Takes HistoryFull, thrown anywhere in a step, for the end that AWS gives it. Other errors pass. */
  endWhenFull(fault: unknown): void {
    if (!(fault instanceof HistoryFull)) throw fault;
    const cause = `The execution reached the maximum number of history events (${String(eventLimit)}).`;
    this.end({ status: 'FAILED', error: 'States.Runtime', cause });
  }

  state(name: string): State {
    const state = this.execution.machine.States[name];
    if (state === undefined) throw new Error(`The machine has no state '${name}'.`);
    return state;
  }

  /** What the expressions of a state see. */
  scope(frame: Frame, more: { token?: string; result?: Json; errorOutput?: Json } = {}): Scope {
    const { token, ...members } = more;
    const { execution } = this;
    const context: Json = {
      Execution: {
        Id: execution.arn,
        Input: execution.input,
        Name: execution.name,
        RoleArn: execution.roleArn,
        StartTime: new Date(execution.startedAt).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: execution.machineArn, Name: execution.machineName },
      State: {
        Name: frame.state,
        EnteredTime: new Date(frame.enteredAt).toISOString(),
        RetryCount: frame.retryCount,
      },
      ...(token === undefined ? {} : { Task: { Token: token } }),
    };
    return {
      states: { input: frame.input, context, ...members },
      variables: this.variables,
      now: this.surroundings.now(),
    };
  }
}

/** Opens every cause that AWS words itself. */
export const during = (frame: Frame, problem: string): string =>
  `An error occurred while executing the state '${frame.state}' (entered at the event id #${String(frame.enteredId)}). ` +
  problem;
