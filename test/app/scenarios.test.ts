import { describe, expect, it } from 'vitest';
import { readLines } from '../../shared/app/content.ts';
import { currentVersion, figuresOf, totalsOf } from '../../shared/domain/estimate.ts';
import { differenceOf } from '../../shared/domain/lines.ts';
import { Plan } from '../../shared/domain/plan.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { withPeople } from '../support/heads-sign.ts';
import { anOffice, type Office } from '../support/office.ts';
import { aLine, packageP } from '../support/package-p.ts';

import { ticked } from '../support/whole-round.ts';
import { atFinance, cutAsInScenario10, toCommittee } from '../support/at-finance.ts';

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

  it('17: due before 01/6/2026, whose eve is a Sunday: reminded on Friday, on time that night, late on Monday', async () => {
    const longer = (json: unknown) => {
      const plan = Plan.parse(json);
      return { ...plan, period: { ...plan.period, end: '2026-12-31' } };
    };
    const office = await anOffice(undefined, '2026-05-04T01:00:00.000Z', undefined, longer);
    await office.act('tg.vhtt.cv', {
      do: 'open-round',
      plan: office.plan.id,
      year: 2026,
      members: { 'tg.cq': [] },
      due: { estimate: '2026-05-31', synthesis: '2026-06-08', appraisal: '2026-06-15', approval: '2026-06-22' },
    });
    const task = `estimate:${office.estimateOf('tg.hd')}`;
    const climbed = async (at: string) => {
      office.clock.set(at);
      await ticked(office);
      return (await office.load('task', task)).body.climbed;
    };
    expect(await climbed('2026-05-29T00:29:00.000Z')).toBe(-5);
    // T-1 and T fall on Friday together: one mail. Nothing comes on the weekend.
    expect(await climbed('2026-05-29T00:30:00.000Z')).toBe(0);
    expect((await office.load('task', task)).version).toBe(3);
    expect(await climbed('2026-05-31T13:00:00.000Z')).toBe(0);
    office.clock.set('2026-05-31T14:00:00.000Z');
    await office.submit('tg.hd', packageP['tg.hd']);
    office.clock.set('2026-06-01T01:00:00.000Z');
    await office.submit('tg.kt', packageP['tg.kt']);
    const late = async (unit: string) => (await office.estimate(unit)).body.versions[0]?.late;
    expect([await late('tg.hd'), await late('tg.kt')]).toEqual([false, true]);
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
    expect(totalsOf(tt, office.lan(1))).toEqual({ proposed: 74_400_000, appraised: 68_400_000, approved: 68_400_000 });
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
    expect(figuresOf((await office.estimate('tg.vhtt')).body, 'appraisal', office.lan(1))).toBeUndefined();
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
    expect(figuresOf(vhtt, 'appraisal', office.lan(1))?.total).toBe(78_700_000);
    expect(figuresOf(vhtt, 'appraisal', office.lan(2))?.total).toBe(56_000_000);
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

  describe('15: the Chair is away from 20 to 30 November', () => {
    /** Package P before the Committee on 18 November 2022; the Chair lends his signature for the days he is away. */
    const chairAway = async (people: Readonly<Record<string, object>> = {}, recipient = 'tg.vp.cvp') => {
      const office = await anOffice(undefined, '2022-11-01T01:00:00.000Z', undefined, withPeople(people));
      await toCommittee(office);
      office.clock.set('2022-11-18T02:00:00.000Z');
      const days = { date: '2022-11-18', from: '2022-11-20', until: '2022-11-30' };
      await office.act('tg.ubnd.ct', office.authorisation({ recipient, ...days }));
      return office;
    };
    const signs = async (office: Office, person: string, basis: string) => {
      await office.send(person, { do: 'prepare-decision', ...(await office.shown('approval')) });
      return office.send(person, await office.approval({ basis }));
    };
    const ref = { id: 'a1', number: '12/GUQ-UBND', from: '2022-11-20', until: '2022-11-30' };
    const ofHuyenDoan = { 'tg.ubnd.pct': { fields: [{ units: ['tg.hd'] }] } };

    it('the Vice-chair signs on the 25th KT. CHỦ TỊCH, in his field', async () => {
      const office = await chairAway({ 'tg.ubnd.pct': { fields: [{ works: ['approval'] }] } });
      office.clock.set('2022-11-25T02:00:00.000Z');
      expect(await signs(office, 'tg.ubnd.pct', 'kt')).toEqual({ kind: 'recorded', repeated: false });
      const { outcomes } = (await office.thePackage()).body;
      expect(outcomes.at(-1)).toMatchObject({
        kind: 'approved',
        by: 'tg.ubnd.pct',
        authority: { basis: 'kt', of: 'tg.ubnd.ct' },
        decision: { date: '2022-11-25', signer: 'tg.ubnd.pct', basis: 'kt', of: 'tg.ubnd.ct' },
      });
    });

    it('outside his field he is refused and told who may; mandated in writing he signs KT.', async () => {
      const office = await chairAway(ofHuyenDoan);
      office.clock.set('2022-11-25T02:00:00.000Z');
      expect(await signs(office, 'tg.ubnd.pct', 'kt')).toEqual({
        kind: 'outside-field',
        office: 'tg.ubnd',
        signers: ['tg.ubnd.ct', 'tg.vp.cvp'],
      });
      const mandated = await chairAway(ofHuyenDoan, 'tg.ubnd.pct');
      mandated.clock.set('2022-11-25T02:00:00.000Z');
      expect(await signs(mandated, 'tg.ubnd.pct', 'kt')).toMatchObject({ kind: 'recorded' });
      expect((await mandated.thePackage()).body.outcomes.at(-1)).toMatchObject({
        decision: { basis: 'kt', of: 'tg.ubnd.ct', authorisation: ref },
      });
    });

    it('who holds the authorisation signs TUQ. within its days, with its number and dates', async () => {
      const office = await chairAway();
      expect(await signs(office, 'tg.vp.cvp', 'tuq')).toEqual({
        kind: 'not-yet-authorised',
        number: '12/GUQ-UBND',
        from: '2022-11-20',
        signers: ['tg.ubnd.ct', 'tg.ubnd.pct'],
      });
      office.clock.set('2022-11-30T16:59:59.000Z');
      expect(await signs(office, 'tg.vp.cvp', 'tuq')).toMatchObject({ kind: 'recorded' });
      expect((await office.thePackage()).body.outcomes.at(-1)).toMatchObject({
        by: 'tg.vp.cvp',
        decision: { basis: 'tuq', of: 'tg.ubnd.ct', authorisation: ref },
      });
      const last = (await office.store.entries(office.locality, 'package', office.pkg))
        .map(readEntry)
        .findLast((entry) => entry?.event.type === 'PackageApproved');
      expect(last?.actor).toEqual({
        kind: 'person',
        way: 'session',
        person: 'tg.vp.cvp',
        office: 'tg.ubnd',
        authority: { basis: 'tuq', of: 'tg.ubnd.ct', authorisation: ref },
      });
    });

    it('on 1 December he is refused: the authorisation has expired by itself', async () => {
      const office = await chairAway();
      office.clock.set('2022-11-30T02:00:00.000Z');
      await office.act('tg.vp.cvp', { do: 'prepare-decision', ...(await office.shown('approval')) });
      const asShown = await office.approval({ basis: 'tuq' });
      office.clock.set('2022-12-01T02:00:00.000Z');
      const before = (await office.thePackage()).version;
      expect(await office.send('tg.vp.cvp', asShown)).toEqual({
        kind: 'authorisation-ended',
        number: '12/GUQ-UBND',
        ended: '2022-11-30',
        revoked: false,
        signers: ['tg.ubnd.ct', 'tg.ubnd.pct'],
      });
      expect((await office.thePackage()).version).toBe(before);
    });

    it('he cannot lend on what was lent to him', async () => {
      const office = await chairAway();
      office.clock.set('2022-11-25T02:00:00.000Z');
      const on = { giver: 'tg.vp.cvp', recipient: 'tg.vp.cv', number: '13/GUQ-UBND', works: ['approval'] };
      const lent = office.authorisation({ ...on, from: '2022-12-02', until: '2022-12-05' });
      expect(await office.send('tg.vp.cvp', lent)).toEqual({ kind: 'not-yours', offices: ['tg.ubnd'] });
      expect(await office.send('tg.ubnd.pct', lent)).toEqual({
        kind: 'problems',
        problems: [{ path: 'giver', code: 'lent-on', number: '12/GUQ-UBND' }],
      });
    });
  });
});
