import { describe, expect, it } from 'vitest';
import { editionIdOf, PersonId, type TaskId } from '../../../shared/domain/ids.ts';
import { receiptTaskId } from '../../../shared/domain/task.ts';
import { UnitId } from '../../../shared/domain/ids.ts';
import type { Office } from '../../support/office.ts';
import { at, fileReport, inMay, reportOf, sound } from '../../support/reporting.ts';
import { ticked } from '../../support/whole-round.ts';
import { aPortal, formFields, plainLinks } from './portal-office.ts';
import { aVisitor } from './visitor.ts';

const linkTo = async (office: Office, task: TaskId, person: string) => {
  const { body } = await office.load('task', task);
  const claim = { locality: office.locality, task, assignment: body.assignment, person: PersonId.parse(person) };
  return `/t/${office.locality}/${encodeURIComponent(task)}/${body.assignment}/${person}/${await plainLinks.sign(claim)}`;
};

/** Follows a mailed link and types the code that it is answered with; the browser is then where the work is. */
const byLink = async (office: Office, link: string, address: string) => {
  const portal = aPortal(office);
  const browser = aVisitor(portal);
  const { location } = await browser.post(`${link}/code`, { address });
  await portal.mail.deliver();
  const code = /Mã: (\d{6})/u.exec(portal.mail.out[0]?.text ?? '')?.[1] ?? '';
  const entered = await browser.post(location ?? '', { code });
  const page = (await browser.get(entered.location ?? '')).location ?? '';
  return { browser, page };
};

describe('by the mailed link and a code, signed in nowhere', () => {
  it('a commune says that there is nothing to report, and its head signs', async () => {
    const office = await inMay();
    const { task, id } = (await reportOf(office, 'tg.r6', 'tg.trhy')).body;
    const officer = await byLink(office, await linkTo(office, task, 'tg.trhy.cc'), 'cc.trhy@tay-giang.example');
    expect(officer.page).toBe(`/returns/${encodeURIComponent(id)}`);
    const page = (await officer.browser.get(officer.page)).text;
    const forms = page.split('<form').filter((form) => form.includes('value="nil"'));
    const fields = Object.fromEntries(formFields(`<form${forms[0] ?? ''}`));
    const laid = await officer.browser.post(officer.page, {
      ...fields,
      do: 'nil',
      reason: 'Chưa bố trí được kinh phí',
    });
    expect(laid.location).toBe(`${officer.page}?done=forSignature`);
    const head = await byLink(office, await linkTo(office, task, 'tg.trhy.ct'), 'ct.trhy@tay-giang.example');
    const sign = Object.fromEntries(formFields((await head.browser.get(head.page)).text, head.page));
    expect((await head.browser.post(head.page, { ...sign, do: 'sign' })).location).toBe(`${head.page}?done=signed`);
    expect((await reportOf(office, 'tg.r6', 'tg.trhy')).body.versions).toMatchObject([
      { by: 'tg.trhy.ct', preparedBy: 'tg.trhy.cc', act: { do: 'nil' } },
    ]);
    await sound(office);
  });

  it('the recipient confirms a consolidated report, once', async () => {
    const office = await inMay();
    await fileReport(office, 'tg.r6', 'tg.lang');
    at(office, '2022-06-04T01:00:00.000Z');
    await ticked(office);
    at(office, '2022-06-06T02:00:00.000Z');
    const edition = editionIdOf(office.cycleOf('tg.r6'), 1);
    const about = async () => ({ edition, seen: (await office.load('edition', edition)).version });
    await office.act('tg.vhtt.cv', { do: 'finish-edition', ...(await about()), narrative: 'Các xã cần hỗ trợ.' });
    await office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await about()) });
    const paper = { number: '30/BC-VHTT', date: '2022-06-06', channel: 'document-system' };
    await office.act('tg.vhtt.cv', { do: 'send-edition', ...(await about()), paper });

    const task = receiptTaskId(edition, UnitId.parse('tg.ubnd'));
    const link = await linkTo(office, task, 'tg.ubnd.ct');
    const { browser, page } = await byLink(office, link, 'ct.ubnd@tay-giang.example');
    expect(page).toBe(`/cycles/${office.cycleOf('tg.r6')}/editions/1/send`);
    const fields = Object.fromEntries(formFields((await browser.get(page)).text, page));
    const confirmed = await browser.post(page, { ...fields, do: 'receipt' });
    expect(confirmed.location).toBe(`${page}?done=receiptRecorded`);
    expect((await office.load('edition', edition)).body.sending?.receipts).toMatchObject([
      { recipient: 'tg.ubnd', by: 'tg.ubnd.ct', number: null },
    ]);
    expect((await browser.post(page, { ...fields, do: 'receipt', id: 'another-request' })).status).toBe(409);
    expect((await aVisitor(aPortal(office)).get(link)).text).toContain('đã được dùng');
    await sound(office);
  });
});
