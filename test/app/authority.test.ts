import { describe, expect, it } from 'vitest';
import { verifyStore } from '../../shared/app/verify.ts';
import { headsSign, withPeople } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office } from '../support/office.ts';
import { atFinance, toCommittee } from '../support/at-finance.ts';
import { scanOf } from '../support/memory-scan.ts';

const day = (text: string) => `2022-03-${text}`;

const atCommittee = async (people: Readonly<Record<string, object>> = {}) => {
  const office = await anOffice(undefined, undefined, undefined, withPeople(people));
  await toCommittee(office);
  office.clock.set(`${day('01')}T02:00:00.000Z`);
  return office;
};

const register = async (office: Office) =>
  (await office.store.load(office.locality, 'authority', office.plan.id))?.body;
const refused = (path: string, code: string, more: object = {}) => ({
  kind: 'problems',
  problems: [{ path, code, ...more }],
});

describe('a written authorisation', () => {
  it.each([
    ['a giver who is nobody', { giver: 'tg.nobody' }, 'giver', 'unknown-person', { given: 'tg.nobody' }],
    ['a recipient who is nobody', { recipient: 'tg.x' }, 'recipient', 'unknown-person', { given: 'tg.x' }],
    ['a giver who is not the head', { giver: 'tg.ubnd.pct' }, 'giver', 'not-the-head', { office: 'tg.ubnd' }],
    ['the giver himself', { recipient: 'tg.ubnd.ct' }, 'recipient', 'same-person', {}],
    ['days gone by', { from: day('01'), date: day('01') }, 'from', 'date-too-early', { earliest: day('02') }],
    ['a last day before the first', { until: day('01') }, 'until', 'date-too-early', { earliest: day('02') }],
    ['a paper of tomorrow', { date: day('03') }, 'date', 'date-in-future', { today: day('02') }],
    ['no number', { number: '  ' }, 'number', 'missing', {}],
    ['a number too long', { number: 'x'.repeat(51) }, 'number', 'too-long', { most: 50 }],
    ['no work', { works: [] }, 'works', 'missing', {}],
    ['another office’s work', { works: ['appraisal'] }, 'works', 'not-office-work', {}],
  ])('refuses %s, and nothing is recorded', async (_, paper, path, code, more) => {
    const office = await atFinance();
    office.clock.set(`${day('02')}T02:00:00.000Z`);
    expect(await office.send('tg.ubnd.ct', office.authorisation(paper))).toEqual(refused(path, code, more));
    expect(await register(office)).toBeUndefined();
  });

  it('refuses one that overlaps, one in a circle and a number used before', async () => {
    const office = await atCommittee();
    await office.act('tg.ubnd.ct', office.authorisation({ from: day('02'), until: day('09') }));
    const other = { number: '13/GUQ-UBND', recipient: 'tg.ubnd.pct' };
    expect(
      await office.send('tg.ubnd.ct', office.authorisation({ ...other, from: day('09'), until: day('20') })),
    ).toEqual(refused('from', 'authorisation-overlaps', { number: '12/GUQ-UBND' }));
    expect(
      await office.send(
        'tg.ubnd.ct',
        office.authorisation({ recipient: 'tg.ubnd.pct', from: day('10'), until: day('20') }),
      ),
    ).toEqual(refused('number', 'number-taken', { number: '12/GUQ-UBND' }));
    await office.act(
      'tg.ubnd.ct',
      office.authorisation({ ...other, recipient: 'tg.tckh.truong', from: day('10'), until: day('12') }),
    );
    const back = { office: 'tg.tckh', giver: 'tg.tckh.truong', recipient: 'tg.ubnd.ct', works: ['appraisal'] };
    expect(
      await office.send(
        'tg.tckh.cv',
        office.authorisation({ ...back, number: '1/GUQ', from: day('12'), until: day('14') }),
      ),
    ).toEqual(refused('recipient', 'authorisation-circular', { number: '13/GUQ-UBND' }));
    await office.act(
      'tg.tckh.cv',
      office.authorisation({ ...back, number: '1/GUQ', from: day('14'), until: day('15') }),
    );
    expect((await register(office))?.authorisations.map(({ id, number }) => [id, number])).toEqual([
      ['a1', '12/GUQ-UBND'],
      ['a2', '13/GUQ-UBND'],
      ['a3', '1/GUQ'],
    ]);
    await checkInvariants(office, new Map(), true);
  });

  it('is recorded by the giver’s office alone, and by nobody for himself', async () => {
    const office = await atCommittee();
    expect(await office.send('tg.vhtt.truong', office.authorisation())).toEqual({
      kind: 'not-yours',
      offices: ['tg.ubnd'],
    });
    expect(await office.send('tg.ubnd.pct', office.authorisation({ recipient: 'tg.ubnd.pct' }))).toEqual({
      kind: 'own-authorisation',
      office: 'tg.ubnd',
    });
  });

  it('ends at once when it is revoked, also between the page and the decision', async () => {
    const office = await atCommittee();
    await office.act('tg.ubnd.ct', office.authorisation());
    await office.act('tg.vp.cvp', { do: 'prepare-decision', ...(await office.shown('approval')) });
    const asShown = await office.approval({ basis: 'tuq' });
    const revoke = { do: 'revoke-authorisation', plan: office.plan.id, authorisation: 'a1' };
    expect(await office.send('tg.vp.cvp', { ...revoke, reason: 'x' })).toEqual({
      kind: 'not-yours',
      offices: ['tg.ubnd'],
    });
    expect(await office.send('tg.ubnd.ct', { ...revoke, reason: ' ' })).toEqual(refused('reason', 'reason-missing'));
    await office.act('tg.ubnd.ct', { ...revoke, reason: 'Đã về sớm' });
    expect(await office.send('tg.vp.cvp', asShown)).toMatchObject({ kind: 'authorisation-ended', revoked: true });
    expect(await office.send('tg.ubnd.ct', { ...revoke, reason: 'Đã về sớm' })).toEqual({
      kind: 'nothing-to-revoke',
      number: '12/GUQ-UBND',
    });
    expect(await office.send('tg.ubnd.ct', { ...revoke, authorisation: 'a9', reason: 'x' })).toEqual({
      kind: 'not-found',
      what: 'authorisation',
    });
  });

  it('a decision by it fails where a revocation is committed between its reading and its writing', async () => {
    const held: { office?: Office } = {};
    let armed = false;
    const office = await anOffice(undefined, undefined, async () => {
      if (!armed) return;
      armed = false;
      const revoke = { do: 'revoke-authorisation', plan: office.plan.id, authorisation: 'a1', reason: 'Đã về sớm' };
      await held.office?.act('tg.ubnd.ct', revoke);
    });
    held.office = office;
    await toCommittee(office);
    await office.act('tg.ubnd.ct', office.authorisation());
    await office.act('tg.vp.cvp', { do: 'prepare-decision', ...(await office.shown('approval')) });
    const asShown = await office.approval({ basis: 'tuq' });
    armed = true;
    expect(await office.send('tg.vp.cvp', asShown)).toMatchObject({ kind: 'authorisation-ended', revoked: true });
    expect((await office.thePackage()).body.position.state).toBe('prepared');
  });

  it('lends the head’s signature under what an officer prepared, with both in the journal', async () => {
    const office = await anOffice(undefined, undefined, undefined, headsSign);
    await office.open();
    await office.fileP();
    await office.lock();
    const lent = { office: 'tg.tckh', giver: 'tg.tckh.truong', recipient: 'tg.vp.cvp', works: ['appraisal'] };
    await office.act('tg.tckh.truong', office.authorisation({ ...lent, number: '3/GUQ-TCKH' }));
    await office.forward('synthesis');
    await office.prepare('appraisal', 'tg.tckh.cv');
    await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' });
    await office.signPackage('appraisal', 'tg.vp.cvp');
    expect((await office.thePackage()).body.outcomes.at(-1)).toMatchObject({
      by: 'tg.vp.cvp',
      preparedBy: 'tg.tckh.cv',
      authority: { basis: 'tuq', of: 'tg.tckh.truong', authorisation: { number: '3/GUQ-TCKH' } },
    });
    await checkInvariants(office, new Map(), true);
    expect((await verifyStore(scanOf(office.memory), office.ports.hash)).faults).toEqual([]);
  });

  it('a paper is dated neither before the authorisation nor before the package came up', async () => {
    const office = await atCommittee();
    await office.act('tg.ubnd.ct', office.authorisation({ from: day('02'), until: day('09') }));
    office.clock.set(`${day('03')}T02:00:00.000Z`);
    await office.act('tg.vp.cvp', { do: 'prepare-decision', ...(await office.shown('approval')) });
    expect(await office.send('tg.vp.cvp', await office.approval({ basis: 'tuq', date: day('01') }))).toEqual(
      refused('date', 'date-too-early', { earliest: day('02') }),
    );
    expect(await office.send('tg.vp.cvp', await office.approval({ basis: 'kt' }))).toEqual(
      refused('basis', 'wrong-basis', { allowed: 'tuq' }),
    );
  });

  it('a person whom the rules of work let sign by order signs TL.', async () => {
    const title = { vi: 'Chánh Văn phòng, thừa lệnh', en: 'Chief of Office, by order' };
    const office = await atCommittee({
      'tg.vp.cvp': { otherPosts: [{ office: 'tg.ubnd', post: 'officer', title, byOrder: ['approval'] }] },
    });
    await office.act('tg.vp.cvp', { do: 'prepare-decision', ...(await office.shown('approval')) });
    await office.act('tg.vp.cvp', await office.approval({ basis: 'tl' }));
    expect((await office.thePackage()).body.outcomes.at(-1)).toMatchObject({
      authority: { basis: 'tl', of: 'tg.ubnd.ct' },
      decision: { basis: 'tl', of: 'tg.ubnd.ct' },
    });
  });

  it('a deputy whose field is by activities signs where all of it is in there, and nowhere else', async () => {
    const fields = (activities: readonly string[]) => ({ 'tg.ubnd.pct': { fields: [{ activities }] } });
    const narrow = await atCommittee(fields(['c.1']));
    await narrow.act('tg.ubnd.ct', { do: 'prepare-decision', ...(await narrow.shown('approval')) });
    expect(await narrow.send('tg.ubnd.pct', await narrow.approval({ basis: 'kt' }))).toMatchObject({
      kind: 'outside-field',
      signers: ['tg.ubnd.ct'],
    });
    const wide = await atCommittee(fields(narrow.plan.activities.map(({ code }) => code)));
    await wide.act('tg.ubnd.pct', { do: 'prepare-decision', ...(await wide.shown('approval')) });
    await wide.act('tg.ubnd.pct', await wide.approval({ basis: 'kt' }));
    expect((await wide.thePackage()).body.position.state).toBe('ended');
  });
});

