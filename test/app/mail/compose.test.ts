import { describe, expect, it } from 'vitest';
import { composeMail } from '../../../shared/app/mail/compose.ts';
import { toCommittee } from '../../support/at-finance.ts';
import { anOffice } from '../../support/office.ts';
import { aLine } from '../../support/package-p.ts';
import { aYear, climb } from './a-year.ts';
import { allRead, composePorts, mailsOf, mailTo, officeWith, plain, requestsOf } from './mails.ts';

describe('a mail of a task', () => {
  it('says what, until when with the weekday and the working days left, and who has it next', async () => {
    const office = await anOffice();
    await office.open();
    const mail = await mailTo(office, 'task', 'tg.kt.cv');
    expect(mail.subject).toBe('Lập dự toán năm 2022, hạn 21/02/2022');
    expect(mail.to).toEqual({ name: 'Chuyên viên Phòng KT&HT', address: 'cv.kt@tay-giang.example' });
    expect(mail.text).toContain('Hạn: hết thứ Hai, ngày 21/02/2022 (còn 5 ngày làm việc)');
    expect(mail.text).toContain('Nơi nhận tiếp theo: Phòng VHTT');
    expect(mail.text).toContain('- c.3) ');
    const link = `https://trinh.example/t/tay-giang/estimate%3A${office.round}%3Atg.kt/1/tg.kt.cv/signed-tg.kt.cv-1`;
    expect(mail.text).toContain(`\n${link}\n`);
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.html.match(/<a /gu)).toHaveLength(1);
  });

  it('says the same in English to who reads English', async () => {
    const office = await anOffice();
    await office.open();
    const mail = await mailTo(office, 'task', 'tg.gd.cv');
    expect(mail.language).toBe('en');
    expect(mail.subject).toBe('Estimate for 2022, due 21 February 2022');
    expect(mail.text).toContain('Due: end of Monday 21 February 2022 (5 working days left)');
    expect(mail.html).toContain('<html lang="en">');
  });

  it('says who returned it, when and why, with the link of the new assignment', async () => {
    const office = await anOffice();
    await aYear(office, 'lock');
    const [, mail] = (await mailsOf(office, 'task'))
      .filter(({ request }) => request.person === 'tg.kt.cv')
      .map((written) => written.mail);
    expect(mail?.subject).toBe('Sửa và gửi lại dự toán năm 2022, hạn 14/02/2022');
    expect(mail?.text).toContain(
      'Chuyên viên Phòng VHTT đã trả lại dự toán năm 2022 của Phòng KT&HT lúc 08:00 ngày 14/02/2022',
    );
    expect(mail?.text).toContain('> Thiếu căn cứ đơn giá hội thảo.\n> Đề nghị bổ sung.');
    expect(plain(mail?.text ?? '')).toContain(
      'Mức đã gửi trước đó: 18.600.000 đồng (Bằng chữ: Mười tám triệu sáu trăm nghìn đồng)',
    );
    expect(mail?.text).toContain('/2/tg.kt.cv/signed-tg.kt.cv-2');
    expect(mail?.html).toContain('Thiếu căn cứ đơn giá hội thảo.<br>Đề nghị bổ sung.');
  });

  it('asks for the decision with what was proposed and appraised, the submission, and why the last one came back', async () => {
    const office = await anOffice();
    await aYear(office);
    const mails = (await mailsOf(office, 'task')).filter(({ request }) => request.person === 'tg.ubnd.ct');
    const [first = '', second = ''] = mails.map(({ mail }) => plain(mail.text));
    expect(plain(mails[0]?.mail.subject ?? '')).toBe('Phê duyệt dự toán năm 2022 (187.700.000 đồng), hạn 14/3/2022');
    expect(plain(mails[1]?.mail.subject ?? '')).toContain('Phê duyệt dự toán năm 2022 lần 2 (187.700.000 đồng)');
    expect(first).toContain('Tổng đề nghị: 200.700.000 đồng (Bằng chữ: Hai trăm triệu bảy trăm nghìn đồng)');
    expect(first).toContain('Tổng thẩm định: 187.700.000 đồng');
    expect(first).toContain('1 đơn vị không đề xuất kinh phí; 1 đơn vị chưa gửi (không tính là 0 đồng)');
    expect(first).not.toContain('Lý do trả lại');
    expect(second).toContain('Lý do trả lại:\n> Đề nghị giải trình phần giảm của Phòng VHTT');
  });

  it('keeps the link and says how far off the date is when it reminds', async () => {
    const office = await anOffice();
    await office.open();
    const [asked] = (await mailsOf(office, 'task')).filter(({ request }) => request.person === 'tg.kt.cv');
    office.workingDaysLater(8);
    await climb(office);
    const mails = (await mailsOf(office, 'reminder')).filter(({ request }) => request.cause.stream.endsWith('tg.kt'));
    const own = mails.find(({ request }) => request.person === 'tg.kt.cv')?.mail;
    const chair = mails.find(({ request }) => request.person === 'tg.ubnd.ct')?.mail;
    expect(own?.subject).toBe('Lập dự toán năm 2022: quá hạn 3 ngày làm việc, hạn 21/02/2022');
    expect(own?.text).toContain('Dự toán gửi muộn vẫn được nhận đến khi Phòng VHTT chốt, và được ghi là muộn.');
    expect(chair?.subject).toBe('Đôn đốc Phòng KT&HT lập dự toán năm 2022: quá hạn 3 ngày làm việc, hạn 21/02/2022');
    const link = /https:\S+\/t\/\S+/u;
    expect(link.exec(own?.text ?? '')?.[0]).toBe(link.exec(asked?.mail.text ?? '')?.[0]);
  });

  it('is not written when it would remind of what is done by now', async () => {
    const office = await anOffice();
    await office.open();
    office.workingDaysLater(4);
    await climb(office);
    const reminder = (await requestsOf(office)).find((one) => one.notice === 'reminder' && one.person === 'tg.nn.cv');
    await office.signNil('tg.nn');
    if (reminder === undefined) throw new Error('Nobody was reminded.');
    expect(await composeMail(composePorts(office), reminder)).toBeUndefined();
  });
});

