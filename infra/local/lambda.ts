import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { FunctionDefinition } from './deployment.ts';
import {
  type Environment,
  environmentOf,
  type Running,
  running,
  separateEnvironments,
} from './function-environment.ts';
import { readFunctionReference } from './function-reference.ts';
import {
  answerOf,
  faultOf,
  type FunctionFault,
  largestRequestPayload,
  requestTooLarge,
  RuntimeFault,
  timedOut,
} from './node-fault.ts';
import { messageOf } from './start-error.ts';
import { realTimer, type SetTimer, within } from './time-limit.ts';
import type { Timeline } from './timeline.ts';

/** A function's answer, or its fault. */
export type Invocation = { ok: true; payload: unknown } | { ok: false; error: FunctionFault };

/** Calls a function by name, folder or ARN. Never rejects for what the function does. */
export type Invoke = (name: string, payload: unknown) => Promise<Invocation>;

/** The functions of the deployment, in this process. */
export type Functions = {
  invoke: Invoke;
  find(name: string): FunctionDefinition | undefined;
  /** Does work as a function would: with its variables, and held to its rights. Rejects where there is none of the name. */
  inside<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** How many calls there have been, all functions together. */
  calls(): number;
  stop(): void;
};

type Handler = (event: unknown, context: unknown) => unknown;
const Module = z.object({ handler: z.custom<Handler>((value) => typeof value === 'function') });

/** What AWS calls an execution environment: a function's module, all that it keeps between calls, and its variables. */
type Sandbox = { environment: Environment; url: string; handler: Promise<Handler> | undefined };

/** How long a module may take to load, in seconds, before its first call's own time begins. */
const initLimit = 10;

const handlerFrom = async (url: string): Promise<Handler> => {
  const module: unknown = await import(/* @vite-ignore */ url).catch((error: unknown) => {
    if (error instanceof SyntaxError) throw new RuntimeFault('Runtime.UserCodeSyntaxError', String(error));
    throw error;
  });
  const read = Module.safeParse(module);
  if (read.success) return read.data.handler;
  throw new RuntimeFault('Runtime.HandlerNotFound', 'index.handler is undefined or not exported');
};

let runs = 0;

/**
 * Runs the functions from their sources in this process. Each function has one sandbox: its module is loaded once and
 * keeps its memory between calls, it sees its own variables alone, and calls at the same time share it. A module that
 * fails to load is loaded anew by the next call; a call that passes the function's time limit, which is real time,
 * costs the sandbox, as on AWS. What functions import is one copy for all of them. Calls count as activity on the
 * timeline. `stop` puts `process.env` back.
 */
export const createFunctions = (options: {
  definitions: readonly FunctionDefinition[];
  root: string;
  timeline: Timeline;
  /** Variables besides those of the template: the endpoint, region and credentials. */
  environment: Readonly<Record<string, string>>;
  onFault: (name: string, fault: FunctionFault) => void;
  timer?: SetTimer | undefined;
}): Functions => {
  const { definitions, root, timeline, onFault, timer = realTimer } = options;
  runs += 1;
  const run = runs;
  const sandboxes = new Map<string, Sandbox>();
  const restore = separateEnvironments();
  let made = 0;
  let calls = 0;

  const find = (name: string): FunctionDefinition | undefined => {
    const bare = readFunctionReference(name)?.name;
    return definitions.find((one) => one.name === bare) ?? definitions.find((one) => one.verb === bare);
  };

  const sandboxOf = (definition: FunctionDefinition): Sandbox => {
    const known = sandboxes.get(definition.name);
    if (known !== undefined) return known;
    made += 1;
    const sandbox: Sandbox = {
      environment: environmentOf(definition, options.environment),
      // The query makes each sandbox load its own copy of the module.
      url: `${pathToFileURL(path.join(root, definition.entry)).href}?run=${run}&sandbox=${made}`,
      handler: undefined,
    };
    sandboxes.set(definition.name, sandbox);
    return sandbox;
  };

  /** Throws a sandbox away, unless a later one has its place already. */
  const discard = (definition: FunctionDefinition, sandbox: Sandbox): void => {
    if (sandboxes.get(definition.name) === sandbox) sandboxes.delete(definition.name);
  };

  const contextOf = (definition: FunctionDefinition, requestId: string, ends: number) => ({
    functionName: definition.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: String(definition.memory),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${definition.name}`,
    logStreamName: 'laptop',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, ends - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  });

  const answerIn = async (definition: FunctionDefinition, sandbox: Sandbox, event: unknown): Promise<Invocation> => {
    const requestId = randomUUID();
    const call: Running = { definition, environment: sandbox.environment, ended: false };
    const end = (): Invocation => {
      call.ended = true;
      discard(definition, sandbox);
      return { ok: false, error: timedOut(requestId, definition.timeout) };
    };
    const milliseconds = definition.timeout * 1000;
    sandbox.handler ??= running.run(call, () => handlerFrom(sandbox.url));
    const loaded = await within(timer, initLimit * 1000 + milliseconds, sandbox.handler).catch((error: unknown) => {
      discard(definition, sandbox);
      throw error;
    });
    if (loaded.late) return end();
    const handler = loaded.value;
    const context = contextOf(definition, requestId, Date.now() + milliseconds);
    const outcome = await within(
      timer,
      milliseconds,
      running.run(call, async () => handler(event, context)),
    );
    return outcome.late ? end() : answerOf(outcome.value);
  };

  const attempt = async (definition: FunctionDefinition, payload: unknown): Promise<Invocation> => {
    try {
      const text = payload === undefined ? '{}' : JSON.stringify(payload);
      if (Buffer.byteLength(text) > largestRequestPayload) return { ok: false, error: requestTooLarge() };
      return await answerIn(definition, sandboxOf(definition), JSON.parse(text));
    } catch (error) {
      return { ok: false, error: faultOf(error) };
    }
  };

  const call = async (definition: FunctionDefinition, payload: unknown): Promise<Invocation> => {
    calls += 1;
    const outcome = await attempt(definition, payload);
    if (!outcome.ok) onFault(definition.verb, outcome.error);
    return outcome;
  };

  return {
    find,
    calls: () => calls,
    inside: async (name, work) => {
      const definition = find(name);
      if (definition === undefined) throw new Error(`There is no function ${name}.`);
      return running.run({ definition, environment: sandboxOf(definition).environment, ended: false }, work);
    },
    invoke: (name, payload) => {
      const definition = find(name);
      if (definition !== undefined) return timeline.track(call(definition, payload));
      const known = definitions.map(({ verb }) => verb).join(', ');
      const errorMessage = `There is no function ${name}; there are ${known}.`;
      return Promise.resolve({ ok: false, error: { errorType: 'ResourceNotFoundException', errorMessage, trace: [] } });
    },
    stop: restore,
  };
};

/** One line about a fault, for the terminal. */
export const faultLine = (name: string, fault: FunctionFault): string =>
  `${name} failed: ${fault.errorType}: ${messageOf(fault.errorMessage)}`;
