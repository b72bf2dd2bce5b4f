import { describe, expect, it } from 'vitest';
import { randomSecrets } from '../../../shared/adapters/secrets.ts';
import { makeShare } from '../../../shared/app/shares.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import { anOffice } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { aPortal } from './portal-office.ts';

const aTown = async () => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.kt', packageP['tg.kt']);
  await office.submit('tg.hd', packageP['tg.hd']);
  await office.signNil('tg.gd');
  const portal = aPortal(office);
  return { office, portal };
};

/** The text of a summary page, as it is copied. */
const summaryOn = (page: string): string =>
  (/<textarea id="summary"[^>]*>([\s\S]*?)<\/textarea>/.exec(page)?.[1] ?? '')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");
const linkOn = (page: string): string =>
  /http:\/\/127\.0\.0\.1:8080(\/s\/[a-z0-9]{10})$/m.exec(summaryOn(page))?.[1] ?? 'none';

const metaOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<meta (?:property|name)="([^"]*)" content="([^"]*)"/g)].map(([, name, content]) => [
      name ?? '',
      content ?? '',
    ]),
  );

/** Figures of money: grouped by dots, or with their unit. */
const MONEY = /\d\.\d{3}|\d\s*(?:đ|đồng|triệu|tỷ|VND|million)(?![\p{L}])/u;

describe('a summary to paste into a chat', () => {
  it('of a round says where it is, until when and who is still missing, with a short link and no amount', async () => {
    const { office, portal } = await aTown();
    const culture = await portal.as('tg.vhtt.cv');
    const round = `/rounds/${office.round}`;
    expect((await culture.get(round)).text).toContain(`action="${round}/share"`);
    const page = await culture.post(`${round}/share`, '');
    expect(page.status).toBe(200);
    const [title, stage, due, missing, link] = summaryOn(page.text).split('\n');
    expect(title).toMatch(/^Đợt dự toán 2022: /);
    expect(stage).toBe('Đang ở bước: Đơn vị lập (Các đơn vị chủ trì)');
    expect(due).toBe('Hạn: thứ Hai 21/02/2022 (còn 5 ngày làm việc)');
    expect(missing).toBe('Còn thiếu 3/6 đơn vị: Phòng VHTT, Trung tâm VH-TT và TT-TH, Phòng NN&PTNT.');
    expect(link).toMatch(/^Mở \(cần đăng nhập\): http:\/\/127\.0\.0\.1:8080\/s\/[a-z0-9]{10}$/);
    expect(summaryOn(page.text)).not.toMatch(MONEY);
  });

  it('is in English for who reads English, and names no other units to one of them', async () => {
    const { office, portal } = await aTown();
    const unit = await portal.as('tg.kt.cv', { language: 'en' });
    const text = summaryOn((await unit.post(`/rounds/${office.round}/share`, '')).text);
    expect(text).toMatch(/^Budget round 2022: /);
    expect(text).toContain('Due: Monday 21/02/2022 (5 working days left)');
    expect(text).not.toContain('Missing');
    expect(text).not.toMatch(MONEY);
  });

  it('of a task says what, whose and until when, wherever the task is, with no amount', async () => {
    const { office, portal } = await aTown();
    await office.lock();
    await office.forward('synthesis');
    const finance = await portal.as('tg.tckh.cv');
    const task = `/tasks/appraisal:${office.pkg}:1`;
    const dates = await finance.get(`/rounds/${office.round}/dates`);
    const action = /action="(\/tasks\/[^"]*\/share)"/.exec(dates.text)?.[1];
    expect(decodeURIComponent(action ?? '')).toBe(`${task}/share`);
    const text = summaryOn((await finance.post(action ?? '', '')).text);
    expect(text).toMatch(/^Thẩm định hồ sơ số 1 năm 2022: /);
    expect(text).toContain('Đơn vị thực hiện: Phòng TC-KH\nHạn: ');
    expect(text).not.toMatch(MONEY);
    await office.forward('appraisal');
    expect(summaryOn((await finance.post(`${task}/share`, '')).text)).toContain('Việc này đã xong.');
  });

  it('is made by a post alone: to open the pages makes no link, and nothing is recorded', async () => {
    const { office, portal } = await aTown();
    const state = () => JSON.stringify([...office.memory.records, ...office.memory.journal]);
    const before = state();
    const culture = await portal.as('tg.vhtt.cv');
    expect((await culture.get(`/rounds/${office.round}/share`)).status).toBe(404);
    const links = [1, 2].map(async () => linkOn((await culture.post(`/rounds/${office.round}/share`, '')).text));
    expect(new Set(await Promise.all(links)).size).toBe(2);
    expect(state()).toBe(before);
  });
});

