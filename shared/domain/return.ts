import * as z from 'zod';
import { FileAbout, FileContent } from './attached-file.ts';
import { endOfDay, Instant, PlainDate } from './calendar.ts';
import { daysLate } from './deadline.ts';
import { PagesRef } from './estimate.ts';
import { ActivityCode, CycleId, LocalityId, PersonId, PlanId, ReturnId, Sha256, TaskId, UnitId } from './ids.ts';
import type { PersonActor } from './journal.ts';
import { Count } from './return-content.ts';

const opening = {
  locality: LocalityId,
  plan: PlanId,
  cycle: CycleId,
  unit: UnitId,
  activities: z.array(ActivityCode),
  due: PlainDate,
  task: TaskId,
};

/** What a unit files: a report with its content, or that there is nothing to report (không phát sinh), with the reason. */
export const ReturnAct = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('file'), content: PagesRef }),
  z.strictObject({ do: z.literal('nil'), reason: z.string().min(1) }),
]);
export type ReturnAct = z.infer<typeof ReturnAct>;

/** One version of a report; it never changes. `amends`: it came after the cut, and is in a later edition at most. */
export const ReturnVersion = z.strictObject({
  n: z.int().min(1),
  act: ReturnAct,
  by: PersonId,
  at: Instant,
  /** Who prepared what the head signed. */
  preparedBy: PersonId.optional(),
  amends: z.literal(true).optional(),
});
export type ReturnVersion = z.infer<typeof ReturnVersion>;

/** What an activity's estimate came to (số chính thức), and what it was; older entries leave the latter out. */
const ActualFigure = z.strictObject({ activity: ActivityCode, count: Count, estimated: Count.optional() });

/** The version of a report that says what came of an estimate. */
const truing = { by: ReturnId, version: z.int().min(1) };

/** One unit's report (báo cáo của đơn vị) in a cycle, from opening to its last amendment. */
export const Return = z.strictObject({
  id: ReturnId,
  ...opening,
  /** The day that was set first, where more time was given since. */
  dueAtFirst: PlainDate.optional(),
  /** The last time that more was given: from which day, why, by whom; older entries had no reason. */
  extended: z.strictObject({ from: PlainDate, reason: z.string(), by: PersonId, at: Instant }).optional(),
  /** Everyone who ever saved, filed or signed here. */
  preparers: z.array(PersonId),
  draft: z.strictObject({ content: PagesRef, by: PersonId, at: Instant }).nullable(),
  versions: z.array(ReturnVersion),
  /** What waits for the unit's head to sign; it counts only once it is signed. */
  prepared: z.strictObject({ act: ReturnAct, by: PersonId, at: Instant }).optional(),
  excused: z.strictObject({ reason: z.string(), by: PersonId, at: Instant }).nullable(),
  /** The cut: which version was in by then, if any. */
  cut: z.strictObject({ version: z.int().min(1).nullable(), at: Instant }).nullable(),
  /** What came of its estimates, as a version of the unit's next report says it; gone once this one is filed again. */
  trued: z.strictObject({ ...truing, figures: z.array(ActualFigure).min(1) }).optional(),
  /** The list of its evidence, where there ever was any. */
  files: PagesRef.optional(),
});
export type Return = z.infer<typeof Return>;

/** What can happen to a report. */
export const ReturnEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ReturnOpened'), ...opening }),
  z.strictObject({ type: z.literal('ReturnDraftSaved'), content: PagesRef }),
  z.strictObject({ type: z.literal('ReturnPrepared'), act: ReturnAct, draft: PagesRef.nullable() }),
  z.strictObject({ type: z.literal('ReturnHandedBack'), remark: z.string().min(1) }),
  z.strictObject({ type: z.literal('ReturnFiled'), act: ReturnAct, preparedBy: PersonId.optional() }),
  /** The next report, signed, says what this one's estimates came to; no figures where it takes that back. */
  z.strictObject({ type: z.literal('EstimatesTrued'), ...truing, figures: z.array(ActualFigure) }),
  z.strictObject({ type: z.literal('ReturnExcused'), reason: z.string().min(1) }),
  z.strictObject({ type: z.literal('ReturnExtended'), due: PlainDate, reason: z.string().min(1).optional() }),
  /** The day followed a change of the calendar: it is the one that was set first, counted anew. */
  z.strictObject({ type: z.literal('ReturnRedated'), due: PlainDate }),
  z.strictObject({ type: z.literal('ReturnCut'), version: z.int().min(1).nullable() }),
  z.strictObject({
    type: z.literal('FileAttached'),
    file: FileContent.extend({ about: FileAbout.options[2] }),
    /** The whole list as it stands from here on. */
    files: PagesRef,
  }),
  z.strictObject({ type: z.literal('FileDetached'), sha256: Sha256, about: FileAbout.options[2], files: PagesRef }),
]);
export type ReturnEvent = z.infer<typeof ReturnEvent>;

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

