import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { TransientError } from '../../shared/app/faults.ts';
import { tick } from '../../shared/app/tick.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import { CommandId, PackageId, packageIdOf, PersonId, UnitId } from '../../shared/domain/ids.ts';
import { checkInvariants } from '../support/invariants.ts';
import { interruptible, writes } from '../support/interruptible.ts';
import { attachToEstimate } from '../support/attaching.ts';
import { atFinance, toCommittee } from '../support/at-finance.ts';
import { approvedP, LAST_DAY } from '../support/closed-year.ts';
import { headsSign, withPeople, withStages } from '../support/heads-sign.ts';
import { scanOf } from '../support/memory-scan.ts';
import { anOffice, type Office } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { tickPorts, ticked } from '../support/whole-round.ts';
import { mailsOf, plain } from './mail/mails.ts';

const packageOf = (office: Office, n: number) => office.load('package', packageIdOf(office.round, n));

const sound = (office: Office) => checkInvariants(office, new Map(), true);

/** Sends what must be refused, and sees that nothing changed at once: machines that are held stay where they are. */
const refused = async (office: Office, person: string, command: object) => {
  const before = structuredClone(office.memory);
  const outcome = await office.send(person, command);
  expect(office.memory).toEqual(before);
  return outcome;
};

describe('an adjustment', () => {
  it('gives back nobody’s part and takes no comments: its figures are fixed, and what it changes stays decided', async () => {
    const office = await approvedP();
    await office.act('tg.tckh.cv', office.adjustment([['tg.tt', 1, 24_000_000]]));
    const part = await office.partReturn(2, 'tg.tt');
    expect(await refused(office, 'tg.tckh.cv', part)).toEqual({ kind: 'adjustment-fixed' });
    const { package: pkg, stage, submission } = await office.shownOf(2);
    const comment = { do: 'comment-line', package: pkg, stage, submission, unit: 'tg.tt', line: 1, comment: 'Được' };
    expect(await refused(office, 'tg.vhtt.cv', comment)).toEqual({ kind: 'adjustment-fixed' });
    await sound(office);
  });
});

describe('one paper that decides two packages', () => {
  it('is cited for the units of either', async () => {
    const office = await atFinance();
    await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
    await office.submit('tg.kt', packageP['tg.kt']);
    for (const n of [2, 1, 2, 1, 2]) await office.passOn(n, '145/QĐ-UBND');
    for (const [unit, line, n] of [
      ['tg.tt', 1, 1],
      ['tg.kt', 2, 2],
    ] as const) {
      await office.act('tg.tckh.cv', office.adjustment([[unit, line, 10_000_000]]));
      const pkg = packageIdOf(office.round, n + 2);
      expect((await office.load('package', pkg)).body.adjusts?.cites.package).toBe(packageIdOf(office.round, n));
    }
    const both = office.adjustment([
      ['tg.gd', 1, 1_000_000],
      ['tg.hd', 1, 1_000_000],
    ]);
    await office.act('tg.tckh.cv', both);
    await sound(office);
  });
});

describe('what is granted to a unit whose part is on its way', () => {
  it('waits for that part’s own decision, and is nothing once the part comes to nothing', async () => {
    const office = await atFinance();
    await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
    await office.forward('appraisal');
    await office.approve();
    const grant = await office.grant('tg.kt', { 'c.3': 1_000_000 });
    expect(await refused(office, 'tg.tckh.cv', grant)).toEqual({ kind: 'not-published' });
    await office.signNil('tg.kt', 'Bỏ nhiệm vụ này');
    expect(await refused(office, 'tg.tckh.cv', grant)).toEqual({ kind: 'nothing-approved', unit: 'tg.kt' });
  });
});

