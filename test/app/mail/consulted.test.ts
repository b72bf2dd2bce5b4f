import { describe, expect, it } from 'vitest';
import { atFinance } from '../../support/at-finance.ts';
import { commentOn } from '../../support/commenting.ts';
import { withStages } from '../../support/heads-sign.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { allRead, mailsOf, mailTo, officeWith, plain, requestsOf } from './mails.ts';

const consulted = async (office: Office) => (await requestsOf(office)).filter(({ notice }) => notice === 'consulted');

const toFinance = async (office: Office): Promise<Office> => {
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  return office;
};

describe('the notice to a consulted office', () => {
  it('goes once to each of its officers when the stage opens, and not for what is said there', async () => {
    const office = await atFinance();
    expect((await consulted(office)).map(({ person }) => person)).toEqual(['tg.vhtt.cv']);
    const before = (await requestsOf(office)).length;
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1));
    expect(await requestsOf(office)).toHaveLength(before);
  });

  it('goes again when the stage opens again, and says which lần', async () => {
    const office = await atFinance();
    await office.forward('appraisal');
    await office.returnTo('appraisal', 'Không quá 180.000.000');
    expect((await consulted(office)).map(({ person }) => person)).toEqual(['tg.vhtt.cv', 'tg.vhtt.cv']);
    const subjects = (await mailsOf(office, 'consulted')).map(({ mail }) => mail.subject);
    expect(subjects.map((subject) => subject.includes('dự toán năm 2022 lần 2 (nếu có), đến hết ngày'))).toEqual([
      false,
      true,
    ]);
  });

  it('goes to nobody where the plan has nobody consulted', async () => {
    const office = await anOffice(undefined, undefined, undefined, withStages({ appraisal: { with: [] } }));
    expect(await consulted(await toFinance(office))).toEqual([]);
  });

  it.each([
    {
      language: 'vi' as const,
      subject: 'Cho ý kiến phối hợp thẩm định dự toán năm 2022 (nếu có), đến hết ngày 07/3/2022',
      says: [
        'Phòng VHTT là cơ quan phối hợp',
        'hết thứ Hai, ngày 07/3/2022 (còn 15 ngày làm việc)',
        '215.700.000 đồng',
        'Nếu không có ý kiến, ông/bà không cần làm gì thêm.',
        'Xem hồ sơ và ghi ý kiến',
      ],
    },
    {
      language: 'en' as const,
      subject: 'Comment if you wish: appraisal of the estimates of 2022, until the end of 7 March 2022',
      says: [
        'consulted: you can comment on each line',
        '215.700.000 đồng',
        'nothing is owed',
        'See the package and comment',
      ],
    },
  ])(
    'says in $language what for, until when, how much, with one button to the package',
    async ({ language, subject, says }) => {
      const office = await toFinance(await officeWith(allRead(language)));
      const mail = await mailTo(office, 'consulted', 'tg.vhtt.cv');
      expect(plain(mail.subject)).toBe(subject);
      for (const part of [mail.text, mail.html]) for (const text of says) expect(plain(part)).toContain(text);
      expect(mail.html.match(/<a /gu)).toHaveLength(1);
      expect(mail.text).toContain('https://trinh.example/packages/tay-giang-2021-2025.2022.p1');
    },
  );
});
