import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { createArns } from './arns.ts';
import { StatesApiError } from './errors.ts';
import { type Branch, frameOf, type OpenTask, unanswered } from './execution.ts';
import { step } from './interpreter.ts';
import { isJson, type Json } from './json.ts';
import { createExecutionWriter } from './execution-writer.ts';
import { createLiveExecutions, type Live, openTask } from './live-executions.ts';
import { Payload } from './payload.ts';
import { during, type Recorder } from './recorder.ts';
import { type Answer, answerTask, elapse } from './stimuli.ts';
import type { Resource } from './resources.ts';
import { type NewExecution, ninetyDays, type StateStore, type Waiter } from './store.ts';
import { type Call, callOf } from './tasks.ts';
import { tokenFor } from './tokens.ts';

/** Invokes a function by name or ARN. A result is its JSON answer, an error is Lambda's error type and cause. */
export type InvokeFunction = (
  functionArn: string,
  payload: unknown,
) => Promise<{ kind: 'result'; payload: unknown } | { kind: 'error'; error: string; cause: string }>;

/** Starts an execution for a task of another one; throws a StatesApiError where that is refused. */
export type StartNested = (
  call: Extract<Call, { kind: 'start' }>,
  waiter: Waiter | undefined,
) => { executionArn: string; started: number; live: Live | undefined };

/** What the engine needs from the runtime around it. */
export type EngineOptions = {
  store: StateStore;
  clock: { now(): Date };
  invoke: InvokeFunction;
  startNested: StartNested;
  track: <T>(work: Promise<T>) => Promise<T>;
  wake: () => void;
  region: string;
  accountId: string;
  /** Hears that the runner stopped because its store failed. */
  onFault: (fault: Error) => void;
};

/** Steps that one write may cover: a machine that loops without waiting is written in parts. */
const stepsPerWrite = 200;

/** Steps of all executions together before others have their turn. */
const stepsPerTurn = 200;
const resumedPerTurn = 100;

const stopped = 'The state-machine runner has stopped. Start the runtime again: nothing that was acknowledged is lost.';

const asJson = (payload: unknown): Json => {
  if (isJson(payload)) return payload;
  const text: unknown = JSON.stringify(payload ?? null);
  const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  if (!isJson(value)) throw new TypeError('The function returned what JSON cannot hold.');
  return value;
};

const resultOf = (resource: Resource, payload: unknown): Payload => {
  const value = asJson(payload);
  return Payload.of(
    resource.service === 'function' ? value : { ExecutedVersion: '$LATEST', Payload: value, StatusCode: 200 },
  );
};

/**
 * Carries executions on: between two waits by itself, then by an answer, a call or a timer. It starts no timer of the
 * process and does nothing until it is called.
 */
