import * as z from 'zod';
import { Instant, PlainDate } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { Fund, FundAmount, ofFund, totalOfAmounts } from './funds.ts';
import { LedgerId, LocalityId, PackageId, PersonId, PlanId, RoundId, UnitId } from './ids.ts';
import type { PersonActor } from './journal.ts';
import { Dong, sum } from './money.ts';

/** The paper that grants or takes back (quyết định giao dự toán, thu hồi): its number, date and signer. */
export const GrantPaper = z.strictObject({ number: z.string().min(1).max(50), date: PlainDate, signer: PersonId });
export type GrantPaper = z.infer<typeof GrantPaper>;

/** What stands behind a unit's ledger: the decision that approved it, and how much of each activity from each source. */
export const LedgerOpening = z.strictObject({
  locality: LocalityId,
  plan: PlanId,
  round: RoundId,
  unit: UnitId,
  decision: z.strictObject({ package: PackageId, number: z.string(), date: PlainDate }),
  approved: z.array(FundAmount).min(1),
});
export type LedgerOpening = z.infer<typeof LedgerOpening>;

/** What of one activity was approved and is granted from one source; the balance is the difference. */
export const Balance = Fund.extend({ approved: Dong, granted: Dong });
export type Balance = z.infer<typeof Balance>;

/** One grant (giao dự toán, cấp kinh phí) by its number in the ledger; taken back, it stays with what took it back. */
export const Grant = z.strictObject({
  n: z.int().min(1),
  tranche: z.int().min(1),
  total: Dong,
  paper: GrantPaper,
  by: PersonId,
  at: Instant,
  reversed: z.strictObject({ paper: GrantPaper, by: PersonId, at: Instant }).nullable(),
});
export type Grant = z.infer<typeof Grant>;

/** What one unit was approved and granted in a round. How each grant divides is in its journal. */
export const Ledger = z.strictObject({
  id: LedgerId,
  locality: LocalityId,
  plan: PlanId,
  round: RoundId,
  unit: UnitId,
  decision: LedgerOpening.shape.decision,
  balances: z.array(Balance),
  grants: z.array(Grant),
  /** An adjustment on its way, and what it would approve of each activity and source: no more than that is granted meanwhile. */
  pending: z.strictObject({ package: PackageId, approved: z.array(FundAmount) }).nullable(),
  /** The adjustments that took effect, in order: the lines that each gave another figure, over those before it. */
  layers: z.array(z.strictObject({ package: PackageId, lines: PagesRef })),
});
export type Ledger = z.infer<typeof Ledger>;

const amounts = z.array(FundAmount).min(1);

/** What can happen to a unit's ledger. The first grant or adjustment opens it, with what was approved. */
export const LedgerEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('GrantRecorded'),
    opening: LedgerOpening.nullable(),
    n: z.int().min(1),
    tranche: z.int().min(1),
    paper: GrantPaper,
    amounts,
  }),
  z.strictObject({
    type: z.literal('GrantReversed'),
    n: z.int().min(1),
    paper: GrantPaper,
    amounts,
    reason: z.string().min(1),
  }),
  z.strictObject({
    type: z.literal('AdjustmentOpened'),
    opening: LedgerOpening.nullable(),
    package: PackageId,
    approved: z.array(FundAmount).min(1),
  }),
  z.strictObject({ type: z.literal('AdjustmentClosed'), package: PackageId }),
  z.strictObject({
    type: z.literal('AdjustmentApplied'),
    package: PackageId,
    number: z.string().min(1),
    date: PlainDate,
    lines: PagesRef,
  }),
]);
export type LedgerEvent = z.infer<typeof LedgerEvent>;
/** A grant, or one that is taken back. */
export type GrantEvent = Extract<LedgerEvent, { type: 'GrantRecorded' | 'GrantReversed' }>;

/** Whether an entry grants or takes back. */
export const isGrantEvent = (event: LedgerEvent): event is GrantEvent =>
  event.type === 'GrantRecorded' || event.type === 'GrantReversed';

/** Approved, granted and what is left of it, of a unit. */
export const ledgerTotals = (balances: readonly Balance[]): { approved: Dong; granted: Dong; balance: Dong } => {
  const approved = sum(balances.map((one) => one.approved));
  const granted = sum(balances.map((one) => one.granted));
  return { approved, granted, balance: Dong.parse(approved - granted) };
};

/** The balances of a ledger on which nothing was granted yet. */
export const openBalances = ({ approved }: Pick<LedgerOpening, 'approved'>): readonly Balance[] =>
  approved.map(({ amount, ...fund }) => ({ ...fund, approved: amount, granted: Dong.parse(0) }));

/** What was granted of an activity from a source. */
export const grantedOf = (balances: readonly Balance[], fund: Fund): Dong =>
  ofFund(balances, fund)?.granted ?? Dong.parse(0);

