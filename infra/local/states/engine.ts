import { createArns } from './arns.ts';
import { Checkpoint, isReady, type OpenTask, type Phase } from './checkpoint.ts';
import type { Machine } from './definition.ts';
import { advance } from './interpreter.ts';
import { isJson, type Json } from './json.ts';
import { parseMachine } from './machine.ts';
import type { ExecutionRow } from './schema.ts';
import { type Answer, answerTask, elapse } from './stimuli.ts';
import type { NewExecution, Store } from './store.ts';
import { tokenFor } from './tokens.ts';
import { type Execution, type Surroundings, Turn } from './turn.ts';

/** Invokes a function by name or ARN. A result is its JSON answer, an error is Lambda's error type and cause. */
export type InvokeFunction = (
  functionArn: string,
  payload: unknown,
) => Promise<{ kind: 'result'; payload: unknown } | { kind: 'error'; error: string; cause: string }>;

/** What the engine needs from the runtime around it. */
export type EngineOptions = {
  store: Store;
  clock: { now(): Date };
  invoke: InvokeFunction;
  track: <T>(work: Promise<T>) => Promise<T>;
  wake: () => void;
  region: string;
  accountId: string;
  /** Hears that the runner stopped because its database failed. */
  onFault: (fault: Error) => void;
};

type Loaded = { row: ExecutionRow; execution: Execution; checkpoint: Checkpoint };

const stopped = 'The state-machine runner has stopped. Start the runtime again: nothing that was acknowledged is lost.';

const asJson = (payload: unknown): Json => {
  const text: unknown = JSON.stringify(payload ?? null);
  const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  if (!isJson(value)) throw new TypeError('The function returned what JSON cannot hold.');
  return value;
};

/**
 * Carries executions on: between two waits by itself, then by an answer, a call or a timer. It starts no timer of the
 * process and does nothing until it is called.
 */
