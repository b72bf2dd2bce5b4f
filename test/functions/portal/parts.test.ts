import { expect, it } from 'vitest';
import { atFinance } from '../../support/at-finance.ts';
import { attachToEstimate, uploaded } from '../../support/attaching.ts';
import { anOffice } from '../../support/office.ts';
import { aLine, packageP } from '../../support/package-p.ts';
import { aPortal } from './portal-office.ts';

const round = '/rounds/tay-giang-2021-2025.2022';
const main = '/packages/tay-giang-2021-2025.2022.p1';
const second = '/packages/tay-giang-2021-2025.2022.p2';
const kt = '/estimates/tay-giang-2021-2025.2022%3Atg.kt';
const plainText = (text: string): string => text.replaceAll('\u00a0', ' ');

it('Finance returns one unit’s part by its page; the unit mends it, and each page says where the money is', async () => {
  const office = await atFinance();
  const portal = aPortal(office);
  const finance = await portal.as('tg.tckh.cv');
  expect((await finance.get(main)).text).toContain('Trả lại phần của một đơn vị');
  const form = await finance.get(`${main}/part`);
  expect(plainText(form.text)).toContain('Phòng Kinh tế và Hạ tầng huyện: 18.600.000 đ');
  expect(form.text).toContain('value="" selected');
  const empty = await finance.submit(`${main}/part`, {}, `${main}/part`);
  expect(empty.status).toBe(422);
  const unsaid = { estimate: 'tay-giang-2021-2025.2022:tg.kt', reason: '' };
  const refused = await finance.submit(`${main}/part`, unsaid, `${main}/part`);
  expect([refused.status, refused.text.includes('Hãy ghi lý do để nơi nhận biết vì sao')]).toEqual([422, true]);
  const done = await finance.submit(`${main}/part`, { ...unsaid, reason: 'Lập lại <b>một ngày</b>' }, `${main}/part`);
  expect([done.status, done.location?.endsWith('?done=partReturned')]).toEqual([303, true]);
  await office.machines.settle();

  const after = await finance.get(main);
  expect(after.text).toContain('đã trả lại, đi riêng trong hồ sơ số 2');
  expect(plainText(after.text)).toContain('197.100.000 đ');
  const part = await finance.get(second);
  expect(part.text).toContain('Phần của Phòng KT&amp;HT, được trả lại từ hồ sơ số 1 ở bước thẩm định và đi riêng');
  expect(part.text).toContain('Lập lại &lt;b&gt;một ngày&lt;/b&gt;');
  expect(part.text).not.toContain('Chuyển lên, không chờ nữa');
  const unit = await portal.as('tg.kt.cv');
  expect((await unit.get(kt)).text).toContain('Dự toán được mở lại cho hồ sơ số 2.');

  await office.submit('tg.kt', [aLine({ activity: 'c.3', unitPrice: '15.000.000' })]);
  const all = await (await portal.as('tg.vhtt.cv')).get(round);
  expect(plainText(all.text)).toContain('212.100.000');
  expect(all.text).toContain('Các hồ sơ đang ở những bước khác nhau');
  expect(all.text).toMatch(/c\.3, c\.4 · hồ sơ số 2/);
  const english = await (await portal.as('tg.vhtt.cv', { language: 'en' })).get(second);
  expect(english.text).toContain('returned from package 1 at the appraisal, on its own');
});

