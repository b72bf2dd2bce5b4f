import * as z from 'zod';
import { ActivityCode, UnitId } from './ids.ts';
import { isSecondClaim, type Line } from './lines.ts';
import { Dong, sum } from './money.ts';
import { isChainUnit, leafActivities, type Plan, unitOf } from './plan.ts';

/** A claim on a joint activity beside the submitter's: kept and warned of, in no total, so that it counts once. */
export const SecondClaim = z.strictObject({ activity: ActivityCode, submitter: UnitId, amount: Dong });
export type SecondClaim = z.infer<typeof SecondClaim>;

/** What of a joint activity's money is for one of its leads. */
export const Share = z.strictObject({ unit: UnitId, amount: Dong });
export type Share = z.infer<typeof Share>;

/** What an estimate keeps of joint activities: who submits each, where it was said, and how it is shared. */
export const Joint = z.strictObject({
  submitters: z.record(ActivityCode, UnitId),
  shares: z.record(ActivityCode, z.array(Share)),
  claims: z.array(SecondClaim),
});
export type Joint = z.infer<typeof Joint>;

/** Nothing said of any joint activity. */
export const NOTHING_JOINT: Joint = { submitters: {}, shares: {}, claims: [] };

/** The units of the chain that lead an activity together, each by name, in the plan's order; none where one leads it. */
export const jointLeads = (plan: Plan, code: string): readonly UnitId[] => {
  const activity = leafActivities(plan).find((one) => one.code === code);
  const paid = activity?.budgetRoute === 'chain' || activity?.budgetRoute === 'mixed';
  const leads = (activity?.leads ?? []).filter((id) => isChainUnit(plan, id) && unitOf(plan, id)?.isGroup !== true);
  return paid && leads.length > 1 ? leads : [];
};

/** Who submits a joint activity: whom the standing unit named, else the lead that the plan names first. */
export const submitterOf = (plan: Plan, joint: Joint | undefined, code: ActivityCode): UnitId | undefined =>
  joint?.submitters[code] ?? jointLeads(plan, code)[0];

/** The joint activities of a unit that another one submits, with that one. */
export const submittedByOthers = (
  plan: Plan,
  {
    unit,
    activities,
    joint,
  }: { readonly unit: UnitId; readonly activities: readonly ActivityCode[]; readonly joint?: Joint | undefined },
): ReadonlyMap<string, UnitId> =>
  new Map(
    activities.flatMap((code) => {
      const submitter = submitterOf(plan, joint, code);
      return submitter === undefined || submitter === unit ? [] : [[code, submitter] as const];
    }),
  );

/** The second claims among lines, by activity. */
export const secondClaimsIn = (lines: readonly Line[]): readonly SecondClaim[] => {
  const claims = lines.filter(isSecondClaim);
  return [...new Set(claims.map(({ activity }) => activity))].flatMap((activity): SecondClaim[] => {
    const own = claims.filter((line) => line.activity === activity);
    const submitter = own[0]?.countedWith;
    return submitter === undefined ? [] : [{ activity, submitter, amount: sum(own.map(({ amount }) => amount)) }];
  });
};
