import { expect, it } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { messagesIn } from '../../shared/contracts/messages/messages.ts';
import { aBrowser } from '../support/browser.ts';
import { openRuntime } from './open-runtime.ts';
import { typedLines } from './people-on-pages.ts';
import { packageP } from '../support/package-p.ts';

const PLAN = 'tay-giang-2021-2025';
const t = messagesIn('vi');

it('without the demonstration: people sign in by mail, act by a mailed link and code, and sign out everywhere', async () => {
  const { runtime, faults } = await openRuntime(PLAN, { demonstration: false });
  const settle = () => runtime.timeline.settled();
  const newest = async (to: string) => {
    const [found] = runtime.mailbox.list({ to, most: 1 });
    return found === undefined ? undefined : runtime.mailbox.read(found.number);
  };
  const linkTo = async (to: string, pattern: RegExp): Promise<string> =>
    pattern.exec((await newest(to))?.text ?? '')?.[0] ?? '';

  const culture = aBrowser(runtime.portalUrl);
  await culture.open('/?lang=vi');
  expect(culture.page().url.pathname).toBe('/sign-in/by-mail');
  expect(culture.page().text).not.toContain('Đóng vai');
  await culture.submit(t.signIn.send, { address: 'CV.vhtt@tay-giang.example' });
  await settle();
  expect(culture.page().text).toContain(t.signIn.sent.title);
  await culture.open(await linkTo('cv.vhtt@tay-giang.example', /http:\S+\/sign-in\/by-mail\/\S+/));
  await culture.submit(t.signIn.open.enter);
  expect(culture.page().text).toContain('Chuyên viên Phòng VHTT');
  await culture.follow(t.home.newRound);
  await culture.submit(t.round.open, { year: '2022' });
  await settle();

  // A stranger to every plan is told the same, and nothing is mailed.
  const mails = runtime.mailbox.count();
  const nobody = aBrowser(runtime.portalUrl);
  await nobody.open('/sign-in');
  await nobody.submit(t.signIn.send, { address: 'nobody@tay-giang.example' });
  await settle();
  expect(nobody.page().text).toContain(t.signIn.sent.title);
  expect(runtime.mailbox.count()).toBe(mails);

  const unit = aBrowser(runtime.portalUrl);
  await unit.open(await linkTo('cv.kt@tay-giang.example', /http:\S+\/t\/\S+/));
  await unit.submit(t.signIn.code.send, { address: 'cv.kt@tay-giang.example' });
  await settle();
  const digits = /Mã: (\d{6})/.exec((await newest('cv.kt@tay-giang.example'))?.text ?? '')?.[1] ?? '';
  await unit.submit(t.signIn.code.enter, { code: digits });
  await unit.submit(t.estimate.submit, typedLines(packageP['tg.kt']));
  await settle();
  expect(unit.page().url.searchParams.get('done')).toBe('submitted');

  await culture.open('/sessions');
  await culture.submit(t.signIn.sessions.endAll);
  await culture.open('/');
  expect(culture.page().url.pathname).toBe('/sign-in/by-mail');

  const { Items: items = [] } = await localClient(runtime.endpointUrl).send(
    new ScanCommand({ TableName: runtime.tables.operations }),
  );
  expect(JSON.stringify(items)).not.toContain(digits.length === 6 ? `"${digits}"` : '');
  expect(faults).toEqual([]);
});
