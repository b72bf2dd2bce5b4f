import { type GrantedLine, grantedByLine } from '../../domain/approved-lines.ts';
import { closesFrom, closingOffices } from '../../domain/round-closing.ts';
import { grantingOffices, grantSigners, nextTranche } from '../../domain/grant-decisions.ts';
import { estimateIdOf, ledgerIdOf, type PackageId, type RoundId, type UnitId } from '../../domain/ids.ts';
import { type Balance, type Grant, type GrantEvent, ledgerTotals, openBalances } from '../../domain/ledger.ts';
import { type Dong, sum } from '../../domain/money.ts';
import type { Person } from '../../domain/plan.ts';
import { instantOf, localDate, type PlainDate } from '../../domain/calendar.ts';
import type { Stored } from '../../domain/records.ts';
import { addSourceSums, type SourceSums } from '../../domain/sources.ts';
import { approvedLinesOf } from '../approved-lines.ts';
import { readRoundUnits } from '../content.ts';
import { approvedGround, isPublished, grantEvents } from '../grant-commands.ts';
import type { Session } from '../ports.ts';
import { type UnitSums, unitSums } from '../unit-sums.ts';
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

/** What a unit was approved and granted, and what is left or lapsed. */
export type GrantSums = { readonly approved: Dong; readonly granted: Dong; readonly balance: Dong };

/** A unit's row in the ledger of a round. */
export type LedgerRow = Omit<UnitSums, 'ledger'> & { readonly grants: readonly Grant[] };

/** The ledger of a round: every unit that was approved money, or the reader's own. */
export type RoundLedgerView = InRound & {
  readonly rows: readonly LedgerRow[];
  readonly totals: GrantSums;
  readonly sources: readonly SourceSums[];
  readonly mayGrant: boolean;
  /** Whether the reader's office closes rounds, this one is decided and still open. */
  readonly mayClose: boolean;
  /** The first day on which it can be closed, while that day has not come. */
  readonly closesFrom: PlainDate | null;
};

/** A grant with its division among activities and sources, and why it was taken back. */
export type GrantView = Grant & { readonly amounts: GrantEvent['amounts']; readonly reason: string | null };

/** One unit's ledger. */
export type UnitLedgerView = InRound & {
  readonly unit: UnitId;
  /** The version of the record, 0 before the first grant. */
  readonly version: number;
  readonly decision: { readonly package: PackageId; readonly number: string; readonly date: PlainDate } | null;
  readonly balances: readonly Balance[];
  readonly totals: GrantSums;
  readonly sources: readonly SourceSums[];
  /** Every line with its figures now, and what of the grants stands at it. */
  readonly lines: readonly GrantedLine[];
  readonly grants: readonly GrantView[];
  /** The adjustments that took effect, in order, and the one on its way. */
  readonly adjustments: readonly PackageId[];
  readonly pending: PackageId | null;
  readonly mayAdjust: boolean;
  readonly mayGrant: boolean;
  readonly nextTranche: number;
  readonly signers: readonly Person[];
};

/** Adds up what units were approved, granted and have left. */
export const sumsOf = (rows: readonly GrantSums[]): GrantSums => ({
  approved: sum(rows.map(({ approved }) => approved)),
  granted: sum(rows.map(({ granted }) => granted)),
  balance: sum(rows.map(({ balance }) => balance)),
});

/** The rows of the units that were approved money, of all that may be read or of those named. */
export const ledgerRows = async (
  ports: Pick<ViewPorts, 'store'>,
  { round, viewer }: InRound,
): Promise<readonly LedgerRow[]> => {
  const units = await readRoundUnits(ports.store, round.body.locality, round.body.units);
  const readable = units.map(({ unit }) => unit).filter((unit) => mayRead(viewer, unit));
  const sums = await unitSums(ports, round, readable);
  return sums.map(({ ledger, ...row }) => ({ ...row, grants: ledger?.body.grants ?? [] }));
};

const isOpen = ({ round }: InRound): boolean => round.body.closing === undefined;

