import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundLedgerView, unitLedgerView } from '../../shared/app/views/ledger-view.ts';
import { Command } from '../../shared/contracts/commands.ts';
import type { Fund } from '../../shared/domain/funds.ts';
import { packageIdOf, PersonId, UnitId } from '../../shared/domain/ids.ts';
import type { SourceOfFunds } from '../../shared/domain/lines.ts';
import { LAST_DAY } from '../support/closed-year.ts';
import { checkInvariants } from '../support/invariants.ts';
import { sourcesAtFinance } from '../support/many-sources.ts';
import type { Office } from '../support/office.ts';
import { ticked } from '../support/whole-round.ts';

const SEED = 20_221_231;

type Row = readonly [activity: string, source: SourceOfFunds];

/** What each unit is approved for; a row past the last names a source that paid none of it, or an activity of others. */
const rows: Readonly<Record<string, readonly [Row, Row, Row, Row]>> = {
  'tg.tt': [
    ['b.1', 'state_budget'],
    ['b.1', 'mobilised'],
    ['b.4', 'merged_programme'],
    ['b.4', 'state_budget'],
  ],
  'tg.vhtt': [
    ['c.1', 'mobilised'],
    ['c.1', 'state_budget'],
    ['c.6', 'merged_programme'],
    ['c.6', 'commune_budget'],
  ],
  'tg.kt': [
    ['c.3', 'state_budget'],
    ['c.3', 'state_budget'],
    ['c.3', 'mobilised'],
    ['f', 'state_budget'],
  ],
};
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1, 600_000, 5_000_000, 14_400_000, 24_000_000, 38_000_000) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 0.5, 1e300, 45_000_000) },
);
const split: fc.Arbitrary<[number, number][]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.tuple(fc.constantFrom(0, 0, 1, 2), amount), { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(fc.tuple(fc.constantFrom(0, 1, 2, 3), amount), { maxLength: 3 }) },
);
const step = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('grant', 'grant', 'reverse') },
    { weight: 1, arbitrary: fc.constantFrom('close', 'last-day', 'resend', 'tick') },
    { weight: 4, arbitrary: fc.constantFrom('adjust', 'pass', 'pass') },
  ),
  who: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('tg.tckh.cv', 'tg.tckh.truong') },
    { weight: 1, arbitrary: fc.constantFrom('tg.vhtt.cv', 'tg.kt.cv', 'tg.lang.ct') },
  ),
  unit: fc.constantFrom('tg.tt', 'tg.vhtt', 'tg.kt', 'tg.tt', 'tg.vhtt', 'tg.kt', 'tg.nn'),
  split,
  tranche: fc.constantFrom('next', 'next', 'next', 'next', 'next', 1, 2, 0),
  n: fc.constantFrom(0, 0, 0, 1, 4),
  stale: fc.constantFrom(false, false, false, false, true),
  reason: fc.constantFrom('Ghi nhầm', 'Ghi nhầm', ''),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const approved = async (): Promise<Office> => {
  const office = await sourcesAtFinance();
  const reason = 'Theo đơn giá đã ký năm 2021';
  const cuts = [
    ['tg.tt', 1, 24_000_000],
    ['tg.tt', 3, 8_000_001],
    ['tg.vhtt', 1, 38_000_000],
    ['tg.vhtt', 2, 6_999_999],
  ] as const;
  for (const unit of ['tg.tt', 'tg.vhtt']) {
    const figures = cuts.flatMap(([of, no, money]) => (of === unit ? [{ no, amount: money, reason }] : []));
    await office.act('tg.tckh.cv', await office.figures('appraisal', unit, figures));
  }
  await office.forward('appraisal');
  await office.approve();
  return office;
};

const sessionOf = (office: Office, person: string) => ({
  locality: office.locality,
  plan: office.plan.id,
  person: PersonId.parse(person),
});

const viewOf = async (office: Office, unit: string) => {
  const found = await unitLedgerView(office.ports, sessionOf(office, 'tg.tckh.cv'), office.round, UnitId.parse(unit));
  if (found.kind !== 'seen') throw new Error(`Finance reads the ledger of ${unit}.`);
  return found.view;
};

/** What a person sends in a step, made from what he would see. */
const commandOf = async (office: Office, made: Step): Promise<object> => {
  if (made.what === 'adjust') {
    const { decision } = await viewOf(office, made.unit);
    const cites = { number: decision?.number ?? 'x', date: decision?.date ?? office.today() };
    const lines = made.split.map(([index, money]) => [made.unit, index + 1, money] as const);
    return office.adjustment(lines, { cites, reason: made.reason });
  }
  if (made.what === 'close') return { do: 'close-round', round: office.round, remark: '' };
  const { version, nextTranche, grants } = await viewOf(office, made.unit);
  const seen = made.stale && version > 0 ? { seen: version - 1 } : {};
  const standing = grants.findLast(({ reversed }) => reversed === null);
  const n = made.n === 0 ? (standing?.n ?? 1) : made.n;
  if (made.what === 'reverse') return office.reversal(made.unit, n, { reason: made.reason, ...seen });
  const split = made.split.map(([index, money]) => {
    const [activity, source] = rows[made.unit]?.[index] ?? ['c.3', 'state_budget'];
    return { activity, source, amount: money };
  });
  const tranche = typeof made.tranche === 'number' ? made.tranche : nextTranche;
  return office.grant(made.unit, {}, tranche, { split, ...seen });
};

const same = (one: Fund, other: Fund): boolean => one.activity === other.activity && one.source === other.source;

