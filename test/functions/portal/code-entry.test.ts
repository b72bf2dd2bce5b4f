import { describe, expect, it } from 'vitest';
import { table } from '../../../functions/portal/access/table.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { estimateTaskId, lockTaskId, stageTaskId } from '../../../shared/domain/task.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { aPortal, formFields, lineFields, plainLinks } from './portal-office.ts';
import { aVisitor } from './visitor.ts';

const UNIT = 'cv.kt@tay-giang.example';
const FINANCE = 'cv.tckh@tay-giang.example';

const linkTo = async (office: Office, task: ReturnType<typeof stageTaskId>, person: string, assignment = 1) => {
  const claim = { locality: office.locality, task, assignment, person: PersonId.parse(person) };
  return `/t/${office.locality}/${encodeURIComponent(task)}/${assignment}/${person}/${await plainLinks.sign(claim)}`;
};

const digitsIn = (text: string): string => /(?:Mã|Code): (\d{6})/.exec(text)?.[1] ?? '';

/** Says, in the plan's own data, that the appraisal takes a session. */
const withSession = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json).replace('"key":"appraisal"', '"key":"appraisal","proof":"session"'));

const start = async (adapt?: (json: unknown) => unknown) => {
  const office = await anOffice('tay-giang-2021-2025', undefined, undefined, adapt);
  await office.open();
  const portal = aPortal(office);
  const visitor = () => aVisitor(portal);
  /** Asks for a code with a link, and gives the page on which to type it, and what was mailed. */
  const ask = async (browser: ReturnType<typeof visitor>, link: string, address: string) => {
    const answer = await browser.post(`${link}/code`, { address });
    const sent = portal.mail.out.length;
    await portal.mail.deliver();
    return { answer, page: answer.location ?? '', mail: portal.mail.out.slice(sent)[0] };
  };
  const unitLink = () => linkTo(office, estimateTaskId(office.estimateOf('tg.kt')), 'tg.kt.cv');
  return { office, portal, visitor, ask, unitLink };
};

const atFinance = async (adapt?: (json: unknown) => unknown) => {
  const begun = await start(adapt);
  await begun.office.fileP();
  await begun.office.lock();
  await begun.office.forward('synthesis');
  const link = await linkTo(begun.office, stageTaskId('appraisal', begun.office.pkg, 1), 'tg.tckh.cv');
  return { ...begun, link };
};

