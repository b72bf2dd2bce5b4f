import { describe, expect, test } from 'vitest';
import { TransientError } from '../../../shared/app/faults.ts';
import { anOffice } from '../../support/office.ts';
import { aLine, packageP } from '../../support/package-p.ts';
import { aPortal, formFields, lineFields } from './portal-office.ts';

const kt = '/estimates/tay-giang-2021-2025.2022%3Atg.kt';
const pkg = '/packages/tay-giang-2021-2025.2022.p1';

const collecting = async () => {
  const office = await anOffice();
  await office.open();
  return { office, portal: aPortal(office) };
};

const stateOf = ({ memory }: Awaited<ReturnType<typeof anOffice>>) =>
  JSON.stringify([...memory.records, ...memory.journal]);

describe('a line that does not hold is shown again with what is wrong, in the page’s language', () => {
  test.each([
    [
      { activity: 'z.9' },
      'activity',
      'Dòng 1, Nhiệm vụ: “z.9” không có trong kế hoạch',
      'Line 1, Activity: “z.9” is not in the plan',
    ],
    [{ activity: 'b.1' }, 'activity', 'do đơn vị khác chủ trì', 'is led by another unit'],
    [{ unitPrice: '-5' }, 'unitPrice', 'Dòng 1, Đơn giá: không được âm', 'Line 1, Unit price: cannot be negative'],
    [{ unitPrice: '1,5' }, 'unitPrice', 'dấu phẩy', 'comma'],
    [{ unitPrice: '1.5' }, 'unitPrice', 'phải là số nguyên', 'must be a whole number'],
    [{ unitPrice: '9.999.999.999.999.999' }, 'unitPrice', 'lớn hơn mức cho phép', 'is more than allowed'],
    [{ amount: '999' }, 'amount', 'khác số lượng × số lần × đơn giá', 'is not quantity × times × unit price'],
    [{ content: '' }, 'content', 'Nội dung chi: còn trống', 'Content: is empty'],
    [{ source: 'commune_budget' as const }, 'source', 'ngân sách xã, nằm ngoài chuỗi', 'outside this chain'],
  ])('%j', async (change, field, vi, en) => {
    const { office, portal } = await collecting();
    const before = stateOf(office);
    for (const [language, words] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      const person = await portal.as('tg.kt.cv', { language });
      const typed = lineFields([aLine({ activity: 'c.3', ...change })]);
      const page = await person.submit(kt, { ...typed, do: 'submit' });
      expect(page.status).toBe(422);
      expect(page.text).toContain(words);
      expect(page.text).toContain(`href="#lines-0-${field}"`);
      expect(page.text).toContain(`id="lines-0-${field}"`);
      expect(page.text).toMatch(new RegExp(`id="lines-0-${field}"[^>]*aria-invalid="true"`));
    }
    expect(stateOf(office)).toBe(before);
  });

  test('all at once, with everything that was typed kept, doubled activities and all', async () => {
    const { portal } = await collecting();
    const person = await portal.as('tg.kt.cv');
    const page = await person.submit(kt, {
      ...lineFields([aLine({ activity: 'c.3', content: 'Giữ lại chữ này', quantity: 'hai', unitPrice: '' })]),
      'lines[2].content': 'Dòng sau một dòng trống',
      do: 'submit',
    });
    expect(page.status).toBe(422);
    for (const words of ['“hai” không phải là số', 'Dòng 1, Đơn giá: còn trống', 'Dòng 2, Nhiệm vụ: còn trống'])
      expect(page.text).toContain(words);
    expect(formFields(page.text, kt).get('lines[0].content')).toBe('Giữ lại chữ này');
    expect(formFields(page.text, kt).get('lines[1].content')).toBe('Dòng sau một dòng trống');
  });
});

test.each([
  ['source', 'kho báu'],
  ['no', '0'],
  ['no', '10000'],
])('a made-up %s (%s) of a line is refused and changes nothing', async (field, value) => {
  const { office, portal } = await collecting();
  const person = await portal.as('tg.kt.cv');
  const before = (await office.estimate('tg.kt')).version;
  const fields = { ...lineFields([aLine({ activity: 'c.3' })]), [`lines[0].${field}`]: value };
  for (const action of ['save', 'submit'])
    expect((await person.submit(kt, { ...fields, do: action })).status).toBe(422);
  expect((await office.estimate('tg.kt')).version).toBe(before);
});

test('a row is read whatever numbers are missing before it', async () => {
  const { office, portal } = await collecting();
  const person = await portal.as('tg.kt.cv');
  const row = lineFields([aLine({ activity: 'c.3', content: 'Dòng số bảy' })]);
  const seventh = Object.fromEntries(Object.entries(row).map(([name, value]) => [name.replace('[0]', '[7]'), value]));
  await person.submit(kt, { ...seventh, do: 'submit' });
  expect((await office.estimate('tg.kt')).body.versions).toMatchObject([{ total: 1_000_000 }]);
});

