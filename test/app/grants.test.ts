import { describe, expect, it } from 'vitest';
import { readLapses } from '../../shared/app/content.ts';
import { MOST_GRANTS } from '../../shared/domain/grant-decisions.ts';
import { ledgerIdOf, UnitId } from '../../shared/domain/ids.ts';
import { ledgerTotals } from '../../shared/domain/ledger.ts';
import { approvedP, aClosedYear, LAST_DAY } from '../support/closed-year.ts';
import { checkInvariants } from '../support/invariants.ts';
import { atFinance, cutAsInScenario10 } from '../support/at-finance.ts';
import type { Office } from '../support/office.ts';
import { ticked } from '../support/whole-round.ts';
import { problem, refused } from '../support/refused.ts';

const finance = 'tg.tckh.cv';
const ledgerOf = async (office: Office, unit: string) =>
  (await office.load('ledger', ledgerIdOf(office.round, UnitId.parse(unit)))).body;
const balancesOf = async (office: Office, unit: string) =>
  Object.fromEntries(
    (await ledgerOf(office, unit)).balances.map(({ activity, approved, granted }) => [activity, approved - granted]),
  );
const closing = (office: Office) => ({ do: 'close-round', round: office.round, remark: '' });

describe('granting what was approved', () => {
  it('records tranches by activity, and keeps the balance of the unit and of each activity', async () => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.tt', { 'b.1': 15_000_000, 'd.2': 30_000_000 }));
    await office.act(finance, await office.grant('tg.tt', { 'b.1': 10_000_000, 'b.4': 14_400_000 }, 2));
    expect(await balancesOf(office, 'tg.tt')).toEqual({ 'b.1': 5_000_000, 'b.4': 0, 'd.2': 0 });
    const { balances, grants, decision } = await ledgerOf(office, 'tg.tt');
    expect(ledgerTotals(balances)).toEqual({ approved: 74_400_000, granted: 69_400_000, balance: 5_000_000 });
    expect(grants).toMatchObject([
      { n: 1, tranche: 1, total: 45_000_000, paper: { number: '11/QĐ-UBND', signer: 'tg.ubnd.ct' }, by: finance },
      { n: 2, tranche: 2, total: 24_400_000, paper: { number: '12/QĐ-UBND' } },
    ]);
    expect(decision).toMatchObject({ package: office.pkg, number: '145/QĐ-UBND' });
    await checkInvariants(office, new Map(), true);
  });

  it('refuses the third tranche above the balance, naming what is left, and takes one of exactly that', async () => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 10_000_000 }));
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 5_000_000 }, 2));
    const third = await office.grant('tg.kt', { 'c.3': 3_600_001 }, 3);
    expect(await refused(office, finance, third)).toEqual(
      problem('split[0].amount', 'above-balance', { balance: 3_600_000 }),
    );
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 3_600_000 }, 3));
    expect(await balancesOf(office, 'tg.kt')).toEqual({ 'c.3': 0 });
  });

  it('grants of what was approved after cuts, not of what was proposed', async () => {
    const office = await atFinance();
    await cutAsInScenario10(office);
    await office.forward('appraisal');
    await office.approve();
    const whole = await office.grant('tg.vhtt', { 'c.1': 45_000_000 });
    expect(await refused(office, finance, whole)).toEqual(
      problem('split[0].amount', 'above-balance', { balance: 38_000_000 }),
    );
    await office.act(finance, await office.grant('tg.vhtt', { 'c.1': 38_000_000 }));
    await checkInvariants(office, new Map(), true);
  });

  it('gives the same answer and one grant to the same command twice', async () => {
    const office = await approvedP();
    const command = await office.grant('tg.kt', { 'c.3': 1_000_000 });
    expect(await office.send(finance, command, 'grant-once')).toEqual({ kind: 'recorded', repeated: false });
    expect(await office.send(finance, command, 'grant-once')).toEqual({ kind: 'recorded', repeated: true });
    expect((await ledgerOf(office, 'tg.kt')).grants).toHaveLength(1);
  });

  it('lets one of two officers record who had the same ledger before them, and shows the other who did', async () => {
    const office = await approvedP();
    const first = await office.grant('tg.kt', { 'c.3': 10_000_000 });
    const second = await office.grant('tg.kt', { 'c.3': 10_000_000 }, 2);
    await office.act(finance, first);
    expect(await refused(office, 'tg.tckh.truong', second)).toMatchObject({
      kind: 'changed-since-shown',
      by: { person: finance },
    });
  });

  it('never passes the balance when two are recorded at once', async () => {
    const office = await approvedP();
    const [one, two] = [
      await office.grant('tg.kt', { 'c.3': 18_600_000 }),
      await office.grant('tg.kt', { 'c.3': 18_600_000 }, 2),
    ];
    const outcomes = await Promise.all([office.send(finance, one), office.send('tg.tckh.truong', two)]);
    expect(outcomes.filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
    await checkInvariants(office, new Map(), true);
  });
});

