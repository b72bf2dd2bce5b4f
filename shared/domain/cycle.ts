import * as z from 'zod';
import { Instant, PlainDate } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { ActivityCode, CycleId, LocalityId, PersonId, PlanId, Sha256, UnitId, Year } from './ids.ts';
import type { PersonActor } from './journal.ts';
import { Obligation } from './plan.ts';
import { Counted } from './task.ts';

/** A unit that owes a report, as a cycle keeps it: with the activities that it reports on. */
export const CycleUnit = z.strictObject({ unit: UnitId, activities: z.array(ActivityCode) });
export type CycleUnit = z.infer<typeof CycleUnit>;

const opening = {
  locality: LocalityId,
  plan: PlanId,
  /** The plan's content that this cycle keeps, whatever is edited later. */
  planContent: Sha256,
  obligation: Obligation.shape.id,
  /** Which of the year's, counted from 1. */
  number: z.int().min(1).max(60),
  year: Year,
  /** What the reports speak of. */
  from: PlainDate,
  to: PlainDate,
  /** What is asked for besides, in the words of whoever asks; null where the plan asks. */
  asks: z.string().min(1).max(2000).nullable(),
  recipient: UnitId,
  /** Pages of `CycleUnit`: everyone who owes a report. */
  units: PagesRef,
  /** Groups of the obligation for which the office lists nobody. */
  unnamed: z.array(UnitId),
  due: PlainDate,
  counted: Counted.optional(),
  /** The day up to which reports are waited for; then they are put together, with holes named. */
  cutOff: PlainDate,
};

/** Why the waiting ended: everything is in, its day has passed, or the office ordered it. */
export const CutCause = z.enum(['all-in', 'cut-off', 'office']);
export type CutCause = z.infer<typeof CutCause>;

/**
 * One occasion on which reports are owed (kỳ báo cáo). `opening` until every unit has its report and task, `collecting`
 * until the cut, `cutting` until each report is cut, `consolidating` while an edition is put together, then
 * `consolidated`.
 */
export const Cycle = z.strictObject({
  id: CycleId,
  ...opening,
  phase: z.enum(['opening', 'collecting', 'cutting', 'consolidating', 'consolidated']),
  openedAt: Instant,
  /** Who opened it; nobody (null) where the plan's date did. */
  openedBy: PersonId.nullable(),
  cut: z.strictObject({ cause: CutCause, by: PersonId.nullable(), at: Instant }).nullable(),
  /** How many editions there are, the one that is being put together included. */
  editions: z.int().min(0),
  attempt: z.int().min(1),
  /** When this attempt was asked for; the next one waits twice as long as the one before. */
  attemptAt: Instant,
});
export type Cycle = z.infer<typeof Cycle>;

/** What can happen to a cycle. */
export const CycleEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('CycleOpened'), ...opening }),
  z.strictObject({ type: z.literal('ReturnsOpened') }),
  z.strictObject({ type: z.literal('CutOrdered'), cause: CutCause }),
  z.strictObject({ type: z.literal('ReturnsCut') }),
  z.strictObject({ type: z.literal('Consolidated') }),
  /** Another edition, with what came in since; its own execution puts it together. */
  z.strictObject({ type: z.literal('EditionOrdered'), number: z.int().min(2), attempt: z.int().min(2) }),
  z.strictObject({ type: z.literal('AttemptRaised'), attempt: z.int().min(2) }),
]);
export type CycleEvent = z.infer<typeof CycleEvent>;

/** Whether the cycle's machine has something left to do. */
export const cycleWaits = ({ phase }: Pick<Cycle, 'phase'>): boolean => phase !== 'consolidated';

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

/** The cycle after an entry. Throws where the entry cannot follow. */
export const evolveCycle = (id: string, state: Cycle | undefined, event: CycleEvent, meta: Meta): Cycle => {
  if (event.type === 'CycleOpened') {
    if (state !== undefined) throw new Error('A cycle is opened once.');
    const { type: _, ...opened } = event;
    return {
      id: CycleId.parse(id),
      ...opened,
      phase: 'opening',
      openedAt: meta.at,
      openedBy: meta.by?.person ?? null,
      cut: null,
      editions: 0,
      attempt: 1,
      attemptAt: meta.at,
    };
  }
  if (state === undefined) throw new Error('The first entry of a cycle opens it.');
  switch (event.type) {
    case 'ReturnsOpened':
      return { ...state, phase: 'collecting' };
    case 'CutOrdered':
      return { ...state, phase: 'cutting', cut: { cause: event.cause, by: meta.by?.person ?? null, at: meta.at } };
    case 'ReturnsCut':
      return { ...state, phase: 'consolidating', editions: 1 };
    case 'Consolidated':
      return { ...state, phase: 'consolidated' };
    case 'EditionOrdered':
      return {
        ...state,
        phase: 'consolidating',
        editions: event.number,
        attempt: event.attempt,
        attemptAt: meta.at,
      };
    case 'AttemptRaised':
      return { ...state, attempt: event.attempt, attemptAt: meta.at };
  }
};
