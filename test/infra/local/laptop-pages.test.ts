import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLaptopPages } from '../../../infra/local/laptop-pages.ts';
import { createMailbox } from '../../../infra/local/mail.ts';
import { readPlans } from '../../../infra/local/plan-files.ts';
import { aTimeline } from './stand-ins.ts';

const plans = readPlans(path.resolve('shared/plans'), 'tay-giang-2021-2025').map(({ plan }) => plan);

const open = (demonstration = true) => {
  const { timeline, database } = aTimeline('2022-03-04T01:00:00Z');
  const mailbox = createMailbox({ database, senders: ['trinh.example'], now: () => timeline.now() });
  const fates: string[] = [];
  const pages = createLaptopPages({
    mailbox,
    letHaveFate: ({ number }, { kind }) => void fates.push(`${number} ${kind}`),
    clock: { timeline, waiting: () => [{ name: 'Mail', count: 2 }] },
    plans: () => plans,
    startSession: ({ person }) => Promise.resolve(`trinh=${person.id}`),
    demonstration,
  });
  const get = (where: string, headers: Record<string, string> = {}) => pages({ method: 'GET', path: where, headers });
  const post = (where: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    pages({ method: 'POST', path: where, headers, body: new URLSearchParams(form).toString() });
  const receive = (lines: string[]) =>
    mailbox.answer(
      new URLSearchParams({
        Action: 'SendRawEmail',
        'RawMessage.Data': Buffer.from(lines.join('\r\n')).toString('base64'),
      }),
    );
  return { timeline, mailbox, get, post, receive, fates };
};

const text = (response: { body: Buffer } | undefined): string => response?.body.toString('utf8') ?? '';
const browser = { host: '127.0.0.1:4380', origin: 'http://127.0.0.1:4380' };
const letter = (subject: string, html: string) => [
  'From: t@trinh.example',
  'To: a@tg.example',
  `Subject: ${subject}`,
  'Content-Type: text/html; charset=utf-8',
  '',
  html,
];

describe('the mailbox page', () => {
  it('lists mails and shows each, with nothing of theirs as markup of the page', async () => {
    const { get, receive } = open();
    await receive(letter('<b>Hi</b>', '<script>alert(1)</script><a href="http://127.0.0.1:1/x">go</a>'));
    expect(text(await get('/mailbox'))).toContain('&lt;b&gt;Hi&lt;/b&gt;');
    const mail = text(await get('/mailbox/1'));
    expect(mail).toContain('sandbox="allow-popups');
    expect(mail).not.toContain('<script>');
    const part = await get('/mailbox/1/html');
    expect(part?.headers['content-security-policy']).toContain("default-src 'none'");
    expect(part?.headers['content-security-policy']).toContain('sandbox');
    expect(text(part)).toContain('<base target="_top">');
  });

  it('makes the addresses of a text clickable', async () => {
    const { get, receive } = open();
    await receive([
      'From: t@trinh.example',
      'To: a@tg.example',
      'Subject: x',
      '',
      'Mở http://127.0.0.1:1/t/abc?x=1&y=2.',
    ]);
    expect(text(await get('/mailbox/1'))).toContain(
      '<a href="http://127.0.0.1:1/t/abc?x=1&amp;y=2">http://127.0.0.1:1/t/abc?x=1&amp;y=2</a>.',
    );
  });

  it('has a mail come back, be unwanted or answered by a machine, when somebody on this machine says so', async () => {
    const { get, post, receive, fates } = open();
    await receive(letter('Hi', 'x'));
    for (const action of ['bounce', 'complaint', 'absence']) {
      expect(text(await get('/mailbox/1'))).toContain(`<form method="post" action="/mailbox/1/${action}">`);
      expect((await post(`/mailbox/1/${action}`, {}, browser))?.headers['location']).toBe('/mailbox/1');
      expect((await get(`/mailbox/1/${action}`))?.status).toBe(405);
    }
    expect((await post('/mailbox/1/bounce', {}, { ...browser, origin: 'http://evil.example' }))?.status).toBe(403);
    expect((await post('/mailbox/1/nothing', {}, browser))?.status).toBe(404);
    expect((await post('/mailbox/2/bounce', {}, browser))?.status).toBe(404);
    expect(fates).toEqual(['1 bounced', '1 complained', '1 absent']);
  });

  it('says that a mail is not there', async () => {
    const { get } = open();
    expect((await get('/mailbox/9'))?.status).toBe(404);
  });

  it('does not open under another name for this machine', async () => {
    const { get } = open();
    expect((await get('/mailbox', { host: 'evil.example' }))?.status).toBe(403);
  });
});

describe('the clock page', () => {
  it('steps to a moment, to the next working morning, to the next timer', async () => {
    const { post, timeline } = open();
    const moved = await post('/clock', { by: 'moment', to: '2022-03-04T09:00' }, browser);
    expect([moved?.status, moved?.headers['location']]).toEqual([303, '/clock']);
    expect(timeline.now()).toEqual(new Date('2022-03-04T02:00:00Z'));
    await post('/clock', { by: 'morning' }, browser);
    expect(timeline.now()).toEqual(new Date('2022-03-07T00:30:00Z'));
    const at = Date.parse('2022-03-08T00:00:00Z');
    let done = false;
    timeline.add({ next: () => (done ? undefined : at), fire: () => Promise.resolve(void (done = true)) });
    await post('/clock', { by: 'timer' }, browser);
    expect(timeline.now()).toEqual(new Date(at));
    expect(done).toBe(true);
  });

  it.each([
    [{ by: 'moment', to: 'soon' }, '2022-03-04T08:00'],
    [{ by: 'moment', to: '2022-03-01' }, 'only moves forward'],
    [{ by: 'moment', to: '2032-03-01' }, '400'],
    [{}, '2022-03-04T08:00'],
  ])('refuses %j and says how', async (form, words) => {
    const { post, timeline } = open();
    const answer = await post('/clock?lang=en', form, browser);
    expect(answer?.status).toBe(400);
    expect(text(answer)).toContain(words);
    expect(timeline.now()).toEqual(new Date('2022-03-04T01:00:00Z'));
  });

  it('answers programs in JSON, and shows what waits', async () => {
    const { get, post } = open();
    const accept = { accept: 'application/json' };
    expect(JSON.parse(text(await get('/clock', accept)))).toEqual({
      now: '2022-03-04T01:00:00.000Z',
      nextTimer: null,
      waiting: [{ name: 'Mail', count: 2 }],
    });
    const moved = await post('/clock', { by: 'morning' }, accept);
    expect(JSON.parse(text(moved))).toMatchObject({ now: '2022-03-07T00:30:00.000Z' });
  });

  it.each([
    { host: '127.0.0.1:4380', origin: 'http://evil.example' },
    { host: '127.0.0.1:4380', origin: 'null' },
    { host: '127.0.0.1:4380', 'sec-fetch-site': 'cross-site' },
  ])('is not moved by another site: %j', async (headers) => {
    const { post, timeline } = open();
    expect((await post('/clock', { by: 'morning' }, headers))?.status).toBe(403);
    expect(timeline.now()).toEqual(new Date('2022-03-04T01:00:00Z'));
  });
});

describe('the page to act as somebody', () => {
  it('groups the sample people by office, in both languages', async () => {
    const { get } = open();
    const [plan] = plans;
    const [person] = plan?.people ?? [];
    const vi = text(await get('/sign-in'));
    expect(vi).toContain(person?.title.vi ?? '?');
    const english = await get('/sign-in?lang=en');
    expect(text(english)).toContain('<html lang="en">');
    expect(english?.cookies[0]).toContain('lang=en');
    expect(text(await get('/sign-in', { cookie: 'lang=en' }))).toContain('<html lang="en">');
  });

  it.each([
    ['/tasks/1?x=2', '/tasks/1?x=2'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
  ])('starts a session and goes on to %s only within the site', async (next, location) => {
    const { post } = open();
    const [plan] = plans;
    const [person] = plan?.people ?? [];
    const answer = await post('/sign-in', { plan: plan?.id ?? '', person: person?.id ?? '', next }, browser);
    expect([answer?.status, answer?.headers['location']]).toEqual([303, location]);
    expect(answer?.cookies[0]).toBe(`trinh=${person?.id}`);
  });

  it('puts the person of a mailed link first', async () => {
    const { get } = open();
    const [plan] = plans;
    const person = plan?.people.at(-1);
    const query = new URLSearchParams({ next: '/tasks/1', plan: plan?.id ?? '', person: person?.id ?? '', lang: 'en' });
    const shown = text(await get(`/sign-in?${query.toString()}`));
    const [first] = shown.split('<h2');
    expect(first).toContain(person?.title.en ?? '?');
    expect(first).toContain('name="next" value="/tasks/1"');
  });

  it('knows nobody else', async () => {
    const { post } = open();
    const answer = await post('/sign-in', { plan: 'tay-giang-2021-2025', person: 'nobody' }, browser);
    expect(answer?.status).toBe(404);
  });
});

it('leaves all other paths to the portal', async () => {
  const { get } = open();
  expect(await get('/')).toBeUndefined();
  expect(await get('/mailboxes')).toBeUndefined();
});

describe('acting as a sample person', () => {
  it('is there in the demonstration only, and never in the place of signing in by mail', async () => {
    const act = { plan: 'tay-giang-2021-2025', person: 'tg.kt.cv', next: '/' };
    const shown = open();
    expect(text(await shown.get('/sign-in'))).toContain('Đóng vai');
    expect(text(await shown.get('/sign-in'))).toContain('/sign-in/by-mail');
    expect(await shown.get('/sign-in/by-mail')).toBeUndefined();
    const office = open(false);
    for (const where of ['/sign-in', '/sign-in/', '/sign-in?plan=tay-giang-2021-2025', '/sign-in/by-mail'])
      expect(await office.get(where)).toBeUndefined();
    expect(await office.post('/sign-in', act, browser)).toBeUndefined();
  });
});
