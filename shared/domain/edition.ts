import * as z from 'zod';
import { Instant } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { ActivityCode, CycleId, EditionId, LocalityId, PersonId, PlanId, Sha256, UnitId } from './ids.ts';
import type { PersonActor } from './journal.ts';
import { Dong } from './money.ts';
import { ReturnRow, ReturnWords, Span } from './return-content.ts';
import { beginSending, evolveSending, Onward, Sending, sendingEvents } from './sending.ts';

/** One report as an edition has it: what came in of the unit, when, and in which version; null where nothing is in. */
export const EditionMember = z.strictObject({
  unit: UnitId,
  came: z.enum(['missing', 'received', 'nil', 'excused']),
  /** Whole days after its date; 0 within it, null where nothing came. */
  daysLate: z.int().min(0).nullable(),
  version: z.int().min(1).nullable(),
});
export type EditionMember = z.infer<typeof EditionMember>;

/** Money of an activity in đồng, as far as it went through the chain: of all units together. */
export const EditionMoney = z.strictObject({ proposed: Dong, appraised: Dong, approved: Dong, granted: Dong });
export type EditionMoney = z.infer<typeof EditionMoney>;

/** A sum of figures, and how many units it is of: what a unit did not say is in no sum. */
const Summed = z.strictObject({ sum: z.int().min(0), of: z.int().min(0) });

/**
 * What is counted of a whole period: of `of` units, of which `estimates` reckoned it before the period was over and have
 * not said since what it came to.
 */
export const Whole = Summed.extend({ estimates: z.int().min(0) });
export type Whole = z.infer<typeof Whole>;

/** What one unit reported of one activity, as a total was made from it. */
export const SourceRow = z.strictObject({
  unit: UnitId,
  version: z.int().min(1),
  row: ReturnRow,
  /** Its money is of a budget of its own, and in no figure of the chain. */
  memo: z.boolean(),
  /** Its figures wanted a word, and have it. */
  remarkable: z.boolean(),
  /** The spans in which it leaves the quota unmet. */
  unmet: z.array(Span),
  /** How many spans there are. */
  spans: z.int().min(0),
  money: EditionMoney.nullable(),
  /** The estimate of the unit's last report, where this row says what came of it. */
  reckoned: z.int().min(0).nullable().default(null),
});
export type SourceRow = z.infer<typeof SourceRow>;

/** The money of a unit that owed a word on an activity and gave none: it counts all the same. */
export const SilentRow = z.strictObject({ unit: UnitId, money: EditionMoney });
export type SilentRow = z.infer<typeof SilentRow>;

/** An activity in an edition: sums over the units, and the pages of the rows that they are the sums of. */
export const ActivityTotal = z.strictObject({
  activity: ActivityCode,
  units: z.strictObject({
    done: z.int().min(0),
    'under-way': z.int().min(0),
    'not-done': z.int().min(0),
    /** Owed and not reported on: nothing in, a nil, an excuse. */
    silent: z.int().min(0),
  }),
  planned: Summed,
  done: Summed,
  estimated: Summed,
  /** What the units say of the whole period; left out by editions from before it was summed. */
  whole: Whole.optional(),
  /** Estimates of the reports before, and what came of them, of the units that say so. */
  trued: z
    .strictObject({ estimated: z.int().min(0), actual: z.int().min(0), of: z.int().min(0) })
    .default({ estimated: 0, actual: 0, of: 0 }),
  /** What was spent of the chain's money, and as a memo of other budgets. */
  spent: Dong,
  memo: Dong,
  money: EditionMoney,
  /** Spans of the quota that were met, of all units' together. */
  quota: z.strictObject({ met: z.int().min(0), of: z.int().min(0) }),
  /** Pages of `SourceRow`. */
  sources: z.array(Sha256),
  /** Pages of `SilentRow`; left out by editions from before they were kept. */
  silents: z.array(Sha256).optional(),
});
export type ActivityTotal = z.infer<typeof ActivityTotal>;

