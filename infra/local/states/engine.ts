import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { createAnswerOf, type InvokeFunction } from './answers.ts';
import { createArns } from './arns.ts';
import { StatesApiError } from './errors.ts';
import { type Branch, frameOf, isUnanswered, type OpenTask } from './execution.ts';
import { step } from './interpreter.ts';
import { createExecutionWriter } from './execution-writer.ts';
import { createLiveExecutions, type Live, openTask } from './live-executions.ts';
import { Payload } from './payload.ts';
import { during, type Recorder } from './recorder.ts';
import { type Answer, answerTask, elapse } from './stimuli.ts';
import { type NewExecution, ninetyDays, type StateStore, type Waiter } from './store.ts';
import { type Call, callOf } from './tasks.ts';
import { tokenFor } from './tokens.ts';

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

/** Events that one write may hold: a machine that loops without waiting is written in parts. */
const eventsPerWrite = 400;

/** Steps of all executions together before others have their turn. */
const stepsPerTurn = 200;
const resumedPerTurn = 100;

const stopped = 'The state-machine runner has stopped. Start the runtime again: nothing that was acknowledged is lost.';

/**
 * Carries executions on: between two waits by itself, then by an answer, a call or a timer. It starts no timer of the
 * process and does nothing until it is called.
 */
export const createEngine = (options: EngineOptions) => {
  const { store, clock, startNested, track, wake, region } = options;
  const answerOf = createAnswerOf(options.invoke);
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

  let underWay = 0;
  let allOver = (): void => undefined;

  const begun = (): void => {
    underWay += 1;
    if (underWay > 1) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    allOver = resolve;
    void track(promise);
  };
  const over = (): void => {
    underWay -= 1;
    if (underWay === 0) allOver();
  };
  const faulted = (cause: unknown): void => {
    if (!closed) options.onFault(fail(cause));
    over();
  };

  /**
   * Goes on by itself once something has come. The runtime hears of all that is under way as one piece of work, from the
   * first to the last.
   */
  const after = <T>(awaited: Promise<T>, goOn: (value: T) => Promise<void> | undefined): void => {
    begun();
    const come = (value: T): void => {
      try {
        const more = goOn(value);
        if (more === undefined) over();
        else void more.then(over, faulted);
      } catch (cause) {
        faulted(cause);
      }
    };
    void awaited.then(come, faulted);
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
      while (elapse(recorder, recorder.now()));
      const open = openTask(recorder, frame);
      if (open !== undefined && !open.task.answered) answerTask(recorder, open.branch, open.task, answered);
    });

  /** Makes the calls of tasks that were scheduled; each is on disk by then. */
  const makeCalls = (live: Live): void => {
    for (const { phase: task } of live.recorder.execution.branches.values()) {
      if (!isUnanswered(task) || task.called) continue;
      task.called = true;
      const call = callOf(task.resource, task.parameters);
      if (call.kind === 'invoke')
        carryOnAfter(live, answerOf(task.resource, call), (answered) => answer(live, task, answered));
      else
        guarded(() =>
          store.atomically(() => {
            answer(live, task, startRun(live, task, call));
            writer.write(live);
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
  const yieldToOthers = async (): Promise<void> => {
    await turnOfOthers();
    stepsLeft = stepsPerTurn;
  };

  const takeStep = (live: Live, branch: Branch): Promise<void> | undefined => {
    const { ready } = live.recorder.execution;
    // Round after round, so that no flow of a Map or Parallel waits for another one that loops.
    const taken = (): void => {
      if (ready.size > 1 && ready.delete(branch)) ready.add(branch);
    };
    const broken = (cause: unknown): void => {
      breakDown(live, branch, cause);
      taken();
    };
    try {
      const taking = step(live.recorder, branch);
      if (taking !== undefined) return taking.then(taken, broken);
      taken();
    } catch (cause) {
      broken(cause);
    }
    return undefined;
  };

  /** Takes steps until the execution waits, or until something has to be awaited before the next: that is returned. */
  const takeSteps = (live: Live): Promise<void> | undefined => {
    const { recorder } = live;
    const { ready } = recorder.execution;
    for (;;) {
      for (let [branch] = ready; branch !== undefined; [branch] = ready) {
        if (recorder.waiting >= eventsPerWrite || stepsLeft <= 0) break;
        stepsLeft -= 1;
        const taking = takeStep(live, branch);
        if (taking !== undefined) return taking;
      }
      flush(live);
      makeCalls(live);
      if (ready.size === 0 || isClosed()) return undefined;
      if (stepsLeft <= 0) return yieldToOthers();
    }
  };

  const takeFurtherSteps = async (live: Live, first: Promise<void>): Promise<void> => {
    try {
      for (let awaited: Promise<void> | undefined = first; awaited !== undefined; awaited = takeSteps(live)) {
        await awaited;
        if (isClosed()) return;
      }
    } finally {
      live.isDriven = false;
    }
  };

  /**
   * Takes steps until the execution waits. No two steps of one execution are taken at once: who answers while they are
   * taken counts on this, and nothing comes between the last look for what is ready and the end.
   */
  const carryOn = (live: Live): Promise<void> | undefined => {
    if (live.isDriven || isClosed()) return undefined;
    live.isDriven = true;
    let awaited: Promise<void> | undefined;
    try {
      awaited = takeSteps(live);
    } finally {
      live.isDriven = awaited !== undefined;
    }
    return awaited === undefined ? undefined : takeFurtherSteps(live, awaited);
  };

  /** Does something with what is awaited, and lets the execution go on; it is kept in memory until then. */
  const carryOnAfter = <T>(live: Live, awaited: Promise<T>, act: (value: T) => void): void => {
    live.claims += 1;
    after(awaited, (value) => {
      live.claims -= 1;
      if (isClosed()) return undefined;
      act(value);
      return carryOn(live);
    });
  };

  /** Lets one execution go on, once whoever called has had its answer. */
  const drive = (live: Live): void => {
    stepsLeft -= 1;
    carryOnAfter(live, stepsLeft <= 0 ? yieldToOthers() : Promise.resolve(), () => undefined);
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
      after(resumeAll(keys), () => undefined);
      wake();
    },
    close: (): void => {
      closed = true;
    },
  };
};
