import { describe, expect, it } from 'vitest';
import { toCommittee } from '../support/at-finance.ts';
import { headsSign, withPeople, withStages } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';

const twoPersons = (adapt = headsSign) => anOffice(undefined, undefined, undefined, adapt);

const prepared = async (adapt = headsSign) => {
  const office = await twoPersons(adapt);
  await office.open();
  await office.act('tg.kt.cv', await office.submission('tg.kt', packageP['tg.kt']));
  return office;
};

const of = async (office: Office, unit: string) => ({
  estimate: office.estimateOf(unit),
  seen: (await office.estimate(unit)).version,
});

const atAppraisal = async () => {
  const office = await twoPersons();
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  await office.prepare('appraisal', 'tg.tckh.cv');
  return office;
};

const laid = async () => {
  const office = await atAppraisal();
  await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: 'Đã rà soát' });
  return office;
};

describe('two persons an office', () => {
  it('an estimate that an officer prepared counts only once the head has signed it', async () => {
    const office = await prepared();
    const before = (await office.estimate('tg.kt')).body;
    expect(before).toMatchObject({ standing: 'drafting', versions: [], prepared: { by: 'tg.kt.cv' } });
    expect((await office.load('task', before.task)).body).toMatchObject({ state: 'open', forSignature: true });
    await office.signEstimate('tg.kt');
    const { body } = await office.estimate('tg.kt');
    expect(body).toMatchObject({
      standing: 'submitted',
      versions: [{ n: 1, total: 18_600_000, by: 'tg.kt.truong', preparedBy: 'tg.kt.cv' }],
      preparers: ['tg.kt.cv', 'tg.kt.truong'],
    });
    expect(body.prepared).toBeUndefined();
    expect((await office.load('task', body.task)).body.state).toBe('done');
    await checkInvariants(office, new Map(), true);
  });

  it('a head hands back with a remark, on record, and the officer has it again with what he typed', async () => {
    const office = await prepared();
    const remark = 'Thiếu báo giá hội trường';
    await office.act('tg.kt.truong', { do: 'hand-back-estimate', ...(await of(office, 'tg.kt')), remark });
    const { body } = await office.estimate('tg.kt');
    expect(body).toMatchObject({ standing: 'drafting', versions: [], draft: { total: 18_600_000 } });
    const task = (await office.load('task', body.task)).body;
    expect(task).toMatchObject({ state: 'open', reason: remark, assignment: 3 });
    expect(task.forSignature).toBeUndefined();
    await office.submit('tg.kt', packageP['tg.kt']);
    expect((await office.estimate('tg.kt')).body.standing).toBe('submitted');
  });

  it('is late or not by the head’s signature, and what is unsigned at the lock is not in', async () => {
    const office = await prepared();
    const { due } = (await office.estimate('tg.kt')).body;
    await office.act('tg.hd.cb', await office.submission('tg.hd', packageP['tg.hd']));
    office.clock.set(`${due}T17:00:00.000Z`);
    await office.signEstimate('tg.kt');
    expect((await office.estimate('tg.kt')).body.versions[0]?.late).toBe(true);
    await office.lock();
    expect((await office.estimate('tg.hd')).body.lockedInto).toEqual({ package: office.pkg, version: null });
    expect((await office.thePackage()).body.content.totals.proposed).toBe(18_600_000);
    expect(await office.send('tg.hd.bt', { do: 'sign-off-estimate', ...(await of(office, 'tg.hd')) })).toMatchObject({
      kind: 'locked',
    });
  });

  it('a nil is prepared and signed the same way', async () => {
    const office = await twoPersons();
    await office.open();
    await office.act('tg.nn.cv', { do: 'sign-nil', ...(await of(office, 'tg.nn')), reason: 'Không có nhiệm vụ' });
    expect((await office.estimate('tg.nn')).body.standing).toBe('drafting');
    await office.signEstimate('tg.nn');
    expect((await office.estimate('tg.nn')).body.nil).toMatchObject({
      by: 'tg.nn.truong',
      reason: 'Không có nhiệm vụ',
    });
  });

  it('while it waits nobody changes it, the officer cannot sign it, and a withdrawal is possible', async () => {
    const office = await prepared();
    const waits = { kind: 'awaiting-signature', by: 'tg.kt.cv', office: 'tg.kt' };
    expect(await office.send('tg.kt.cv', await office.submission('tg.kt', packageP['tg.kt']))).toMatchObject(waits);
    const draft = { do: 'save-draft', ...(await of(office, 'tg.kt')), lines: packageP['tg.kt'] };
    expect(await office.send('tg.kt.truong', draft)).toMatchObject(waits);
    expect(await office.send('tg.kt.cv', { do: 'sign-off-estimate', ...(await of(office, 'tg.kt')) })).toEqual({
      kind: 'head-must-decide',
      office: 'tg.kt',
    });
    expect(await office.send('tg.hd.bt', { do: 'sign-off-estimate', ...(await of(office, 'tg.kt')) })).toEqual({
      kind: 'not-yours',
      offices: ['tg.kt'],
    });
    await office.act('tg.kt.cv', { do: 'recall-estimate', ...(await of(office, 'tg.kt')) });
    expect((await office.estimate('tg.kt')).body.prepared).toBeUndefined();
    expect(await office.send('tg.kt.truong', { do: 'sign-off-estimate', ...(await of(office, 'tg.kt')) })).toEqual({
      kind: 'nothing-to-sign',
    });
    await checkInvariants(office, new Map(), true);
  });

  it('withdrawing a second version leaves the first one counting', async () => {
    const office = await prepared();
    await office.signEstimate('tg.kt');
    await office.act('tg.kt.cv', await office.submission('tg.kt', packageP['tg.kt']));
    await checkInvariants(office, new Map(), true);
    await office.act('tg.kt.cv', { do: 'recall-estimate', ...(await of(office, 'tg.kt')) });
    const { body } = await office.estimate('tg.kt');
    expect(body).toMatchObject({ standing: 'submitted', versions: [{ n: 1 }] });
    expect((await office.load('task', body.task)).body.state).toBe('done');
  });

  it('a head who prepares signs at once, unless the plan wants another person', async () => {
    const office = await twoPersons();
    await office.open();
    await office.act('tg.kt.truong', await office.submission('tg.kt', packageP['tg.kt']));
    expect((await office.estimate('tg.kt')).body.versions).toMatchObject([{ by: 'tg.kt.truong' }]);
    const another = withStages({ estimate: { signs: 'another' } });
    const deputy = withPeople({ 'tg.kt.cv': { post: 'deputy' } });
    const strict = await twoPersons((json) => deputy(another(json)));
    await strict.open();
    await strict.act('tg.kt.truong', await strict.submission('tg.kt', packageP['tg.kt']));
    expect(await strict.send('tg.kt.truong', { do: 'sign-off-estimate', ...(await of(strict, 'tg.kt')) })).toEqual({
      kind: 'another-must-sign',
      office: 'tg.kt',
      signers: ['tg.kt.cv'],
    });
    await strict.signEstimate('tg.kt', 'tg.kt.cv');
    expect((await strict.estimate('tg.kt')).body.versions).toMatchObject([
      { by: 'tg.kt.cv', preparedBy: 'tg.kt.truong' },
    ]);
  });

  it('a head does not have his own preparation signed by who holds his authority', async () => {
    const office = await twoPersons(withStages({ estimate: { signs: 'another' } }));
    await office.open();
    const lent = { office: 'tg.kt', giver: 'tg.kt.truong', recipient: 'tg.vp.cvp', works: ['estimate'] };
    await office.act('tg.kt.truong', office.authorisation({ ...lent, number: '1/GUQ-KT' }));
    await office.act('tg.kt.truong', await office.submission('tg.kt', packageP['tg.kt']));
    expect(await office.send('tg.vp.cvp', { do: 'sign-off-estimate', ...(await of(office, 'tg.kt')) })).toEqual({
      kind: 'another-must-sign',
      office: 'tg.kt',
      signers: [],
    });
  });

  it('where the plan has officers prepare, a head prepares nothing himself', async () => {
    const office = await twoPersons(withStages({ estimate: { signs: 'head', prepares: 'officers' } }));
    await office.open();
    expect(await office.send('tg.kt.truong', await office.submission('tg.kt', packageP['tg.kt']))).toEqual({
      kind: 'officer-must-prepare',
      office: 'tg.kt',
    });
    await office.submit('tg.kt', packageP['tg.kt']);
    expect((await office.estimate('tg.kt')).body.standing).toBe('submitted');
  });

  it('an appraisal goes upward with the head’s signature, and its figures stand still until then', async () => {
    const office = await laid();
    const { body } = await office.thePackage();
    expect(body).toMatchObject({
      position: { stage: 'appraisal', state: 'prepared' },
      prepared: { by: 'tg.tckh.cv', act: { do: 'forward', remark: 'Đã rà soát' } },
    });
    expect((await office.load('task', `appraisal:${office.pkg}:1`)).body).toMatchObject({ forSignature: true });
    for (const command of ['reopen-figures', 'return-package', 'forward-package'])
      expect(
        await office.send('tg.tckh.cv', {
          do: command,
          ...(await office.shown('appraisal')),
          ...(command === 'return-package' ? { to: 'synthesis', reason: 'Thiếu' } : {}),
          ...(command === 'forward-package' ? { remark: '' } : {}),
        }),
      ).toMatchObject({ kind: 'awaiting-signature' });
    await office.signPackage('appraisal');
    const signed = (await office.thePackage()).body;
    expect(signed.outcomes.at(-1)).toMatchObject({
      kind: 'forwarded',
      by: 'tg.tckh.truong',
      preparedBy: 'tg.tckh.cv',
      remark: 'Đã rà soát',
      content: body.content,
    });
    expect(signed.position).toMatchObject({ stage: 'approval', state: 'open' });
    await checkInvariants(office, new Map(), true);
  });

  it('a head hands an appraisal back: figures are open again, and the remark is with the officer', async () => {
    const office = await laid();
    const shown = await office.shown('appraisal');
    expect(await office.send('tg.tckh.truong', { do: 'hand-back-package', ...shown, remark: '  ' })).toEqual({
      kind: 'problems',
      problems: [{ path: 'remark', code: 'missing' }],
    });
    await office.act('tg.tckh.truong', { do: 'hand-back-package', ...shown, remark: 'Giảm c.1' });
    expect((await office.thePackage()).body.position.state).toBe('open');
    expect((await office.load('task', `appraisal:${office.pkg}:1`)).body).toMatchObject({
      state: 'open',
      reason: 'Giảm c.1',
    });
    const cut = { no: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện' };
    await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.vhtt', [cut]));
    await office.forward('appraisal');
    expect((await office.thePackage()).body.content.totals.appraised).toBe(208_700_000);
  });

  it('what the head saw is what he signs: a preparation that came in between is refused', async () => {
    const office = await laid();
    const shown = await office.shown('appraisal');
    await office.act('tg.tckh.truong', { do: 'hand-back-package', ...shown, remark: 'Xem lại' });
    await office.prepare('appraisal', 'tg.tckh.cv');
    await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' });
    expect(await office.send('tg.tckh.truong', { do: 'sign-off-package', ...shown })).toMatchObject({
      kind: 'changed-since-shown',
    });
  });

  it('an officer’s return is signed by his head, too', async () => {
    const office = await atAppraisal();
    const back = { ...(await office.shown('appraisal')), to: 'synthesis', reason: 'Thiếu căn cứ' };
    await office.act('tg.tckh.cv', { do: 'return-package', ...back });
    expect((await office.thePackage()).body.position.stage).toBe('appraisal');
    await office.signPackage('appraisal');
    expect((await office.thePackage()).body).toMatchObject({
      outcomes: [
        { kind: 'forwarded', preparedBy: 'tg.vhtt.cv' },
        { kind: 'returned', by: 'tg.tckh.truong', preparedBy: 'tg.tckh.cv', reason: 'Thiếu căn cứ' },
      ],
      position: { stage: 'synthesis', submission: 2 },
    });
  });

  it('an approval that an officer prepared is signed with its number, date and basis', async () => {
    const officer = withPeople({ 'tg.vp.cv': { office: 'tg.ubnd' } });
    const office = await twoPersons((json) => officer(headsSign(json)));
    await toCommittee(office);
    await office.prepare('approval', 'tg.vp.cv');
    await office.act('tg.vp.cv', { do: 'forward-package', ...(await office.shown('approval')), remark: 'Kính trình' });
    const shown = await office.shown('approval');
    expect(await office.send('tg.ubnd.ct', { do: 'sign-off-package', ...shown })).toEqual({
      kind: 'problems',
      problems: [{ path: 'number', code: 'missing' }],
    });
    const paper = { number: '145/QĐ-UBND', date: office.today(), basis: 'own_right' };
    await office.act('tg.ubnd.ct', { do: 'sign-off-package', ...shown, paper });
    expect((await office.thePackage()).body.outcomes.at(-1)).toMatchObject({
      kind: 'approved',
      by: 'tg.ubnd.ct',
      preparedBy: 'tg.vp.cv',
      decision: { ...paper, signer: 'tg.ubnd.ct' },
    });
    await checkInvariants(office, new Map(), true);
  });
});
