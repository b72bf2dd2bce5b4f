import * as z from 'zod';
import { Instant, PlainDate } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { ActivityCode, LocalityId, PackageId, PersonId, PlanId, RoundId, Sha256, UnitId, Year } from './ids.ts';
import type { PersonActor } from './journal.ts';
import { Dong } from './money.ts';
import { SourceSums } from './sources.ts';

/** The last day of each stage, in the plan's chain; a stage that the chain lacks has none. */
export const DueDates = z.strictObject({
  estimate: PlainDate,
  synthesis: PlainDate.optional(),
  appraisal: PlainDate.optional(),
  approval: PlainDate,
});
export type DueDates = z.infer<typeof DueDates>;

/** A unit that must estimate, and the activities it leads in the chain. */
export const RoundUnit = z.strictObject({ unit: UnitId, activities: z.array(ActivityCode).min(1) });
export type RoundUnit = z.infer<typeof RoundUnit>;

const opening = {
  locality: LocalityId,
  plan: PlanId,
  /** The plan's content that this round keeps, whatever is edited later. */
  planContent: Sha256,
  year: Year,
  lockedBy: UnitId,
  /** Pages of `RoundUnit`: everyone who must estimate. */
  units: PagesRef,
  due: DueDates,
};

/** What was approved, granted and lapsed in a round, in đồng. */
const ClosingTotals = z.strictObject({ approved: Dong, granted: Dong, lapsed: Dong });

/**
 * One yearly run of a plan's budget chain (đợt). `opening` until every unit has its estimate and task, `collecting`
 * until the lock is ordered, `locking` until the package is formed, then `formed`.
 */
export const Round = z.strictObject({
  id: RoundId,
  ...opening,
  phase: z.enum(['opening', 'collecting', 'locking', 'formed']),
  openedAt: Instant,
  openedBy: PersonId,
  /** Who ordered the lock; nobody (null) where the plan's ladder did, past its last rung. */
  lock: z.strictObject({ by: PersonId.nullable(), at: Instant }).nullable(),
  package: PackageId.nullable(),
  attempt: z.int().min(1),
  /** When this attempt was asked for; the next one waits twice as long as the one before. */
  attemptAt: Instant,
  /** The year's end was ordered: nothing is granted from then on. */
  closing: z.strictObject({ by: PersonId, at: Instant, remark: z.string() }).optional(),
  /** What lapsed then: pages of `Lapse`, and their sums in đồng, in all and by source. */
  closed: z
    .strictObject({ at: Instant, lapses: PagesRef, totals: ClosingTotals, sources: z.array(SourceSums) })
    .optional(),
});
export type Round = z.infer<typeof Round>;

/** What can happen to a round. */
export const RoundEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('RoundOpened'), ...opening }),
  z.strictObject({ type: z.literal('EstimatesOpened') }),
  z.strictObject({ type: z.literal('LockOrdered') }),
  z.strictObject({ type: z.literal('LockedByLadder'), rung: z.string() }),
  z.strictObject({ type: z.literal('PackageFormed'), package: PackageId }),
  z.strictObject({ type: z.literal('AttemptRaised'), attempt: z.int().min(2) }),
  z.strictObject({ type: z.literal('YearEndOrdered'), remark: z.string() }),
  z.strictObject({
    type: z.literal('RoundClosed'),
    lapses: PagesRef,
    totals: ClosingTotals,
    sources: z.array(SourceSums),
  }),
]);
export type RoundEvent = z.infer<typeof RoundEvent>;

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

/** The round after an entry. Throws where the entry cannot follow. */
export const evolveRound = (id: string, state: Round | undefined, event: RoundEvent, meta: Meta): Round => {
  if (event.type === 'RoundOpened') {
    if (state !== undefined) throw new Error('A round is opened once.');
    if (meta.by === undefined) throw new Error('A person opens a round.');
    const { type: _, ...opened } = event;
    return {
      id: RoundId.parse(id),
      ...opened,
      phase: 'opening',
      openedAt: meta.at,
      openedBy: meta.by.person,
      lock: null,
      package: null,
      attempt: 1,
      attemptAt: meta.at,
    };
  }
  if (state === undefined) throw new Error('The first entry of a round opens it.');
  switch (event.type) {
    case 'EstimatesOpened':
      return { ...state, phase: 'collecting' };
    case 'LockOrdered':
      if (meta.by === undefined) throw new Error('A person orders the lock.');
      return { ...state, phase: 'locking', lock: { by: meta.by.person, at: meta.at } };
    case 'LockedByLadder':
      return { ...state, phase: 'locking', lock: { by: null, at: meta.at } };
    case 'PackageFormed':
      return { ...state, phase: 'formed', package: event.package };
    case 'AttemptRaised':
      return { ...state, attempt: event.attempt, attemptAt: meta.at };
    case 'YearEndOrdered':
      if (meta.by === undefined) throw new Error("A person orders the year's end.");
      return { ...state, closing: { by: meta.by.person, at: meta.at, remark: event.remark } };
    case 'RoundClosed':
      return {
        ...state,
        closed: { at: meta.at, lapses: event.lapses, totals: event.totals, sources: event.sources },
      };
  }
};