export const createEngine = (options: EngineOptions) => {
  const { store, clock, invoke, track, wake, region } = options;
  const arns = createArns(region, options.accountId);
  const secret = store.secret();
  const machines = new Map<string, Machine>();
  const driving = new Set<number>();
  const invoking = new Set<string>();
  let closed = false;
  let fault: Error | undefined;

  const now = (): number => clock.now().getTime();
  const surroundingsOf = (key: number): Surroundings => ({
    now,
    random: Math.random,
    token: (scheduledId) => tokenFor(secret, { key, scheduledId }),
  });

  const fail = (cause: unknown): Error => {
    fault ??= new Error(stopped, { cause });
    return fault;
  };

  /** All use of the database: its failure stops the runner, for what is in memory can no longer be trusted. */
  const guarded = <T>(work: () => T): T => {
    if (closed || fault !== undefined) throw fault ?? new Error(stopped);
    try {
      return work();
    } catch (cause) {
      throw fail(cause);
    }
  };

  const background = (work: () => Promise<void>): void => {
    const heard = work().catch((cause: unknown) => {
      if (!closed) options.onFault(fail(cause));
    });
    void track(heard);
  };

  const machineOf = (hash: string, text: string): Machine => {
    const known = machines.get(hash);
    if (known !== undefined) return known;
    const parsed = parseMachine(text);
    if (!parsed.ok) throw new Error(`A stored state machine cannot be read: ${parsed.problem}`);
    machines.set(hash, parsed.machine);
    return parsed.machine;
  };

  const executionOf = (row: Omit<NewExecution, 'roleArn'> & { role_arn: string; text: string }): Execution => {
    const input: unknown = JSON.parse(row.input);
    return {
      arn: arns.execution(row.machine, row.name),
      name: row.name,
      machineArn: arns.machine(row.machine),
      machineName: row.machine,
      roleArn: row.role_arn,
      region,
      input: asJson(input),
      startedAt: row.started,
      machine: machineOf(row.definition, row.text),
    };
  };

  const load = (key: number): Loaded | undefined => {
    const row = store.execution(key);
    if (row === undefined) return undefined;
    return { row, execution: executionOf(row), checkpoint: Checkpoint.parse(JSON.parse(row.checkpoint)) };
  };

  /** Applies something from outside as one write, then lets the execution go on. Undefined where it is unknown. */
  const stimulate = <T>(key: number, act: (turn: Turn) => T): T | undefined => {
    const loaded = guarded(() => load(key));
    if (loaded === undefined) return undefined;
    const turn = new Turn(loaded.execution, loaded.checkpoint, surroundingsOf(key));
    let value: T | undefined;
    try {
      value = act(turn);
    } catch (full) {
      turn.endWhenFull(full);
    }
    if (turn.events.length === 0 && turn.phase === loaded.checkpoint.phase) return value;
    guarded(() => {
      if (!store.save(key, loaded.row.revision, turn, now()))
        throw new Error('An execution was written by another process.');
    });
    drive(key);
    wake();
    return value;
  };

  const answerOf = async (task: OpenTask): Promise<Answer> => {
    try {
      const answer = await invoke(task.functionName, task.payload);
      return answer.kind === 'error' ? answer : { kind: 'result', payload: asJson(answer.payload) };
    } catch (cause) {
      return { kind: 'error', error: 'Lambda.Unknown', cause: cause instanceof Error ? cause.message : String(cause) };
    }
  };

  const isOpen = (phase: Phase, scheduledId: number): phase is OpenTask =>
    phase.kind === 'task' && phase.scheduledId === scheduledId && !phase.answered;

  const beginInvocation = (key: number, phase: Phase): void => {
    if (phase.kind !== 'task' || phase.answered) return;
    const attempt = `${String(key)}.${String(phase.scheduledId)}`;
    if (invoking.has(attempt)) return;
    invoking.add(attempt);
    background(async () => {
      const answer = await answerOf(phase);
      invoking.delete(attempt);
      if (closed) return;
      stimulate(key, (turn) => {
        while (elapse(turn, now()));
        if (isOpen(turn.phase, phase.scheduledId)) answerTask(turn, turn.phase, answer);
      });
    });
  };

  const step = async ({ row, execution, checkpoint }: Loaded): Promise<void> => {
    const surroundings = surroundingsOf(row.key);
    const turn = await advance(execution, checkpoint, surroundings).catch((cause: unknown) => {
      const broken = new Turn(execution, checkpoint, surroundings);
      const message = cause instanceof Error ? cause.message : String(cause);
      broken.end({ status: 'FAILED', error: 'States.Runtime', cause: `The runner failed: ${message}` });
      return broken;
    });
    if (closed) return;
    // Where a stop or a time-out was written meanwhile, this step is dropped and the next one sees it.
    guarded(() => store.save(row.key, row.revision, turn, now()));
    wake();
  };

  const open = (key: number): Loaded | undefined => (closed ? undefined : guarded(() => load(key)));

  /** Lets one execution go on until it waits. No two steps of one execution run at once. */
  const drive = (key: number): void => {
    if (driving.has(key)) return;
    driving.add(key);
    background(async () => {
      try {
        let loaded = open(key);
        for (; loaded !== undefined && isReady(loaded.checkpoint.phase); loaded = open(key)) await step(loaded);
        // From here on an answer, which may come before `invoke` returns, starts the next drive.
        driving.delete(key);
        if (loaded !== undefined) beginInvocation(key, loaded.checkpoint.phase);
      } catch (cause) {
        driving.delete(key);
        throw cause;
      }
    });
  };

  return {
    arns,
    secret,
    now,
    guarded,
    stimulate,
    executionOf,
    /** Stores a new execution and sets it going; in place of `replaced`, whose name is free again. */
    start: (created: NewExecution & { text: string }, replaced: number | undefined): void => {
      const execution = executionOf({ ...created, role_arn: created.roleArn });
      const phase: Phase = { kind: 'enter', state: execution.machine.StartAt, input: execution.input };
      const turn = new Turn(execution, { phase, variables: {}, lastEventId: 0 }, surroundingsOf(0));
      turn.record('ExecutionStarted', {
        input: created.input,
        inputDetails: { truncated: false },
        roleArn: created.roleArn,
      });
      const key = guarded(() => store.insert(created, turn, replaced));
      drive(key);
      wake();
    },
    /** Durable timers: waits, time-outs, heartbeats and delays of retries, one at each call. */
    timers: {
      next: (): number | undefined => (closed || fault !== undefined ? undefined : guarded(() => store.nextDue()?.due)),
      fire: async (moment: number): Promise<void> => {
        const first = guarded(() => store.nextDue());
        if (first === undefined || first.due > moment) return;
        stimulate(first.key, (turn) => elapse(turn, moment));
      },
    },
    resume: (): void => {
      for (const key of guarded(() => store.active())) drive(key);
      wake();
    },
    close: (): void => {
      closed = true;
    },
  };
};