/**
 * The most that can be granted of an activity from a source: what is approved, and no more than an adjustment on its
 * way leaves.
 */
export const ceilingOf = ({ balances, pending }: Pick<Ledger, 'balances' | 'pending'>, fund: Fund): number => {
  const approved = ofFund(balances, fund)?.approved ?? 0;
  if (pending === null) return approved;
  return Math.min(approved, ofFund(pending.approved, fund)?.amount ?? 0);
};

const named = ({ activity, source }: Fund): string => `${activity} from ${source}`;

/** The balances after amounts were granted (1) or taken back (-1). Throws where granted ≤ approved would not hold. */
const booked = (ledger: Ledger, list: readonly FundAmount[], sign: 1 | -1): Balance[] => {
  const stray = list.find((one) => ofFund(ledger.balances, one) === undefined);
  if (stray !== undefined) throw new Error(`Nothing of ${named(stray)} was approved, and it is granted.`);
  return ledger.balances.map((balance): Balance => {
    const granted = Dong.parse(balance.granted + sign * (ofFund(list, balance)?.amount ?? 0));
    if (granted > balance.granted && granted > ceilingOf(ledger, balance))
      throw new Error(`More of ${named(balance)} is granted than was approved.`);
    return { ...balance, granted };
  });
};

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

const person = ({ by }: Meta): PersonId => {
  if (by === undefined) throw new Error('A person records what is granted.');
  return by.person;
};

const opened = (id: string, opening: LedgerOpening): Ledger => {
  const { approved: _, ...of } = opening;
  return {
    id: LedgerId.parse(id),
    ...of,
    balances: [...openBalances(opening)],
    grants: [],
    pending: null,
    layers: [],
  };
};

const first = (id: string, state: Ledger | undefined, opening: LedgerOpening | null): Ledger => {
  if (state !== undefined && opening === null) return state;
  if (state !== undefined || opening === null) throw new Error('The first entry of a ledger opens it, and no other.');
  return opened(id, opening);
};

/** The balances once an adjustment took effect. */
const adjusted = (balances: readonly Balance[], approved: readonly FundAmount[]): Balance[] => {
  const news = approved.filter((one) => ofFund(balances, one) === undefined);
  return [
    ...balances.map((balance) => ({ ...balance, approved: ofFund(approved, balance)?.amount ?? Dong.parse(0) })),
    ...openBalances({ approved: news }),
  ].map((balance) => {
    if (balance.granted > balance.approved) throw new Error(`More of ${named(balance)} is granted than approved.`);
    return balance;
  });
};

const pendingOf = (state: Ledger | undefined, pkg: PackageId): { ledger: Ledger; approved: readonly FundAmount[] } => {
  if (state?.pending?.package !== pkg) throw new Error(`The adjustment ${pkg} is not on its way in this ledger.`);
  return { ledger: state, approved: state.pending.approved };
};

/** The ledger after an entry. Throws where the entry cannot follow. */
export const evolveLedger = (id: string, state: Ledger | undefined, event: LedgerEvent, meta: Meta): Ledger => {
  switch (event.type) {
    case 'GrantRecorded': {
      const before = first(id, state, event.opening);
      const { n, tranche, paper } = event;
      if (n !== before.grants.length + 1) throw new Error('Grants are numbered in their order.');
      const total = totalOfAmounts(event.amounts);
      const grant: Grant = { n, tranche, total, paper, by: person(meta), at: meta.at, reversed: null };
      return { ...before, balances: booked(before, event.amounts, 1), grants: [...before.grants, grant] };
    }
    case 'GrantReversed': {
      const grant = state?.grants.find(({ n }) => n === event.n);
      if (state === undefined || grant?.reversed !== null) throw new Error('Only a grant that stands is taken back.');
      if (totalOfAmounts(event.amounts) !== grant.total) throw new Error('A grant is taken back whole.');
      const reversed = { paper: event.paper, by: person(meta), at: meta.at };
      return {
        ...state,
        balances: booked(state, event.amounts, -1),
        grants: state.grants.map((one) => (one.n === event.n ? { ...one, reversed } : one)),
      };
    }
    case 'AdjustmentOpened': {
      const before = first(id, state, event.opening);
      if (before.pending !== null) throw new Error('One adjustment of a unit is on its way at a time.');
      adjusted(before.balances, event.approved);
      return { ...before, pending: { package: event.package, approved: event.approved } };
    }
    case 'AdjustmentClosed':
      return { ...pendingOf(state, event.package).ledger, pending: null };
    case 'AdjustmentApplied': {
      const { ledger, approved } = pendingOf(state, event.package);
      return {
        ...ledger,
        balances: adjusted(ledger.balances, approved),
        decision: { package: event.package, number: event.number, date: event.date },
        pending: null,
        layers: [...ledger.layers, { package: event.package, lines: event.lines }],
      };
    }
  }
};
