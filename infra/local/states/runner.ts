import { randomUUID } from 'node:crypto';
import type { TimerSource } from '../timeline.ts';
import type { InvokeFunction } from './answers.ts';
import { checkName } from './arns.ts';
import { createEngine, type StartNested } from './engine.ts';
import { StatesApiError } from './errors.ts';
import type { Branch, OpenTask } from './execution.ts';
import { eventView } from './history.ts';
import { isOversized, type Json, parseJson } from './json.ts';
import { type Live, openTask } from './live-executions.ts';
import { parseMachine } from './machine.ts';
import { Payload } from './payload.ts';
import type { Recorder } from './recorder.ts';
import { beat, elapse, failTask, succeedTask } from './stimuli.ts';
import {
  ninetyDays,
  type StateStore,
  type Status,
  type StoredExecution,
  type StoredMachine,
  type Waiter,
} from './store.ts';
import { type TestRequest, testState } from './test-state.ts';
import { readToken } from './tokens.ts';
import { executionLine, executionView, machineLine, machineView } from './views.ts';

export type { InvokeFunction } from './answers.ts';

/** What the runner needs from the runtime. It keeps everything in `store` and reads time from `clock` alone. */
export type RunnerOptions = {
  store: StateStore;
  clock: { now(): Date };
  invoke: InvokeFunction;
  /** Counts work as activity until it has settled. */
  track: <T>(work: Promise<T>) => Promise<T>;
  /** Called whenever `timers.next()` may have changed. */
  wake: () => void;
  region: string;
  accountId: string;
  /** Hears that the store failed and the runner stopped; without it the process ends with that error. */
  onFault?: (fault: Error) => void;
};

const endProcess = (fault: Error): void =>
  queueMicrotask(() => {
    throw fault;
  });

type Paged = { maxResults?: number | undefined; nextToken?: string | undefined };

const afterToken = (token: string | undefined): number | undefined => {
  if (token === undefined) return undefined;
  const after = Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isSafeInteger(after)) throw new StatesApiError('InvalidToken', "Invalid Token: 'Invalid token'");
  return after;
};

const limitOf = ({ maxResults }: Paged): number => (maxResults === undefined || maxResults === 0 ? 100 : maxResults);

/** One page of rows that were asked for with one more than the page holds. */
const paged = <Row, View>(
  rows: Row[],
  limit: number,
  view: (row: Row) => View,
  position: (row: Row) => number,
): { views: View[]; more: { nextToken?: string } } => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more =
    rows.length > limit && last !== undefined
      ? { nextToken: Buffer.from(String(position(last)), 'utf8').toString('base64url') }
      : {};
  return { views: shown.map(view), more };
};

/**
 * The runner of state machines. Calls are synchronous: when one returns, what it did is on disk. Refusals are thrown
 * as StatesApiError with AWS's code and message.
 */
export type Runner = ReturnType<typeof createRunner>;

