import * as z from 'zod';
import { connectRecords } from '../../shared/adapters/compose.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Checks a plan and puts it in force; called by whoever runs the deployment. */
export const handler = taskHandler({
  input: z.strictObject({ plan: z.unknown() }),
  connect: () => connectRecords(Env.parse(process.env)),
  run: (ports, { plan }) => registerPlan(ports, plan),
});