test('rows are added and taken out without script', async () => {
  const { portal } = await collecting();
  const person = await portal.as('tg.kt.cv');
  const more = await person.submit(kt, { ...lineFields([aLine({ activity: 'c.3' })]), do: 'add' });
  expect(more.status).toBe(200);
  expect(formFields(more.text, kt).has('lines[5].content')).toBe(true);
  expect(formFields(more.text, kt).get('lines[0].unitPrice')).toBe('1.000.000');
  await person.submit(kt, { ...lineFields([aLine({ activity: 'c.3' })]), 'lines[1].content': 'Bỏ đi', do: 'save' });
  await person.submit(kt, { 'lines[1].remove': 'yes', do: 'save' });
  expect((await person.get(kt)).text).not.toContain('Bỏ đi');
});

test('the second of two officers is told who was first; nothing is overwritten and nothing typed is lost', async () => {
  const { office, portal } = await collecting();
  const officer = await portal.as('tg.kt.cv');
  const head = await portal.as('tg.kt.truong');
  const page = await head.get(kt);
  await officer.submit(kt, { ...lineFields([aLine({ activity: 'c.3', content: 'Của chuyên viên' })]), do: 'submit' });
  const fields = formFields(page.text, kt);
  for (const [name, value] of Object.entries(lineFields([aLine({ activity: 'c.3', content: 'Của trưởng phòng' })])))
    fields.set(name, value);
  fields.set('do', 'submit');
  const answer = await head.post(kt, fields);
  expect(answer.status).toBe(409);
  for (const words of ['Chuyên viên Phòng KT&amp;HT đã thay đổi', 'Của chuyên viên', 'Của trưởng phòng'])
    expect(answer.text).toContain(words);
  expect((await office.estimate('tg.kt')).body.versions).toHaveLength(1);
});

test('a form sent twice is one request', async () => {
  const { office, portal } = await collecting();
  const person = await portal.as('tg.kt.cv');
  const fields = formFields((await person.get(kt)).text, kt);
  for (const [name, value] of Object.entries(lineFields([aLine({ activity: 'c.3' })]))) fields.set(name, value);
  fields.set('do', 'submit');
  const [first, second] = [await person.post(kt, fields), await person.post(kt, fields)];
  expect([first.status, second.status]).toEqual([303, 303]);
  expect((await office.estimate('tg.kt')).body.versions).toHaveLength(1);
});

test('a signed nil needs its reason', async () => {
  const { portal } = await collecting();
  const person = await portal.as('tg.kt.cv');
  const body = new URLSearchParams({ id: crypto.randomUUID(), seen: '1', reason: ' ', do: 'nil' });
  const page = await person.post(kt, body);
  expect(page.status).toBe(422);
  expect(page.text).toContain('Lý do: còn trống');
});

test('after the lock a change is refused with the way forward', async () => {
  const { office, portal } = await collecting();
  await office.submit('tg.kt', packageP['tg.kt']);
  const person = await portal.as('tg.kt.cv');
  const fields = formFields((await person.get(kt)).text, kt);
  await office.lock();
  fields.set('do', 'submit');
  const page = await person.post(kt, fields);
  expect(page.status).toBe(409);
  expect(page.text).toContain('khóa vào hồ sơ trình số 1 năm 2022');
  expect(page.text).toContain('hồ sơ bổ sung');
});

test('opening a round complains of every date and of the year, and keeps what was typed', async () => {
  const office = await anOffice();
  const portal = aPortal(office);
  const person = await portal.as('tg.vhtt.cv');
  const page = await person.submit(
    '/rounds/new',
    { 'due.estimate': '', 'due.synthesis': '2022-02-30', 'due.appraisal': '01/03/2022' },
    '/rounds/new',
  );
  expect(page.status).toBe(422);
  expect(page.text).toContain('Hạn lập dự toán: còn thiếu');
  expect(page.text).toContain('Hạn tổng hợp: không phải là một ngày');
  expect(page.text).toContain('value="01/03/2022"');
  const late = await person.submit('/rounds/new', { 'due.approval': '2022-02-16' }, '/rounds/new');
  expect(late.text).toContain('Hạn phê duyệt: trước hạn của bước liền trước (07/03/2022)');
  expect((await (await portal.as('tg.kt.cv')).get('/rounds/new')).status).toBe(403);
});

