import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { mimeOf } from '../../shared/adapters/ses-mailer.ts';
import { aMailServer } from '../support/mail-server.ts';
import { officePlan } from '../support/office-plan.ts';
import { aFolder, launch, outcome, outcomeOf, started, startedIn } from './started-runtime.ts';

const publicUrl = ['--public-url', 'https://trinh.tg.gov.vn', '--mail-from', 'trinh@tg.gov.vn'];
const login = { user: 'trinh', password: 'hunter2 ở nhà' };
const password = { TRINH_MAIL_PASSWORD: login.password };
const mailOf = (port: number, user = 'trinh@') => ['--mail', `smtp://${user}127.0.0.1:${port}`, ...publicUrl];

const Running = z.object({ pid: z.number(), endpoint: z.string() });
const runningOf = (data: string) => Running.parse(JSON.parse(readFileSync(path.join(data, 'runtime.json'), 'utf8')));

/** Has the deployment's SES take a mail, as `send-mail` does. */
const post = async (data: string, n: number): Promise<void> => {
  const raw = await mimeOf(
    {
      to: { name: 'Người nhận', address: `p${n}@tg.gov.vn` },
      subject: `Thư số ${n}`,
      references: '<case@tg.gov.vn>',
      language: 'vi',
      text: 'chữ',
      html: '<p>chữ</p>',
    },
    'trinh@tg.gov.vn',
    new Date(),
  );
  const body = new URLSearchParams({
    Version: '2010-12-01',
    Action: 'SendRawEmail',
    'RawMessage.Data': raw.toString('base64'),
  });
  const answer = await fetch(runningOf(data).endpoint, { method: 'POST', body });
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<MessageId>')]);
};

const everyone = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@tg.gov.vn`).toSorted();

/** One sentence and nothing else. */
const sentence = (part: string) => ({
  code: 1,
  said: '',
  complained: expect.stringMatching(new RegExp(`^[^\\n]*${part}[^\\n]*\\.\\n$`)),
});

describe("an office's own server as a process", () => {
  it('loses no mail that was accepted, when it is killed while its mail server is away', async () => {
    const mails = await aMailServer({ login });
    mails.moods.away = true;
    const data = path.join(aFolder(), 'data');
    const first = await startedIn(password, ...mailOf(mails.port), '--data', data, '--plan', officePlan());
    await Promise.all(Array.from({ length: 5 }, (_, n) => post(data, n)));
    await first.kill();
    mails.moods.away = false;
    const second = await startedIn(password, ...mailOf(mails.port), '--data', data);
    await mails.until(5);
    await second.stop();
    expect(mails.got.flatMap(({ to }) => to).toSorted()).toEqual(everyone(5));
  }, 60_000);

  it('loses none and doubles at most those on their way, when it is killed while it sends', async () => {
    const mails = await aMailServer({ login });
    const data = path.join(aFolder(), 'data');
    const first = await startedIn(password, ...mailOf(mails.port), '--data', data, '--plan', officePlan());
    const posted = Promise.all(Array.from({ length: 20 }, (_, n) => post(data, n)));
    await mails.until(1);
    await posted;
    await first.kill();
    const second = await startedIn(password, ...mailOf(mails.port), '--data', data);
    const arrived = () => [...new Set(mails.got.flatMap(({ to }) => to))].toSorted();
    while (arrived().length < 20) await mails.until(mails.got.length + 1);
    await second.stop();
    expect(arrived()).toEqual(everyone(20));
    expect(mails.got.length).toBeLessThanOrEqual(23);
    const idsOf = (address: string) =>
      mails.got
        .filter(({ to }) => to[0] === address)
        .map(({ raw }) => /^Message-ID: (\S+)/im.exec(raw.toString('utf8'))?.[1]);
    for (const address of everyone(20)) expect(new Set(idsOf(address)).size).toBe(1);
  }, 60_000);

  it('keeps the password of the mail server to itself', async () => {
    const mails = await aMailServer({ login });
    const data = path.join(aFolder(), 'data');
    const log = path.join(data, '..', 'trinh.log');
    const user = `trinh:${encodeURIComponent(login.password)}@`;
    const server = await started(...mailOf(mails.port, user), '--data', data, '--plan', officePlan(), '--log', log);
    const { pid } = runningOf(data);
    const secret = new RegExp(`hunter2|${encodeURIComponent(login.password)}`);
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toMatch(secret);
    mails.moods.login = { user: 'trinh', password: 'another' };
    const watcher = watch(path.dirname(log));
    await post(data, 0);
    // The first line of a start may still be on its way to the file.
    const saidByNow = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
    while (!saidByNow().includes('takes no mail')) await once(watcher, 'change');
    watcher.close();
    await server.stop();
    const said = readFileSync(log, 'utf8');
    expect(said).toContain('The mail server takes no mail (the sign-in is refused 535)');
    expect(said).not.toMatch(secret);
    const kept = readdirSync(data).map((name) => path.join(data, name));
    expect(kept.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
    const files = kept.filter((file) => statSync(file).isFile());
    expect(files.filter((file) => secret.test(readFileSync(file, 'latin1')))).toEqual([]);
  }, 60_000);

  it('is never a demonstration, nor a demonstration an office, and its clock is nobody’s', async () => {
    const mails = await aMailServer();
    const options = mailOf(mails.port, '');
    const data = path.join(aFolder(), 'data');
    expect(await outcome('start', '--port', '0', '--data', data, ...options)).toEqual(
      sentence("name the office's own plan with --plan FILE"),
    );
    expect(await outcome('start', '--port', '0', '--data', data, ...options, '--plan', 'tam-ky-2021-2025')).toEqual(
      sentence('an address for examples \\(.*give each person his own address'),
    );
    const server = await started(...options, '--data', data, '--plan', officePlan());
    const ready = await fetch(`${server.portal}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, started: true, database: true, runner: true, disk: true },
    ]);
    expect(await outcome('start', 'clock', '--data', data, '--morning')).toEqual(sentence('nobody moves its clock'));
    expect(await outcome('start', 'clock', '--port', new URL(server.portal).port)).toEqual(
      sentence('nobody moves its clock'),
    );
    await server.stop();
    for (const more of [[], ['--fresh']])
      expect(await outcome('start', '--port', '0', '--data', data, ...more)).toEqual(
        sentence("that of an office's own server"),
      );
    expect((await outcome('verify', '--data', data)).said).toContain('every one verifies');

    const tried = path.join(aFolder(), 'data');
    await (await started('--data', tried, '--plan', 'tay-giang-2021-2025')).stop();
    expect(await outcome('start', '--port', '0', '--data', tried, ...options, '--plan', officePlan())).toEqual(
      sentence('was used for a demonstration'),
    );
  }, 120_000);

  it('says that it is not ready where the disk is nearly full', async () => {
    const mails = await aMailServer();
    const data = path.join(aFolder(), 'data');
    const options = [...mailOf(mails.port, ''), '--disk-floor', '9999999'];
    const server = await started(...options, '--data', data, '--plan', officePlan());
    const answer = await fetch(`${server.portal}/readyz`);
    expect([answer.status, await answer.json()]).toMatchObject([503, { ready: false, disk: false, database: true }]);
    expect((await fetch(`${server.portal}/healthz`)).status).toBe(200);
    await server.stop();
  }, 60_000);
});