describe('once the year’s end is ordered', () => {
  const closed = async () => {
    const { office, before, left } = await interruptible();
    await office.open();
    await office.submit('tg.kt', packageP['tg.kt']);
    await office.lock();
    for (let stage = 1; stage <= 3; stage += 1) await office.passOn(1);
    office.clock.set(LAST_DAY);
    before(writes('YearEndOrdered'), () => office.act('tg.vhtt.cv', office.supplement(['tg.hd'])));
    await office.act('tg.tckh.cv', { do: 'close-round', round: office.round, remark: '' });
    expect(left()).toBe(0);
    return office;
  };
  const said = { kind: 'round-closed', by: 'tg.tckh.cv' };

  it('no supplement opens and no part leaves; what was opened in between is decided, and then all is counted', async () => {
    const office = await closed();
    expect(await refused(office, 'tg.vhtt.cv', office.supplement(['tg.gd']))).toMatchObject(said);
    await office.submit('tg.hd', packageP['tg.hd']);
    expect(await refused(office, 'tg.vhtt.cv', await office.partReturn(2, 'tg.hd'))).toMatchObject(said);
    for (let stage = 1; stage <= 3; stage += 1) await office.passOn(2);
    expect((await office.load('round', office.round)).body.closed).toBeUndefined();
    await ticked(office);
    expect((await office.load('round', office.round)).body.closed?.totals).toEqual({
      approved: 40_600_000,
      granted: 0,
      lapsed: 40_600_000,
    });
    await sound(office);
  });
});

describe('who decides on what is left once a part is gone', () => {
  const title = { vi: 'Phó Chủ tịch UBND huyện', en: 'Deputy Chairman' };
  const deputy = withPeople({ 'tg.kt.cv': { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] } });

  it('is no longer held to be in conflict with what left', async () => {
    const office = await anOffice(undefined, undefined, undefined, deputy);
    await toCommittee(office);
    await office.prepare('approval', 'tg.ubnd.ct');
    const paper = { basis: 'kt' };
    expect(await refused(office, 'tg.kt.cv', await office.approval(paper))).toMatchObject({ kind: 'own-work' });
    await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    await office.prepare('approval', 'tg.ubnd.ct');
    await office.act('tg.kt.cv', await office.approval(paper));
    expect((await office.thePackage()).body.outcomes.at(-1)).toMatchObject({ kind: 'approved', by: 'tg.kt.cv' });
    await sound(office);
  });

  it('is the officer again, who is mailed, where the head signed the return of the part', async () => {
    const office = await anOffice(undefined, undefined, undefined, headsSign);
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
    await office.signPackage('appraisal');
    const { body } = await office.load('task', `appraisal:${office.pkg}:1`);
    expect([body.state, body.forSignature]).toEqual(['open', undefined]);
    const mails = (await mailsOf(office, 'task')).filter(({ mail }) => mail.subject.startsWith('Thẩm định'));
    expect(mails.map(({ request }) => request.person).filter((person) => person === 'tg.tckh.cv')).toHaveLength(2);
    await sound(office);
  });

  it('is asked anew at the signature: a date that has passed meanwhile is refused', async () => {
    const office = await anOffice(undefined, undefined, undefined, headsSign);
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt', { due: office.today() }));
    office.workingDaysLater(1);
    const sign = { do: 'sign-off-package', ...(await office.shownOf(1)) };
    expect(await refused(office, 'tg.tckh.truong', sign)).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'due', code: 'date-too-early' }],
    });
  });

  it('returns a part of what was laid before him to be approved, without handing it back first', async () => {
    const officer = withPeople({ 'tg.vp.cv': { office: 'tg.ubnd' } });
    const signs = withStages({ approval: { signs: 'head' } });
    const office = await anOffice(undefined, undefined, undefined, (json) => officer(signs(json)));
    await toCommittee(office);
    await office.prepare('approval', 'tg.vp.cv');
    await office.act('tg.vp.cv', { do: 'forward-package', ...(await office.shownOf(1)), remark: '' });
    expect((await office.thePackage()).body.prepared).toMatchObject({ by: 'tg.vp.cv' });
    await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    expect((await office.thePackage()).body).toMatchObject({ position: { state: 'open' } });
    expect((await office.thePackage()).body.prepared).toBeUndefined();
    await sound(office);
  });

  it('is reminded of the money that is left, appraised as proposed', async () => {
    const office = await anOffice();
    await toCommittee(office);
    await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    office.workingDaysLater(30);
    await ticked(office);
    const [mail] = (await mailsOf(office, 'reminder')).filter(({ request }) =>
      request.cause.stream.includes(`approval:${office.pkg}`),
    );
    const text = plain(mail?.mail.text ?? '');
    expect(text).toContain('197.100.000');
    expect(text).not.toContain('215.700.000');
  });
});

