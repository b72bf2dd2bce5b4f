import { describe, expect, it } from 'vitest';
import { toCommittee } from '../../support/at-finance.ts';
import { headsSign } from '../../support/heads-sign.ts';
import { anOffice } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { mailsOf, mailTo, plain } from './mails.ts';

const twoPersons = async () => {
  const office = await anOffice(undefined, undefined, undefined, headsSign);
  await office.open();
  return office;
};

const of = async (office: Awaited<ReturnType<typeof twoPersons>>, unit: string) => ({
  estimate: office.estimateOf(unit),
  seen: (await office.estimate(unit)).version,
});

describe('mails of what is to be signed', () => {
  it('ask the head to sign what was laid before him, by whom and when, with a link of his own', async () => {
    const office = await twoPersons();
    await office.act('tg.kt.cv', await office.submission('tg.kt', packageP['tg.kt']));
    const mail = await mailTo(office, 'task', 'tg.kt.truong');
    expect(mail.subject).toBe('Ký dự toán năm 2022, hạn 21/02/2022');
    expect(mail.text).toContain('Chuyên viên Phòng KT&HT đã trình ông/bà ký');
    expect(mail.text).toContain('/2/tg.kt.truong/signed-tg.kt.truong-2');
    expect(mail.text).toContain('Xem và ký:');
    expect(mail.text).not.toContain('đã rút');
  });

  it('tell the officer that it was handed back, by whom, and the remark', async () => {
    const office = await twoPersons();
    await office.act('tg.kt.cv', await office.submission('tg.kt', packageP['tg.kt']));
    await office.act('tg.kt.truong', {
      do: 'hand-back-estimate',
      ...(await of(office, 'tg.kt')),
      remark: 'Thiếu báo giá',
    });
    const mails = (await mailsOf(office, 'task')).filter(({ request }) => request.person === 'tg.kt.cv');
    expect(mails).toHaveLength(2);
    const text = mails.at(-1)?.mail.text ?? '';
    expect(text).toContain('Trưởng phòng KT&HT chưa ký và đã trả lại lúc 08:00 ngày 14/02/2022');
    expect(text).toContain('Ý kiến của người đứng đầu:\n> Thiếu báo giá');
  });

  it('tell the officer that it was signed, once', async () => {
    const office = await twoPersons();
    await office.submit('tg.kt', packageP['tg.kt']);
    const mail = await mailTo(office, 'signed', 'tg.kt.cv');
    expect(plain(mail.subject)).toBe('Để biết: đã ký dự toán năm 2022 (18.600.000 đồng)');
    expect(mail.text).toContain('Từ lúc này đó là văn bản của Phòng KT&HT.');
  });

  it('say the figures as they were laid before the head of Finance', async () => {
    const office = await twoPersons();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    const cut = { no: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện' };
    await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.vhtt', [cut]));
    await office.prepare('appraisal', 'tg.tckh.cv');
    await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' });
    const mail = await mailTo(office, 'task', 'tg.tckh.truong');
    expect(plain(mail.subject)).toContain('Ký kết quả thẩm định dự toán năm 2022 (208.700.000 đồng)');
    await office.signPackage('appraisal');
    const lowered = await mailTo(office, 'lowered', 'tg.vhtt.cv');
    expect(plain(lowered.subject)).toContain('giảm 7.000.000 đồng');
    expect(plain((await mailTo(office, 'signed', 'tg.tckh.cv')).subject)).toContain('208.700.000 đồng');
  });
});

describe('mails of an authorisation', () => {
  it('tell both persons of its number, dates and works, each in his own language, and of its end', async () => {
    const office = await anOffice();
    const days = { from: '2022-02-14', until: '2022-02-18' };
    await office.act('tg.ubnd.ct', office.authorisation({ recipient: 'tg.gd.cv', ...days }));
    const giver = await mailTo(office, 'authorisation', 'tg.ubnd.ct');
    expect(giver.subject).toBe('Để biết: ủy quyền ký số 12/GUQ-UBND của UBND huyện');
    expect(giver.text).toContain('từ ngày 14/02/2022 đến hết ngày 18/02/2022');
    expect(giver.text).toContain('Nếu không đúng, hãy thu hồi ngay.');
    expect(giver.text).toContain('https://trinh.example/authorisations');
    const recipient = await mailTo(office, 'authorisation', 'tg.gd.cv');
    expect(recipient.language).toBe('en');
    expect(recipient.text).toContain('It cannot be lent on, and ends by itself after that day.');
    const revoke = { do: 'revoke-authorisation', plan: office.plan.id, authorisation: 'a1', reason: 'Đã về sớm' };
    await office.act('tg.ubnd.ct', revoke);
    const ended = (await mailsOf(office, 'authorisation')).filter(({ mail }) =>
      /thu hồi ủy quyền|revoked/.test(mail.subject),
    );
    expect(ended.map(({ request }) => request.person).toSorted()).toEqual(['tg.gd.cv', 'tg.ubnd.ct']);
    expect(ended.every(({ mail }) => mail.text.includes('> Đã về sớm'))).toBe(true);
  });

  it('tell the giver what was signed by his authorisation, and the units the number and dates it rests on', async () => {
    const office = await anOffice();
    await toCommittee(office);
    await office.act('tg.ubnd.ct', office.authorisation({ from: '2022-02-14', until: '2022-02-18' }));
    await office.act('tg.vp.cvp', { do: 'prepare-decision', ...(await office.shown('approval')) });
    await office.act('tg.vp.cvp', await office.approval({ basis: 'tuq' }));
    const told = await mailTo(office, 'signed-for', 'tg.ubnd.ct');
    expect(told.text).toContain('theo ủy quyền của ông/bà');
    const result = await mailTo(office, 'result', 'tg.kt.cv');
    expect(result.text).toContain(
      'người ký: Chánh Văn phòng HĐND&UBND huyện (thừa ủy quyền, TUQ.), theo giấy ủy quyền số 12/GUQ-UBND từ 14/02/2022 đến 18/02/2022',
    );
  });
});
