import { describe, expect, test } from 'vitest';
import { approvedP, LAST_DAY } from '../../support/closed-year.ts';
import { approvedSources } from '../../support/many-sources.ts';
import { aPortal } from './portal-office.ts';

const round = '/rounds/tay-giang-2021-2025.2022';
const ledger = `${round}/grants`;
const kt = `${ledger}/tg.kt`;
const result = '/results/tay-giang-2021-2025.2022.p1';
const paper = { number: '12/QĐ-UBND', date: '14/02/2022', signer: 'tg.ubnd.ct' };

describe('the pages of what units are granted', () => {
  test('Finance grants in two tranches by forms alone; the unit reads it on its result and its ledger', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    expect((await finance.get(round)).text).toContain(`href="${ledger}"`);
    const all = await finance.get(ledger);
    expect(all.text).toContain('Sổ theo dõi giao dự toán năm 2022');
    expect(all.text).toContain('215.700.000');
    const form = await finance.get(kt);
    expect(form.text).toContain('Còn lại 18.600.000');
    expect(form.text).not.toMatch(/<option value="tg[^"]*" selected/);
    const first = await finance.submit(kt, { 'amount.state_budget.c.3': '10.000.000', ...paper });
    expect([first.status, first.location]).toEqual([303, `${kt}?done=granted`]);
    const second = await finance.submit(kt, { 'amount.state_budget.c.3': '5000000', ...paper, number: '13/QĐ-UBND' });
    expect(second.location).toBe(`${kt}?done=granted`);
    const now = await finance.get(kt);
    for (const fact of [
      'Đợt cấp 1: 10.000.000',
      'Đợt cấp 2: 5.000.000',
      '12/QĐ-UBND',
      'Chủ tịch UBND huyện',
      '3.600.000',
    ])
      expect(now.text).toContain(fact);
    const own = await portal.as('tg.kt.cv');
    const seen = await own.get(result);
    expect(seen.text).toContain('Đã giao 15.000.000\u00a0đ; còn lại 3.600.000\u00a0đ.');
    expect(seen.text).toContain(`href="${kt}"`);
    const mine = await own.get(kt);
    expect(mine.text).toContain('Đợt cấp 2: 5.000.000');
    expect(mine.text).not.toContain('name="number"');
    expect(mine.text).not.toContain('/reverse');
    expect((await own.get(ledger)).text).not.toContain('215.700.000');
    expect((await own.get(`${ledger}/tg.hd`)).status).toBe(403);
  });

  test('a third tranche above the balance comes back with what was typed, the balance, and what to do', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    await office.act('tg.tckh.cv', await office.grant('tg.kt', { 'c.3': 15_000_000 }));
    const refused = await finance.submit(kt, { 'amount.state_budget.c.3': '3.600.001', ...paper });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(
      'Số tiền giao, nhiệm vụ c.3: cao hơn số còn lại của nhiệm vụ này theo nguồn (3.600.000\u00a0đ)',
    );
    expect(refused.text).toContain('href="#amount-state-budget-c-3"');
    expect(refused.text).toContain('value="3.600.001"');
    expect(refused.text).toContain('<option value="tg.ubnd.ct" selected>');
    const english = await portal.as('tg.tckh.cv', { language: 'en' });
    const said = await english.submit(kt, { 'amount.state_budget.c.3': '3,600', ...paper, number: '' });
    expect(said.status).toBe(422);
    expect(said.text).toContain('Amount granted, activity c.3: “3,600” has a comma');
    expect(said.text).toContain('Decision number: is missing');
  });

  test('an empty form, wild words and unknown places are told, and change nothing', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    const before = structuredClone(office.memory);
    const empty = await finance.submit(kt, {});
    expect(empty.status).toBe(422);
    for (const name of ['Số quyết định', 'Ngày ký', 'Người ký']) expect(empty.text).toContain(`${name}: còn thiếu`);
    const nothing = await finance.submit(kt, { ...paper });
    expect(nothing.text).toContain('Số tiền theo nhiệm vụ: còn thiếu');
    const wild = await finance.submit(kt, {
      'amount.state_budget.c.3': '<b>hai</b>',
      ...paper,
      date: '31/31/2022',
      tranche: 'một',
    });
    expect(wild.status).toBe(422);
    expect(wild.text).not.toContain('<b>hai</b>');
    const date = await finance.submit(kt, {
      'amount.state_budget.c.3': '1',
      ...paper,
      date: '31/31/2022',
      tranche: 'một',
    });
    expect(date.text).toContain('Ngày ký: không phải là một ngày');
    const tranche = await finance.submit(kt, { 'amount.state_budget.c.3': '1', ...paper, tranche: 'một' });
    expect(tranche.text).toContain('Đợt cấp: không hợp lệ');
    for (const place of [
      `${ledger}/tg.lang`,
      `${ledger}/nobody`,
      `${kt}/1/reverse`,
      `${kt}/x/reverse`,
      '/rounds/x.2022/grants',
    ])
      expect((await finance.get(place)).status).toBe(404);
    expect((await finance.get(`${ledger}/${encodeURIComponent('<b>')}`)).status).toBe(404);
    expect((await finance.get(`${ledger}/tg.nn`)).text).toContain('không có mức nào được phê duyệt');
    expect(office.memory).toEqual(before);
  });

  test('a grant is taken back with its own paper and reason, and stays on the page', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    await finance.submit(kt, { 'amount.state_budget.c.3': '10.000.000', ...paper });
    const page = await finance.get(`${kt}/1/reverse`);
    expect(page.text).toContain('Mười triệu đồng');
    const bare = await finance.submit(`${kt}/1/reverse`, { ...paper });
    expect(bare.status).toBe(422);
    expect(bare.text).toContain('Lý do: còn trống');
    const back = await finance.submit(`${kt}/1/reverse`, { ...paper, number: '20/QĐ-UBND', reason: 'Ghi nhầm <i>' });
    expect(back.location).toBe(`${kt}?done=reversed`);
    const now = await finance.get(kt);
    for (const fact of ['đã thu hồi', '20/QĐ-UBND', 'Lý do: Ghi nhầm &lt;i&gt;', 'Đợt cấp 1: 10.000.000'])
      expect(now.text).toContain(fact);
    const again = await finance.get(`${kt}/1/reverse`);
    expect(again.status).toBe(409);
    expect(again.text).toContain('theo quyết định số 20/QĐ-UBND');
    expect((await (await portal.as('tg.kt.cv')).get(`${kt}/1/reverse`)).status).toBe(403);
  });

  test('the year is closed on its last day; what lapsed stands in the ledger and no form is left', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    await office.act('tg.tckh.cv', await office.grant('tg.kt', { 'c.3': 15_000_000 }));
    expect((await finance.get(ledger)).text).toContain('Kết thúc được từ ngày 31/12/2022');
    const early = await finance.get(`${round}/close`);
    expect([early.status, early.text.includes('chỉ kết thúc được từ ngày 31/12/2022')]).toEqual([409, true]);
    office.clock.set(LAST_DAY);
    expect((await (await portal.as('tg.kt.cv')).get(`${round}/close`)).status).toBe(403);
    const standing = await portal.as('tg.vhtt.cv');
    expect((await standing.get(ledger)).text).toContain(`href="${round}/close"`);
    const page = await standing.get(`${round}/close`);
    expect(page.text).toContain('200.700.000');
    const long = await standing.submit(`${round}/close`, { remark: 'x'.repeat(501) });
    expect(long.status).toBe(422);
    const closed = await standing.submit(`${round}/close`, { remark: 'Khóa sổ năm 2022' });
    expect(closed.location).toBe(`${ledger}?done=closed`);
    const after = await finance.get(ledger);
    for (const fact of ['Đợt đã kết thúc', '200.700.000', 'Khóa sổ năm 2022', 'Hết hiệu lực'])
      expect(after.text).toContain(fact);
    const unit = await finance.get(kt);
    expect(unit.text).not.toContain('name="number"');
    expect(unit.text).toContain('3.600.000');
    const late = await finance.command({ id: 'late-grant', command: await office.grant('tg.kt', { 'c.3': 1 }, 2) });
    expect([late.status, late.text.includes('đã kết thúc đợt này')]).toEqual([409, true]);
    expect((await standing.get(`${round}/close`)).status).toBe(409);
    const own = await portal.as('tg.kt.cv', { language: 'en' });
    expect((await own.get(result)).text).toContain('3.600.000\u00a0đ lapsed');
  });

  test('an entry made while the page was open is told with who made it', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    const stale = await finance.submit(kt, { 'amount.state_budget.c.3': '1', ...paper });
    expect(stale.status).toBe(303);
    const old = await finance.submit(kt, { 'amount.state_budget.c.3': '2', ...paper, seen: '0' });
    expect(old.status).toBe(409);
    expect(old.text).toContain('Chuyên viên Phòng TC-KH đã thay đổi nội dung này');
  });

  test('an activity that two sources pay has a row for each, and every line shows what stands at it', async () => {
    const office = await approvedSources();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    const tt = `${ledger}/tg.tt`;
    const rowsOf = (text: string) => text.split('<tr').map((row) => row.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '));
    const form = (await finance.get(tt)).text;
    for (const field of ['amount.state_budget.b.1', 'amount.mobilised.b.1', 'amount.merged_programme.b.4'])
      expect(form).toContain(`name="${field}"`);
    expect(form).toMatch(/b\.1\. [^<]*\(Ngân sách nhà nước\)/);
    expect(form).toMatch(/b\.1\. [^<]*\(Huy động, xã hội hóa\)/);
    expect(form).not.toMatch(/d\.2\. [^<]*\(Ngân sách nhà nước\)/);
    const low = await finance.submit(tt, { 'amount.mobilised.b.1': '9.000.001', ...paper });
    expect([low.status, low.location]).toEqual([422, null]);
    expect(low.text).toContain('Số tiền giao, nhiệm vụ b.1 (Huy động, xã hội hóa): cao hơn số còn lại');
    expect(low.text).toContain('href="#amount-mobilised-b-1"');
    const foreign = await finance.submit(tt, { 'amount.mobilised.d.2': '1', ...paper });
    expect(foreign.text).toContain(
      '“Huy động, xã hội hóa”: nhiệm vụ này không có mức nào được phê duyệt từ nguồn đó. Hãy chọn: Ngân sách nhà nước.',
    );
    const wild = await finance.submit(tt, { 'amount.x.b.1': '1', 'amount.b': '1', ...paper });
    expect(wild.status).toBe(422);
    const given = { 'amount.state_budget.b.1': '18.500.001', 'amount.mobilised.b.1': '4.000.000' };
    expect((await finance.submit(tt, { ...given, ...paper })).status).toBe(303);
    const page = (await finance.get(tt)).text;
    expect(page).toContain('b.1 (Ngân sách nhà nước): 18.500.001');
    const said = rowsOf(page);
    const lineOf = (name: string) => said.find((row) => row.includes(name));
    expect(lineOf('Chuyên mục Chuyên mục')).toContain('30.000.000 30.000.000 30.000.000 15.000.000');
    expect(lineOf('Bản tin tiếng Cơ Tu')).toContain('7.000.001 7.000.001 7.000.001 3.500.001');
    expect(lineOf('Phim phóng sự')).toContain('9.000.000 9.000.000 9.000.000 4.000.000');
    expect(said.some((row) => /Huy động, xã hội hóa +9\.000\.000 +4\.000\.000 +5\.000\.000/.test(row))).toBe(true);
    const back = (await finance.get(`${tt}/1/reverse`)).text;
    expect(back).toContain('b.1 (Huy động, xã hội hóa): 4.000.000');
    const all = (await (await portal.as('tg.vhtt.cv', { language: 'en' })).get(ledger)).text;
    expect(rowsOf(all).some((row) => /Mobilised[^\d]*24\.000\.003 +4\.000\.000 +20\.000\.003/.test(row))).toBe(true);
    expect((await finance.get(kt)).text).not.toContain('(Ngân sách nhà nước)');
    const adjust = (await finance.get(`${round}/adjust/tg.tt`)).text;
    expect(adjust).toContain('b.1 (Huy động, xã hội hóa): Phim phóng sự');
    expect(adjust).toContain('4.000.000');
  });
});
