import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { headsSign } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { scanOf } from '../support/memory-scan.ts';
import { anOffice, type Office } from '../support/office.ts';
import { aLine } from '../support/package-p.ts';
import { mailsOf, plain } from './mail/mails.ts';

const kt = [aLine({ activity: 'c.3', unitPrice: '18.600.000' }), aLine({ activity: 'c.4', unitPrice: '10.000.000' })];
const nn = [aLine({ activity: 'c.4', unitPrice: '7.000.000' })];

const collecting = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  return office;
};
const name = (office: Office, unit: string, activity = 'c.4') => ({
  do: 'name-submitter',
  round: office.round,
  activity,
  unit,
});
const share = async (office: Office, shares: readonly object[], unit = 'tg.kt') => ({
  do: 'share-activity',
  estimate: office.estimateOf(unit),
  seen: (await office.estimate(unit)).version,
  activity: 'c.4',
  shares,
});
const faultsOf = async ({ memory }: Office) => (await verifyStore(scanOf(memory), sha256)).faults;

describe('an activity that two units lead', () => {
  it('counts once: the second claim is kept with a warning that names both, and is in no total', async () => {
    const office = await collecting();
    await office.submit('tg.kt', kt);
    await office.submit('tg.nn', [...nn]);
    const { body } = await office.estimate('tg.nn');
    expect(body.joint?.claims).toEqual([{ activity: 'c.4', submitter: 'tg.kt', amount: 7_000_000 }]);
    expect(body.versions.at(-1)).toMatchObject({ total: 0, lines: { count: 1 } });
    await office.lock();
    await office.forward('synthesis');
    await office.forward('appraisal');
    await office.approve();
    const { totals } = (await office.thePackage()).body.content;
    expect(totals).toEqual({ proposed: 28_600_000, appraised: 28_600_000, approved: 28_600_000 });
    expect(await faultsOf(office)).toEqual([]);
    await checkInvariants(office, new Map(), true);
  });

  it('has the standing unit and both units told of the second claim, by both names', async () => {
    const office = await collecting();
    await office.submit('tg.kt', kt);
    await office.submit('tg.nn', nn);
    const mails = await mailsOf(office, 'second-claim');
    expect(mails.map(({ request }) => request.person).toSorted()).toEqual(['tg.kt.cv', 'tg.nn.cv', 'tg.vhtt.cv']);
    for (const { mail } of mails.filter(({ mail: one }) => one.language === 'vi'))
      expect(plain(mail.text)).toMatch(/Phòng NN&PTNT đề nghị 7\.000\.000 đồng; tính ở Phòng KT&HT/);
    expect(mails.every(({ mail }) => mail.subject.includes('Phòng NN&PTNT') || mail.language === 'en')).toBe(true);
  });

  it('counts once where heads sign too: what waits for a signature holds the naming up, and is a claim once signed', async () => {
    const office = await anOffice(undefined, undefined, undefined, headsSign);
    await office.open();
    await office.act('tg.nn.cv', await office.submission('tg.nn', nn));
    expect(await office.send('tg.vhtt.cv', name(office, 'tg.nn'))).toMatchObject({
      kind: 'already-claimed',
      units: ['tg.nn'],
    });
    await office.signEstimate('tg.nn');
    const { body } = await office.estimate('tg.nn');
    expect(body.joint?.claims).toEqual([{ activity: 'c.4', submitter: 'tg.kt', amount: 7_000_000 }]);
    expect(body.versions.at(-1)?.total).toBe(0);
    const told = new Set((await mailsOf(office, 'second-claim')).map(({ request }) => request.person));
    expect([...told].toSorted()).toEqual(['tg.kt.cv', 'tg.nn.cv', 'tg.vhtt.cv']);
    expect(await faultsOf(office)).toEqual([]);
  });

  it('is submitted by whom the standing unit names, from then on', async () => {
    const office = await collecting();
    await office.act('tg.vhtt.cv', name(office, 'tg.nn'));
    await office.submit('tg.kt', kt);
    await office.submit('tg.nn', nn);
    expect((await office.estimate('tg.kt')).body.versions.at(-1)?.total).toBe(18_600_000);
    expect((await office.estimate('tg.nn')).body.versions.at(-1)?.total).toBe(7_000_000);
    expect(await faultsOf(office)).toEqual([]);
    await checkInvariants(office, new Map(), true);
  });

  it('is not handed on while lines of it are in; returned first, it is', async () => {
    const office = await collecting();
    await office.submit('tg.kt', kt);
    expect(await office.send('tg.vhtt.cv', name(office, 'tg.nn'))).toEqual({
      kind: 'already-claimed',
      activity: 'c.4',
      units: ['tg.kt'],
    });
    const { version } = await office.estimate('tg.kt');
    const back = { do: 'return-estimate', estimate: office.estimateOf('tg.kt'), seen: version };
    await office.act('tg.vhtt.cv', { ...back, reason: 'Phòng NN&PTNT nộp c.4', due: '2022-02-22' });
    await office.act('tg.vhtt.cv', name(office, 'tg.nn'));
    await office.submit('tg.nn', nn);
    expect((await office.estimate('tg.nn')).body.versions.at(-1)?.total).toBe(7_000_000);
  });

  it.each([
    ['tg.hd.cb', 'tg.nn', 'c.4', { kind: 'not-yours', offices: ['tg.vhtt'] }],
    [
      'tg.vhtt.cv',
      'tg.hd',
      'c.4',
      { kind: 'problems', problems: [{ path: 'unit', code: 'unknown-unit', given: 'tg.hd' }] },
    ],
    [
      'tg.vhtt.cv',
      'tg.kt',
      'c.3',
      { kind: 'problems', problems: [{ path: 'activity', code: 'not-joint', given: 'c.3' }] },
    ],
    ['tg.vhtt.cv', 'tg.kt', 'c.4', { kind: 'recorded', repeated: true }],
  ])('named by %s to be %s of %s: %o', async (person, unit, activity, outcome) => {
    const office = await collecting();
    expect(await office.send(person, name(office, unit, activity))).toEqual(outcome);
  });

  it('is named by nobody once the lock was ordered', async () => {
    const office = await collecting();
    await office.lock();
    expect(await office.send('tg.vhtt.cv', name(office, 'tg.nn'))).toMatchObject({ kind: 'locked' });
  });

  it('counts once, whoever names and submits in whatever order, even at the same time', async () => {
    const move = fc.constantFrom('name kt', 'name nn', 'kt', 'nn', 'both', 'recall kt', 'recall nn');
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 10 }), async (moves) => {
        const office = await collecting();
        const submit = async (unit: 'tg.kt' | 'tg.nn') =>
          office.send(office.someone(unit), await office.submission(unit, unit === 'tg.kt' ? kt : nn));
        const seen = new Map<string, number>();
        for (const one of moves) {
          const unit = one.endsWith('kt') ? 'tg.kt' : 'tg.nn';
          if (one.startsWith('name'))
            await Promise.all([office.send('tg.vhtt.cv', name(office, unit)), submit('tg.nn')]);
          else if (one.startsWith('recall')) {
            const { version } = await office.estimate(unit);
            const command = { do: 'recall-estimate', estimate: office.estimateOf(unit), seen: version };
            await office.send(office.someone(unit), command);
          } else if (one === 'both') await Promise.all([submit('tg.kt'), submit('tg.nn')]);
          else await submit(unit);
          await office.machines.settle();
          await checkInvariants(office, seen, false);
        }
        expect(await faultsOf(office)).toEqual([]);
      }),
      { numRuns: 25, seed: 20_220_214 },
    );
  });
});

