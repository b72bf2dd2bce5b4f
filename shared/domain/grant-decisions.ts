import { localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, officesOf } from './context.ts';
import { ledgerIdOf, type UnitId } from './ids.ts';
import { type FundAmount, ofFund } from './funds.ts';
import { ceilingOf, type GrantPaper, type Ledger, type LedgerOpening, openBalances } from './ledger.ts';
import type { SourceOfFunds } from './lines.ts';
import { Dong } from './money.ts';
import type { Person, Plan } from './plan.ts';
import { type Held, postsOf } from './posts.ts';
import { reasonProblems, written } from './reason.ts';
import type { Stored } from './records.ts';
import { type AnyProblem, type Decision, type Guard, problems, type Refusal } from './refusal.ts';

/** More grants than this to one unit in a year are better given in one: a ledger keeps them all. */
export const MOST_GRANTS = 24;

const MOST_TRANCHES = 99;

/** What a grant stands on: the round, the unit's ledger, or, before its first grant, what it was approved. */
export type GrantGround = {
  readonly round: Stored<'round'>;
  readonly unit: UnitId;
  readonly ledger: Stored<'ledger'> | undefined;
  /** `unpublished` while no decision on the unit's estimate is published, `nothing` where it approved no money. */
  readonly approved: LedgerOpening | 'unpublished' | 'nothing';
};

/** The offices that record grants and the year's end: those that appraise, else the standing unit. */
export const grantingOffices = (plan: Plan): readonly UnitId[] => {
  const appraising = officesOf(plan, 'appraisal');
  return appraising.length > 0 ? appraising : [plan.standing];
};

/** Who can sign a grant: heads and deputies, by whichever post, of the offices that approve and that grant. */
export const grantSigners = (plan: Plan): readonly Person[] => {
  const offices = new Set([...officesOf(plan, 'approval'), ...grantingOffices(plan)]);
  const signs = ({ office, post }: Held): boolean => offices.has(office) && (post === 'head' || post === 'deputy');
  return plan.people.filter((person) => postsOf(person).some(signs));
};

/** Refuses what comes after the year's end. */
export const refuseAfterClosing = ({ body }: Stored<'round'>): Refusal | undefined =>
  body.closing === undefined ? undefined : { kind: 'round-closed', by: body.closing.by, at: body.closing.at };

const stale = (ledger: Stored<'ledger'> | undefined, seen: number): Refusal | undefined =>
  (ledger?.version ?? 0) === seen ? undefined : { kind: 'changed-since-shown', by: null, at: null };

/** The round must still be open when the entry is written, whatever was read before. */
const whileOpen = (round: Stored<'round'>): Guard => ({ type: 'round', id: round.body.id, phase: 'formed' });

const paperProblems = (paper: GrantPaper, earliest: PlainDate, setting: ActingSetting): readonly AnyProblem[] => {
  const today = localDate(setting.at);
  const number = written(paper.number);
  return [
    ...(number === '' ? [{ path: 'number', code: 'missing' } as const] : []),
    ...(number.length > 50 ? [{ path: 'number', code: 'too-long', most: 50 } as const] : []),
    ...(paper.date > today ? [{ path: 'date', code: 'date-in-future', today } as const] : []),
    ...(paper.date < earliest ? [{ path: 'date', code: 'date-too-early', earliest } as const] : []),
    ...(grantSigners(setting.plan).some(({ id }) => id === paper.signer)
      ? []
      : [{ path: 'signer', code: 'invalid' } as const]),
  ];
};

const kept = (paper: GrantPaper): GrantPaper => ({ ...paper, number: written(paper.number) });

/** An amount for an activity from a source as somebody sent it; nothing about it has been believed yet. */
export type AmountInput = { readonly activity: string; readonly source: SourceOfFunds; readonly amount: number };

/** What is granted from: the balances, and an adjustment on its way that lowers them. */
type Basis = Pick<Ledger, 'balances' | 'pending'>;

const fundProblem = (path: string, { activity, source }: AmountInput, { balances }: Basis): AnyProblem => {
  const sources = balances.filter((one) => one.activity === activity).map((one) => one.source);
  return sources.length > 0
    ? { path: `${path}.source`, code: 'unknown-source', given: source, allowed: sources }
    : {
        path: `${path}.activity`,
        code: 'unknown-activity',
        given: activity,
        allowed: [...new Set(balances.map((one) => one.activity))],
      };
};

const amountProblem = (path: string, input: AmountInput, basis: Basis): AnyProblem | undefined => {
  const { amount } = input;
  const balance = ofFund(basis.balances, input);
  if (balance === undefined) return fundProblem(path, input, basis);
  if (!Number.isInteger(amount)) return { path: `${path}.amount`, code: 'not-whole' };
  if (amount < 0) return { path: `${path}.amount`, code: 'negative' };
  if (amount === 0) return { path: `${path}.amount`, code: 'zero' };
  const left = Dong.parse(ceilingOf(basis, balance) - balance.granted);
  return amount > left ? { path: `${path}.amount`, code: 'above-balance', balance: left } : undefined;
};

