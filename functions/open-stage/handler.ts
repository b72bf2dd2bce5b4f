import { connectSteps } from '../../shared/adapters/compose.ts';
import { openPackageStage } from '../../shared/app/package-steps.ts';
import { OpenStage } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Opens a package's stage and arms the wait for its decision. */
export const handler = taskHandler({
  input: OpenStage,
  connect: () => connectSteps(Env.parse(process.env)),
  run: openPackageStage,
});
