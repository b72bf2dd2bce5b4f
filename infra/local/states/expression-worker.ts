import { parentPort, workerData } from 'node:worker_threads';
import { evaluateHere, type Scope } from './jsonata.ts';

/** The thread in which expressions that may run away are evaluated, one at a time. */
export type Request = { expression: string; scope: Scope };

const serve = (port: NonNullable<typeof parentPort>): void => {
  port.on('message', (request: Request) => {
    void evaluateHere(request.expression, request.scope).then((evaluated) => port.postMessage(evaluated));
  });
};

if (parentPort !== null && workerData === 'expressions') serve(parentPort);
