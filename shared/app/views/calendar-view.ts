import { type CalendarChange, changedTable } from '../../domain/calendar-decisions.ts';
import type { CalendarDay, PlainDate } from '../../domain/calendar.ts';
import type { LocalityId, UnitId } from '../../domain/ids.ts';
import type { Stored } from '../../domain/records.ts';
import { redatingOf } from '../../domain/redating.ts';
import { type Refusal, problems } from '../../domain/refusal.ts';
import { type RedatedTask, rowsOf, tableOf, WORKING_CALENDAR } from '../../domain/working-calendar.ts';
import { readPlan, readRedated } from '../content.ts';
import type { Session } from '../ports.ts';
import { redatedBy, type CaseTasks, tasksOfLocality } from '../redating-steps.ts';
import { enterPlan, type InPlan, notFound, refused, seen, type Viewed, type ViewPorts } from './access.ts';
import { today } from './due.ts';

/** A task that a change of the calendar gives other dates, with the year of its round. */
export type Redating = RedatedTask & { readonly year: number };

/** The working calendar of a locality, for everybody of the plan; the standing unit keeps it. */
export type CalendarView = InPlan & {
  readonly record: Stored<'calendar'> | null;
  readonly year: number;
  readonly years: readonly number[];
  readonly rows: readonly CalendarDay[];
  /** Days of later years, or of this one, that no official notice was seen for, and that are still to come. */
  readonly uncertain: readonly CalendarDay[];
  readonly mayEdit: boolean;
  readonly keeper: UnitId;
  /** What the last change re-dated, as far as the reader's office, or the whole locality, is concerned. */
  readonly redated: readonly Redating[];
  readonly today: PlainDate;
};

const yearIn = (cases: readonly CaseTasks[], task: RedatedTask): number =>
  cases.find(({ tasks }) => tasks.some(({ id }) => id === task.task))?.of.body.year ?? 0;

/** What the last change re-dated: as recorded, or while that is still going on, as the tasks say. */
const redatedIn = async (
  ports: ViewPorts,
  record: Stored<'calendar'> | undefined,
  locality: LocalityId,
): Promise<readonly Redating[]> => {
  if (record === undefined) return [];
  const { changes, redating, redated } = record.body;
  if (redating === undefined && redated?.tasks.count === 0) return [];
  const cases = await tasksOfLocality(ports, locality);
  const tasks =
    redating === true || redated === undefined
      ? redatedBy(cases, changes)
      : await readRedated(ports.store, locality, redated.tasks);
  return tasks.map((task) => ({ ...task, year: yearIn(cases, task) }));
};

/** The calendar in force, one year of it. `year` is what was asked for; this year where nothing was, or no such. */
export const calendarView = async (
  ports: ViewPorts,
  session: Session,
  asked: number | undefined,
): Promise<Viewed<CalendarView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const { plan, viewer, calendar } = room;
  const record = await ports.store.load(session.locality, 'calendar', WORKING_CALENDAR);
  const now = today(ports);
  const [first, last] = [calendar.from, calendar.to].map((date) => Number(date.slice(0, 4)));
  const years = Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, index) => (first ?? 0) + index);
  const current = Number(now.slice(0, 4));
  const year = [asked, current].find((one) => one !== undefined && years.includes(one)) ?? last ?? current;
  const all = rowsOf(calendar);
  const redated = await redatedIn(ports, record, session.locality);
  return seen({
    ...room,
    record: record ?? null,
    year,
    years,
    rows: all.filter(({ date }) => date.startsWith(`${year}-`)),
    uncertain: all.filter(({ certain, date }) => !certain && date >= now),
    mayEdit: viewer.office === plan.standing,
    keeper: plan.standing,
    redated: redated.filter(({ office }) => viewer.seesAll || viewer.offices.includes(office)),
    today: now,
  });
};

/** A change of the calendar before it is recorded: the table's new rows, and the tasks that it gives other dates. */
export type CalendarPreview = InPlan & {
  readonly set: readonly CalendarDay[];
  readonly removed: readonly CalendarDay[];
  readonly redating: readonly Redating[];
};

/** What a change would do, for those who may make it. Nothing is recorded. */
export const calendarPreview = async (
  ports: ViewPorts,
  session: Session,
  change: CalendarChange,
): Promise<Viewed<CalendarPreview>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const { plan, viewer, calendar } = room;
  if (viewer.office !== plan.standing) return refused(room, { kind: 'not-yours', offices: [plan.standing] });
  const { rows, set, removed, wrong } = changedTable(change, calendar, today(ports));
  const refusal: Refusal | undefined = wrong.length > 0 ? problems(...wrong) : undefined;
  if (refusal !== undefined) return refused(room, refusal);
  const table = tableOf(rows, calendar);
  const cases = await tasksOfLocality(ports, session.locality);
  const redating = await Promise.all(
    cases.map(async ({ of, tasks }) => {
      const pinned = await readPlan(ports.store, session.locality, of.body.planContent);
      return tasks.flatMap((task): Redating[] => {
        const found = redatingOf(task, { plan: pinned, calendar: table });
        return found === undefined ? [] : [{ ...found, year: of.body.year }];
      });
    }),
  );
  const before = rowsOf(calendar);
  return seen({
    ...room,
    set,
    removed: before.filter(({ date }) => removed.includes(date)),
    redating: redating.flat(),
  });
};
