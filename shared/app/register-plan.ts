import { paginate } from '../domain/pages.ts';
import { type Plan, type PlanProblem, parsePlan } from '../domain/plan.ts';
import type { LocalityId, PersonId, Sha256 } from '../domain/ids.ts';
import { readPlan } from './content.ts';
import { TransientError } from './faults.ts';
import { handOverGone } from './handing-over-steps.ts';
import type { Ports } from './ports.ts';
import { executeAsSystem } from './system-command.ts';

/** What became of a plan's file. */
export type Registered =
  | { readonly kind: 'registered'; readonly plan: Plan['id']; readonly edition: number; readonly changed: boolean }
  | { readonly kind: 'refused'; readonly problems: readonly PlanProblem[] };

/** Who the edition before has and this one has not. */
const missingIn = async (
  { store }: Ports,
  locality: LocalityId,
  before: Sha256,
  { people }: Plan,
): Promise<PersonId[]> => {
  const known = new Set(people.map(({ id }) => id));
  return (await readPlan(store, locality, before)).people.map(({ id }) => id).filter((id) => !known.has(id));
};

/** Hands over the tasks of those who are gone. What does not pass now `tick` takes up. */
const handOverAtOnce = async (ports: Ports, locality: LocalityId, plan: Plan['id']): Promise<void> => {
  try {
    await handOverGone(ports, locality, plan);
  } catch (cause) {
    if (!(cause instanceof TransientError)) throw cause;
  }
};

/**
 * Checks a plan and puts it in force for its locality. The same content again changes nothing; other content is the
 * next edition, for rounds opened from now on.
 */
export const registerPlan = async (ports: Ports, json: unknown): Promise<Registered> => {
  const parsed = parsePlan(json);
  if (!parsed.ok) return { kind: 'refused', problems: parsed.problems };
  const { plan } = parsed;
  const locality = plan.locality.id;
  const { ref, pages } = paginate('plan', [plan], ports.hash);
  const before = await ports.store.load(locality, 'plan', plan.id);
  if (before?.body.content === ref.root)
    return { kind: 'registered', plan: plan.id, edition: before.body.editions, changed: false };
  let edition = (before?.body.editions ?? 0) + 1;
  await executeAsSystem(ports, { locality, part: 'register-plan', once: [plan.id, ref.root, edition] }, async () => {
    const now = await ports.store.load(locality, 'plan', plan.id);
    // Another content may have come first; this one is the edition after it.
    edition = (now?.body.editions ?? 0) + 1;
    const gone = now === undefined ? [] : await missingIn(ports, locality, now.body.content, plan);
    const event = { type: 'PlanRegistered' as const, content: ref.root, ...(gone.length > 0 ? { gone } : {}) };
    return { kind: 'accepted', pages, changes: [{ type: 'plan', id: plan.id, before: now, event }] };
  });
  await handOverAtOnce(ports, locality, plan.id);
  return { kind: 'registered', plan: plan.id, edition, changed: true };
};
