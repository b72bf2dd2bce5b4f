import { describe, expect, it } from 'vitest';
import type { UnsubscribeClaim } from '../../../shared/app/ports.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { anOffice } from '../../support/office.ts';
import { aPortal, ORIGIN, plainLinks } from './portal-office.ts';

const aTown = async () => {
  const office = await anOffice();
  await office.open();
  const portal = aPortal(office);
  const { locality, plan } = office;
  const who = (person: string) => ({ locality, plan: plan.id, person: PersonId.parse(person) });
  const reminding = (person: string) => portal.preferences.reminding(who(person));
  const linkOf = async (person: string): Promise<string> => {
    const claim: UnsubscribeClaim = { ...who(person), from: 'digest' };
    return `/unsubscribe/${locality}/${plan.id}/${person}/${await plainLinks.sign(claim)}`;
  };
  /** What a mail program sends for its reader, who is signed in nowhere (RFC 8058). */
  const oneClick = (path: string, headers: Record<string, string> = {}) =>
    portal.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: 'List-Unsubscribe=One-Click',
    });
  const state = () => JSON.stringify([...office.memory.records, ...office.memory.journal]);
  return { office, portal, who, reminding, linkOf, oneClick, state };
};

describe('how somebody is reminded', () => {
  it('is a mail each time until he chooses one a day on his page, and again once he chooses back', async () => {
    const { portal, reminding, state } = await aTown();
    const before = state();
    const visitor = await portal.as('tg.kt.cv');
    const page = await visitor.get('/reminders');
    expect(page.text).toMatch(/value="each" checked/);
    expect(page.text).toContain('Một thư mỗi ngày lúc 7 giờ 30');
    const saved = await visitor.submit('/reminders', { reminding: 'daily' });
    expect([saved.status, saved.location]).toEqual([303, '/reminders?done=saved']);
    expect(await reminding('tg.kt.cv')).toBe('daily');
    expect(await reminding('tg.kt.truong')).toBe('each');
    expect((await visitor.get('/reminders')).text).toMatch(/value="daily" checked/);
    await visitor.submit('/reminders', { reminding: 'each' });
    expect(await reminding('tg.kt.cv')).toBe('each');
    expect(state()).toBe(before);
  });

  it('stays as it is where no choice is sent, or none that there is', async () => {
    const { portal, reminding } = await aTown();
    const visitor = await portal.as('tg.kt.cv', { language: 'en' });
    for (const body of ['', 'reminding=never', 'reminding=']) {
      const answer = await visitor.post('/reminders', body);
      expect([answer.status, answer.text.includes('Choose one of the two.')]).toEqual([422, true]);
    }
    expect(await reminding('tg.kt.cv')).toBe('each');
  });

  it('is found from the first page and beside one’s sessions', async () => {
    const { portal } = await aTown();
    const visitor = await portal.as('tg.kt.cv');
    for (const path of ['/', '/sessions']) expect((await visitor.get(path)).text).toContain('href="/reminders"');
  });
});

describe('the link in a digest that turns digests off', () => {
  it('asks on opening and changes nothing, however often', async () => {
    const { portal, who, reminding, linkOf } = await aTown();
    await portal.preferences.choose(who('tg.kt.cv'), 'daily');
    const link = await linkOf('tg.kt.cv');
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) await portal.request(link, { method });
    const page = await portal.request(link);
    expect([page.status, page.text.includes('Thôi nhận thư tổng hợp hằng ngày?')]).toEqual([200, true]);
    expect(page.text).toContain(`<form method="post" action="${link}">`);
    expect(await reminding('tg.kt.cv')).toBe('daily');
  });

  it('turns them off by one click in the mail program: single mails again, and nothing else, for nobody else', async () => {
    const { portal, who, reminding, linkOf, oneClick, state } = await aTown();
    for (const person of ['tg.kt.cv', 'tg.kt.truong']) await portal.preferences.choose(who(person), 'daily');
    const before = state();
    const link = await linkOf('tg.kt.cv');
    for (let twice = 0; twice < 2; twice += 1) {
      const answer = await oneClick(link);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
      expect(answer.text).toContain('Từ nay mỗi lần nhắc là một thư riêng.');
    }
    expect([await reminding('tg.kt.cv'), await reminding('tg.kt.truong')]).toEqual(['each', 'daily']);
    expect(state()).toBe(before);
    expect(await portal.sessions.list(who('tg.kt.cv'))).toEqual([]);
  });

  it('never turns digests on, whatever is sent with it', async () => {
    const { portal, reminding, linkOf } = await aTown();
    const link = await linkOf('tg.kt.cv');
    await portal.request(`${link}?reminding=daily`, { method: 'POST', body: 'reminding=daily' });
    expect(await reminding('tg.kt.cv')).toBe('each');
  });

  it('works from another site’s page too, as webmail sends it; every other form of another site is still refused', async () => {
    const { portal, who, reminding, linkOf, oneClick } = await aTown();
    await portal.preferences.choose(who('tg.kt.cv'), 'daily');
    const foreign = { origin: 'https://webmail.example', 'sec-fetch-site': 'cross-site' };
    expect((await oneClick(await linkOf('tg.kt.cv'), foreign)).status).toBe(200);
    expect(await reminding('tg.kt.cv')).toBe('each');
    const visitor = await portal.as('tg.kt.cv');
    expect((await visitor.post('/reminders', 'reminding=daily', foreign)).status).toBe(403);
    expect(await reminding('tg.kt.cv')).toBe('each');
  });

  it('does nothing when it is altered, of another person or plan, or of a task', async () => {
    const { office, portal, who, reminding, linkOf, oneClick } = await aTown();
    for (const person of ['tg.kt.cv', 'tg.kt.truong']) await portal.preferences.choose(who(person), 'daily');
    const link = await linkOf('tg.kt.cv');
    const task = await plainLinks.sign({
      ...who('tg.kt.cv'),
      task: (await office.load('task', `estimate:${office.estimateOf('tg.kt')}`)).body.id,
      assignment: 1,
    });
    for (const wrong of [
      link.replace('/tg.kt.cv/', '/tg.kt.truong/'),
      link.replace('tay-giang-2021-2025', 'another-plan'),
      `${link}x`,
      link.slice(0, -1),
      link.replace(/[^/]+$/, task),
      '/unsubscribe/%20/%20/%20/x',
    ]) {
      const answer = await oneClick(wrong);
      expect([answer.status, answer.text.includes('không còn dùng được')]).toEqual([404, true]);
    }
    expect([await reminding('tg.kt.cv'), await reminding('tg.kt.truong')]).toEqual(['daily', 'daily']);
  });

  it('speaks English to a browser that does', async () => {
    const { portal, linkOf } = await aTown();
    const page = await portal.request(await linkOf('tg.kt.cv'), {
      headers: { 'accept-language': 'en', origin: ORIGIN },
    });
    expect(page.text).toContain('Stop the daily mail?');
  });
});
