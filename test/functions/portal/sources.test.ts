import { describe, expect, it } from 'vitest';
import { anOffice } from '../../support/office.ts';
import { aLine } from '../../support/package-p.ts';
import { aPortal } from './portal-office.ts';

const pkg = '/packages/tay-giang-2021-2025.2022.p1';
const vhtt = '/estimates/tay-giang-2021-2025.2022%3Atg.vhtt';

const odd = async () => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.vhtt', [
    aLine({ activity: 'c.1', unitPrice: '1.234.567', classification: { section: '6600', subsection: '6606' } }),
    aLine({ activity: 'c.2', unitPrice: '2.345.678', source: 'mobilised' }),
    aLine({ activity: 'c.6', unitPrice: '3.456.789' }),
    aLine({ activity: 'c.6', content: 'Phần các xã', unitPrice: '9.000.000', source: 'commune_budget' }),
  ]);
  return { office, portal: aPortal(office) };
};

describe('sources and codes on pages', () => {
  it('23: the printed table rounds each amount and the total from the true ones, says so, and has the words', async () => {
    const { office, portal } = await odd();
    await office.lock();
    for (const [language, words, note] of [
      ['vi', 'Bảy triệu không trăm ba mươi bảy nghìn không trăm ba mươi tư đồng', 'do làm tròn'],
      ['en', 'Seven million thirty-seven thousand thirty-four đồng', 'rounded from the exact amounts'],
    ] as const) {
      const person = await portal.as('tg.vhtt.cv', { language });
      const page = await person.get(`${pkg}/print?in=thousand`);
      expect(page.status).toBe(200);
      for (const text of ['>1.235<', '>2.346<', '>3.457<', '>7.037<', words, note]) expect(page.text).toContain(text);
      expect(page.text).not.toContain('>7.038<');
      const exact = await person.get(`${pkg}/print`);
      expect(exact.text).toContain('7.037.034');
      expect(exact.text).not.toContain(note);
    }
    const page = await (await portal.as('tg.vhtt.cv')).get(`${pkg}/print?in=nonsense`);
    expect(page.text).toContain('Mục 6600, Tiểu mục 6606');
    expect(page.text).toContain('Huy động, xã hội hóa');
  });

  it('estimate, round, package and result show totals by source, and the memo in no total', async () => {
    const { office, portal } = await odd();
    const unit = await portal.as('tg.vhtt.cv');
    const form = await unit.get(vhtt);
    expect(form.text).toContain('chỉ ghi để biết');
    expect(form.text).toContain('<b>7.037.034\u00a0đ</b>');
    expect(form.text).toContain('<b>9.000.000\u00a0đ</b>');
    const round = '/rounds/tay-giang-2021-2025.2022';
    expect((await unit.get(round)).text).toContain('>4.691.356<');
    await office.lock();
    await office.forward('synthesis');
    await office.forward('appraisal');
    await office.approve();
    for (const path of [vhtt, round, pkg, '/results/tay-giang-2021-2025.2022.p1']) {
      const { text } = await unit.get(path);
      expect(text).toContain('Theo nguồn kinh phí');
      expect(text).toContain('Ngân sách xã tự chi (để biết, không cộng vào tổng)');
      expect(text).toContain('>4.691.356<');
      expect(text).toContain('>2.345.678<');
      expect(text).toContain('>7.037.034<');
      expect(text).not.toContain('16.037.034');
    }
  });

  it('the budget index is loaded on its page; wrong rows come back named, with what was pasted', async () => {
    const { office, portal } = await odd();
    const finance = await portal.as('tg.tckh.cv');
    expect((await finance.get('/codes')).text).toContain('Chưa nạp mục lục');
    const wrong = await finance.submit('/codes', { text: 'Mục; 6600; Thông tin\nMục; 66; <b>' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Dòng 2 của bảng: “Mục; 66; &lt;b&gt;” không đọc được');
    expect(wrong.text).toContain('Mục; 6600; Thông tin');
    const done = await finance.submit('/codes', { text: 'Mục; 6600; Thông tin\nTiểu mục; 6606; Tuyên truyền' });
    expect([done.status, done.location]).toEqual([303, '/codes?done=codesLoaded']);
    const unit = await portal.as('tg.hd.cb', { language: 'en' });
    const page = await unit.get('/codes');
    expect(page.text).toContain('Tuyên truyền');
    expect(page.text).toContain('The table is loaded by');
    expect(page.text).not.toContain('<textarea');
    const hd = office.estimateOf('tg.hd');
    const refused = await unit.submit(`/estimates/${encodeURIComponent(hd)}`, {
      'lines[0].activity': 'f',
      'lines[0].content': 'Cuộc thi',
      'lines[0].measure': 'cuộc',
      'lines[0].quantity': '1',
      'lines[0].unitPrice': '5.000.000',
      'lines[0].classification.subsection': '6699',
      do: 'submit',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Subsection “6699” is not in the budget index that was loaded');
  });
});
