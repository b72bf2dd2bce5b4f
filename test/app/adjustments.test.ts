import { describe, expect, it } from 'vitest';
import { readAdjustedLines } from '../../shared/app/content.ts';
import { ledgerIdOf, packageIdOf, UnitId } from '../../shared/domain/ids.ts';
import { atFinance } from '../support/at-finance.ts';
import { LAST_DAY, approvedP } from '../support/closed-year.ts';
import { checkInvariants } from '../support/invariants.ts';
import { withChain } from '../support/heads-sign.ts';
import { anOffice, type Office } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { problem, refused } from '../support/refused.ts';

const finance = 'tg.tckh.cv';
const head = 'tg.tckh.truong';
const chair = 'tg.ubnd.ct';

const ledgerOf = async (office: Office, unit: string) =>
  (await office.load('ledger', ledgerIdOf(office.round, UnitId.parse(unit)))).body;
const balancesOf = async (office: Office, unit: string) =>
  Object.fromEntries(
    (await ledgerOf(office, unit)).balances.map(({ activity, approved, granted }) => [activity, [approved, granted]]),
  );
const packageOf = (office: Office, n: number) => office.load('package', packageIdOf(office.round, n));

describe('an adjustment of what was approved', () => {
  it('passes the stages that the plan names for it', async () => {
    const office = await anOffice(
      undefined,
      undefined,
      undefined,
      withChain({ adjustments: ['synthesis', 'approval'] }),
    );
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    await office.forward('appraisal');
    await office.approve();
    await office.act(finance, office.adjustment([['tg.tt', 1, 24_000_000]]));
    expect((await packageOf(office, 2)).body).toMatchObject({
      stages: ['synthesis', 'approval'],
      position: { stage: 'synthesis', state: 'open' },
    });
    await office.act('tg.vhtt.cv', { do: 'forward-package', ...(await office.shownOf(2)), remark: '' });
    const paper = { number: '300/QĐ-UBND', date: office.today(), basis: 'own_right' };
    await office.act(chair, { do: 'approve-package', ...(await office.shownOf(2)), paper });
    expect((await packageOf(office, 2)).body.publishedAt).not.toBeNull();
    await checkInvariants(office, new Map(), true);
  });

  it('cites one decision that approved a part beside the rest, for the units of either', async () => {
    const office = await atFinance();
    await office.act(finance, await office.partReturn(1, 'tg.kt'));
    await office.submit('tg.kt', packageP['tg.kt']);
    await office.forward('appraisal');
    await office.approve();
    for (const number of [undefined, undefined, '145/QĐ-UBND']) await office.passOn(2, number);
    await office.act(finance, office.adjustment([['tg.tt', 1, 24_000_000]]));
    expect((await packageOf(office, 3)).body.adjusts?.cites.package).toBe(office.pkg);
    await office.act(finance, office.adjustment([['tg.kt', 2, 10_000_000]]));
    expect((await packageOf(office, 4)).body.adjusts?.cites.package).toBe(packageIdOf(office.round, 2));
    await checkInvariants(office, new Map(), true);
  });

  it('is a package of its own that goes from the appraisal to the approval, and then balances follow it', async () => {
    const office = await approvedP();
    const before = await office.thePackage();
    await office.act(finance, await office.grant('tg.tt', { 'b.1': 20_000_000 }));
    await office.act(
      finance,
      office.adjustment([
        ['tg.tt', 1, 24_000_000],
        ['tg.tt', 3, 20_000_000],
      ]),
    );
    const opened = (await packageOf(office, 2)).body;
    expect(opened).toMatchObject({
      number: 2,
      stages: ['appraisal', 'approval'],
      position: { stage: 'appraisal', state: 'open' },
      adjusts: { kind: 'change', cites: { package: office.pkg, number: '145/QĐ-UBND' }, before: 74_400_000 },
      content: { totals: { approved: 58_400_000 }, changed: 2 },
    });
    await checkInvariants(office, new Map(), true);
    expect(await balancesOf(office, 'tg.tt')).toMatchObject({ 'b.1': [30_000_000, 20_000_000] });
    await office.passAdjustment(2, '300/QĐ-UBND');
    expect(await balancesOf(office, 'tg.tt')).toEqual({
      'b.1': [24_000_000, 20_000_000],
      'b.4': [14_400_000, 0],
      'd.2': [20_000_000, 0],
    });
    const ledger = await ledgerOf(office, 'tg.tt');
    expect(ledger).toMatchObject({
      decision: { number: '300/QĐ-UBND' },
      pending: null,
      layers: [{ package: opened.id }],
    });
    expect((await packageOf(office, 2)).body.outcomes.map(({ kind, stage }) => `${kind} ${stage}`)).toEqual([
      'forwarded appraisal',
      'approved approval',
    ]);
    expect(await office.thePackage()).toEqual(before);
    expect((await office.estimate('tg.tt')).body.result?.approved).toBe(74_400_000);
    await checkInvariants(office, new Map(), true);
    const more = await office.grant('tg.tt', { 'b.1': 4_000_001 }, 2);
    expect(await refused(office, finance, more)).toEqual(
      problem('split[0].amount', 'above-balance', { balance: 4_000_000 }),
    );
  });

  it('adds up to what was proposed, and takes from it, over the layer before', async () => {
    const office = await approvedP();
    const recovery = { kind: 'recovery', reason: 'Thu hồi phần không thực hiện' };
    await office.act(
      finance,
      office.adjustment(
        [
          ['tg.kt', 1, 10_000_000],
          ['tg.hd', 1, 20_000_000],
        ],
        recovery,
      ),
    );
    await office.passAdjustment(2, '300/QĐ-UBND');
    const cites = { number: '300/QĐ-UBND', date: office.today() };
    await office.act(finance, office.adjustment([['tg.kt', 1, 18_600_000]], { kind: 'supplement', cites }));
    const { adjusts } = (await packageOf(office, 3)).body;
    const lines = adjusts === undefined ? [] : await readAdjustedLines(office.store, office.locality, adjusts.lines);
    expect(lines).toMatchObject([{ unit: 'tg.kt', no: 1, before: 10_000_000, after: 18_600_000 }]);
    await office.passAdjustment(3, '301/QĐ-UBND');
    expect(await balancesOf(office, 'tg.kt')).toEqual({ 'c.3': [18_600_000, 0] });
    expect(await balancesOf(office, 'tg.hd')).toEqual({ f: [20_000_000, 0] });
    await checkInvariants(office, new Map(), true);
  });

  it('holds back grants that it would leave nothing for, until it is decided', async () => {
    const office = await approvedP();
    await office.act(finance, office.adjustment([['tg.kt', 1, 10_000_000]]));
    const above = await office.grant('tg.kt', { 'c.3': 10_000_001 });
    expect(await refused(office, finance, above)).toEqual(
      problem('split[0].amount', 'above-balance', { balance: 10_000_000 }),
    );
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 10_000_000 }));
    await office.passAdjustment(2);
    expect(await balancesOf(office, 'tg.kt')).toEqual({ 'c.3': [10_000_000, 10_000_000] });
  });

  it('comes back from the Committee as the next submission, and is withdrawn with its reason or sent up again', async () => {
    const office = await approvedP();
    await office.act(finance, office.adjustment([['tg.kt', 1, 10_000_000]]));
    await office.act(head, { do: 'forward-package', ...(await office.shownOf(2)), remark: '' });
    expect(
      await refused(office, chair, { do: 'withdraw-adjustment', ...(await office.shownOf(2)), reason: 'x' }),
    ).toEqual({
      kind: 'not-an-adjustment',
    });
    await office.act(chair, { do: 'return-package', ...(await office.shownOf(2)), to: 'appraisal', reason: 'Chưa rõ' });
    expect((await packageOf(office, 2)).body.position).toMatchObject({ stage: 'appraisal', submission: 2 });
    const blank = { do: 'withdraw-adjustment', ...(await office.shownOf(2)), reason: ' ' };
    expect(await refused(office, head, blank)).toEqual(problem('reason', 'reason-missing'));
    await office.act(finance, { ...blank, reason: 'Không cần điều chỉnh nữa' });
    expect((await packageOf(office, 2)).body).toMatchObject({ position: { state: 'ended' }, publishedAt: null });
    expect(await ledgerOf(office, 'tg.kt')).toMatchObject({ pending: null, layers: [] });
    await checkInvariants(office, new Map(), true);
    await office.act(finance, office.adjustment([['tg.kt', 1, 9_000_000]]));
    await office.passAdjustment(3);
    office.clock.set(LAST_DAY);
    await office.act(finance, { do: 'close-round', round: office.round, remark: '' });
    expect((await office.load('round', office.round)).body.closed?.totals.approved).toBe(206_100_000);
    await checkInvariants(office, new Map(), true);
  });

  it('is neither appraised by who opened it nor changed line by line', async () => {
    const office = await approvedP();
    await office.act(finance, office.adjustment([['tg.kt', 1, 10_000_000]]));
    const forward = { do: 'forward-package', ...(await office.shownOf(2)), remark: '' };
    expect(await refused(office, finance, forward)).toMatchObject({ kind: 'own-work' });
    const { version } = await office.estimate('tg.kt');
    const { shown: _, ...at } = await office.shownOf(2);
    const figures = [{ no: 1, amount: 1, reason: 'x' }];
    const set = { do: 'set-figures', ...at, estimate: office.estimateOf('tg.kt'), seen: version, figures };
    expect(await refused(office, head, set)).toEqual({ kind: 'adjustment-fixed' });
  });
});

