import { describe, expect, it } from 'vitest';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { sendAsked } from '../../../shared/app/sign-in/send-asked.ts';
import { TransientError } from '../../../shared/app/faults.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { peopleIn } from '../../support/memory-sign-in.ts';
import { anOffice, planFile } from '../../support/office.ts';
import { aVisitor, codeOn, linkIn } from './visitor.ts';
import { aPortal } from './portal-office.ts';

const FINANCE = 'cv.tckh@tay-giang.example';

const start = async () => {
  const office = await anOffice();
  await office.open();
  const portal = aPortal(office);
  const visitor = () => aVisitor(portal);
  const ask = async (browser: ReturnType<typeof visitor>, address: string, next = '/') => {
    const answer = await browser.post('/sign-in/by-mail', { address, next });
    await portal.mail.deliver();
    return answer;
  };
  /** Asks in a fresh browser, and gives it with the link that was mailed. */
  const asked = async (address = FINANCE, next = '/') => {
    const browser = visitor();
    await ask(browser, address, next);
    const mail = portal.mail.out.at(-1);
    if (mail === undefined) throw new Error('No mail went out.');
    return { browser, mail, link: linkIn(mail) };
  };
  return { office, portal, visitor, ask, asked };
};

describe('asking for a link to sign in by', () => {
  it('answers the same whoever has the address or nobody, having done the same', async () => {
    const { portal, visitor } = await start();
    const answers = [];
    for (const address of [FINANCE, 'nobody@tay-giang.example', 'cv.tckh@tam-ky.example']) {
      const browser = visitor();
      const { status, location } = await browser.post('/sign-in/by-mail', { address });
      const page = await browser.get(location ?? '');
      answers.push({ status, location, text: page.text.replace(/<code>[^<]*<\/code>/, '') });
      // What differs is found out where the mail is sent: here one message lies on the queue, with nobody's name.
      expect(portal.mail.queued).toEqual([{ asked: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) }]);
      await portal.mail.deliver();
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(portal.mail.out.map(({ to }) => to.address)).toEqual([FINANCE]);
  });

  it('mails to the address in the plan, however it was typed, once however often the queue brings it', async () => {
    const { portal, visitor, ask } = await start();
    await ask(visitor(), `  ${FINANCE.toUpperCase()} `);
    expect(portal.mail.out).toHaveLength(1);
    const [mail] = portal.mail.out;
    expect(mail?.to).toEqual({ name: 'Chuyên viên Phòng TC-KH', address: FINANCE });
    expect(mail?.subject).toBe('Đăng nhập Trình: đường dẫn dùng đến 08:15');
    expect(mail?.text).toContain('Yêu cầu lúc: 08:00 ngày 14/02/2022');
  });

  it('mails in the person’s language', async () => {
    const { portal, visitor, ask } = await start();
    await ask(visitor(), 'cv.gd@tay-giang.example');
    expect(portal.mail.out[0]?.subject).toBe('Sign in to Trình: the link works until 08:15');
    expect(portal.mail.out[0]?.text).toContain('If you did not ask for this mail');
  });

  it('has its pages in English too', async () => {
    const { visitor } = await start();
    const browser = visitor();
    expect((await browser.get('/sign-in/by-mail?lang=en')).text).toContain('Mail me a link');
    expect((await browser.post('/sign-in/by-mail', { address: 'x' })).text).toContain('This is no mail address');
    const sent = await browser.post('/sign-in/by-mail', { address: FINANCE });
    expect((await browser.get(sent.location ?? '')).text).toContain('Open your mailbox');
  });

  it.each([
    '',
    'not an address',
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example, c@d.example',
    'Name <a@b.example>',
    `${'a'.repeat(200)}@b.example`,
    'a@b.example\u0000',
  ])('takes no “%s” for an address, and changes nothing', async (address) => {
    const { portal, visitor } = await start();
    const answer = await visitor().post('/sign-in/by-mail', { address });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('không phải là một địa chỉ thư');
    expect(portal.mail.queued).toEqual([]);
  });

  it('is limited for one address, had by somebody or not, and says from when on it may be tried again', async () => {
    const { office, portal, visitor, ask } = await start();
    for (const address of [FINANCE, 'nobody@tay-giang.example']) {
      for (let n = 0; n < 5; n += 1) expect((await ask(visitor(), address)).status).toBe(303);
      const sixth = await ask(visitor(), address);
      expect(sixth.status).toBe(429);
      expect(sixth.text).toContain('từ 09:00 14/02/2022');
    }
    expect(portal.mail.out).toHaveLength(5);
    office.clock.set('2022-02-14T02:00:00.000Z');
    expect((await ask(visitor(), FINANCE)).status).toBe(303);
  });

  it('is limited for one origin, which no header can change', async () => {
    const { portal } = await start();
    const from = (sourceIp: string, n: number) =>
      portal.app.request(
        '/sign-in/by-mail',
        {
          method: 'POST',
          headers: { 'x-forwarded-for': `10.0.0.${n}`, 'content-type': 'application/x-www-form-urlencoded' },
          body: `address=a${n}@b.example`,
        },
        { event: { requestContext: { http: { sourceIp } } } },
      );
    for (let n = 0; n < 60; n += 1) expect((await from('2001:db8:1:2::7', n)).status).toBe(303);
    expect((await from('2001:db8:1:2::8', 61)).status).toBe(429);
    expect((await from('203.0.113.9', 62)).status).toBe(303);
  });

  it('sends nothing for what was asked for too long ago, and again where sending failed', async () => {
    const { office, portal, visitor } = await start();
    await visitor().post('/sign-in/by-mail', { address: FINANCE });
    const [message] = portal.mail.queued;
    if (message === undefined) throw new Error('Nothing was queued.');
    const { sending, out } = portal.mail;
    const failing = { ...sending, mailer: { send: () => Promise.reject(new TransientError('SES does not answer')) } };
    await expect(sendAsked(failing, message)).rejects.toThrow(TransientError);
    await expect(sendAsked(sending, message)).rejects.toThrow('Another delivery');
    office.clock.set('2022-02-14T01:02:00.000Z');
    await sendAsked(sending, message);
    expect(out).toHaveLength(1);
    await visitor().post('/sign-in/by-mail', { address: FINANCE });
    const later = portal.mail.queued.at(-1);
    office.clock.set('2022-02-14T01:17:00.000Z');
    if (later !== undefined) await sendAsked(sending, later);
    expect(out).toHaveLength(1);
  });
});

