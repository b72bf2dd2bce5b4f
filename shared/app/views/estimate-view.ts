import { type Instant, instantOf } from '../../domain/calendar.ts';
import type { AttachedFile } from '../../domain/attached-file.ts';
import type { DraftLine } from '../../domain/draft.ts';
import { currentVersion, EstimateEvent, type EstimateVersion } from '../../domain/estimate.ts';
import { type Actor, type Entry, readEntry } from '../../domain/journal.ts';
import { type EstimateId, UnitId, roundOfEstimate } from '../../domain/ids.ts';
import { differenceOf, type Line, type LineDifference } from '../../domain/lines.ts';
import type { DongChange } from '../../domain/money.ts';
import { change } from '../../domain/money.ts';
import { type NormSuggestion, suggestionFor } from '../../domain/norms.ts';
import { type Activity, activityOf, type Plan, unitOf } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { needsSignature, powersOf } from '../../domain/signing.ts';
import { readDraftLines, readLines } from '../content.ts';
import { filesOf } from '../file-commands.ts';
import type { Session } from '../ports.ts';
import { enterRound, type InRound, mayRead, notFound, refused, seen, type Viewed, type ViewPorts } from './access.ts';
import { type Due, dueOn, today } from './due.ts';
import { isCollecting } from '../../domain/package.ts';
import { estimateSources, proposedSources } from '../source-totals.ts';
import { reachedSources, type SourceAmounts } from './amounts.ts';
import { type JointRow, jointRows } from './joint-view.ts';
import { type Amounts, amountsOf, onlyProposed, reachOfChain, reachOfUnit } from './reach.ts';
import { type Tracker, trackerOf } from './tracker.ts';

/** An estimate that the reader may see, in its round. */
export type InEstimate = InRound & { readonly estimate: Stored<'estimate'>; readonly own: boolean };

/** What the estimate says now: the unit's own draft, or the last version that it submitted. */
export type Lines =
  | { readonly of: 'draft'; readonly lines: readonly DraftLine[] }
  | { readonly of: 'version'; readonly version: EstimateVersion; readonly lines: readonly Line[] }
  | { readonly of: 'nothing' };

/** Something that happened to the estimate, for its history. */
export type EstimateHappening = { readonly at: Instant; readonly actor: Actor; readonly type: string };

/** What the unit's head handed back, with what he asked for. */
export type HandedBack = { readonly at: Instant; readonly actor: Actor; readonly remark: string };

/** An estimate as a page shows it. A draft is shown to its own unit alone. */
export type EstimateView = InEstimate & {
  readonly tracker: Tracker;
  readonly due: Due;
  readonly lines: Lines;
  readonly activities: readonly Activity[];
  readonly mayEdit: boolean;
  readonly mayRecall: boolean;
  /** Whether the reader may sign or hand back what an officer laid before the unit's head. */
  readonly maySign: boolean;
  /** Whether the reader only prepares it, and the unit's head signs. */
  readonly laysBefore: boolean;
  readonly mayReturn: boolean;
  readonly amounts: Amounts | null;
  /** The same by source of funds; null where nothing is in. */
  readonly sources: SourceAmounts | null;
  /** Its activities that several units lead together; claims and shares are those of this estimate alone. */
  readonly joint: readonly JointRow[];
  /** What norms suggest for the lines of the version shown, by their numbers. */
  readonly norms: ReadonlyMap<number, NormSuggestion>;
  readonly pkg: Stored<'package'> | null;
  readonly history: readonly EstimateHappening[];
  /** The head's last remark, while nothing has been laid before him since. */
  readonly handedBack: HandedBack | null;
  readonly files: readonly AttachedFile[];
};

const unitOfId = (id: EstimateId): UnitId | undefined => UnitId.safeParse(id.split(':').at(-1)).data;

/** Enters an estimate, or answers why there is none to see: not there, another unit's, or outside the chain. */
export const enterEstimate = async (
  ports: ViewPorts,
  session: Session,
  id: EstimateId,
): Promise<{ readonly room: InEstimate } | { readonly none: Viewed<never> }> => {
  const room = await enterRound(ports, session, roundOfEstimate(id));
  const unit = unitOfId(id);
  if (room === undefined || unit === undefined) return { none: notFound('estimate') };
  const known = unitOf(room.plan, unit);
  if (known === undefined) return { none: notFound('estimate') };
  if (!mayRead(room.viewer, unit)) return { none: refused(room, { kind: 'not-yours', offices: [unit] }) };
  const estimate = await ports.store.load(session.locality, 'estimate', id);
  if (estimate !== undefined) return { room: { ...room, estimate, own: room.viewer.offices.includes(unit) } };
  if (room.round.body.phase === 'opening') return { none: refused(room, { kind: 'still-opening' }) };
  return { none: refused(room, { kind: 'outside-chain', unit, route: known.budgetRoute }) };
};

const linesOf = async (ports: ViewPorts, { estimate, own }: InEstimate): Promise<Lines> => {
  const { locality, draft, versions, lockedInto } = estimate.body;
  if (own && draft !== null && lockedInto === null)
    return { of: 'draft', lines: await readDraftLines(ports.store, locality, draft.lines) };
  const version = currentVersion(estimate.body) ?? (lockedInto === null ? versions.at(-1) : undefined);
  if (version === undefined) return { of: 'nothing' };
  return { of: 'version', version, lines: await readLines(ports.store, locality, version.lines) };
};

