import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { packageIdOf } from '../../shared/domain/ids.ts';
import { toCommittee } from '../support/at-finance.ts';
import { headsSign } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { scanOf } from '../support/memory-scan.ts';
import { anOffice, type Office } from '../support/office.ts';
import { aLine, packageP } from '../support/package-p.ts';
import { refused } from '../support/refused.ts';

const faultsOf = async ({ memory }: Office) => (await verifyStore(scanOf(memory), sha256)).faults;

const sound = async (office: Office) => {
  await checkInvariants(office, new Map(), true);
  expect(await faultsOf(office)).toEqual([]);
};

const packageOf = (office: Office, n: number) => office.load('package', packageIdOf(office.round, n));

const locked = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  await office.fileP();
  await office.lock();
  return office;
};

const financeReturns = async () => {
  const office = await locked();
  await office.forward('synthesis');
  await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
  return office;
};

const cheaper = [aLine({ activity: 'c.3', unitPrice: '15.000.000' })];

describe('one unit’s part, returned', () => {
  it('leaves the package, which goes on without it, and waits for its unit in a package of its own', async () => {
    const office = await financeReturns();
    const main = await packageOf(office, 1);
    expect(main.body.content.totals.proposed).toBe(215_700_000 - 18_600_000);
    expect(main.body.left).toEqual([
      { unit: 'tg.kt', estimate: office.estimateOf('tg.kt'), part: `${office.round}.p2`, submission: 1, after: 1 },
    ]);
    const part = await packageOf(office, 2);
    expect(part.body).toMatchObject({
      number: 2,
      origin: { kind: 'part', from: office.pkg, number: 1, stage: 'appraisal', by: 'tg.tckh.cv' },
      position: { stage: 'estimate', submission: 1, state: 'open' },
      collecting: { units: ['tg.kt'], awaited: ['tg.kt'], sealed: false },
    });
    const { body } = await office.estimate('tg.kt');
    expect(body).toMatchObject({ standing: 'returned', lockedInto: null, into: `${office.round}.p2` });
    expect((await office.load('task', body.task)).body).toMatchObject({
      state: 'open',
      due: part.body.collecting?.due,
      reason: 'Lập lại theo khung giá mới',
    });
    await sound(office);
  });

  it('goes up by itself once its unit has sent it again, and is decided apart while each keeps its trail', async () => {
    const office = await financeReturns();
    await office.forward('appraisal');
    await office.approve();
    await office.submit('tg.kt', cheaper);
    expect((await packageOf(office, 2)).body).toMatchObject({
      position: { stage: 'synthesis', state: 'open' },
      counts: { submitted: 1, nil: 0, missing: 0 },
      content: { totals: { proposed: 15_000_000 } },
      outcomes: [{ kind: 'collected', by: 'tg.kt.cv' }],
    });
    await office.passOn(2);
    await office.passOn(2);
    await office.passOn(2);
    const [main, part] = [await packageOf(office, 1), await packageOf(office, 2)];
    expect(main.body.content.totals.approved + part.body.content.totals.approved).toBe(212_100_000);
    expect(part.body.outcomes.map(({ kind, stage }) => `${kind} ${stage}`)).toEqual([
      'collected estimate',
      'forwarded synthesis',
      'forwarded appraisal',
      'approved approval',
    ]);
    expect(main.body.publishedAt).not.toBeNull();
    const { result } = (await office.estimate('tg.kt')).body;
    expect(result).toMatchObject({ package: `${office.round}.p2`, approved: 15_000_000 });
    await sound(office);
  });

  it('starts without the figures that were set before it left, which stay readable where they were set', async () => {
    const office = await locked();
    await office.forward('synthesis');
    await office.act(
      'tg.tckh.cv',
      await office.figures('appraisal', 'tg.kt', [{ no: 1, amount: 9_000_000, reason: 'Thừa' }]),
    );
    await office.forward('appraisal');
    await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    await office.submit('tg.kt', cheaper);
    await office.passOn(2);
    const { body } = await office.estimate('tg.kt');
    expect(body.figures.map((set) => set.package)).toEqual([office.pkg]);
    expect((await packageOf(office, 2)).body.content.totals).toEqual({
      proposed: 15_000_000,
      appraised: 15_000_000,
      approved: 15_000_000,
    });
    const [, appraised] = (await packageOf(office, 1)).body.outcomes;
    expect(appraised).toMatchObject({ kind: 'forwarded', content: { totals: { appraised: 206_100_000 } } });
    await sound(office);
  });

  it('is returned once more as another part, and the one that it leaves ends', async () => {
    const office = await financeReturns();
    await office.submit('tg.kt', cheaper);
    await office.passOn(2);
    await office.act('tg.tckh.cv', await office.partReturn(2, 'tg.kt', { reason: 'Vẫn cao' }));
    expect((await packageOf(office, 2)).body).toMatchObject({
      position: { state: 'ended' },
      outcomes: [{ kind: 'collected' }, { kind: 'forwarded' }, { kind: 'withdrawn', reason: 'Vẫn cao' }],
    });
    expect((await packageOf(office, 3)).body.origin).toMatchObject({
      kind: 'part',
      from: `${office.round}.p2`,
      number: 2,
    });
    await office.submit('tg.kt', [aLine({ activity: 'c.3', unitPrice: '12.000.000' })]);
    await office.passOn(3);
    await sound(office);
  });

  it('that comes to nothing ends: its unit signs a nil', async () => {
    const office = await financeReturns();
    await office.signNil('tg.kt', 'Bỏ nhiệm vụ này');
    expect((await packageOf(office, 2)).body).toMatchObject({
      position: { state: 'ended' },
      outcomes: [{ kind: 'collected' }, { kind: 'withdrawn', reason: '' }],
    });
    expect((await office.estimate('tg.kt')).body.lockedInto).toEqual({ package: `${office.round}.p2`, version: null });
    await sound(office);
  });

  it('that its unit never sends ends when the locking office goes on without it', async () => {
    const office = await financeReturns();
    const { head } = await packageOf(office, 2);
    await office.act('tg.vhtt.cv', { do: 'close-collecting', package: `${office.round}.p2`, seen: head });
    expect((await packageOf(office, 2)).body.position.state).toBe('ended');
    await sound(office);
  });

  it('waits for the signature of its unit’s head where the plan says so, and for that of the returning office’s', async () => {
    const office = await anOffice(undefined, undefined, undefined, headsSign);
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
    expect((await packageOf(office, 1)).body).toMatchObject({
      prepared: { act: { do: 'return-part' }, by: 'tg.tckh.cv' },
    });
    await office.signPackage('appraisal');
    expect((await packageOf(office, 1)).body.left).toHaveLength(1);
    await office.act('tg.kt.cv', await office.submission('tg.kt', cheaper));
    expect((await packageOf(office, 2)).body.position.stage).toBe('estimate');
    await office.signEstimate('tg.kt');
    expect((await packageOf(office, 2)).body.position.stage).toBe('synthesis');
    await sound(office);
  });

  it.each([
    ['tg.tckh.cv', { reason: ' ' }, { kind: 'problems', problems: [{ path: 'reason', code: 'reason-missing' }] }],
    ['tg.tckh.cv', { due: '2022-02-01' }, { kind: 'problems', problems: [{ path: 'due', code: 'date-too-early' }] }],
    ['tg.vhtt.cv', {}, { kind: 'not-yours' }],
    ['tg.tckh.cv', { shown: 'f'.repeat(64) }, { kind: 'changed-since-shown' }],
    ['tg.tckh.cv', { estimate: 'tay-giang-2021-2025.2022:tg.nn' }, { kind: 'nothing-submitted' }],
    ['tg.tckh.cv', { estimate: 'tay-giang-2021-2025.2022:tg.xx' }, { kind: 'not-found', what: 'estimate' }],
  ])('returned by %s with %o is refused, and nothing changes', async (person, more, refusal) => {
    const office = await locked();
    await office.forward('synthesis');
    const before = JSON.stringify([...office.memory.records.values()]);
    expect(await office.send(person, await office.partReturn(1, 'tg.kt', more))).toMatchObject(refusal);
    expect(JSON.stringify([...office.memory.records.values()])).toBe(before);
  });

  it('takes no more comments where it left, and takes them where it is now', async () => {
    const office = await financeReturns();
    const comment = { do: 'comment-line', unit: 'tg.kt', line: 1, comment: 'Nên rút gọn' };
    const said = { ...comment, package: office.pkg, stage: 'appraisal', submission: 1 };
    expect(await office.send('tg.vhtt.cv', said)).toMatchObject({ kind: 'problems', problems: [{ path: 'unit' }] });
    await office.submit('tg.kt', cheaper);
    await office.passOn(2);
    await office.act('tg.vhtt.cv', { ...said, package: `${office.round}.p2`, line: 2 });
    await sound(office);
  });

  it('is not the unit’s to change before it opens or after it went up', async () => {
    const office = await financeReturns();
    await office.submit('tg.kt', cheaper);
    const again = await office.submission('tg.kt', cheaper);
    expect(await office.send('tg.kt.cv', again)).toMatchObject({ kind: 'locked', package: `${office.round}.p2` });
  });
});

