import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOffice } from '../../../infra/local/office/office-options.ts';
import { refuseReserved } from '../../../infra/local/office/reserved-addresses.ts';
import { readStartOptions } from '../../../infra/local/options.ts';
import { readPlans } from '../../../infra/local/plan-files.ts';
import { StartError } from '../../../infra/local/start-error.ts';
import { aFolder } from '../local/stand-ins.ts';

const url = ['--public-url', 'https://trinh.tg.gov.vn'];
const mail = ['--mail', 'smtp://trinh%40tg.gov.vn@mail.tg.gov.vn'];

const read = (args: readonly string[], password?: string) => readStartOptions(args, '/project', password);

describe('the options of an office server', () => {
  it('are a mail server and a public address; without either it is a demonstration', () => {
    expect(read([]).office).toBeUndefined();
    expect(read([...mail, ...url, '--disk-floor', '100'], 'p@ss').office).toEqual({
      publicUrl: new URL('https://trinh.tg.gov.vn'),
      sender: 'trinh@tg.gov.vn',
      smtp: {
        host: 'mail.tg.gov.vn',
        port: 587,
        tls: 'starttls',
        login: { user: 'trinh@tg.gov.vn', password: 'p@ss' },
      },
      diskFloor: 100 * 1024 * 1024,
    });
  });

  it('insist on TLS for a mail server of another machine, from the first byte where it is smtps', () => {
    const smtpOf = (address: string) => read(['--mail', address, '--mail-from', 'a@tg.gov.vn', ...url]).office?.smtp;
    expect(smtpOf('smtps://mail.tg.gov.vn')).toMatchObject({ port: 465, tls: 'implicit', login: undefined });
    expect(smtpOf('smtp://mail.tg.gov.vn:25')).toMatchObject({ port: 25, tls: 'starttls' });
    expect(smtpOf('smtp://127.0.0.1:25')).toMatchObject({ host: '127.0.0.1', tls: 'as-offered' });
    expect(smtpOf('smtp://[::1]:25')).toMatchObject({ host: '::1', tls: 'as-offered' });
    expect(smtpOf('smtp://u:a%25b@localhost')?.login).toEqual({ user: 'u', password: 'a%b' });
  });

  it('take the password of a file, without the end of its line', () => {
    const file = path.join(aFolder(), 'password');
    writeFileSync(file, 'p@ss word\n');
    expect(read([...mail, ...url, '--mail-password-file', file]).office?.smtp.login?.password).toBe('p@ss word');
    writeFileSync(file, '\n');
    expect(() => read([...mail, ...url, '--mail-password-file', file])).toThrow('must hold the password alone');
    expect(() => read([...mail, ...url, '--mail-password-file', `${file}-none`])).toThrow('cannot be read (ENOENT)');
    expect(() => read([...mail, ...url, '--mail-password-file', file], 'x')).toThrow('is given twice');
  });

  it.each([
    [mail, '--mail makes this an office server, which needs --public-url https://… too'],
    [url, '--public-url makes this an office server, which needs --mail smtp://… too'],
    [[...mail, '--public-url', 'http://trinh.tg.gov.vn'], '--public-url takes the https:// address'],
    [[...mail, '--public-url', 'trinh.tg.gov.vn'], '--public-url takes the https:// address'],
    [[...mail, '--public-url', 'https://tg.gov.vn/trinh'], '--public-url takes a host and nothing more'],
    [['--mail', 'mail.tg.gov.vn:587', ...url], '--mail takes the address of a mail server'],
    [['--mail', 'smtp://', ...url], '--mail takes the address of a mail server'],
    [['--mail', 'smtp://mail.tg.gov.vn/x', ...url], 'nothing after the port'],
    [['--mail', 'smtp://a%zz:x@mail.tg.gov.vn', ...url], 'write % as %25'],
    [[...mail, ...url], 'a user but no password: give it in the variable TRINH_MAIL_PASSWORD'],
    [['--mail', 'smtp://u:secret@mail.tg.gov.vn', ...url], '--mail-from trinh@office.gov.vn'],
    [['--mail', 'smtp://mail.tg.gov.vn', '--mail-from', 'Trình <a@tg.gov.vn>', ...url], 'one plain address'],
    [['--mail', 'smtp://mail.tg.gov.vn', '--mail-from', 'a@trinh.example', ...url], 'an address for examples'],
    [[...mail, ...url, '--clock', '2022-03-01'], 'goes by the real time: leave out --clock'],
    [[...mail, ...url, '--fresh'], 'does not empty its own data: leave out --fresh'],
    [['--mail', 'smtp://u:s@h.vn', '--mail-from', 'a@h.vn', ...url, '--disk-floor', 'x'], 'a number of megabytes'],
    [['--mail-from', 'a@tg.gov.vn'], "is for an office's own server: give --mail and --public-url too"],
  ])('%j is refused in one sentence', (args, sentence) => {
    expect(() => read(args)).toThrow(StartError);
    expect(() => read(args)).toThrow(sentence);
  });

  it('are refused without saying the password', () => {
    for (const address of [
      'smtp://u:hunter2@',
      'ftp://u:hunter2@h.vn',
      'smtp://u:hunter2@h.vn/x',
      'smtp://u:hunter2%@h.vn',
    ])
      expect(() => readOffice({ mail: address, 'public-url': 'https://h.vn', fresh: false }, undefined)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
      );
    expect(() =>
      readOffice({ mail: 'smtp://u:hunter2@h.vn', 'public-url': 'https://h.vn', fresh: false }, 'hunter3'),
    ).toThrow('is given twice: leave it out of --mail');
  });
});

it('a plan whose people have addresses for examples is refused by name', () => {
  const [sample] = readPlans(path.resolve('shared/plans'), 'tay-giang-2021-2025');
  if (sample === undefined) throw new Error('There is no sample plan.');
  expect(() => refuseReserved(sample.file, sample.plan)).toThrow(
    /has \d+ people with an address for examples \(.*\.example of tg\./,
  );
  const people = sample.plan.people.map((person) => ({ ...person, email: `${person.id}@tg.gov.vn` }));
  expect(() => refuseReserved(sample.file, { ...sample.plan, people })).not.toThrow();
});
