import { expect, it } from 'vitest';
import { atFinance } from '../../support/at-finance.ts';
import { anOffice } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { mailsOf, plain } from './mails.ts';

const taskMails = async (office: Awaited<ReturnType<typeof anOffice>>, person: string) =>
  (await mailsOf(office, 'task'))
    .filter(({ request }) => request.person === person)
    .map(({ mail }) => ({
      subject: mail.subject.replaceAll('\u00a0', ' '),
      text: plain(mail.text).replaceAll('\u00a0', ' '),
    }));

it('a unit whose part comes back is told why, until when, and that it goes on its own', async () => {
  const office = await atFinance();
  await office.act('tg.tckh.cv', await office.partReturn(1, 'tg.kt'));
  const last = (await taskMails(office, 'tg.kt.cv')).at(-1);
  expect(last?.subject).toBe('Sửa và gửi lại dự toán năm 2022, hồ sơ số 2, hạn 21/02/2022');
  expect(last?.text).toContain('đã trả lại dự toán năm 2022');
  expect(last?.text).toContain('Lập lại theo khung giá mới');
  expect(last?.text).toContain('Phần này đi riêng trong hồ sơ số 2: khi Phòng KT&HT gửi lại, hồ sơ tự chuyển lên');
  await office.submit('tg.kt', packageP['tg.kt']);
  const synthesis = (await taskMails(office, 'tg.vhtt.cv')).at(-1);
  expect(synthesis?.subject).toContain('Tổng hợp dự toán năm 2022, hồ sơ số 2 (18.600.000 đồng)');
  expect(synthesis?.text).toContain('phần của Phòng KT&HT, đã được trả lại và lập lại');
});

it('a unit that joins by a supplement is asked for its estimate, and not told that it is left out of the decision', async () => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.kt', packageP['tg.kt']);
  await office.lock();
  await office.act('tg.vhtt.cv', office.supplement(['tg.hd']));
  const [, asked] = await taskMails(office, 'tg.hd.cb');
  expect(asked?.subject).toBe('Lập dự toán bổ sung năm 2022, hồ sơ số 2, hạn 21/02/2022');
  expect(asked?.text).toContain('đã mở hồ sơ bổ sung số 2');
  expect(asked?.text).toContain('Đơn vị nộp muộn có lý do');
  await office.passOn(1);
  await office.passOn(1);
  await office.passOn(1);
  const closed = (await mailsOf(office, 'closed')).map(({ request }) => request.person);
  expect(closed).toContain('tg.gd.cv');
  expect(closed).not.toContain('tg.hd.cb');
});
