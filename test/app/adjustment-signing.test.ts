import { describe, expect, it } from 'vitest';
import { packageIdOf } from '../../shared/domain/ids.ts';
import { approvedP } from '../support/closed-year.ts';
import { headsSign, withPeople, withStages } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import type { Office } from '../support/office.ts';
import { refused } from '../support/refused.ts';

const culture = 'tg.vhtt.cv';
const officer = 'tg.tckh.cv';
const head = 'tg.tckh.truong';
const chair = 'tg.ubnd.ct';

const title = { vi: 'Phó Chủ tịch UBND huyện', en: 'Deputy Chairman' };
/** An officer of the Committee prepares there; the head of Culture is a deputy chairman besides. */
const people = withPeople({
  'tg.vp.cv': { office: 'tg.ubnd' },
  'tg.vhtt.truong': { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] },
});

const adjustmentOf = async (office: Office) => (await office.load('package', packageIdOf(office.round, 2))).body;
const taskOf = async (office: Office) => {
  const { stage, submission } = (await adjustmentOf(office)).position;
  return (await office.load('task', `${stage}:${packageIdOf(office.round, 2)}:${submission}`)).body;
};
const forward = async (office: Office, remark = '') => ({
  do: 'forward-package',
  ...(await office.shownOf(2)),
  remark,
});
const sign = async (office: Office, more: object = {}) => ({
  do: 'sign-off-package',
  ...(await office.shownOf(2)),
  ...more,
});
const withdraw = async (office: Office) => ({
  do: 'withdraw-adjustment',
  ...(await office.shownOf(2)),
  reason: 'Không cần nữa',
});
const paper = (office: Office, basis = 'own_right') => ({ number: '300/QĐ-UBND', date: office.today(), basis });

const opened = async (by = culture, adapt: (json: unknown) => unknown = headsSign): Promise<Office> => {
  const office = await approvedP(undefined, (json) => people(adapt(json)));
  await office.act(by, office.adjustment([['tg.tt', 1, 24_000_000]]));
  return office;
};

describe('an adjustment where the head signs', () => {
  it('is laid before each head in turn, handed back with a remark, and in force once the last has signed', async () => {
    const office = await opened();
    await office.act(officer, await forward(office, 'Đã rà soát'));
    expect(await adjustmentOf(office)).toMatchObject({ prepared: { by: officer, act: { do: 'forward' } } });
    expect(await taskOf(office)).toMatchObject({ state: 'open', forSignature: true });
    await checkInvariants(office, new Map(), true);
    expect(await refused(office, officer, await sign(office))).toEqual({ kind: 'head-must-decide', office: 'tg.tckh' });
    const waits = { kind: 'awaiting-signature', by: officer, office: 'tg.tckh' };
    for (const command of [await forward(office), await withdraw(office)])
      expect(await refused(office, officer, command)).toMatchObject(waits);
    await office.act(head, { do: 'hand-back-package', ...(await office.shownOf(2)), remark: 'Nêu căn cứ' });
    expect(await taskOf(office)).toMatchObject({ state: 'open', reason: 'Nêu căn cứ' });
    await office.act(officer, await forward(office));
    await office.act(head, await sign(office));
    expect((await adjustmentOf(office)).outcomes).toMatchObject([
      { kind: 'forwarded', stage: 'appraisal', by: head, preparedBy: officer },
    ]);
    await office.act('tg.vp.cv', await forward(office));
    expect(await adjustmentOf(office)).toMatchObject({ prepared: { by: 'tg.vp.cv', act: { do: 'approve' } } });
    expect(await refused(office, chair, await sign(office))).toMatchObject({ kind: 'problems' });
    await office.act(chair, await sign(office, { paper: paper(office) }));
    expect(await adjustmentOf(office)).toMatchObject({
      outcomes: [{}, { kind: 'approved', by: chair, preparedBy: 'tg.vp.cv', decision: { number: '300/QĐ-UBND' } }],
      publishedAt: expect.any(String),
    });
    await checkInvariants(office, new Map(), true);
  });

  it('may be taken back by its office while nobody signed it, and then only by who may sign', async () => {
    const office = await opened();
    await office.act(officer, await forward(office));
    await office.act(head, await sign(office));
    const back = { do: 'return-package', ...(await office.shownOf(2)), to: 'appraisal', reason: 'Giữ như cũ' };
    await office.act(chair, back);
    expect(await refused(office, officer, await withdraw(office))).toEqual({
      kind: 'head-must-decide',
      office: 'tg.tckh',
    });
    await office.act(head, await withdraw(office));
    expect((await adjustmentOf(office)).outcomes.at(-1)).toMatchObject({ kind: 'withdrawn', by: head });
    await checkInvariants(office, new Map(), true);
    const other = await opened();
    await other.act(officer, await withdraw(other));
    expect((await adjustmentOf(other)).outcomes).toMatchObject([{ kind: 'withdrawn', by: officer }]);
  });

  it('is the own work of who opened it, at every stage and for his head as for him', async () => {
    const own = await opened(officer);
    expect(await refused(own, officer, await forward(own))).toMatchObject({ kind: 'own-work', unit: 'tg.tt' });
    await own.act(head, await forward(own));
    expect((await adjustmentOf(own)).position.stage).toBe('approval');
    const heads = await opened(head);
    await heads.act(officer, await forward(heads));
    expect(await refused(heads, head, await sign(heads))).toMatchObject({ kind: 'own-work', unit: 'tg.tt' });
    const other = await opened(culture);
    await other.act(officer, await forward(other));
    await other.act(head, await sign(other));
    const kt = { do: 'approve-package', ...(await other.shownOf(2)), paper: paper(other, 'kt') };
    expect(await refused(other, 'tg.vhtt.truong', kt)).toMatchObject({ kind: 'own-work', unit: 'tg.vhtt' });
    await other.act('tg.ubnd.pct', kt);
    expect((await adjustmentOf(other)).outcomes.at(-1)).toMatchObject({ authority: { basis: 'kt', of: chair } });
    await checkInvariants(other, new Map(), true);
  });

  it('is signed by another person where the plan wants another, never by who prepared it', async () => {
    const office = await opened(culture, withStages({ appraisal: { signs: 'another' } }));
    await office.act(head, await forward(office));
    expect(await refused(office, head, await sign(office))).toEqual({
      kind: 'another-must-sign',
      office: 'tg.tckh',
      signers: [],
    });
  });
});

