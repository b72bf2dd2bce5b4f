import { describe, expect, it } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { messagesIn } from '../../shared/contracts/messages/messages.ts';
import type { Language } from '../../shared/domain/text.ts';
import { aBrowser, type Browser, type Typed } from '../support/browser.ts';
import { openRuntime } from './open-runtime.ts';

const actAs = { vi: 'Đóng vai', en: 'Act as' };
const actAsThis = { vi: 'Đóng vai người này', en: 'Act as this person' };
const switchTo = { vi: 'Tiếng Việt', en: 'English' };

/** The offices of a plan at their browsers, in one language, from a moment on. */
const offices = async (plan: string, clock: string, language: Language) => {
  const { runtime, faults } = await openRuntime(plan, { clock });
  const t = messagesIn(language);
  const settle = () => runtime.timeline.settled();

  const inLanguage = async (browser: Browser): Promise<Browser> => {
    if (browser.page().language !== language) await browser.submit(switchTo[language]);
    return browser;
  };
  const as = async (person: string): Promise<Browser> => {
    const browser = aBrowser(runtime.portalUrl);
    await browser.open(`/sign-in?plan=${plan}&lang=${language}`);
    await browser.submit(actAs[language], {}, { person });
    return inLanguage(browser);
  };

  /** What a person was mailed last, opened at its link; who follows it signs in and is where the work is. */
  const byMail = async (address: string): Promise<Browser> => {
    const letter = runtime.mailbox.list({ most: 1000 }).find(({ to }) => to.includes(address));
    const mail = letter && (await runtime.mailbox.read(letter.number));
    const browser = aBrowser(runtime.portalUrl);
    await browser.open(/http:\/\/127\.0\.0\.1:\d+\/t\/\S+/.exec(mail?.text ?? '')?.[0] ?? '/nothing-mailed');
    await browser.follow(/^\/sign-in/);
    const label = browser.page().language === 'vi' ? actAsThis.vi : actAsThis.en;
    await browser.submit(label);
    return inLanguage(browser);
  };

  const press = async (browser: Browser, label: string, typed: Typed = {}, having: Typed = {}) => {
    const page = await browser.submit(label, typed, having);
    await settle();
    return page.url.searchParams.get('done') ?? page.status;
  };

  const stepTo = (moment: string) => runtime.timeline.stepTo(new Date(`${moment}:00+07:00`));

  const sound = async (): Promise<void> => {
    const { faults: off } = await verifyStore(dynamoScan(localClient(runtime.endpointUrl), runtime.tables), sha256);
    expect([off, faults]).toEqual([[], []]);
  };
  return { t, as, byMail, press, stepTo, sound };
};

type Offices = Awaited<ReturnType<typeof offices>>;

/** What was typed and refused is still in the form, field by field. */
const keeps = (browser: Browser, typed: Typed): boolean => {
  const controls = browser.page().forms.flatMap((form) => form.controls);
  return Object.entries(typed).every(([name, value]) =>
    controls.some((control) => control.name === name && control.value === value),
  );
};

/** Every activity of the form under way. */
const allUnderWay = (browser: Browser): Typed =>
  Object.fromEntries(
    browser
      .page()
      .forms.flatMap(({ controls }) => controls)
      .flatMap(({ name }) => (name.endsWith('.progress') ? [[name, 'under-way']] : [])),
  );

