import { daysLate } from '../../domain/deadline.ts';
import { currentVersion, type Estimate, type Standing } from '../../domain/estimate.ts';
import {
  type ActivityCode,
  type EstimateId,
  estimateIdOf,
  type PackageId,
  type RoundId,
  type UnitId,
} from '../../domain/ids.ts';
import type { Package } from '../../domain/package.ts';
import type { Stored } from '../../domain/records.ts';
import { memberOf } from '../../domain/round-decisions.ts';
import { readRoundUnits } from '../content.ts';
import type { Session } from '../ports.ts';
import { enterRound, type InRound, mayRead, notFound, seen, type Viewed, type ViewPorts } from './access.ts';
import { estimateSources, proposedSources } from '../source-totals.ts';
import { addUp, addUpSources, reachedSources, type SourceAmounts } from './amounts.ts';
import { type Due, dueOn, today } from './due.ts';
import { type JointRow, jointRows } from './joint-view.ts';
import { type Amounts, amountsOf, onlyProposed, type Reach, reachOfChain, reachOfUnit } from './reach.ts';
import { type Counts, type Tracker, trackerOf } from './tracker.ts';

/** Where one unit of a round stands. What is missing has no amounts: it is never a zero. */
export type UnitRow = {
  readonly unit: UnitId;
  readonly estimate: EstimateId;
  readonly activities: readonly ActivityCode[];
  readonly came: 'submitted' | 'nil' | 'missing';
  /** What the unit is doing while nothing is in; `opening` before its estimate is opened. */
  readonly progress: Standing | 'opening';
  readonly version: number | null;
  readonly at: Estimate['versions'][number]['at'] | null;
  readonly late: boolean;
  /** Calendar days by which what is in came late; 0 when it was on time, or nothing is in. */
  readonly daysLate: number;
  readonly due: Due;
  readonly nilReason: string | null;
  readonly amounts: Amounts | null;
  /** The package that it is in, or is open for again; null before the lock. */
  readonly package: PackageId | null;
  /** Whether it is locked into that package. */
  readonly locked: boolean;
  readonly published: boolean;
};

/** A round as a page shows it. */
export type RoundView = InRound & {
  readonly tracker: Tracker;
  /** All units for an office that sees the whole round, else the reader's own. */
  readonly rows: readonly UnitRow[];
  /** Null while nothing has come in: what is missing is no zero. */
  readonly totals: Amounts | null;
  /** The totals by source of funds, what communes pay themselves beside; null where the totals are. */
  readonly sources: SourceAmounts | null;
  readonly reach: Reach;
  /** Those that the reader's units are or were in; all, for an office that sees the whole round. */
  readonly packages: readonly Stored<'package'>[];
  readonly mayLock: boolean;
  /** Whether the reader's office may open a supplement, and there is a unit for one. */
  readonly maySupplement: boolean;
  /** Whether some units' figures went further than others', so that the totals are not of all of them. */
  readonly uneven: boolean;
  /** Activities that several units lead together, for an office that sees the whole round. */
  readonly joint: readonly JointRow[];
  /** Whether the reader's office names who submits them. */
  readonly mayName: boolean;
  readonly expected: number;
};

type Unit = { readonly unit: UnitId; readonly activities: readonly ActivityCode[] };

const rowOf = (
  ports: ViewPorts,
  { round, calendar }: InRound,
  unit: Unit,
  estimate: Estimate | undefined,
  reaches: Reaches,
): UnitRow => {
  const into = estimate?.lockedInto?.package ?? null;
  const reach = (into === null ? undefined : reaches.get(into)) ?? onlyProposed;
  const member = estimate === undefined ? undefined : memberOf(estimate);
  const version = estimate === undefined ? undefined : currentVersion(estimate);
  const due = estimate?.due ?? round.body.due.estimate;
  const at = version?.at ?? estimate?.nil?.at ?? null;
  const late = member?.late ?? false;
  return {
    unit: unit.unit,
    estimate: estimateIdOf(round.body.id, unit.unit),
    activities: unit.activities,
    came: member?.standing ?? 'missing',
    progress: estimate?.standing ?? 'opening',
    version: member?.version ?? null,
    at,
    late,
    daysLate: late && at !== null ? daysLate(due, at) : 0,
    due: dueOn(calendar, today(ports), due),
    nilReason: estimate?.nil?.reason ?? null,
    amounts: estimate === undefined ? null : amountsOf(estimate, reach),
    package: into ?? estimate?.into ?? null,
    locked: into !== null,
    published: estimate !== undefined && estimate.result !== null,
  };
};

/** Whether a unit may join by a supplement: it had nothing in at the lock, and is open for no package now. */
export const mayJoin = ({ came, locked }: UnitRow): boolean => came !== 'submitted' && locked;

const isUneven = (rows: readonly UnitRow[]): boolean => {
  const figures = rows.flatMap(({ amounts }) =>
    amounts === null ? [] : [`${amounts.appraised === null} ${amounts.approved === null}`],
  );
  return new Set(figures).size > 1;
};

