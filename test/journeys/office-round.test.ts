import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { expect, it, onTestFinished } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { readPlans } from '../../infra/local/plan-files.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { signPolicy } from '../../shared/adapters/sigv4.ts';
import { anHttpsProxy } from '../support/https-proxy.ts';
import { aMailServer } from '../support/mail-server.ts';
import { officePlan } from '../support/office-plan.ts';
import { proposing } from '../support/package-p.ts';
import { aPdf } from '../support/sample-files.ts';
import { signedIn } from './open-runtime.ts';
import { peopleOnPages, PLAN } from './people-on-pages.ts';
import { aFolder, outcome } from './started-runtime.ts';

const morning = new Date('2022-02-14T01:00:00Z');

/** An office's server behind its proxy, its mail on its way to `mailPort`, with a clock that the test moves. */
const openOffice = async (data: string, mailPort: number, plan?: string) => {
  const proxy = await anHttpsProxy();
  const lines: string[] = [];
  const runtime = await startRuntime({
    data,
    frozen: true,
    clock: morning,
    plan,
    office: {
      publicUrl: new URL(proxy.url),
      sender: 'trinh@tg.gov.vn',
      smtp: { host: '127.0.0.1', port: mailPort, tls: 'as-offered', login: undefined },
      diskFloor: 0,
    },
    onLine: (line) => lines.push(line),
  });
  onTestFinished(() => runtime.stop());
  proxy.to(runtime.listensAt);
  return { runtime, lines };
};

const journalOf = async ({ endpointUrl, tables }: Runtime): Promise<string[]> => {
  const seen: string[] = [];
  for await (const { stream, seq, hash } of dynamoScan(localClient(endpointUrl), tables).journal())
    seen.push(`${stream} ${seq} ${hash}`);
  return seen.toSorted();
};

