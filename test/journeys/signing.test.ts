import { expect, it } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { messagesIn } from '../../shared/contracts/messages/messages.ts';
import { aBrowser, type Browser } from '../support/browser.ts';
import { aLine } from '../support/package-p.ts';
import { openRuntime } from './open-runtime.ts';
import { typedLines } from './people-on-pages.ts';

const PLAN = 'tam-ky-2021-2025';
const t = messagesIn('vi');

it('Tam Kỳ: officers prepare, heads sign from their mailed task, the chair lends his signature, by clicking', async () => {
  const { runtime, faults } = await openRuntime(PLAN);
  const settle = () => runtime.timeline.settled();
  const as = async (person: string): Promise<Browser> => {
    const browser = aBrowser(runtime.portalUrl);
    await browser.open(`/sign-in?plan=${PLAN}&lang=vi`);
    await browser.submit('Đóng vai', {}, { person });
    return browser;
  };
  const onTask = async (person: string, kind: RegExp): Promise<Browser> => {
    const browser = await as(person);
    await browser.follow(kind);
    return browser;
  };
  const press = async (browser: Browser, label: string, typed: Readonly<Record<string, string>> = {}) => {
    const page = await browser.submit(label, typed);
    await settle();
    return page.url.searchParams.get('done');
  };

  const standing = await as('tk.vhtt.cv');
  await standing.follow(t.home.newRound);
  expect(await press(standing, t.round.open, { year: '2022' })).toBe('opened');

  const lines = typedLines([aLine({ activity: 'c.2', unitPrice: '18.600.000' })]);
  expect(await press(await onTask('tk.kt.cv', /^\/tasks\/estimate/), t.signing.layBefore, lines)).toBe('forSignature');
  const [letter] = runtime.mailbox.list({ most: 1000 });
  expect(letter).toMatchObject({ to: ['truong.kt@tam-ky.example'] });
  const mail = letter === undefined ? undefined : await runtime.mailbox.read(letter.number);
  const head = aBrowser(runtime.portalUrl);
  await head.open(/http:\/\/127\.0\.0\.1:\d+\/t\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
  await head.follow(/^\/sign-in/);
  await head.submit('Đóng vai người này');
  expect(head.page().text).toContain('18.600.000');
  expect(await press(head, t.signing.sign)).toBe('signed');

  expect(await press(await onTask('tk.vhtt.cv', /^\/tasks\/lock/), t.round.lock)).toBe('locked');
  expect(await press(await onTask('tk.vhtt.cv', /^\/tasks\/synthesis/), t.signing.layBefore)).toBe('forSignature');
  expect(await press(await onTask('tk.vhtt.truong', /^\/tasks\/synthesis/), t.signing.sign)).toBe('signed');

  const lay = async (): Promise<string | null> => {
    const officer = await onTask('tk.tckh.cv', /^\/tasks\/appraisal/);
    await officer.submit(t.decision.toSign);
    return press(officer, t.signing.lay('18.600.000 đ'));
  };
  expect(await lay()).toBe('forSignature');
  const finance = await onTask('tk.tckh.truong', /^\/tasks\/appraisal/);
  expect(await press(finance, t.signing.handBack, { remark: 'Xem lại định mức' })).toBe('handedBack');
  expect((await as('tk.tckh.cv')).page().text).toContain('Xem lại định mức');
  expect(await lay()).toBe('forSignature');
  expect(await press(await onTask('tk.tckh.truong', /^\/tasks\/appraisal/), t.signing.sign)).toBe('signed');

  const chair = await as('tk.ubnd.ct');
  await chair.follow(t.signing.authorisations);
  const days = { date: '14/02/2022', from: '14/02/2022', until: '18/02/2022' };
  const paper = { recipient: 'tk.vp.cvp', number: '12/GUQ-UBND', works: 'approval', ...days };
  expect(await press(chair, t.signing.record, paper)).toBe('authorised');
  const holder = await onTask('tk.vp.cvp', /^\/tasks\/approval/);
  await holder.submit(t.decision.continue, { choice: 'pass' });
  expect(holder.page().text).toContain('12/GUQ-UBND');
  const decision = { number: '145/QĐ-UBND', date: '14/02/2022' };
  expect(await press(holder, t.decision.sign('18.600.000 đ'), decision)).toBe('approved');
  expect(holder.page().text).toContain('TUQ.');

  const toChair = runtime.mailbox.list({ most: 1000 }).filter(({ to }) => to.includes('ct.ubnd@tam-ky.example'));
  expect(toChair.map(({ subject }) => subject).join('\n')).toContain('đã ký theo ủy quyền của ông/bà');
  const { faults: off } = await verifyStore(dynamoScan(localClient(runtime.endpointUrl), runtime.tables), sha256);
  expect([off, faults]).toEqual([[], []]);
}, 120_000);
