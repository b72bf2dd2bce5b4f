import type { Instant } from '../../domain/calendar.ts';
import type { AttachedFile, StageAbout } from '../../domain/attached-file.ts';
import type { Figure } from '../../domain/figures.ts';
import { type PackageId, roundOfPackage } from '../../domain/ids.ts';
import { type Actor, readEntry } from '../../domain/journal.ts';
import type { Line } from '../../domain/lines.ts';
import { countsNow, isUnsealed, leftIn, type Member, type Package, PackageEvent } from '../../domain/package.ts';
import type { Standing, Submission } from '../../domain/estimate.ts';
import { returnsTo } from '../../domain/package-decisions.ts';
import { type NormSuggestion, suggestionFor } from '../../domain/norms.ts';
import type { Plan, StageKey } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { readMembers } from '../content.ts';
import { filesOf } from '../file-commands.ts';
import { groundOf } from '../package-commands.ts';
import type { Session } from '../ports.ts';
import { enterRound, type InRound, mayEnter, mayRead, notFound, seen, type Viewed, type ViewPorts } from './access.ts';
import { stageFilesSeen, stagesToAttachTo } from './files-view.ts';
import { sourcesTogether } from '../source-totals.ts';
import { today } from './due.ts';
import { addUp, reachedSources, type SourceAmounts } from './amounts.ts';
import { type Amounts, amountsOf, type Reach, reachOfChain, reachOfUnit } from './reach.ts';
import { type StageRights, stageRights } from './stage-rights.ts';
import { type Consultation, consultationOf } from './comments-view.ts';
import { type Tracker, trackerOf } from './tracker.ts';

/** One line with what each stage made of it; a figure that is not shown is null. */
export type LineFigures = {
  readonly line: Line;
  readonly appraised: Figure | null;
  readonly approved: Figure | null;
  /** What its norm suggests, where the line is above it. */
  readonly norm: NormSuggestion | null;
};

/** One unit's part of a package. */
export type UnitFigures = Among & {
  readonly estimate: Stored<'estimate'>;
  readonly lines: readonly LineFigures[];
  /** What the unit attached to its estimate. */
  readonly files: readonly AttachedFile[];
  /** What the communes pay of its activities themselves: in no amount. */
  readonly memo: readonly Line[];
  /** Its claims on joint activities that another unit submits: in no amount. */
  readonly claims: readonly Line[];
};

/** One unit in a package; `leftTo` names the part that it left for, and then it is in no total here. */
export type Among = { readonly member: Member; readonly amounts: Amounts | null; readonly leftTo: PackageId | null };

/** Something that happened to the package. */
export type PackageHappening = { readonly at: Instant; readonly actor: Actor; readonly event: PackageEvent };

/** How many units one page of a package shows with all their lines. */
export const UNITS_A_PAGE = 25;

/** A unit in a package, its lines unread. */
export type UnitInPackage = Among & Pick<UnitFigures, 'estimate'>;

/** A package without anybody's lines, as far as the reader may see it. */
export type PackageFrame = InRound &
  StageRights &
  Consultation & {
    readonly pkg: Stored<'package'>;
    readonly tracker: Tracker;
    readonly reach: Reach;
    /** Whether an earlier submission is shown, as it was frozen. */
    readonly earlier: boolean;
    /** Every unit in the package with its amounts, without lines; only the reader's own where he sees no more. */
    readonly all: readonly UnitInPackage[];
    readonly totals: Amounts | null;
    /** What the reader sees of it by source of funds, the communes' memo beside. */
    readonly sources: SourceAmounts;
    readonly history: readonly PackageHappening[];
    readonly returnsTo: readonly StageKey[];
    /** Papers of the package's own stages. */
    readonly files: readonly AttachedFile[];
    /** The stages that the reader's office may attach papers to. */
    readonly attachTo: readonly StageAbout[];
  };

/** A package as a page shows it. */
export type PackageView = PackageFrame & {
  readonly units: readonly UnitFigures[];
  readonly page: { readonly n: number; readonly of: number };
};

/** Which part of a package to show. */
export type PackageQuery = { readonly submission?: number | undefined; readonly page?: number | undefined };

const present = <T>(value: T | undefined): value is T => value !== undefined;

const figuresIn = async (
  ports: ViewPorts,
  estimate: Stored<'estimate'>,
  { at, reach }: { readonly at: Submission; readonly reach: Reach },
  plan: Plan,
): Promise<Pick<UnitFigures, 'lines' | 'memo' | 'claims'>> => {
  const ground = await groundOf(ports, estimate, at);
  if (ground === undefined) return { lines: [], memo: [], claims: [] };
  const [appraised, approved] = [ground.appraised ?? [], ground.approved ?? []].map(
    (figures) => new Map(figures.map((figure) => [figure.no, figure])),
  );
  const day = today(ports);
  const lines = ground.lines.map((line): LineFigures => {
    const own: Figure = { no: line.no, amount: line.amount, reason: '', by: null, at: null };
    const byFinance = appraised?.get(line.no) ?? own;
    const byCommittee = approved?.get(line.no) ?? { ...own, amount: byFinance.amount };
    return {
      line,
      appraised: reach.appraised ? byFinance : null,
      approved: reach.approved ? byCommittee : null,
      norm: suggestionFor(ports.norms, line, { level: plan.level, day }) ?? null,
    };
  });
  return { lines, memo: ground.memo, claims: ground.claims };
};

