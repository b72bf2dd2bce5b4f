import { describe, expect, it } from 'vitest';
import { attachToReport } from '../../support/attaching.ts';
import { fileReport, inMay } from '../../support/reporting.ts';
import { aPdf } from '../../support/sample-files.ts';
import { aPortal, formFields } from './portal-office.ts';

const place = '/returns/tay-giang-2021-2025.2022.tg.r6.1%3Atg.lang';

describe.each([
  {
    language: 'vi',
    add: 'Đính kèm minh chứng',
    whole: 'Cả báo cáo',
    activity: 'c.6) Diễn đàn hỏi đáp tại thôn',
    off: 'Gỡ',
  },
  {
    language: 'en',
    add: 'Attach evidence',
    whole: 'The whole report',
    activity: 'c.6) Village question-and-answer forums',
    off: 'Take off',
  },
])('the pages of evidence, in $language', ({ language, add, whole, activity, off }) => {
  it('attach a file to an activity of a report, list it for whoever reads the report, and take it off', async () => {
    const office = await inMay();
    const portal = aPortal(office);
    const officer = await portal.as('tg.lang.cc', { language });
    const report = await officer.get(place);
    expect(report.text).toContain(add);
    expect(report.text).toContain(`href="${place}/files/new"`);
    const fields = formFields((await officer.get(`${place}/files/new`)).text, 'https://files.example/');
    const key = (fields.get('key') ?? '').replace('${filename}', () => 'Ảnh.pdf');
    office.objects.set(key, aPdf());
    const back = new URL(fields.get('success_action_redirect') ?? '');
    const to = `${back.pathname}?${new URLSearchParams({ bucket: 'files', key, etag: '"e"' }).toString()}`;
    const shown = await officer.get(to);
    for (const word of [whole, activity, 'Ảnh.pdf']) expect(shown.text).toContain(word);
    const answer = await officer.submit(to, { about: 'c.6' }, back.pathname);
    expect([answer.status, answer.location]).toEqual([303, `${place}?done=attached`]);

    const reader = await portal.as('tg.vhtt.cv', { language });
    const listed = (await reader.get(place)).text;
    for (const word of ['Ảnh.pdf', activity]) expect(listed).toContain(word);
    expect(listed).not.toContain('/files/new');
    expect(listed).not.toContain('/detach');
    const [, link = ''] = /href="([^"]*\/files\/[0-9a-f]{64})"/.exec(listed) ?? [];
    expect((await reader.get(link)).status).toBe(303);
    expect((await reader.get(`${place}/files/new`)).status).toBe(403);

    expect((await officer.get(place)).text).toContain(off);
    expect((await officer.submit(place, {}, `${link}/detach`)).location).toBe(`${place}?done=detached`);
    expect((await officer.get(place)).text).not.toContain('Ảnh.pdf');
  });
});

describe('the evidence of a report', () => {
  it('is not another unit’s to download', async () => {
    const office = await inMay();
    const evidence = attachToReport(office, 'tg.r6', 'tg.lang');
    await office.act('tg.lang.cc', evidence);
    const other = await aPortal(office).as('tg.dang.cc');
    expect((await other.get(`${place}/files/${evidence.sha256}`)).status).toBe(403);
  });

  it('offers no way to take off what went up, and says why to who tries', async () => {
    const office = await inMay();
    const evidence = attachToReport(office, 'tg.r6', 'tg.lang');
    await office.act('tg.lang.cc', evidence);
    await fileReport(office, 'tg.r6', 'tg.lang');
    const officer = await aPortal(office).as('tg.lang.cc');
    expect((await officer.get(place)).text).not.toContain('/detach');
    const tried = await officer.submit(
      `${place}/files/new`,
      { about: '0' },
      `${place}/files/${evidence.sha256}/detach`,
    );
    expect(tried.status).toBe(409);
    expect(tried.text).toContain('minh chứng của bản báo cáo 1');
  });
});
