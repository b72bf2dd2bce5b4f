import { describe, expect, test } from 'vitest';
import { anOffice, type Office } from '../../support/office.ts';
import { aLine, packageP } from '../../support/package-p.ts';
import { aPortal, plainLinks } from './portal-office.ts';
import { stageTaskId } from '../../../shared/domain/task.ts';
import { PersonId } from '../../../shared/domain/ids.ts';

const round = '/rounds/tay-giang-2021-2025.2022';
const kt = '/estimates/tay-giang-2021-2025.2022%3Atg.kt';
const pkg = '/packages/tay-giang-2021-2025.2022.p1';

const beforeLock = async (office: Office) => {
  await office.open();
  await office.fileP();
  await office.submit('tg.kt', [aLine({ no: 1, activity: 'c.3', content: 'Hội thảo', unitPrice: '17.000.000' })]);
};
const atApproval = async (office: Office) => {
  await beforeLock(office);
  await office.lock();
  await office.forward('synthesis');
  const cut = { no: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện' };
  await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.vhtt', [cut]));
  await office.forward('appraisal');
};

type Case = readonly [path: string, person: string, vi: readonly string[], en: readonly string[]];

const open: readonly Case[] = [
  [
    '/',
    'tg.vhtt.cv',
    ['2 việc đang chờ', 'Khóa dự toán', 'thứ Hai 28/02/2022'],
    ['2 tasks are waiting', 'Monday 28/02/2022'],
  ],
  ['/rounds/new?plan=tay-giang-2021-2025', 'tg.vhtt.cv', ['Mở đợt dự toán', 'Hạn thẩm định'], ['Open a budget round']],
];
const collecting: readonly Case[] = [
  [round, 'tg.vhtt.cv', ['Đợt dự toán 2022', '214.100.000', '5 đã nộp'], ['Budget round 2022', '5 submitted']],
  [`${round}/lock`, 'tg.vhtt.cv', ['Khóa và lập hồ sơ', '5 đã nộp, 1 không đề xuất<'], ['Lock and form the package']],
  [kt, 'tg.kt.cv', ['Nộp bản mới', 'value="17.000.000"', 'Rút lại'], ['Submit a new version', 'Recall']],
  [kt, 'tg.vhtt.cv', ['Mười bảy triệu đồng', 'Trả lại đơn vị'], ['Seventeen million đồng', 'Return to the unit']],
  [`${kt}/versions/1`, 'tg.kt.cv', ['18.600.000', 'bản 1'], ['18.600.000', 'version 1']],
  [
    `${kt}/difference?from=1&to=2`,
    'tg.kt.cv',
    ['−1.600.000', 'Đơn giá: 18.600.000 → 17.000.000'],
    ['Unit price: 18.600.000 → 17.000.000'],
  ],
  [`${kt}/return`, 'tg.vhtt.cv', ['Hạn nộp lại', 'value="16/02/2022"'], ['To be submitted again by']],
];
const deciding: readonly Case[] = [
  [pkg, 'tg.tckh.cv', ['207.100.000', 'Dùng hội trường huyện', 'Đề nghị', '−7.000.000'], ['Appraised', 'Proposed']],
  [pkg, 'tg.kt.cv', ['17.000.000'], ['17.000.000']],
  [
    `${pkg}/decide`,
    'tg.ubnd.ct',
    ['Hai trăm linh bảy triệu một trăm nghìn đồng', 'Đã giảm 7.000.000'],
    ['Two hundred and seven million one hundred thousand đồng'],
  ],
  [`${pkg}/appraisal`, 'tg.ubnd.ct', ['Mức phê duyệt khác', 'value="38.000.000"'], ['Other amounts to approve']],
  ['/results/tay-giang-2021-2025.2022.p1', 'tg.kt.cv', ['Chưa có quyết định'], ['There is no decision yet']],
];

const stages: readonly (readonly [string, (office: Office) => Promise<void>, readonly Case[]])[] = [
  ['while units may estimate', (office) => office.open(), open],
  ['when all are in', beforeLock, collecting],
  ['before the Committee', atApproval, deciding],
];

describe.each(stages)('%s', (_, prepare, cases) => {
  test.each(cases)('%s for %s in both languages', async (path, person, vi, en) => {
    const office = await anOffice();
    await prepare(office);
    const portal = aPortal(office);
    for (const [language, facts] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      const page = await (await portal.as(person, { language })).get(path);
      expect(page.status).toBe(200);
      expect(page.text).toContain(`<html lang="${language}">`);
      for (const fact of facts) expect(page.text.replaceAll('\u00a0', ' ')).toContain(fact);
      expect(page.text).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

test('reading pages, by GET or HEAD and however often, changes nothing', async () => {
  const office = await anOffice();
  await atApproval(office);
  const portal = aPortal(office);
  const before = JSON.stringify([...office.memory.records, ...office.memory.journal, ...office.memory.commands]);
  const chair = await portal.as('tg.ubnd.ct');
  const task = await office.load('task', stageTaskId('approval', office.pkg, 1));
  const claim = { locality: office.locality, task: task.body.id, assignment: 1, person: PersonId.parse('tg.ubnd.ct') };
  const mailed = `/t/${office.locality}/${encodeURIComponent(task.id)}/1/tg.ubnd.ct/${await plainLinks.sign(claim)}`;
  const paths = ['/', round, kt, pkg, `${pkg}/decide`, `${pkg}/confirm`, `${pkg}/appraisal`, `${round}/lock`, mailed];
  for (const path of [...paths, ...paths]) {
    await chair.get(path);
    await portal.request(path);
    await portal.request(path, { method: 'HEAD' });
  }
  expect(JSON.stringify([...office.memory.records, ...office.memory.journal, ...office.memory.commands])).toBe(before);
});

test('what people type is shown as text, wherever it is shown', async () => {
  const evil = `<img src=x onerror=alert(1)>"'&`;
  const office = await anOffice();
  await office.open();
  await office.fileP();
  const line = aLine({ activity: 'c.3', content: evil, measure: evil, basis: evil, note: evil });
  await office.submit('tg.kt', [line]);
  await office.submit('tg.kt', [{ ...line, no: 1, content: `${evil} 2` }]);
  await office.signNil('tg.nn', evil);
  const portal = aPortal(office);
  const texts: string[] = [];
  const look = async (person: string, path: string) => texts.push((await (await portal.as(person)).get(path)).text);
  await look('tg.kt.cv', kt);
  await look('tg.vhtt.cv', kt);
  await look('tg.vhtt.cv', round);
  await look('tg.kt.cv', `${kt}/versions/2`);
  await look('tg.kt.cv', `${kt}/difference?from=1&to=3`);
  await office.act('tg.kt.cv', {
    do: 'save-draft',
    estimate: office.estimateOf('tg.kt'),
    seen: (await office.estimate('tg.kt')).version,
    lines: [{ ...line, activity: evil, quantity: evil }],
  });
  await look('tg.kt.cv', kt);
  await office.lock();
  const { head } = await office.thePackage();
  await office.act('tg.vhtt.cv', {
    do: 'forward-package',
    package: office.pkg,
    stage: 'synthesis',
    submission: 1,
    shown: head,
    remark: evil,
  });
  const cut = { no: 1, amount: 1, reason: evil };
  await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.kt', [cut]));
  await look('tg.tckh.cv', `${pkg}/appraisal`);
  await office.forward('appraisal');
  await look('tg.ubnd.ct', `${pkg}/decide`);
  await office.returnTo('appraisal', evil);
  await look('tg.tckh.cv', '/');
  await look('tg.tckh.cv', pkg);
  for (const text of texts) {
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/value="<|="[^"]*onerror=alert\(1\)>/);
  }
});

test('every answer forbids scripts, frames and keeping', async () => {
  const office = await anOffice();
  const portal = aPortal(office);
  const page = await (await portal.as('tg.vhtt.cv')).get('/');
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.text).not.toMatch(/<script| style=| on[a-z]+="/);
  const css = await portal.request('/look.css');
  expect([css.status, css.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
});

test('a page without a session leads to the sign-in and back', async () => {
  const portal = aPortal(await anOffice());
  const page = await portal.request('/rounds/new?plan=tay-giang-2021-2025');
  expect([page.status, page.location]).toEqual([303, '/sign-in?next=%2Frounds%2Fnew%3Fplan%3Dtay-giang-2021-2025']);
});

test('the language is the person’s own until another is chosen, and the choice stays', async () => {
  const office = await anOffice();
  const portal = aPortal(office);
  const { token } = await portal.as('tg.gd.cv');
  const home = (cookie: string, query = '') => portal.request(`/${query}`, { headers: { cookie } });
  expect((await home(`trinh=${token}`)).text).toContain('<html lang="en">');
  expect((await home(`trinh=${token}; lang=vi`)).text).toContain('<html lang="vi">');
  const asked = await home(`trinh=${token}; lang=vi`, '?lang=en');
  expect(asked.text).toContain('<html lang="en">');
  expect(asked.headers.get('set-cookie')).toContain('lang=en');
  const person = await portal.as('tg.kt.cv');
  const chosen = await person.post('/language', new URLSearchParams({ lang: 'en', next: '/rounds/x' }));
  expect([chosen.status, chosen.location]).toEqual([303, '/rounds/x']);
  expect(chosen.headers.get('set-cookie')).toContain('lang=en');
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example'])
    expect((await person.post('/language', new URLSearchParams({ lang: 'en', next }))).location).toBe('/');
});

test('signing out ends the session', async () => {
  const portal = aPortal(await anOffice());
  const person = await portal.as('tg.kt.cv');
  expect((await person.post('/sign-out', '')).location).toBe('/sign-in');
  expect((await person.get('/')).status).toBe(303);
});

test('to change a price is enough: the amount of a submitted line is worked out anew', async () => {
  const office = await anOffice();
  await beforeLock(office);
  const unit = await aPortal(office).as('tg.kt.cv');
  expect((await unit.get(kt)).text).toContain('= 17.000.000');
  const done = await unit.submit(kt, { 'lines[0].unitPrice': '15.000.000', do: 'submit' });
  expect(done.status).toBe(303);
  expect((await unit.get(kt)).text.replaceAll('\u00a0', ' ')).toContain('Đã nộp bản 3, 15.000.000 đ');
});

test('a task leads to the page where it is done, and once it is done to what came of it', async () => {
  const office = await anOffice();
  await beforeLock(office);
  const portal = aPortal(office);
  const standing = await portal.as('tg.vhtt.cv');
  expect((await standing.get('/tasks/lock%3Atay-giang-2021-2025.2022')).location).toBe(`${round}/lock`);
  await office.lock();
  const task = (stage: string) => `/tasks/${encodeURIComponent(stageTaskId(stage, office.pkg, 1))}`;
  expect((await standing.get(task('synthesis'))).location).toBe(`${pkg}/decide`);
  await office.forward('synthesis');
  expect((await standing.get(task('synthesis'))).location).toBe(`${pkg}?submission=1`);
  expect((await (await portal.as('tg.tckh.cv')).get(task('appraisal'))).location).toBe(`${pkg}/appraisal`);
  expect((await (await portal.as('tg.kt.cv')).get(task('appraisal'))).status).toBe(403);
});

test('a commune is told why it has no estimate here, and which reports it owes', async () => {
  const office = await anOffice();
  await office.open();
  const portal = aPortal(office);
  const commune = await portal.as('tg.lang.cc');
  const home = await commune.get('/');
  expect(home.text).toContain('ngân sách xã bảo đảm');
  const page = await commune.get('/estimates/tay-giang-2021-2025.2022%3Atg.lang');
  expect(page.status).toBe(409);
  for (const fact of ['ngoài chuỗi', 'báo cáo 6 tháng (trước ngày 01/06)', 'báo cáo năm (trước ngày 01/12)'])
    expect(page.text).toContain(fact);
  const line = packageP['tg.kt'][0];
  const body = new URLSearchParams({
    id: crypto.randomUUID(),
    seen: '0',
    do: 'submit',
    'lines[0].content': line?.content ?? '',
  });
  const posted = await commune.post('/estimates/tay-giang-2021-2025.2022%3Atg.lang', body);
  expect(posted.status).toBe(409);
  expect(posted.text).toContain('ngân sách xã');
});