it('the locking office opens a supplement for who was late, and goes on without who stays away', async () => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.kt', packageP['tg.kt']);
  const portal = aPortal(office);
  const culture = await portal.as('tg.vhtt.cv');
  const early = await culture.get(`${round}/supplement`);
  expect([early.status, early.text.includes('Đợt chưa khóa nên chưa có hồ sơ bổ sung.')]).toEqual([409, true]);
  await office.lock();
  expect((await culture.get(round)).text).toContain(`href="${round}/supplement"`);
  const finance = await portal.as('tg.tckh.cv');
  expect((await finance.get(`${round}/supplement`)).status).toBe(403);
  const none = await culture.submit(`${round}/supplement`, { reason: 'Nộp muộn' }, `${round}/supplement`);
  expect(none.status).toBe(422);
  const asked = { units: ['tg.hd', 'tg.gd'], reason: 'Nộp muộn có lý do' };
  const done = await culture.submit(`${round}/supplement`, asked, `${round}/supplement`);
  expect([done.status, done.location?.endsWith('?done=supplementOpened')]).toEqual([303, true]);
  await office.machines.settle();
  await office.submit('tg.hd', packageP['tg.hd']);
  const waiting = await culture.get(second);
  expect(waiting.text).toContain('Đang chờ dự toán của Phòng GD&amp;ĐT');
  for (const fact of ['<span class="tag">Đã nộp</span>', 'Chưa nộp: chưa bắt đầu', '1 đã nộp, 1 chưa nộp'])
    expect(waiting.text).toContain(fact);
  expect(waiting.text).not.toContain('chưa nộp khi khóa');
  const closed = await culture.submit(second, {}, `${second}/close`);
  expect([closed.status, closed.location?.endsWith('?done=collectingClosed')]).toEqual([303, true]);
  await office.machines.settle();
  expect((await culture.get(second)).text).toContain('Tổng hợp và chuyển');
  const stale = await culture.submit(main, { seen: 'f'.repeat(64) }, `${second}/close`);
  expect(stale.status).toBeGreaterThanOrEqual(400);
});

it('both prints say what left and why the other goes on its own', async () => {
  const office = await atFinance();
  await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
  const finance = await aPortal(office).as('tg.tckh.cv');
  const whole = (await finance.get(`${main}/print`)).text;
  expect(whole).toContain('Trả lại phần của Phòng Kinh tế và Hạ tầng huyện, đi riêng trong hồ sơ số 2');
  expect(whole).toContain('Đã trả lại, đi riêng trong hồ sơ khác (không tính ở đây)');
  expect(whole).not.toContain('18.600.000');
  expect(plainText((await finance.get(`${main}/decide`)).text)).toContain('4 đơn vị');
  const apart = (await finance.get(`${second}/print`)).text;
  expect(apart).toContain('Phần của Phòng KT&amp;HT, được trả lại từ hồ sơ số 1');
  expect(apart).toContain('Lý do: Lập lại theo khung giá mới');
});

it('says at once everything that is missing to return a part, and names the field of a supplement', async () => {
  const office = await atFinance();
  const finance = await aPortal(office).as('tg.tckh.cv');
  const empty = await finance.submit(`${main}/part`, { reason: '' }, `${main}/part`);
  expect(empty.status).toBe(422);
  for (const said of ['Đơn vị: còn thiếu', 'Lý do: còn trống']) expect(empty.text).toContain(said);
  const late = await anOffice();
  await late.open();
  await late.submit('tg.kt', packageP['tg.kt']);
  await late.lock();
  const culture = await aPortal(late).as('tg.vhtt.cv');
  const none = await culture.submit(`${round}/supplement`, { reason: 'Nộp muộn' }, `${round}/supplement`);
  expect(none.text).toContain('Các đơn vị: còn thiếu');
});

