import { connectSteps } from '../../shared/adapters/compose.ts';
import { lockEstimates } from '../../shared/app/round-steps.ts';
import { RoundExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Locks each estimate of a round with what is in. */
export const handler = taskHandler({
  input: RoundExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: lockEstimates,
});
