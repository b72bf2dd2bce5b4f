import * as z from 'zod';
import { connectTick } from '../../shared/adapters/compose.ts';
import { TransientError } from '../../shared/app/faults.ts';
import { tick } from '../../shared/app/tick.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** The clock's round: climbs ladders and mends what is stuck. Fails, to be seen, where a piece of it failed. */
export const handler = taskHandler({
  input: z.unknown(),
  connect: () => connectTick(Env.parse(process.env)),
  run: async (ports) => {
    const ticked = await tick(ports);
    if (ticked.failed.length > 0) throw new TransientError(`To be tried again: ${ticked.failed.join('; ')}`);
    return ticked;
  },
});
