import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { openDatabase } from '../../../infra/local/sqlite.ts';
import { StatesApiError } from '../../../infra/local/states/errors.ts';
import { createRunner, type InvokeFunction } from '../../../infra/local/states/runner.ts';
import { createSqliteStore } from '../../../infra/local/states/sqlite-store.ts';
import { counted } from '../../support/counted.ts';

type Answer = Awaited<ReturnType<InvokeFunction>>;
/** A function of a test: gets the payload and how often it was called before. */
export type LabFunction = (payload: unknown, calls: number) => Answer | Promise<Answer>;

/** A function's result. */
export const result = (payload: unknown): Answer => ({ kind: 'result', payload });
/** A function's error. */
export const failure = (error: string, cause = `${error} happened`): Answer => ({ kind: 'error', error, cause });

/** When the clock of a lab starts. */
export const start = Date.parse('2022-03-04T01:00:00.000Z');

/** A clock that only moves when a test moves it; it may outlive the runner that reads it. */
export type LabClock = { at: number };

type LabOptions = {
  functions?: Record<string, LabFunction>;
  database?: DatabaseSync;
  clock?: LabClock;
};

const Typed = z.object({ type: z.string() });

/** A runner on a stepped clock with scripted functions, and short ways to use it. */
export const openLab = ({ functions = {}, database = openDatabase(':memory:'), clock = { at: start } }: LabOptions) => {
  const { track, settled } = counted();
  const invocations: { name: string; payload: unknown }[] = [];
  const faults: Error[] = [];
  const runner = createRunner({
    store: createSqliteStore(database),
    clock: { now: () => new Date(clock.at) },
    invoke: async (name, payload) => {
      const calls = invocations.filter((made) => made.name === name).length;
      invocations.push({ name, payload });
      const run = functions[name];
      return run === undefined ? failure('Lambda.ResourceNotFoundException') : run(payload, calls);
    },
    track,
    wake: () => undefined,
    region: 'ap-southeast-1',
    accountId: '000000000000',
    onFault: (fault) => faults.push(fault),
  });

  const define = (states: Record<string, unknown>, more: Record<string, unknown> = {}, name = 'machine'): string => {
    const [first = ''] = Object.keys(states);
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: first, ...more, States: states });
    return runner.putStateMachine({ name, definition }).stateMachineArn;
  };

  const describe = (executionArn: string) => runner.describeExecution({ executionArn });
  const history = (executionArn: string) => runner.getExecutionHistory({ executionArn, maxResults: 1000 }).events;

  /** Moves the clock, one timer at a time, each settled before the next. */
  const step = async (seconds: number): Promise<void> => {
    const target = clock.at + seconds * 1000;
    for (;;) {
      await settled();
      const next = runner.timers.next();
      if (next === undefined || next > target) break;
      clock.at = Math.max(clock.at, next);
      await runner.timers.fire(clock.at);
    }
    clock.at = target;
  };

  const begin = (states: Record<string, unknown>, input: unknown = {}, more: Record<string, unknown> = {}): string => {
    const stateMachineArn = define(states, more);
    return runner.startExecution({ stateMachineArn, input: JSON.stringify(input) }).executionArn;
  };

  return {
    runner,
    database,
    clock,
    invocations,
    faults,
    settled,
    step,
    define,
    begin,
    describe,
    history,
    /** Starts an execution and lets it run until it waits. */
    run: async (states: Record<string, unknown>, input: unknown = {}, more: Record<string, unknown> = {}) => {
      const executionArn = begin(states, input, more);
      await settled();
      return executionArn;
    },
    /** Output as a value, or status with error and cause. */
    outcome: (executionArn: string): unknown => {
      const { status, output, error, cause } = describe(executionArn);
      return output === undefined ? { status, error, cause } : (JSON.parse(output) satisfies unknown);
    },
    types: (executionArn: string): string[] => history(executionArn).map((event) => Typed.parse(event).type),
  };
};

/** The state of a machine that holds only this one. */
export const only = (state: Record<string, unknown>): Record<string, unknown> => ({ S: { ...state } });

/** A Task that invokes a function. */
export const task = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  ...more,
});

/** A Task that hands its token to a function and waits for the call with it. */
export const waitForToken = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: name, Payload: { token: '{% $states.context.Task.Token %}' } },
  ...more,
});

/** The code of the refusal that a call throws. */
export const refusal = (call: () => unknown): unknown => {
  try {
    call();
  } catch (fault) {
    return fault instanceof StatesApiError ? fault.code : fault;
  }
  return 'none';
};

const WithToken = z.object({ token: z.string() });

/** The token in a payload that waitForToken sent. */
export const tokenIn = (payload: unknown): string => WithToken.parse(payload).token;