const splitProblems = (split: readonly AmountInput[], basis: Basis): readonly AnyProblem[] => {
  if (split.length === 0) return [{ path: 'split', code: 'missing' }];
  return split.flatMap((input, index): readonly AnyProblem[] => {
    const path = `split[${index}]`;
    if (ofFund(split.slice(0, index), input) !== undefined) return [{ path: `${path}.activity`, code: 'doubled-line' }];
    const found = amountProblem(path, input, basis);
    return found === undefined ? [] : [found];
  });
};

/** The tranche that comes next: after the highest that stands. */
export const nextTranche = (ledger: Stored<'ledger'> | undefined): number =>
  Math.max(0, ...standing(ledger).map(({ tranche }) => tranche)) + 1;

const standing = (ledger: Stored<'ledger'> | undefined) =>
  (ledger?.body.grants ?? []).filter(({ reversed }) => reversed === null);

const trancheProblems = (tranche: number, ledger: Stored<'ledger'> | undefined): readonly AnyProblem[] => {
  if (!Number.isInteger(tranche) || tranche < 1 || tranche > MOST_TRANCHES)
    return [{ path: 'tranche', code: 'invalid' }];
  return standing(ledger).some((grant) => grant.tranche === tranche)
    ? [{ path: 'tranche', code: 'tranche-taken', free: nextTranche(ledger) }]
    : [];
};

const mayGrant = (ground: GrantGround, setting: ActingSetting): Refusal | undefined =>
  mustBelong(setting, grantingOffices(setting.plan)) ?? refuseAfterClosing(ground.round);

/**
 * Records what a unit is granted (giao dự toán, cấp kinh phí) by a signed decision: so much of each activity from
 * each source, never more than is left of what was approved of it (invariant 3).
 */
export const recordGrant = (
  ground: GrantGround,
  command: {
    readonly seen: number;
    readonly tranche: number;
    readonly split: readonly AmountInput[];
    readonly paper: GrantPaper;
  },
  setting: ActingSetting,
): Decision => {
  const { ledger, approved, round, unit } = ground;
  const refusal = mayGrant(ground, setting);
  if (refusal !== undefined) return refusal;
  if (ledger === undefined && approved === 'unpublished') return { kind: 'not-published' };
  const opening = ledger !== undefined || typeof approved === 'string' ? null : approved;
  const basis =
    ledger?.body ??
    (opening === null
      ? undefined
      : { decision: opening.decision, balances: [...openBalances(opening)], pending: null });
  if (basis === undefined) return { kind: 'nothing-approved', unit };
  const { balances, decision } = basis;
  const old = stale(ledger, command.seen);
  if (old !== undefined) return old;
  const n = (ledger?.body.grants.length ?? 0) + 1;
  if (n > MOST_GRANTS) return { kind: 'too-many-grants', most: MOST_GRANTS };
  const wrong = [
    ...splitProblems(command.split, basis),
    ...trancheProblems(command.tranche, ledger),
    ...paperProblems(command.paper, decision.date, setting),
  ];
  if (wrong.length > 0) return problems(...wrong);
  const amounts = balances.flatMap(({ activity, source }): FundAmount[] => {
    const input = ofFund(command.split, { activity, source });
    return input === undefined ? [] : [{ activity, source, amount: Dong.parse(input.amount) }];
  });
  const event = {
    type: 'GrantRecorded',
    opening,
    n,
    tranche: command.tranche,
    paper: kept(command.paper),
    amounts,
  } as const;
  return {
    kind: 'accepted',
    guards: [whileOpen(round)],
    changes: [{ type: 'ledger', id: ledgerIdOf(round.body.id, unit), before: ledger, event }],
  };
};

/**
 * Takes a grant back whole (thu hồi): what was wrong is never deleted, but answered by a reversing entry with its own
 * decision and reason. `amounts` is what the grant gave to each activity from each source.
 */
export const reverseGrant = (
  ground: GrantGround,
  amounts: readonly FundAmount[],
  command: { readonly seen: number; readonly grant: number; readonly paper: GrantPaper; readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const { ledger, round } = ground;
  const refusal = mayGrant(ground, setting);
  if (refusal !== undefined) return refusal;
  const grant = ledger?.body.grants.find(({ n }) => n === command.grant);
  if (ledger === undefined || grant === undefined) return { kind: 'not-found', what: 'grant' };
  const { reversed } = grant;
  if (reversed !== null)
    return { kind: 'already-reversed', by: reversed.by, at: reversed.at, number: reversed.paper.number };
  const old = stale(ledger, command.seen);
  if (old !== undefined) return old;
  const reason = written(command.reason);
  const wrong: readonly AnyProblem[] = [
    ...paperProblems(command.paper, grant.paper.date, setting),
    ...reasonProblems(reason, 500),
  ];
  if (wrong.length > 0) return problems(...wrong);
  return {
    kind: 'accepted',
    guards: [whileOpen(round)],
    changes: [
      {
        type: 'ledger',
        id: ledger.id,
        before: ledger,
        event: { type: 'GrantReversed', n: grant.n, paper: kept(command.paper), amounts: [...amounts], reason },
      },
    ],
  };
};
