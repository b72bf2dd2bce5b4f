import { expect, test } from 'vitest';
import { toCommittee } from '../../support/at-finance.ts';
import { headsSign, withPeople } from '../../support/heads-sign.ts';
import { anOffice } from '../../support/office.ts';
import { aLine, packageP } from '../../support/package-p.ts';
import { aPortal, formFields, lineFields } from './portal-office.ts';

const twoPersons = async () => {
  const office = await anOffice(undefined, undefined, undefined, headsSign);
  await office.open();
  return { office, portal: aPortal(office) };
};

test('an officer lays an estimate before the head, who hands it back with a remark and then signs it', async () => {
  const { office, portal } = await twoPersons();
  const [officer, head] = [await portal.as('tg.kt.cv'), await portal.as('tg.kt.truong')];
  const page = `/estimates/${encodeURIComponent(office.estimateOf('tg.kt'))}`;
  expect((await officer.get(page)).text).toMatch(/value="submit">Trình người đứng đầu ký</);
  const lay = async () => officer.submit(page, { do: 'submit', ...lineFields(packageP['tg.kt']) });
  expect((await lay()).location).toBe(`${page}?done=forSignature`);
  const waiting = await officer.get(page);
  expect(waiting.text).toContain('đang chờ người đứng đầu');
  expect(waiting.text).not.toContain('value="sign"');
  const home = await head.get('/');
  expect(home.text).toContain('Ký dự toán năm 2022');
  const laid = (await head.get(page)).text;
  expect(laid).toMatch(/class="money" data-of="Thành tiền">18\.600\.000</);
  expect(laid).toContain('Ngân sách nhà nước');
  const empty = await head.submit(page, { do: 'hand-back', remark: ' ' });
  expect([empty.status, empty.text.includes('Ý kiến kèm theo: còn thiếu')]).toEqual([422, true]);
  const back = await head.submit(page, { do: 'hand-back', remark: 'Thiếu <báo giá>' });
  expect(back.location).toBe(`${page}?done=handedBack`);
  expect((await officer.get('/')).text).toContain('Thiếu &lt;báo giá&gt;');
  const mend = (await officer.get(page)).text;
  expect(mend).toMatch(/Trả lại để sửa trước khi ký: Trưởng phòng KT&amp;HT.*<p>Thiếu &lt;báo giá&gt;/);
  await lay();
  expect((await officer.get(page)).text).not.toContain('Trả lại để sửa trước khi ký');
  expect((await head.submit(page, { do: 'sign' })).location).toBe(`${page}?done=signed`);
  expect((await officer.get(page)).text).toContain('Đã nộp bản 1');
});

test('an appraisal is laid before the head on the last page, and signed on his', async () => {
  const { office, portal } = await twoPersons();
  await office.fileP();
  await office.lock();
  const pkg = `/packages/${office.pkg}`;
  expect((await (await portal.as('tg.vhtt.cv')).get(`${pkg}/decide`)).text).toContain(
    '>Trình người đứng đầu ký</button>',
  );
  await office.forward('synthesis');
  const [officer, head] = [await portal.as('tg.tckh.cv'), await portal.as('tg.tckh.truong')];
  await officer.submit(`${pkg}/decide`, { choice: 'pass' });
  expect((await officer.get(`${pkg}/confirm`)).text).toContain('Trình người đứng đầu ký');
  const laid = await officer.submit(`${pkg}/confirm`, { do: 'sign', remark: 'Đã rà soát' });
  expect(laid.location).toBe(`${pkg}?done=forSignature`);
  expect((await officer.get(pkg)).text).toContain('Xem nội dung đã trình ký');
  expect((await head.get(pkg)).text).toContain('Xem và ký');
  for (const path of ['decide', 'confirm', 'appraisal'])
    expect((await head.get(`${pkg}/${path}`)).location).toBe(`${pkg}/sign`);
  const shown = await officer.get(`${pkg}/sign`);
  expect([shown.status, shown.text.includes('value="sign"')]).toEqual([200, false]);
  const toSign = await head.get(`${pkg}/sign`);
  expect(toSign.text).toContain('Đã rà soát');
  expect(toSign.text).toContain('215.700.000');
  const task = await head.get(`/tasks/${encodeURIComponent(`appraisal:${office.pkg}:1`)}`);
  expect(task.location).toBe(`${pkg}/sign`);
  const stale = formFields(toSign.text, `${pkg}/sign`);
  expect((await head.submit(`${pkg}/sign`, { do: 'hand-back', remark: 'Xem lại c.1' })).location).toBe(
    `${pkg}?done=handedBack`,
  );
  for (const path of ['decide', 'appraisal'])
    expect((await officer.get(`${pkg}/${path}`)).text).toMatch(/Trả lại để sửa trước khi ký.*<p>Xem lại c\.1/);
  stale.set('do', 'sign');
  expect((await head.post(`${pkg}/sign`, stale)).status).toBe(409);
  await office.forward('appraisal');
  expect((await office.thePackage()).body.position.stage).toBe('approval');
});

