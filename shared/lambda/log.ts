import type { MiddlewareObj } from '@middy/core';

/** What a line of the log may say: names and numbers, never content, addresses, tokens or links. */
export type LogLine = {
  readonly level: 'info' | 'error';
  readonly message: 'failed' | 'item-failed' | 'ticked';
  readonly request: string;
  readonly fault?: string;
  readonly detail?: string;
  readonly counts?: Readonly<Record<string, number>>;
};

/** Writes one line of JSON, as CloudWatch reads it. */
export const log = (line: LogLine): void => {
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

/** Logs that a call failed, by the fault's name and message; the fault itself goes on to whoever retries. */
export const logFaults = (): MiddlewareObj => ({
  onError: ({ error, context }) => {
    log({
      level: 'error',
      message: 'failed',
      request: context.awsRequestId,
      fault: error?.name ?? 'unknown',
      detail: error?.message ?? '',
    });
  },
});
