import { describe, expect, it } from 'vitest';
import { aReport, aRow, at, fileReport, sound } from '../../support/reporting.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { ended, fileReportAs, named, registerSuccessions } from '../../support/successors.ts';
import { ticked } from '../../support/whole-round.ts';
import { aPortal } from './portal-office.ts';

const c6 = (done: string, more: object = {}) => [aRow('a'), aRow('c.6', { planned: done, done, ...more })];

/** What a page's table says, a row a line. */
const rowsOf = (page: string): readonly string[] =>
  page.split('<tr>').map((row) =>
    row
      .replaceAll(/<[^>]+>/gu, ' ')
      .replaceAll(/\s+/gu, ' ')
      .replaceAll('&#39;', '’')
      .trim(),
  );

const rowOf = (page: string, head: string): string => rowsOf(page).find((row) => row.startsWith(head)) ?? '';

const cutIn = async (office: Office, year: number): Promise<void> => {
  at(office, `${year}-12-09T01:00:00.000Z`);
  await ticked(office);
};

/** The year 2024 under the old names, and 2025 under the new ones, when two communes are one and a third is divided. */
const twoYears = async () => {
  const office = await anOffice('tay-giang-2021-2025', '2024-11-04T01:00:00.000Z');
  await ticked(office);
  await fileReport(office, 'tg.r12', 'tg.lang', c6('2', { estimated: '3', spent: '1000000' }));
  await fileReport(office, 'tg.r12', 'tg.dang', c6('4', { spent: '2000000' }));
  await fileReport(office, 'tg.r12', 'tg.bhalee', c6('5'));
  await fileReport(office, 'tg.r12', 'tg.gari', c6('1'));
  await fileReport(office, 'tg.r12', 'tg.chom', c6('6', { estimated: '7' }));
  await cutIn(office, 2024);
  at(office, '2025-05-05T01:00:00.000Z');
  const left = named.filter(({ unit }) => !['tg.bhalee', 'tg.gari', 'tg.chom'].includes(unit));
  await registerSuccessions(office, [...left, ended('tg.bhalee', ['tg.n2', 'tg.n3']), ended('tg.gari', [])]);
  at(office, '2025-11-03T01:00:00.000Z');
  await ticked(office);
  office.inYear(2025);
  const merged = aReport(c6('9', { estimated: '10', spent: '4000000' }));
  await fileReportAs(office, 'tg.r12', 'tg.n1', { by: 'tg.n1', typed: merged });
  await fileReport(office, 'tg.r12', 'tg.chom', c6('6', { actual: '8' }));
  return { office, portal: aPortal(office) };
};

const path = '/cycles/totals?obligation=tg.r12';
const drill = '/cycles/totals/c.6?obligation=tg.r12';