test('an officer’s approval is signed with number and date, and the page says on what it rests', async () => {
  const officers = withPeople({ 'tg.vp.cv': { office: 'tg.ubnd' } });
  const office = await anOffice(undefined, undefined, undefined, (json) => officers(headsSign(json)));
  const portal = aPortal(office);
  await toCommittee(office);
  const pkg = `/packages/${office.pkg}`;
  const officer = await portal.as('tg.vp.cv');
  await officer.submit(`${pkg}/decide`, { choice: 'pass' });
  expect((await officer.submit(`${pkg}/confirm`, { do: 'sign' })).location).toBe(`${pkg}?done=forSignature`);
  const deputy = await portal.as('tg.ubnd.pct');
  const toSign = await deputy.get(`${pkg}/sign`);
  expect(toSign.text).toContain('KT. (ký thay người đứng đầu), thay Chủ tịch UBND huyện');
  const missing = await deputy.submit(`${pkg}/sign`, { do: 'sign' });
  expect([missing.status, missing.text.includes('Số quyết định: còn thiếu')]).toEqual([422, true]);
  const paper = { number: '145/QĐ-UBND', date: '14/02/2022' };
  expect((await deputy.submit(`${pkg}/sign`, { do: 'sign', ...paper })).location).toBe(
    `/results/${office.pkg}?done=approved`,
  );
  expect((await deputy.get(`/results/${office.pkg}`)).text).toContain('KT. (ký thay người đứng đầu)');
});

test('an authorisation is recorded, seen by both, signed by, and revoked, on pages', async () => {
  const office = await anOffice();
  const portal = aPortal(office);
  await toCommittee(office);
  const [chair, holder] = [await portal.as('tg.ubnd.ct'), await portal.as('tg.vp.cvp')];
  const pkg = `/packages/${office.pkg}`;
  expect((await holder.get(`${pkg}/decide`)).status).not.toBe(200);
  const paper = { recipient: 'tg.vp.cvp', number: '12/GUQ-UBND', date: '14/02/2022', from: '14/02/2022' };
  const empty = await chair.submit('/authorisations', {});
  expect([empty.status, empty.text.includes('Người được ủy quyền: còn thiếu')]).toEqual([422, true]);
  const early = await chair.submit('/authorisations', {
    ...paper,
    from: '10/02/2022',
    until: '20/02/2022',
    works: 'approval',
  });
  expect([early.status, early.text.includes('Có hiệu lực từ ngày: quá sớm')]).toEqual([422, true]);
  const done = await chair.submit('/authorisations', { ...paper, until: '20/02/2022', works: 'approval' });
  expect(done.location).toBe('/authorisations?done=authorised');
  for (const who of [chair, holder]) {
    const seen = await who.get('/authorisations');
    expect(seen.text).toContain('Giấy ủy quyền số 12/GUQ-UBND');
    expect(seen.text).toContain('đang có hiệu lực');
  }
  expect((await (await portal.as('tg.hd.bt')).get('/authorisations')).text).not.toContain('Giấy ủy quyền số');
  expect((await holder.get('/')).text).toContain('Phê duyệt hồ sơ số 1 năm 2022');
  await holder.submit(`${pkg}/decide`, { choice: 'pass' });
  expect((await holder.get(`${pkg}/confirm`)).text).toContain(
    'TUQ. (thừa ủy quyền), thay Chủ tịch UBND huyện, theo giấy ủy quyền số 12/GUQ-UBND, từ 14/02/2022 đến 20/02/2022',
  );
  const fields = formFields((await holder.get(`${pkg}/confirm`)).text, `${pkg}/confirm`);
  const revoke = '/authorisations/a1/revoke';
  expect((await chair.submit('/authorisations', { reason: ' ' }, revoke)).status).toBe(422);
  expect((await chair.submit('/authorisations', { reason: 'Đã về sớm' }, revoke)).location).toBe(
    '/authorisations?done=revoked',
  );
  for (const [name, value] of Object.entries({ do: 'sign', number: '145/QĐ-UBND', date: '14/02/2022' }))
    fields.set(name, value);
  const late = await holder.post(`${pkg}/confirm`, fields);
  expect(late.status).toBe(403);
  expect(late.text).toContain('Giấy ủy quyền số 12/GUQ-UBND đã bị thu hồi');
  expect(late.text).toContain('Chủ tịch UBND huyện');
  expect((await office.thePackage()).body.position.state).toBe('prepared');
});

