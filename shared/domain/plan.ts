export { parsePlan } from './plan-load.ts';
export type { PlanProblem } from './plan-problem.ts';
export {
  activityOf,
  chainGroups,
  chainLeads,
  type GroupMembers,
  isChainUnit,
  leadersOf,
  leafActivities,
  mixedActivities,
  signingRule,
  stageOf,
  suggestedChainMembers,
  unitOf,
} from './plan-query.ts';
export * from './plan-schema.ts';
