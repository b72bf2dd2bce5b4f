import { connectSteps } from '../../shared/adapters/compose.ts';
import { advancePackage } from '../../shared/app/package-steps.ts';
import { PackageExecution } from '../../shared/contracts/workflow-steps.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Says where a package stands and what its machine does next. */
export const handler = taskHandler({
  input: PackageExecution,
  connect: () => connectSteps(Env.parse(process.env)),
  run: advancePackage,
});
