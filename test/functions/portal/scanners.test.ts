import { describe, expect, it } from 'vitest';
import { LocalityId, PersonId, type TaskId } from '../../../shared/domain/ids.ts';
import { estimateTaskId, stageTaskId } from '../../../shared/domain/task.ts';
import { composeMail } from '../../../shared/app/mail/compose.ts';
import { composePorts, requestsOf } from '../../app/mail/mails.ts';
import { anOffice } from '../../support/office.ts';
import { formFields, aPortal, ORIGIN, plainLinks } from './portal-office.ts';
import { aVisitor, codeOn, linkIn } from './visitor.ts';

/** The addresses in a text or a page of the portal. */
const urlsIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([url]) => url.replaceAll('&amp;', '&'))),
];
const linksIn = (page: string): readonly string[] => [
  ...new Set([...page.matchAll(/href="(\/[^"]*)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'))),
];
const actionsIn = (page: string): readonly string[] => [
  ...new Set(
    [...page.matchAll(/<form[^>]*method="post"[^>]*action="([^"]*)"/g)].map(([, action]) =>
      (action ?? '').replaceAll('&amp;', '&'),
    ),
  ),
];

/** What a scanner types where a form has something to type. */
const FILLINGS: readonly ((name: string) => string | undefined)[] = [
  () => undefined,
  (name) => (name === 'address' ? 'scanner@filter.example' : name === 'code' ? '123456' : 'x'),
];

/**
 * A mail scanner at its worst: it opens every address by GET, HEAD and OPTIONS and as a browser prefetches, runs the
 * page as a browser of its own, ticks and submits each form as it stands and filled with anything, twice, and follows
 * the page's links.
 */
const scan = async (portal: ReturnType<typeof aPortal>, urls: readonly string[]): Promise<readonly number[]> => {
  const statuses: number[] = [];
  const visitor = aVisitor(portal, 'Mozilla/5.0 (compatible; MailFilter/1.0)');
  const visit = async (path: string, depth: number): Promise<void> => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) statuses.push((await visitor.send(path, method)).status);
    const prefetched = await portal.app.request(new URL(path, ORIGIN).href, {
      headers: { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' },
    });
    statuses.push(prefetched.status);
    const { text } = await visitor.get(path);
    for (const action of actionsIn(text).filter((one) => one !== '/language'))
      for (const fill of FILLINGS) {
        const fields = Object.fromEntries(formFields(text, action));
        for (const [, name, value] of text.matchAll(/type="radio" name="([^"]*)" value="([^"]*)"/g))
          fields[name ?? ''] = value ?? '';
        for (const name of Object.keys(fields)) fields[name] = fill(name) ?? fields[name] ?? '';
        for (let twice = 0; twice < 2; twice += 1) {
          const answer = await visitor.post(action, fields);
          statuses.push(answer.status);
          if (depth > 0 && answer.location !== null) await visit(answer.location, depth - 1);
        }
      }
    if (depth > 0) for (const href of linksIn(text)) await visit(href, depth - 1);
  };
  for (const url of urls) await visit(url, 1);
  return statuses;
};

const stateOf = ({ memory }: Awaited<ReturnType<typeof anOffice>>) =>
  JSON.stringify([...memory.records, ...memory.journal]);

