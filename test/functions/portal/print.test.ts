import { describe, expect, test } from 'vitest';
import { printPage } from '../../../functions/portal/pages/print-page.ts';
import type { Visit } from '../../../functions/portal/visit.ts';
import type { UnitFigures } from '../../../shared/app/views/package-view.ts';
import { partOf } from '../../../shared/app/views/print-parts.ts';
import { printView } from '../../../shared/app/views/print-view.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { attachToEstimate, attachToStage } from '../../support/attaching.ts';
import { atFinance, cutAsInScenario10 } from '../../support/at-finance.ts';
import { manyUnits } from '../../support/many-units.ts';
import { anOffice } from '../../support/office.ts';
import { aLine } from '../../support/package-p.ts';
import { aWholeRound } from '../../support/whole-round.ts';
import { aPortal } from './portal-office.ts';

const pkg = '/packages/tay-giang-2021-2025.2022.p1';
const print = `${pkg}/print`;
/** The most that Lambda answers with, in bytes of JSON. */
const LAMBDA_BYTES = 6 * 1024 * 1024;

/** The words of a page, as they stand on paper. */
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'");

describe('a decided package in print', () => {
  test.each([
    [
      'vi',
      [
        'Hồ sơ trình số 1 năm 2022, lần trình 2',
        'huyện Tây Giang, tỉnh Quảng Nam',
        'chưa ghi số, ngày',
        'đã phê duyệt; đã báo kết quả cho các đơn vị',
        'Một trăm tám mươi tám triệu bảy trăm nghìn đồng',
        'Chưa nộp khi khóa, không có trong hồ sơ (không tính là 0 đồng)',
        '1 đơn vị: Huyện đoàn',
        'Năm nay không có nhiệm vụ mới (Trưởng phòng NN&amp;PTNT',
        'bản 2; lập: Chuyên viên Phòng KT&amp;HT; ký nộp: Trưởng phòng KT&amp;HT',
        'Các bước của lần trình 1',
        'Không ký, trả lại người chuẩn bị',
        'Trả lại bước Thẩm định Lý do: Không quá 180.000.000',
        'Phê duyệt tại quyết định số 145/QĐ-UBND ngày 18/02/2022: 188.700.000',
        'Phê duyệt: Tổ chức ngoài trời · Chủ tịch UBND huyện',
        'Không có: không ai thẩm định hay phê duyệt phần việc của chính mình.',
        'Mã nội dung đã ký',
      ],
    ],
    [
      'en',
      [
        'Package 1 of 2022, submission 2',
        'Tây Giang district, Quảng Nam province',
        'approved; every unit has been told',
        'Missing at the lock, not in the package (not counted as 0 đồng)',
        'Steps of submission 1',
        'Not signed, handed back',
        'Returned to Appraisal Reason: Không quá 180.000.000',
        'Approved by decision 145/QĐ-UBND of 18/02/2022: 188.700.000',
        'Code of the content signed',
      ],
    ],
  ])('says what was decided, by whom, when and why (%s)', async (language, facts) => {
    const office = await aWholeRound();
    const page = await (await aPortal(office).as('tg.ubnd.ct', { language })).get(print);
    expect(page.status).toBe(200);
    const words = wordsOf(page.text);
    for (const fact of facts) expect(words).toContain(fact);
    expect(page.text).toContain((await office.thePackage()).body.content.root);
    for (const id of ['summary', 'synthesis', 'lines', 'course', 'record'])
      expect(page.text).toMatch(new RegExp(`aria-labelledby="${id}"(?: tabindex="0")?><h2 id="${id}">`));
    expect(page.text).not.toMatch(/<script|style="|undefined|\[object/);
  });

  test('is reached from the package and its result, an earlier submission from its own page', async () => {
    const office = await aWholeRound();
    const committee = await aPortal(office).as('tg.ubnd.ct');
    expect((await committee.get(pkg)).text).toContain(`href="${print}"`);
    expect((await committee.get('/results/tay-giang-2021-2025.2022.p1')).text).toContain(`href="${print}"`);
    expect((await committee.get(`${pkg}?submission=1`)).text).toContain(`href="${print}?submission=1"`);
    const { text } = await committee.get(`${print}?submission=1`);
    expect(text).toContain('lần trình này đã kết thúc, không có quyết định');
    expect(text).not.toContain('145/QĐ-UBND');
    expect((await committee.get('/packages/nothing/print')).status).toBe(404);
  });

  test('a unit reads its own part, nothing of others and no total of the package', async () => {
    const office = await aWholeRound();
    const { text } = await (await aPortal(office).as('tg.kt.cv')).get(print);
    expect(text).toContain('Bản in này chỉ có phần của đơn vị ông/bà');
    expect(text).toContain('18.600.000');
    expect(text).toContain('145/QĐ-UBND');
    for (const other of ['188.700.000', '186.700.000', 'Ngày chuyển đổi số', 'Không quá 180.000.000', 'Huyện đoàn'])
      expect(text).not.toContain(other);
  });
});

describe('a package on its way in print', () => {
  test('says what is not appraised, not approved, and shows no figure for it', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.vhtt', [aLine({ activity: 'c.1', unitPrice: '45.000.000' })]);
    await office.lock();
    const culture = await aPortal(office).as('tg.vhtt.cv');
    const { text } = await culture.get(print);
    for (const said of ['chưa thẩm định', 'chưa phê duyệt', 'Chưa có quyết định phê duyệt.', 'chưa tổng hợp xong'])
      expect(text).toContain(said);
    expect(text).toContain('đang ở bước Tổng hợp (Phòng VHTT)');
    expect(text).toContain('<td class="money" data-of="Thẩm định"></td><td class="money" data-of="Chênh lệch"></td>');
    expect(text).toContain('Mã nội dung đã chốt, chưa ký');
    const english = await aPortal(office).as('tg.vhtt.cv', { language: 'en' });
    expect((await english.get(print)).text).toContain('not yet appraised');
  });

  test('figures in hand are marked unsigned, and the content has no code yet', async () => {
    const office = await atFinance();
    await cutAsInScenario10(office);
    const { text } = await (await aPortal(office).as('tg.ubnd.ct')).get(`${print}?in=thousand`);
    expect(text).toContain('đang xét, chưa ký');
    expect(text).toContain('Số liệu đang được nhập nên chưa có mã nội dung.');
    expect(text).toContain('>38.000<');
    expect(text).toContain('>−7.000<');
    expect(text).toContain('Đơn vị tính: nghìn đồng');
  });

  test('a difference that its row’s rounded figures do not give has the note of rounding', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.vhtt', [aLine({ activity: 'c.1', unitPrice: '1.000.600' })]);
    await office.lock();
    await office.forward('synthesis');
    const finance = await aPortal(office).as('tg.tckh.cv');
    const note = 'do làm tròn';
    expect((await finance.get(`${print}?in=thousand`)).text).not.toContain(note);
    const cut = { no: 1, amount: 1_000_400, reason: 'Làm tròn' };
    await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.vhtt', [cut]));
    expect((await finance.get(`${print}?in=thousand`)).text).toContain(note);
    expect((await finance.get(print)).text).not.toContain(note);
  });

  test('has files with their size, short hash and who attached them, norms, memos, and everything escaped', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.vhtt', [
      aLine({
        activity: 'c.2',
        content: 'Thù lao giảng viên <b>',
        measure: 'buổi',
        unitPrice: '2.500.000',
        basis: '"&',
      }),
      aLine({ activity: 'c.6', content: 'Diễn đàn', unitPrice: '3.000.000' }),
      aLine({ activity: 'c.6', content: 'Phần các xã', unitPrice: '9.000.000', source: 'commune_budget' }),
    ]);
    const quote = attachToEstimate(office, 'tg.vhtt', null, 'Báo giá <1>.pdf');
    await office.act('tg.vhtt.cv', quote);
    await office.lock();
    const paper = attachToStage(office, 'synthesis');
    await office.act('tg.vhtt.cv', paper);
    const { text } = await (await aPortal(office).as('tg.vhtt.cv')).get(print);
    expect(text).toContain('Thù lao giảng viên &lt;b&gt;');
    expect(text).toContain('&quot;&amp;');
    expect(text).not.toContain('viên <b>');
    expect(text).toContain('Cao hơn định mức');
    expect(text).toContain('để biết, ngoài tổng');
    expect(text).toContain('Ngân sách xã tự chi (để biết, không cộng vào tổng)');
    for (const { sha256 } of [quote, paper]) expect(text).toContain(`<code>${sha256.slice(0, 12)}</code>`);
    expect(wordsOf(text)).toContain('Phòng VHTT: Cả dự toán 1 kB');
    expect(text).not.toContain('14.500.000');
  });
});