describe('shares of a joint activity', () => {
  it('are said by the submitter, up to its total, and are said anew for a new version', async () => {
    const office = await collecting();
    await office.submit('tg.kt', kt);
    const parts = [
      { unit: 'tg.kt', amount: 6_000_000 },
      { unit: 'tg.nn', amount: 4_000_000 },
    ];
    await office.act('tg.kt.cv', await share(office, parts));
    expect((await office.estimate('tg.kt')).body.joint?.shares).toEqual({ 'c.4': parts });
    expect(await faultsOf(office)).toEqual([]);
    await office.submit('tg.kt', kt);
    expect((await office.estimate('tg.kt')).body.joint?.shares).toEqual({});
  });

  it.each([
    [
      [
        { unit: 'tg.kt', amount: 6_000_000 },
        { unit: 'tg.nn', amount: 4_000_001 },
      ],
      { path: 'shares', code: 'above-activity', total: 10_000_000, shared: 10_000_001 },
    ],
    [[{ unit: 'tg.hd', amount: 1 }], { path: 'shares[0].unit', code: 'unknown-unit', given: 'tg.hd' }],
    [
      [
        { unit: 'tg.nn', amount: 1 },
        { unit: 'tg.nn', amount: 1 },
      ],
      { path: 'shares[1].unit', code: 'unknown-unit', given: 'tg.nn' },
    ],
    [[{ unit: 'tg.nn', amount: -1 }], { path: 'shares[0].amount', code: 'negative' }],
    [[{ unit: 'tg.nn', amount: 0.5 }], { path: 'shares[0].amount', code: 'not-whole' }],
  ])('of %o are refused, and nothing changes', async (shares, problem) => {
    const office = await collecting();
    await office.submit('tg.kt', kt);
    const before = (await office.estimate('tg.kt')).version;
    expect(await office.send('tg.kt.cv', await share(office, shares))).toEqual({
      kind: 'problems',
      problems: [problem],
    });
    expect((await office.estimate('tg.kt')).version).toBe(before);
  });

  it('are nobody’s but the submitter’s, while its lines are in and open', async () => {
    const office = await collecting();
    const one = [{ unit: 'tg.nn', amount: 1 }];
    expect(await office.send('tg.kt.cv', await share(office, one))).toEqual({
      kind: 'nothing-to-share',
      activity: 'c.4',
    });
    expect(await office.send('tg.nn.cv', await share(office, one, 'tg.nn'))).toEqual({
      kind: 'not-yours',
      offices: ['tg.kt'],
    });
    expect(await office.send('tg.nn.cv', await share(office, one))).toEqual({ kind: 'not-yours', offices: ['tg.kt'] });
    await office.submit('tg.kt', kt);
    await office.lock();
    expect(await office.send('tg.kt.cv', await share(office, one))).toMatchObject({ kind: 'locked' });
  });
});
