import { connectSteps } from '../../shared/adapters/compose.ts';
import { awaitLock } from '../../shared/app/round-steps.ts';
import { AwaitLock } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Arms a round's wait for the office that locks. */
export const handler = taskHandler({
  input: AwaitLock,
  connect: () => connectSteps(Env.parse(process.env)),
  run: awaitLock,
});