const normsOf = (ports: ViewPorts, level: Plan['level'], shown: Lines): ReadonlyMap<number, NormSuggestion> =>
  new Map(
    (shown.of === 'version' ? shown.lines : []).flatMap((line) => {
      const found = suggestionFor(ports.norms, line, { level, day: today(ports) });
      return found === undefined ? [] : [[line.no, found] as const];
    }),
  );

const historyOf = async (ports: ViewPorts, { estimate }: InEstimate): Promise<readonly Entry[]> => {
  const entries = await ports.store.entries(estimate.body.locality, 'estimate', estimate.id);
  return entries.flatMap((stored) => {
    const entry = readEntry(stored);
    return entry === undefined ? [] : [entry];
  });
};

/** What changes neither what was laid nor what was said of it. */
const BESIDE = new Set(['DraftSaved', 'FileAttached', 'FileDetached']);

const handedBackOf = (history: readonly Entry[]): HandedBack | null => {
  const last = history.findLast(({ event }) => !BESIDE.has(event.type));
  const event = EstimateEvent.safeParse(last?.event).data;
  return last !== undefined && event?.type === 'EstimateHandedBack'
    ? { at: last.at, actor: last.actor, remark: event.remark }
    : null;
};

/** A unit's estimate: the draft or current version, what may be done with it, its versions and history. */
export const estimateView = async (
  ports: ViewPorts,
  session: Session,
  id: EstimateId,
): Promise<Viewed<EstimateView>> => {
  const entered = await enterEstimate(ports, session, id);
  if ('none' in entered) return entered.none;
  const { room } = entered;
  const { estimate, round, plan, viewer, own } = room;
  const { body } = estimate;
  const inPackage = body.lockedInto?.package ?? body.into ?? round.body.package;
  const [lines, history, pkg, files] = await Promise.all([
    linesOf(ports, room),
    historyOf(ports, room),
    inPackage === null ? undefined : ports.store.load(body.locality, 'package', inPackage),
    filesOf(ports, estimate),
  ]);
  const powers = powersOf({ plan, at: instantOf(ports.clock.now()), register: viewer.register }, viewer.person.id, {
    office: body.unit,
    stage: 'estimate',
    units: [body.unit],
    activities: body.activities,
  });
  const collects = pkg === undefined || body.into === undefined || isCollecting(pkg.body);
  const open = body.lockedInto === null && collects;
  const isIn = body.standing === 'submitted' || body.standing === 'nil';
  const sealed = pkg !== undefined && pkg.body.collecting?.sealed !== false;
  const reach =
    pkg === undefined || !sealed
      ? onlyProposed
      : viewer.seesAll
        ? reachOfChain(pkg.body, pkg.body.position.submission)
        : reachOfUnit(pkg.body);
  const sources =
    pkg !== undefined && sealed
      ? await estimateSources(ports, estimate, { package: pkg.body.id, submission: reach.submission })
      : await proposedSources(ports, estimate);
  return seen({
    ...room,
    tracker: await trackerOf(ports, room.calendar, plan, round.body, pkg?.body, null),
    due: dueOn(room.calendar, today(ports), body.due),
    lines,
    activities: body.activities.map((code) => activityOf(plan, code)).filter((found) => found !== undefined),
    mayEdit: own && open && body.prepared === undefined,
    mayRecall: own && open && (isIn || body.prepared !== undefined),
    maySign: own && open && body.prepared !== undefined && body.prepared.by !== viewer.person.id && powers.length > 0,
    laysBefore: powers.length === 0 && needsSignature({ plan }, 'estimate'),
    mayReturn: viewer.office === round.body.lockedBy && open && isIn && round.body.lock === null,
    amounts: amountsOf(body, reach),
    sources: sources === undefined ? null : reachedSources(sources, reach),
    joint: jointRows(plan, [body]),
    norms: normsOf(ports, plan.level, lines),
    pkg: pkg ?? null,
    history: history.map(({ at, actor, event }) => ({ at, actor, type: event.type })),
    handedBack: handedBackOf(history),
    files,
  });
};

/** One version as it was submitted. */
export type VersionView = InEstimate & { readonly version: EstimateVersion; readonly lines: readonly Line[] };

/** A version of an estimate; every one that was submitted stays readable. */
export const versionView = async (
  ports: ViewPorts,
  session: Session,
  id: EstimateId,
  n: number,
): Promise<Viewed<VersionView>> => {
  const entered = await enterEstimate(ports, session, id);
  if ('none' in entered) return entered.none;
  const { estimate } = entered.room;
  const version = estimate.body.versions.find((one) => one.n === n);
  if (version === undefined) return notFound('estimate');
  const lines = await readLines(ports.store, estimate.body.locality, version.lines);
  return seen({ ...entered.room, version, lines });
};

/** Two versions side by side. */
export type DifferenceView = InEstimate & {
  readonly from: EstimateVersion;
  readonly to: EstimateVersion;
  readonly lines: readonly LineDifference[];
  readonly change: DongChange;
};

/** What changed from one version to another, line by line. */
export const differenceView = async (
  ports: ViewPorts,
  session: Session,
  id: EstimateId,
  versions: { readonly from: number; readonly to: number },
): Promise<Viewed<DifferenceView>> => {
  const [before, after] = await Promise.all([
    versionView(ports, session, id, versions.from),
    versionView(ports, session, id, versions.to),
  ]);
  if (before.kind !== 'seen') return before;
  if (after.kind !== 'seen') return after;
  const { version: from, lines: old } = before.view;
  const { version: to, lines: current, ...room } = after.view;
  return seen({ ...room, from, to, lines: differenceOf(old, current), change: change(from.total, to.total) });
};
