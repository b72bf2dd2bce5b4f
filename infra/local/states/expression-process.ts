import { Worker } from 'node:worker_threads';

/**
 * The process in which expressions that may run away are evaluated. It hands them to a thread, so that it can still end
 * itself when whoever asks is gone; what takes too much memory ends it, and nobody else.
 */
const serve = (): void => {
  const thread = new Worker(new URL('./expression-worker.ts', import.meta.url), { workerData: 'expressions' });
  thread.on('message', (evaluated: unknown) => process.send?.(evaluated));
  thread.once('error', () => process.exit(1));
  process.on('message', (request: unknown) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage(request);
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.('ready');
};

if (process.send !== undefined) serve();