describe('two at once', () => {
  it('two parts never take the same number, and both leave', async () => {
    const { office, before } = await interruptible();
    await toCommittee(office);
    before(writes('PartLeft'), async () => office.send('tg.ubnd.ct', await office.partReturn(1, 'tg.gd')));
    const outcome = await office.send('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    expect(outcome).toMatchObject({ kind: 'changed-since-shown', by: { person: 'tg.ubnd.ct' } });
    await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    expect((await office.thePackage()).body.left?.map(({ unit, part }) => `${unit} ${part.slice(-2)}`)).toEqual([
      'tg.gd p2',
      'tg.kt p3',
    ]);
    await sound(office);
  });

  it('a part of one package and a supplement opened in between get numbers of their own', async () => {
    const { office, before, left } = await interruptible();
    await toCommittee(office);
    before(writes('PartLeft'), () => office.send('tg.vhtt.cv', office.supplement(['tg.nn'])));
    await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    expect(left()).toBe(0);
    expect((await packageOf(office, 2)).body.origin?.kind).toBe('supplement');
    expect((await packageOf(office, 3)).body.origin?.kind).toBe('part');
    await sound(office);
  });

  it('figures set while a part is returned stand, and are in what is decided', async () => {
    const { office, before } = await interruptible();
    await toCommittee(office);
    const cut = await office.figures('approval', 'tg.tt', [{ no: 3, amount: 1_000_000, reason: 'Thừa' }]);
    before(writes('PartLeft'), () => office.send('tg.ubnd.ct', cut));
    await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    await office.approve();
    const { totals } = (await office.thePackage()).body.content;
    expect(totals.approved).toBe(totals.proposed - 29_000_000);
    await sound(office);
  });

  it('figures of the part that has just left are refused', async () => {
    const { office, before } = await interruptible();
    await toCommittee(office);
    const cut = await office.figures('approval', 'tg.kt', [{ no: 1, amount: 1_000_000, reason: 'Thừa' }]);
    before(writes('FiguresSet'), async () => office.send('tg.ubnd.ct', await office.partReturn(1, 'tg.kt')));
    expect(await office.send('tg.ubnd.ct', cut)).toMatchObject({ kind: 'not-found', what: 'estimate' });
    await office.machines.settle();
    await sound(office);
  });

  it('a comment made while the figures are being fixed is refused', async () => {
    const { office, before } = await interruptible();
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    before(writes('LineCommented'), () => office.prepare('appraisal', 'tg.tckh.truong'));
    const at = { package: office.pkg, stage: 'appraisal', submission: 1 };
    const comment = { do: 'comment-line', ...at, unit: 'tg.kt', line: 1, comment: 'Được' };
    expect(await office.send('tg.vhtt.cv', comment)).toEqual({ kind: 'comments-closed', stage: 'appraisal' });
    await sound(office);
  });

  it('a unit that takes back while the collecting closes is refused, and what it sent goes up', async () => {
    const { office, before } = await interruptible();
    await office.open();
    await office.lock();
    await office.act('tg.vhtt.cv', office.supplement(['tg.hd', 'tg.gd']));
    await office.submit('tg.hd', packageP['tg.hd']);
    const { package: pkg, shown } = await office.shownOf(2);
    before(writes('EstimateRecalled'), () =>
      office.send('tg.vhtt.cv', { do: 'close-collecting', package: pkg, seen: shown }),
    );
    const seen = (await office.estimate('tg.hd')).version;
    const recall = { do: 'recall-estimate', estimate: office.estimateOf('tg.hd'), seen };
    expect(await office.send('tg.hd.cb', recall)).toMatchObject({ kind: 'locked', package: pkg });
    await office.machines.settle();
    expect((await packageOf(office, 2)).body.counts).toEqual({ submitted: 1, nil: 0, missing: 1 });
    await sound(office);
  });

  it('papers and shares of a part stand once its collecting is over, though nothing is locked yet', async () => {
    const office = await atFinance();
    await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
    await office.act('tg.kt.cv', attachToEstimate(office, 'tg.kt'));
    await office.send('tg.kt.cv', await office.submission('tg.kt', packageP['tg.kt']));
    const over = { kind: 'locked', package: packageIdOf(office.round, 2) };
    expect(await refused(office, 'tg.kt.cv', attachToEstimate(office, 'tg.kt'))).toMatchObject(over);
    const seen = (await office.estimate('tg.kt')).version;
    const share = { do: 'share-activity', estimate: office.estimateOf('tg.kt'), activity: 'c.4', seen, shares: [] };
    expect(await refused(office, 'tg.kt.cv', share)).toMatchObject(over);
    await office.machines.settle();
    await sound(office);
  });

  it('the last two of a supplement may come in at the same moment: both are in, and it goes up once', async () => {
    const { office, before } = await interruptible();
    await office.open();
    await office.lock();
    await office.act('tg.vhtt.cv', office.supplement(['tg.hd', 'tg.gd']));
    before(writes('UnitCameIn'), async () =>
      office.send('tg.gd.cv', await office.submission('tg.gd', packageP['tg.gd'])),
    );
    await office.submit('tg.hd', packageP['tg.hd']);
    expect((await packageOf(office, 2)).body).toMatchObject({
      position: { stage: 'synthesis', state: 'open' },
      counts: { submitted: 2, nil: 0, missing: 0 },
    });
    await sound(office);
  });
});

describe('a step that dies', () => {
  it('between locking the estimates of a supplement and sealing it is taken up where it was', async () => {
    const { office, before, left } = await interruptible();
    await office.open();
    await office.lock();
    await office.act('tg.vhtt.cv', office.supplement(['tg.hd', 'tg.gd']));
    await office.submit('tg.hd', packageP['tg.hd']);
    for (const [type, end] of [
      ['EstimateLocked', 'tg.gd'],
      ['MembersSealed', ''],
    ] as const)
      before(writes(type, end), () => Promise.reject(new TransientError('The step died.')));
    await office.send('tg.gd.cv', await office.submission('tg.gd', packageP['tg.gd']));
    for (let hours = 1; left() > 0; hours += 2) {
      await expect(office.machines.settle()).rejects.toThrow('The step died.');
      office.machines.kill();
      office.clock.set(new Date(office.clock.now().getTime() + hours * 3_600_000).toISOString());
      await tick(tickPorts(office));
    }
    await office.machines.settle();
    expect(left()).toBe(0);
    expect((await packageOf(office, 2)).body).toMatchObject({
      position: { stage: 'synthesis', state: 'open' },
      counts: { submitted: 2, nil: 0, missing: 0 },
      content: { totals: { proposed: 37_000_000 } },
    });
    await sound(office);
  });
});

describe('verifying packages', () => {
  it('finds an estimate that two packages count', async () => {
    const office = await atFinance();
    await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
    await office.submit('tg.kt', packageP['tg.kt']);
    const faults = async () => (await verifyStore(scanOf(office.memory), sha256)).faults;
    expect(await faults()).toEqual([]);
    const before = await office.estimate('tg.gd');
    const at = instantOf(office.clock.now());
    const actor = { kind: 'person' as const, person: PersonId.parse('tg.vhtt.cv'), office: UnitId.parse('tg.vhtt') };
    const command = CommandId.parse('smuggled');
    const event = {
      type: 'EstimateReopened' as const,
      cause: 'supplement' as const,
      into: PackageId.parse(`${office.round}.p2`),
      reason: 'Lén',
      due: office.today(),
    };
    const change = { type: 'estimate' as const, id: before.id, before, event };
    const writing = writesOf([change], { locality: office.locality, at, actor, command }, sha256);
    const { locality, store } = office;
    await store.commit({ locality, command: { id: command, asked: sha256('x'), at }, writes: writing, guards: [] });
    const where = `${locality}#package#${office.pkg} tg.gd`;
    expect(await faults()).toEqual([{ where, fault: 'not-locked-into-it' }]);
  });
});
