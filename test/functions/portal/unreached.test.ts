import { describe, expect, it } from 'vitest';
import { addressKey } from '../../../shared/app/sign-in/people.ts';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { MailAddress } from '../../../shared/domain/mail-address.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aPortal } from './portal-office.ts';

const address = 'cv.kt@tay-giang.example';

const mark = (office: Office, email = address, kind: 'bounced' | 'complained' = 'bounced', detail = '<b>550</b>') => {
  const at = instantOf(office.clock.now());
  const key = addressKey(office.ports.hash, MailAddress.parse(email));
  return office.ports.addresses.mark(office.locality, key, { kind, at, sentAt: at, detail });
};

const marksOf = ({ ports, locality }: Office) => ports.addresses.list(locality);

describe('the page of addresses that take no mail', () => {
  it.each([
    ['vi', 'Địa chỉ không nhận thư', 'Thư bị trả lại', 'Máy chủ thư báo', 'Gửi lại', '08:00 14/02/2022'],
    ['en', 'Addresses that take no mail', 'Mail came back', 'The mail server said', 'Try again', '08:00 14/02/2022'],
  ])('says in %s whose it is, why, and since when', async (language, title, why, server, again, since) => {
    const office = await anOffice();
    await mark(office);
    const { text, status } = await (await aPortal(office).as('tg.vhtt.cv', { language })).get('/unreached');
    expect(status).toBe(200);
    const person = office.plan.people.find(({ id }) => id === 'tg.kt.cv')?.title[language === 'vi' ? 'vi' : 'en'] ?? '';
    for (const said of [`<h1>${title}</h1>`, person.replace('&', '&amp;'), address, why, server, again, since])
      expect(text).toContain(said);
    expect(text).toContain('&lt;b&gt;550&lt;/b&gt;');
  });

  it('is told of on the standing unit’s first page, and on nobody else’s', async () => {
    const office = await anOffice();
    const portal = aPortal(office);
    const culture = await portal.as('tg.vhtt.cv');
    expect((await culture.get('/')).text).not.toContain('địa chỉ không nhận thư</b>');
    await mark(office);
    expect((await culture.get('/')).text).toContain('1 địa chỉ không nhận thư</b>');
    expect((await (await portal.as('tg.vhtt.cv', { language: 'en' })).get('/')).text).toContain(
      '1 address takes no mail',
    );
    for (const other of ['tg.kt.cv', 'tg.tckh.cv', 'tg.ubnd.ct'])
      expect((await (await portal.as(other)).get('/')).text).not.toContain('không nhận thư');
  });

  it('has mail tried again when the standing unit says so, and says that', async () => {
    const office = await anOffice();
    await mark(office);
    await mark(office, 'truong.kt@tay-giang.example', 'complained', 'abuse');
    const culture = await aPortal(office).as('tg.vhtt.cv');
    expect((await culture.get('/unreached')).text).toContain('Người nhận báo là thư rác');
    const answer = await culture.submit('/unreached', {});
    expect([answer.status, answer.location]).toEqual([303, '/unreached?done=triedAgain']);
    expect(await marksOf(office)).toHaveLength(1);
    expect((await culture.get('/unreached?done=triedAgain')).text).toContain('Đã cho gửi lại đến địa chỉ này.');
    expect((await culture.submit('/unreached', {})).status).toBe(303);
    expect((await culture.get('/unreached')).text).toContain('Mọi địa chỉ của kế hoạch này đều nhận thư.');
  });

  it('clears nothing for anybody else, whatever he sends', async () => {
    const office = await anOffice();
    const made = await mark(office);
    const portal = aPortal(office);
    for (const other of ['tg.kt.cv', 'tg.tckh.truong', 'tg.ubnd.ct']) {
      const visitor = await portal.as(other);
      expect((await visitor.get('/unreached')).status).toBe(403);
      const form = new URLSearchParams({ address: made?.address ?? '' });
      expect((await visitor.post('/unreached', form)).status).toBe(403);
    }
    expect(await marksOf(office)).toHaveLength(1);
  });

  it('clears nothing for whose authority of the standing unit has ended', async () => {
    const office = await anOffice();
    const made = await mark(office);
    const from = office.today();
    const lent = { office: 'tg.vhtt', giver: 'tg.vhtt.truong', recipient: 'tg.kt.truong', works: ['synthesis'] };
    await office.act('tg.vhtt.truong', office.authorisation({ ...lent, from, until: from }));
    office.workingDaysLater(3);
    const visitor = await aPortal(office).as('tg.kt.truong');
    const form = new URLSearchParams({ address: made?.address ?? '' });
    expect((await visitor.post('/unreached', form)).status).toBe(403);
    expect(await marksOf(office)).toHaveLength(1);
  });

  it.each(['', 'cv.kt@tay-giang.example', 'f'.repeat(63), 'F'.repeat(64), '0'.repeat(64), '../../x'])(
    'changes nothing for an address that is “%s”',
    async (typed) => {
      const office = await anOffice();
      await mark(office);
      const culture = await aPortal(office).as('tg.vhtt.cv');
      expect((await culture.post('/unreached', new URLSearchParams({ address: typed }))).status).toBe(303);
      expect(await marksOf(office)).toHaveLength(1);
    },
  );

  it('forgets the mark of whoever gets another address in the plan', async () => {
    const office = await anOffice();
    await mark(office);
    const people = office.plan.people.map((one) =>
      one.email === address ? { ...one, email: 'moi@tay-giang.example' } : one,
    );
    await registerPlan(office.ports, { ...office.plan, people });
    const culture = await aPortal(office).as('tg.vhtt.cv');
    expect((await culture.get('/unreached')).text).toContain('Mọi địa chỉ của kế hoạch này đều nhận thư.');
    expect((await culture.get('/')).text).not.toContain('địa chỉ không nhận thư</b>');
  });

  it('leads to each letter on an office’s own server, and nowhere elsewhere', async () => {
    const office = await anOffice();
    const there = await aPortal(office, office.ports, '/undelivered-mail').as('tg.vhtt.cv');
    expect((await there.get('/unreached')).text).toContain('<a href="/undelivered-mail">Từng thư chưa gửi được</a>');
    const elsewhere = await aPortal(office).as('tg.vhtt.cv');
    expect((await elsewhere.get('/unreached')).text).not.toContain('undelivered-mail');
  });
});
