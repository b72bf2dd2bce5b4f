import { connectSteps } from '../../shared/adapters/compose.ts';
import { cutReturns } from '../../shared/app/cycle-steps.ts';
import { CycleExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Cuts a cycle's reports with what is in. */
export const handler = taskHandler({
  input: CycleExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: cutReturns,
});
