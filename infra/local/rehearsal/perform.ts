import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Store } from '../../../shared/app/ports.ts';
import { estimateIdOf, packageIdOf, type RoundId, type UnitId } from '../../../shared/domain/ids.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Runtime } from '../runtime.ts';
import { type Lookup, RehearsalError, type Step } from './steps.ts';

/** The runtime and store that a rehearsal runs on. */
export type Stage = { readonly runtime: Runtime; readonly store: Store; readonly plan: Plan; readonly round: RoundId };

const lookupIn = ({ store, plan, round }: Stage): Lookup => ({
  estimate: (unit: UnitId) => store.load(plan.locality.id, 'estimate', estimateIdOf(round, unit)),
  package: () => store.load(plan.locality.id, 'package', packageIdOf(round, 1)),
});

const signIn = async ({ runtime, plan }: Stage, person: string): Promise<string> => {
  const answer = await runtime.request({
    method: 'POST',
    path: '/sign-in',
    headers: { origin: runtime.portalUrl, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ plan: plan.id, person }).toString(),
  });
  const [cookie] = answer.cookies;
  if (answer.status !== 303 || cookie === undefined)
    throw new RehearsalError(`${person} is nobody in the plan ${plan.id}.`);
  return cookie.split(';')[0] ?? cookie;
};

const Answer = z.looseObject({ kind: z.string(), message: z.string().optional() });

/**
 * Takes one step as its person would: the clock goes to its moment (every timer before it fires and is drained), he
 * signs in, and each of his pages' requests goes through the portal. Stops where the portal refuses.
 */
export const perform = async (stage: Stage, step: Step): Promise<void> => {
  const { runtime } = stage;
  await runtime.timeline.stepTo(new Date(step.at));
  const cookie = await signIn(stage, step.by);
  for (const command of step.commands(lookupIn(stage))) {
    const answer = await runtime.request({
      method: 'POST',
      path: '/api/commands?lang=en',
      headers: { origin: runtime.portalUrl, cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ id: randomUUID(), command: await command() }),
    });
    const said = Answer.safeParse(JSON.parse(answer.body.toString('utf8')));
    if (answer.status !== 200)
      throw new RehearsalError(
        `${step.by} could not ${step.what} at ${step.at}: ${said.data?.message ?? answer.body.toString('utf8')}`,
      );
    await runtime.timeline.settled();
  }
};
