import { connectSteps } from '../../shared/adapters/compose.ts';
import { advanceChain } from '../../shared/app/chain-steps.ts';
import { ChainExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Says where a package, or a consolidated report, stands and what its machine does next. */
export const handler = taskHandler({
  input: ChainExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: advanceChain,
});