describe('npm run backup', () => {
  it('that is killed leaves nothing under the name of the backup, and the next one clears up', async () => {
    const data = path.join(aFolder(), 'data');
    const mails = await aMailServer();
    const office = [...mailOf(mails.port, ''), '--data', data, '--plan', officePlan()];
    const server = await started(...office);
    const folder = aFolder();
    const to = path.join(folder, 'b.tar');
    const watcher = watch(folder);
    const cut = launch('backup/backup', ['--data', data, '--to', to]);
    await once(watcher, 'change');
    watcher.close();
    const gone = once(cut, 'exit');
    cut.kill('SIGKILL');
    await gone;
    expect(existsSync(to)).toBe(false);
    expect(readdirSync(folder).join()).toContain('b.tar.partial-');
    const whole = await outcome('backup/backup', '--data', data, '--to', to);
    expect([whole.code, whole.complained]).toEqual([0, '']);
    expect(readdirSync(folder)).toEqual(['b.tar']);
    expect(statSync(to).mode & 0o077).toBe(0);

    const stopped = launch('backup/backup', ['--data', data, '--to', path.join(folder, 'c.tar')]);
    const seen = watch(folder);
    await once(seen, 'change');
    seen.close();
    stopped.kill('SIGTERM');
    expect((await outcomeOf(stopped)).code).toBe(1);
    expect(readdirSync(folder)).toEqual(['b.tar']);

    await server.stop();
    await (await started(...office)).stop();
    expect(readdirSync(data).filter((name) => name.startsWith('.snapshot'))).toEqual([]);
    const offline = await outcome('backup/backup', '--data', data, '--to', path.join(folder, 'd.tar'));
    expect([offline.code, offline.said]).toEqual([0, expect.stringContaining('whole and verified')]);
  }, 120_000);

  it('and restore say in one sentence what is wrong, and change nothing', async () => {
    const folder = aFolder();
    const data = path.join(folder, 'data');
    mkdirSync(data);
    writeFileSync(path.join(data, 'letter.docx'), 'x');
    const file = path.join(folder, 'b.tar');
    writeFileSync(file, 'no archive');
    const said = async (name: 'backup' | 'restore', ...args: string[]) => outcome(`backup/${name}`, ...args);
    expect(await said('backup', '--data', data)).toEqual(sentence('--to FILE'));
    expect(await said('backup', '--data', data, '--to', path.join(folder, 'c.tar'))).toEqual(
      sentence('There is no store in'),
    );
    expect(await said('backup', '--data', data, '--to', file)).toEqual(sentence('no backup is written over'));
    expect(await said('backup', '--data', data, '--to', folder)).toEqual(sentence('is a folder: name the file'));
    expect(await said('backup', '--data', data, '--to', path.join(folder, 'x', 'c.tar'))).toEqual(
      sentence('There is no folder'),
    );
    expect(await said('restore', '--from', file)).toEqual(sentence('--from FILE --data DIR'));
    expect(await said('restore', '--from', path.join(folder, 'no.tar'), '--data', path.join(folder, 'n'))).toEqual(
      sentence('There is no backup file'),
    );
    expect(await said('restore', '--from', file, '--data', data)).toEqual(sentence('is not an empty folder'));
    expect(await said('restore', '--from', file, '--data', path.join(folder, 'n'))).toEqual(sentence('not whole'));
    expect(readdirSync(folder).toSorted()).toEqual(['b.tar', 'data']);
    expect(readdirSync(data)).toEqual(['letter.docx']);

    mkdirSync(path.join(folder, 'half', '.restoring-x'), { recursive: true });
    expect(await outcome('start', '--port', '0', '--data', path.join(folder, 'half'))).toEqual(
      sentence('empty the folder and restore again'),
    );
  }, 120_000);
});