describe('authorisations among grants and adjustments', () => {
  it('an adjustment is approved by a written authorisation, on record for whom and by which paper', async () => {
    const office = await opened();
    await office.act(chair, office.authorisation());
    await office.act(officer, await forward(office));
    await office.act(head, await sign(office));
    await office.act('tg.vp.cvp', {
      do: 'approve-package',
      ...(await office.shownOf(2)),
      paper: paper(office, 'tuq'),
    });
    expect((await adjustmentOf(office)).outcomes.at(-1)).toMatchObject({
      by: 'tg.vp.cvp',
      authority: { basis: 'tuq', of: chair, authorisation: { number: '12/GUQ-UBND' } },
      decision: { signer: 'tg.vp.cvp', of: chair },
    });
    await checkInvariants(office, new Map(), true);
  });

  it('what the holder of the appraisal’s signature does with an adjustment is on the giver’s behalf', async () => {
    const office = await opened();
    const lent = { office: 'tg.tckh', giver: head, recipient: 'tg.vp.cvp', works: ['appraisal'] };
    await office.act(head, office.authorisation(lent));
    await office.act('tg.vp.cvp', await withdraw(office));
    expect((await adjustmentOf(office)).outcomes).toMatchObject([
      { kind: 'withdrawn', by: 'tg.vp.cvp', authority: { basis: 'tuq', of: head } },
    ]);
    await checkInvariants(office, new Map(), true);
    const grant = await office.grant('tg.tt', { 'b.1': 1_000_000 });
    const adjustment = office.adjustment([['tg.tt', 1, 24_000_000]]);
    expect(await refused(office, 'tg.vp.cvp', grant)).toEqual({ kind: 'not-yours', offices: ['tg.tckh'] });
    expect(await refused(office, 'tg.vp.cvp', adjustment)).toMatchObject({ kind: 'not-yours' });
  });

  it('somebody of Finance by a second post grants for it, and a deputy by a second post may have signed', async () => {
    const second = withPeople({
      'tg.kt.cv': { otherPosts: [{ office: 'tg.tckh', post: 'officer', title }] },
      'tg.vhtt.truong': { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] },
    });
    const office = await approvedP(undefined, second);
    const decision = { number: '11/QĐ-UBND', date: office.today(), signer: 'tg.vhtt.truong' };
    await office.act('tg.kt.cv', await office.grant('tg.tt', { 'b.1': 1_000_000 }, 1, { paper: decision }));
    const ledger = (await office.load('ledger', `${office.round}:tg.tt`)).body;
    expect(ledger.grants).toMatchObject([{ by: 'tg.kt.cv', total: 1_000_000, paper: decision }]);
    await checkInvariants(office, new Map(), true);
  });
});