/** The office writes, its head signs, the office records the paper. */
const sendUp = async (
  { t, as, press }: Offices,
  edition: string,
  { officer, head, number, date }: { readonly [key in 'officer' | 'head' | 'number' | 'date']: string },
): Promise<void> => {
  const writer = await as(officer);
  await writer.open(edition);
  await writer.follow(t.edition.toSend);
  expect(await press(writer, t.edition.finish, { narrative: 'Các đơn vị thực hiện đúng kế hoạch.' })).toBe(
    'forSignature',
  );
  const signer = await as(head);
  await signer.follow(/^\/tasks\//);
  expect(await press(signer, t.edition.sign)).toBe('signed');
  const sender = await as(officer);
  await sender.open(`${edition}/send`);
  expect(await press(sender, t.edition.send, { number, date, channel: 'document-system' })).toBe('sentUp');
};

describe.each(['vi', 'en'] satisfies Language[])('the reporting cycle by clicking, in %s', (language) => {
  it('Sơn Dương, without a chain: opened by its date, asked about, late and nil, put together, sent up, received', async () => {
    const all = await offices('son-duong-10-10-2022', '2022-10-11T01:00:00Z', language);
    const { t, as, byMail, press, stepTo, sound } = all;

    await stepTo('2022-10-11T08:30');
    const officer = await byMail('vc.tt@son-duong.example');
    const figures = { 'rows[0].planned': '10', 'rows[0].done': '12', summary: 'Đã phát 12 chương trình.' };
    const typed = { ...allUnderWay(officer), ...figures };
    expect(await press(officer, t.report.file, typed)).toBe(422);
    expect(keeps(officer, typed)).toBe(true);
    const asked = { 'rows[0].remark': 'Phát thêm 2 chương trình trong tuần cao điểm' };
    expect(await press(officer, t.report.file, asked)).toBe('forSignature');
    expect(await press(await byMail('gd.tt@son-duong.example'), t.report.sign)).toBe('signed');

    await stepTo('2022-10-13T09:00');
    const late = await as('sd.vhtt.cv');
    await late.follow(/^\/tasks\/report/);
    expect(await press(late, t.report.nil, {})).toBe(422);
    expect(await press(late, t.report.nil, { reason: 'Phòng không chủ trì hoạt động nào' })).toBe('forSignature');
    expect(await press(await byMail('truong.vhtt@son-duong.example'), t.report.sign)).toBe('signed');
    await stepTo('2022-10-13T10:00');

    const office = await as('sd.vhtt.cv');
    await office.open('/cycles');
    await office.follow(/^\/cycles\/son-duong.*sd\.re/);
    expect(office.page().text).toContain(t.report.late(1));
    await office.follow(t.edition.other(1));
    const edition = office.page().url.pathname;
    expect(office.page().text).toContain('Phát thêm 2 chương trình');
    await office.follow(/\/numbers\/4\.1\.b\.1$/);
    await office.follow(/^\/returns\/.*\/versions\/1$/);
    expect(office.page().text).toContain('Phát thêm 2 chương trình');

    await sendUp(all, edition, {
      officer: 'sd.vhtt.cv',
      head: 'sd.vhtt.truong',
      number: '52/BC-VHTT',
      date: '13/10/2022',
    });
    const committee = await byMail('ct.ubnd@son-duong.example');
    expect(await press(committee, t.edition.confirm, {}, { recipient: 'sd.ubnd' })).toBe('receiptRecorded');
    const sender = await as('sd.vhtt.cv');
    await sender.open(`${edition}/send`);
    expect(await press(sender, t.edition.confirm, {}, { recipient: 'sd.stttt' })).toBe(422);
    const incoming = { incoming: '1207' };
    expect(await press(sender, t.edition.confirm, incoming, { recipient: 'sd.stttt' })).toBe('receiptRecorded');
    expect(sender.page().text).toContain('1207');
    expect(sender.page().text).not.toContain(t.edition.notReceived);
    await sound();
  }, 120_000);

  it('Tây Giang, with a chain: a request, a target, nil, one missing, a second edition, sent up and received', async () => {
    const all = await offices('tay-giang-2021-2025', '2022-09-05T01:00:00Z', language);
    const { t, as, byMail, press, stepTo, sound } = all;

    const asker = await as('tg.vhtt.cv');
    await asker.open('/cycles/new?obligation=tg.rx');
    const asks = 'Báo cáo tình hình chuẩn bị Ngày chuyển đổi số quốc gia';
    const members = { 'members.tg.xa': ['tg.lang', 'tg.dang', 'tg.trhy'], 'members.tg.cq': ['tg.tt'] };
    const past = { asks, from: '01/01/2022', to: '05/09/2022', due: '01/09/2022', cutOff: '14/09/2022' };
    expect(await press(asker, t.report.open, { ...past, ...members })).toBe(422);
    expect(asker.page().html).toContain(asks);
    expect(await press(asker, t.report.open, { due: '12/09/2022' })).toBe('cycleOpened');
    const cycle = asker.page().url.pathname;

    const commune = await byMail('cc.lang@tay-giang.example');
    const rows = { 'rows[0].progress': 'done', 'rows[1].progress': 'under-way', 'rows[1].done': '3' };
    const wrong = { 'targets[2].reached': '5', 'targets[2].of': '4' };
    expect(await press(commune, t.report.file, { ...rows, ...wrong })).toBe(422);
    expect(keeps(commune, { ...rows, ...wrong })).toBe(true);
    expect(await press(commune, t.report.file, { 'targets[2].of': '6' })).toBe('forSignature');
    expect(await press(await byMail('ct.lang@tay-giang.example'), t.report.sign)).toBe('signed');

    const nil = await byMail('cc.trhy@tay-giang.example');
    expect(await press(nil, t.report.nil, { reason: 'Chưa bố trí được kinh phí' })).toBe('forSignature');
    expect(await press(await byMail('ct.trhy@tay-giang.example'), t.report.sign)).toBe('signed');
    const centre = await as('tg.tt.vc');
    await centre.follow(/^\/tasks\/report/);
    expect(await press(centre, t.report.file, allUnderWay(centre))).toBe('forSignature');
    expect(await press(await byMail('gd.tt@tay-giang.example'), t.report.sign)).toBe('signed');

    await stepTo('2022-09-15T08:00');
    const first = await as('tg.vhtt.cv');
    await first.open(`${cycle}/editions/1`);
    expect(first.page().text).toContain(t.report.came.missing);
    expect(first.page().text).toContain(t.report.came.nil);
    await first.follow(/\/targets\/t3$/);
    await first.follow(/^\/returns\/.*tg\.lang.*\/versions\/1$/);
    expect(first.page().text).toContain(t.report.reachedText(5, 6, 833));

    const late = await as('tg.dang.cc');
    await late.open('/cycles?year=2022');
    await late.follow(t.report.cycleTitle('ad_hoc', 2022, 1));
    await late.follow(/^\/returns\/.*tg\.dang$/);
    expect(late.page().text).toContain(t.report.amends);
    const more = { 'rows[0].progress': 'done', 'rows[1].progress': 'done', 'rows[1].done': '4' };
    expect(await press(late, t.report.file, more)).toBe('forSignature');
    expect(await press(await byMail('ct.dang@tay-giang.example'), t.report.sign)).toBe('signed');

    const office = await as('tg.vhtt.cv');
    await office.open(`${cycle}/editions/1`);
    expect(await press(office, t.edition.order)).toBe('editionOrdered');
    await office.open(`${cycle}/editions/2`);
    expect(office.page().text).toContain(t.edition.kinds.supplements);
    expect(office.page().text).toContain(t.edition.inBefore('3'));
    await sendUp(all, `${cycle}/editions/2`, {
      officer: 'tg.vhtt.cv',
      head: 'tg.vhtt.truong',
      number: '58/BC-VHTT',
      date: '15/09/2022',
    });
    const committee = await byMail('ct.ubnd@tay-giang.example');
    expect(await press(committee, t.edition.confirm)).toBe('receiptRecorded');

    await office.open(`${cycle}/editions/2`);
    await office.follow(t.totals.title('ad_hoc'));
    await office.follow(/\/totals\/c\.6\?/);
    expect(office.page().text).toMatch(/Dang.* 4 .*Lăng.* 3 /u);
    await sound();
  }, 120_000);
});