/** Opens the runner on a store; call `resume` to carry on what was running when the process ended. */
export const createRunner = ({ onFault = endProcess, ...options }: RunnerOptions) => {
  const { store } = options;
  const startNested: StartNested = ({ stateMachineArn, name, input }, waiter) =>
    begin({ stateMachineArn, name, input }, waiter);
  const engine = createEngine({ ...options, onFault, startNested });
  const { arns, guarded, stimulate, now } = engine;

  const machineOf = (arn: string): StoredMachine => {
    const name = arns.machineName(arn);
    const row = name === undefined ? undefined : guarded(() => store.machine(name));
    if (row === undefined)
      throw new StatesApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return row;
  };

  const executionOf = (arn: string): StoredExecution => {
    const names = arns.executionNames(arn);
    const row = names === undefined ? undefined : guarded(() => store.executionNamed(names.machine, names.name));
    if (row === undefined) throw new StatesApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return row;
  };

  /** Acts on the open task of a token, after what was due before. */
  const withTask = (token: string, act: (recorder: Recorder, branch: Branch, task: OpenTask) => void): void => {
    const subject = readToken(engine.secret, token);
    if (subject === undefined) throw new StatesApiError('InvalidToken', "Invalid Token: 'Invalid token'");
    const found = stimulate(subject.key, (recorder) => {
      while (elapse(recorder, recorder.now()));
      const open = openTask(recorder, subject);
      if (open === undefined) return false;
      act(recorder, open.branch, open.task);
      return true;
    });
    if (found !== true)
      throw new StatesApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  };

  const startInput = (input: string): Json => {
    if (isOversized(input))
      throw new StatesApiError(
        'ValidationException',
        "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have size less than or " +
          'equal to 262144 bytes in UTF-8 encoding',
      );
    const value = input === '' ? undefined : parseJson(input);
    if (value === undefined)
      throw new StatesApiError(
        'InvalidExecutionInput',
        "Invalid State Machine Execution Input: 'Invalid execution input.'",
      );
    return value;
  };

  const putMachine = (request: { name: string; definition: string; roleArn?: string | undefined }) => {
    checkName(request.name);
    const parsed = parseMachine(request.definition);
    if (!parsed.ok)
      throw new StatesApiError('InvalidDefinition', `Invalid State Machine Definition: '${parsed.problem}'`);
    const known = guarded(() => store.machine(request.name));
    const roleArn = request.roleArn ?? known?.roleArn ?? `arn:aws:iam::${options.accountId}:role/local`;
    const changed = known?.text !== request.definition || known.roleArn !== roleArn;
    const updated = changed ? now() : known.updated;
    if (changed) guarded(() => store.putMachine(request.name, request.definition, roleArn, updated));
    return {
      arn: arns.machine(request.name),
      created: new Date(known?.created ?? updated),
      updated: new Date(updated),
    };
  };

  /** Starts an execution, for a person or for a task; the same one where name and input are the same and it runs. */
  const begin = (
    request: { stateMachineArn: string; name?: string | undefined; input?: string | undefined },
    waiter: Waiter | undefined,
  ): { executionArn: string; started: number; live: Live | undefined } => {
    const { stateMachineArn, name = randomUUID(), input = '{}' } = request;
    const machine = machineOf(stateMachineArn);
    checkName(name);
    const value = startInput(input);
    const executionArn = arns.execution(machine.name, name);
    const known = guarded(() => store.executionNamed(machine.name, name));
    const started = now();
    if (known !== undefined) {
      const same = JSON.stringify(parseJson(known.input)) === JSON.stringify(value);
      if (known.status === 'RUNNING' && same && waiter === undefined)
        return { executionArn, started: known.started, live: undefined };
      if (known.stopped === null || started - known.stopped < ninetyDays)
        throw new StatesApiError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    const { definition, text, roleArn } = machine;
    const created = { machine: machine.name, name, definition, text, roleArn, input, started, waiter };
    return { executionArn, started, live: engine.insert(created, known?.key) };
  };

  const timers: TimerSource = engine.timers;

  return {
    /** Creates a state machine, or gives the one of that name a new definition for executions started from now on. */
    putStateMachine: (request: { name: string; definition: string; roleArn?: string | undefined }) => {
      const { arn, created } = putMachine(request);
      return { stateMachineArn: arn, creationDate: created };
    },

    /** Creates a state machine; once more with the same definition changes nothing, another definition is refused. */
    createStateMachine: (request: { name: string; definition: string; roleArn?: string | undefined }) => {
      checkName(request.name);
      const known = guarded(() => store.machine(request.name));
      if (known === undefined) {
        const { arn, created } = putMachine(request);
        return { stateMachineArn: arn, creationDate: created };
      }
      const stateMachineArn = arns.machine(known.name);
      if (known.text !== request.definition)
        throw new StatesApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${stateMachineArn}'`);
      return { stateMachineArn, creationDate: new Date(known.created) };
    },

    /** Gives a state machine a new definition or role, for executions started from now on. */
    updateStateMachine: (request: {
      stateMachineArn: string;
      definition?: string | undefined;
      roleArn?: string | undefined;
    }) => {
      const { name, text, roleArn: role } = machineOf(request.stateMachineArn);
      const { updated } = putMachine({
        name,
        definition: request.definition ?? text,
        roleArn: request.roleArn ?? role,
      });
      return { updateDate: updated };
    },

    /** Forgets a state machine; its executions run on and stay readable. */
    deleteStateMachine: ({ stateMachineArn }: { stateMachineArn: string }): void => {
      const name = arns.machineName(stateMachineArn);
      if (name !== undefined) guarded(() => store.dropMachine(name));
    },

    describeStateMachine: ({ stateMachineArn }: { stateMachineArn: string }) =>
      machineView(arns, machineOf(stateMachineArn)),

    listStateMachines: (request: Paged = {}) => {
      const limit = limitOf(request);
      const offset = afterToken(request.nextToken) ?? 0;
      const rows = guarded(() => store.machines(limit + 1, offset));
      const { views, more } = paged(
        rows,
        limit,
        (row) => machineLine(arns, row),
        () => offset + limit,
      );
      return { stateMachines: views, ...more };
    },

    /** Starts an execution. The same name and input while it runs give the same execution; names last 90 days. */
    startExecution: (request: { stateMachineArn: string; name?: string | undefined; input?: string | undefined }) => {
      const { executionArn, started, live } = begin(request, undefined);
      if (live !== undefined) engine.drive(live);
      options.wake();
      return { executionArn, startDate: new Date(started) };
    },

    describeExecution: ({ executionArn }: { executionArn: string }) => {
      const stored = executionOf(executionArn);
      const last = stored.status === 'RUNNING' ? undefined : guarded(() => store.lastEvent(stored.key));
      return executionView(arns, stored, last);
    },

    /** The machine of an execution as it was when that started. */
    describeStateMachineForExecution: ({ executionArn }: { executionArn: string }) => {
      const { machine, text, roleArn, started } = executionOf(executionArn);
      return {
        stateMachineArn: arns.machine(machine),
        name: machine,
        definition: text,
        roleArn,
        updateDate: new Date(started),
      };
    },

    /** Newest first. */
    listExecutions: (request: Paged & { stateMachineArn: string; statusFilter?: Status | undefined }) => {
      const { name } = machineOf(request.stateMachineArn);
      const limit = limitOf(request);
      const after = afterToken(request.nextToken);
      const rows = guarded(() => store.executions(name, request.statusFilter, { after, limit: limit + 1 }));
      const { views, more } = paged(
        rows,
        limit,
        (row) => executionLine(arns, row),
        (row) => row.key,
      );
      return { executions: views, ...more };
    },

    getExecutionHistory: (
      request: Paged & {
        executionArn: string;
        reverseOrder?: boolean | undefined;
        includeExecutionData?: boolean | undefined;
      },
    ) => {
      const { key } = executionOf(request.executionArn);
      const limit = limitOf(request);
      const after = afterToken(request.nextToken);
      const rows = guarded(() => store.history(key, { after, limit: limit + 1 }, request.reverseOrder === true));
      const { views, more } = paged(
        rows,
        limit,
        (event) => eventView(event, { region: options.region, includeData: request.includeExecutionData !== false }),
        (event) => event.id,
      );
      return { events: views, ...more };
    },

    /** Aborts an execution; one that has ended stays as it is. */
    stopExecution: (request: { executionArn: string; error?: string | undefined; cause?: string | undefined }) => {
      const { executionArn, error, cause } = request;
      const { key } = executionOf(executionArn);
      stimulate(key, (recorder) => {
        while (elapse(recorder, recorder.now()));
        if (recorder.execution.outcome === undefined) recorder.end({ type: 'ExecutionAborted', error, cause });
      });
      return { stopDate: new Date(executionOf(executionArn).stopped ?? now()) };
    },

    sendTaskSuccess: ({ taskToken, output }: { taskToken: string; output: string }): void => {
      const value = isOversized(output) ? undefined : parseJson(output);
      if (value === undefined) throw new StatesApiError('InvalidOutput', "Invalid Output: 'Invalid output.'");
      withTask(taskToken, (recorder, branch, task) => succeedTask(recorder, branch, task, Payload.of(value)));
    },

    sendTaskFailure: (request: { taskToken: string; error?: string | undefined; cause?: string | undefined }): void => {
      const { taskToken, error, cause } = request;
      withTask(taskToken, (recorder, branch, task) => failTask(recorder, branch, task, { error, cause }));
    },

    sendTaskHeartbeat: ({ taskToken }: { taskToken: string }): void => withTask(taskToken, beat),

    /** Runs one state by itself. */
    testState: (request: TestRequest) =>
      testState(request, {
        now,
        arnOf: (kind, name) => (kind === 'execution' ? arns.execution(name, name) : arns.machine(name)),
        region: options.region,
        call: (call, resource) => engine.answerOf(resource, call),
      }),

    timers,
    /** Carries on everything that was running when the process ended. */
    resume: engine.resume,
    /** Does nothing any more; answers of functions that still run are dropped and asked for again at the next start. */
    close: engine.close,
  };
};