describe('a grant that cannot be recorded changes nothing and says what to do', () => {
  it.each([
    [
      'an activity of another unit',
      { split: [{ activity: 'c.1', source: 'state_budget', amount: 1 }] },
      'split[0].activity',
      'unknown-activity',
      { given: 'c.1', allowed: ['c.3'] },
    ],
    ['no amount', { split: [] }, 'split', 'missing', {}],
    [
      'an amount of nothing',
      { split: [{ activity: 'c.3', source: 'state_budget', amount: 0 }] },
      'split[0].amount',
      'zero',
      {},
    ],
    [
      'less than nothing',
      { split: [{ activity: 'c.3', source: 'state_budget', amount: -1 }] },
      'split[0].amount',
      'negative',
      {},
    ],
    [
      'a fraction',
      { split: [{ activity: 'c.3', source: 'state_budget', amount: 0.5 }] },
      'split[0].amount',
      'not-whole',
      {},
    ],
    [
      'a huge amount',
      { split: [{ activity: 'c.3', source: 'state_budget', amount: 1e300 }] },
      'split[0].amount',
      'above-balance',
      { balance: 17_600_000 },
    ],
    [
      'an activity twice',
      { split: [1, 2].map((amount) => ({ activity: 'c.3', source: 'state_budget', amount })) },
      'split[1].activity',
      'doubled-line',
      {},
    ],
    ['no tranche', { tranche: 0 }, 'tranche', 'invalid', {}],
    ['a tranche that stands', { tranche: 1 }, 'tranche', 'tranche-taken', { free: 2 }],
  ])('%s', async (_, more, path, code, details) => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 1_000_000 }));
    const command = await office.grant('tg.kt', { 'c.3': 1_000_000 }, 2, more);
    expect(await refused(office, finance, command)).toEqual(problem(path, code, details));
  });

  it.each([
    ['no number', { number: ' ' }, 'number', 'missing', {}],
    ['a long number', { number: 'x'.repeat(51) }, 'number', 'too-long', { most: 50 }],
    ['a date to come', { date: '2022-02-15' }, 'date', 'date-in-future', { today: '2022-02-14' }],
    ['a date before the approval', { date: '2022-02-13' }, 'date', 'date-too-early', { earliest: '2022-02-14' }],
    ['a signer who cannot sign', { signer: 'tg.kt.cv' }, 'signer', 'invalid', {}],
    ['a signer whom nobody knows', { signer: 'nobody' }, 'signer', 'invalid', {}],
  ])('a paper with %s', async (_, wrong, path, code, details) => {
    const office = await approvedP();
    const paper = { number: '12/QĐ-UBND', date: office.today(), signer: 'tg.ubnd.ct', ...wrong };
    const command = await office.grant('tg.kt', { 'c.3': 1 }, 1, { paper });
    expect(await refused(office, finance, command)).toEqual(problem(path, code, details));
  });

  it('by another office, to a unit without money, before the publication, and past the most', async () => {
    const early = await atFinance();
    expect(await refused(early, finance, await early.grant('tg.kt', { 'c.3': 1 }))).toEqual({ kind: 'not-published' });
    const office = await approvedP();
    const command = await office.grant('tg.kt', { 'c.3': 1 });
    for (const person of ['tg.vhtt.cv', 'tg.kt.cv', 'tg.ubnd.ct'])
      expect(await refused(office, person, command)).toEqual({ kind: 'not-yours', offices: ['tg.tckh'] });
    for (const unit of ['tg.nn', 'tg.lang'])
      expect(await refused(office, finance, await office.grant(unit, { 'c.3': 1 }))).toEqual({
        kind: 'nothing-approved',
        unit,
      });
    for (let n = 1; n <= MOST_GRANTS; n += 1) await office.act(finance, await office.grant('tg.kt', { 'c.3': 1 }, n));
    expect(await refused(office, finance, await office.grant('tg.kt', { 'c.3': 1 }, MOST_GRANTS + 1))).toEqual({
      kind: 'too-many-grants',
      most: MOST_GRANTS,
    });
  });
});