describe('a scanner that opens, prefetches, runs and submits everything', () => {
  it('finds nothing to trigger in any mail of a round', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    const portal = aPortal(office);
    const ports = { ...composePorts(office), portalUrl: ORIGIN, links: plainLinks };
    const mails = await Promise.all((await requestsOf(office)).map((request) => composeMail(ports, request)));
    const urls = [...new Set(mails.flatMap((mail) => urlsIn(`${mail?.text ?? ''} ${mail?.html ?? ''}`)))];
    expect(urls.filter((url) => url.includes('/t/')).length).toBeGreaterThan(8);
    const before = stateOf(office);
    const statuses = await scan(portal, urls);
    await portal.mail.deliver();
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(stateOf(office)).toBe(before);
    expect(portal.mail.out).toEqual([]);
    for (const { id } of office.plan.people) {
      const who = { locality: office.locality, plan: office.plan.id, person: id };
      expect(await portal.sessions.list(who)).toEqual([]);
    }
  });

  it('neither signs in nor uses anything up by the mail of a sign-in', async () => {
    const office = await anOffice();
    await office.open();
    const portal = aPortal(office);
    const browser = aVisitor(portal);
    await browser.post('/sign-in/by-mail', { address: 'cv.tckh@tay-giang.example' });
    await portal.mail.deliver();
    const [mail] = portal.mail.out;
    if (mail === undefined) throw new Error('No mail went out.');
    await scan(portal, urlsIn(`${mail.text} ${mail.html}`));
    await portal.mail.deliver();
    expect(portal.mail.out).toHaveLength(1);
    const who = { locality: office.locality, plan: office.plan.id };
    for (const { id } of office.plan.people) expect(await portal.sessions.list({ ...who, person: id })).toEqual([]);
    expect((await browser.post(linkIn(mail), {})).status).toBe(303);
  });

  it('neither enters nor uses anything up by a task’s link, its page for a code, or the mail with the code', async () => {
    const office = await anOffice();
    await office.open();
    const portal = aPortal(office);
    const task = estimateTaskId(office.estimateOf('tg.kt'));
    const claim = { locality: office.locality, task, assignment: 1, person: PersonId.parse('tg.kt.cv') };
    const link = `/t/tay-giang/${encodeURIComponent(task)}/1/tg.kt.cv/${await plainLinks.sign(claim)}`;
    await scan(portal, [link]);
    await portal.mail.deliver();
    expect(portal.mail.out).toEqual([]);
    office.clock.set('2022-02-14T02:00:00.000Z');
    const browser = aVisitor(portal);
    const page = (await browser.post(`${link}/code`, { address: 'cv.kt@tay-giang.example' })).location ?? '';
    await portal.mail.deliver();
    const [mail] = portal.mail.out;
    await scan(portal, urlsIn(`${mail?.text ?? ''} ${mail?.html ?? ''}`));
    // The page itself is in no mail; sent empty, it counts no try.
    for (let n = 0; n < 10; n += 1) expect((await aVisitor(portal).post(page, {})).status).toBe(422);
    const digits = /Mã: (\d{6})/.exec(mail?.text ?? '')?.[1] ?? '';
    expect((await browser.post(page, { code: digits })).status).toBe(303);
  });

  it('may scan first and the person press afterwards, in another browser too', async () => {
    const office = await anOffice();
    await office.open();
    const portal = aPortal(office);
    const asking = aVisitor(portal);
    const asked = await asking.post('/sign-in/by-mail', { address: 'cv.kt@tay-giang.example' });
    const code = codeOn((await asking.get(asked.location ?? '')).text);
    await portal.mail.deliver();
    const [mail] = portal.mail.out;
    if (mail === undefined) throw new Error('No mail went out.');
    await scan(portal, urlsIn(mail.html));
    const phone = aVisitor(portal, 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1');
    expect((await phone.post(linkIn(mail), { code })).status).toBe(303);
    expect((await phone.get('/sessions')).text).toContain('Safari trên iPhone');
  });
});

