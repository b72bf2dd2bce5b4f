import { instantOf } from '../../domain/calendar.ts';
import { officesOf } from '../../domain/context.ts';
import type { UnitId } from '../../domain/ids.ts';
import type { Package } from '../../domain/package.ts';
import type { StageKey } from '../../domain/plan.ts';
import { type Power, powersOf } from '../../domain/signing.ts';
import type { InRound, ViewPorts } from './access.ts';

/** What a reader may do where a package is. */
export type StageRights = {
  /** The stage that the reader's office has the package at, in the submission that is open. */
  readonly atMyOffice: StageKey | null;
  /** By what right the reader may sign at the stage that it is at, the strongest first; none where he may not. */
  readonly powers: readonly Power[];
};

/** What a reader may do at the stage that a package of those units is at. */
export const stageRights = (
  { clock }: Pick<ViewPorts, 'clock'>,
  { plan, viewer }: InRound,
  { position }: Package,
  units: readonly UnitId[],
): StageRights => {
  const { stage, state } = position;
  const office = officesOf(plan, stage).find((one) => viewer.offices.includes(one));
  if (office === undefined) return { atMyOffice: null, powers: [] };
  const standing = { plan, at: instantOf(clock.now()), register: viewer.register };
  const powers = powersOf(standing, viewer.person.id, { office, stage, units, activities: [] });
  return { atMyOffice: state === 'ended' ? null : stage, powers };
};
