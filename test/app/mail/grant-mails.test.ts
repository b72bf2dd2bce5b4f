import { describe, expect, it } from 'vitest';
import { composeMail } from '../../../shared/app/mail/compose.ts';
import { approvedP, LAST_DAY } from '../../support/closed-year.ts';
import { approvedSources } from '../../support/many-sources.ts';
import type { Office } from '../../support/office.ts';
import { composePorts, mailsOf, mailTo, plain, requestsOf } from './mails.ts';

const finance = 'tg.tckh.cv';
const toldOf = async (office: Office, notice: string): Promise<string[]> =>
  (await requestsOf(office))
    .filter((request) => request.notice === notice)
    .map(({ person }) => person)
    .toSorted();

describe('the mail of a grant', () => {
  it('tells the unit the amount, the decision, the activities, and what is left after it', async () => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.tt', { 'b.1': 15_000_000, 'd.2': 30_000_000 }));
    await office.act(finance, await office.grant('tg.tt', { 'b.1': 5_000_000 }, 2));
    expect(await toldOf(office, 'granted')).toEqual(['tg.tt.gd', 'tg.tt.gd', 'tg.tt.vc', 'tg.tt.vc']);
    const [first] = (await mailsOf(office, 'granted')).filter(({ request }) => request.person === 'tg.tt.vc');
    const text = plain(first?.mail.text ?? '');
    expect(plain(first?.mail.subject ?? '')).toBe('Thực hiện dự toán được giao năm 2022, đợt cấp 1: 45.000.000 đồng');
    for (const fact of [
      'Đợt cấp 1: 45.000.000 đồng (Bằng chữ: Bốn mươi lăm triệu đồng)',
      'Quyết định: Số 11/QĐ-UBND, ngày 14/02/2022; người ký: Chủ tịch UBND huyện',
      'Được phê duyệt: 74.400.000 đồng',
      'Đã giao đến nay: 45.000.000 đồng',
      'Còn lại: 29.400.000 đồng',
      '- b.1) ',
      '  15.000.000 đồng',
    ])
      expect(text).toContain(fact);
    expect(text).toContain(`https://trinh.example/rounds/${office.round}/grants/tg.tt\n`);
  });

  it('names the source where an activity has several, or another than the state budget, and nowhere else', async () => {
    const office = await approvedSources();
    const amounts = { 'b.1': { state_budget: 20_000_000, mobilised: 4_000_000 }, 'd.2': 30_000_000 };
    await office.act(finance, await office.grant('tg.tt', { ...amounts, 'b.4': { merged_programme: 400_000 } }));
    const text = plain((await mailTo(office, 'granted', 'tg.tt.vc')).text);
    for (const row of [
      /- b\.1\) .*\n +Ngân sách nhà nước: 20\.000\.000 đồng/,
      /- b\.1\) .*\n +Huy động, xã hội hóa: 4\.000\.000 đồng/,
      /- b\.4\) .*\n +Lồng ghép chương trình: 400\.000 đồng/,
      /- d\.2\) .*\n +30\.000\.000 đồng/,
    ])
      expect(text).toMatch(row);
    await office.act(finance, await office.reversal('tg.tt', 1));
    expect(plain((await mailTo(office, 'reversed', 'tg.tt.vc')).text)).toContain(
      'Huy động, xã hội hóa: 4.000.000 đồng',
    );
  });

  it('tells the same in English to who reads English', async () => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.gd', { e: 15_000_000 }));
    const mail = await mailTo(office, 'granted', 'tg.gd.cv');
    expect(plain(mail.subject)).toBe('Carry out what is granted for 2022, tranche 1: 15.000.000 đồng');
    expect(plain(mail.text)).toContain('Balance: 0 đồng');
    expect(plain(mail.text)).toContain('Decision: 11/QĐ-UBND of 14 February 2022; signed by ');
  });

  it('tells who loses it why a grant is taken back, and what is left then', async () => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 10_000_000 }));
    await office.act(finance, await office.reversal('tg.kt', 1, { reason: 'Ghi nhầm <đơn vị>' }));
    const mail = await mailTo(office, 'reversed', 'tg.kt.cv');
    expect(plain(mail.subject)).toBe('Dừng sử dụng phần bị thu hồi năm 2022, đợt cấp 1: 10.000.000 đồng');
    expect(mail.text).toContain('> Ghi nhầm <đơn vị>');
    expect(mail.html).toContain('Ghi nhầm &lt;đơn vị&gt;');
    expect(plain(mail.text)).toContain('Còn lại: 18.600.000 đồng');
  });

  it('cannot be another mail than the entry causes', async () => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 10_000_000 }));
    const [request] = (await requestsOf(office)).filter(({ notice }) => notice === 'granted');
    if (request === undefined) throw new Error('The grant is told.');
    await expect(composeMail(composePorts(office), { ...request, notice: 'reversed' })).rejects.toThrow(
      /causes no mail/,
    );
    await expect(composeMail(composePorts(office), { ...request, notice: 'year-end' })).rejects.toThrow(
      /causes no mail/,
    );
  });
});

