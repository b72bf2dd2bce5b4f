import { describe, expect, it } from 'vitest';
import { readLines } from '../../shared/app/content.ts';
import { currentVersion, figuresOf, totalsOf } from '../../shared/domain/estimate.ts';
import { differenceOf } from '../../shared/domain/lines.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import { suggestDue } from '../../shared/domain/round-decisions.ts';
import { anOffice, type Office } from '../support/office.ts';
import { aLine, packageP } from '../support/package-p.ts';

const atFinance = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  return office;
};

/** Finance's cuts of scenario 10: d.2 to 2 × 12.000.000, c.1 to 38.000.000. */
const cutAsInScenario10 = async (office: Office): Promise<void> => {
  const finance = office.someone('tg.tckh');
  await office.act(
    finance,
    await office.figures('appraisal', 'tg.tt', [{ no: 3, amount: 24_000_000, reason: 'Theo đơn giá đã ký năm 2021' }]),
  );
  await office.act(
    finance,
    await office.figures('appraisal', 'tg.vhtt', [
      { no: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện, không thuê' },
    ]),
  );
};

describe('scenarios of the domain reference', () => {
  it('2: an estimate one day after its due date is accepted, flagged late, and included at the lock', async () => {
    const office = await anOffice('tam-ky-2021-2025', '2021-09-01T01:00:00.000Z');
    await office.act(office.someone('tk.vhtt'), {
      do: 'open-round',
      plan: office.plan.id,
      year: 2021,
      members: { 'tk.pb': [] },
      due: { estimate: '2021-09-14', synthesis: '2021-09-17', appraisal: '2021-09-24', approval: '2021-10-01' },
    });
    office.clock.set('2021-09-15T00:30:00.000Z');
    await office.submit('tk.kt', [aLine({ activity: 'c.2', unitPrice: '18.600.000' })]);
    expect((await office.estimate('tk.kt')).body.versions).toMatchObject([{ total: 18_600_000, late: true }]);
    await office.lock();
    const kt = (await office.estimate('tk.kt')).body;
    expect(kt.lockedInto).toEqual({ package: office.pkg, version: 1 });
    expect((await office.thePackage()).body.content.totals.proposed).toBe(18_600_000);
  });

  it('2: the last second of the due day is on time', async () => {
    const office = await anOffice();
    await office.open();
    const { due } = (await office.estimate('tg.kt')).body;
    office.clock.set(`${due}T16:59:59.000Z`);
    await office.submit('tg.kt', packageP['tg.kt']);
    office.clock.set(`${due}T17:00:00.000Z`);
    await office.submit('tg.hd', packageP['tg.hd']);
    const late = async (unit: string) => (await office.estimate(unit)).body.versions[0]?.late;
    expect([await late('tg.kt'), await late('tg.hd')]).toEqual([false, true]);
  });

  it('4: a second version counts and the first stays readable, with its difference line by line', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    const again = packageP['tg.tt'].map((line, index) => ({ ...line, no: index + 1 }));
    await office.submit(
      'tg.tt',
      again.map((line) => (line.activity === 'b.1' ? { ...line, unitPrice: '2.000.000' } : line)),
    );
    const { body } = await office.estimate('tg.tt');
    expect(body.versions.map(({ n, total }) => [n, total])).toEqual([
      [1, 74_400_000],
      [2, 68_400_000],
    ]);
    expect(currentVersion(body)?.n).toBe(2);
    const [before, after] = await Promise.all(
      body.versions.map(({ lines }) => readLines(office.store, office.locality, lines)),
    );
    const changed = differenceOf(before ?? [], after ?? []).filter(({ kind }) => kind !== 'same');
    expect(changed).toMatchObject([
      {
        kind: 'changed',
        fields: ['unitPrice', 'amount'],
        before: { amount: 30_000_000 },
        after: { amount: 24_000_000 },
      },
    ]);
    await office.lock();
    expect((await office.thePackage()).body.content.totals.proposed).toBe(209_700_000);
  });

  it('6: the same request twice is one record, and a second officer is told of the first', async () => {
    const office = await anOffice();
    await office.open();
    const command = await office.submission('tg.gd', packageP['tg.gd']);
    expect(await office.send('tg.gd.cv', command, 'one-request')).toEqual({ kind: 'recorded', repeated: false });
    expect(await office.send('tg.gd.cv', command, 'one-request')).toEqual({ kind: 'recorded', repeated: true });
    const other = { ...command, lines: [aLine({ activity: 'e', unitPrice: '16.000.000' })] };
    expect(await office.send('tg.gd.truong', other)).toMatchObject({
      kind: 'changed-since-shown',
      by: { kind: 'person', person: 'tg.gd.cv' },
    });
    expect(await office.send('tg.gd.cv', other, 'one-request')).toEqual({ kind: 'command-reused' });
    expect((await office.estimate('tg.gd')).body.versions).toMatchObject([{ total: 15_000_000 }]);
  });

  it("8: a commune's estimate is refused as outside the chain, and no total moves", async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    const command = {
      do: 'submit-estimate',
      estimate: office.estimateOf('tg.lang'),
      seen: 0,
      lines: [aLine({ activity: 'c.6', unitPrice: '9.000.000' })],
    };
    expect(await office.send(office.someone('tg.lang'), command)).toEqual({
      kind: 'outside-chain',
      unit: 'tg.lang',
      route: 'commune_budget',
    });
    await office.lock();
    expect((await office.thePackage()).body.content.totals.proposed).toBe(215_700_000);
  });

  it("8: a line of a commune's own budget is refused within a chain unit's estimate", async () => {
    const office = await anOffice();
    await office.open();
    const line = aLine({ activity: 'c.6', unitPrice: '9.000.000', source: 'commune_budget' });
    expect(await office.send(office.someone('tg.vhtt'), await office.submission('tg.vhtt', [line]))).toEqual({
      kind: 'problems',
      problems: [{ path: 'lines[0].source', code: 'commune-budget-line' }],
    });
  });

  it('10: cuts with reasons give 202.700.000 and keep both figures', async () => {
    const office = await atFinance();
    await cutAsInScenario10(office);
    await office.forward('appraisal');
    const { body } = await office.thePackage();
    expect(body.content).toMatchObject({
      totals: { proposed: 215_700_000, appraised: 202_700_000, approved: 202_700_000 },
      changed: 2,
    });
    const tt = (await office.estimate('tg.tt')).body;
    expect(totalsOf(tt, 1)).toEqual({ proposed: 74_400_000, appraised: 68_400_000, approved: 68_400_000 });
    await office.approve();
    expect((await office.estimate('tg.vhtt')).body.result?.approved).toBe(78_700_000);
  });

  it('11: raising a line above what was proposed is refused, and so is a cut without its reason', async () => {
    const office = await atFinance();
    const finance = office.someone('tg.tckh');
    const set = async (amount: number, reason: string) =>
      office.send(finance, await office.figures('appraisal', 'tg.vhtt', [{ no: 1, amount, reason }]));
    expect(await set(46_000_000, 'Thêm')).toEqual({
      kind: 'problems',
      problems: [{ path: 'figures[0].amount', code: 'above-proposed', proposed: 45_000_000 }],
    });
    expect(await set(38_000_000, '  ')).toEqual({
      kind: 'problems',
      problems: [{ path: 'figures[0].reason', code: 'reason-missing' }],
    });
    expect(figuresOf((await office.estimate('tg.vhtt')).body, 'appraisal', 1)).toBeUndefined();
  });

  it('13: a return goes back to Finance as lần 2 with its reason, and round 1 stays frozen', async () => {
    const office = await atFinance();
    await cutAsInScenario10(office);
    await office.forward('appraisal');
    const chair = office.someone('tg.ubnd', 'head');
    const withoutReason = { do: 'return-package', ...(await office.shown('approval')), to: 'appraisal', reason: ' ' };
    expect(await office.send(chair, withoutReason)).toEqual({
      kind: 'problems',
      problems: [{ path: 'reason', code: 'reason-missing' }],
    });
    await office.returnTo('appraisal', 'Không quá 180.000.000');
    const back = (await office.thePackage()).body;
    expect(back.position).toMatchObject({ stage: 'appraisal', submission: 2, state: 'open' });
    expect((await office.load('task', `appraisal:${office.pkg}:2`)).body).toMatchObject({
      office: 'tg.tckh',
      state: 'open',
      reason: 'Không quá 180.000.000',
    });
    const lowered = await office.figures('appraisal', 'tg.vhtt', [
      { no: 1, amount: 15_300_000, reason: 'Theo trần UBND huyện giao' },
    ]);
    await office.act(office.someone('tg.tckh'), lowered);
    await office.forward('appraisal');
    const vhtt = (await office.estimate('tg.vhtt')).body;
    expect(figuresOf(vhtt, 'appraisal', 1)?.total).toBe(78_700_000);
    expect(figuresOf(vhtt, 'appraisal', 2)?.total).toBe(56_000_000);
    const again = (await office.thePackage()).body;
    expect(again.outcomes.map(({ kind, stage, submission }) => [kind, stage, submission])).toEqual([
      ['forwarded', 'synthesis', 1],
      ['forwarded', 'appraisal', 1],
      ['returned', 'approval', 1],
      ['forwarded', 'appraisal', 2],
    ]);
    expect(again.outcomes[1]).toMatchObject({ content: { totals: { appraised: 202_700_000 } } });
    await office.approve();
    expect((await office.thePackage()).body.content.totals.approved).toBe(180_000_000);
  });
});