test('a figure is never raised, never cut without a reason, and each is told at its field', async () => {
  const { office, portal } = await collecting();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  const finance = await portal.as('tg.tckh.cv');
  const action = `${pkg}/appraisal?page=1`;
  const at = 'units.tay-giang-2021-2025.2022:tg.vhtt.figures[0]';
  const set = (amount: string, reason: string, language = 'vi') =>
    (language === 'vi' ? Promise.resolve(finance) : portal.as('tg.tckh.cv', { language })).then((person) =>
      person.submit(`${pkg}/appraisal`, { [`${at}.amount`]: amount, [`${at}.reason`]: reason, do: 'save' }, action),
    );
  const raised = await set('46.000.000', 'Cần thêm');
  expect(raised.status).toBe(422);
  expect(raised.text).toContain('cao hơn mức đơn vị đề nghị (45.000.000');
  expect(raised.text).toContain('value="46.000.000"');
  expect((await set('46.000.000', 'More', 'en')).text).toContain('is above what the unit proposed (45.000.000');
  expect((await set('38.000.000', '')).text).toMatch(/>c\.1 [^<]*, Lý do: còn trống/);
  expect((await set('38,5', 'x')).text).toContain('dấu phẩy');
  expect((await set('', 'x')).text).toMatch(/>c\.1 [^<]*, Số tiền: còn thiếu/);
  expect((await office.estimate('tg.vhtt')).body.figures).toEqual([]);
  expect((await set('38.000.000', 'Dùng hội trường huyện')).status).toBe(303);
});

test('the paper of a decision needs its number and a date that fits; an officer cannot sign', async () => {
  const { office, portal } = await collecting();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  await office.forward('appraisal');
  await office.prepare('approval', 'tg.ubnd.ct');
  const chair = await portal.as('tg.ubnd.ct');
  const confirm = `${pkg}/confirm`;
  const empty = await chair.submit(confirm, { do: 'sign' });
  expect(empty.status).toBe(422);
  for (const words of ['Số quyết định: còn thiếu', 'Ngày ký: còn thiếu']) expect(empty.text).toContain(words);
  const future = await chair.submit(confirm, { number: '1/QĐ', date: '2022-03-01', do: 'sign' });
  expect(future.text).toContain('Ngày ký: sau hôm nay (14/02/2022)');
  const wrong = await chair.submit(confirm, { number: '1/QĐ', date: '2022-02-14', basis: 'kt', do: 'sign' });
  expect(wrong.text).toContain('Thẩm quyền ký: chưa đúng');
  const deputy = await portal.as('tg.ubnd.pct');
  expect((await deputy.get(confirm)).text).toContain('KT. (ký thay người đứng đầu)');
  expect((await office.thePackage()).body.outcomes.filter(({ stage }) => stage === 'approval')).toEqual([]);
});

test('what was decided is what was shown: a page made before the figures changed decides nothing', async () => {
  const { office, portal } = await collecting();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  await office.forward('appraisal');
  const chair = await portal.as('tg.ubnd.ct');
  const fields = formFields((await chair.get(`${pkg}/decide`)).text, `${pkg}/decide`);
  await office.prepare('approval', 'tg.ubnd.pct');
  fields.set('choice', 'pass');
  const page = await chair.post(`${pkg}/decide`, fields);
  expect(page.status).toBe(409);
  expect(page.text).toContain('Phó Chủ tịch UBND huyện đã thay đổi nội dung này');
});

describe('a request that is refused before it is read', () => {
  test('one larger than 4 MB', async () => {
    const { portal } = await collecting();
    const person = await portal.as('tg.kt.cv');
    const page = await person.post(kt, `id=x&note=${'a'.repeat(4_000_001)}`);
    expect(page.status).toBe(413);
    expect(page.text).toContain('1 MB');
    const json = await person.command(`"${'a'.repeat(4_000_001)}"`);
    expect(json.status).toBe(413);
  });

  test('one that another site sends', async () => {
    const { office, portal } = await collecting();
    const before = stateOf(office);
    const person = await portal.as('tg.kt.cv');
    const body = formFields((await person.get(kt)).text, kt);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      expect((await person.post(kt, body, headers)).status).toBe(403);
    expect(stateOf(office)).toBe(before);
  });

  test('a form without a session keeps what was typed within reach', async () => {
    const { portal } = await collecting();
    const page = await portal.request(kt, { method: 'POST', body: 'do=save' });
    expect(page.status).toBe(401);
    expect(page.text).toContain('tải lại trang để gửi lại');
  });

  test('ids that are none', async () => {
    const { portal } = await collecting();
    const person = await portal.as('tg.kt.cv');
    for (const path of [
      '/rounds/..%2F..',
      '/packages/%00',
      '/estimates/x',
      '/tasks/x',
      '/nowhere',
      '/rounds/%3Cscript%3E',
    ])
      expect((await person.get(path)).status).toBe(404);
  });
});

describe('a fault', () => {
  test.each([
    [new TransientError('throttled'), 503, 'Hệ thống đang bận'],
    [new Error('secret detail'), 500, 'Hệ thống gặp lỗi'],
  ])('%s is told with what to do, and logged without what was sent', async (fault, status, words) => {
    const { office } = await collecting();
    const broken = { ...office.ports, store: { ...office.ports.store, listCase: () => Promise.reject(fault) } };
    const portal = aPortal(office, broken);
    const page = await (await portal.as('tg.kt.cv')).get('/');
    expect(page.status).toBe(status);
    expect(page.text).toContain(words);
    expect(page.text).not.toContain('secret detail');
    expect(portal.logged).toEqual([{ fault: fault.name, message: fault.message, method: 'GET' }]);
  });
});
