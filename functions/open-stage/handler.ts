import { connectSteps } from '../../shared/adapters/compose.ts';
import { openChainStage } from '../../shared/app/chain-steps.ts';
import { OpenChainStage } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Opens a stage of a package, or of a consolidated report, and arms the wait for its decision. */
export const handler = taskHandler({
  input: OpenChainStage,
  connect: () => connectSteps(Env.parse(process.env)),
  run: openChainStage,
});
