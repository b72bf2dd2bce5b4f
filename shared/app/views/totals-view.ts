import { instantOf, localDate } from '../../domain/calendar.ts';
import { addMoney } from '../../domain/consolidation.ts';
import type { ActivityTotal, EditionMoney, SourceRow, Whole } from '../../domain/edition.ts';
import type { ActivityCode, UnitId } from '../../domain/ids.ts';
import { type Dong, sum } from '../../domain/money.ts';
import { obligationOf } from '../../domain/obligations.ts';
import {
  addWholes,
  type OfficialFigure,
  officialOf,
  overlapIn,
  wholeIn,
  wholeOfRow,
  withOfficial,
} from '../../domain/over-years.ts';
import { leafActivities, type Obligation } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { type Lineage, lineagesOf } from '../../domain/succession.ts';
import { readEditionMembers, readSourceRows } from '../content.ts';
import { cyclesOfObligation, returnsOf } from '../cycle-steps.ts';
import type { Session } from '../ports.ts';
import { enterPlan, type InPlan, notFound, refused, seen, type Viewed, type ViewPorts } from './access.ts';
import { keepersOf } from './cycles-view.ts';
import { lastFormed, seesAllOf, totalsOf } from './edition-parts.ts';

/** A cycle whose reports are put together, and the edition that counts: its last. */
export type FormedCycle = { readonly cycle: Stored<'cycle'>; readonly edition: Stored<'edition'> };

/** An activity over the years. Sums over cycles are left out where two periods share days. */
export type ActivityOverYears = {
  readonly activity: ActivityCode;
  /** One for each cycle; undefined where nobody owed a word on it. */
  readonly cells: readonly (Whole | undefined)[];
  readonly all: Whole | undefined;
  /** Spent and memo in all; the rest of the last report of each year, for they are figures of the year's round. */
  readonly money: (EditionMoney & Pick<ActivityTotal, 'spent' | 'memo'>) | undefined;
};

type Room = InPlan & {
  readonly obligation: Obligation;
  /** Soonest due first. */
  readonly formed: readonly FormedCycle[];
  /** Cycles that are not put together as yet, and in no figure. */
  readonly waiting: readonly Stored<'cycle'>[];
  /** Two cycles whose periods share days, by their places in `formed`. */
  readonly overlap: readonly [number, number] | undefined;
};

/** What the reports of one duty come to over the years, as the last edition of each cycle has it. */
export type TotalsView = Room & { readonly activities: readonly ActivityOverYears[] };

/** A unit's figure of one activity in one cycle, with the version it stands in. */
export type UnitFigure = {
  readonly source: SourceRow;
  readonly whole: Whole;
  /** What came of the estimate, where the unit's next report says so. */
  readonly official: OfficialFigure | undefined;
};

/** Units of one lineage: their figures by cycle, and what they come to together. */
export type LineageOverYears = Lineage & {
  readonly members: readonly { readonly unit: UnitId; readonly figures: readonly (UnitFigure | undefined)[] }[];
  readonly cells: readonly Whole[];
  readonly all: Whole | undefined;
  /** Spent of the chain's money and of other budgets, in đồng. */
  readonly spent: Dong;
  readonly memo: Dong;
};

/** Where an activity's figures over the years come from: by who stands for a unit today, then by unit and cycle. */
export type ActivityTotalsView = Room & ActivityOverYears & { readonly lineages: readonly LineageOverYears[] };

const enter = async (ports: ViewPorts, session: Session, id: string): Promise<Viewed<Room>> => {
  const room = await enterPlan(ports, session, session.plan);
  const obligation = room && obligationOf(room.plan, id);
  if (room === undefined || obligation === undefined) return notFound('obligation');
  const { plan, viewer } = room;
  const all = await cyclesOfObligation(ports, plan, id);
  const own = all.filter((cycle) => seesAllOf({ viewer, cycle, plan }));
  if (own.length === 0 && !viewer.seesAll)
    return refused(room, { kind: 'not-yours', offices: keepersOf(plan, all[0]?.body ?? obligation) });
  const formed: FormedCycle[] = [];
  const waiting: Stored<'cycle'>[] = [];
  for (const cycle of own) {
    const edition = await lastFormed(ports, cycle);
    if (edition === undefined) waiting.push(cycle);
    else formed.push({ cycle, edition });
  }
  return seen({ ...room, obligation, formed, waiting, overlap: overlapIn(formed.map(({ cycle }) => cycle.body)) });
};

type Known = (unit: UnitId, activity: ActivityCode) => OfficialFigure | undefined;

/** What came since of the estimates that an edition counts, by unit and activity, and of whose. */
const officialIn = async (
  ports: ViewPorts,
  { cycle, edition: { body } }: FormedCycle,
): Promise<{ readonly known: Known; readonly units: readonly UnitId[] }> => {
  const [members, reports] = await Promise.all([
    body.content === null ? [] : readEditionMembers(ports.store, body.locality, body.content.members),
    returnsOf(ports, cycle),
  ]);
  const counted = new Map(members.map(({ unit, version }) => [unit, version]));
  const trued = new Map(
    reports.flatMap((report) => (report.body.trued === undefined ? [] : [[report.body.unit, report.body] as const])),
  );
  return {
    known: (unit, activity) => {
      const report = trued.get(unit);
      return report && officialOf(report, counted.get(unit) ?? null, activity);
    },
    units: [...trued.keys()],
  };
};

