import { parentPort, workerData } from 'node:worker_threads';
import { payloadLimit } from './json.ts';
import { type Evaluated, evaluateHere, outOfMemory, type Scope } from './jsonata.ts';

/** What the thread is asked: one expression, and all that it sees. */
type Request = { expression: string; scope: Scope };

/** The longest text that is handed back, in UTF-16 units: more than any state may hold, less than hurts. */
const longestAnswer = payloadLimit * 16;

const within = (evaluated: Evaluated): Evaluated => {
  if (evaluated.kind !== 'value' || JSON.stringify(evaluated.value).length <= longestAnswer) return evaluated;
  return { kind: 'error', code: undefined, message: outOfMemory };
};

const serve = (port: NonNullable<typeof parentPort>): void => {
  port.on('message', ({ expression, scope }: Request) => {
    void evaluateHere(expression, scope).then((evaluated) => port.postMessage(within(evaluated)));
  });
};

if (parentPort !== null && workerData === 'expressions') serve(parentPort);