describe('a short link', () => {
  const shared = async () => {
    const town = await aTown();
    const culture = await town.portal.as('tg.vhtt.cv');
    const link = linkOn((await culture.post(`/rounds/${town.office.round}/share`, '')).text);
    return { ...town, culture, link };
  };

  it('shows a chat’s preview which round and until when: no figure of money, no unit, no person', async () => {
    const { office, portal, link } = await shared();
    const bot = await portal.request(link, { headers: { 'user-agent': 'ZaloBot/1.0' } });
    expect([bot.status, bot.headers.getSetCookie()]).toEqual([200, []]);
    expect(metaOf(bot.text)).toMatchObject({
      robots: 'noindex',
      'og:site_name': 'Trình',
      'og:title': 'Đợt dự toán 2022',
      'og:description': 'Hạn: thứ Hai 21/02/2022. Đăng nhập để xem.',
      description: 'Hạn: thứ Hai 21/02/2022. Đăng nhập để xem.',
    });
    expect(bot.text).not.toMatch(MONEY);
    for (const { title, email } of office.plan.people)
      for (const word of [title.vi, title.en, email]) expect(bot.text).not.toContain(word);
    for (const { name, shortName } of office.plan.units)
      for (const word of [name.vi, shortName.vi, shortName.en]) expect(bot.text).not.toContain(word);
    expect(bot.text).not.toContain(office.round);
    const english = await portal.request(link, { headers: { 'accept-language': 'en' } });
    expect(metaOf(english.text)['og:description']).toBe('Due: Monday 21/02/2022. Sign in to see it.');
  });

  it('of a task at Finance still shows no figure, and no date once it is done', async () => {
    const { office, portal } = await aTown();
    await office.lock();
    await office.forward('synthesis');
    const finance = await portal.as('tg.tckh.cv');
    const link = linkOn((await finance.post(`/tasks/appraisal:${office.pkg}:1/share`, '')).text);
    const open = await portal.request(link);
    expect(metaOf(open.text)['og:title']).toBe('Thẩm định hồ sơ số 1 năm 2022');
    expect(open.text).not.toMatch(MONEY);
    await office.forward('appraisal');
    expect(metaOf((await portal.request(link)).text)['og:description']).toBe('Đăng nhập để xem.');
  });

  it('leads whoever is signed in to the page, where his own rights hold', async () => {
    const { office, portal, culture, link } = await shared();
    expect(await culture.get(link)).toMatchObject({ status: 303, location: `/rounds/${office.round}` });
    const finance = await portal.as('tg.tckh.cv');
    const unitTask = linkOn((await finance.post(`/tasks/estimate:${office.estimateOf('tg.kt')}/share`, '')).text);
    const other = await portal.as('tg.gd.cv');
    const { location } = await other.get(unitTask);
    expect((await other.get(location ?? '')).status).toBe(403);
  });

  it('asks everybody else to sign in, and leads on from there', async () => {
    const { portal, link } = await shared();
    const { text } = await portal.request(link);
    expect(text).toContain(`href="/sign-in?next=${encodeURIComponent(link)}"`);
    expect(text).not.toMatch(/\/t\//);
  });

  it('that nobody made is said to be none, alike for whatever is typed', async () => {
    const { portal } = await aTown();
    const { what } = messagesIn('vi').share.unknown;
    for (const code of ['abcdefghjk', 'short', `${'a'.repeat(10)}x`, '..%2f..%2f', '%F0%9F%98%80', 'ABCDEFGHJK']) {
      const answer = await portal.request(`/s/${code}`);
      expect([answer.status, answer.text.includes(what)]).toEqual([404, true]);
    }
  });

  it('cannot be found by trying: from one network 600 openings an hour, for whoever is not signed in', async () => {
    const { office, portal, culture, link } = await shared();
    for (let n = 0; n < 600; n += 1) await portal.request('/s/abcdefghjk');
    const refused = await portal.request(link);
    expect([refused.status, refused.text.includes('quá nhiều đường dẫn ngắn')]).toEqual([429, true]);
    expect((await culture.get(link)).status).toBe(303);
    office.clock.set('2022-02-14T02:00:00.000Z');
    expect((await portal.request(link)).status).toBe(200);
  });

  it('goes after half a year', async () => {
    const { office, portal, link } = await shared();
    office.clock.set('2022-08-17T01:00:00.000Z');
    expect((await portal.request(link)).status).toBe(404);
  });

  it('has a code of ten letters and digits, each as likely as the others', () => {
    const codes = Array.from({ length: 2_000 }, () => randomSecrets.shortCode());
    expect(codes.every((code) => /^[a-hj-km-np-tv-z0-9]{10}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
    const counts = new Map<string, number>();
    for (const letter of codes.join('')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(32);
    expect(Math.min(...counts.values())).toBeGreaterThan(450);
  });

  it('is in the answer alone: what is kept of its code is a hash', async () => {
    const { office } = await aTown();
    const kept: string[] = [];
    const keep = (code: string) => {
      kept.push(code);
      return Promise.resolve();
    };
    const { asking } = aPortal(office).mail;
    const ports = { ...office.ports, ...asking, shares: { keep, find: () => Promise.resolve(undefined) } };
    const code = await makeShare(ports, { locality: office.locality, round: office.round });
    expect(kept).toEqual([office.ports.hash(`share:${code}`)]);
    expect(kept[0]).not.toContain(code);
  });
});