describe("other plans' chains, with no line of code for either", () => {
  it("carries Ái Thượng's estimate through without a synthesis, locked by its finance officer", async () => {
    const office = await anOffice('ai-thuong-2023', '2023-02-13T01:00:00.000Z');
    await office.open();
    await office.submit('at.vhxh', [aLine({ activity: 'IV.1.4', unitPrice: '6.000.000' })]);
    await office.lock();
    expect((await office.thePackage()).body.position).toMatchObject({ stage: 'appraisal', state: 'open' });
    await office.forward('appraisal');
    await office.approve();
    expect((await office.estimate('at.vhxh')).body.result?.approved).toBe(6_000_000);
  });

  it("carries Quảng Nam's provincial estimates through, locked by its Department of Finance", async () => {
    const office = await anOffice('quang-nam-ct07-2023', '2024-02-19T01:00:00.000Z');
    await office.open();
    await office.submit('qn.stttt', [aLine({ activity: '5.a', unitPrice: '120.000.000' })]);
    await office.submit('qn.vp', [aLine({ activity: 'V.3', quantity: '12', unitPrice: '3.000.000' })]);
    await office.lock();
    const { counts, stages } = (await office.thePackage()).body;
    expect(stages).toEqual(['appraisal', 'approval']);
    expect(counts).toMatchObject({ submitted: 2, nil: 0 });
    expect(counts.missing).toBeGreaterThan(0);
    await office.forward('appraisal');
    await office.approve();
    expect((await office.thePackage()).body.content.totals.approved).toBe(156_000_000);
  });

  it('refuses to open a round for a plan without a chain', async () => {
    const office = await anOffice('son-duong-10-10-2022', '2022-09-20T01:00:00.000Z');
    const command = {
      do: 'open-round',
      plan: office.plan.id,
      year: 2022,
      members: {},
      due: { estimate: '2022-09-27', approval: '2022-10-04' },
    };
    expect(await office.send(office.someone('sd.vhtt'), command)).toEqual({ kind: 'no-chain' });
  });
});

