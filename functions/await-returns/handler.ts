import { connectSteps } from '../../shared/adapters/compose.ts';
import { awaitReturns } from '../../shared/app/cycle-steps.ts';
import { AwaitReturns } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Arms a cycle's wait for its reports. */
export const handler = taskHandler({
  input: AwaitReturns,
  connect: () => connectSteps(Env.parse(process.env)),
  run: awaitReturns,
});