export const createEngine = (options: EngineOptions) => {
  const { store, clock, invoke, startNested, track, wake, region } = options;
  const arns = createArns(region, options.accountId);
  const secret = store.secret();
  let closed = false;
  let fault: Error | undefined;

  const isClosed = (): boolean => closed;
  const now = (): number => clock.now().getTime();
  const lives = createLiveExecutions({
    store,
    arns,
    region,
    surroundingsOf: (key) => ({
      now,
      random: Math.random,
      token: (enteredId, retryCount) => tokenFor(secret, { key: key(), enteredId, retryCount }),
    }),
  });

  const writer = createExecutionWriter({ store, load: lives.load, now, onMoved: (live) => drive(live) });

  const fail = (cause: unknown): Error => {
    fault ??= new Error(stopped, { cause });
    return fault;
  };

  /** All use of the store: its failure stops the runner, for what is in memory can no longer be trusted. */
  const guarded = <T>(work: () => T): T => {
    if (closed || fault !== undefined) throw fault ?? new Error(stopped);
    try {
      return work();
    } catch (cause) {
      if (cause instanceof StatesApiError) throw cause;
      throw fail(cause);
    }
  };

  const background = (work: () => Promise<void>): void => {
    const heard = work().catch((cause: unknown) => {
      if (!closed) options.onFault(fail(cause));
    });
    void track(heard);
  };

  /** Writes what was recorded since the last write, together with what it means for executions around and below. */
  const flush = (live: Live): void => {
    if (live.recorder.waiting === 0) return;
    guarded(() => store.atomically(() => writer.write(live)));
    wake();
  };

  /** Applies something from outside and has it written before it returns; then the execution goes on. */
  const stimulate = <T>(key: number, act: (recorder: Recorder) => T): T | undefined => {
    const live = guarded(() => lives.load(key));
    if (live === undefined) return undefined;
    let value: T | undefined;
    live.recorder.guard(() => {
      value = act(live.recorder);
    });
    flush(live);
    drive(live);
    return value;
  };

  const answerOf = async (resource: Resource, call: Extract<Call, { kind: 'invoke' }>): Promise<Answer> => {
    try {
      const answer = await invoke(call.functionName, call.payload);
      return answer.kind === 'error' ? answer : { kind: 'result', result: resultOf(resource, answer.payload) };
    } catch (cause) {
      return { kind: 'error', error: 'Lambda.Unknown', cause: cause instanceof Error ? cause.message : String(cause) };
    }
  };

  const startRun = (live: Live, task: OpenTask, call: Extract<Call, { kind: 'start' }>): Answer => {
    const { enteredId, retryCount } = task.frame;
    const waits = task.resource.service === 'states' && task.resource.pattern.startsWith('sync');
    try {
      const {
        executionArn,
        started,
        live: run,
      } = startNested(call, waits ? { key: live.key, enteredId, retryCount } : undefined);
      if (run !== undefined) drive(run);
      const result = Payload.of({ ExecutionArn: executionArn, StartDate: started });
      return { kind: 'result', result, run: executionArn };
    } catch (refusal) {
      if (!(refusal instanceof StatesApiError)) throw refusal;
      const error = `StepFunctions.${refusal.code.replace(/Exception$/, '')}Exception`;
      return {
        kind: 'error',
        error,
        cause: `${refusal.message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${refusal.code})`,
      };
    }
  };

  /** Takes the answer of a call, unless the attempt was over before. */
  const answer = ({ recorder }: Live, { frame }: OpenTask, answered: Answer): void =>
    recorder.guard(() => {
      while (elapse(recorder, now()));
      const open = openTask(recorder, frame);
      if (open !== undefined && !open.task.answered) answerTask(recorder, open.branch, open.task, answered);
    });

  /** Makes the calls of tasks that were scheduled; each is on disk by then. */
  const makeCalls = (live: Live): void => {
    const { recorder, calls } = live;
    for (const task of unanswered(recorder.execution)) {
      if (calls.has(task.scheduledId)) continue;
      const call = callOf(task.resource, task.parameters);
      if (call.kind === 'start') {
        guarded(() =>
          store.atomically(() => {
            answer(live, task, startRun(live, task, call));
            writer.write(live);
          }),
        );
        continue;
      }
      calls.add(task.scheduledId);
      background(() =>
        answerOf(task.resource, call).then((answered) => {
          calls.delete(task.scheduledId);
          if (isClosed()) return undefined;
          answer(live, task, answered);
          return carryOn(live);
        }),
      );
    }
  };

  /** A fault of the runner itself ends the execution, not the process. */
  const breakDown = ({ recorder }: Live, branch: Branch, cause: unknown): void => {
    const frame = frameOf(branch.phase);
    const text = `The runner failed: ${cause instanceof Error ? cause.message : String(cause)}`;
    recorder.end({
      type: 'ExecutionFailed',
      error: 'States.Runtime',
      cause: frame === undefined ? text : during(frame, text),
    });
  };

  let stepsLeft = stepsPerTurn;

  /** Lets timers, sockets and other executions have their turn once enough was done, by whomever. */
  const yieldWhenDue = async (): Promise<void> => {
    await turnOfOthers();
    stepsLeft = stepsPerTurn;
  };

  /** Takes steps until the execution waits. No two steps of one execution are taken at once. */
  const carryOn = async (live: Live): Promise<void> => {
    if (live.isDriven || isClosed()) return;
    live.isDriven = true;
    const { ready } = live.recorder.execution;
    try {
      for (let steps = 0; ; steps = 0) {
        for (const branch of ready) {
          try {
            const taken = step(live.recorder, branch);
            if (taken !== undefined) await taken;
          } catch (cause) {
            breakDown(live, branch, cause);
          }
          if (isClosed()) return;
          // Round after round, so that no flow of a Map or Parallel waits for another one that loops.
          if (ready.delete(branch)) ready.add(branch);
          steps += 1;
          stepsLeft -= 1;
          if (steps >= stepsPerWrite || stepsLeft <= 0) break;
        }
        flush(live);
        makeCalls(live);
        // Nothing may come between this look and the end: who answers meanwhile counts on this loop.
        if (ready.size === 0) return;
        if (stepsLeft <= 0) await yieldWhenDue();
        if (isClosed()) return;
      }
    } finally {
      live.isDriven = false;
    }
  };

  /** Lets one execution go on, once whoever called has had its answer; it is kept in memory until then. */
  const drive = (live: Live): void => {
    live.claims += 1;
    background(async () => {
      try {
        stepsLeft -= 1;
        await (stepsLeft <= 0 ? yieldWhenDue() : Promise.resolve());
        await carryOn(live);
      } finally {
        live.claims -= 1;
      }
    });
  };

  /** Carries on what a restarted process found unfinished, some at a time. */
  const resumeAll = async (keys: readonly number[]): Promise<void> => {
    for (const [index, key] of keys.entries()) {
      if (isClosed()) return;
      const live = guarded(() => lives.load(key));
      if (live !== undefined) {
        flush(live);
        drive(live);
      }
      if (index % resumedPerTurn === resumedPerTurn - 1) await turnOfOthers();
    }
  };

  /** Stores a new execution; in place of `replaced`, whose name is free again. */
  const insert = (created: NewExecution, replaced: number | undefined): Live => {
    const live = lives.begin(created);
    const { recorder } = live;
    recorder.record(
      { id: 0, lastId: 0 },
      { type: 'ExecutionStarted', input: Payload.read(created.input), roleArn: created.roleArn },
    );
    const key = guarded(() => store.insert(created, writer.writtenOf(live), replaced));
    if (replaced !== undefined) lives.forget(replaced);
    return lives.admit(live, key);
  };

  return {
    arns,
    secret,
    now,
    guarded,
    /** Calls a function as a Task does. */
    answerOf,
    stimulate,
    insert,
    drive,
    /** Durable timers: waits, time-outs, heartbeats and delays of retries, one at each call. */
    timers: {
      next: (): number | undefined => (closed || fault !== undefined ? undefined : guarded(() => store.nextDue()?.due)),
      fire: async (moment: number): Promise<void> => {
        const first = guarded(() => store.nextDue());
        if (first === undefined || first.due > moment) return;
        stimulate(first.key, (recorder) => elapse(recorder, moment));
      },
    },
    resume: (): void => {
      guarded(() => store.forgetEnded(now() - ninetyDays));
      const keys = guarded(() => store.active());
      background(() => resumeAll(keys));
      wake();
    },
    close: (): void => {
      closed = true;
    },
  };
};
