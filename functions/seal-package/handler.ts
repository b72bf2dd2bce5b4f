import { connectSteps } from '../../shared/adapters/compose.ts';
import { sealRoundPackage } from '../../shared/app/round-steps.ts';
import { RoundExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Seals a round's locked estimates into its package. */
export const handler = taskHandler({
  input: RoundExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: sealRoundPackage,
});
