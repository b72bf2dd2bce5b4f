import { checkSuccessions } from './plan-check-successions.ts';
import { checkDates, checkDoubles, checkReferences, checkTexts, checkUnits } from './plan-check.ts';
import { checkActivities, checkChain, checkPeople } from './plan-check-chain.ts';
import { checkLadderEnds, checkPosts } from './plan-check-posts.ts';
import { fromIssue, type PlanProblem } from './plan-problem.ts';
import { Plan } from './plan-schema.ts';
import { PlanSketch } from './plan-sketch.ts';

/**
 * Reads a plan. A plan with anything wrong is refused, with every problem at once: where it is and what to do, in
 * both languages.
 */
export const parsePlan = (json: unknown): { ok: true; plan: Plan } | { ok: false; problems: PlanProblem[] } => {
  const read = Plan.safeParse(json);
  const sketch = PlanSketch.parse(json);
  const problems = [
    ...(read.error?.issues ?? []).flatMap((issue) => fromIssue(json, issue)),
    ...checkTexts(json),
    ...(typeof json === 'object' && json !== null
      ? [
          checkDoubles,
          checkReferences,
          checkUnits,
          checkDates,
          checkActivities,
          checkChain,
          checkPeople,
          checkPosts,
          checkLadderEnds,
          checkSuccessions,
        ].flatMap((check) => [...check(sketch)])
      : []),
  ];
  const once = new Map(problems.map((found) => [`${found.path} ${found.message.en}`, found]));
  return read.success && once.size === 0 ? { ok: true, plan: read.data } : { ok: false, problems: [...once.values()] };
};
