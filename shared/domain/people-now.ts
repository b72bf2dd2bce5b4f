import { type AbsenceRegister, hasLeft } from './absence.ts';
import type { PlainDate } from './calendar.ts';
import type { UnitId } from './ids.ts';
import { chainLeads, type Plan, stageOf, suggestedChainMembers } from './plan.ts';
import { headOf, heldIn } from './posts.ts';
import { needsSignature } from './signing.ts';
import { withSuccessors } from './succession.ts';

/**
 * A plan with the people of today. A round keeps the chain that it started with, not the people: they are those of the
 * edition in force, less who has left; whoever was there before is kept for the names of what he did. Whose unit ended
 * and whose people serve for it now, the edition in force says, too.
 */
export const withPeopleNow = (
  kept: Plan,
  inForce: Plan,
  register: AbsenceRegister | undefined,
  today: PlainDate,
): Plan => {
  const left = inForce.people.filter(({ id }) => hasLeft(register, id, today));
  if (kept === inForce && left.length === 0) return withSuccessors(kept, today);
  const people = inForce.people.filter((person) => !left.includes(person));
  const known = new Set(people.map(({ id }) => id));
  const former = [...left, ...kept.people, ...(inForce.former ?? []), ...(kept.former ?? [])].filter(
    ({ id }) => !known.has(id),
  );
  const there = new Set(kept.units.map(({ id }) => id));
  const { successions } = inForce;
  return withSuccessors(
    {
      ...kept,
      // A successor may be a unit that the kept plan does not have yet.
      units: [...kept.units, ...inForce.units.filter(({ id }) => !there.has(id))],
      people,
      ...(former.length === 0 ? {} : { former }),
      ...(successions === undefined ? {} : { successions }),
    },
    today,
  );
};

/** A post that somebody has to hold and nobody does: the head who signs, or anybody at all. */
export type Vacancy = { readonly office: UnitId; readonly post: 'head' | 'anybody' };

/** The posts without a holder that the chain's work waits for. */
export const vacanciesOf = (plan: Plan): readonly Vacancy[] => {
  if (plan.chain === null) return [];
  const units = chainLeads(plan, suggestedChainMembers(plan)).map(({ unit }) => unit);
  const signing = (['estimate', 'synthesis', 'appraisal', 'approval'] as const).filter(
    (stage) => stage === 'approval' || needsSignature({ plan }, stage),
  );
  const signers = new Set(
    signing.flatMap((stage) => (stage === 'estimate' ? units : (stageOf(plan, stage)?.by ?? []))),
  );
  const acting = [
    ...new Set([plan.standing, plan.chain.lockedBy, ...plan.chain.stages.flatMap(({ by }) => by), ...units]),
  ];
  return acting.flatMap((office): readonly Vacancy[] => {
    if (heldIn(plan, office).length === 0) return [{ office, post: 'anybody' }];
    return signers.has(office) && headOf(plan, office) === undefined ? [{ office, post: 'head' }] : [];
  });
};
