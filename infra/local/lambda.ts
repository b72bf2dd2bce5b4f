import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { nameOfArn } from './addresses.ts';
import type { FunctionDefinition } from './deployment.ts';
import { messageOf } from './start-error.ts';
import type { Timeline } from './timeline.ts';

/** What a function threw, as Lambda tells it. */
export type FunctionFault = { errorType: string; errorMessage: string; trace: string[] };

/** A function's answer, or its fault. */
export type Invocation = { ok: true; payload: unknown } | { ok: false; error: FunctionFault };

/** Calls a function by name, folder or ARN. Never rejects for what the function does. */
export type Invoke = (name: string, payload: unknown) => Promise<Invocation>;

/** The functions of the deployment, in this process. */
export type Functions = {
  invoke: Invoke;
  find(name: string): FunctionDefinition | undefined;
  /** How many calls there have been, all functions together. */
  calls(): number;
  stop(): void;
};

/** The function that is running, for whoever is called from inside it. */
export const running = new AsyncLocalStorage<FunctionDefinition>();

/** The most that a call may carry each way, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const largestPayload = 6 * 1024 * 1024;

type Handler = (event: unknown, context: unknown) => unknown;
const Module = z.object({ handler: z.custom<Handler>((value) => typeof value === 'function') });

/** Copies a value as JSON does on its way to Lambda and back. */
const throughJson = (value: unknown): unknown => {
  const text = value === undefined ? 'null' : JSON.stringify(value);
  if (Buffer.byteLength(text) > largestPayload) {
    throw new RangeError(`A payload is larger than ${largestPayload} bytes, the most that a function takes or gives.`);
  }
  const copy: unknown = JSON.parse(text);
  return copy;
};

const faultOf = (error: unknown): FunctionFault => {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
};

/** The variables of all functions together. Throws where two functions want different values of one name. */
export const commonEnvironment = (functions: readonly FunctionDefinition[]): Record<string, string> => {
  const common: Record<string, string> = {};
  for (const { name, environment } of functions) {
    for (const [key, value] of Object.entries(environment)) {
      const other = common[key];
      if (other !== undefined && other !== value) {
        throw new Error(`${name} wants ${key}=${value}, another function ${key}=${other}; on a laptop all share one.`);
      }
      common[key] = value;
    }
  }
  return common;
};

let runs = 0;

/**
 * Runs the functions from their sources in this process, each module loaded once. They share `process.env`, which is
 * put back by `stop`. Calls count as activity on the timeline; a function's time limit is real time.
 */
export const createFunctions = (options: {
  definitions: readonly FunctionDefinition[];
  root: string;
  timeline: Timeline;
  /** Variables besides those of the template: the endpoint, region and credentials. */
  environment: Readonly<Record<string, string>>;
  onFault: (name: string, fault: FunctionFault) => void;
}): Functions => {
  const { definitions, root, timeline, onFault } = options;
  runs += 1;
  const run = runs;
  const modules = new Map<string, Promise<Handler>>();
  const before = new Map<string, string | undefined>();
  let calls = 0;

  for (const [key, value] of Object.entries({ ...commonEnvironment(definitions), ...options.environment })) {
    before.set(key, process.env[key]);
    process.env[key] = value;
  }

  const find = (name: string): FunctionDefinition | undefined => {
    const bare = nameOfArn(name);
    return definitions.find((one) => one.name === bare) ?? definitions.find((one) => one.verb === bare);
  };

  const load = (definition: FunctionDefinition): Promise<Handler> => {
    const known = modules.get(definition.name);
    if (known !== undefined) return known;
    // The query makes each run of the runtime load its own copy, which then connects to its own endpoint.
    const url = `${pathToFileURL(path.join(root, definition.entry)).href}?run=${run}`;
    const loading = import(/* @vite-ignore */ url).then((module: unknown) => Module.parse(module).handler);
    modules.set(definition.name, loading);
    return loading;
  };

  const contextOf = (definition: FunctionDefinition, ends: number) => ({
    functionName: definition.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: String(definition.memory),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${definition.name}`,
    logStreamName: 'laptop',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, ends - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  });

  const limited = async (definition: FunctionDefinition, work: Promise<unknown>): Promise<unknown> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const error = new Error(`Task timed out after ${definition.timeout.toFixed(2)} seconds`);
        error.name = 'Sandbox.Timedout';
        reject(error);
      }, definition.timeout * 1000);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  };

  const call = async (definition: FunctionDefinition, payload: unknown): Promise<Invocation> => {
    calls += 1;
    try {
      const event = throughJson(payload);
      const handler = await load(definition);
      const context = contextOf(definition, Date.now() + definition.timeout * 1000);
      const work = running.run(definition, async () => handler(event, context));
      return { ok: true, payload: throughJson(await limited(definition, work)) };
    } catch (error) {
      const fault = faultOf(error);
      onFault(definition.verb, fault);
      return { ok: false, error: fault };
    }
  };

  return {
    find,
    calls: () => calls,
    invoke: (name, payload) => {
      const definition = find(name);
      if (definition !== undefined) return timeline.track(call(definition, payload));
      const known = definitions.map(({ verb }) => verb).join(', ');
      const errorMessage = `There is no function ${name}; there are ${known}.`;
      return Promise.resolve({ ok: false, error: { errorType: 'ResourceNotFoundException', errorMessage, trace: [] } });
    },
    stop: () => {
      for (const [key, value] of before) {
        if (value === undefined) delete process.env[key];
        else process.env[key] = value;
      }
    },
  };
};

/** One line about a fault, for the terminal. */
export const faultLine = (name: string, fault: FunctionFault): string =>
  `${name} failed: ${fault.errorType}: ${messageOf(fault.errorMessage)}`;
