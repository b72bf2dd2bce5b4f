import * as z from 'zod';
import { Instant, PlainDate } from './calendar.ts';
import { ActivityCode, LedgerId, LocalityId, PackageId, PersonId, PlanId, RoundId, UnitId } from './ids.ts';
import type { PersonActor } from './journal.ts';
import { Dong, sum } from './money.ts';

/** Money of one activity (nhiệm vụ), in đồng. */
export const ActivityAmount = z.strictObject({ activity: ActivityCode, amount: Dong });
export type ActivityAmount = z.infer<typeof ActivityAmount>;

/** The paper that grants or takes back (quyết định giao dự toán, thu hồi): its number, date and signer. */
export const GrantPaper = z.strictObject({ number: z.string().min(1).max(50), date: PlainDate, signer: PersonId });
export type GrantPaper = z.infer<typeof GrantPaper>;

/** What stands behind a unit's ledger: the decision that approved it, and how much of each activity. */
export const LedgerOpening = z.strictObject({
  locality: LocalityId,
  plan: PlanId,
  round: RoundId,
  unit: UnitId,
  decision: z.strictObject({ package: PackageId, number: z.string(), date: PlainDate }),
  approved: z.array(ActivityAmount).min(1),
});
export type LedgerOpening = z.infer<typeof LedgerOpening>;

/** What of one activity was approved and is granted; the balance is the difference. */
export const Balance = z.strictObject({ activity: ActivityCode, approved: Dong, granted: Dong });
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

/** What one unit was approved and granted in a round. How each grant divides among activities is in its journal. */
export const Ledger = z.strictObject({
  id: LedgerId,
  locality: LocalityId,
  plan: PlanId,
  round: RoundId,
  unit: UnitId,
  decision: LedgerOpening.shape.decision,
  balances: z.array(Balance),
  grants: z.array(Grant),
});
export type Ledger = z.infer<typeof Ledger>;

const amounts = z.array(ActivityAmount).min(1);

/** What can happen to a unit's ledger. The first grant opens it, with what was approved. */
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
]);
export type LedgerEvent = z.infer<typeof LedgerEvent>;

/** The sum of amounts of activities. */
export const totalOfAmounts = (list: readonly ActivityAmount[]): Dong => sum(list.map(({ amount }) => amount));

/** Approved, granted and what is left of it, of a unit. */
export const ledgerTotals = (balances: readonly Balance[]): { approved: Dong; granted: Dong; balance: Dong } => {
  const approved = sum(balances.map((one) => one.approved));
  const granted = sum(balances.map((one) => one.granted));
  return { approved, granted, balance: Dong.parse(approved - granted) };
};

/** The balances of a ledger on which nothing was granted yet. */
export const openBalances = ({ approved }: LedgerOpening): readonly Balance[] =>
  approved.map(({ activity, amount }) => ({ activity, approved: amount, granted: Dong.parse(0) }));

/** The balances after amounts were granted (1) or taken back (-1). Throws where granted ≤ approved would not hold. */
const booked = (balances: readonly Balance[], list: readonly ActivityAmount[], sign: 1 | -1): Balance[] => {
  const left = new Map(list.map(({ activity, amount }) => [activity, amount]));
  const after = balances.map((balance): Balance => {
    const granted = Dong.parse(balance.granted + sign * (left.get(balance.activity) ?? 0));
    if (granted > balance.approved) throw new Error(`More of ${balance.activity} is granted than was approved.`);
    left.delete(balance.activity);
    return { ...balance, granted };
  });
  if (left.size > 0) throw new Error('An activity is granted that nothing was approved for.');
  return after;
};

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

const person = ({ by }: Meta): PersonId => {
  if (by === undefined) throw new Error('A person records what is granted.');
  return by.person;
};

const opened = (id: string, opening: LedgerOpening): Ledger => {
  const { approved: _, ...of } = opening;
  return { id: LedgerId.parse(id), ...of, balances: [...openBalances(opening)], grants: [] };
};

/** The ledger after an entry. Throws where the entry cannot follow. */
export const evolveLedger = (id: string, state: Ledger | undefined, event: LedgerEvent, meta: Meta): Ledger => {
  switch (event.type) {
    case 'GrantRecorded': {
      if ((state === undefined) !== (event.opening !== null)) throw new Error('The first grant opens a ledger.');
      const before = state ?? (event.opening === null ? undefined : opened(id, event.opening));
      if (before === undefined) throw new Error('A ledger is opened by a grant.');
      const { n, tranche, paper } = event;
      if (n !== before.grants.length + 1) throw new Error('Grants are numbered in their order.');
      const total = totalOfAmounts(event.amounts);
      const grant: Grant = { n, tranche, total, paper, by: person(meta), at: meta.at, reversed: null };
      return { ...before, balances: booked(before.balances, event.amounts, 1), grants: [...before.grants, grant] };
    }
    case 'GrantReversed': {
      const grant = state?.grants.find(({ n }) => n === event.n);
      if (state === undefined || grant?.reversed !== null) throw new Error('Only a grant that stands is taken back.');
      if (totalOfAmounts(event.amounts) !== grant.total) throw new Error('A grant is taken back whole.');
      const reversed = { paper: event.paper, by: person(meta), at: meta.at };
      return {
        ...state,
        balances: booked(state.balances, event.amounts, -1),
        grants: state.grants.map((one) => (one.n === event.n ? { ...one, reversed } : one)),
      };
    }
  }
};
