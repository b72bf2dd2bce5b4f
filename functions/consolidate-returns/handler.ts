import { connectSteps } from '../../shared/adapters/compose.ts';
import { consolidateReturns } from '../../shared/app/edition-steps.ts';
import { CycleExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Puts a cycle's reports together, some at each call. */
export const handler = taskHandler({
  input: CycleExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: consolidateReturns,
});
