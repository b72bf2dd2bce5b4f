import * as z from 'zod';
import { connectTick } from '../../shared/adapters/compose.ts';
import { tick } from '../../shared/app/tick.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** The clock's round: climbs ladders and mends what is stuck. */
export const handler = taskHandler({
  input: z.unknown(),
  connect: () => connectTick(Env.parse(process.env)),
  run: tick,
});
