import type { Estimate } from '../../domain/estimate.ts';
import { currentVersion, totalsOf } from '../../domain/estimate.ts';
import type { PackageId } from '../../domain/ids.ts';
import type { Dong } from '../../domain/money.ts';
import { approvalOf, type Package } from '../../domain/package.ts';
import type { StageKey } from '../../domain/plan.ts';

/**
 * Which submission's figures a reader is shown, and which of them. Offices of the chain see a figure while it is
 * worked on; a unit sees it once its office has signed it.
 */
export type Reach = {
  /** The package whose figures they are; null before there is one: then only what was proposed is shown. */
  readonly package: PackageId | null;
  readonly submission: number;
  readonly appraised: boolean;
  readonly approved: boolean;
  /** Whether the approval has been signed; before, its figures are only being considered. */
  readonly decided: boolean;
};

/** Before there is a package: only what was proposed. */
export const onlyProposed: Reach = { package: null, submission: 1, appraised: false, approved: false, decided: false };

/** A sum of money at each figure that is shown; a figure that is not there yet is null, never zero. */
export type Amounts = { readonly proposed: Dong; readonly appraised: Dong | null; readonly approved: Dong | null };

const furthest = (pkg: Package, submission: number): number => {
  const { position, stages, outcomes } = pkg;
  const decided = outcomes.filter((outcome) => outcome.submission === submission).map(({ stage }) => stage);
  const reached: readonly StageKey[] = submission === position.submission ? [...decided, position.stage] : decided;
  return Math.max(-1, ...reached.map((stage) => stages.indexOf(stage)));
};

/** What an office of the chain is shown of a submission. */
export const reachOfChain = (pkg: Package, submission: number): Reach => {
  const at = furthest(pkg, submission);
  const shows = (stage: StageKey): boolean => pkg.stages.includes(stage) && at >= pkg.stages.indexOf(stage);
  return {
    package: pkg.id,
    submission,
    appraised: shows('appraisal'),
    approved: shows('approval'),
    decided: approvalOf(pkg)?.submission === submission,
  };
};

/** What a unit is shown of its own part: what was signed. */
export const reachOfUnit = (pkg: Package): Reach => {
  const approval = approvalOf(pkg);
  if (approval !== undefined)
    return {
      package: pkg.id,
      submission: approval.submission,
      appraised: pkg.stages.includes('appraisal'),
      approved: true,
      decided: true,
    };
  const appraised = pkg.outcomes.findLast(({ kind, stage }) => kind === 'forwarded' && stage === 'appraisal');
  return {
    package: pkg.id,
    submission: appraised?.submission ?? pkg.position.submission,
    appraised: appraised !== undefined,
    approved: false,
    decided: false,
  };
};

/** An estimate's totals as far as they are shown; null where it has none (a nil, or missing). */
export const amountsOf = (estimate: Estimate, reach: Reach): Amounts | null => {
  const { package: pkg, submission } = reach;
  if (pkg === null) {
    const proposed = currentVersion(estimate)?.total;
    return proposed === undefined ? null : { proposed, appraised: null, approved: null };
  }
  const totals = totalsOf(estimate, { package: pkg, submission });
  if (totals === undefined) return null;
  return {
    proposed: totals.proposed,
    appraised: reach.appraised ? totals.appraised : null,
    approved: reach.approved ? totals.approved : null,
  };
};