/** What a unit said in words: of the whole, and beside each activity. */
export const UnitWords = z.strictObject({
  unit: UnitId,
  version: z.int().min(1),
  words: ReturnWords,
  remarks: z.array(z.strictObject({ activity: ActivityCode, text: z.string().min(1) })).default([]),
});
export type UnitWords = z.infer<typeof UnitWords>;

/** What some of a cycle's units come to, gathered in one step. */
export const Batch = z.strictObject({
  members: z.array(EditionMember),
  totals: z.array(ActivityTotal),
  words: z.array(UnitWords),
});
export type Batch = z.infer<typeof Batch>;

const opening = {
  locality: LocalityId,
  plan: PlanId,
  cycle: CycleId,
  number: z.int().min(1).max(40),
  /** How many reports it is put together from. */
  units: z.int().min(0),
  /** Against the edition before: reports that were missing there, and those of which another version counts now. */
  changes: z.strictObject({ added: z.array(UnitId), replaced: z.array(UnitId) }).nullable(),
};

/** What an edition says: its annex of units, its totals, its words, each on pages. */
export const EditionContent = z.strictObject({ members: PagesRef, totals: PagesRef, words: PagesRef });
export type EditionContent = z.infer<typeof EditionContent>;

/**
 * What was put together from a cycle's reports at one time (báo cáo tổng hợp). It never changes once it is formed: what
 * came later is in the next edition, which says what it changed.
 */
export const Edition = z.strictObject({
  id: EditionId,
  ...opening,
  openedAt: Instant,
  /** Who ordered it; nobody (null) for the first, which the cut calls for. */
  orderedBy: PersonId.nullable(),
  /** Pages of the steps that are done, in their order. */
  batches: z.array(Sha256),
  gathered: z.int().min(0),
  content: EditionContent.nullable(),
  formedAt: Instant.nullable(),
  /** Its way up; left out where it stays with the office that put it together. */
  sending: Sending.optional(),
});
export type Edition = z.infer<typeof Edition>;

/** Whether its machine has something left to do. */
export const editionWaits = ({ sending }: Edition): boolean => sending !== undefined && sending.position !== null;

/** What can happen to an edition. */
export const EditionEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('EditionOpened'), ...opening }),
  z.strictObject({ type: z.literal('BatchGathered'), batch: Sha256, units: z.int().min(1) }),
  z.strictObject({ type: z.literal('EditionFormed'), content: EditionContent, onward: Onward.optional() }),
  ...sendingEvents,
]);
export type EditionEvent = z.infer<typeof EditionEvent>;

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

/** The edition after an entry. Throws where the entry cannot follow. */
export const evolveEdition = (id: string, state: Edition | undefined, event: EditionEvent, meta: Meta): Edition => {
  if (event.type === 'EditionOpened') {
    if (state !== undefined) throw new Error('An edition is opened once.');
    const { type: _, ...opened } = event;
    return {
      id: EditionId.parse(id),
      ...opened,
      openedAt: meta.at,
      orderedBy: meta.by?.person ?? null,
      batches: [],
      gathered: 0,
      content: null,
      formedAt: null,
    };
  }
  if (state === undefined) throw new Error('The first entry of an edition opens it.');
  if (state.content !== null) {
    if (event.type === 'BatchGathered' || event.type === 'EditionFormed' || state.sending === undefined)
      throw new Error('What an edition says does not change once it is formed.');
    return { ...state, sending: evolveSending(state.sending, event, meta.at, meta.by) };
  }
  switch (event.type) {
    case 'BatchGathered':
      return { ...state, batches: [...state.batches, event.batch], gathered: state.gathered + event.units };
    case 'EditionFormed':
      return {
        ...state,
        content: event.content,
        formedAt: meta.at,
        ...(event.onward === undefined ? {} : { sending: beginSending(event.onward, meta.at) }),
      };
    default:
      throw new Error('An edition goes up once it is formed.');
  }
};