describe("the mail of the year's end", () => {
  it('tells each unit what of its own lapsed, and the offices that carried the round all of it', async () => {
    const office = await approvedP();
    await office.act(finance, await office.grant('tg.kt', { 'c.3': 10_000_000 }));
    office.clock.set(LAST_DAY);
    await office.act(finance, { do: 'close-round', round: office.round, remark: 'Khóa sổ' });
    const unit = await mailTo(office, 'year-end', 'tg.kt.cv');
    expect(plain(unit.subject)).toBe('Để biết: đợt dự toán năm 2022 đã kết thúc, hết hiệu lực 8.600.000 đồng');
    expect(plain(unit.text)).toContain('Đã giao: 10.000.000 đồng');
    expect(unit.text).toContain('> Khóa sổ');
    expect(unit.text).toContain(`/rounds/${office.round}/grants/tg.kt\n`);
    const all = await mailTo(office, 'round-end', finance);
    expect(plain(all.text)).toContain('Hết hiệu lực: 205.700.000 đồng');
    expect(plain(all.text)).not.toContain('Hết hiệu lực theo nguồn');
    expect(all.text).toContain(`/rounds/${office.round}/grants\n`);
    const english = await mailTo(office, 'year-end', 'tg.gd.cv');
    expect(plain(english.subject)).toBe('For information: the budget round 2022 is closed; 15.000.000 đồng lapsed');
    expect(await toldOf(office, 'round-end')).toEqual(['tg.tckh.cv', 'tg.vhtt.cv']);
    expect((await toldOf(office, 'year-end')).filter((person) => person.startsWith('tg.nn'))).toEqual([]);
    const keys = (await requestsOf(office)).map(({ cause, person }) => `${cause.stream}#${cause.seq}#${person}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('tells what lapsed by source where the state budget was not the only one', async () => {
    const office = await approvedSources();
    await office.act(finance, await office.grant('tg.tt', { 'b.1': { mobilised: 4_000_000 } }));
    office.clock.set(LAST_DAY);
    await office.act(finance, { do: 'close-round', round: office.round, remark: '' });
    expect(plain((await mailTo(office, 'year-end', 'tg.tt.vc')).text)).toContain(
      'Hết hiệu lực theo nguồn: Ngân sách nhà nước 67.000.001 đồng; Huy động, xã hội hóa 5.000.000 đồng; Lồng ghép chương trình 14.400.000 đồng',
    );
    expect(plain((await mailTo(office, 'year-end', 'tg.kt.cv')).text)).not.toContain('theo nguồn');
    expect(plain((await mailTo(office, 'round-end', finance)).text)).toContain(
      'Ngân sách nhà nước 167.600.001 đồng; Huy động, xã hội hóa 20.000.003 đồng',
    );
  });
});
