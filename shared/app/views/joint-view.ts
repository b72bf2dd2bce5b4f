import type { Estimate } from '../../domain/estimate.ts';
import type { ActivityCode, UnitId } from '../../domain/ids.ts';
import { jointLeads, type Share, submitterOf } from '../../domain/joint-leads.ts';
import type { Dong } from '../../domain/money.ts';
import type { Plan } from '../../domain/plan.ts';

/** A claim on a joint activity beside its submitter's: warned of, in no total. */
export type ClaimRow = { readonly unit: UnitId; readonly submitter: UnitId; readonly amount: Dong };

/** A joint activity: its leads, who submits it, claims beside that, how it is shared. */
export type JointRow = {
  readonly activity: ActivityCode;
  readonly leads: readonly UnitId[];
  readonly submitter: UnitId;
  readonly claims: readonly ClaimRow[];
  readonly shares: readonly Share[];
};

/** The joint activities among some estimates, in the plan's order, with what was said of each. */
export const jointRows = (plan: Plan, estimates: readonly Estimate[]): readonly JointRow[] =>
  plan.activities.flatMap(({ code }): JointRow[] => {
    const leads = jointLeads(plan, code);
    const own = estimates.filter(({ unit, activities }) => leads.includes(unit) && activities.includes(code));
    const submitter = submitterOf(plan, own[0]?.joint, code);
    if (own.length === 0 || submitter === undefined) return [];
    const claims = own.flatMap(({ unit, joint, standing }) =>
      standing === 'submitted'
        ? (joint?.claims ?? []).flatMap((claim) =>
            claim.activity === code ? [{ unit, submitter: claim.submitter, amount: claim.amount }] : [],
          )
        : [],
    );
    const shares = own.find(({ unit }) => unit === submitter)?.joint?.shares[code] ?? [];
    return [{ activity: code, leads, submitter, claims, shares }];
  });
