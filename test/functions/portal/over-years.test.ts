import { describe, expect, it } from 'vitest';
import { at, fileReport, inMay, nilReport } from '../../support/reporting.ts';
import { ticked } from '../../support/whole-round.ts';
import { aPortal } from './portal-office.ts';

describe('a duty over the years', () => {
  const twoYears = async () => {
    const office = await inMay();
    const portal = aPortal(office);
    await fileReport(office, 'tg.r6', 'tg.lang');
    await nilReport(office, 'tg.r6', 'tg.trhy', 'Xã chưa bố trí được kinh phí');
    at(office, '2022-06-02T03:00:00.000Z');
    await fileReport(office, 'tg.r6', 'tg.dang');
    at(office, '2022-06-04T03:00:00.000Z');
    await ticked(office);
    at(office, '2023-05-03T03:00:00.000Z');
    await ticked(office);
    return portal;
  };
  const path = '/cycles/over-years?obligation=tg.r6';

  it('shows what came in of each unit in each cycle and when, and how often it was in time', async () => {
    const portal = await twoYears();
    const culture = await portal.as('tg.vhtt.cv');
    expect((await culture.get('/cycles?year=2022')).text).toContain(`href="${path}"`);
    const page = await culture.get(path);
    const rows = page.text.split('<tr>').map((row) => row.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' '));
    const words = (unit: string) => rows.find((row) => row.includes(unit)) ?? '';
    expect(words('UBND xã Lăng')).toContain('đã có báo cáo đúng hạn chưa đến hạn 1/1');
    expect(words('Hy')).toContain('không phát sinh đúng hạn chưa đến hạn 1/1');
    expect(words('UBND xã Dang')).toContain('đã có báo cáo muộn 2 ngày chưa đến hạn 0/1');
    expect(words('Tất cả đơn vị')).toContain('2 đã báo cáo, 1 không phát sinh, 0 được miễn, 15 chưa có; 1 đến muộn');
    expect(words('Tất cả đơn vị')).toContain('Trong hạn: 2/18');
  });

  it('shows a unit its own row alone, in English for who reads English, and nothing for a duty that is not there', async () => {
    const portal = await twoYears();
    const commune = await portal.as('tg.lang.cc', { language: 'en' });
    const page = (await commune.get(path)).text;
    expect(page).toContain('Half-yearly report over the years');
    expect(page).toContain('1 of 1');
    expect(page).not.toContain('Dang Commune');
    expect((await commune.get('/cycles/over-years?obligation=tg.zz')).status).toBe(404);
    const none = await (await portal.as('tg.vhtt.cv')).get('/cycles/over-years?obligation=tg.v60');
    expect(none.text).toContain('chưa mở');
  });
});
