import { expect, it } from 'vitest';
import { anOffice } from '../../support/office.ts';
import { aLine } from '../../support/package-p.ts';
import { aPortal } from './portal-office.ts';

const pkg = '/packages/tay-giang-2021-2025.2022.p1';
const vhtt = '/estimates/tay-giang-2021-2025.2022%3Atg.vhtt';

it('a line above its norm shows the text and what it suggests, and its figure stays until a person changes it', async () => {
  const office = await anOffice();
  await office.open();
  const fee = { activity: 'c.2', content: 'Thù lao giảng viên', measure: 'buổi', quantity: '4' };
  await office.submit('tg.vhtt', [
    aLine({ ...fee, unitPrice: '2.500.000' }),
    aLine({ ...fee, content: 'Thù lao báo cáo viên', unitPrice: '2.000.000' }),
  ]);
  await office.lock();
  await office.forward('synthesis');
  const portal = aPortal(office);
  for (const [language, said, decides] of [
    ['vi', 'Cao hơn định mức: đơn giá 2.500.000\u00a0đ, định mức 2.000.000\u00a0đ', 'Gợi ý: 8.000.000\u00a0đ'],
    ['en', 'Above the norm: unit price 2.500.000\u00a0đ, norm 2.000.000\u00a0đ', 'Suggested: 8.000.000\u00a0đ'],
  ] as const) {
    const finance = await portal.as('tg.tckh.cv', { language });
    for (const path of [`${pkg}/appraisal`, pkg, vhtt]) {
      const { text } = await finance.get(path);
      expect(text.split(said)).toHaveLength(2);
      expect(text).toContain(decides);
      expect(text).toContain('Thông tư 36/2018/TT-BTC');
    }
  }
  const finance = await portal.as('tg.tckh.cv');
  expect((await finance.get(`${pkg}/appraisal`)).text).toContain('value="10.000.000"');
  await office.forward('appraisal');
  expect((await office.thePackage()).body.content.totals.appraised).toBe(18_000_000);
});
