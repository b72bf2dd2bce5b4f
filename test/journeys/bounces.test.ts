import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { expect, it, onTestFinished } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { aBrowser } from '../support/browser.ts';
import { anHttpsProxy } from '../support/https-proxy.ts';
import { aMailServer } from '../support/mail-server.ts';
import { officePlan } from '../support/office-plan.ts';
import { packageP } from '../support/package-p.ts';
import { openRuntime, signedIn } from './open-runtime.ts';
import { peopleOnPages, PLAN, typedLines } from './people-on-pages.ts';
import { aFolder } from './started-runtime.ts';

const lettersTo = (runtime: Runtime, to: string) => runtime.mailbox.list({ to, most: 100 });

/** The text of the last mail to somebody. */
const lastText = async (runtime: Runtime, to: string): Promise<string> => {
  const [letter] = lettersTo(runtime, to);
  const mail = letter === undefined ? undefined : await runtime.mailbox.read(letter.number);
  if (mail?.text === undefined) throw new Error(`There is no mail to ${to}.`);
  return mail.text;
};

const off = async ({ endpointUrl, tables }: Runtime) =>
  (await verifyStore(dynamoScan(localClient(endpointUrl), tables), sha256)).faults;

it('an address is gone: the office is told, the next person gets the task by mail, files it from there, and the address is tried again', async () => {
  const { runtime, faults } = await openRuntime(PLAN);
  const settle = () => runtime.timeline.settled();
  const people = peopleOnPages(runtime.portalUrl, 'vi', settle);
  const { t } = people;
  await people.openRound();
  const officer = 'cv.kt@tay-giang.example';
  const head = 'truong.kt@tay-giang.example';
  const [letter] = lettersTo(runtime, officer);
  expect(lettersTo(runtime, head)).toEqual([]);

  const mailbox = aBrowser(runtime.portalUrl);
  await mailbox.open(`/mailbox/${letter?.number}?lang=vi`);
  await mailbox.submit('Người nhận vắng, tự động trả lời');
  await settle();
  expect(lettersTo(runtime, head)).toEqual([]);
  for (let time = 0; time < 2; time += 1) {
    await mailbox.submit('Địa chỉ không còn');
    await settle();
  }
  expect(lettersTo(runtime, head).map(({ subject }) => subject)).toEqual([letter?.subject]);
  const told = await lastText(runtime, 'cv.vhtt@tay-giang.example');
  expect(told).toContain(officer);
  const page = /http:\/\/127\.0\.0\.1:\d+(\/unreached)/.exec(told)?.[1] ?? '';

  const next = aBrowser(runtime.portalUrl);
  await next.open(/http:\/\/127\.0\.0\.1:\d+\/t\/\S+/.exec(await lastText(runtime, head))?.[0] ?? '');
  await next.follow(/^\/sign-in/);
  await next.submit('Đóng vai người này');
  const filed = await next.submit(t.estimate.submit, typedLines(packageP['tg.kt']));
  expect(filed.url.searchParams.get('done')).toBe('submitted');
  await settle();

  const standing = await people.as('tg.vhtt.cv');
  expect(standing.page().text).toContain('1 địa chỉ không nhận thư');
  await standing.open(page);
  expect(standing.page().text).toContain(officer);
  await standing.submit('Gửi lại');
  expect(standing.page().text).toContain('Mọi địa chỉ của kế hoạch này đều nhận thư.');

  const before = lettersTo(runtime, officer).length;
  const recalled = await people.as('tg.kt.truong');
  await recalled.open(`/estimates/${PLAN}.2022:tg.kt`);
  await recalled.submit(t.estimate.recall);
  await settle();
  expect(lettersTo(runtime, officer)).toHaveLength(before + 1);
  expect([await off(runtime), faults]).toEqual([[], []]);
}, 120_000);

it('an address of SES’s simulator does on a laptop what it does on AWS', async () => {
  const plan = path.join(aFolder(), 'plan.json');
  const file = readFileSync(path.resolve('shared/plans', `${PLAN}.json`), 'utf8');
  writeFileSync(
    plan,
    file
      .replace('cv.kt@tay-giang.example', 'bounce@simulator.amazonses.com')
      .replace('cv.gd@tay-giang.example', 'complaint@simulator.amazonses.com')
      .replace('cv.nn@tay-giang.example', 'ooto@simulator.amazonses.com'),
  );
  const { runtime, faults } = await openRuntime(plan);
  const people = peopleOnPages(runtime.portalUrl, 'vi', () => runtime.timeline.settled());
  await people.openRound();
  expect(['kt', 'gd', 'nn'].map((unit) => lettersTo(runtime, `truong.${unit}@tay-giang.example`).length)).toEqual([
    1, 1, 0,
  ]);
  const standing = await people.as('tg.vhtt.cv');
  await standing.open('/unreached');
  expect(standing.page().text).toContain('Thư bị trả lại');
  expect(standing.page().text).toContain('Người nhận báo là thư rác');
  expect(standing.page().text).not.toContain('ooto@');
  expect(faults).toEqual([]);
}, 120_000);