it('an office runs a round with real mail behind its proxy, backs it up meanwhile, and finds it again elsewhere', async () => {
  const mails = await aMailServer();
  const plan = officePlan();
  const data = path.join(aFolder(), 'data');
  const { runtime, lines } = await openOffice(data, mails.port, plan);
  const settle = () => runtime.timeline.settled();
  const people = peopleOnPages(runtime.portalUrl, 'vi', settle, (person) => signedIn(runtime, plan, person));

  await people.openRound();
  for (const unit of proposing) await people.file(unit);

  // A file goes in and comes out under the public address, signed by a secret of this server's own.
  const { files } = people.t;
  const unit = await people.as('tg.tt.vc');
  await unit.open(`/estimates/${PLAN}.2022%3Atg.tt`);
  await unit.follow(files.add);
  const form = unit.page().forms.find(({ action }) => action.startsWith(`${runtime.portalUrl}/`));
  expect(form?.action).toMatch(/^https:\/\/localhost:\d+\/[^/]+\/$/);
  const quote = aPdf('Báo giá');
  await unit.upload(files.upload, new File([Uint8Array.from(quote)], 'Báo giá.pdf'));
  await people.done(await unit.submit(files.attach, { about: '3' }), 'attached');
  expect((await unit.download('Báo giá.pdf')).bytes).toEqual(quote);

  const { complained, said, code } = await outcome(
    'backup/backup',
    '--data',
    data,
    '--to',
    path.join(data, '..', 'b.tar'),
  );
  expect([code, complained]).toEqual([0, '']);
  expect(said).toMatch(/every one verifies\.\n.*b\.tar: \d+ bytes, whole and verified\./);
  const atBackup = await journalOf(runtime);
  const shown = await people.as('tg.vhtt.cv');
  const roundThen = (await shown.open(`/rounds/${PLAN}.2022`)).text;

  await people.signNil();
  expect(await journalOf(runtime)).not.toEqual(atBackup);
  expect(runtime.mailbox.count()).toBe(mails.got.length);
  const first = await PostalMime.parse(mails.got[0]?.raw ?? '');
  expect(first.from?.address).toBe('trinh@tg.gov.vn');
  expect(first.to?.[0]?.address).toMatch(/@tay-giang\.gov\.vn$/);
  for (const { raw } of mails.got) {
    const { text = '', html = '' } = await PostalMime.parse(raw);
    const links = [...new Set(`${text} ${html}`.match(/https?:\/\/[^\s"<>]+/g))];
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !link.startsWith(`${runtime.portalUrl}/`))).toEqual([]);
    expect((await fetch(links[0] ?? '', { redirect: 'manual' })).status).toBeLessThan(400);
  }
  expect(lines).toEqual([]);
  await runtime.stop();

  const elsewhere = path.join(aFolder(), 'new', 'data');
  const restored = await outcome('backup/restore', '--from', path.join(data, '..', 'b.tar'), '--data', elsewhere);
  expect([restored.code, restored.complained]).toEqual([0, '']);
  expect(restored.said).toMatch(/every one verifies/);
  expect(readdirSync(elsewhere).toSorted()).toEqual(['dynamodb.sqlite', 'files', 'local.sqlite']);
  const again = await openOffice(elsewhere, mails.port);
  expect(await journalOf(again.runtime)).toEqual(atBackup);
  const later = peopleOnPages(
    again.runtime.portalUrl,
    'vi',
    () => again.runtime.timeline.settled(),
    (person) => signedIn(again.runtime, plan, person),
  );
  const officer = await later.as('tg.vhtt.cv');
  expect((await officer.open(`/rounds/${PLAN}.2022`)).text).toBe(roundThen);
  const owner = await later.as('tg.tt.vc');
  await owner.open(`/estimates/${PLAN}.2022%3Atg.tt`);
  expect((await owner.download('Báo giá.pdf')).bytes).toEqual(quote);
  // The round goes on from there.
  await later.signNil();
  await later.lock();
  await later.passSynthesis();
  expect(again.lines).toEqual([]);
}, 120_000);

it('backups made while people work are each whole, and a round goes on from any of them', async () => {
  const mails = await aMailServer();
  const plan = officePlan();
  const data = path.join(aFolder(), 'data');
  const { runtime, lines } = await openOffice(data, mails.port, plan);
  const folder = path.dirname(data);
  const people = (one: Runtime) =>
    peopleOnPages(
      one.portalUrl,
      'vi',
      () => one.timeline.settled(),
      (person) => signedIn(one, plan, person),
    );
  const now = people(runtime);
  await now.openRound();
  const names = ['a.tar', 'b.tar', 'c.tar'].map((name) => path.join(folder, name));
  const [backups] = await Promise.all([
    Promise.all(names.map((to) => outcome('backup/backup', '--data', data, '--to', to))),
    Promise.all(proposing.map((unit) => now.file(unit))),
  ]);
  expect(backups.map(({ code, complained }) => [code, complained])).toEqual(names.map(() => [0, '']));
  expect(readdirSync(data).filter((name) => name.startsWith('.snapshot'))).toEqual([]);
  const control = `${runtime.endpointUrl}/-/snapshot`;
  for (const authorization of ['', 'Bearer x'])
    expect((await fetch(control, { method: 'POST', headers: { authorization } })).status).toBe(403);
  await runtime.stop();
  for (const [index, from] of names.entries()) {
    const elsewhere = path.join(folder, `new-${index}`);
    expect(await outcome('backup/restore', '--from', from, '--data', elsewhere)).toMatchObject({
      code: 0,
      complained: '',
    });
    const again = await openOffice(elsewhere, mails.port);
    await again.runtime.timeline.settled();
    const later = people(again.runtime);
    // Whoever had not submitted by then does so now.
    for (const unit of proposing) {
      const browser = await later.as(later.officers[unit]);
      if (browser.page().links.some(({ href }) => href.startsWith('/tasks/estimate'))) await later.file(unit);
    }
    await later.signNil();
    await later.lock();
    await later.passSynthesis();
    expect(again.lines).toEqual([]);
    await again.runtime.stop();
  }
  expect(lines).toEqual([]);
}, 180_000);

it('an office server has nothing of a demonstration, and lets nobody in without a session', async () => {
  const mails = await aMailServer();
  const plan = officePlan();
  const data = path.join(aFolder(), 'data');
  const { runtime } = await openOffice(data, mails.port, plan);
  expect(runtime.demonstration).toBe(false);
  const ask = (where: string, init: RequestInit = {}) =>
    fetch(`${runtime.portalUrl}${where}`, { redirect: 'manual', ...init });
  for (const page of ['/mailbox', '/mailbox/1', '/mailbox/1/raw', '/clock'])
    for (const method of ['GET', 'POST'])
      expect([page, method, (await ask(page, { method })).status]).toEqual([page, method, 404]);
  // No page lets one be somebody.
  const acting = await ask('/sign-in', {
    method: 'POST',
    headers: { origin: runtime.portalUrl },
    body: new URLSearchParams({ plan: PLAN, person: 'tg.vhtt.cv', next: '/' }),
  });
  expect(acting.headers.getSetCookie().join()).not.toContain('__Host-trinh=');
  for (const page of ['/', `/rounds/${PLAN}.2022`, '/undelivered-mail']) {
    const turned = await ask(page);
    expect([turned.status, turned.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/sign-in\?next=/)]);
  }
  expect((await ask('/readyz')).status).toBe(200);
  expect(await (await ask('/healthz')).json()).toEqual({ up: true });

  // A form of another site is known by its origin, also where that is how this machine sees the server.
  const browser = await signedIn(runtime, plan, 'tg.vhtt.cv');
  expect(browser.page().status).toBe(200);
  for (const origin of ['https://evil.vn', runtime.listensAt, runtime.portalUrl.replace('https:', 'http:')]) {
    const foreign = await ask('/sign-out', { method: 'POST', headers: { origin } });
    expect([origin, foreign.status]).toEqual([origin, 403]);
  }
  // What is kept in the browser is bound to this host and to HTTPS.
  const language = await ask('/language', {
    method: 'POST',
    headers: { origin: runtime.portalUrl },
    body: new URLSearchParams({ lang: 'en', next: '/' }),
  });
  expect(language.headers.getSetCookie().join()).toMatch(/^lang=en;.*Secure/);

  // The laptop's well-known key signs nothing here, and the bucket gives nothing without a signature.
  await browser.open('/?lang=vi');
  const bucket = runtime.portalUrl + new URL((await uploadForm(runtime, plan)).action).pathname;
  const policy = Buffer.from(JSON.stringify({ expiration: '2030-01-01T00:00:00Z', conditions: [] })).toString('base64');
  const forged = new FormData();
  const signer = {
    credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
    region: 'ap-southeast-1',
    at: morning,
  };
  const said = {
    key: 'pending/x',
    policy,
    'x-amz-date': '20220214T010000Z',
    'x-amz-signature': signPolicy(policy, signer),
  };
  for (const [name, value] of Object.entries(said)) forged.append(name, value);
  forged.append('file', new File(['x'], 'x.pdf'));
  expect((await fetch(bucket, { method: 'POST', body: forged })).status).toBe(403);
  expect((await fetch(`${bucket}files/x`, { headers: { authorization: 'AWS4-HMAC-SHA256 x' } })).status).toBe(403);
  expect((await fetch(`${bucket}files/x`, { method: 'PUT', body: 'x' })).status).toBe(403);
}, 60_000);

const uploadForm = async (runtime: Runtime, plan: string) => {
  const people = peopleOnPages(
    runtime.portalUrl,
    'vi',
    () => runtime.timeline.settled(),
    (person) => signedIn(runtime, plan, person),
  );
  await people.openRound();
  const browser = await people.as('tg.tt.vc');
  await browser.open(`/estimates/${PLAN}.2022%3Atg.tt`);
  await browser.follow(people.t.files.add);
  const form = browser.page().forms.find(({ action }) => action.startsWith('https://'));
  if (form === undefined) throw new Error('The page has no upload form.');
  return form;
};

it('the standing unit is shown which mail did not arrive, and nobody else is', async () => {
  const mails = await aMailServer();
  const plan = officePlan();
  const data = path.join(aFolder(), 'data');
  const { runtime, lines } = await openOffice(data, mails.port, plan);
  const [read] = readPlans(path.resolve('shared/plans'), plan);
  const gone = read?.plan.people.find(({ id }) => id === 'tg.tt.vc');
  mails.moods.recipients.set(gone?.email ?? '', 550);
  const people = peopleOnPages(
    runtime.portalUrl,
    'vi',
    () => runtime.timeline.settled(),
    (person) => signedIn(runtime, plan, person),
  );
  await people.openRound();
  expect(lines.filter((line) => !/^Mail \d+ was refused by the mail server \(550\)/.test(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
  const standing = await people.as('tg.vhtt.cv');
  const page = await standing.open('/undelivered-mail');
  expect([page.status, page.title]).toEqual([200, expect.stringContaining('Thư chưa gửi được')]);
  expect(page.text).toContain(gone?.email);
  expect(page.text).toContain('Máy chủ thư từ chối (550)');
  expect((await standing.open('/undelivered-mail?lang=en')).text).toContain('Refused by the mail server (550)');
  expect(page.links.map(({ href }) => href).filter((href) => /mailbox|clock|sign-in/.test(href))).toEqual([]);
  const other = await people.as('tg.nn.cv');
  expect((await other.open('/undelivered-mail')).status).toBe(403);
  expect(statSync(path.join(data, 'runtime.json')).mode & 0o077).toBe(0);
}, 60_000);
