import { expect, it } from 'vitest';
import { anOffice } from '../../support/office.ts';
import { aLine } from '../../support/package-p.ts';
import { aPortal } from './portal-office.ts';

const round = '/rounds/tay-giang-2021-2025.2022';
const kt = '/estimates/tay-giang-2021-2025.2022%3Atg.kt';
const nn = '/estimates/tay-giang-2021-2025.2022%3Atg.nn';

it('the round and both units are warned of a second claim; the standing unit names, the submitter shares', async () => {
  const office = await anOffice();
  await office.open();
  const portal = aPortal(office);
  const standing = await portal.as('tg.vhtt.cv');
  expect((await standing.get(round)).text).toContain('Phòng Kinh tế và Hạ tầng huyện nộp; cùng chủ trì');
  await office.submit('tg.kt', [aLine({ activity: 'c.4', unitPrice: '10.000.000' })]);
  await office.submit('tg.nn', [aLine({ activity: 'c.4', unitPrice: '7.000.000' })]);
  const page = await standing.get(round);
  expect(page.text).toMatch(
    /Cảnh báo: Phòng Nông nghiệp[^.]* cũng đề nghị 7\.000\.000\u00a0đ cho nhiệm vụ c\.4, trong khi Phòng Kinh tế/,
  );
  const english = await (await portal.as('tg.nn.cv', { language: 'en' })).get(nn);
  expect(english.text).toContain('the activity counts once, with');
  const lines = await standing.get(nn);
  expect(lines.text).toContain('không cộng vào tổng; tính ở Phòng KT&amp;HT');

  const refused = await standing.submit(round, { 'submitter.c.4': 'tg.nn' }, `${round}/submitter`);
  expect([refused.status, refused.text.includes('nên chưa đổi được đơn vị nộp')]).toEqual([409, true]);
  expect(refused.text).toContain(`href="${round}"`);

  const submitter = await portal.as('tg.kt.cv');
  const high = await submitter.submit(kt, { 'share.tg.nn': '10.000.001' }, `${kt}/shares`);
  expect([high.status, high.text.includes('cao hơn kinh phí của nhiệm vụ (10.000.000')]).toEqual([422, true]);
  const kept = high.text.slice(high.text.indexOf('id="shares" open'));
  expect(kept).toContain('value="10.000.001"');
  expect((await standing.get(`${round}/lock`)).text).toContain('Cảnh báo: Phòng Nông nghiệp');
  const wrong = await submitter.submit(kt, { 'share.tg.nn': 'hai' }, `${kt}/shares`);
  expect([wrong.status, wrong.text.includes('Các phần chia: “hai” không phải là số')]).toEqual([422, true]);
  const done = await submitter.submit(kt, { 'share.tg.nn': '4.000.000' }, `${kt}/shares`);
  expect([done.status, done.location?.endsWith('?done=shared')]).toEqual([303, true]);
  expect((await submitter.get(kt)).text).toContain('Đã chia: Phòng NN&amp;PTNT 4.000.000\u00a0đ');
});
