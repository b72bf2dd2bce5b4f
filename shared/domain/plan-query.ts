import type { ActivityCode, UnitId } from './ids.ts';
import type { Activity, Plan, Reporting, Stage, StageKey, Unit, WorkKey } from './plan-schema.ts';

/** Which units stand for a group, by the group's id. */
export type GroupMembers = ReadonlyMap<UnitId, readonly UnitId[]>;

/** A unit that owes an estimate, and the activities that it may propose money for. */
export type ChainLead = { unit: UnitId; activities: ActivityCode[] };

/** The unit of that id. */
export const unitOf = (plan: Plan, id: UnitId): Unit | undefined => plan.units.find((unit) => unit.id === id);

/** The activity of that code. */
export const activityOf = (plan: Plan, code: ActivityCode): Activity | undefined =>
  plan.activities.find((activity) => activity.code === code);

/** The chain's stage of that key; a plan may lack it, or the chain. */
export const stageOf = (plan: Plan, key: StageKey): Stage | undefined =>
  plan.chain?.stages.find((stage) => stage.key === key);

/** Who prepares and who signs a kind of work; undefined where the chain lacks the stage. */
export const signingRule = (plan: Plan, work: WorkKey): Pick<Stage | Reporting, 'prepares' | 'signs'> | undefined =>
  work === 'report' ? plan.reporting : stageOf(plan, work);

/** Activities that are work, not headings or mere options. */
export const leafActivities = (plan: Plan): Activity[] =>
  plan.activities.filter(({ kind }) => kind !== 'group' && kind !== 'suggested_option');

/** The units, or groups, that lead an activity. */
export const leadersOf = (plan: Plan, code: ActivityCode): readonly UnitId[] => activityOf(plan, code)?.leads ?? [];

/** Whether the unit's own money for this plan goes through the chain. */
export const isChainUnit = (plan: Plan, id: UnitId): boolean => unitOf(plan, id)?.budgetRoute === 'chain';

const costsTheChain = ({ budgetRoute }: Activity): boolean => budgetRoute === 'chain' || budgetRoute === 'mixed';

/** Activities with two routes: the chain pays its leads' part, the communes pay their own (Tây Giang's c.6). */
export const mixedActivities = (plan: Plan): ReadonlySet<ActivityCode> =>
  new Set(leafActivities(plan).flatMap(({ code, budgetRoute }) => (budgetRoute === 'mixed' ? [code] : [])));

/** Groups on the chain's route that lead an activity there: a round can open only when each has its members. */
export const chainGroups = (plan: Plan): UnitId[] => {
  if (stageOf(plan, 'estimate')?.rule === undefined) return [];
  const leads = new Set(
    leafActivities(plan)
      .filter(costsTheChain)
      .flatMap(({ leads: units }) => units),
  );
  return plan.units
    .filter(({ id, isGroup, budgetRoute }) => isGroup && budgetRoute === 'chain' && leads.has(id))
    .map(({ id }) => id);
};

/**
 * What to suggest as the members of each of `chainGroups` when a round is opened: those on the chain's route,
 * without the offices that appraise or approve, since nobody decides on what he proposed himself.
 */
export const suggestedChainMembers = (plan: Plan): GroupMembers => {
  const decides = new Set([...(stageOf(plan, 'appraisal')?.by ?? []), ...(stageOf(plan, 'approval')?.by ?? [])]);
  return new Map(
    chainGroups(plan).map((group) => [
      group,
      (unitOf(plan, group)?.members ?? []).filter((id) => isChainUnit(plan, id) && !decides.has(id)),
    ]),
  );
};

/**
 * The units that owe an estimate, in the plan's order: where the estimate stage names units, those (they may also
 * propose for work that no one leads); else every lead, groups resolved by `members`, whose own route is the chain.
 * Work without money (`none`) and work outside the chain is nobody's to estimate. Empty for a plan without a chain.
 */
export const chainLeads = (plan: Plan, members: GroupMembers): ChainLead[] => {
  const estimate = stageOf(plan, 'estimate');
  if (estimate === undefined) return [];
  const byRule = estimate.rule !== undefined;
  const estimating = plan.units.filter(
    ({ id, isGroup, budgetRoute }) => !isGroup && (byRule ? budgetRoute === 'chain' : estimate.by.includes(id)),
  );
  const resolve = (lead: UnitId): readonly UnitId[] =>
    unitOf(plan, lead)?.isGroup === true ? (members.get(lead) ?? []) : [lead];
  const work = leafActivities(plan)
    .filter(costsTheChain)
    .map(({ code, leads }) => ({ code, ledByNobody: leads.length === 0, leads: new Set(leads.flatMap(resolve)) }));
  return estimating
    .map(({ id }) => ({
      unit: id,
      activities: work
        .filter(({ leads, ledByNobody }) => leads.has(id) || (ledByNobody && !byRule))
        .map(({ code }) => code),
    }))
    .filter(({ activities }) => !byRule || activities.length > 0);
};
