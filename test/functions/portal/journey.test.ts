import { expect, test } from 'vitest';
import { toCommittee } from '../../support/at-finance.ts';
import { anOffice } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { aPortal, lineFields } from './portal-office.ts';

const rounds = '/rounds/tay-giang-2021-2025.2022';
const estimate = (unit: string) => `/estimates/tay-giang-2021-2025.2022%3A${unit}`;
const pkg = '/packages/tay-giang-2021-2025.2022.p1';

test('Package P goes by forms alone from the opening to the published decision', async () => {
  const office = await anOffice();
  const portal = aPortal(office);
  const standing = await portal.as('tg.vhtt.cv');

  const opened = await standing.submit('/rounds/new?plan=tay-giang-2021-2025', {}, '/rounds/new');
  expect([opened.status, opened.location]).toEqual([303, `${rounds}?done=opened`]);

  for (const unit of ['tg.tt', 'tg.vhtt', 'tg.kt', 'tg.hd', 'tg.gd'] as const) {
    const officer = await portal.as(office.someone(unit));
    const sent = await officer.submit(estimate(unit), { ...lineFields(packageP[unit]), do: 'submit' });
    expect([sent.status, sent.location]).toEqual([303, `${estimate(unit)}?done=submitted`]);
  }
  const nn = await portal.as('tg.nn.cv');
  const page = await nn.get(estimate('tg.nn'));
  const seen = /name="seen" value="(\d+)"/.exec(page.text)?.[1] ?? '';
  const nil = await nn.post(
    estimate('tg.nn'),
    new URLSearchParams({ id: crypto.randomUUID(), seen, reason: 'Năm nay không tổ chức', do: 'nil' }),
  );
  expect(nil.location).toBe(`${estimate('tg.nn')}?done=nil`);

  const overview = await standing.get(rounds);
  expect(overview.text).toContain('215.700.000');
  expect(overview.text).toContain('Không đề xuất kinh phí');
  expect(overview.text).toContain('5 đã nộp, 1 không đề xuất');

  expect((await standing.submit(`${rounds}/lock`, {})).location).toBe(`${rounds}?done=locked`);
  const synthesis = await standing.submit(`${pkg}/decide`, { choice: 'pass', remark: 'Đủ hồ sơ' });
  expect(synthesis.location).toBe(`${pkg}?done=forwarded`);

  const finance = await portal.as('tg.tckh.cv');
  const figures = await finance.get(`${pkg}/appraisal`);
  const at = 'units.tay-giang-2021-2025.2022:tg.vhtt.figures[0]';
  const appraised = await finance.submit(
    `${pkg}/appraisal`,
    { [`${at}.amount`]: '38.000.000', [`${at}.reason`]: 'Dùng hội trường huyện, không thuê', do: 'prepare' },
    `${pkg}/appraisal?page=1`,
  );
  expect(figures.text).toContain('value="45.000.000"');
  expect(appraised.location).toBe(`${pkg}/confirm`);
  const confirm = await finance.get(`${pkg}/confirm`);
  expect(confirm.text).toContain('208.700.000');
  expect(confirm.text).toContain('Dùng hội trường huyện, không thuê');
  expect((await finance.submit(`${pkg}/confirm`, { do: 'sign' })).location).toBe(`${pkg}?done=forwarded`);

  const chair = await portal.as('tg.ubnd.ct');
  const decide = await chair.get(`${pkg}/decide`);
  expect(decide.text).toContain('Hai trăm linh tám triệu bảy trăm nghìn đồng');
  expect(decide.text).not.toMatch(/type="radio"[^>]* checked/);
  expect((await chair.submit(`${pkg}/decide`, { choice: 'pass' })).location).toBe(`${pkg}/confirm`);
  const signed = await chair.submit(`${pkg}/confirm`, { number: '145/QĐ-UBND', date: '14/02/2022', do: 'sign' });
  expect(signed.location).toBe('/results/tay-giang-2021-2025.2022.p1?done=approved');

  const result = await chair.get('/results/tay-giang-2021-2025.2022.p1');
  for (const fact of ['208.700.000', '145/QĐ-UBND', '14/02/2022', 'Chủ tịch UBND huyện', 'Ký theo thẩm quyền'])
    expect(result.text).toContain(fact);
  const own = await (await portal.as('tg.kt.cv')).get('/results/tay-giang-2021-2025.2022.p1');
  expect(own.text).toContain('18.600.000');
  expect(own.text).not.toContain('208.700.000');
  expect(own.text).not.toContain('Ngày chuyển đổi số');
});

test('a return names its stage and reason, and the earlier submission stays readable', async () => {
  const office = await anOffice();
  const portal = aPortal(office);
  await toCommittee(office);
  const chair = await portal.as('tg.ubnd.ct');
  const blank = await chair.submit(`${pkg}/decide`, {});
  expect(blank.status).toBe(422);
  expect(blank.text).toContain('Quyết định: còn thiếu');
  const half = await chair.submit(`${pkg}/decide`, { choice: 'return', reason: '' });
  expect(half.status).toBe(422);
  expect(half.text).toContain('Nơi nhận lại: còn thiếu');
  expect(half.text).toContain('Lý do: còn trống');
  const back = await chair.submit(`${pkg}/decide`, {
    choice: 'return',
    to: 'appraisal',
    reason: 'Không quá 180.000.000',
  });
  expect(back.location).toBe(`${pkg}?done=sentBack`);
  const finance = await portal.as('tg.tckh.cv');
  const again = await finance.get(`${pkg}/appraisal`);
  expect(again.text).toContain('Trả lại ở lần trình 1: Chủ tịch UBND huyện');
  expect(again.text).toContain('Không quá 180.000.000');
  const second = await finance.get(pkg);
  expect(second.text).toContain('lần trình 2');
  const first = await finance.get(`${pkg}?submission=1`);
  expect(first.text).toContain('Đây là lần trình 1');
});

test('a unit that had sent nothing at the lock is told that it is not in the package, and where to read the decision', async () => {
  const office = await anOffice();
  const portal = aPortal(office);
  await office.open();
  await office.submit('tg.kt', packageP['tg.kt']);
  await office.lock();
  const nn = await portal.as('tg.nn.cv');
  const own = await nn.get(estimate('tg.nn'));
  expect(own.text).toContain('không có trong hồ sơ trình số 1; không tính là 0 đồng');
  expect(own.text).not.toContain('khóa vào hồ sơ trình');
  const turned = await nn.get(`${pkg}/decide`);
  expect(turned.status).toBe(403);
  expect(turned.text).toContain(`href="${pkg}"`);
});