it('mails no second link where the first was used before its mail could be marked as sent', async () => {
  const { office, portal, visitor } = await start();
  const browser = visitor();
  await browser.post('/sign-in/by-mail', { address: FINANCE });
  const [message] = portal.mail.queued;
  if (message === undefined) throw new Error('Nothing was queued.');
  const { sending, out } = portal.mail;
  const unmarked = { ...sending.asked, markSent: () => Promise.reject(new TransientError('The store is away')) };
  await expect(sendAsked({ ...sending, asked: unmarked }, message)).rejects.toThrow(TransientError);
  expect((await browser.post(out[0] === undefined ? '' : linkIn(out[0]), {})).status).toBe(303);
  office.clock.set('2022-02-14T01:02:00.000Z');
  await sendAsked(sending, message);
  expect(out).toHaveLength(1);
});

describe('the mailed link', () => {
  it('shows one button in the browser that asked, and signs in there, on to where one wanted to go', async () => {
    const { asked } = await start();
    const { browser, link } = await asked(FINANCE, '/authorisations');
    const page = await browser.get(link);
    expect(page.text).toContain('Chuyên viên Phòng TC-KH');
    expect(page.text.slice(page.text.indexOf('<main')).match(/<button/g)).toHaveLength(1);
    const entered = await browser.post(link, {});
    expect([entered.status, entered.location]).toEqual([303, '/authorisations']);
    expect((await browser.get('/')).text).toContain('Chuyên viên Phòng TC-KH');
  });

  it('signs in another browser only with the code that is on the page of the one that asked', async () => {
    const { asked, visitor } = await start();
    const { browser, link } = await asked();
    const code = codeOn((await browser.get('/sign-in/by-mail?sent=1')).text);
    const phone = visitor();
    const page = await phone.get(link);
    expect(page.text).toContain('name="code"');
    expect(page.text).not.toContain('Chuyên viên Phòng TC-KH');
    for (const typed of ['', '0000-0000', 'ABCD', code.slice(0, -1)]) {
      const refused = await phone.post(link, { code: typed });
      expect(refused.status).toBe(422);
      expect(refused.cookies).toEqual([]);
    }
    const entered = await phone.post(link, { code: code.toLowerCase().replace('-', ' ') });
    expect(entered.status).toBe(303);
    expect((await phone.get('/')).text).toContain('Chuyên viên Phòng TC-KH');
  });

  it('serves once: the second press, and whoever else opens it, is told when it was used', async () => {
    const { office, asked, visitor } = await start();
    const { browser, link } = await asked();
    const code = codeOn((await browser.get('/sign-in/by-mail?sent=1')).text);
    await browser.post(link, {});
    office.clock.set('2022-02-14T01:05:00.000Z');
    for (const again of [await browser.post(link, { code }), await visitor().get(link)]) {
      expect(again.status).toBe(410);
      expect(again.text).toContain('đã được dùng lúc 08:00 14/02/2022');
      expect(again.text).toContain('Đăng xuất ở mọi nơi');
    }
  });

  it('takes a second click of the same browser, at once or at the same time, for the first', async () => {
    const { office, portal, asked, visitor } = await start();
    const { browser, link } = await asked();
    const code = codeOn((await browser.get('/sign-in/by-mail?sent=1')).text);
    const pressed = await Promise.all([browser.post(link, {}), browser.post(link, {})]);
    expect(pressed.map(({ status }) => status)).toEqual([303, 303]);
    expect((await browser.get('/')).status).toBe(200);
    expect((await visitor().post(link, { code })).status).toBe(410);
    office.clock.set('2022-02-14T01:00:31.000Z');
    const opened = await browser.get(link);
    expect(opened.status).toBe(410);
    expect(opened.text).toContain('>Tiếp tục</a>');
    expect(portal.mail.out).toHaveLength(1);
  });

  it('ends after fifteen minutes, and says so', async () => {
    const { office, asked } = await start();
    const { browser, link } = await asked(FINANCE, '/codes');
    office.clock.set('2022-02-14T01:15:00.000Z');
    for (const late of [await browser.get(link), await browser.post(link, {})]) {
      expect(late.status).toBe(410);
      expect(late.text).toContain('hết hạn lúc 08:15 14/02/2022');
      expect(late.text).toContain('/sign-in?next=%2Fcodes');
    }
  });

  it('altered or guessed is unknown, and tells nothing', async () => {
    const { asked } = await start();
    const { browser, link } = await asked();
    const [, , , id = '', token = ''] = new URL(link, 'http://x').pathname.split('/');
    for (const guess of [
      `/sign-in/by-mail/${id}/${'A'.repeat(43)}`,
      `/sign-in/by-mail/${'A'.repeat(22)}/${token}`,
      `/sign-in/by-mail/${id}/${token.slice(0, -1)}`,
      `/sign-in/by-mail/${id}/${token}x`,
      `/sign-in/by-mail/${id}%20/${token}`,
    ])
      for (const answer of [await browser.get(guess), await browser.post(guess, {})]) {
        expect(answer.status).toBe(404);
        expect(answer.text).not.toContain('Chuyên viên');
        expect(answer.cookies).toEqual([]);
      }
    expect((await browser.post(link, {})).status).toBe(303);
  });

  it('never leads to another site after signing in', async () => {
    const { asked } = await start();
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/a b']) {
      const { browser, link } = await asked('ct.ubnd@tay-giang.example', next);
      expect((await browser.post(link, {})).location).toBe('/');
    }
  });

  it('lets somebody whose address has several persons, of several localities, choose; nothing is chosen before', async () => {
    const { office, portal, asked } = await start();
    const tamKy = Plan.parse(
      JSON.parse(JSON.stringify(planFile('tam-ky-2021-2025')).replace('cv.vhtt@tam-ky.example', FINANCE)),
    );
    await registerPlan(office.ports, tamKy);
    await portal.mail.directory.add(peopleIn(tamKy));
    const { browser, link, mail } = await asked();
    expect(mail.text).toContain('Tam Kỳ');
    const page = await browser.get(link);
    expect(page.text).toContain('value="tay-giang/tay-giang-2021-2025/tg.tckh.cv"');
    expect(page.text).toContain('value="tam-ky/tam-ky-2021-2025/tk.vhtt.cv"');
    expect(page.text).not.toContain(' checked');
    for (const choice of ['', 'tam-ky/tam-ky-2021-2025/tk.ubnd.ct'])
      expect((await browser.post(link, { choice })).status).toBe(422);
    expect((await browser.post(link, { choice: 'tam-ky/tam-ky-2021-2025/tk.vhtt.cv' })).status).toBe(303);
    expect((await browser.get('/')).text).toContain('Tam Kỳ');
    expect((await browser.get(`/rounds/${office.round}`)).status).toBe(404);
  });

  it('opens nothing for somebody whose address the plan no longer has', async () => {
    const { office, portal, asked, ask, visitor } = await start();
    const { browser, link } = await asked();
    await registerPlan(
      office.ports,
      JSON.parse(JSON.stringify(planFile(office.plan.id)).replace(FINANCE, 'new@tay-giang.example')),
    );
    const answer = await browser.post(link, {});
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('không còn trong kế hoạch nào');
    const before = portal.mail.out.length;
    await ask(visitor(), FINANCE);
    expect(portal.mail.out).toHaveLength(before);
  });
});