/** How its units stand; while they are not fixed yet, as their estimates say. */
const countsIn = (pkg: Package, all: readonly UnitInPackage[]): Package['counts'] => {
  if (!isUnsealed(pkg)) return countsNow(pkg);
  const count = (standing: Standing): number =>
    all.filter(({ estimate }) => estimate.body.standing === standing).length;
  const [submitted, nil] = [count('submitted'), count('nil')];
  return { submitted, nil, missing: all.length - submitted - nil };
};

const historyOf = async (ports: ViewPorts, pkg: Stored<'package'>): Promise<readonly PackageHappening[]> => {
  const entries = await ports.store.entries(pkg.body.locality, 'package', pkg.id);
  return entries.flatMap((stored) => {
    const entry = readEntry(stored);
    const event = PackageEvent.safeParse(entry?.event);
    return entry === undefined || !event.success ? [] : [{ at: entry.at, actor: entry.actor, event: event.data }];
  });
};

const reachFor = ({ viewer }: InRound, pkg: Stored<'package'>, asked: number | undefined): Reach => {
  if (!viewer.seesAll) return reachOfUnit(pkg.body);
  const last = pkg.body.position.submission;
  return reachOfChain(pkg.body, asked !== undefined && asked >= 1 && asked <= last ? asked : last);
};

const pageOf = (asked: number | undefined, units: number): { n: number; of: number } => {
  const of = Math.max(1, Math.ceil(units / UNITS_A_PAGE));
  return { n: Math.min(Math.max(asked ?? 1, 1), of), of };
};

const NO_FIGURES = { lines: [], memo: [], claims: [] };

/** Reads the lines, figures and files of some of a package's units. */
export const readUnits = (
  ports: ViewPorts,
  { plan, pkg, reach }: Pick<PackageFrame, 'plan' | 'pkg' | 'reach'>,
  units: readonly UnitInPackage[],
): Promise<readonly UnitFigures[]> => {
  const at: Submission = { package: pkg.body.id, submission: reach.submission };
  return Promise.all(
    units.map(async (unit) => {
      const [figures, files] = await Promise.all([
        unit.leftTo === null ? figuresIn(ports, unit.estimate, { at, reach }, plan) : NO_FIGURES,
        filesOf(ports, unit.estimate),
      ]);
      return { ...unit, ...figures, files };
    }),
  );
};

/** A package in the submission asked for, without lines. A unit reads its own part, as far as it is signed. */
export const packageFrame = async (
  ports: ViewPorts,
  session: Session,
  id: PackageId,
  submission: number | undefined,
): Promise<Viewed<PackageFrame>> => {
  const room = await enterRound(ports, session, roundOfPackage(id));
  const pkg = room === undefined ? undefined : await ports.store.load(session.locality, 'package', id);
  if (room === undefined || pkg === undefined || !(await mayEnter(ports, room.viewer, pkg))) return notFound('package');
  const { plan, viewer, round } = room;
  const { body } = pkg;
  const members = (await readMembers(ports.store, body.locality, body.members)).filter(({ unit }) =>
    mayRead(viewer, unit),
  );
  const ids = members.map(({ estimate }) => estimate);
  const estimates = new Map(
    (await ports.store.loadAll(body.locality, 'estimate', ids)).map((found) => [found.body.id, found]),
  );
  const reach = reachFor(room, pkg, submission);
  const at: Submission = { package: body.id, submission: reach.submission };
  const all = members
    .map((member) => {
      const estimate = estimates.get(member.estimate);
      if (estimate === undefined) return undefined;
      const leftTo = leftIn(body, member.estimate, reach.submission)?.part ?? null;
      return { member, estimate, leftTo, amounts: leftTo === null ? amountsOf(estimate.body, reach) : null };
    })
    .filter(present);
  const [history, files, consultation, sources] = await Promise.all([
    historyOf(ports, pkg),
    filesOf(ports, pkg),
    consultationOf(ports, room, pkg, reach.submission),
    sourcesTogether(
      ports,
      all.filter(({ leftTo }) => leftTo === null).map(({ estimate }) => estimate),
      at,
    ),
  ]);
  const { position } = body;
  const submitted = all
    .filter(({ member, leftTo }) => member.standing === 'submitted' && leftTo === null)
    .map(({ member }) => member.unit);
  return seen({
    ...room,
    ...consultation,
    pkg,
    tracker: await trackerOf(
      ports,
      room.calendar,
      plan,
      round.body,
      body,
      viewer.seesAll ? { ...countsIn(body, all), late: null } : null,
    ),
    reach,
    earlier: reach.submission !== position.submission,
    all,
    totals: viewer.seesAll
      ? addUp(
          all.map(({ amounts }) => amounts),
          reach,
        )
      : null,
    sources: reachedSources(sources, reach),
    history: viewer.seesAll ? history : [],
    ...stageRights(ports, room, body, submitted),
    returnsTo: returnsTo(body, position.stage),
    files: stageFilesSeen(viewer, body, files),
    attachTo: stagesToAttachTo(plan, viewer, body),
  });
};

/** A package with every line of a page of its units: proposed, appraised and approved side by side. */
export const packageView = async (
  ports: ViewPorts,
  session: Session,
  id: PackageId,
  query: PackageQuery = {},
): Promise<Viewed<PackageView>> => {
  const found = await packageFrame(ports, session, id, query.submission);
  if (found.kind !== 'seen') return found;
  const { view } = found;
  const page = pageOf(query.page, view.all.length);
  const shown = view.all.slice((page.n - 1) * UNITS_A_PAGE, page.n * UNITS_A_PAGE);
  return seen({ ...view, units: await readUnits(ports, view, shown), page });
};