describe('a link that went astray', () => {
  const linkOf = async (task: TaskId, assignment: number, person: string): Promise<string> => {
    const claim = { locality: LocalityId.parse('tay-giang'), task, assignment, person: PersonId.parse(person) };
    return `/t/tay-giang/${encodeURIComponent(task)}/${assignment}/${person}/${await plainLinks.sign(claim)}`;
  };

  it('is nothing to trigger by once it is old: returned, used, decided by another, or past its time', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    const kt = { estimate: office.estimateOf('tg.kt'), seen: (await office.estimate('tg.kt')).version };
    await office.act('tg.vhtt.cv', { do: 'return-estimate', ...kt, reason: 'Thiếu căn cứ', due: '2022-02-22' });
    await office.lock();
    await office.forward('synthesis');
    const task = (unit: string) => estimateTaskId(office.estimateOf(unit));
    const synthesis = stageTaskId('synthesis', office.pkg, 1);
    const old = [
      await linkOf(task('tg.kt'), 1, 'tg.kt.cv'),
      await linkOf(task('tg.kt'), 2, 'tg.kt.cv'),
      await linkOf(task('tg.gd'), 1, 'tg.gd.cv'),
      await linkOf(synthesis, 1, 'tg.vhtt.cv'),
      await linkOf(synthesis, 1, 'tg.vhtt.truong'),
    ];
    const portal = aPortal(office);
    const before = stateOf(office);
    for (const link of old) expect((await portal.request(link)).text).not.toContain('/code"');
    const statuses = await scan(portal, old);
    for (const link of old)
      expect((await aVisitor(portal).post(`${link}/code`, { address: 'cv.kt@tay-giang.example' })).location).toBe(link);
    await portal.mail.deliver();
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect([stateOf(office), portal.mail.out]).toEqual([before, []]);
  });

  it('acts for nobody it was forwarded to: neither by his own session, nor with his own address', async () => {
    const office = await anOffice();
    await office.open();
    const link = await linkOf(estimateTaskId(office.estimateOf('tg.kt')), 1, 'tg.kt.cv');
    const portal = aPortal(office);
    const other = aVisitor(portal);
    await other.post('/sign-in/by-mail', { address: 'cv.gd@tay-giang.example' });
    await portal.mail.deliver();
    const [mail] = portal.mail.out;
    if (mail === undefined) throw new Error('No mail went out.');
    expect((await other.post(linkIn(mail), {})).status).toBe(303);
    const before = stateOf(office);
    const page = await other.get(link);
    expect(page.text).toContain('This link is for: Officer of the Economy Division. You are signed in as');
    // His own address gets no code for what is another's.
    await other.post(`${link}/code`, { address: 'cv.gd@tay-giang.example' });
    await portal.mail.deliver();
    expect(portal.mail.out).toHaveLength(1);
    const estimate = `/estimates/${encodeURIComponent(office.estimateOf('tg.kt'))}`;
    for (const fields of [{ do: 'submit' }, { do: 'nil', reason: 'x' }])
      expect((await other.post(estimate, { id: 'forwarded-1', seen: '1', ...fields })).status).toBe(403);
    await scan(portal, [link]);
    expect(stateOf(office)).toBe(before);
  });
});

describe('what is secret', () => {
  it('is in no log, no journal, no answer for other sites, and in no store but as a hash', async () => {
    const office = await anOffice();
    await office.open();
    const portal = aPortal(office);
    const browser = aVisitor(portal);
    await browser.post('/sign-in/by-mail', { address: 'cv.kt@tay-giang.example' });
    const queued = JSON.stringify(portal.mail.queued);
    const [message] = portal.mail.queued;
    await portal.mail.deliver();
    const [mail] = portal.mail.out;
    if (mail === undefined || message === undefined) throw new Error('No mail went out.');
    const link = linkIn(mail);
    const token = link.split('/').at(-1) ?? '';
    const kept = JSON.stringify(await portal.mail.asking.asked.find(message.asked));
    const page = await browser.get(link);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
    await browser.post(link, {});
    for (const place of [queued, kept, JSON.stringify(portal.logged), stateOf(office)])
      expect(place).not.toContain(token);
    expect(queued).not.toContain('tay-giang.example');
  });

  it('is in no log where something fails on the way', async () => {
    const office = await anOffice();
    const portal = aPortal(office, {
      ...office.ports,
      store: { ...office.ports.store, load: () => Promise.reject(new Error('broken')) },
    });
    const claim = '/t/tay-giang/lock%3Ax/1/tg.kt.cv/';
    await portal.request(`${claim}${'S'.repeat(43)}`);
    const visitor = await portal.as('tg.kt.cv');
    expect((await visitor.get('/')).status).toBe(500);
    expect(portal.logged).toEqual([{ fault: 'Error', message: 'broken', method: 'GET' }]);
  });
});
