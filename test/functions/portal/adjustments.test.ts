import { describe, expect, test } from 'vitest';
import { approvedP } from '../../support/closed-year.ts';
import { uploaded } from '../../support/attaching.ts';
import { headsSign } from '../../support/heads-sign.ts';
import { aPortal } from './portal-office.ts';

const round = '/rounds/tay-giang-2021-2025.2022';
const form = `${round}/adjust/tg.tt`;
const ledger = `${round}/grants/tg.tt`;
const page = '/adjustments/tay-giang-2021-2025.2022.p2';
const pkg = '/packages/tay-giang-2021-2025.2022.p2';

describe('the pages of an adjustment', () => {
  test('it is opened, appraised, approved and read by forms alone, in both languages', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const officer = await portal.as('tg.tckh.cv');
    expect((await officer.get(ledger)).text).toContain(`href="${form}"`);
    const fresh = await officer.get(form);
    for (const fact of ['value="145/QĐ-UBND"', 'value="14/02/2022"', 'value="30.000.000"', 'Chuyên mục truyền hình'])
      expect(fresh.text).toContain(fact);
    const opened = await officer.submit(form, { 'line.1': '24.000.000', reason: 'Giảm <b>số</b>' });
    expect([opened.status, opened.location]).toEqual([303, `${ledger}?done=adjusting`]);
    expect((await officer.get(ledger)).text).toContain('Đang có một điều chỉnh chưa được quyết định');
    expect((await officer.get(form)).status).toBe(409);

    for (const place of [pkg, `${pkg}/decide`, `${pkg}/confirm`, '/results/tay-giang-2021-2025.2022.p2'])
      expect((await officer.get(place)).location).toBe(page);
    const head = await portal.as('tg.tckh.truong');
    const home = await head.get('/');
    expect(home.text).toContain('hồ sơ điều chỉnh');
    const shown = await head.get(page);
    for (const fact of ['Thay đổi quyết định số 145/QĐ-UBND', '24.000.000', 'Giảm &lt;b&gt;số&lt;/b&gt;', '68.400.000'])
      expect(shown.text).toContain(fact);
    const tracker = shown.text.slice(shown.text.indexOf('<ol class="tracker"'));
    expect(tracker.slice(0, tracker.indexOf('</ol>'))).not.toContain('Tổng hợp');
    expect(shown.text).not.toMatch(/type="radio"[^>]* checked/);
    expect((await head.submit(page, {})).text).toContain('Quyết định: còn thiếu');
    const own = await officer.submit(page, { choice: 'pass' });
    expect([own.status, own.text.includes('không được tự thẩm định')]).toEqual([403, true]);
    expect((await head.submit(page, { choice: 'pass', remark: 'Đồng ý' })).location).toBe(`${page}?done=forwarded`);

    const chair = await portal.as('tg.ubnd.ct', { language: 'en' });
    const half = await chair.submit(page, { choice: 'pass', number: '', date: '' });
    expect([half.status, half.text.includes('Decision number: is missing')]).toEqual([422, true]);
    const blank = await chair.submit(page, { choice: 'return', reason: '' });
    expect([blank.status, blank.text.includes('Reason: is empty')]).toEqual([422, true]);
    const signed = await chair.submit(page, { choice: 'pass', number: '300/QĐ-UBND', date: '14/02/2022' });
    expect(signed.location).toBe(`${page}?done=approved`);

    const decided = await officer.get('/results/tay-giang-2021-2025.2022.p1');
    expect(decided.text).toContain('Quyết định này đã được thay đổi bằng quyết định số 300/QĐ-UBND');
    const whole = (await officer.get(round)).text.replaceAll('\u00a0', ' ');
    expect(whole).toContain('từ 74.400.000 đ thành 68.400.000 đ · đã phê duyệt tại quyết định số 300/QĐ-UBND');
    expect(whole).toContain('Mức phê duyệt trong bảng là mức ban đầu');
    const unit = await portal.as('tg.tt.vc');
    const now = await unit.get(ledger);
    for (const fact of ['68.400.000', 'số 300/QĐ-UBND', `href="${page}"`]) expect(now.text).toContain(fact);
    const read = await unit.get(page);
    for (const fact of ['300/QĐ-UBND', 'Chủ tịch UBND huyện', '24.000.000', 'Đã có hiệu lực'])
      expect(read.text).toContain(fact);
    expect(read.text).not.toContain('name="choice"');
    const elsewhere = await (await portal.as('tg.kt.cv')).get(page);
    expect([elsewhere.status, elsewhere.text.includes(`href="${pkg}"`)]).toEqual([403, false]);
    expect((await (await portal.as('tg.kt.cv')).get(form)).status).toBe(403);
  });

  test('it is printed whole: which decision it changes, every line before and after, who did what; to a unit its own', async () => {
    const office = await approvedP();
    const lines = [
      ['tg.tt', 1, 24_000_000],
      ['tg.hd', 1, 20_000_000],
    ] as const;
    await office.act('tg.tckh.cv', office.adjustment(lines, { reason: 'Giảm số kỳ' }));
    const portal = aPortal(office);
    const print = async (person: string, query = '') => {
      const { status, text } = await (await portal.as(person)).get(`${page}/print${query}`);
      return { status, text: text.replaceAll('\u00a0', ' ') };
    };
    expect((await (await portal.as('tg.tckh.truong')).get(page)).text).toContain(`href="${page}/print"`);
    expect((await print('tg.tt.vc')).status).toBe(404);
    const early = await print('tg.tckh.truong');
    expect(early.text).toContain('Chưa có quyết định phê duyệt.');
    expect(early.text).toContain('Mã nội dung đã chốt, chưa ký');
    await office.passAdjustment(2, '300/QĐ-UBND');
    const whole = await print('tg.ubnd.ct', '?in=thousand');
    for (const fact of [
      'Điều chỉnh. Thay đổi quyết định số 145/QĐ-UBND, ngày 14/02/2022',
      'Giảm số kỳ (Chuyên viên Phòng TC-KH)',
      'từ 96.400.000 đ thành 88.400.000 đ',
      'Đơn vị tính: nghìn đồng',
      '>24.000</td>',
      '>−8.000</td>',
      'Trưởng phòng TC-KH',
      'Phê duyệt tại quyết định số 300/QĐ-UBND',
      'Mã nội dung đã ký',
      `href="${page}/print?in=million&amp;part=1"`,
    ])
      expect(whole.text).toContain(fact);
    expect(whole.text).not.toContain('Khóa dự toán, lập hồ sơ');
    const own = await print('tg.tt.vc');
    expect([own.status, own.text.includes('24.000.000'), own.text.includes('20.000.000')]).toEqual([200, true, false]);
    expect((await print('tg.kt.cv')).status).toBe(404);
  });

  test('it comes back with what was typed where it cannot be opened, and says what to do first', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const officer = await portal.as('tg.tckh.cv');
    await office.act('tg.tckh.cv', await office.grant('tg.tt', { 'b.1': 20_000_000 }));
    const before = structuredClone(office.memory);
    const low = await officer.submit(form, { 'line.1': '10.000.000', 'line.3': 'hai', reason: 'x' });
    expect(low.text).toContain('Nội dung số 3: “hai” không phải là số');
    const below = await officer.submit(form, { 'line.1': '10.000.000', reason: 'x' });
    expect(below.status).toBe(422);
    expect(below.text).toContain(
      'Nội dung số 1: làm mức của nhiệm vụ theo nguồn này thấp hơn số đã giao (20.000.000\u00a0đ). Hãy thu hồi',
    );
    expect(below.text).toContain('value="10.000.000"');
    const other = await officer.submit(form, { 'line.1': '25.000.000', number: '1/QĐ', reason: 'x' });
    expect(other.text).toContain('không có quyết định số “1/QĐ” với ngày ấy');
    const nothing = await officer.submit(form, { reason: 'x' });
    expect(nothing.text).toContain('Các nội dung chi: còn thiếu');
    expect((await officer.submit(form, { 'line.1': '25.000.000', number: '' })).text).toContain(
      'Số quyết định: còn thiếu',
    );
    expect((await officer.get('/adjustments/tay-giang-2021-2025.2022.p1')).status).toBe(404);
    expect((await officer.get('/adjustments/x')).status).toBe(404);
    expect((await officer.get(`${round}/adjust/tg.nn`)).status).toBe(409);
    expect(office.memory).toEqual(before);
  });

  test('it is returned by the Committee and withdrawn with a reason, and nothing has changed', async () => {
    const office = await approvedP();
    const portal = aPortal(office);
    const officer = await portal.as('tg.tckh.cv');
    await officer.submit(form, { 'line.1': '24.000.000', reason: 'Giảm số kỳ' });
    await (await portal.as('tg.tckh.truong')).submit(page, { choice: 'pass' });
    const back = await (await portal.as('tg.ubnd.ct')).submit(page, { choice: 'return', reason: 'Giữ như cũ' });
    expect(back.location).toBe(`${page}?done=sentBack`);
    const withdrawn = await officer.submit(page, { choice: 'withdraw', reason: 'Theo ý kiến UBND' });
    expect(withdrawn.location).toBe(`${page}?done=withdrawn`);
    const read = await officer.get(page);
    for (const fact of ['Đã rút, không có hiệu lực', 'Rút hồ sơ: Theo ý kiến UBND', 'Giữ như cũ'])
      expect(read.text).toContain(fact);
    expect((await officer.get(ledger)).text).toContain('74.400.000');
    expect((await officer.get(form)).status).toBe(200);
  });

  test('it is laid before the head on its page, handed back, signed, and takes the papers of its stages', async () => {
    const office = await approvedP(undefined, headsSign);
    const portal = aPortal(office);
    await (await portal.as('tg.vhtt.cv')).submit(form, { 'line.1': '24.000.000', reason: 'Giảm số kỳ' });
    const [officer, head] = [await portal.as('tg.tckh.cv'), await portal.as('tg.tckh.truong')];
    expect((await officer.get(page)).text).toContain('Trình người đứng đầu ký');
    expect((await head.get(page)).text).not.toContain('Trình người đứng đầu ký');
    const laid = await officer.submit(page, { choice: 'pass', remark: 'Đã <rà soát>' });
    expect(laid.location).toBe(`${page}?done=forSignature`);
    const waiting = await officer.get(page);
    expect(waiting.text).toContain('đang chờ người đứng đầu');
    for (const absent of ['value="sign"', 'name="choice"']) expect(waiting.text).not.toContain(absent);
    expect((await head.get('/')).text).toContain('Ký kết quả thẩm định hồ sơ số 2 năm 2022 (hồ sơ điều chỉnh)');
    expect((await head.get(`${pkg}/sign`)).location).toBe(page);
    const toSign = await head.get(page);
    for (const fact of ['Đã &lt;rà soát&gt;', 'chuyển lên bước tiếp theo, 68.400.000'])
      expect(toSign.text).toContain(fact);
    const empty = await head.submit(page, { do: 'hand-back', remark: ' ' }, `${page}/sign`);
    expect([empty.status, empty.text.includes('Ý kiến kèm theo: còn thiếu')]).toEqual([422, true]);
    const back = await head.submit(page, { do: 'hand-back', remark: 'Nêu căn cứ' }, `${page}/sign`);
    expect(back.location).toBe(`${page}?done=handedBack`);
    await officer.submit(page, { choice: 'pass', remark: '' });
    const signed = await head.submit(page, { do: 'sign' }, `${page}/sign`);
    expect(signed.location).toBe(`${page}?done=signed`);

    const deputy = await portal.as('tg.ubnd.pct');
    expect((await deputy.get(page)).text).toContain('KT. (ký thay người đứng đầu), thay Chủ tịch UBND huyện');
    const approved = await deputy.submit(page, { choice: 'pass', number: '300/QĐ-UBND', date: '14/02/2022' });
    expect(approved.location).toBe(`${page}?done=approved`);
    expect((await deputy.get(page)).text).toContain(`href="${pkg}/files/new"`);
    expect((await deputy.get(`${pkg}/files/new`)).status).toBe(200);
    await office.act('tg.ubnd.pct', {
      do: 'attach-file',
      target: { of: 'stage', package: `${office.round}.p2`, stage: 'approval', submission: 1 },
      ...uploaded(office, 'Quyết định 300.pdf'),
    });
    const read = await (await portal.as('tg.tt.vc')).get(page);
    for (const fact of ['KT. (ký thay người đứng đầu)', 'Quyết định 300.pdf', 'Đã có hiệu lực'])
      expect(read.text).toContain(fact);
    expect((await deputy.get(`${pkg}?done=attached`)).location).toBe(`${page}?done=attached`);
  });
});