describe('a mail of a result', () => {
  it('tells a unit that was left out what was there, and the way forward', async () => {
    const office = await anOffice();
    await aYear(office);
    const { subject, text } = await mailTo(office, 'left-out', 'tg.nn.truong');
    expect(subject).toBe('Đề nghị bổ sung nếu cần: dự toán năm 2022 của Phòng NN&PTNT không có trong hồ sơ');
    expect(text).toContain('Phòng VHTT đã chốt dự toán năm 2022 lúc 09:00 ngày 16/02/2022');
    expect(text).toContain('đề nghị đơn vị có văn bản gửi Phòng VHTT đề nghị bổ sung dự toán');
    expect(text).toContain(`https://trinh.example/estimates/${encodeURIComponent(office.estimateOf('tg.nn'))}`);
  });

  it('tells a lowered unit each line with both figures and the reason', async () => {
    const office = await anOffice();
    await aYear(office);
    const { subject, text } = await mailTo(office, 'lowered', 'tg.tt.vc');
    expect(plain(subject)).toBe('Xem kết quả thẩm định dự toán năm 2022: giảm 6.000.000 đồng');
    expect(plain(text)).toContain(
      '- mục d.2: Video clip\n  Đề nghị 30.000.000 đồng; thẩm định 24.000.000 đồng\n  Lý do thẩm định: Đơn giá clip theo định mức 12.000.000',
    );
    expect(text).not.toContain('mục b.1');
    expect(text).toContain('UBND huyện xem xét, phê duyệt');
  });

  it('tells a unit its result with the paper, all three figures and all reasons', async () => {
    const office = await anOffice();
    await aYear(office);
    const { subject, text } = await mailTo(office, 'result', 'tg.vhtt.truong');
    expect(plain(subject)).toBe('Thực hiện dự toán năm 2022 đã được phê duyệt: 80.700.000 đồng');
    expect(text).toContain('Số 145/QĐ-UBND, ngày 16/02/2022; người ký: Chủ tịch UBND huyện');
    expect(plain(text)).toContain('Đề nghị 45.000.000 đồng; thẩm định 38.000.000 đồng; phê duyệt 40.000.000 đồng');
    expect(text).toContain('Lý do phê duyệt: Giữ quy mô cấp huyện');
  });

  it('shows the appraising office where more was approved than it appraised, and why', async () => {
    const office = await anOffice();
    await aYear(office);
    const { text } = await mailTo(office, 'published', 'tg.tckh.cv');
    expect(plain(text)).toContain('Phê duyệt cao hơn mức thẩm định:\n- Phòng VHTT, mục c.1: Ngày chuyển đổi số');
    expect(text).toContain('Lý do phê duyệt: Giữ quy mô cấp huyện');
    expect(text).toContain('- Phòng NN&PTNT: chưa gửi');
    expect(text).toContain('- Phòng GD&ĐT: không đề xuất kinh phí');
  });

  it('closes the round for a unit that signed a nil and for one that sent nothing', async () => {
    const office = await officeWith(allRead('vi'));
    await aYear(office);
    const nil = await mailTo(office, 'closed', 'tg.gd.cv');
    expect(nil.text).toContain('> Đã lồng ghép trong dự toán của ngành');
    expect(nil.text).not.toContain('đề nghị bổ sung');
    const missing = await mailTo(office, 'closed', 'tg.nn.cv');
    expect(missing.text).toContain('Hồ sơ không có dự toán của Phòng NN&PTNT');
    expect(missing.text).toContain('đề nghị bổ sung dự toán');
  });

  it('tells an officer of the standing unit both in one mail where his own unit signed a nil', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.kt', [aLine({ activity: 'c.3' })]);
    await office.signNil('tg.vhtt');
    await office.lock();
    await office.forward('synthesis');
    await office.forward('appraisal');
    await office.approve();
    const { text } = await mailTo(office, 'published', 'tg.vhtt.cv');
    expect(text).toContain('Đơn vị của ông/bà không có dự toán trong hồ sơ này.');
    expect((await mailTo(office, 'published', 'tg.tckh.cv')).text).not.toContain('Đơn vị của ông/bà');
    await expect(mailTo(office, 'closed', 'tg.vhtt.cv')).rejects.toThrow(/^0 mails/);
    expect((await mailTo(office, 'closed', 'tg.vhtt.truong')).text).toContain('Phòng VHTT đã ký xác nhận');
  });

  it('signs KT. where a deputy signed for the head', async () => {
    const office = await anOffice();
    await toCommittee(office);
    await office.prepare('approval', 'tg.ubnd.pct');
    await office.act('tg.ubnd.pct', await office.approval({ basis: 'kt' }));
    const { text } = await mailTo(office, 'result', 'tg.kt.truong');
    expect(text).toContain('người ký: Phó Chủ tịch UBND huyện (ký thay, KT.)');
  });

  it('refuses a request whose entry causes no such mail', async () => {
    const office = await anOffice();
    await aYear(office);
    const requests = await requestsOf(office);
    for (const notice of ['task', 'result', 'published', 'nonsense']) {
      const other = requests.find((request) => request.notice !== notice && request.notice !== 'reminder');
      if (other === undefined) throw new Error('There is no request.');
      await expect(composeMail(composePorts(office), { ...other, notice })).rejects.toThrow(/causes no mail/);
    }
  });
});