describe('acting by the link of a task and a mailed code', () => {
  it('takes the registered address and the code, and then the task’s own pages, once', async () => {
    const { office, visitor, ask, unitLink } = await start();
    const browser = visitor();
    const link = await unitLink();
    expect((await browser.get(link)).text).toContain('Xử lý việc này bằng mã gửi qua thư');
    const { answer, page, mail } = await ask(browser, link, UNIT);
    expect(answer.status).toBe(303);
    expect(mail?.to.address).toBe(UNIT);
    expect(mail?.subject).toContain('mã dùng đến 08:10');
    // The mail holds the code without the link: whoever gets it alone can do nothing by it.
    expect(mail?.text).not.toContain('/t/');
    const entered = await browser.post(page, { code: digitsIn(mail?.text ?? '') });
    expect([entered.status, entered.location]).toEqual([303, '/tasks/estimate%3Atay-giang-2021-2025.2022%3Atg.kt']);
    // Pressed again it leads on; in another browser it opens nothing.
    expect((await browser.post(page, { code: digitsIn(mail?.text ?? '') })).location).toBe(entered.location);
    expect((await visitor().post(page, { code: digitsIn(mail?.text ?? '') })).status).toBe(410);
    const estimate = (await browser.get(entered.location ?? '')).location ?? '';
    const form = formFields((await browser.get(estimate)).text, estimate);
    for (const [name, value] of Object.entries(lineFields(packageP['tg.kt']))) form.set(name, value);
    form.set('do', 'submit');
    const submitted = await browser.post(estimate, Object.fromEntries(form));
    expect(submitted.location).toBe(`${estimate}?done=submitted`);
    expect((await office.estimate('tg.kt')).body.versions).toHaveLength(1);
    // The task is done, and with it what the code was for.
    const again = await browser.post(estimate, Object.fromEntries(form));
    expect(again.status).toBe(409);
    expect(again.text).toContain('yêu cầu chưa được ghi');
    expect((await browser.get(estimate)).status).toBe(200);
    expect((await visitor().post(page, { code: digitsIn(mail?.text ?? '') })).location).toBe(link);
    expect((await visitor().get(link)).text).toContain('đã được dùng: chính ông/bà (Chuyên viên Phòng KT&amp;HT)');
  });

  it('reaches nothing beside the task', async () => {
    const { office, visitor, ask, unitLink, portal } = await start();
    const browser = visitor();
    const { page, mail } = await ask(browser, await unitLink(), UNIT);
    await browser.post(page, { code: digitsIn(mail?.text ?? '') });
    const beside: Readonly<Record<string, string>> = {
      estimate: office.estimateOf('tg.gd'),
      package: office.pkg,
      round: office.round,
      cycle: office.cycleOf('tg.r6'),
      code: 'c.6',
      return: office.returnOf('tg.r6', 'tg.gd'),
      unit: 'tg.kt',
      task: estimateTaskId(office.estimateOf('tg.gd')),
      n: '1',
      no: '1',
      authorisation: 'a1',
      absence: 'v1',
      date: '2022-01-01',
      upload: 'u',
      sha256: 'x',
    };
    for (const [route, { link }] of Object.entries(table).filter(([, entry]) => entry.link !== 'any')) {
      const [method = '', pattern = ''] = route.split(' ');
      const id = pattern.startsWith('/packages') ? office.pkg : office.estimateOf('tg.gd');
      const where = pattern.replaceAll(/:(\w+)/g, (_, name: string) =>
        encodeURIComponent(name === 'id' ? id : (beside[name] ?? '')),
      );
      const answer = method === 'GET' ? await browser.get(where) : await browser.post(where, {});
      expect([route, link, answer.status]).toEqual([route, link, 403]);
      expect(answer.text).toContain('Hãy đăng nhập để mở các việc khác');
    }
    const owner = await portal.as('tg.kt.cv');
    expect((await owner.get('/sessions')).text).toContain('chỉ cho một việc');
  });

  it('mails nothing for another address, and answers the same', async () => {
    const { visitor, ask, unitLink, portal } = await start();
    const link = await unitLink();
    const [wrong, right] = [await ask(visitor(), link, FINANCE), await ask(visitor(), link, UNIT)];
    expect(wrong.mail).toBeUndefined();
    expect(right.mail).toBeDefined();
    const shown = async ({ page }: typeof wrong) => (await visitor().get(page)).text.replaceAll(/code\/[\w-]{22}/g, '');
    expect(wrong.answer.status).toBe(right.answer.status);
    expect(await shown(wrong)).toBe(await shown(right));
    const guess = await visitor().post(wrong.page, { code: '123456' });
    expect(guess.text).toContain('còn thử được 4 lần');
    expect(portal.mail.out).toHaveLength(1);
  });

  it('takes five tries, ten minutes, and nothing that is no code counts as a try', async () => {
    const { office, visitor, ask, unitLink } = await start();
    const { page, mail } = await ask(visitor(), await unitLink(), UNIT);
    const digits = digitsIn(mail?.text ?? '');
    const wrong = digits === '000000' ? '000001' : '000000';
    for (let n = 0; n < 20; n += 1)
      expect((await visitor().post(page, { code: ['', '12', 'abcdef'][n % 3] ?? '' })).status).toBe(422);
    for (let left = 4; left > 0; left -= 1)
      expect((await visitor().post(page, { code: wrong })).text).toContain(`còn thử được ${left} lần`);
    expect((await visitor().post(page, { code: wrong })).status).toBe(410);
    expect((await visitor().post(page, { code: digits })).status).toBe(410);
    const second = await ask(visitor(), await unitLink(), UNIT);
    office.clock.set('2022-02-14T01:10:00.000Z');
    expect((await visitor().post(second.page, { code: digitsIn(second.mail?.text ?? '') })).status).toBe(410);
  });

  it('is bound to the task, the assignment and the person: it opens no other link', async () => {
    const { office, visitor, ask, unitLink } = await start();
    const { page, mail } = await ask(visitor(), await unitLink(), UNIT);
    const asked = page.split('/').at(-1) ?? '';
    for (const other of [
      await linkTo(office, estimateTaskId(office.estimateOf('tg.gd')), 'tg.gd.cv'),
      await linkTo(office, estimateTaskId(office.estimateOf('tg.kt')), 'tg.kt.truong'),
    ])
      expect((await visitor().post(`${other}/code/${asked}`, { code: digitsIn(mail?.text ?? '') })).status).toBe(410);
    expect((await visitor().post(page, { code: digitsIn(mail?.text ?? '') })).status).toBe(303);
  });

  it('is limited to five codes an hour for a task and person', async () => {
    const { visitor, ask, unitLink } = await start();
    const link = await unitLink();
    for (let n = 0; n < 5; n += 1) expect((await ask(visitor(), link, UNIT)).answer.status).toBe(303);
    expect((await ask(visitor(), link, UNIT)).answer.status).toBe(429);
  });

  it('does not serve where the plan asks for a session, nor with an altered link, nor on a superseded one', async () => {
    const { visitor, link } = await atFinance(withSession);
    const page = await visitor().get(link);
    expect(page.text).toContain('chỉ được xử lý sau khi đăng nhập');
    expect(page.text).not.toContain('name="address"');
    expect((await visitor().post(`${link}/code`, { address: FINANCE })).location).toBe(link);
    const other = await atFinance();
    const altered = other.link.replace('tg.tckh.cv', 'tg.tckh.truong');
    expect((await other.visitor().post(`${altered}/code`, { address: FINANCE })).status).toBe(404);
    const old = await linkTo(other.office, stageTaskId('appraisal', other.office.pkg, 1), 'tg.tckh.cv', 2);
    expect((await other.visitor().post(`${old}/code`, { address: FINANCE })).location).toBe(old);
    expect(other.portal.mail.queued).toEqual([]);
  });

  it('decides on money too where the plan lets it: Finance passes the package on by a code', async () => {
    const { office, visitor, ask, link } = await atFinance();
    const browser = visitor();
    const { page, mail } = await ask(browser, link, FINANCE);
    await browser.post(page, { code: digitsIn(mail?.text ?? '') });
    const decide = `/packages/${office.pkg}/decide`;
    const form = await browser.get(decide);
    expect(form.text).not.toContain(' checked');
    const fields = { ...Object.fromEntries(formFields(form.text, decide)), choice: 'pass' };
    expect((await browser.post(decide, fields)).location).toBe(`/packages/${office.pkg}/confirm`);
    const confirm = `/packages/${office.pkg}/confirm`;
    const last = Object.fromEntries(formFields((await browser.get(confirm)).text, confirm));
    expect((await browser.post(confirm, { ...last, do: 'sign' })).status).toBe(303);
    expect((await office.thePackage()).body.position.stage).toBe('approval');
  });

  it('closes the estimates by the link of that task, and mails its code in the person’s language', async () => {
    const { office, portal, visitor, ask } = await start();
    await office.fileP();
    const browser = visitor();
    const link = await linkTo(office, lockTaskId(office.round), 'tg.vhtt.cv');
    const { page, mail } = await ask(browser, link, 'cv.vhtt@tay-giang.example');
    await browser.post(page, { code: digitsIn(mail?.text ?? '') });
    const lock = `/rounds/${office.round}/lock`;
    expect((await browser.get(`/tasks/${encodeURIComponent(lockTaskId(office.round))}`)).location).toBe(lock);
    const fields = Object.fromEntries(formFields((await browser.get(lock)).text, lock));
    expect((await browser.post(lock, fields)).location).toBe(`/rounds/${office.round}?done=locked`);
    expect(portal.mail.out).toHaveLength(1);
    const english = await linkTo(office, estimateTaskId(office.estimateOf('tg.gd')), 'tg.gd.cv');
    const other = await start();
    const asked = await other.ask(other.visitor(), english, 'cv.gd@tay-giang.example');
    expect(asked.mail?.subject).toBe('Type the code to act on the estimate: it works until 08:10');
    expect(asked.mail?.html).toContain('nobody has been signed in');
  });
});
