import { totalsOf } from './estimate.ts';
import { approvalOf, isWithdrawn, type Package } from './package.ts';
import type { Change, Stored } from './records.ts';
import type { Decision } from './refusal.ts';

/** Tells one unit its result, once. A unit that proposed nothing, or sent nothing, has none to be told. */
export const publishResult = (pkg: Package, estimate: Stored<'estimate'>): readonly Change[] => {
  const approval = approvalOf(pkg);
  const totals =
    approval === undefined ? undefined : totalsOf(estimate.body, { package: pkg.id, submission: approval.submission });
  if (approval === undefined || totals === undefined || estimate.body.result !== null) return [];
  const event = {
    type: 'ResultPublished' as const,
    package: pkg.id,
    submission: approval.submission,
    approved: totals.approved,
  };
  return [{ type: 'estimate', id: estimate.id, before: estimate, event }];
};

/** Gives one unit the figures of an approved adjustment, once. */
export const applyToUnit = (pkg: Package, ledger: Stored<'ledger'>): readonly Change[] => {
  const approval = approvalOf(pkg);
  if (approval === undefined || pkg.adjusts === undefined || ledger.body.pending?.package !== pkg.id) return [];
  const { number, date } = approval.decision;
  const event = { type: 'AdjustmentApplied' as const, package: pkg.id, number, date, lines: pkg.adjusts.lines };
  return [{ type: 'ledger', id: ledger.id, before: ledger, event }];
};

/** A package that was withdrawn is done with once its workflow has come to its end. */
export const endWithdrawn = (pkg: Stored<'package'>): Decision => ({
  kind: 'accepted',
  changes:
    isWithdrawn(pkg.body) && pkg.body.endedAt === undefined
      ? [{ type: 'package', id: pkg.id, before: pkg, event: { type: 'PackageEnded' } }]
      : [],
});

/** The package's decision is published once every unit has its result. */
export const finishPublication = (pkg: Stored<'package'>): Decision => ({
  kind: 'accepted',
  changes:
    pkg.body.publishedAt !== null || approvalOf(pkg.body) === undefined
      ? []
      : [{ type: 'package', id: pkg.id, before: pkg, event: { type: 'PackagePublished' } }],
});
