import { type Event, type EventBody, numbersOf, partsOf } from './events.ts';
import { evolve } from './evolve.ts';
import type { Branch, Execution } from './execution.ts';
import type { Json } from './json.ts';

/** What the outside world gives to a step. */
export type Surroundings = {
  /** Epoch milliseconds. */
  now: () => number;
  /** From 0 up to 1, for the jitter of a retry. */
  random: () => number;
  /** The task token of one attempt: the state's StateEntered event and how often it was retried. */
  token: (enteredId: number, retryCount: number) => string;
};

/** The most events that one execution may have; the last of them is its failure. */
export const eventLimit = 25_000;

class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

/** The only way to change an execution: each event is taken into it and kept to be written. */
export class Recorder {
  readonly execution: Execution;
  readonly surroundings: Surroundings;
  private unwritten: Event[] = [];
  private moment: number | undefined;
  /** `$states.context.Execution` and `StateMachine`, which stay the same. */
  readonly context: { [name: string]: Json };

  constructor(execution: Execution, surroundings: Surroundings) {
    this.execution = execution;
    this.surroundings = surroundings;
    const { facts } = execution;
    this.context = {
      Execution: {
        Id: facts.arn,
        Input: facts.input.value,
        Name: facts.name,
        RoleArn: facts.roleArn,
        StartTime: new Date(facts.startedAt).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: facts.machineArn, Name: facts.machineName },
    };
  }

  /** How many events wait to be written. */
  get waiting(): number {
    return this.unwritten.length;
  }

  /** The events since the last call, to be written together. */
  take(): Event[] {
    const taken = this.unwritten;
    this.unwritten = [];
    return taken;
  }

  /** Records what happened in a flow. @throws {HistoryFull} which `guard` takes */
  record(branch: Pick<Branch, 'id' | 'lastId'>, body: EventBody): void {
    const { execution } = this;
    const count = numbersOf(body);
    if (execution.lastId + count >= eventLimit && !body.type.startsWith('Execution')) {
      if (count <= 1) throw new HistoryFull();
      for (const part of partsOf(body)) this.record(branch, part);
      return;
    }
    const id = count === 0 ? 0 : execution.lastId + 1;
    const pointsBack = id > 2 && body.type !== 'ExecutionAborted' && body.type !== 'ExecutionTimedOut';
    const previous = pointsBack ? branch.lastId : 0;
    const event = { id, previous, at: this.now(), branch: branch.id, body };
    evolve(execution, event);
    this.unwritten.push(event);
  }

  /** Epoch milliseconds; the same for all that is done under one guard. */
  now(): number {
    return this.moment ?? this.surroundings.now();
  }

  /** Does something that records, at one moment; a full history is the end of the execution, as on AWS. */
  guard(act: () => void): void {
    this.moment = this.surroundings.now();
    try {
      act();
    } catch (fault) {
      if (!(fault instanceof HistoryFull)) throw fault;
      const cause = `The execution reached the maximum number of history events (${String(eventLimit)}).`;
      this.end({ type: 'ExecutionFailed', error: 'States.Runtime', cause });
    } finally {
      this.moment = undefined;
    }
  }

  /** Ends the execution; what still runs in it is left. */
  end(body: Extract<EventBody, { type: 'ExecutionFailed' | 'ExecutionAborted' | 'ExecutionTimedOut' }>): void {
    this.record({ id: 0, lastId: this.execution.lastId }, body);
  }

  /** Ends an execution of which nothing but the number of its last event is known. */
  breakOff(lastId: number, cause: string): void {
    const { execution, surroundings } = this;
    const failure = { error: 'States.Runtime', cause };
    execution.lastId = lastId;
    execution.outcome = { status: 'FAILED', ...failure };
    const body: EventBody = { type: 'ExecutionFailed', ...failure };
    this.unwritten.push({ id: lastId + 1, previous: lastId, at: surroundings.now(), branch: 0, body });
  }

  /** Whether a flow is still where it was: nothing else ended, stopped or moved it. */
  isStill(branch: Branch, phase: Branch['phase']): boolean {
    return this.execution.branches.get(branch.id) === branch && branch.phase === phase;
  }
}

/** Opens every cause that AWS words itself. */
export const during = (frame: { state: string; enteredId: number }, problem: string): string =>
  `An error occurred while executing the state '${frame.state}' (entered at the event id #${String(frame.enteredId)}). ` +
  problem;