const person = ({ by }: Meta): PersonId => {
  if (by === undefined) throw new Error('A person does this to a report.');
  return by.person;
};

const withPreparer = (state: Return, id: PersonId): PersonId[] => [...new Set([...state.preparers, id])];

/** The report after an entry. Throws where the entry cannot follow. */
export const evolveReturn = (id: string, state: Return | undefined, event: ReturnEvent, meta: Meta): Return => {
  if (event.type === 'ReturnOpened') {
    if (state !== undefined) throw new Error('A report is opened once.');
    const { type: _, ...opened } = event;
    return { id: ReturnId.parse(id), ...opened, preparers: [], draft: null, versions: [], excused: null, cut: null };
  }
  if (state === undefined) throw new Error('The first entry of a report opens it.');
  const { at } = meta;
  switch (event.type) {
    case 'ReturnDraftSaved':
      return {
        ...state,
        preparers: withPreparer(state, person(meta)),
        draft: { content: event.content, by: person(meta), at },
      };
    case 'ReturnPrepared':
      return {
        ...state,
        preparers: withPreparer(state, person(meta)),
        draft: event.draft === null ? state.draft : { content: event.draft, by: person(meta), at },
        prepared: { act: event.act, by: person(meta), at },
      };
    case 'ReturnHandedBack': {
      const { prepared: _, ...rest } = state;
      return rest;
    }
    case 'ReturnFiled': {
      const { prepared: _, trued: __, ...rest } = state;
      const version: ReturnVersion = {
        n: state.versions.length + 1,
        act: event.act,
        by: person(meta),
        at,
        ...(event.preparedBy === undefined ? {} : { preparedBy: event.preparedBy }),
        ...(state.cut === null ? {} : { amends: true as const }),
      };
      return {
        ...rest,
        preparers: withPreparer(state, person(meta)),
        draft: null,
        versions: [...state.versions, version],
      };
    }
    case 'EstimatesTrued': {
      const { trued: _, ...rest } = state;
      const { by, version, figures } = event;
      return figures.length === 0 ? rest : { ...rest, trued: { by, version, figures } };
    }
    case 'ReturnExcused':
      return { ...state, excused: { reason: event.reason, by: person(meta), at } };
    case 'ReturnExtended': {
      const { reason, due } = event;
      const extended = reason === undefined ? undefined : { from: state.due, reason, by: person(meta), at };
      return {
        ...state,
        dueAtFirst: state.dueAtFirst ?? state.due,
        due,
        ...(extended === undefined ? {} : { extended }),
      };
    }
    case 'ReturnRedated':
      return { ...state, due: event.due };
    case 'ReturnCut':
      return { ...state, cut: { version: event.version, at } };
    case 'FileAttached':
    case 'FileDetached':
      return { ...state, preparers: withPreparer(state, person(meta)), files: event.files };
  }
};

/** The version that counts: the last one. */
export const latestOf = ({ versions }: Return): ReturnVersion | undefined => versions.at(-1);

/** The version that was in at the cut, which a first edition is put together from. */
export const versionAtCut = ({ versions, cut }: Return): ReturnVersion | undefined =>
  versions.find(({ n }) => n === cut?.version);

/**
 * What came in (the first of two facts that are never mixed): nothing though it is due, nothing as yet, a report, that
 * there is none, or an excuse. A report that comes after an excuse counts as a report.
 */
export type CameIn = 'not-due' | 'missing' | 'received' | 'nil' | 'excused';

/** What came in of a report by a moment. */
export const cameIn = (report: Return, at: Instant): CameIn => {
  const last = latestOf(report);
  if (last !== undefined) return last.act.do === 'nil' ? 'nil' : 'received';
  if (report.excused !== null) return 'excused';
  return at <= endOfDay(report.due) ? 'not-due' : 'missing';
};

/** When it came in (the second fact): by its first day, within more time that was given, or after that. */
export type CameWhen = { readonly kind: 'on-time' | 'extended' } | { readonly kind: 'late'; readonly days: number };

/** When a report first came in; undefined while nothing has. A later correction makes nothing late. */
export const cameWhen = ({ versions, due, dueAtFirst }: Return): CameWhen | undefined => {
  const [first] = versions;
  if (first === undefined) return undefined;
  if (first.at > endOfDay(due)) return { kind: 'late', days: daysLate(due, first.at) };
  return { kind: first.at > endOfDay(dueAtFirst ?? due) ? 'extended' : 'on-time' };
};

/** Whether nothing more is waited for from it. */
export const isIn = (report: Return): boolean => report.versions.length > 0 || report.excused !== null;