/** How many of the rows came in, and how. */
export const countRows = (rows: readonly UnitRow[]): Counts => ({
  submitted: rows.filter(({ came }) => came === 'submitted').length,
  nil: rows.filter(({ came }) => came === 'nil').length,
  missing: rows.filter(({ came }) => came === 'missing').length,
  late: rows.filter(({ late }) => late).length,
});

const reachFor = ({ viewer }: InRound, pkg: Package | undefined): Reach => {
  if (pkg === undefined) return onlyProposed;
  return viewer.seesAll ? reachOfChain(pkg, pkg.position.submission) : reachOfUnit(pkg);
};

/** How far the reader is shown each package's figures. */
type Reaches = ReadonlyMap<PackageId, Reach>;

/** Which figures the round's own total has: those that any of its units came to. */
const reachedBy = (rows: readonly UnitRow[], main: Reach): Reach => ({
  ...main,
  appraised: rows.some(({ amounts }) => (amounts?.appraised ?? null) !== null),
  approved: rows.some(({ amounts }) => (amounts?.approved ?? null) !== null),
});

/** Whether a package may be listed to a reader: each unit knows of its own parts and supplements only. */
const mayKnow = ({ viewer }: InRound, { body: { origin, collecting } }: Stored<'package'>): boolean =>
  origin === undefined || (collecting?.units ?? []).some((unit) => mayRead(viewer, unit));

/** The packages of a round, in their order. */
export const packagesOf = async (
  { store }: Pick<ViewPorts, 'store'>,
  { round }: InRound,
): Promise<readonly Stored<'package'>[]> => {
  const listed = await store.listCase(round.body.locality, 'package', round.id);
  const ids = new Set([...listed, ...(round.body.package === null ? [] : [round.body.package])]);
  const packages = await store.loadAll(round.body.locality, 'package', [...ids]);
  return packages.toSorted((one, other) => one.body.number - other.body.number);
};

/** What the units come to by source together, each as far as its own package is shown. */
const sourcesOfRound = async (
  ports: ViewPorts,
  estimates: readonly Stored<'estimate'>[],
  reaches: Reaches,
  reach: Reach,
): Promise<SourceAmounts> => {
  const all = await Promise.all(
    estimates.map(async (estimate) => {
      const into = estimate.body.lockedInto?.package;
      const own = into === undefined ? undefined : reaches.get(into);
      const found =
        into === undefined || own === undefined
          ? await proposedSources(ports, estimate)
          : await estimateSources(ports, estimate, { package: into, submission: own.submission });
      return found === undefined ? [] : [reachedSources(found, own ?? onlyProposed)];
    }),
  );
  return addUpSources(all.flat(), reach);
};

/** A round: its tracker, where each unit stands, the totals, its packages. Items are read by key, strongly. */
export const roundView = async (ports: ViewPorts, session: Session, id: RoundId): Promise<Viewed<RoundView>> => {
  const room = await enterRound(ports, session, id);
  if (room === undefined) return notFound('round');
  const { round, viewer, plan } = room;
  const { locality } = round.body;
  const units = await readRoundUnits(ports.store, locality, round.body.units);
  const shown = units.filter(({ unit }) => mayRead(viewer, unit));
  const [estimates, packages] = await Promise.all([
    ports.store.loadAll(
      locality,
      'estimate',
      shown.map(({ unit }) => estimateIdOf(round.body.id, unit)),
    ),
    packagesOf(ports, room),
  ]);
  const byUnit = new Map(estimates.map(({ body }) => [body.unit, body]));
  const pkg = packages.find(({ id: one }) => one === round.body.package)?.body;
  const reaches = new Map(packages.map(({ body }) => [body.id, reachFor(room, body)]));
  const rows = shown.map((unit) => rowOf(ports, room, unit, byUnit.get(unit.unit), reaches));
  const reach = reachedBy(rows, reachFor(room, pkg));
  const totals =
    viewer.seesAll && rows.some(({ amounts }) => amounts !== null)
      ? addUp(
          rows.map(({ amounts }) => amounts),
          reach,
        )
      : null;
  return seen({
    ...room,
    tracker: await trackerOf(ports, room.calendar, plan, round.body, pkg, viewer.seesAll ? countRows(rows) : null),
    rows,
    totals,
    sources: totals === null ? null : await sourcesOfRound(ports, estimates, reaches, reach),
    reach,
    packages: packages.filter((one) => mayKnow(room, one)),
    mayLock: viewer.office === round.body.lockedBy && round.body.phase === 'collecting',
    maySupplement: viewer.office === round.body.lockedBy && round.body.phase === 'formed' && rows.some(mayJoin),
    uneven: isUneven(rows),
    joint: viewer.seesAll
      ? jointRows(
          plan,
          estimates.map(({ body }) => body),
        )
      : [],
    mayName: viewer.office === plan.standing && round.body.phase === 'collecting',
    expected: units.length,
  });
};