describe('taking back a wrong grant', () => {
  it('keeps it with the paper and the reason, returns the amount to the balance, and frees its tranche', async () => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 18_600_000 }));
    await office.act(finance, await office.reversal('tg.kt', 1));
    expect(await balancesOf(office, 'tg.kt')).toEqual({ 'c.3': 18_600_000 });
    expect((await ledgerOf(office, 'tg.kt')).grants).toMatchObject([
      { n: 1, total: 18_600_000, reversed: { paper: { number: '91/QĐ-UBND' }, by: finance } },
    ]);
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 1_000_000 }, 1));
    expect((await ledgerOf(office, 'tg.kt')).grants.map(({ n, tranche }) => [n, tranche])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    await checkInvariants(office, new Map(), true);
  });

  it('is refused without a reason, twice, of what does not exist, and with a paper older than the grant', async () => {
    const office = await approvedP();
    expect(await refused(office, finance, await office.reversal('tg.kt', 1))).toEqual({
      kind: 'not-found',
      what: 'grant',
    });
    office.workingDaysLater(2);
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 5 }));
    const bare = await office.reversal('tg.kt', 1, { reason: ' ' });
    expect(await refused(office, finance, bare)).toEqual(problem('reason', 'reason-missing'));
    const old = { number: '91/QĐ-UBND', date: '2022-02-15', signer: 'tg.ubnd.ct' };
    expect(await refused(office, finance, await office.reversal('tg.kt', 1, { paper: old }))).toEqual(
      problem('date', 'date-too-early', { earliest: '2022-02-16' }),
    );
    await office.act(finance, await office.reversal('tg.kt', 1));
    expect(await refused(office, finance, await office.reversal('tg.kt', 1))).toMatchObject({
      kind: 'already-reversed',
      by: finance,
      number: '91/QĐ-UBND',
    });
    expect(await refused(office, finance, await office.reversal('tg.kt', 2))).toEqual({
      kind: 'not-found',
      what: 'grant',
    });
  });
});

