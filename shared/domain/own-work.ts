import { officesOf } from './context.ts';
import { type Estimate, wasPreparedBy } from './estimate.ts';
import type { PersonId, UnitId } from './ids.ts';
import type { Member, Package, StageOutcome } from './package.ts';
import type { Plan, StageKey } from './plan.ts';
import { headedBy } from './posts.ts';
import type { Conflict } from './signing.ts';

/** Whether the stage sets figures of its own, so that its decision needs them frozen and their root taken first. */
export const setsFigures = (stage: StageKey): stage is 'appraisal' | 'approval' =>
  stage === 'appraisal' || stage === 'approval';

/** The offices that a person heads besides those: what they propose or appraise is his own work. */
const headsBesides = (plan: Plan, person: PersonId, offices: readonly UnitId[]): readonly UnitId[] =>
  headedBy(plan, person).filter((office) => !offices.includes(office));

const tookPart = ({ by, preparedBy, authority }: StageOutcome, person: PersonId): boolean =>
  by === person ||
  preparedBy === person ||
  (authority !== undefined && authority.basis !== 'kt' && authority.of === person);

/**
 * Whose work on a package is a person's own (invariant 7): what he prepared or had prepared by another in his stead,
 * what an office that he heads by another post proposed, as an adjustment too, and at the approval what he or that
 * office appraised.
 */
export const conflictOn =
  (pkg: Package, stage: StageKey, members: readonly Member[], plan: Plan): Conflict =>
  (person) => {
    if (!setsFigures(stage)) return undefined;
    const offices = officesOf(plan, stage);
    const heads = headsBesides(plan, person, offices);
    const own = members.find(
      ({ preparers, standing, unit }) =>
        preparers.includes(person) || (standing === 'submitted' && heads.includes(unit)),
    );
    if (own !== undefined) return own.unit;
    if (pkg.adjusts !== undefined && heads.includes(pkg.adjusts.office)) return pkg.adjusts.office;
    if (stage !== 'approval') return undefined;
    const appraised = pkg.outcomes.some((outcome) => outcome.stage === 'appraisal' && tookPart(outcome, person));
    if (appraised) return offices[0];
    return officesOf(plan, 'appraisal').find((office) => heads.includes(office));
  };

/** Whether an estimate is a person's own work, so that he sets no figures of a stage on it. */
export const isOwnEstimate = (plan: Plan, stage: StageKey, estimate: Estimate, person: PersonId): boolean =>
  wasPreparedBy(estimate, person) || headsBesides(plan, person, officesOf(plan, stage)).includes(estimate.unit);
