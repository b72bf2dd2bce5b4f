import { describe, expect, it } from 'vitest';
import { anOffice } from '../../support/office.ts';
import { aRow, at, fileReport, inMay, nilReport, reportOf } from '../../support/reporting.ts';
import { ticked } from '../../support/whole-round.ts';
import { aPortal } from './portal-office.ts';

const aTown = async () => {
  const office = await inMay();
  const portal = aPortal(office);
  const cycle = `/cycles/${office.cycleOf('tg.r6')}`;
  const report = (unit: string) => `/returns/${encodeURIComponent(office.returnOf('tg.r6', unit))}`;
  return { office, portal, cycle, report };
};

/** A whole report of a commune, as its form is filled in. */
const FILLED = {
  'rows[0].progress': 'done',
  'rows[0].planned': '1',
  'rows[0].done': '1',
  'rows[1].progress': 'under-way',
  'rows[1].planned': '2',
  'rows[1].done': '1',
  'rows[1].estimated': '2',
  'rows[1].spent': '4.500.000',
  'rows[1].counts[0].count': '1',
  summary: 'Đã tổ chức một diễn đàn tại thôn.',
  difficulties: 'Đường đi khó',
  links: 'https://tay-giang.example/dien-dan',
};

describe('the duties to report', () => {
  it('are one row each for the year, with date, route and cycles, whether the plan gives a date or not', async () => {
    const { portal } = await aTown();
    const page = (await (await portal.as('tg.kt.cv')).get('/cycles?year=2022')).text;
    for (const words of [
      'Chế độ báo cáo năm 2022',
      'báo cáo 6 tháng',
      'thứ Ba 31/05/2022',
      'trước ngày 01/6; tự mở ngày 01/05/2022',
      'gửi tiếp UBND huyện',
      'kế hoạch không nêu ngày',
      'Hạn do từng yêu cầu đặt ra.',
      'đang nhận báo cáo',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('Mở kỳ báo cáo');
    expect((await (await portal.as('tg.kt.cv')).get('/')).text).toContain('href="/cycles"');
  });

  it('are a calendar: soonest first, the undated last', async () => {
    const { office, portal } = await aTown();
    await office.act('tg.vhtt.cv', office.request({ due: '2022-09-12', cutOff: '2022-09-14' }));
    const page = (await (await portal.as('tg.kt.cv')).get('/cycles?year=2022')).text;
    const heads = [...page.matchAll(/<tr><th scope="row">([^<]+)</gu)].map(([, head]) => head);
    expect(heads.slice(0, 4)).toEqual(['báo cáo 6 tháng', 'báo cáo đột xuất', 'báo cáo năm', 'báo cáo 6 tháng']);
  });

  it('are in English for who reads English', async () => {
    const { portal, cycle } = await aTown();
    const visitor = await portal.as('tg.vhtt.cv', { language: 'en' });
    expect((await visitor.get('/cycles?year=2022')).text).toContain('Duties to report in 2022');
    expect((await visitor.get(cycle)).text).toContain('0 received, 0 with nothing to report, 0 excused, 18 missing');
  });
});

describe('a request for reports', () => {
  it('is opened on its page with words, units and a period of days, and suggests a date where the plan gives none', async () => {
    const { office, portal } = await aTown();
    const culture = await portal.as('tg.vhtt.cv');
    const path = '/cycles/new?obligation=tg.rx&year=2022';
    const form = (await culture.get(path)).text;
    expect(form).toContain('Ngày gợi ý: kế hoạch không nêu ngày.');
    expect(form).toContain('value="17/05/2022"');
    const action = '/cycles/new?obligation=tg.rx';
    const wrong = await culture.submit(path, { asks: '', due: '32/05/2022' }, action);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="32/05/2022"');
    const sent = await culture.submit(
      path,
      { asks: 'Báo cáo nhanh kết quả tháng 4', due: '', count: '3', 'members.tg.xa': ['tg.lang', 'tg.dang'] },
      action,
    );
    expect([sent.status, sent.location]).toEqual([303, `/cycles/${office.cycleOf('tg.rx')}?done=cycleOpened`]);
    const page = (await culture.get(`/cycles/${office.cycleOf('tg.rx')}`)).text;
    expect(page).toContain('Báo cáo nhanh kết quả tháng 4');
    expect(page).toContain('Báo cáo của 10 đơn vị');
  });

  it('that leaves less than a working day is asked about, with everything that was typed', async () => {
    const { portal } = await aTown();
    const culture = await portal.as('tg.vhtt.cv');
    const path = '/cycles/new?obligation=tg.rx&year=2022';
    const soon = { asks: 'Báo cáo gấp', due: '03/05/2022', cutOff: '04/05/2022' };
    const asked = await culture.submit(path, soon, '/cycles/new?obligation=tg.rx');
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('Tôi biết hạn rất gấp');
    expect(asked.text).toContain('>Báo cáo gấp</textarea>');
    const sure = await culture.submit(path, { ...soon, sure: 'yes' }, '/cycles/new?obligation=tg.rx');
    expect(sure.status).toBe(303);
  });

  it('is nobody else’s to open', async () => {
    const { portal } = await aTown();
    const unit = await portal.as('tg.kt.cv');
    expect((await unit.get('/cycles/new?obligation=tg.rx')).status).toBe(403);
    expect((await unit.get('/cycles/new?obligation=tg.zz')).status).toBe(404);
  });
});

describe('a unit’s report', () => {
  it('is typed, sent, signed and read, with its figures, quota and words', async () => {
    const { office, portal, cycle, report } = await aTown();
    const officer = await portal.as('tg.lang.cc');
    const path = report('tg.lang');
    const form = (await officer.get(path)).text;
    expect(form).toContain('Báo cáo 6 tháng năm 2022 của UBND xã Lăng');
    expect(form).toContain('Định mức: ít nhất 1 lần (diễn đàn) mỗi quý');
    expect(form).toContain('quý 2/2022');
    expect(form).toContain('Đã chi từ ngân sách của đơn vị');
    expect(form).not.toContain(' selected>đã hoàn thành');
    const saved = await officer.submit(path, { ...FILLED, do: 'save' });
    expect(saved.location).toBe(`${path}?done=saved`);
    expect((await officer.get(path)).text).toContain('value="4.500.000"');
    const sent = await officer.submit(path, { ...FILLED, do: 'file' });
    expect(sent.location).toBe(`${path}?done=forSignature`);
    const head = await portal.as('tg.lang.ct');
    expect((await head.get(path)).text).toContain('Chưa ký thì chưa là báo cáo của đơn vị.');
    const signed = await head.submit(path, { do: 'sign' });
    expect(signed.location).toBe(`${path}?done=signed`);
    const read = (await (await portal.as('tg.vhtt.cv')).get(path)).text;
    for (const words of [
      '4.500.000',
      'Đường đi khó',
      'đúng hạn',
      'Chưa đạt định mức: quý 2/2022 (0/1)',
      'rel="noreferrer noopener"',
    ])
      expect(read).toContain(words);
    expect((await (await portal.as('tg.vhtt.cv')).get(cycle)).text).toContain('1 đã báo cáo');
    expect((await reportOf(office, 'tg.r6', 'tg.lang')).body.versions).toHaveLength(1);
    const version = await officer.get(`${path}/versions/1`);
    expect([version.status, version.text.includes('Bản 1')]).toEqual([200, true]);
  });

  it('says at each field what is wrong or asked, keeps what was typed, and changes nothing', async () => {
    const { office, portal, report } = await aTown();
    const officer = await portal.as('tg.lang.cc');
    const path = report('tg.lang');
    const before = JSON.stringify([...office.memory.records]);
    const answer = await officer.submit(path, { ...FILLED, 'rows[0].done': '3', 'rows[1].progress': '', do: 'file' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Nhiệm vụ thứ 2, Tiến độ');
    expect(answer.text).toContain('value="4.500.000"');
    const asked = await officer.submit(path, { ...FILLED, 'rows[0].done': '3', do: 'file' });
    expect(asked.text).toContain('trong khi đã làm 3 so với kế hoạch 1');
    expect(asked.text).toContain('href="#rows-0-remark"');
    expect(JSON.stringify([...office.memory.records])).toBe(before);
  });

  it('is nothing by one click and a reason, signed by the head, and leaves the quota unmet', async () => {
    const { portal, report } = await aTown();
    const officer = await portal.as('tg.trhy.cc');
    const path = report('tg.trhy');
    const without = await officer.submit(path, { do: 'nil', reason: '' });
    expect(without.status).toBe(422);
    await officer.submit(path, { do: 'nil', reason: 'Xã chưa bố trí được kinh phí' });
    await (await portal.as('tg.trhy.ct')).submit(path, { do: 'sign' });
    const page = (await officer.get(path)).text;
    expect(page).toContain('Không phát sinh: Xã chưa bố trí được kinh phí');
    expect(page).toContain('c.6) Chưa đạt định mức: quý 1/2022 (0/1); quý 2/2022 (0/1)');
  });

  it('is handed back with the head’s remark, and the officer finds what he typed', async () => {
    const { portal, report } = await aTown();
    const officer = await portal.as('tg.lang.cc');
    const path = report('tg.lang');
    await officer.submit(path, { ...FILLED, do: 'file' });
    const head = await portal.as('tg.lang.ct');
    expect((await head.submit(path, { do: 'hand-back', remark: '' })).status).toBe(422);
    await head.submit(path, { do: 'hand-back', remark: 'Thiếu ảnh minh chứng' });
    const page = (await officer.get(path)).text;
    expect(page).toContain('value="4.500.000"');
    expect((await officer.get('/')).text).toContain('Thiếu ảnh minh chứng');
  });

  it('of another unit is not shown to a unit, and its row is not in the list of the cycle', async () => {
    const { portal, cycle, report } = await aTown();
    const unit = await portal.as('tg.gd.cv');
    expect((await unit.get(report('tg.lang'))).status).toBe(403);
    expect((await unit.get(cycle)).text).not.toContain('UBND xã Lăng');
  });

  it('escapes what was typed', async () => {
    const { portal, report } = await aTown();
    const officer = await portal.as('tg.lang.cc');
    await officer.submit(report('tg.lang'), { ...FILLED, summary: '<script>x</script>', do: 'file' });
    expect((await officer.get(report('tg.lang'))).text).not.toContain('<script>');
  });
});

describe('whoever the reports go to', () => {
  it('excuses a unit by name with a reason, and is told where that is not possible any more', async () => {
    const { office, portal, report } = await aTown();
    const culture = await portal.as('tg.vhtt.cv');
    const path = `${report('tg.axan')}/excuse`;
    expect((await culture.submit(path, { reason: '' })).status).toBe(422);
    const done = await culture.submit(path, { reason: 'Xã bị cô lập do mưa lũ' });
    expect(done.location).toBe(`${report('tg.axan')}?done=reportExcused`);
    expect((await culture.get(report('tg.axan'))).text).toContain('Xã bị cô lập do mưa lũ');
    expect((await culture.get(path)).status).toBe(409);
    await fileReport(office, 'tg.r6', 'tg.dang');
    expect((await culture.get(`${report('tg.dang')}/excuse`)).status).toBe(409);
    expect((await (await portal.as('tg.lang.cc')).get(`${report('tg.lang')}/excuse`)).status).toBe(403);
  });

  it('ends the waiting, and a later report says that it amends', async () => {
    const { portal, cycle, report } = await aTown();
    const culture = await portal.as('tg.vhtt.cv');
    const cut = await culture.submit(cycle, {}, `${cycle}/cut`);
    expect(cut.location).toBe(`${cycle}?done=cycleCut`);
    expect((await culture.get(cycle)).text).toContain('Cơ quan nhận chốt lúc');
    expect((await (await portal.as('tg.lang.cc')).get(report('tg.lang'))).text).toContain(
      'Báo cáo gửi bây giờ là bản bổ sung',
    );
    const again = await culture.post(`${cycle}/cut`, 'id=once-more-cut&seen=1');
    expect(again.status).toBe(409);
  });

  it('sees each date and ladder, and gives more time; the reason and its author show wherever the date does', async () => {
    const { office, portal, cycle, report } = await aTown();
    const culture = await portal.as('tg.vhtt.cv');
    const page = (await culture.get(`${cycle}/dates`)).text;
    expect(page).toContain('Các nấc nhắc');
    const task = (await reportOf(office, 'tg.r6', 'tg.lang')).body.task;
    const path = `/tasks/${encodeURIComponent(task)}/extend`;
    const more = await culture.submit(path, { due: '02/06/2022', reason: 'Mất điện' });
    expect(more.location).toBe(`${cycle}/dates?done=extended`);
    expect((await reportOf(office, 'tg.r6', 'tg.lang')).body).toMatchObject({
      due: '2022-06-02',
      dueAtFirst: '2022-05-31',
    });
    const why = 'gia hạn từ ngày 31/05/2022: Mất điện (Chuyên viên Phòng VHTT, 08:00 03/05/2022)';
    expect((await culture.get(cycle)).text).toContain(why);
    expect((await (await portal.as('tg.lang.cc')).get(report('tg.lang'))).text).toContain(why);
  });
});

describe('a consolidated report', () => {
  const inJune = async () => {
    const town = await aTown();
    await fileReport(town.office, 'tg.r6', 'tg.lang', [
      aRow('a'),
      aRow('c.6', { planned: '2', done: '2', spent: '4.500.000' }),
    ]);
    await nilReport(town.office, 'tg.r6', 'tg.trhy', 'Chưa bố trí được kinh phí');
    at(town.office, '2022-06-04T01:00:00.000Z');
    await ticked(town.office);
    return town;
  };

  it('has totals, money, words by unit and an annex, and each number opens to its rows and persons', async () => {
    const { portal, cycle } = await inJune();
    const culture = await portal.as('tg.vhtt.cv');
    expect((await culture.get(cycle)).text).toContain(`href="${cycle}/editions/1"`);
    const page = (await culture.get(`${cycle}/editions/1`)).text.replaceAll('\u00a0', ' ');
    for (const words of [
      'Tổng hợp báo cáo 6 tháng năm 2022',
      'Tổng hợp lúc',
      '1 xong, 10 không có số liệu',
      '4.500.000 đ',
      'UBND xã Lăng:',
      'không phát sinh',
      'chưa có',
      'đạt 0/2',
    ])
      expect(page).toContain(words);
    expect(page.indexOf('chưa có</b>')).toBeLessThan(page.indexOf('không phát sinh</td>'));
    const numbers = (await culture.get(`${cycle}/editions/1/numbers/c.6`)).text.replaceAll('\u00a0', ' ');
    for (const words of [
      'UBND xã Lăng, Bản 1',
      'Chủ tịch UBND xã Lăng',
      'người soạn: ',
      'ngoài chuỗi: 4.500.000 đ',
      'Không có số liệu: ',
    ])
      expect(numbers).toContain(words);
  });

  it('gets the office’s words, is signed, sent with its paper and confirmed, page by page', async () => {
    const { office, portal, cycle } = await inJune();
    at(office, '2022-06-06T02:00:00.000Z');
    const officer = await portal.as('tg.vhtt.cv');
    const path = `${cycle}/editions/1/send`;
    expect((await officer.get('/')).text).toContain('Hoàn thiện báo cáo tổng hợp: báo cáo 6 tháng năm 2022');
    expect((await officer.get(`${cycle}/editions/1`)).text).toContain(`href="${path}"`);
    const saved = await officer.submit(path, { do: 'save', narrative: 'Nhận xét nháp' });
    expect(saved.location).toBe(`${path}?done=saved`);
    const laid = await officer.submit(path, { do: 'finish', narrative: 'Đề nghị huyện hỗ trợ diễn đàn tại thôn.' });
    expect(laid.location).toBe(`${path}?done=forSignature`);
    expect((await (await portal.as('tg.ubnd.ct')).get(`${cycle}/editions/1`)).text).not.toContain('hỗ trợ diễn đàn');
    const head = await portal.as('tg.vhtt.truong');
    expect((await head.get('/')).text).toContain('Ký báo cáo tổng hợp: báo cáo 6 tháng năm 2022');
    expect((await head.submit(path, { do: 'sign' })).location).toBe(`${path}?done=signed`);
    const wrong = await officer.submit(path, { do: 'send', number: '30/BC-VHTT', date: '01/06/2022' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="30/BC-VHTT"');
    const sent = await officer.submit(path, {
      do: 'send',
      number: '30/BC-VHTT',
      date: '06/06/2022',
      channel: 'document-system',
    });
    expect(sent.location).toBe(`${path}?done=sentUp`);
    expect((await officer.get(path)).text).toContain(
      'Đã gửi: số 30/BC-VHTT ngày 06/06/2022, qua phần mềm văn bản điều hành',
    );
    const chair = await portal.as('tg.ubnd.ct');
    expect((await chair.get('/')).text).toContain('Xác nhận đã nhận báo cáo: báo cáo 6 tháng năm 2022');
    expect((await chair.get(`${cycle}/editions/1`)).text).toContain('hỗ trợ diễn đàn');
    const printed = (await officer.get(`${cycle}/editions/1`)).text;
    for (const words of ['Số 30/BC-VHTT, ngày 0', 'Kính gửi: UBND huyện', 'Trưởng phòng VHTT ký lúc'])
      expect(printed).toContain(words);
    expect((await officer.get(cycle)).text).not.toContain('quá hạn');
    const confirmed = await chair.submit(path, { do: 'receipt', recipient: 'tg.ubnd', incoming: '512' });
    expect(confirmed.location).toBe(`${path}?done=receiptRecorded`);
    expect((await officer.get(path)).text).toContain('số đến 512');
  });

  it('of late ones is another edition that says what changed, beside the first', async () => {
    const { office, portal, cycle } = await inJune();
    const culture = await portal.as('tg.vhtt.cv');
    const first = `${cycle}/editions/1`;
    expect((await culture.get(first)).text).not.toContain('Lập bản tổng hợp tiếp theo');
    await fileReport(office, 'tg.r6', 'tg.dang', [aRow('a'), aRow('c.6', { done: '1' })]);
    expect((await culture.get(first)).text).toContain('Có báo cáo mới hoặc bản sửa sau khi tổng hợp: UBND xã Dang.');
    const ordered = await culture.submit(first, {}, `${cycle}/editions`);
    expect(ordered.location).toBe(`${cycle}?done=editionOrdered`);
    const second = (await culture.get(`${cycle}/editions/2`)).text;
    expect(second).toContain('<b>Báo cáo bổ sung</b> so với bản 1; bản đó giữ nguyên');
    expect(second).toContain('bản trước: 2');
    expect((await culture.get(first)).text).not.toContain('UBND xã Dang:</b>');
    const again = await culture.post(`${cycle}/editions`, 'id=once-more-edition&seen=1');
    expect(again.status).toBe(409);
  });

  it('is compared with the period before it', async () => {
    const { office, portal } = await inJune();
    at(office, '2023-05-03T01:00:00.000Z');
    await ticked(office);
    const next = '/cycles/tay-giang-2021-2025.2023.tg.r6.1';
    at(office, '2023-06-06T01:00:00.000Z');
    await ticked(office);
    const page = (await (await portal.as('tg.vhtt.cv')).get(`${next}/editions/1`)).text;
    expect(page).toContain('Kỳ trước là báo cáo 6 tháng năm 2022.');
  });

  it('is in English for who reads English, and no unit’s to see', async () => {
    const { portal, cycle } = await inJune();
    const reader = await portal.as('tg.vhtt.cv', { language: 'en' });
    expect((await reader.get(`${cycle}/editions/1`)).text).toContain('Consolidated half-yearly report of 2022');
    expect((await reader.get(`${cycle}/editions/9`)).status).toBe(404);
    const unit = await portal.as('tg.lang.cc');
    expect((await unit.get(`${cycle}/editions/1`)).status).toBe(403);
    expect((await unit.get(cycle)).text).not.toContain('editions/1');
  });
});

it('a report that goes to a second office besides is read there, alone and put together', async () => {
  const office = await anOffice('ai-thuong-2023', '2023-06-05T01:00:00.000Z');
  await office.act('at.vhxh.cc', office.request({ obligation: 'at.rp' }));
  await fileReport(office, 'at.rp', 'at.vhxh');
  await ticked(office);
  const cycle = `/cycles/${office.cycleOf('at.rp')}`;
  const portal = aPortal(office);
  const party = await portal.as('at.du.cb');
  expect((await party.get(cycle)).text).toContain(`href="${cycle}/editions/1"`);
  expect((await party.get(`${cycle}/editions/1`)).status).toBe(200);
  expect((await party.get(`/returns/${encodeURIComponent(office.returnOf('at.rp', 'at.vhxh'))}`)).status).toBe(200);
  expect((await (await portal.as('at.dtt.cb')).get(`${cycle}/editions/1`)).status).toBe(403);
});

it('a group of units for which nobody is listed is told on the cycle’s page', async () => {
  const office = await anOffice('son-duong-10-10-2022', '2022-10-03T01:00:00.000Z');
  await ticked(office);
  const portal = aPortal(office);
  const page = (await (await portal.as('sd.vhtt.cv')).get(`/cycles/${office.cycleOf('sd.re')}`)).text;
  expect(page).toContain('Kế hoạch giao báo cáo cho UBND xã, thị trấn nhưng chưa ai được liệt kê.');
});