describe('an adjustment that cannot be opened changes nothing and says what to do', () => {
  const kt = [['tg.kt', 1, 10_000_000]] as const;
  it.each([
    [
      'of a decision that does not exist',
      [...kt],
      { cites: { number: '999/QĐ', date: '2022-02-14' } },
      'cites',
      'no-such-decision',
      { given: '999/QĐ' },
    ],
    [
      'of one with another date',
      [...kt],
      { cites: { number: '145/QĐ-UBND', date: '2022-02-13' } },
      'cites',
      'no-such-decision',
      { given: '145/QĐ-UBND' },
    ],
    ['without a reason', [...kt], { reason: ' ' }, 'reason', 'reason-missing', {}],
    ['without lines', [], {}, 'lines', 'missing', {}],
    ['that changes nothing', [['tg.kt', 1, 18_600_000]], {}, 'lines', 'missing', {}],
    ['of a line that is not there', [['tg.kt', 7, 1]], {}, 'lines[0].no', 'unknown-line', {}],
    ['of a line twice', [...kt, ...kt], {}, 'lines[1].no', 'doubled-line', {}],
    [
      'above what was proposed',
      [['tg.kt', 1, 18_600_001]],
      {},
      'lines[0].amount',
      'above-proposed',
      { proposed: 18_600_000 },
    ],
    ['below nothing', [['tg.kt', 1, -1]], {}, 'lines[0].amount', 'negative', {}],
    ['by a fraction', [['tg.kt', 1, 0.5]], {}, 'lines[0].amount', 'not-whole', {}],
    [
      'that adds less',
      [...kt],
      { kind: 'supplement' },
      'lines[0].amount',
      'wrong-direction',
      { before: 18_600_000, kind: 'supplement' },
    ],
    [
      'below what is granted',
      [['tg.tt', 1, 19_999_999]],
      {},
      'lines[0].amount',
      'below-granted',
      { granted: 20_000_000 },
    ],
  ] satisfies [string, (readonly [string, number, number])[], object, string, string, object][])(
    '%s',
    async (_, lines, more, path, code, details) => {
      const office = await approvedP();
      await office.act(finance, await office.grant('tg.tt', { 'b.1': 20_000_000 }));
      expect(await refused(office, finance, office.adjustment(lines, more))).toEqual(problem(path, code, details));
    },
  );

  it('of a decision that was itself replaced, naming the one in force', async () => {
    const office = await approvedP();
    await office.act(finance, office.adjustment([...kt]));
    await office.passAdjustment(2, '300/QĐ-UBND');
    expect(await refused(office, finance, office.adjustment([['tg.kt', 1, 9_000_000]]))).toEqual(
      problem('cites', 'decision-replaced', { number: '300/QĐ-UBND', date: office.today() }),
    );
    await office.act(finance, office.adjustment([['tg.hd', 1, 9_000_000]]));
  });

  it('while another one is on its way, by another office, of a unit without money, or after the year', async () => {
    const office = await approvedP();
    expect(await refused(office, 'tg.kt.cv', office.adjustment([...kt]))).toMatchObject({ kind: 'not-yours' });
    expect(await refused(office, finance, office.adjustment([['tg.nn', 1, 1]]))).toEqual({
      kind: 'nothing-approved',
      unit: 'tg.nn',
    });
    await office.act('tg.vhtt.cv', office.adjustment([...kt]));
    expect(await refused(office, finance, office.adjustment([['tg.kt', 1, 1]]))).toEqual({
      kind: 'adjustment-pending',
      unit: 'tg.kt',
      package: packageIdOf(office.round, 2),
    });
    office.clock.set(LAST_DAY);
    const close = { do: 'close-round', round: office.round, remark: '' };
    expect(await refused(office, finance, close)).toEqual({ kind: 'not-published' });
    await office.passAdjustment(2);
    await office.act(finance, close);
    expect(await refused(office, finance, office.adjustment([['tg.hd', 1, 1]]))).toMatchObject({
      kind: 'round-closed',
    });
  });
});