describe('sessions', () => {
  it('are listed with the browser in plain words, and ended one by one or all at once, everywhere', async () => {
    const { portal, asked, office } = await start();
    const first = await asked();
    await first.browser.post(first.link, {});
    office.clock.set('2022-02-14T03:00:00.000Z');
    const second = await asked();
    await second.browser.post(second.link, {});
    const page = await second.browser.get('/sessions');
    expect(page.text).toContain('Firefox trên máy tính Windows');
    expect(page.text).toContain('08:00 14/02/2022');
    expect(page.text).toContain('(phiên này)');
    const ids = [...page.text.matchAll(/name="session" value="([0-9a-f]{64})"/g)].map(([, id]) => id ?? '');
    expect(ids).toHaveLength(2);
    const stranger = await portal.as('tg.kt.cv');
    await stranger.post('/sessions/end', new URLSearchParams({ session: ids[1] ?? '' }));
    expect((await first.browser.get('/')).status).toBe(200);
    await second.browser.post('/sessions/end', { session: ids[1] ?? '' });
    expect((await first.browser.get('/')).status).toBe(303);
    expect((await second.browser.get('/')).status).toBe(200);
    const third = await asked();
    await third.browser.post(third.link, {});
    await third.browser.post('/sessions/end-all', {});
    for (const { browser } of [first, second, third]) expect((await browser.get('/')).status).toBe(303);
  });

  it('end when the person is no longer in the plan, or has another address there', async () => {
    for (const change of [
      (text: string) => text.replaceAll('tg.tckh.cv', 'tg.tckh.cv2'),
      (text: string) => text.replace(FINANCE, 'successor@tay-giang.example'),
    ]) {
      const { office, asked } = await start();
      const { browser, link } = await asked();
      await browser.post(link, {});
      expect((await browser.get('/')).status).toBe(200);
      await registerPlan(office.ports, JSON.parse(change(JSON.stringify(planFile(office.plan.id)))));
      expect((await browser.get('/')).status).toBe(303);
      await registerPlan(office.ports, planFile(office.plan.id));
      expect((await browser.get('/')).status).toBe(303);
    }
  });

  it('live in a cookie bound to its host over https, and in one of another name on plain-http loopback', async () => {
    const { portal, asked } = await start();
    const { link, browser } = await asked();
    const plain = await browser.post(link, {});
    expect(plain.cookies.join()).toMatch(/(?:^|,)trinh=[^;]+; Path=\/; HttpOnly; SameSite=Lax/);
    const secure = await portal.app.request('https://trinh.example/sign-in/by-mail', {
      method: 'POST',
      headers: { origin: 'https://trinh.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ address: FINANCE }).toString(),
    });
    expect(secure.headers.get('set-cookie')).toMatch(
      /^__Host-trinh-ask=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });
});