/** The pages say the same as the entries, by line, activity, source, unit and in all. */
const checkPages = async (office: Office): Promise<void> => {
  const found = await roundLedgerView(office.ports, sessionOf(office, 'tg.tckh.cv'), office.round);
  if (found.kind !== 'seen') throw new Error('Finance reads the ledger.');
  const { rows: units, totals, sources: all } = found.view;
  const add = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);
  for (const row of units) {
    const { balances, grants, lines, sources } = await viewOf(office, row.unit);
    const standing = grants.filter(({ reversed }) => reversed === null);
    for (const { granted, approved: most, ...fund } of balances) {
      const parts = standing.flatMap(({ amounts }) => amounts.filter((one) => same(one, fund)));
      const own = lines.filter(({ line }) => same(line, fund));
      expect([add(parts.map((part) => part.amount)), granted <= most]).toEqual([granted, true]);
      expect([add(own.map((line) => line.granted)), add(own.map((line) => line.approved))]).toEqual([granted, most]);
    }
    expect(lines.filter((line) => line.granted > line.approved)).toEqual([]);
    for (const key of ['approved', 'granted'] as const) {
      for (const list of [lines, balances, sources]) expect(add(list.map((one) => one[key]))).toBe(row[key]);
      for (const { source, [key]: amount } of sources)
        expect(add(lines.filter(({ line }) => line.source === source).map((one) => one[key]))).toBe(amount);
    }
    expect(sources).toEqual(row.sources);
    expect(add(balances.map(({ granted }) => granted))).toBe(row.granted);
    expect([add(standing.map(({ total }) => total)), row.approved - row.granted]).toEqual([row.granted, row.balance]);
  }
  for (const key of ['approved', 'granted'] as const) {
    for (const list of [units, all]) expect(add(list.map((one) => one[key]))).toBe(totals[key]);
    for (const { source, [key]: amount } of all) {
      const own = units.flatMap(({ sources }) => sources.filter((one) => one.source === source));
      expect(add(own.map((one) => one[key]))).toBe(amount);
    }
  }
  const { closed } = (await office.load('round', office.round)).body;
  if (closed !== undefined) {
    expect(closed.totals).toEqual({ approved: totals.approved, granted: totals.granted, lapsed: totals.balance });
    expect(closed.sources).toEqual(all);
  }
};

/** Takes the adjustment that is on its way, opened by the Finance officer, to its decision, if there is one. */
const passOne = async (office: Office): Promise<boolean> => {
  for (let n = 2; ; n += 1) {
    const pkg = await office.store.load(office.locality, 'package', packageIdOf(office.round, n));
    if (pkg === undefined) return false;
    if (pkg.body.position.state !== 'open') continue;
    const appraiser = { do: 'forward-package', ...(await office.shownOf(n)), remark: '' };
    const sent = await office.send('tg.tckh.truong', appraiser);
    if (sent.kind !== 'recorded') await office.act('tg.tckh.cv', appraiser);
    await office.machines.settle();
    const paper = { number: `${n}00/QĐ-UBND`, date: office.today(), basis: 'own_right' };
    await office.act('tg.ubnd.ct', { do: 'approve-package', ...(await office.shownOf(n)), paper });
    return true;
  }
};

const walk = async (steps: readonly Step[], tally: Map<string, number>): Promise<void> => {
  const office = await approved();
  const seen = new Map<string, number>();
  let last: { person: string; command: object; id: string } | undefined;
  for (const [n, made] of steps.entries()) {
    if (made.what === 'last-day') office.clock.set(LAST_DAY);
    else if (made.what === 'tick') await ticked(office);
    else if (made.what === 'pass') {
      if (await passOne(office)) tally.set('adjustments passed', (tally.get('adjustments passed') ?? 0) + 1);
    } else if (made.what === 'resend') {
      if (last !== undefined)
        expect(await office.send(last.person, last.command, last.id)).toEqual({ kind: 'recorded', repeated: true });
    } else {
      const command = await commandOf(office, made);
      expect(Command.safeParse(command).success).toBe(true);
      const sent = { person: made.who, command, id: `step-${n}-xxxx` };
      const before = structuredClone(office.memory);
      const outcome = await office.send(sent.person, sent.command, sent.id);
      if (outcome.kind === 'recorded') last = sent;
      else expect(office.memory).toEqual(before);
      for (const { code } of outcome.kind === 'problems' ? outcome.problems : [])
        tally.set(code, (tally.get(code) ?? 0) + 1);
      const name = `${made.what} ${outcome.kind}`;
      tally.set(name, (tally.get(name) ?? 0) + 1);
    }
    await office.machines.settle();
    await checkInvariants(office, seen, true);
    await checkPages(office);
  }
};

describe('what units are granted, under anything that anybody sends', () => {
  it('is never more than was approved, and reconciles by line, unit, activity, source and in all after every step', async () => {
    const tally = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), (steps) => walk(steps, tally)),
      { seed: SEED, numRuns: 60, endOnFailure: true },
    );
    for (const what of [
      'grant recorded',
      'adjust recorded',
      'adjustments passed',
      'reverse recorded',
      'close recorded',
      'grant problems',
      'grant not-yours',
      'unknown-source',
      'below-granted',
      'above-balance',
    ])
      expect([what, tally.get(what) ?? 0]).not.toEqual([what, 0]);
    for (const what of [
      'grant round-closed',
      'grant nothing-approved',
      'grant changed-since-shown',
      'close year-not-over',
    ])
      expect([what, tally.get(what) ?? 0]).not.toEqual([what, 0]);
  }, 60_000);
});
