import { describe, expect, it } from 'vitest';
import { localTime, PlainDate } from '../../../shared/domain/calendar.ts';
import { anOffice } from '../../support/office.ts';
import { ticked } from '../../support/whole-round.ts';
import { aPortal } from './portal-office.ts';

const opened = async () => {
  const office = await anOffice();
  await office.act('tg.vhtt.cv', {
    do: 'open-round',
    plan: office.plan.id,
    year: 2022,
    members: { 'tg.cq': [] },
    due: { estimate: '2022-03-01', synthesis: '2022-03-08', appraisal: '2022-03-15', approval: '2022-03-22' },
  });
  return { office, portal: aPortal(office) };
};

const typed = {
  date: '24/02/2022',
  kind: 'holiday',
  name: 'Ngày hội <văn hóa>',
  nameEn: '',
  source: 'Thông báo số 12/TB-UBND',
  asOf: '14/02/2022',
  certain: 'yes',
};

/** Presses a button of the page that was answered. */
const pressing = (fields: object, button: string) => ({ ...fields, do: button });

describe('the page of the working calendar', () => {
  it('shows a year with kinds, sources and what is not announced, to everybody of the plan, in both languages', async () => {
    const { portal } = await opened();
    const unit = await portal.as('tg.hd.cb');
    const page = await unit.get('/calendar?year=2026');
    expect(page.status).toBe(200);
    for (const text of ['Ngày Văn hóa Việt Nam', 'Chưa có văn bản', 'thứ Ba 24/11/2026', 'Làm bù', 'Nghỉ hoán đổi'])
      expect(page.text).toContain(text);
    expect(page.text).toContain('Lịch do Phòng Văn hóa và Thông tin');
    expect(page.text).not.toContain('<button class="button" name="do" value="look">');
    const english = await (await portal.as('tg.hd.cb', { language: 'en' })).get('/calendar?year=nonsense');
    expect(english.text).toContain('Days off, and days worked in exchange, in 2022');
    expect((await (await portal.as('tg.hd.cb')).get('/')).text).toContain('href="/calendar"');
  });

  it('shows what a change would re-date before it is recorded, records it, and shows what it re-dated', async () => {
    const { office, portal } = await opened();
    const keeper = await portal.as('tg.vhtt.cv');
    const looked = await keeper.submit('/calendar', pressing(typed, 'look'));
    expect(looked.status).toBe(200);
    expect(looked.text).toContain('6 việc sẽ được tính lại');
    expect(looked.text).toContain('hạn 01/03/2022, lần nhắc tới 07:30 22/02/2022');
    expect(looked.text).toContain('hạn 01/03/2022, lần nhắc tới 07:30 21/02/2022');
    expect(looked.text).toContain('Ngày hội &lt;văn hóa&gt;');
    expect((await office.load('task', `estimate:${office.estimateOf('tg.hd')}`)).version).toBe(1);
    const fields = new URLSearchParams();
    for (const [, name, value] of looked.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g))
      if (name !== 'next' && name !== 'lang')
        fields.append(name ?? '', (value ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>'));
    fields.append('do', 'record');
    const done = await keeper.post('/calendar', fields);
    expect([done.status, done.location]).toEqual([303, '/calendar?done=calendarChanged']);
    const page = await keeper.get('/calendar?done=calendarChanged');
    expect(page.text).toContain('Đã sửa lịch làm việc');
    expect(page.text).toContain('Hệ thống đang tính lại hạn');
    expect(page.text).toContain('Việc đã được tính lại sau lần sửa gần nhất');
    office.clock.set(localTime(PlainDate.parse('2022-02-14'), 9, 0));
    await ticked(office);
    const after = await keeper.get('/calendar');
    expect(after.text).not.toContain('Hệ thống đang tính lại hạn');
    expect(after.text).toContain('lần nhắc tới 07:30 21/02/2022');
    const unit = await (await portal.as('tg.hd.cb')).get('/calendar');
    expect(unit.text).toContain('Huyện đoàn');
    expect(unit.text.match(/lần nhắc tới/g)).toHaveLength(2);
    const again = await keeper.post('/calendar', fields);
    expect(again.status).toBe(303);
    expect((await office.load('calendar', 'working-calendar')).body.changes).toBe(1);
  });

  it('confirms an uncertain day and takes one out, each on its own page, with a reason', async () => {
    const { office, portal } = await opened();
    const keeper = await portal.as('tg.vhtt.cv');
    const page = await keeper.get('/calendar/2026-11-24');
    expect(page.text).toContain('Sửa ngày 24/11/2026 trong lịch');
    const bare = await keeper.submit('/calendar/2026-11-24', { certain: 'yes', do: 'look' });
    expect(bare.status).toBe(422);
    expect(bare.text).toContain('Hãy ghi lý do');
    const change = { certain: 'yes', source: 'Nghị quyết số 28/2026/QH16', reason: 'Đã có văn bản' };
    const done = await keeper.submit('/calendar/2026-11-24', { ...change, do: 'record' });
    expect(done.location).toBe('/calendar?done=calendarChanged');
    const removal = { reason: 'Không nghỉ ngày này', do: 'remove' };
    expect((await keeper.submit('/calendar/2027-11-24', removal)).status).toBe(303);
    expect((await office.load('calendar', 'working-calendar')).body.changes).toBe(2);
    expect((await keeper.get('/calendar/2027-11-24')).status).toBe(404);
    expect((await keeper.get('/calendar?year=2026')).text).toContain('Nghị quyết số 28/2026/QH16');
  });

  it('refuses a day twice, dates that are none and who does not keep it, with what was typed, and changes nothing', async () => {
    const { office, portal } = await opened();
    const keeper = await portal.as('tg.vhtt.cv');
    const twice = await keeper.submit('/calendar', { ...typed, date: '02/09/2022', do: 'look' });
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('02/09/2022 đã có trong lịch (Quốc khánh)');
    expect(twice.text).toContain('value="Ngày hội &lt;văn hóa&gt;"');
    const odd = await keeper.submit('/calendar', { ...typed, date: '31/02/2022', do: 'record' });
    expect(odd.status).toBe(422);
    expect(odd.text).toContain('không phải là một ngày');
    const empty = await keeper.submit('/calendar', { ...typed, date: '', source: '', do: 'look' });
    expect(empty.status).toBe(422);
    const unit = await portal.as('tg.hd.cb');
    expect(
      (await unit.post('/calendar', new URLSearchParams({ ...typed, id: 'aaaaaaaa', seen: '0', do: 'look' }))).status,
    ).toBe(403);
    expect(
      (await unit.post('/calendar', new URLSearchParams({ ...typed, id: 'aaaaaaaa', seen: '0', do: 'record' }))).status,
    ).toBe(403);
    expect(await office.store.load(office.locality, 'calendar', 'working-calendar')).toBeUndefined();
  });
});

describe('the page of dates and reminders', () => {
  it('shows each open task with its date, how that is counted and its ladder; a unit sees its own', async () => {
    const { portal } = await opened();
    const all = await (await portal.as('tg.vhtt.cv')).get('/rounds/tay-giang-2021-2025.2022/dates');
    expect(all.text).toContain('ngày ấn định, giữ nguyên cả khi lịch nghỉ thay đổi');
    expect(all.text).toContain('07:30 22/02/2022');
    expect(all.text.match(/<h2>/g)).toHaveLength(7);
    const own = await (await portal.as('tg.hd.cb', { language: 'en' })).get('/rounds/tay-giang-2021-2025.2022/dates');
    expect(own.text.match(/<h2>/g)).toHaveLength(1);
    expect(own.text).toContain('a fixed date, which stays when days off change');
    expect(own.text).not.toContain('/extend');
    expect(own.text).toContain('read as: three working days past the date the head of the standing unit is told');
    expect((await (await portal.as('tg.hd.cb')).get('/rounds/nothing.2022/dates')).status).toBe(404);
  });

  it('says of a rung that had passed when the date was set that it had, not that it reminded', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-09-05T01:00:00.000Z');
    await office.act('tg.vhtt.cv', office.request({ due: '2022-09-08', cutOff: '2022-09-12' }));
    const page = `/cycles/${office.cycleOf('tg.rx')}/dates`;
    const culture = await aPortal(office).as('tg.vhtt.cv');
    const words = (await culture.get(page)).text.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
    expect(words).toMatch(/T-5 [^T]*đã qua khi đặt hạn/u);
    expect(words).toMatch(/T-1 [^T]*sẽ nhắc/u);
  });

  it('gives more time with a reason; refuses without, backwards, past the lock, and to who did not set the date', async () => {
    const { office, portal } = await opened();
    const keeper = await portal.as('tg.vhtt.cv');
    const page = `/tasks/${encodeURIComponent(`estimate:${office.estimateOf('tg.hd')}`)}/extend`;
    const wrong = [
      [{ due: '05/03/2022', reason: '' }, 'Hãy ghi lý do'],
      [{ due: '28/02/2022', reason: 'x' }, 'phải sau ngày 01/03/2022'],
      [{ due: '09/03/2022', reason: 'x' }, 'vượt hạn chốt dự toán (08/03/2022)'],
      [{ due: 'mai', reason: 'x' }, 'không phải là một ngày'],
    ] as const;
    for (const [fields, said] of wrong) {
      const answer = await keeper.submit(page, fields);
      expect([answer.status, answer.text.includes(said)]).toEqual([422, true]);
    }
    expect((await (await portal.as('tg.hd.cb')).get(page)).status).toBe(403);
    const done = await keeper.submit(page, { due: '04/03/2022', reason: 'Cán bộ mới nhận việc' });
    expect(done.location).toBe('/rounds/tay-giang-2021-2025.2022/dates?done=extended');
    expect((await office.estimate('tg.hd')).body.due).toBe('2022-03-04');
    const unit = await (await portal.as('tg.hd.cb')).get('/rounds/tay-giang-2021-2025.2022/dates');
    expect(unit.text).toContain('gia hạn từ ngày 01/03/2022: Cán bộ mới nhận việc');
    expect((await (await portal.as('tg.hd.cb')).get('/')).text).toContain('gia hạn từ ngày 01/03/2022');
  });
});
