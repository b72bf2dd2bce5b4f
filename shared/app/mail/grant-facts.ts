import type {
  AdjustedFact,
  CitedFact,
  GrantFact,
  SourcesFact,
  YearEndFact,
} from '../../contracts/mail-messages/facts.ts';
import { saysSource, totalOfAmounts } from '../../domain/funds.ts';
import { type GrantEvent, isGrantEvent, type Ledger, ledgerTotals } from '../../domain/ledger.ts';
import { Dong, sum, writeDong } from '../../domain/money.ts';
import { activityOf } from '../../domain/plan.ts';
import type { Round } from '../../domain/round.ts';
import { bySource } from '../../domain/sources.ts';
import type { Lapse } from '../../domain/round-closing.ts';
import type { Adjustment, Package } from '../../domain/package.ts';
import { approvalOf } from '../../domain/package.ts';
import { readAdjustedLines, readLapses } from '../content.ts';
import { PermanentError } from '../faults.ts';
import type { Ports } from '../ports.ts';
import type { UnitId } from '../../domain/ids.ts';
import type { LedgerCause } from './cause.ts';
import { amountOf, decisionFact, momentFact, officeName, postOf, type Reader, say } from './reader.ts';
import { sourcesFact } from './source-facts.ts';

/** How many activities and sources a mail names; the page has them all. */
const MOST_PARTS = 8;

const trancheOf = (event: GrantEvent, { ledger }: LedgerCause): number =>
  event.type === 'GrantRecorded' ? event.tranche : (ledger.grants.find(({ n }) => n === event.n)?.tranche ?? 0);

const partOf = (
  reader: Reader,
  { balances }: Ledger,
  part: GrantEvent['amounts'][number],
): GrantFact['parts'][number] => {
  const { activity, source, amount } = part;
  const title = activityOf(reader.plan, activity)?.title;
  return {
    activity,
    title: title === undefined ? '' : say(reader, title),
    source: saysSource(balances, part) ? source : undefined,
    figures: writeDong(amount),
  };
};

/** What a unit is told of a grant, or of one that was taken back, with its ledger as it stood then. */
export const grantFact = (reader: Reader, cause: LedgerCause, year: number): GrantFact => {
  const { event, ledger, actor } = cause;
  if (actor.kind !== 'person' || !isGrantEvent(event))
    throw new PermanentError(`The ledger ${ledger.id} was granted nothing by nobody.`);
  const { approved, granted, balance } = ledgerTotals(ledger.balances);
  return {
    plan: say(reader, reader.plan.shortTitle),
    year,
    unit: officeName(reader, ledger.unit),
    recordedBy: officeName(reader, actor.office),
    tranche: trancheOf(event, cause),
    amount: amountOf(totalOfAmounts(event.amounts)),
    number: event.paper.number,
    date: event.paper.date,
    signer: postOf(reader, event.paper.signer),
    parts: event.amounts.slice(0, MOST_PARTS).map((part) => partOf(reader, ledger, part)),
    more: Math.max(0, event.amounts.length - MOST_PARTS),
    approved: amountOf(approved),
    granted: amountOf(granted),
    balance: amountOf(balance),
    reason: event.type === 'GrantReversed' ? event.reason : undefined,
  };
};

/** What lapsed by source; nothing is said where the state budget alone paid. */
const lapsedFact = (sources: Lapse['sources']): SourcesFact =>
  sourcesFact(
    sources.every(({ source }) => source === 'state_budget')
      ? {}
      : bySource(sources.map(({ source, approved, granted }) => ({ source, amount: Dong.parse(approved - granted) }))),
    Dong.parse(0),
  );

const yearEndOf = (
  reader: Reader,
  { closing, closed, year }: Round,
  sums: Pick<Lapse, 'approved' | 'granted' | 'lapsed' | 'sources'>,
): Omit<YearEndFact, 'unit'> => {
  if (closing === undefined || closed === undefined) throw new PermanentError('The round is not closed.');
  return {
    plan: say(reader, reader.plan.shortTitle),
    year,
    closedBy: postOf(reader, closing.by),
    at: momentFact(closed.at),
    remark: closing.remark === '' ? undefined : closing.remark,
    approved: amountOf(sums.approved),
    granted: amountOf(sums.granted),
    lapsed: amountOf(sums.lapsed),
    sources: lapsedFact(sums.sources),
  };
};

/** What the offices that carried the round are told of its end. */
export const roundEndFact = (reader: Reader, round: Round): YearEndFact => {
  if (round.closed === undefined) throw new PermanentError(`The round ${round.id} is not closed.`);
  return { ...yearEndOf(reader, round, { ...round.closed.totals, sources: round.closed.sources }), unit: undefined };
};

/** What a unit is told of the round's end: what of its own lapsed. */
export const unitEndFact = async (
  { store }: Pick<Ports, 'store'>,
  reader: Reader,
  round: Round,
): Promise<YearEndFact> => {
  const lapses = round.closed === undefined ? [] : await readLapses(store, round.locality, round.closed.lapses);
  const own = lapses.find(({ unit }) => unit === reader.person.office);
  if (own === undefined) throw new PermanentError(`${reader.person.office} was approved nothing in ${round.id}.`);
  return { ...yearEndOf(reader, round, own), unit: officeName(reader, own.unit) };
};

/** The decision that an adjustment changes. */
export const citedFact = ({ kind, cites, reason, before }: Adjustment): CitedFact => ({
  kind,
  number: cites.number,
  date: cites.date,
  reason,
  before: amountOf(before),
});

/** What a unit, or the offices that carried it, are told of an adjustment that was approved. */
export const adjustedFact = async (
  { store }: Pick<Ports, 'store'>,
  reader: Reader,
  pkg: Package,
  own: { readonly unit: UnitId; readonly after: number } | undefined,
): Promise<AdjustedFact> => {
  const decision = approvalOf(pkg)?.decision;
  if (pkg.adjusts === undefined || decision === undefined)
    throw new PermanentError(`The package ${pkg.id} is no approved adjustment.`);
  const all = await readAdjustedLines(store, pkg.locality, pkg.adjusts.lines);
  const lines = own === undefined ? all : all.filter(({ unit }) => unit === own.unit);
  const less = sum(lines.map((line) => line.before)) - sum(lines.map((line) => line.after));
  const after = own?.after ?? pkg.content.totals.approved;
  return {
    plan: say(reader, reader.plan.shortTitle),
    year: pkg.year,
    unit: own === undefined ? undefined : officeName(reader, own.unit),
    cites: citedFact(pkg.adjusts),
    decision: decisionFact(reader, decision),
    before: amountOf(after + less),
    after: amountOf(after),
    lines: lines.slice(0, MOST_PARTS).map((line) => ({
      title: `${own === undefined ? `${officeName(reader, line.unit)}, ` : ''}${line.activity}) ${line.content}`,
      before: writeDong(line.before),
      after: writeDong(line.after),
    })),
    more: Math.max(0, lines.length - MOST_PARTS),
  };
};