describe('what each office may do, and when', () => {
  it('returns an estimate to its unit with the reason and opens its task again', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    const command = {
      do: 'return-estimate',
      estimate: office.estimateOf('tg.hd'),
      seen: (await office.estimate('tg.hd')).version,
      reason: 'Thiếu căn cứ giải thưởng',
      due: '2022-02-23',
    };
    expect(await office.send('tg.kt.cv', command)).toEqual({ kind: 'not-yours', offices: ['tg.vhtt'] });
    await office.act('tg.vhtt.cv', command);
    expect((await office.estimate('tg.hd')).body).toMatchObject({ standing: 'returned', due: '2022-02-23' });
    expect((await office.load('task', `estimate:${office.estimateOf('tg.hd')}`)).body).toMatchObject({
      state: 'open',
      assignment: 2,
      reason: 'Thiếu căn cứ giải thưởng',
    });
  });

  it('tells a nil from a missing estimate, and shows neither as zero', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.kt', packageP['tg.kt']);
    await office.signNil('tg.nn');
    await office.lock();
    expect((await office.thePackage()).body.counts).toEqual({ submitted: 1, nil: 1, missing: 4 });
    expect(totalsOf((await office.estimate('tg.nn')).body, 1)).toBeUndefined();
    expect((await office.load('task', `estimate:${office.estimateOf('tg.hd')}`)).body.state).toBe('lapsed');
  });

  it('lets a unit recall before the lock, and refuses every change after it with the way forward', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    const recall = async () => ({
      do: 'recall-estimate',
      estimate: office.estimateOf('tg.kt'),
      seen: (await office.estimate('tg.kt')).version,
    });
    await office.act('tg.kt.cv', await recall());
    expect((await office.estimate('tg.kt')).body.standing).toBe('recalled');
    expect(await office.send('tg.kt.cv', await recall())).toEqual({ kind: 'nothing-to-recall' });
    await office.lock();
    expect(await office.send('tg.kt.cv', await office.submission('tg.kt', packageP['tg.kt']))).toEqual({
      kind: 'locked',
      lockedBy: 'tg.vhtt',
      package: office.pkg,
    });
  });

  it('keeps a draft however incomplete, and the second officer is told instead of overwriting it', async () => {
    const office = await anOffice();
    await office.open();
    const save = async (price: string, seen: number) => ({
      do: 'save-draft',
      estimate: office.estimateOf('tg.hd'),
      seen,
      lines: [aLine({ activity: 'f', content: '', unitPrice: price })],
    });
    const { version } = await office.estimate('tg.hd');
    await office.act('tg.hd.cb', await save('hai mươi', version));
    expect(await office.send('tg.hd.bt', await save('22.000.000', version))).toMatchObject({
      kind: 'changed-since-shown',
      by: { person: 'tg.hd.cb' },
    });
    expect((await office.estimate('tg.hd')).body).toMatchObject({ standing: 'drafting', draft: { total: 0 } });
  });

  it('lets only the head, or a deputy for him, decide for the approving office, once', async () => {
    const office = await atFinance();
    await office.forward('appraisal');
    const chair = office.someone('tg.ubnd', 'head');
    expect(await office.send('tg.tckh.cv', await office.approval())).toMatchObject({ kind: 'not-yours' });
    expect(await office.send(chair, await office.approval())).toEqual({ kind: 'not-prepared' });
    await office.prepare('approval', chair);
    const approval = await office.approval();
    expect(await office.send('tg.ubnd.pct', approval)).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'basis', code: 'wrong-basis', allowed: 'kt' }],
    });
    await office.act('tg.ubnd.pct', await office.approval({ basis: 'kt' }));
    expect(await office.send(chair, approval)).toMatchObject({ kind: 'already-decided', by: 'tg.ubnd.pct' });
  });

  it('refuses a decision on what has changed since it was shown', async () => {
    const office = await atFinance();
    await office.forward('appraisal');
    const chair = office.someone('tg.ubnd', 'head');
    await office.prepare('approval', chair);
    const shownBefore = await office.approval();
    await office.act('tg.ubnd.pct', { do: 'reopen-figures', ...(await office.shown('approval')) });
    await office.prepare('approval', 'tg.ubnd.pct');
    expect(await office.send(chair, shownBefore)).toMatchObject({
      kind: 'changed-since-shown',
      by: { person: 'tg.ubnd.pct' },
    });
  });

  it('approves another amount by line with its reason, never above what was proposed', async () => {
    const office = await atFinance();
    await cutAsInScenario10(office);
    await office.forward('appraisal');
    const chair = office.someone('tg.ubnd', 'head');
    const set = async (amount: number, reason: string) =>
      office.send(chair, await office.figures('approval', 'tg.vhtt', [{ no: 1, amount, reason }]));
    expect(await set(46_000_000, 'Thêm')).toMatchObject({ problems: [{ code: 'above-proposed' }] });
    expect(await set(40_000_000, '')).toMatchObject({ problems: [{ code: 'reason-missing' }] });
    expect(await set(40_000_000, 'Tổ chức ngoài trời')).toMatchObject({ kind: 'recorded' });
    await office.approve();
    expect((await office.thePackage()).body.content.totals).toEqual({
      proposed: 215_700_000,
      appraised: 202_700_000,
      approved: 204_700_000,
    });
  });

  it('freezes figures while they are decided on', async () => {
    const office = await atFinance();
    const finance = office.someone('tg.tckh');
    await office.prepare('appraisal', finance);
    const late = await office.figures('appraisal', 'tg.vhtt', [{ no: 1, amount: 1, reason: 'Muộn' }]);
    expect(await office.send(finance, late)).toEqual({ kind: 'being-decided' });
    await office.act(finance, { do: 'reopen-figures', ...(await office.shown('appraisal')) });
    expect(await office.send(finance, late)).toMatchObject({ kind: 'recorded' });
  });

  it('never gives a line the number of another, so that a difference shows what was taken out and what came', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.tt', packageP['tg.tt'].slice(0, 2));
    const [kept] = packageP['tg.tt'];
    await office.submit('tg.tt', [
      { ...(kept ?? aLine({ activity: 'b.1' })), no: 1 },
      aLine({ activity: 'd.2', content: 'Video clip' }),
    ]);
    const versions = (await office.estimate('tg.tt')).body.versions;
    const [before, after] = await Promise.all(
      versions.map(({ lines }) => readLines(office.store, office.locality, lines)),
    );
    expect(after?.map(({ no }) => no)).toEqual([1, 3]);
    expect(differenceOf(before ?? [], after ?? []).map(({ kind }) => kind)).toEqual(['same', 'added', 'removed']);
  });

  it('shows at each stage what stands there, whatever a returned submission had set above it', async () => {
    const office = await atFinance();
    await office.forward('appraisal');
    const chair = office.someone('tg.ubnd', 'head');
    await office.act(chair, await office.figures('approval', 'tg.vhtt', [{ no: 1, amount: 1, reason: 'Thử' }]));
    await office.prepare('approval', chair);
    expect((await office.thePackage()).body.content.totals.approved).toBe(170_700_001);
    await office.returnTo('synthesis', 'Xem lại toàn bộ');
    expect((await office.thePackage()).body.content).toMatchObject({ totals: { approved: 215_700_000 }, changed: 0 });
  });

  it('refuses to return an estimate once the lock is ordered', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    const command = {
      do: 'return-estimate',
      estimate: office.estimateOf('tg.hd'),
      seen: (await office.estimate('tg.hd')).version,
      reason: 'Thiếu căn cứ',
      due: '2022-02-23',
    };
    expect(await office.send('tg.vhtt.cv', { do: 'lock-round', round: office.round })).toMatchObject({
      kind: 'recorded',
    });
    expect(await office.send('tg.vhtt.cv', command)).toEqual({ kind: 'locked', lockedBy: 'tg.vhtt', package: null });
  });

  it('names the row that was typed, empty rows counted', async () => {
    const office = await anOffice();
    await office.open();
    const empty = aLine({ activity: '', content: '', measure: '', quantity: '', unitPrice: '' });
    const bad = aLine({ activity: 'c.3', quantity: 'ba' });
    expect(await office.send('tg.kt.cv', await office.submission('tg.kt', [empty, bad]))).toEqual({
      kind: 'problems',
      problems: [{ path: 'lines[1].quantity', code: 'not-a-number', given: 'ba' }],
    });
  });

  it('asks who stands for each unit group before a round opens', async () => {
    const office = await anOffice();
    const open = { do: 'open-round', plan: office.plan.id, year: 2022, members: {}, due: office.due() };
    expect(await office.send('tg.vhtt.cv', open)).toEqual({
      kind: 'problems',
      problems: [{ path: 'members.tg.cq', code: 'missing' }],
    });
  });

  it('asks for dates in order, within the plan, not in the past', async () => {
    const office = await anOffice();
    const open = (year: number, due: object) => ({
      do: 'open-round',
      plan: office.plan.id,
      year,
      members: { 'tg.cq': [] },
      due,
    });
    const due = { estimate: '2022-02-21', synthesis: '2022-02-18', appraisal: '2022-03-07', approval: '2022-02-11' };
    expect(await office.send('tg.vhtt.cv', open(2026, due))).toEqual({
      kind: 'problems',
      problems: [
        { path: 'year', code: 'outside-plan-period', start: '2021-01-01', end: '2025-12-31' },
        { path: 'due.synthesis', code: 'due-out-of-order', after: '2022-02-21' },
        { path: 'due.approval', code: 'date-too-early', earliest: '2022-02-14' },
      ],
    });
    expect(await office.send('tg.kt.cv', open(2022, office.due()))).toEqual({
      kind: 'not-yours',
      offices: ['tg.vhtt'],
    });
    await office.open();
    expect(await office.send('tg.vhtt.cv', open(2022, office.due()))).toEqual({ kind: 'already-open' });
  });
});

describe('the dates that opening a round suggests', () => {
  const suggested = async (planId: string, iso: string): Promise<Record<string, string>> => {
    const { plan, ports, today } = await anOffice(planId, iso);
    const setting = { at: instantOf(ports.clock.now()), plan, calendar: ports.calendar, hash: ports.hash };
    return Object.fromEntries(suggestDue(setting, today()));
  };

  it('are five working days for each stage where the plan dates none', async () => {
    expect(await suggested('tay-giang-2021-2025', '2022-02-14T01:00:00.000Z')).toEqual({
      estimate: '2022-02-21',
      synthesis: '2022-02-28',
      appraisal: '2022-03-07',
      approval: '2022-03-14',
    });
  });

  it("are the plan's own where it dates one: Tam Kỳ's estimates, before 15/9/2021", async () => {
    expect(await suggested('tam-ky-2021-2025', '2021-09-01T01:00:00.000Z')).toMatchObject({
      estimate: '2021-09-14',
      synthesis: '2021-09-21',
    });
    expect(await suggested('tam-ky-2021-2025', '2022-02-14T01:00:00.000Z')).toMatchObject({ estimate: '2022-02-21' });
  });
});
