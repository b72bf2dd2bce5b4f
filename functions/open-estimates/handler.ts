import { connectSteps } from '../../shared/adapters/compose.ts';
import { openEstimates } from '../../shared/app/round-steps.ts';
import { RoundExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Opens a round's estimates and says what its machine does next. */
export const handler = taskHandler({
  input: RoundExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: openEstimates,
});