describe.each(['vi', 'en'] as const)('every mail in %s', (language) => {
  const year = async () => {
    const office = await officeWith(allRead(language));
    await aYear(office);
    const late = await officeWith(allRead(language));
    await late.open();
    late.workingDaysLater(8);
    await climb(late);
    return [...(await mailsOf(office)), ...(await mailsOf(late))];
  };

  it('comes in every kind, whole, in NFC, in its parts alike, and under 30 kB', async () => {
    const mails = await year();
    expect([...new Set(mails.map(({ request }) => request.notice))].toSorted()).toEqual(
      ['closed', 'consulted', 'left-out', 'lowered', 'published', 'reminder', 'result', 'task'].toSorted(),
    );
    for (const { mail } of mails) {
      expect(mail.language).toBe(language);
      for (const part of [mail.subject, mail.text, mail.html]) {
        expect(part).toBe(part.normalize('NFC'));
        expect(part).not.toMatch(/undefined|null|NaN|\[object|\{|\}/u);
      }
      expect(mail.subject).not.toMatch(/[\r\n]/u);
      expect(Buffer.byteLength(mail.html)).toBeLessThan(30_000);
      expect(mail.html).not.toMatch(/<img|<script|<link|url\(/u);
      expect(mail.html.match(/<a /gu)).toHaveLength(1);
      expect(mail.references).toBe('<tay-giang.tay-giang-2021-2025.2022@trinh.invalid>');
    }
  });

  it('holds no link but its own reader’s', async () => {
    for (const { request, mail } of await year()) {
      const signatures = [...mail.text.matchAll(/signed-([a-z.]+)-\d+/gu)].map(([, person]) => person);
      expect(new Set(signatures)).toEqual(
        new Set(request.notice === 'task' || request.notice === 'reminder' ? [request.person] : []),
      );
    }
  });
});

describe('hostile words', () => {
  const HOSTILE = '</td><script>alert("x")</script>\r\nBcc: spy@evil.example\u202e & \'đ\'';

  it('are escaped in the HTML part, and stay on their line everywhere', async () => {
    const office = await officeWith((plan) => ({
      ...plan,
      shortTitle: { vi: HOSTILE, en: HOSTILE },
      units: plan.units.map((unit) => ({ ...unit, shortName: { vi: HOSTILE, en: HOSTILE } })),
      people: plan.people.map((person) => ({ ...person, title: { vi: HOSTILE, en: HOSTILE } })),
    }));
    await aYear(office);
    for (const { mail } of await mailsOf(office)) {
      expect(mail.html).not.toContain('<script');
      expect(mail.html).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/u);
      expect(mail.text).not.toMatch(/^Bcc:/mu);
      for (const line of [mail.subject, mail.to.name]) expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });

  it('cannot make a mail larger than 30 kB, however long they are', async () => {
    const office = await officeWith((plan) => ({
      ...plan,
      units: plan.units.map((unit) => ({ ...unit, shortName: { vi: '&'.repeat(400), en: 'x' } })),
    }));
    await office.open();
    const lines = Array.from({ length: 40 }, () => aLine({ activity: 'c.3', content: '&ệ'.repeat(250) }));
    await office.submit('tg.kt', lines);
    await office.lock();
    await office.forward('synthesis');
    const cuts = lines.map((_, index) => ({ no: index + 1, amount: 1, reason: '<ệ'.repeat(250) }));
    await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.kt', cuts));
    await office.forward('appraisal');
    await office.returnTo('appraisal', '&ệ'.repeat(500));
    await office.forward('appraisal');
    const more = lines.map((_, index) => ({ no: index + 1, amount: 2, reason: '&ệ'.repeat(250) }));
    await office.act('tg.ubnd.ct', await office.figures('approval', 'tg.kt', more));
    await office.approve();
    const sizes = (await mailsOf(office)).map(({ mail }) => Buffer.byteLength(mail.html));
    expect(Math.max(...sizes)).toBeGreaterThan(15_000);
    expect(Math.max(...sizes)).toBeLessThan(30_000);
  });
});
