import { connectSteps } from '../../shared/adapters/compose.ts';
import { publishPackage } from '../../shared/app/package-steps.ts';
import { PackageExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Tells every unit its result and publishes the decision. */
export const handler = taskHandler({
  input: PackageExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: publishPackage,
});