test('a person of two posts finds the work of both, and is sent to the next signer on his own package', async () => {
  const title = { vi: 'Phó Chủ tịch UBND huyện', en: 'Deputy Chairman' };
  const two = withPeople({ 'tg.vhtt.truong': { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] } });
  const office = await anOffice(undefined, undefined, undefined, two);
  const portal = aPortal(office);
  await toCommittee(office);
  const pkg = `/packages/${office.pkg}`;
  const deputy = await portal.as('tg.vhtt.truong');
  expect((await deputy.get('/')).text).toContain('Phê duyệt hồ sơ số 1 năm 2022');
  await deputy.submit(`${pkg}/decide`, { choice: 'pass' });
  const paper = { number: '145/QĐ-UBND', date: '14/02/2022' };
  const refused = await deputy.submit(`${pkg}/confirm`, { do: 'sign', ...paper });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Hãy chuyển Chủ tịch UBND huyện ký; nếu vắng thì Phó Chủ tịch UBND huyện.');
  const next = await portal.as('tg.ubnd.pct');
  expect((await next.submit(`${pkg}/confirm`, { do: 'sign', ...paper })).location).toContain('done=approved');
  expect((await next.get(pkg)).text).toContain('Phó Chủ tịch UBND huyện (KT. Chủ tịch UBND huyện)');
});

test('whoever decides sees that the office which appraised has its own estimate among it', async () => {
  const office = await anOffice();
  const members = { 'tg.cq': ['tg.tckh', 'tg.kt'] };
  await office.act('tg.vhtt.cv', { do: 'open-round', plan: office.plan.id, year: 2022, members, due: office.due() });
  await office.submit('tg.tckh', [aLine({ activity: 'a', unitPrice: '4.000.000' })]);
  await office.submit('tg.kt', packageP['tg.kt']);
  await office.lock();
  await office.forward('synthesis');
  await office.forward('appraisal', 'tg.tckh.truong');
  const portal = aPortal(office);
  const main = `/packages/${office.pkg}`;
  const sees = async () => {
    const chair = await portal.as('tg.ubnd.ct');
    const page = (await office.thePackage()).body.position.state === 'prepared' ? 'confirm' : 'decide';
    return (await chair.get(`${main}/${page}`)).text.includes('Phòng Tài chính - Kế hoạch huyện vừa có dự toán');
  };
  expect(await sees()).toBe(true);
  await office.prepare('approval', 'tg.ubnd.ct');
  expect(await sees()).toBe(true);
  await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.tckh'));
  expect(await sees()).toBe(false);
});

test('a page of the authorisations is there in English, too', async () => {
  const office = await anOffice();
  await office.act('tg.ubnd.ct', office.authorisation());
  const chair = await aPortal(office).as('tg.ubnd.ct', { language: 'en' });
  const { text } = await chair.get('/authorisations');
  expect(text).toContain('Authorisation 12/GUQ-UBND of 14/02/2022');
  expect(text).toContain('Record an authorisation');
});
