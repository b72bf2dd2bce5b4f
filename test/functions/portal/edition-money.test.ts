import { describe, expect, it } from 'vitest';
import { at, fileReport, inMayWithMoney, rowsOwed } from '../../support/reporting.ts';
import { ticked } from '../../support/whole-round.ts';
import { aPortal } from './portal-office.ts';

const wordsOf = (page: string): string =>
  page
    .replaceAll(/<[^>]+>/gu, ' ')
    .replaceAll('&#39;', '’')
    .replaceAll(/\s+/gu, ' ');

describe('money in a consolidated report', () => {
  it('opens to the units that it is of, silent ones too, and each of them to its lines', async () => {
    const office = await inMayWithMoney('tg.tt', { 'd.2': 20_000_000 });
    const rows = (await rowsOwed(office, 'tg.r6', 'tg.tt')).map((row) =>
      row.activity === 'd.2' ? { ...row, spent: '15000000' } : row,
    );
    await fileReport(office, 'tg.r6', 'tg.tt', rows);
    at(office, '2022-06-04T01:00:00.000Z');
    await ticked(office);
    const culture = await aPortal(office).as('tg.vhtt.cv');
    const edition = `/cycles/${office.cycleOf('tg.r6')}/editions/1`;
    const page = (await culture.get(edition)).text;
    for (const code of ['d.2', 'c.3']) expect(page).toContain(`<a href="${edition}/numbers/${code}">${code}</a>`);

    const spoken = (await culture.get(`${edition}/numbers/d.2`)).text;
    expect(wordsOf(spoken)).toContain(
      'Truyền thanh - Truyền hình huyện 30.000.000 đ 30.000.000 đ 30.000.000 đ 20.000.000 đ 15.000.000 đ 0 đ',
    );
    const silent = (await culture.get(`${edition}/numbers/c.3`)).text;
    expect(wordsOf(silent)).toContain('18.600.000 đ 18.600.000 đ 18.600.000 đ 0 đ 0 đ 0 đ');
    const lines = /href="(\/estimates\/[^"]+)"/u.exec(silent)?.[1] ?? '';
    expect((await culture.get(lines)).text).toContain('18.600.000');
    const without = (await culture.get(`${edition}/numbers/a`)).text;
    expect(without).not.toContain('Kinh phí của từng đơn vị');
    const reader = await aPortal(office).as('tg.vhtt.cv', { language: 'en' });
    expect((await reader.get(`${edition}/numbers/c.3`)).text).toContain('Open a unit to see its lines.');
  });
});
