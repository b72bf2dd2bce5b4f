import { BUDGET_INDEX, readCodes } from './budget-codes.ts';
import { type ActingSetting, mustBelong, officesOf } from './context.ts';
import { paginate } from './pages.ts';
import type { UnitId } from './ids.ts';
import type { Plan } from './plan.ts';
import type { Stored } from './records.ts';
import { type Decision, problems } from './refusal.ts';

/** Who may load the budget index: the standing unit, and the office that appraises. */
export const mayLoadCodes = (plan: Plan): readonly UnitId[] => [
  ...new Set([plan.standing, ...officesOf(plan, 'appraisal')]),
];

/** Puts a table of the state budget index in force for what is submitted from now on. */
export const loadCodes = (
  before: Stored<'codes'> | undefined,
  command: { readonly seen: number; readonly text: string },
  setting: ActingSetting,
): Decision => {
  const refusal = mustBelong(setting, mayLoadCodes(setting.plan));
  if (refusal !== undefined) return refusal;
  if ((before?.version ?? 0) !== command.seen) return { kind: 'changed-since-shown', by: null, at: null };
  const read = readCodes(command.text);
  if (!read.ok) return problems(...read.problems);
  const { ref, pages } = paginate('codes', read.codes, setting.hash);
  if (before?.body.codes.root === ref.root) return { kind: 'accepted', changes: [] };
  return {
    kind: 'accepted',
    pages,
    changes: [{ type: 'codes', id: BUDGET_INDEX, before, event: { type: 'CodesLoaded', codes: ref } }],
  };
};
