import type { AdjustedLine } from '../../domain/adjustment-decisions.ts';
import type { ApprovedLine } from '../../domain/approved-lines.ts';
import type { AttachedFile, StageAbout } from '../../domain/attached-file.ts';
import type { PlainDate } from '../../domain/calendar.ts';
import { officesOf } from '../../domain/context.ts';
import { refuseAfterClosing } from '../../domain/grant-decisions.ts';
import { type PackageId, type RoundId, type UnitId, roundOfPackage } from '../../domain/ids.ts';
import { type Balance, openBalances } from '../../domain/ledger.ts';
import { type Adjustment, approvalOf, isWithdrawn, type Package } from '../../domain/package.ts';
import type { Stored } from '../../domain/records.ts';
import { closingOffices } from '../../domain/round-closing.ts';
import { unitGround } from '../adjustment-commands.ts';
import { readAdjustedLines, readMembers } from '../content.ts';
import { filesOf } from '../file-commands.ts';
import type { Session } from '../ports.ts';
import {
  enterRound,
  type InRound,
  mayRead,
  notFound,
  refused,
  seen,
  serves,
  type Viewed,
  type ViewPorts,
} from './access.ts';
import { stageFilesSeen, stagesToAttachTo } from './files-view.ts';
import { type StageRights, stageRights } from './stage-rights.ts';
import { type Tracker, trackerOf } from './tracker.ts';

/** An adjustment as a page shows it; a unit sees its own lines of it, once it is in force. */
export type AdjustmentView = InRound &
  StageRights & {
    readonly pkg: Stored<'package'>;
    readonly adjusts: Adjustment;
    readonly lines: readonly AdjustedLine[];
    readonly tracker: Tracker;
    readonly state: 'on-its-way' | 'in-force' | 'withdrawn';
    /** Whether it is at its first stage, where it can be withdrawn. */
    readonly atFirst: boolean;
    /** Papers of its stages. */
    readonly files: readonly AttachedFile[];
    /** The stages that the reader's office may attach papers to. */
    readonly attachTo: readonly StageAbout[];
  };

/** How far an adjustment is. */
export const adjustmentState = (pkg: Package): AdjustmentView['state'] => {
  if (isWithdrawn(pkg)) return 'withdrawn';
  return approvalOf(pkg) === undefined ? 'on-its-way' : 'in-force';
};

/** The lines of an adjustment that a reader may see: a unit its own, once they are in force. */
export const adjustedLinesSeen = async (
  { store }: Pick<ViewPorts, 'store'>,
  { viewer }: Pick<InRound, 'viewer'>,
  pkg: Package,
): Promise<readonly AdjustedLine[]> => {
  if (pkg.adjusts === undefined || (!viewer.seesAll && adjustmentState(pkg) !== 'in-force')) return [];
  const all = await readAdjustedLines(store, pkg.locality, pkg.adjusts.lines);
  return all.filter(({ unit }) => mayRead(viewer, unit));
};

/** An adjustment with its lines before and after, and where it stands. */
export const adjustmentView = async (
  ports: ViewPorts,
  session: Session,
  id: PackageId,
): Promise<Viewed<AdjustmentView>> => {
  const room = await enterRound(ports, session, roundOfPackage(id));
  const pkg = room === undefined ? undefined : await ports.store.load(session.locality, 'package', id);
  if (room === undefined || pkg?.body.adjusts === undefined) return notFound('package');
  const { plan, viewer, round } = room;
  const { adjusts, position, stages, locality } = pkg.body;
  const lines = await adjustedLinesSeen(ports, room, pkg.body);
  if (lines.length === 0) return refused(room, { kind: 'not-yours', offices: officesOf(plan, position.stage) });
  const [members, files] = await Promise.all([
    readMembers(ports.store, locality, pkg.body.members),
    filesOf(ports, pkg),
  ]);
  const units = members.map(({ unit }) => unit);
  return seen({
    ...room,
    pkg,
    adjusts,
    lines,
    tracker: await trackerOf(ports, room.calendar, plan, round.body, pkg.body, null),
    state: adjustmentState(pkg.body),
    ...stageRights(ports, room, pkg.body, units),
    atFirst: position.stage === stages[0],
    files: stageFilesSeen(viewer, pkg.body, files),
    attachTo: stagesToAttachTo(plan, viewer, pkg.body),
  });
};

/** What the form of an adjustment of one unit shows: its lines, what is in force, what is granted. */
export type NewAdjustmentView = InRound & {
  readonly unit: UnitId;
  readonly lines: readonly ApprovedLine[];
  readonly decision: { readonly number: string; readonly date: PlainDate };
  readonly balances: readonly Balance[];
};

/** The form that opens an adjustment of one unit, for the offices that may, while none is on its way. */
export const newAdjustmentView = async (
  ports: ViewPorts,
  session: Session,
  id: RoundId,
  unit: UnitId,
): Promise<Viewed<NewAdjustmentView>> => {
  const room = await enterRound(ports, session, id);
  if (room === undefined) return notFound('round');
  const { plan, viewer, round } = room;
  const offices = closingOffices(plan);
  if (!serves(viewer, offices)) return refused(room, { kind: 'not-yours', offices });
  const closed = refuseAfterClosing(round);
  if (closed !== undefined) return refused(room, closed);
  const ground = await unitGround(ports, round, unit);
  if (ground === 'unpublished') return refused(room, { kind: 'not-published' });
  if (ground === 'nothing') return refused(room, { kind: 'nothing-approved', unit });
  const { ledger, opening, lines } = ground;
  const decision = ledger?.body.decision ?? opening?.decision;
  if (decision === undefined) return refused(room, { kind: 'nothing-approved', unit });
  const pending = ledger?.body.pending ?? null;
  if (pending !== null) return refused(room, { kind: 'adjustment-pending', unit, package: pending.package });
  const balances = ledger?.body.balances ?? (opening === undefined ? [] : openBalances(opening));
  return seen({ ...room, unit, lines, decision, balances });
};
