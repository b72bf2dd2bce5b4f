import type { AbsenceRegister } from '../domain/absence.ts';
import { instantOf, localDate } from '../domain/calendar.ts';
import type { LocalityId, Sha256 } from '../domain/ids.ts';
import { withPeopleNow } from '../domain/people-now.ts';
import type { Plan } from '../domain/plan.ts';
import { readPlan } from './content.ts';
import type { Ports } from './ports.ts';

/** A plan with its people of today, and who of them is away. */
export type PlanNow = { readonly plan: Plan; readonly absences: AbsenceRegister | undefined };

/** A plan's content with the people of the edition in force, less who has left. Two reads by key. */
export const planNow = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  locality: LocalityId,
  content: Sha256,
): Promise<PlanNow> => {
  const kept = await readPlan(store, locality, content);
  const [record, register] = await Promise.all([
    store.load(locality, 'plan', kept.id),
    store.load(locality, 'absence', kept.id),
  ]);
  const inForce =
    record === undefined || record.body.content === content
      ? kept
      : await readPlan(store, locality, record.body.content);
  const today = localDate(instantOf(clock.now()));
  return { plan: withPeopleNow(kept, inForce, register?.body, today), absences: register?.body };
};