describe('own work', () => {
  const title = { vi: 'Phó Chủ tịch UBND huyện', en: 'Deputy Chairman' };
  const alsoDeputy = { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] };

  it('a head who is deputy chairman, too, is refused on his own package and sent to the next competent signer', async () => {
    const office = await atCommittee({ 'tg.vhtt.truong': alsoDeputy });
    const cut = { no: 1, amount: 38_000_000, reason: 'Tự giảm' };
    expect(await office.send('tg.vhtt.truong', await office.figures('approval', 'tg.vhtt', [cut]))).toEqual({
      kind: 'own-work',
      unit: 'tg.vhtt',
    });
    await office.act('tg.vhtt.truong', { do: 'prepare-decision', ...(await office.shown('approval')) });
    expect(await office.send('tg.vhtt.truong', await office.approval({ basis: 'kt' }))).toEqual({
      kind: 'own-work',
      unit: 'tg.vhtt',
      signers: ['tg.ubnd.ct', 'tg.ubnd.pct'],
    });
  });

  it('the head of the office that appraised is refused as deputy chairman', async () => {
    const office = await atCommittee({ 'tg.tckh.truong': alsoDeputy });
    await office.act('tg.tckh.truong', { do: 'prepare-decision', ...(await office.shown('approval')) });
    expect(await office.send('tg.tckh.truong', await office.approval({ basis: 'kt' }))).toMatchObject({
      kind: 'own-work',
      signers: ['tg.ubnd.ct', 'tg.ubnd.pct'],
    });
  });

  it('who heads another office that is in no part of it signs KT.', async () => {
    const office = await atCommittee({ 'tg.vp.cvp': alsoDeputy });
    await office.act('tg.vp.cvp', { do: 'prepare-decision', ...(await office.shown('approval')) });
    await office.act('tg.vp.cvp', await office.approval({ basis: 'kt' }));
    expect((await office.thePackage()).body.position.state).toBe('ended');
  });

  it('nobody approves by another’s authority what he prepared himself', async () => {
    const office = await atCommittee();
    await office.act('tg.ubnd.ct', office.authorisation({ recipient: 'tg.vhtt.cv' }));
    await office.act('tg.ubnd.ct', { do: 'prepare-decision', ...(await office.shown('approval')) });
    expect(await office.send('tg.vhtt.cv', await office.approval({ basis: 'tuq' }))).toEqual({
      kind: 'own-work',
      unit: 'tg.vhtt',
      signers: ['tg.ubnd.ct', 'tg.ubnd.pct'],
    });
  });

  it('what a head prepared is not approved by who holds his authority', async () => {
    const office = await anOffice(
      undefined,
      undefined,
      undefined,
      withPeople({
        'tg.ubnd.ct': { otherPosts: [{ office: 'tg.kt', post: 'officer', title }] },
      }),
    );
    await office.open();
    await office.fileP();
    const seen = (await office.estimate('tg.kt')).version;
    await office.act('tg.ubnd.ct', { do: 'recall-estimate', estimate: office.estimateOf('tg.kt'), seen });
    await office.act('tg.ubnd.ct', {
      do: 'sign-nil',
      estimate: office.estimateOf('tg.kt'),
      seen: seen + 1,
      reason: 'Không làm',
    });
    await office.lock();
    await office.forward('synthesis');
    await office.forward('appraisal');
    await office.act('tg.ubnd.ct', office.authorisation());
    await office.act('tg.vp.cvp', { do: 'prepare-decision', ...(await office.shown('approval')) });
    expect(await office.send('tg.vp.cvp', await office.approval({ basis: 'tuq' }))).toEqual({
      kind: 'own-work',
      unit: 'tg.kt',
      signers: ['tg.ubnd.pct'],
    });
  });
});
