import { connectSteps } from '../../shared/adapters/compose.ts';
import { openReturns } from '../../shared/app/cycle-steps.ts';
import { CycleExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Opens a cycle's reports and says what its machine does next. */
export const handler = taskHandler({
  input: CycleExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: openReturns,
});
