import middy from '@middy/core';
import type * as z from 'zod';
import { PermanentError } from '../app/faults.ts';
import { logFaults } from './log.ts';

/** A function that a machine, an operator or a schedule calls with one input, and that answers one output. */
export type Task<I, O, P> = {
  readonly input: z.ZodType<I>;
  readonly connect: () => P;
  readonly run: (ports: P, input: I) => Promise<O>;
};

/** Parses the input, connects once a process, runs. Throws on failure: the state's Retry and Catch decide. */
export const taskHandler = <I, O, P>({ input, connect, run }: Task<I, O, P>) => {
  let ports: P | undefined;
  return middy<unknown, O>()
    .use(logFaults())
    .handler(async (event) => {
      const parsed = input.safeParse(event);
      if (!parsed.success)
        throw new PermanentError(`The input is not what this function takes: ${parsed.error.message}`);
      ports ??= connect();
      return run(ports, parsed.data);
    });
};