it('every page of a part says what it is; the way to return one is where its office decides', async () => {
  const office = await anOffice();
  await office.open();
  await office.fileP();
  await office.act('tg.kt.cv', attachToEstimate(office, 'tg.kt', null, 'Báo giá.pdf'));
  await office.lock();
  await office.forward('synthesis');
  const portal = aPortal(office);
  const finance = await portal.as('tg.tckh.cv');
  for (const page of ['decide', 'appraisal'])
    expect((await finance.get(`${main}/${page}`)).text).toContain(`href="${main}/part"`);
  await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
  const decided = plainText((await finance.get(`${main}/decide`)).text);
  expect(decided).toContain('Đề nghị 197.100.000 đ của 4 đơn vị');
  expect(decided).toContain('phần của 1 đơn vị đã trả lại, đi riêng');

  expect((await finance.get(main)).text).not.toContain('Báo giá.pdf');
  const unit = await portal.as('tg.kt.cv');
  const open = plainText((await unit.get('/')).text);
  expect(open).toContain('Lý do: Lập lại theo khung giá mới');
  expect(open).toContain(`href="${second}"`);
  expect(open).not.toContain(`href="${main}"`);
  await office.submit('tg.kt', [aLine({ activity: 'c.3', unitPrice: '15.000.000' })]);
  expect(plainText((await unit.get('/')).text)).toContain('Đã nộp bản 2, 15.000.000 đ');
  const other = await portal.as('tg.gd.cv');
  expect((await other.get(round)).text).not.toContain(`href="${second}"`);
  expect((await other.get(second)).text).not.toContain('Lập lại theo khung giá mới');
  const culture = await portal.as('tg.vhtt.cv');
  const home = plainText((await culture.get('/')).text);
  expect(home).toContain('Tổng hợp hồ sơ số 2 năm 2022, lần trình 1');
  expect(home).toContain('Hồ sơ trình số 2 năm 2022</a> · 15.000.000 đ · đang ở bước tổng hợp');
  const origin = 'Phần của Phòng KT&amp;HT, được trả lại từ hồ sơ số 1';
  expect((await culture.get(`${second}/decide`)).text).toContain(origin);
  for (let stage = 0; stage < 3; stage += 1) await office.passOn(2);
  const result = await culture.get('/results/tay-giang-2021-2025.2022.p2');
  expect(result.text).toContain(origin);
  expect(plainText(result.text)).toContain('Đã giao 0 đ; còn lại 15.000.000 đ');
});

it('a unit reads of its own parts and supplements only, and home shows what it is in now', async () => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.kt', packageP['tg.kt']);
  await office.submit('tg.gd', packageP['tg.gd']);
  await office.lock();
  await office.forward('synthesis');
  await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt', { reason: 'Kê khống hội thảo' }));
  await office.act('tg.vhtt.cv', office.supplement(['tg.nn', 'tg.hd']));
  const portal = aPortal(office);
  const third = '/packages/tay-giang-2021-2025.2022.p3';
  const other = await portal.as('tg.gd.cv');
  for (const page of [second, `${second}/print`, '/results/tay-giang-2021-2025.2022.p2', third]) {
    const { status, text } = await other.get(page);
    expect([page, status, text.includes('Kê khống')]).toEqual([page, 404, false]);
  }
  const listed = (await other.get(round)).text;
  expect([listed.includes(main), listed.includes(second), listed.includes(third)]).toEqual([true, false, false]);
  const own = await portal.as('tg.kt.cv');
  expect((await own.get(second)).text).toContain('Kê khống hội thảo');
  expect((await own.get(round)).text).toContain(`href="${second}"`);
  await office.submit('tg.hd', packageP['tg.hd']);
  expect((await (await portal.as('tg.hd.cb')).get(third)).text).not.toContain('Đang chờ dự toán');
  expect((await (await portal.as('tg.nn.cv')).get(third)).text).toContain('Đang chờ dự toán của Phòng NN&amp;PTNT');

  await office.submit('tg.kt', [aLine({ activity: 'c.3', unitPrice: '15.000.000' })]);
  const home = plainText((await own.get('/')).text);
  expect([home.includes('15.000.000'), home.includes('18.600.000')]).toEqual([true, false]);
});

it('the signed paper of another unit’s part is not listed or handed out to a unit', async () => {
  const office = await atFinance();
  await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
  await office.submit('tg.kt', [aLine({ activity: 'c.3', unitPrice: '15.000.000' })]);
  for (let stage = 1; stage <= 3; stage += 1) await office.passOn(2);
  const { package: pkg, submission } = await office.shownOf(2);
  const upload = uploaded(office, 'Quyết định 200.pdf');
  const target = { of: 'stage', package: pkg, stage: 'approval', submission };
  await office.act('tg.ubnd.ct', { do: 'attach-file', target, ...upload });
  const portal = aPortal(office);
  for (const [person, statuses] of [
    ['tg.kt.cv', [200, 303]],
    ['tg.gd.cv', [404, 404]],
  ] as const) {
    const reader = await portal.as(person);
    const list = await reader.get(second);
    const file = await reader.get(`${second}/files/${upload.sha256}`);
    expect([person, list.status, file.status]).toEqual([person, ...statuses]);
  }
});