it('a malformed notice is tried three times, waits with the dead letters, and changes nothing', async () => {
  const { runtime, faults } = await openRuntime(PLAN);
  const heard = await fetch(`${runtime.endpointUrl}/2015-03-31/functions/trinh-hear-feedback/invocations`, {
    method: 'POST',
    headers: { 'x-amz-invocation-type': 'Event' },
    body: JSON.stringify({ Records: [{ Sns: { Message: '{"eventType":"Bounce"}' } }] }),
  });
  expect(heard.status).toBe(202);
  await runtime.timeline.stepTo(new Date('2022-02-14T02:00:00Z'));
  const dead = runtime.queues.names.find((name) => name.startsWith('MailFeedbackDead')) ?? '';
  expect(runtime.queues.counts(dead)).toEqual({ visible: 1, hidden: 0 });
  expect(faults).toHaveLength(3);
  for (const fault of faults) expect(fault).toContain('mail: invalid_type');
  const standing = await peopleOnPages(runtime.portalUrl, 'vi', () => runtime.timeline.settled()).as('tg.vhtt.cv');
  await standing.open('/unreached');
  expect(standing.page().text).toContain('Mọi địa chỉ của kế hoạch này đều nhận thư.');
  expect(await off(runtime)).toEqual([]);
}, 60_000);

it('what an office’s mail server refuses for good is the same: told once, the mail goes on, and a restart repeats nothing', async () => {
  const server = await aMailServer();
  server.moods.recipients.set('cv.kt@tay-giang.gov.vn', 550);
  const data = path.join(aFolder(), 'data');
  const start = async (plan?: string) => {
    const proxy = await anHttpsProxy();
    const lines: string[] = [];
    const runtime = await startRuntime({
      data,
      frozen: true,
      clock: new Date('2022-02-14T01:00:00Z'),
      plan,
      office: {
        publicUrl: new URL(proxy.url),
        sender: 'trinh@tg.gov.vn',
        smtp: { host: '127.0.0.1', port: server.port, tls: 'as-offered', login: undefined },
        diskFloor: 0,
      },
      onLine: (line) => lines.push(line),
    });
    onTestFinished(() => runtime.stop());
    proxy.to(runtime.listensAt);
    return { runtime, lines };
  };
  const { runtime, lines } = await start(officePlan());
  const enter = (on: Runtime) => (person: string) => signedIn(on, PLAN, person);
  const settle = () => runtime.timeline.settled();
  await peopleOnPages(runtime.portalUrl, 'vi', settle, enter(runtime)).openRound();
  const got = (to: string) => server.got.filter((letter) => letter.to.includes(to));
  expect(got('truong.kt@tay-giang.gov.vn')).toHaveLength(1);
  expect(got('cv.kt@tay-giang.gov.vn')).toEqual([]);
  const told = got('cv.vhtt@tay-giang.gov.vn').map(({ raw }) => PostalMime.parse(raw));
  const subjects = (await Promise.all(told)).map(({ subject }) => subject ?? '');
  expect(subjects.filter((subject) => subject.startsWith('Kiểm tra địa chỉ thư của'))).toHaveLength(1);
  expect(lines).toEqual([expect.stringMatching(/was refused by the mail server \(550\)/)]);

  const standing = await enter(runtime)('tg.vhtt.cv');
  await standing.open('/unreached');
  expect(standing.page().text).toContain('smtp; 550');
  await standing.follow('Từng thư chưa gửi được');
  expect(standing.page().text).toContain('Máy chủ thư từ chối (550)');
  await standing.follow('Địa chỉ không nhận thư');

  const sent = server.got.length;
  // As after a crash between the telling and the settling: the letter is tried, refused and told of once more.
  runtime.database.exec("UPDATE outbox SET state = 'waiting' WHERE state = 'refused'");
  await runtime.stop();
  const again = await start();
  await again.runtime.timeline.settled();
  expect(again.lines).toEqual(lines);
  expect(server.got).toHaveLength(sent);
  expect(await off(again.runtime)).toEqual([]);
}, 120_000);
