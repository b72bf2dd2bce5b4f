import { describe, expect, it } from 'vitest';
import { wordsInParts } from '../../../functions/portal/parts/edition-words.ts';
import { UnitWords } from '../../../shared/domain/edition.ts';
import { aReport, aRow, at, filing, inMay, signReport, sound } from '../../support/reporting.ts';
import { ticked } from '../../support/whole-round.ts';
import type { Office } from '../../support/office.ts';
import { aPortal } from './portal-office.ts';

const counted = async (office: Office, obligation: string, unit: string, reached: string, of: string, remark = '') => {
  const typed = aReport([aRow('a'), aRow('c.6', { remark })], { targets: [{ target: 't3', reached, of }] });
  await office.act(office.someone(unit), await filing(office, obligation, unit, typed));
  await signReport(office, obligation, unit);
};

const inJune = async () => {
  const office = await inMay();
  await counted(office, 'tg.r6', 'tg.lang', '1', '1', 'Diễn đàn ở thôn Pơr’ning có 60 người');
  await counted(office, 'tg.r6', 'tg.dang', '1', '4');
  at(office, '2022-06-04T01:00:00.000Z');
  await ticked(office);
  return { office, portal: aPortal(office), edition: `/cycles/${office.cycleOf('tg.r6')}/editions/1` };
};

describe('the plan’s targets', () => {
  it('are asked of a unit in its form, kept as typed where they cannot be, and shown in its report', async () => {
    const office = await inMay();
    const officer = await aPortal(office).as('tg.lang.cc');
    const path = `/returns/${encodeURIComponent(office.returnOf('tg.r6', 'tg.lang'))}`;
    const form = (await officer.get(path)).text;
    expect(form).toContain('Ít nhất một nửa số trường học đưa chuyển đổi số vào ngoại khóa');
    expect(form).toContain('ít nhất 50%');
    const typed = { do: 'file', 'rows[0].progress': 'done', 'rows[1].progress': 'done' };
    const wrong = await officer.submit(path, { ...typed, 'targets[2].reached': '5', 'targets[2].of': '4' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Chỉ tiêu thứ 3, Số đạt');
    expect(wrong.text).toContain('lớn hơn tổng số: 5 trên 4.');
    expect(wrong.text).toContain('name="targets[2].reached" value="5"');
    const filed = await officer.submit(path, { ...typed, 'targets[2].reached': '3', 'targets[2].of': '4' });
    expect(filed.status).toBe(303);
    expect((await officer.get(path)).text).toContain('3/4 (75%)');
  });

  it('stand in the consolidated report beside the sum of the counts, judged, and open to each unit’s count', async () => {
    const { office, portal, edition } = await inJune();
    const culture = await portal.as('tg.vhtt.cv');
    const page = (await culture.get(edition)).text;
    expect(page).toContain(`<a href="${edition}/targets/t3">2/5 (40%)</a>`);
    expect(page).toContain('<b>chưa đạt</b>');
    expect(page).toContain('chưa đơn vị nào có số');
    const rows = (await culture.get(`${edition}/targets/t3`)).text;
    expect(rows).toContain('UBND xã Lăng, Bản 1');
    expect(rows).toContain('1/4 (25%)');
    expect(rows).toContain('2/5 (40%)');
    expect((await culture.get(`${edition}/targets/t9`)).status).toBe(404);
    expect((await (await portal.as('tg.lang.cc')).get(`${edition}/targets/t3`)).status).toBe(403);
    await sound(office);
  });

  it('are compared with the period before, in English for who reads English', async () => {
    const { office, portal } = await inJune();
    at(office, '2023-05-03T01:00:00.000Z');
    await ticked(office);
    office.inYear(2023);
    await counted(office, 'tg.r6', 'tg.lang', '1', '1');
    at(office, '2023-06-06T01:00:00.000Z');
    await ticked(office);
    const reader = await portal.as('tg.vhtt.cv', { language: 'en' });
    const page = (await reader.get(`/cycles/${office.cycleOf('tg.r6')}/editions/1`)).text;
    expect(page).toContain('1 of 1 (100%)');
    expect(page).toContain('<b>met</b>');
    expect(page).toContain('2 of 5 (40%)');
  });
});

describe('the units’ words in a consolidated report', () => {
  it('are gathered by activity, each with its unit named', async () => {
    const { portal, edition } = await inJune();
    const page = (await (await portal.as('tg.vhtt.cv')).get(edition)).text;
    const [, after = ''] = page.split('<h4>c.6) Diễn đàn hỏi đáp tại thôn</h4>');
    expect(after.slice(0, 200)).toContain(
      '<b>UBND xã Lăng:</b> <span class="said">Diễn đàn ở thôn Pơr’ning có 60 người',
    );
  });

  it('are laid in parts that fit on a page, whole units at a time, none left out', () => {
    const words = Array.from({ length: 30 }, (_, n) =>
      UnitWords.parse({
        unit: `tg.u${n}`,
        version: 1,
        words: { summary: 'x'.repeat(n * 7), difficulties: '', proposals: '', links: [] },
        remarks: [{ activity: 'a', text: 'y'.repeat(40) }],
      }),
    );
    const parts = wordsInParts(words, 500);
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.flat()).toEqual(words);
    expect(wordsInParts([], 500)).toEqual([[]]);
  });
});