/** An activity's figure in a cycle: the edition's, with every estimate that is known better since. */
const figureOf = (total: ActivityTotal, { known, units }: Awaited<ReturnType<typeof officialIn>>): Whole =>
  units.reduce((whole, unit) => withOfficial(whole, known(unit, total.activity)), wholeIn(total));

/** Whether a cycle is the last of its year, whose money stands for the year. */
const isLastOfYear = (formed: readonly FormedCycle[], index: number): boolean =>
  formed.findLastIndex(({ cycle }) => cycle.body.year === formed[index]?.cycle.body.year) === index;

const overYears = (
  { formed, overlap }: Pick<Room, 'formed' | 'overlap'>,
  activity: ActivityCode,
  cells: readonly ({ readonly total: ActivityTotal; readonly whole: Whole } | undefined)[],
): ActivityOverYears => {
  const there = cells.flatMap((cell) => cell ?? []);
  const ofYears = cells.flatMap((cell, index) => (cell && isLastOfYear(formed, index) ? [cell.total.money] : []));
  return {
    activity,
    cells: cells.map((cell) => cell?.whole),
    all: overlap === undefined ? addWholes(there.map(({ whole }) => whole)) : undefined,
    money:
      overlap === undefined
        ? {
            ...addMoney(ofYears),
            spent: sum(there.map(({ total }) => total.spent)),
            memo: sum(there.map(({ total }) => total.memo)),
          }
        : undefined,
  };
};

/** Adds the activities of a duty's reports up over the years. Reads each cycle's totals, and no report's content. */
export const totalsView = async (ports: ViewPorts, session: Session, id: string): Promise<Viewed<TotalsView>> => {
  const found = await enter(ports, session, id);
  if (found.kind !== 'seen') return found;
  const room = found.view;
  const cycles: {
    readonly totals: readonly ActivityTotal[];
    readonly since: Awaited<ReturnType<typeof officialIn>>;
  }[] = [];
  for (const formed of room.formed)
    cycles.push({ totals: await totalsOf(ports, formed.edition), since: await officialIn(ports, formed) });
  const activities = leafActivities(room.plan).flatMap(({ code }): readonly ActivityOverYears[] => {
    const cells = cycles.map(({ totals, since }) => {
      const total = totals.find(({ activity }) => activity === code);
      return total && { total, whole: figureOf(total, since) };
    });
    return cells.every((cell) => cell === undefined) ? [] : [overYears(room, code, cells)];
  });
  return seen({ ...room, activities });
};

const lineageOverYears = (
  lineage: Lineage,
  cycles: readonly ReadonlyMap<UnitId, UnitFigure>[],
  overlap: Room['overlap'],
): LineageOverYears => {
  const members = lineage.units.map((unit) => ({ unit, figures: cycles.map((figures) => figures.get(unit)) }));
  const cells = cycles.map((figures) => {
    const there = lineage.units.flatMap((unit) => figures.get(unit) ?? []);
    return addWholes(there.map(({ whole }) => whole));
  });
  const sources = members.flatMap(({ figures }) => figures.flatMap((one) => (one === undefined ? [] : [one.source])));
  const spentBy = (memo: boolean): Dong =>
    sum(sources.flatMap((one) => (one.memo === memo && one.row.spent !== null ? [one.row.spent] : [])));
  return {
    ...lineage,
    members,
    cells,
    all: overlap === undefined ? addWholes(cells) : undefined,
    spent: spentBy(false),
    memo: spentBy(true),
  };
};

/** Opens an activity's figures over the years to the units, with those that were merged or renamed under one. */
export const activityTotalsView = async (
  ports: ViewPorts,
  session: Session,
  id: string,
  code: string,
): Promise<Viewed<ActivityTotalsView>> => {
  const found = await enter(ports, session, id);
  if (found.kind !== 'seen') return found;
  const room = found.view;
  const cells: ({ readonly total: ActivityTotal; readonly whole: Whole } | undefined)[] = [];
  const cycles: ReadonlyMap<UnitId, UnitFigure>[] = [];
  for (const formed of room.formed) {
    const total = (await totalsOf(ports, formed.edition)).find(({ activity }) => activity === code);
    const since = await officialIn(ports, formed);
    const rows = total ? await readSourceRows(ports.store, formed.edition.body.locality, total.sources) : [];
    cells.push(total && { total, whole: figureOf(total, since) });
    cycles.push(
      new Map(
        rows.map((source) => {
          const official = since.known(source.unit, source.row.activity);
          return [source.unit, { source, official, whole: withOfficial(wholeOfRow(source.row), official) }];
        }),
      ),
    );
  }
  const activity = leafActivities(room.plan).find((one) => one.code === code)?.code;
  if (activity === undefined || cells.every((cell) => cell === undefined)) return notFound('edition');
  const units = [...new Set(cycles.flatMap((figures) => [...figures.keys()]))];
  const today = localDate(instantOf(ports.clock.now()));
  return seen({
    ...room,
    ...overYears(room, activity, cells),
    lineages: lineagesOf(room.plan, units, today, room.obligation.id).map((one) =>
      lineageOverYears(one, cycles, room.overlap),
    ),
  });
};
