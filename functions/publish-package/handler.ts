import { connectSteps } from '../../shared/adapters/compose.ts';
import { publishChain } from '../../shared/app/chain-steps.ts';
import { ChainExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Tells every unit its result and publishes the decision. */
export const handler = taskHandler({
  input: ChainExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: publishChain,
});
