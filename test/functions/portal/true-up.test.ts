import { describe, expect, it } from 'vitest';
import { aRow, at, fileReport, inMay, signReport } from '../../support/reporting.ts';
import { ticked } from '../../support/whole-round.ts';
import { aPortal } from './portal-office.ts';

describe('an estimate of last time, in the form of the next report', () => {
  const inNovember = async () => {
    const office = await inMay();
    await fileReport(office, 'tg.r6', 'tg.lang', [aRow('a', { done: '1', estimated: '3' }), aRow('c.6')]);
    at(office, '2022-11-03T01:00:00.000Z');
    await ticked(office);
    const path = (obligation: string) => `/returns/${encodeURIComponent(office.returnOf(obligation, 'tg.lang'))}`;
    return { office, portal: aPortal(office), path };
  };
  const typed = {
    do: 'file',
    'rows[0].progress': 'done',
    'rows[0].done': '2',
    'rows[1].progress': 'done',
    'rows[1].done': '2',
  };

  it('asks for the official figure where there was one, keeps what was typed, and then shows it at both reports', async () => {
    const { office, portal, path } = await inNovember();
    const officer = await portal.as('tg.lang.cc');
    const form = (await officer.get(path('tg.r12'))).text;
    expect(form).toContain('Kỳ trước báo cáo ước 3; kỳ đó đã kết thúc.');
    expect(form).toContain('name="rows[0].actual"');
    expect(form).not.toContain('name="rows[1].actual"');
    const asked = await officer.submit(path('tg.r12'), typed);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('còn trống, trong khi kỳ trước báo cáo ước 3.');
    expect(asked.text).toContain('name="rows[0].done" value="2"');
    const filed = await officer.submit(path('tg.r12'), { ...typed, 'rows[0].actual': '4' });
    expect(filed.status).toBe(303);
    await signReport(office, 'tg.r12', 'tg.lang');
    expect((await officer.get(path('tg.r12'))).text).toContain('Chính thức kỳ trước: 4');
    const earlier = (await officer.get(path('tg.r6'))).text;
    expect(earlier).toContain(`<a href="${path('tg.r12')}">chính thức 4, theo báo cáo kỳ sau</a>`);
  });

  it('stands in the consolidated report and at its source, in English for who reads English', async () => {
    const { office, portal } = await inNovember();
    await fileReport(office, 'tg.r12', 'tg.lang', [aRow('a', { actual: '4' }), aRow('c.6')]);
    at(office, '2022-12-07T01:00:00.000Z');
    await ticked(office);
    const edition = `/cycles/${office.cycleOf('tg.r12')}/editions/1`;
    const culture = await portal.as('tg.vhtt.cv');
    expect((await culture.get(edition)).text).toContain('Kỳ trước ước 3, chính thức 4 (1 đơn vị)');
    const reader = await portal.as('tg.vhtt.cv', { language: 'en' });
    expect((await reader.get(`${edition}/numbers/a`)).text).toContain('Last time reckoned 3, officially 4 (1 unit)');
  });
});