/** The ledger of a round: what each unit was approved, granted, has left. A unit reads its own row. */
export const roundLedgerView = async (
  ports: ViewPorts,
  session: Session,
  id: RoundId,
): Promise<Viewed<RoundLedgerView>> => {
  const room = await enterRound(ports, session, id);
  if (room === undefined) return notFound('round');
  const { plan, viewer, round } = room;
  const rows = await ledgerRows(ports, room);
  const earliest = closesFrom(round.body.year);
  const closes = serves(viewer, closingOffices(plan)) && isOpen(room) && (await isPublished(ports, round));
  return seen({
    ...room,
    rows,
    totals: sumsOf(rows),
    sources: addSourceSums(rows.flatMap((row) => row.sources)),
    mayGrant: serves(viewer, grantingOffices(plan)) && isOpen(room),
    mayClose: closes,
    closesFrom: localDate(instantOf(ports.clock.now())) < earliest ? earliest : null,
  });
};

const grantsOf = async ({ store }: ViewPorts, ledger: Stored<'ledger'>): Promise<readonly GrantView[]> => {
  const events = grantEvents(await store.entries(ledger.body.locality, 'ledger', ledger.id));
  return ledger.body.grants.map((grant) => {
    const recorded = events.find(({ type, n }) => type === 'GrantRecorded' && n === grant.n);
    const reversed = events.find((event) => event.type === 'GrantReversed' && event.n === grant.n);
    return {
      ...grant,
      amounts: recorded?.amounts ?? [],
      reason: reversed?.type === 'GrantReversed' ? reversed.reason : null,
    };
  });
};

/** One unit's ledger in a round, with the balance of each activity and source, what stands at each line, and every grant, those taken back too. */
export const unitLedgerView = async (
  ports: ViewPorts,
  session: Session,
  id: RoundId,
  unit: UnitId,
): Promise<Viewed<UnitLedgerView>> => {
  const room = await enterRound(ports, session, id);
  if (room === undefined) return notFound('round');
  const { plan, viewer, round } = room;
  if (!mayRead(viewer, unit)) return refused(room, { kind: 'not-yours', offices: [unit] });
  const units = await readRoundUnits(ports.store, round.body.locality, round.body.units);
  if (!units.some((one) => one.unit === unit)) return refused(room, { kind: 'not-found', what: 'estimate' });
  const { locality } = round.body;
  const [ledger, estimate] = await Promise.all([
    ports.store.load(locality, 'ledger', ledgerIdOf(round.body.id, unit)),
    ports.store.load(locality, 'estimate', estimateIdOf(round.body.id, unit)),
  ]);
  const approved = ledger === undefined ? await approvedGround(ports, round, unit) : 'nothing';
  if (ledger === undefined && approved === 'unpublished') return refused(room, { kind: 'not-published' });
  const opening = typeof approved === 'string' ? undefined : approved;
  const balances = ledger?.body.balances ?? (opening === undefined ? [] : openBalances(opening));
  const lines = estimate === undefined ? [] : await approvedLinesOf(ports, estimate, ledger);
  return seen({
    ...room,
    unit,
    version: ledger?.version ?? 0,
    decision: ledger?.body.decision ?? opening?.decision ?? null,
    balances,
    totals: ledgerTotals(balances),
    sources: addSourceSums(balances),
    lines: grantedByLine(lines, balances),
    grants: ledger === undefined ? [] : await grantsOf(ports, ledger),
    mayGrant: serves(viewer, grantingOffices(plan)) && isOpen(room) && balances.length > 0,
    adjustments: ledger?.body.layers.map((layer) => layer.package) ?? [],
    pending: ledger?.body.pending?.package ?? null,
    mayAdjust:
      serves(viewer, closingOffices(plan)) &&
      isOpen(room) &&
      balances.length > 0 &&
      (ledger?.body.pending ?? null) === null,
    nextTranche: nextTranche(ledger),
    signers: grantSigners(plan),
  });
};
