import * as z from 'zod';
import { connectPlans } from '../../shared/adapters/compose.ts';
import { takeInPlan } from '../../shared/app/sign-in/take-in-plan.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { Env } from './env.ts';

/** Checks a plan and puts it in force; called by whoever runs the deployment. */
export const handler = taskHandler({
  input: z.strictObject({ plan: z.unknown() }),
  connect: () => connectPlans(Env.parse(process.env)),
  run: (ports, { plan }) => takeInPlan(ports, plan),
});
