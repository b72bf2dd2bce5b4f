import { describe, expect, it } from 'vitest';
import { approvedP } from '../../support/closed-year.ts';
import { headsSign } from '../../support/heads-sign.ts';
import { mailsOf, mailTo, plain, requestsOf } from './mails.ts';

describe('the mails of an adjustment', () => {
  it('asks Finance and the Committee for it, with the decision that it changes, why, and from what to what', async () => {
    const office = await approvedP();
    await office.act('tg.tckh.cv', office.adjustment([['tg.gd', 1, 9_000_000]], { kind: 'recovery' }));
    await office.passAdjustment(2, '300/QĐ-UBND');
    const stream = `${office.locality}#task#approval:${office.round}.p2:1`;
    const asked = (await requestsOf(office)).filter(({ cause }) => cause.stream === stream);
    expect(asked.map(({ person }) => person).toSorted()).toEqual(['tg.ubnd.ct', 'tg.ubnd.pct']);
    const lowered = (await requestsOf(office)).filter(({ notice }) => notice === 'lowered');
    expect(lowered).toEqual([]);
    const unit = await mailTo(office, 'adjusted', 'tg.gd.truong');
    expect(plain(unit.subject)).toBe('Thực hiện theo quyết định thu hồi dự toán năm 2022: 9.000.000 đồng');
    for (const fact of [
      'Mức mới: 9.000.000 đồng (Bằng chữ: Chín triệu đồng)',
      'Mức trước: 15.000.000 đồng',
      'Quyết định: Số 300/QĐ-UBND, ngày 14/02/2022; người ký: Chủ tịch UBND huyện',
      'Quyết định được thay đổi: Số 145/QĐ-UBND, ngày 14/02/2022',
      'Từ 15.000.000 đồng thành 9.000.000 đồng',
      '> Thay đổi nhiệm vụ trong năm',
    ])
      expect(plain(unit.text)).toContain(fact);
    expect(unit.text).toContain(`https://trinh.example/adjustments/${office.round}.p2\n`);
    const english = await mailTo(office, 'adjusted', 'tg.gd.cv');
    expect(plain(english.subject)).toBe('Follow the recovery of the 2022 estimates: 9.000.000 đồng');
    const carrier = await mailTo(office, 'adjusted', 'tg.tckh.cv');
    expect(plain(carrier.text)).toContain('- Phòng GD&ĐT, e) ');
  });

  it('says at the appraisal and the approval what kind of decision is asked for', async () => {
    const office = await approvedP();
    await office.act('tg.tckh.cv', office.adjustment([['tg.kt', 1, 9_000_000]]));
    await office.passAdjustment(2);
    const tasks = (await mailsOf(office, 'task')).filter(({ request }) => request.cause.stream.includes('.p2:'));
    const subjects = tasks.map(({ mail }) => plain(mail.subject));
    expect(subjects).toContain('Thẩm định hồ sơ điều chỉnh dự toán năm 2022 (9.000.000 đồng), hạn 07/3/2022');
    const chair = tasks.find(({ request }) => request.person === 'tg.ubnd.ct')?.mail.text ?? '';
    expect(plain(chair)).toContain('Hồ sơ điều chỉnh quyết định số 145/QĐ-UBND, ngày 14/02/2022');
    expect(plain(chair)).toContain('Mức đang có hiệu lực: 18.600.000 đồng');
    expect(plain(chair)).toContain('Mức sau thay đổi: 9.000.000 đồng');
  });

  it('asks the head to sign what his officer laid before him, and tells the officer that it was signed', async () => {
    const office = await approvedP(undefined, headsSign);
    await office.act('tg.vhtt.cv', office.adjustment([['tg.kt', 1, 9_000_000]]));
    await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shownOf(2)), remark: '' });
    const asked = (await mailsOf(office, 'task')).filter(({ request }) => request.cause.stream.includes('.p2:'));
    const toSign = asked.filter(({ request }) => request.person === 'tg.tckh.truong').at(-1)?.mail;
    expect(plain(toSign?.subject ?? '')).toContain(
      'Ký kết quả thẩm định hồ sơ điều chỉnh dự toán năm 2022 (9.000.000 đồng)',
    );
    expect(plain(toSign?.text ?? '')).toContain('Mức đang có hiệu lực: 18.600.000 đồng');
    await office.act('tg.tckh.truong', { do: 'sign-off-package', ...(await office.shownOf(2)) });
    const signed = (await mailsOf(office, 'signed')).filter(({ request }) => request.cause.stream.endsWith('.p2'));
    expect(signed.map(({ request }) => request.person)).toEqual(['tg.tckh.cv']);
    expect(signed[0]?.mail.text).toContain(`https://trinh.example/adjustments/${office.round}.p2`);
  });
});
