import { connectWake } from '../../shared/adapters/compose.ts';
import { wakeOrLeave } from '../../shared/app/wake-workflow.ts';
import { streamHandler } from '../../shared/lambda/stream-handler.ts';
import { Env } from './env.ts';

/** Starts executions and answers waits, from what the journal recorded. */
export const handler = streamHandler({
  connect: () => connectWake(Env.parse(process.env)),
  run: wakeOrLeave,
});