const seenPrint = async () => {
  const office = await aWholeRound();
  const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('tg.ubnd.ct') };
  const found = await printView(office.ports, session, office.pkg);
  if (found.kind !== 'seen') throw new Error('The Committee sees its package.');
  return found.view;
};

/** Each part's page of a package of these units, as bytes of the JSON that Lambda answers with. */
const pagesOf = async (units: readonly UnitFigures[]) => {
  const view = { ...(await seenPrint()), all: units };
  const visit: Visit = { language: 'vi', t: messagesIn('vi'), visitor: undefined, here: '/', done: undefined };
  const page = async (n: number) => {
    const parts = partOf(n, view.reach);
    parts.take(units);
    const done = parts.done();
    const text = String(await printPage(visit, { ...view, ...done }, 'dong'));
    return { ...done.part, text, bytes: Buffer.byteLength(JSON.stringify(text)) };
  };
  const first = await page(1);
  const others = Array.from({ length: first.of - 1 }, (_, index) => page(index + 2));
  return [first, ...(await Promise.all(others))];
};

describe('a long package', () => {
  test('500 units with 20,000 lines come in parts that Lambda can answer, each saying which it is', async () => {
    const pages = await pagesOf(await manyUnits(500, 40));
    expect(pages.length).toBeGreaterThan(2);
    for (const { n, of, text, bytes } of pages) {
      expect(bytes).toBeLessThan(LAMBDA_BYTES);
      expect(text).toContain(`phần ${n}/${of}</h1>`);
      expect(text).toContain(`?in=dong&amp;part=${of}"`);
      expect(text.includes('<h2 id="summary">')).toBe(n === 1);
      expect(text.includes('<h2 id="course">')).toBe(n === of);
    }
    const rows = pages.reduce(
      (count, { text }) => count + text.split('Thuê hội trường, in tài liệu</th>').length - 1,
      0,
    );
    expect(rows).toBe(20_000);
  });

  test('so does one unit whose every text is as long as may be, and all of it to be escaped', async () => {
    const pages = await pagesOf(await manyUnits(1, 300, '"'.repeat(500)));
    expect(pages.length).toBeGreaterThan(1);
    for (const { bytes } of pages) expect(bytes).toBeLessThan(LAMBDA_BYTES);
    expect(pages[1]?.text).toContain('(tiếp theo)');
  });

  test('through the portal too: the parts of a real package hold each of its lines once', async () => {
    const office = await anOffice();
    await office.open();
    const lines = (activity: string) =>
      Array.from({ length: 900 }, (_, index) =>
        aLine({ activity, content: `Mục ${activity} ${index + 1}: ${'ề'.repeat(440)}`, basis: 'ề'.repeat(490) }),
      );
    await office.submit('tg.vhtt', lines('c.1'));
    await office.submit('tg.hd', lines('f'));
    await office.lock();
    const culture = await aPortal(office).as('tg.vhtt.cv');
    const first = await culture.get(print);
    const of = Number(/phần 1\/(\d+)<\/h1>/.exec(first.text)?.[1]);
    expect(of).toBeGreaterThan(1);
    const texts = [first.text];
    for (let n = 2; n <= of; n += 1) texts.push((await culture.get(`${print}?part=${n}`)).text);
    for (const text of texts) {
      expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(LAMBDA_BYTES);
      expect(text).not.toContain('do làm tròn');
    }
    const found = texts.flatMap((text) => [...text.matchAll(/Mục (c\.1|f) (\d+):/g)].map(([, a, n]) => `${a} ${n}`));
    expect([found.length, new Set(found).size]).toEqual([1800, 1800]);
    const beyond = await culture.get(`${print}?part=99`);
    expect(beyond.text).toContain(`phần ${of}/${of}</h1>`);
  });
});