describe("the year's end", () => {
  it('closes the round, and what was not granted lapses on record for each unit and in all', async () => {
    const office = await aClosedYear();
    const { closing: ordered, closed } = (await office.load('round', office.round)).body;
    expect(ordered).toMatchObject({ by: finance, remark: 'Khóa sổ năm 2022' });
    const lapses = closed === undefined ? [] : await readLapses(office.store, office.locality, closed.lapses);
    expect(lapses.find(({ unit }) => unit === 'tg.vhtt')).toEqual({
      unit: 'tg.vhtt',
      approved: 60_700_000,
      granted: 44_700_000,
      lapsed: 16_000_000,
      sources: [{ source: 'state_budget', approved: 60_700_000, granted: 44_700_000 }],
    });
    expect(lapses.find(({ unit }) => unit === 'tg.kt')?.lapsed).toBe(0);
    expect(lapses.find(({ unit }) => unit === 'tg.nn')).toBeUndefined();
    expect(closed?.totals).toEqual({ approved: 168_700_000, granted: 63_300_000, lapsed: 105_400_000 });
    await checkInvariants(office, new Map(), true);
  });

  it('refuses further grants and takings back with who closed and when, and a second closing', async () => {
    const office = await aClosedYear();
    const ended = { kind: 'round-closed', by: finance, at: LAST_DAY };
    expect(await refused(office, finance, await office.grant('tg.kt', { 'c.3': 1 }, 2))).toEqual(ended);
    expect(await refused(office, finance, await office.grant('tg.hd', { f: 1 }))).toEqual(ended);
    expect(await refused(office, finance, await office.reversal('tg.kt', 1))).toEqual(ended);
    expect(await refused(office, 'tg.vhtt.cv', closing(office))).toEqual({
      kind: 'already-decided',
      by: finance,
      at: LAST_DAY,
    });
  });

  it('is for the standing unit and Finance, on the last day of the year or later, once all is published', async () => {
    const office = await approvedP();
    expect(await refused(office, 'tg.vhtt.cv', closing(office))).toEqual({
      kind: 'year-not-over',
      earliest: '2022-12-31',
    });
    office.clock.set('2022-12-30T16:59:59.000Z');
    expect(await refused(office, finance, closing(office))).toMatchObject({ kind: 'year-not-over' });
    office.clock.set('2022-12-30T17:00:00.000Z');
    expect(await refused(office, 'tg.kt.cv', closing(office))).toMatchObject({ kind: 'not-yours' });
    expect(await refused(office, finance, { ...closing(office), remark: 'x'.repeat(501) })).toEqual(
      problem('remark', 'too-long', { most: 500 }),
    );
    await office.act('tg.vhtt.cv', closing(office));
    expect((await office.load('round', office.round)).body.closed?.totals.lapsed).toBe(215_700_000);
    const open = await atFinance();
    open.clock.set(LAST_DAY);
    expect(await refused(open, finance, closing(open))).toEqual({ kind: 'not-published' });
  });

  it('is taken up by the clock where it stopped between the order and the count', async () => {
    let dies = false;
    const office = await approvedP(({ writes }) => {
      if (dies && writes.some(({ entry }) => entry.entry.includes('"RoundClosed"')))
        throw new Error('The process died.');
    });
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 600_000 }));
    office.clock.set(LAST_DAY);
    dies = true;
    await expect(office.send(finance, closing(office))).rejects.toThrow('The process died.');
    dies = false;
    expect((await office.load('round', office.round)).body.closed).toBeUndefined();
    expect(await refused(office, finance, await office.grant('tg.kt', { 'c.3': 1 }, 2))).toMatchObject({
      kind: 'round-closed',
    });
    expect(await ticked(office)).toMatchObject({ delivered: 1, failed: [] });
    expect((await office.load('round', office.round)).body.closed?.totals).toEqual({
      approved: 215_700_000,
      granted: 600_000,
      lapsed: 215_100_000,
    });
    expect(await ticked(office)).toMatchObject({ delivered: 0, failed: [] });
    await checkInvariants(office, new Map(), true);
  });

  it.each([
    { before: 'YearEndOrdered', outcome: 'recorded', granted: 1_000_000 },
    { before: 'RoundClosed', outcome: 'round-closed', granted: 0 },
  ])('counts a grant that came in before the order, and lets none in after it: $before', async (on) => {
    const plan: { now?: () => Promise<void> } = {};
    const office = await approvedP(async ({ writes }) => {
      const { now } = plan;
      if (now === undefined || !writes.some(({ entry }) => entry.entry.includes(`"${on.before}"`))) return;
      delete plan.now;
      await now();
    });
    office.clock.set(LAST_DAY);
    const command = await office.grant('tg.kt', { 'c.3': 1_000_000 });
    plan.now = async () => {
      expect((await office.send(finance, command)).kind).toBe(on.outcome);
    };
    expect((await office.send('tg.vhtt.cv', closing(office))).kind).toBe('recorded');
    expect(plan.now).toBeUndefined();
    expect((await office.load('round', office.round)).body.closed?.totals.granted).toBe(on.granted);
    await checkInvariants(office, new Map(), true);
  });

  it('lets no grant in that was looked at before the order and is written after it', async () => {
    const plan: { now?: () => Promise<void> } = {};
    const office = await approvedP(async ({ writes }) => {
      const { now } = plan;
      if (now === undefined || !writes.some(({ type }) => type === 'ledger')) return;
      delete plan.now;
      await now();
    });
    office.clock.set(LAST_DAY);
    plan.now = async () => {
      await office.act('tg.vhtt.cv', closing(office));
    };
    expect((await office.send(finance, await office.grant('tg.kt', { 'c.3': 1_000_000 }))).kind).toBe('round-closed');
    await checkInvariants(office, new Map(), true);
  });

  it('counts nothing while an adjustment that came in at the last moment is undecided', async () => {
    const plan: { now?: () => Promise<void> } = {};
    const office = await approvedP(async ({ writes }) => {
      const { now } = plan;
      if (now === undefined || !writes.some(({ entry }) => entry.entry.includes('"YearEndOrdered"'))) return;
      delete plan.now;
      await now();
    });
    office.clock.set(LAST_DAY);
    const cites = { number: '145/QĐ-UBND', date: '2022-02-14' };
    plan.now = () => office.act(finance, office.adjustment([['tg.kt', 1, 9_000_000]], { cites }));
    expect((await office.send('tg.vhtt.cv', closing(office))).kind).toBe('recorded');
    const { body } = await office.load('round', office.round);
    expect([body.closing?.by, body.closed]).toEqual(['tg.vhtt.cv', undefined]);
    expect(await ticked(office)).toMatchObject({ delivered: 0, failed: [] });
    await checkInvariants(office, new Map(), true);
    await office.passAdjustment(2);
    await ticked(office);
    expect((await office.load('round', office.round)).body.closed?.totals).toEqual({
      approved: 206_100_000,
      granted: 0,
      lapsed: 206_100_000,
    });
    await checkInvariants(office, new Map(), true);
  });
});
