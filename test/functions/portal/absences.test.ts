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

const away = { person: 'tg.hd.cb', from: '28/02/2022', until: '04/03/2022', reason: 'Nghỉ ốm <riêng>', standIn: '' };

describe('the page of who is away', () => {
  it('records an absence, forecasts what falls due meanwhile, and names and takes back, in both languages', async () => {
    const { portal } = await opened();
    const head = await portal.as('tg.hd.bt');
    expect((await head.get('/absences')).text).toContain('Chưa ghi lần vắng nào.');
    const done = await head.submit('/absences', away);
    expect([done.status, done.location]).toEqual([303, '/absences?done=absenceRecorded']);
    const page = await head.get('/absences');
    for (const text of [
      'Từ 28/02/2022 đến hết 04/03/2022',
      'Lập dự toán năm 2022',
      'Chưa có người làm thay',
      'Nghỉ ốm &lt;riêng&gt;',
    ])
      expect(page.text).toContain(text);
    const standing = await (await portal.as('tg.vhtt.cv', { language: 'en' })).get('/absences');
    expect(standing.text).toContain('Nobody stands in yet');
    expect(standing.text).not.toContain('Nghỉ ốm');
    expect((await (await portal.as('tg.kt.cv')).get('/absences')).text).not.toContain('28/02/2022');
    const named = await head.submit('/absences', { standIn: 'tg.hd.bt' }, '/absences/v1/stand-in');
    expect(named.location).toBe('/absences?done=standInNamed');
    expect((await head.get('/absences')).text).toContain('Người làm thay: Bí thư Huyện đoàn');
    const back = await head.submit('/absences', {}, '/absences/v1/cancel');
    expect(back.location).toBe('/absences?done=absenceCancelled');
    expect((await head.get('/absences')).text).toContain('Không có việc nào đến hạn khi người thực hiện vắng.');
  });

  it('shows what is wrong at its field, with what was typed', async () => {
    const { office, portal } = await opened();
    const head = await portal.as('tg.hd.bt');
    await head.submit('/absences', away);
    const twice = await head.submit('/absences', { ...away, from: '01/03/2022' });
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('trùng với lần vắng đã ghi từ 28/02/2022 đến 04/03/2022');
    expect(twice.text).toContain('value="01/03/2022"');
    const empty = await head.submit('/absences', { person: '', from: '', until: '' });
    expect(empty.status).toBe(422);
    const elsewhere = await head.post(
      '/absences',
      new URLSearchParams({ ...away, id: 'aaaaaaaa', from: '07/03/2022', until: '08/03/2022', standIn: 'tk.vhtt.cv' }),
    );
    expect(elsewhere.status).toBe(422);
    const other = await portal.as('tg.kt.cv');
    expect(
      (await other.post('/absences', new URLSearchParams({ ...away, id: 'bbbbbbbb', person: 'tg.hd.bt' }))).status,
    ).toBe(403);
    expect((await head.post('/absences/v7/cancel', new URLSearchParams({ id: 'cccccccc' }))).status).toBe(404);
    expect((await office.load('absence', office.plan.id)).body.absences).toHaveLength(1);
  });

  it('is seen when a round is opened, for the dates that were typed', async () => {
    const office = await anOffice();
    const portal = aPortal(office);
    await (await portal.as('tg.ubnd.pct')).submit('/absences', {
      ...away,
      person: 'tg.ubnd.ct',
      from: '07/03/2022',
      until: '18/03/2022',
    });
    const standing = await portal.as('tg.vhtt.cv');
    const form = await standing.get('/rounds/new?plan=tay-giang-2021-2025');
    expect(form.text).toContain('Dự báo: việc đến hạn khi người thực hiện vắng');
    expect(form.text).toContain('Phê duyệt hồ sơ năm 2022');
  });

  it('records that somebody leaves; the vacant post is on the first page of the standing unit and of the office', async () => {
    const { office, portal } = await opened();
    const standing = await portal.as('tg.vhtt.cv');
    const left = await standing.submit(
      '/absences',
      { person: 'tg.ubnd.ct', lastDay: '18/02/2022' },
      '/absences/leaving',
    );
    expect(left.location).toBe('/absences?done=leavingRecorded');
    office.clock.set(localTime(PlainDate.parse('2022-02-21'), 8, 0));
    await ticked(office);
    expect((await standing.get('/')).text).toContain('chưa có người đứng đầu để ký');
    expect((await (await portal.as('tg.ubnd.pct', { language: 'en' })).get('/')).text).toContain('no head to sign');
    expect((await (await portal.as('tg.hd.cb')).get('/')).text).not.toContain('Có chức vụ chưa có người giữ');
    expect((await standing.get('/absences')).text).toContain('thôi giữ chức vụ sau ngày 18/02/2022');
    const gone = await (await portal.as('tg.ubnd.ct')).get('/');
    expect([gone.status, gone.location]).toEqual([303, '/sign-in?next=%2F']);
  });
});
