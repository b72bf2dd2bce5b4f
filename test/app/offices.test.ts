import { describe, expect, it } from 'vitest';
import { readLines } from '../../shared/app/content.ts';
import { totalsOf } from '../../shared/domain/estimate.ts';
import { differenceOf } from '../../shared/domain/lines.ts';
import { anOffice } from '../support/office.ts';
import { aLine, packageP } from '../support/package-p.ts';

import { atFinance, cutAsInScenario10 } from '../support/at-finance.ts';

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
    expect(totalsOf((await office.estimate('tg.nn')).body, office.lan(1))).toBeUndefined();
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

  it('gives a returned package time counted anew, and never less than the round said', async () => {
    const office = await atFinance();
    await office.forward('appraisal');
    await office.returnTo('appraisal', 'Làm rõ');
    expect((await office.thePackage()).body.position.due).toBe('2022-03-07');
    office.workingDaysLater(14);
    await office.forward('appraisal');
    expect((await office.thePackage()).body.position.due).toBe('2022-03-14');
    await office.returnTo('appraisal', 'Làm rõ thêm');
    expect((await office.thePackage()).body.position).toMatchObject({ submission: 3, due: '2022-03-11' });
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
    await office.returnTo('appraisal', 'Xem lại toàn bộ');
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
