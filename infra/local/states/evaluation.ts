import { Worker } from 'node:worker_threads';
import { QueryFailure } from './errors.ts';
import { compile, type Evaluated, evaluateHere, outOfMemory, type Scope, timedOut } from './jsonata.ts';
import type { Json } from './json.ts';

/** The most that an expression may take of a thread of its own: milliseconds of real time, megabytes of memory. */
const longest = 3_000;
const mostMemory = 256;

const failed = (message: string): Evaluated => ({ kind: 'error', code: undefined, message });

let thread: Worker | undefined;
let last: Promise<unknown> = Promise.resolve();

const startThread = (): Worker => {
  const worker = new Worker(new URL('./expression-worker.ts', import.meta.url), {
    workerData: 'expressions',
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  worker.once('exit', () => {
    if (thread === worker) thread = undefined;
  });
  return worker;
};

const evaluateInThread = (expression: string, scope: Scope): Promise<Evaluated> =>
  new Promise((resolve) => {
    thread ??= startThread();
    const worker = thread;
    const settle = (evaluated: Evaluated): void => {
      clearTimeout(timer);
      worker.off('message', settle);
      worker.off('error', broken);
      worker.unref();
      resolve(evaluated);
    };
    const broken = (): void => {
      thread = undefined;
      settle(failed(outOfMemory));
    };
    const timer = setTimeout(() => {
      thread = undefined;
      settle(failed(timedOut));
      void worker.terminate();
    }, longest);
    worker.ref();
    worker.once('message', settle);
    worker.once('error', broken);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage({ expression, scope });
  });

/** One after the other: the time of an expression does not run while another is evaluated. */
const evaluateWatched = (expression: string, scope: Scope): Promise<Evaluated> => {
  const turn = last.then(() => evaluateInThread(expression, scope));
  last = turn;
  return turn;
};

const valueOf = (evaluated: Evaluated, expression: string, location: string): Json => {
  if (evaluated.kind === 'value') return evaluated.value;
  const sentence = `The JSONata expression '${expression}' specified for the field '${location}'`;
  switch (evaluated.kind) {
    case 'nothing':
      throw new QueryFailure(location, `${sentence} returned nothing (undefined).`);
    case 'unsupported':
      throw new QueryFailure(location, `${sentence} returned an unsupported result type.`);
    case 'error': {
      const { code, message } = evaluated;
      const tail = code === undefined ? `: ${message}` : `. ${code}: ${message}`;
      throw new QueryFailure(location, `${sentence} threw an error during evaluation${tail}`);
    }
  }
};

/**
 * Evaluates one expression for the field at `location`. What may run away is evaluated in a thread of its own, which is
 * ended when it takes too long or too much memory, so that nothing stops the process.
 * @throws {QueryFailure} worded as AWS does: it threw, returned nothing, or returned what JSON cannot hold.
 */
export const evaluate = (expression: string, location: string, scope: Scope): Promise<Json> => {
  const evaluating = compile(expression).isBounded
    ? evaluateHere(expression, scope)
    : evaluateWatched(expression, scope);
  return evaluating.then((evaluated) => valueOf(evaluated, expression, location));
};
