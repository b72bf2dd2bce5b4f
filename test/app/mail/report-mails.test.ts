import { describe, expect, it } from 'vitest';
import { editionIdOf } from '../../../shared/domain/ids.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aReport, at, filing, reportOf, rowsOwed } from '../../support/reporting.ts';
import { ticked } from '../../support/whole-round.ts';
import { mailsOf, plain } from './mails.ts';

const inLanguage =
  (language: 'vi' | 'en') =>
  (json: unknown): unknown => {
    const plan = Plan.parse(json);
    return { ...plan, people: plan.people.map((person) => ({ ...person, language })) };
  };

/** A half-year in which a commune reports, is handed back and reports again, and another never does. */
const aHalfYear = async (language: 'vi' | 'en'): Promise<Office> => {
  const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z', undefined, inLanguage(language));
  await ticked(office);
  await office.act('tg.vhtt.cv', office.request({ asks: 'Báo cáo nhanh về sự kiện ngày hội' }));
  const typed = aReport(await rowsOwed(office, 'tg.r6', 'tg.lang'));
  await office.act('tg.lang.cc', await filing(office, 'tg.r6', 'tg.lang', typed));
  const { body, version } = await reportOf(office, 'tg.r6', 'tg.lang');
  await office.act('tg.lang.ct', {
    do: 'hand-back-return',
    return: body.id,
    seen: version,
    remark: 'Thiếu số liệu quý 2',
  });
  at(office, '2022-05-31T01:00:00.000Z');
  await ticked(office);
  at(office, '2022-06-02T01:00:00.000Z');
  await ticked(office);
  at(office, '2022-06-04T01:00:00.000Z');
  await ticked(office);
  return office;
};

const WORDS = {
  vi: {
    asks: 'Lập báo cáo 6 tháng năm 2022, hạn 31/5/2022',
    period: 'kỳ từ 01/01/2022 đến 30/6/2022, gửi Phòng VHTT',
    request: 'Báo cáo nhanh về sự kiện ngày hội',
    sign: 'Ký báo cáo 6 tháng năm 2022',
    back: 'Thiếu số liệu quý 2',
    late: 'Báo cáo gửi muộn vẫn được nhận, cả sau khi chốt',
    cut: 'chưa gửi báo cáo: kỳ đã chốt',
  },
  en: {
    asks: 'Write the half-yearly report of 2022, due 31 May 2022',
    period: 'from 1 January 2022 to 30 June 2022, to Culture Division',
    request: 'Báo cáo nhanh về sự kiện ngày hội',
    sign: 'Sign the half-yearly report of 2022',
    back: 'Thiếu số liệu quý 2',
    late: 'A late report is still taken, also after the cut-off',
    cut: 'has not reported: the cycle is cut off',
  },
} as const;

describe.each(['vi', 'en'] as const)('mails of reports in %s', (language) => {
  it('ask with period and recipient, say what the head said, chase those who owe, and tell the cut once', async () => {
    const office = await aHalfYear(language);
    const words = WORDS[language];
    const tasks = await mailsOf(office, 'task');
    const all = tasks.map(({ mail }) => plain(`${mail.subject}\n${mail.text}`)).join('\n');
    for (const part of [words.asks, words.period, words.request, words.sign, words.back]) expect(all).toContain(part);
    const lapsed = await mailsOf(office, 'lapsed');
    expect(lapsed.every(({ mail }) => mail.subject.includes(words.cut))).toBe(true);
    const told = lapsed.map(({ request }) => `${request.cause.stream} ${request.person}`);
    expect([told.length > 0, new Set(told).size]).toEqual([true, told.length]);
    for (const { mail } of [...tasks, ...lapsed]) {
      expect(mail.language).toBe(language);
      expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toMatch(/undefined|\[object|NaN/u);
      expect(mail.text.normalize('NFC')).toBe(mail.text);
      expect(mail.html.match(/<a href=/gu)).toHaveLength(1);
    }
  });
});

it('a reminder of a report goes to who owes it alone, and says that a late one is taken', async () => {
  const office = await aHalfYear('vi');
  at(office, '2022-06-02T01:00:00.000Z');
  const reminders = await mailsOf(office, 'reminder');
  expect(reminders.filter(({ request }) => request.cause.stream.includes('#report:'))).toEqual([]);
  const open = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z');
  await ticked(open);
  at(open, '2022-06-01T01:00:00.000Z');
  await ticked(open);
  const now = (await mailsOf(open, 'reminder')).filter(({ mail }) => mail.to.address === 'cc.lang@tay-giang.example');
  expect(now.length).toBeGreaterThan(0);
  expect(plain(now.at(-1)?.mail.text ?? '')).toContain(WORDS.vi.late);
});

it.each([
  ['vi', 'Hoàn thiện báo cáo tổng hợp: báo cáo 6 tháng năm 2022', 'gửi UBND huyện', 'Xác nhận đã nhận báo cáo'],
  [
    'en',
    'Finish the consolidated report: half-yearly report of 2022',
    'of the outgoing paper, to',
    'Confirm that the report arrived',
  ],
] as const)(
  'in %s the consolidated report asks for words, then the paper, then the receipt',
  async (language, first, onward, last) => {
    const office = await aHalfYear(language);
    at(office, '2022-06-06T02:00:00.000Z');
    const edition = editionIdOf(office.cycleOf('tg.r6'), 1);
    const seen = async () => ({ edition, seen: (await office.load('edition', edition)).version });
    await office.act('tg.vhtt.cv', { do: 'finish-edition', ...(await seen()), narrative: 'Nhận xét' });
    await office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await seen()) });
    const paper = { number: '30/BC-VHTT', date: '2022-06-06', channel: 'paper' };
    await office.act('tg.vhtt.cv', { do: 'send-edition', ...(await seen()), paper });
    const mails = (await mailsOf(office, 'task')).filter(({ request }) => request.cause.stream.includes('.e1'));
    const all = mails.map(({ mail }) => plain(`${mail.subject}\n${mail.text}`)).join('\n');
    expect(all).toContain(first);
    expect(all.toLocaleLowerCase('vi')).toContain(onward.toLocaleLowerCase('vi'));
    expect(all).toContain(last);
    expect(all).not.toMatch(/undefined|\[object|NaN/u);
  },
);