describe('a supplement', () => {
  it('takes in units that had nothing in at the lock, and goes up once the last of them is in', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.kt', packageP['tg.kt']);
    await office.lock();
    await office.act('tg.vhtt.cv', office.supplement(['tg.hd', 'tg.gd']));
    expect((await packageOf(office, 2)).body).toMatchObject({
      origin: { kind: 'supplement', by: 'tg.vhtt.cv' },
      collecting: { awaited: ['tg.hd', 'tg.gd'] },
    });
    await office.submit('tg.hd', packageP['tg.hd']);
    expect((await packageOf(office, 2)).body.collecting?.awaited).toEqual(['tg.gd']);
    await sound(office);
    await office.submit('tg.gd', packageP['tg.gd']);
    expect((await packageOf(office, 2)).body).toMatchObject({
      position: { stage: 'synthesis', state: 'open' },
      content: { totals: { proposed: 37_000_000 } },
    });
    await sound(office);
  });

  it('lets a unit take back and send again while it waits for others', async () => {
    const office = await anOffice();
    await office.open();
    await office.lock();
    await office.act('tg.vhtt.cv', office.supplement(['tg.hd', 'tg.gd']));
    await office.submit('tg.hd', packageP['tg.hd']);
    const seen = (await office.estimate('tg.hd')).version;
    await office.act('tg.hd.cb', { do: 'recall-estimate', estimate: office.estimateOf('tg.hd'), seen });
    expect((await packageOf(office, 2)).body.collecting?.awaited).toEqual(['tg.gd', 'tg.hd']);
    await sound(office);
    await office.submit('tg.gd', packageP['tg.gd']);
    await office.submit('tg.hd', packageP['tg.hd']);
    expect((await packageOf(office, 2)).body.counts).toEqual({ submitted: 2, nil: 0, missing: 0 });
    await sound(office);
  });

  it('goes on without whoever is still missing when the locking office says so', async () => {
    const office = await anOffice();
    await office.open();
    await office.lock();
    await office.act('tg.vhtt.cv', office.supplement(['tg.hd', 'tg.gd']));
    await office.submit('tg.hd', packageP['tg.hd']);
    const { head } = await packageOf(office, 2);
    await office.act('tg.vhtt.cv', { do: 'close-collecting', package: `${office.round}.p2`, seen: head });
    expect((await packageOf(office, 2)).body).toMatchObject({
      position: { stage: 'synthesis' },
      counts: { submitted: 1, missing: 1 },
    });
    await office.act('tg.vhtt.cv', office.supplement(['tg.gd']));
    await office.submit('tg.gd', packageP['tg.gd']);
    expect((await packageOf(office, 3)).body.counts.submitted).toBe(1);
    await sound(office);
  });

  it('of a round that is not locked is refused, and nothing changes', async () => {
    const office = await anOffice();
    await office.open();
    expect(await refused(office, 'tg.vhtt.cv', office.supplement(['tg.hd']))).toEqual({
      kind: 'not-locked',
      lockedBy: 'tg.vhtt',
    });
  });

  it.each([
    ['tg.tckh.cv', ['tg.nn'], { kind: 'not-yours', offices: ['tg.vhtt'] }],
    ['tg.vhtt.cv', [], { kind: 'problems', problems: [{ path: 'units', code: 'missing' }] }],
    [
      'tg.vhtt.cv',
      ['tg.kt'],
      { kind: 'problems', problems: [{ path: 'units[0]', code: 'in-a-package', unit: 'tg.kt' }] },
    ],
    ['tg.vhtt.cv', ['tg.lang'], { kind: 'problems', problems: [{ path: 'units[0]', code: 'unknown-unit' }] }],
    ['tg.vhtt.cv', ['tg.nn', 'tg.nn'], { kind: 'problems', problems: [{ path: 'units[1]', code: 'unknown-unit' }] }],
  ])('opened by %s for %o is refused, and nothing changes', async (person, units, refusal) => {
    const office = await locked();
    const before = JSON.stringify([...office.memory.records.values()]);
    expect(await office.send(person, office.supplement(units))).toMatchObject(refusal);
    expect(JSON.stringify([...office.memory.records.values()])).toBe(before);
  });
});

describe('a higher office’s return', () => {
  it('goes down one step, and further only when the office below decides so', async () => {
    const office = await anOffice();
    await toCommittee(office);
    const down = { do: 'return-package', ...(await office.shown('approval')), to: 'synthesis', reason: 'Quá cao' };
    expect(await office.send('tg.ubnd.ct', down)).toEqual({ kind: 'cannot-return-there', allowed: ['appraisal'] });
    await office.returnTo('appraisal', 'Không quá 180.000.000');
    const again = { do: 'return-package', ...(await office.shown('appraisal')), to: 'synthesis', reason: 'Rà lại' };
    await office.act('tg.tckh.cv', again);
    expect((await office.thePackage()).body.position).toMatchObject({ stage: 'synthesis', submission: 3 });
    await sound(office);
  });

  it('of a single part goes down from the first office too, for there is its unit below', async () => {
    const office = await locked();
    await office.act('tg.vhtt.cv', await office.partReturn(1, 'tg.gd'));
    expect((await packageOf(office, 2)).body.collecting?.units).toEqual(['tg.gd']);
    await sound(office);
  });
});