describe('reports added up over the years', () => {
  it('take each year’s last edition, with the official figure where an estimate has one since', async () => {
    const { office, portal } = await twoYears();
    const culture = await portal.as('tg.vhtt.cv');
    expect((await culture.get('/cycles?year=2024')).text).toContain(`href="${path}"`);
    const before = (await culture.get(path)).text;
    expect(before).toContain('Chưa tổng hợp, chưa có trong số nào: Báo cáo năm 2025.');
    // 3 and 7 were estimates; the 7 came to 8, which the report of 2025 says.
    expect(rowOf(before, 'c.6)')).toMatch(/ 21 của 5 đơn vị còn 1 đơn vị là số ước 21 của 5 đơn vị/);
    await cutIn(office, 2025);
    const after = (await culture.get(path)).text;
    expect(rowOf(after, 'c.6)')).toMatch(
      / 21 của 5 đơn vị còn 1 đơn vị là số ước 16 của 2 đơn vị còn 1 đơn vị là số ước 37 của 7 đơn vị còn 2 đơn vị là số ước$/,
    );
    expect(rowOf(after, 'c.6 ')).toMatch(/0 đ 0 đ 0 đ 0 đ 0 đ 7\.000\.000 đ/);
    const edition = (await culture.get(`/cycles/${office.cycleOf('tg.r12')}/editions/1`)).text;
    expect(edition).toContain(`<a href="${path}">Cộng qua các năm: báo cáo năm</a>`);
    await sound(office);
  });

  it('open to the units, those that were merged under their successor, and nothing divided by guess', async () => {
    const { office, portal } = await twoYears();
    await cutIn(office, 2025);
    const page = (await (await portal.as('tg.vhtt.cv')).get(drill)).text;
    expect(rowOf(page, 'Ủy ban nhân dân xã Tây Giang gồm số của')).toMatch(
      /gồm số của UBND xã (?:Dang, UBND xã Lăng|Lăng, UBND xã Dang) 7 của 2 đơn vị còn 1 đơn vị là số ước 10 của 1 đơn vị còn 1 đơn vị là số ước 17 của 3 đơn vị còn 2 đơn vị là số ước ngoài chuỗi: 7\.000\.000 đ$/,
    );
    expect(rowOf(page, 'UBND xã Lăng 3 ước không có số')).not.toBe('');
    expect(rowOf(page, 'Ủy ban nhân dân xã Tây Giang không có số 10 ước')).not.toBe('');
    expect(rowOf(page, 'UBND xã Bhalêê nhiệm vụ đã chuyển cho')).toContain(
      'số đã báo cáo để nguyên ở đây, không tách 5',
    );
    expect(rowOf(page, 'UBND xã Ga Ri đã kết thúc')).toContain('chưa có đơn vị kế thừa 1');
    expect(rowOf(page, 'UBND xã Ch’Ơm')).toMatch(/ 8 chính thức 8, đã ước 7 6 14 của 2 đơn vị/);
    expect(rowOf(page, 'Cộng')).toMatch(/^Cộng 21 của 5 đơn vị .* 16 của 2 đơn vị .* 37 của 7 đơn vị/);
    office.inYear(2024);
    expect(page).toContain(`href="/returns/${encodeURIComponent(office.returnOf('tg.r12', 'tg.lang'))}/versions/1"`);
  });

  it('leave out what another version of a report says, until an edition counts it', async () => {
    const { office, portal } = await twoYears();
    await cutIn(office, 2025);
    office.inYear(2024);
    await fileReport(office, 'tg.r12', 'tg.chom', c6('2'));
    const culture = await portal.as('tg.vhtt.cv');
    // The edition still has its estimate of 7, and what came of it is gone with the new version.
    expect(rowOf((await culture.get(drill)).text, 'UBND xã Ch’Ơm')).toMatch(/ 7 ước 6 13 /);
    const { id, version } = await office.load('cycle', office.cycleOf('tg.r12'));
    await office.act('tg.vhtt.cv', { do: 'order-edition', cycle: id, seen: version });
    expect(rowOf((await culture.get(drill)).text, 'UBND xã Ch’Ơm')).toMatch(/ 2 6 8 /);
  });

  it('are not added up where two periods share days, and the page says which', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2024-03-04T01:00:00.000Z');
    for (const [n, from] of [
      [1, '2024-01-01'],
      [2, '2024-02-01'],
    ] as const) {
      const asked = office.request({ from, to: '2024-03-04', due: '2024-03-11', cutOff: '2024-03-13', number: n });
      await office.act('tg.vhtt.cv', asked);
    }
    at(office, '2024-03-15T01:00:00.000Z');
    await ticked(office);
    const culture = await aPortal(office).as('tg.vhtt.cv', { language: 'en' });
    const page = (await culture.get('/cycles/totals?obligation=tg.rx')).text;
    expect(page).toContain('share days. Their sum would count twice');
    expect(page).not.toContain('All periods');
    const units = (await culture.get('/cycles/totals/c.6?obligation=tg.rx')).text;
    expect(units).toContain('share days');
    expect(units).not.toContain('All periods');
  });

  it('are for the offices that see everybody’s; in English for who reads English; nothing where there is nothing', async () => {
    const { portal } = await twoYears();
    const commune = await portal.as('tg.chom.cc');
    expect((await commune.get(path)).status).toBe(403);
    expect((await commune.get(drill)).status).toBe(403);
    const culture = await portal.as('tg.vhtt.cv', { language: 'en' });
    expect((await culture.get(drill)).text).toContain('officially 8, estimated 7');
    expect((await culture.get('/cycles/totals?obligation=tg.zz')).status).toBe(404);
    expect((await culture.get('/cycles/totals/zz?obligation=tg.r12')).status).toBe(404);
    expect((await culture.get('/cycles/totals?obligation=tg.v60')).text).toContain('No period has been put together');
  });
});
