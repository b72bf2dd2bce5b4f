import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aFolder, outcome, started } from './started-runtime.ts';

/** What `npm start` says when it cannot: nothing but one sentence, exit 1, and within it this. */
const oneSentence = (part: string) => ({
  code: 1,
  said: '',
  complained: expect.stringMatching(new RegExp(`^[^\\n]*${part}[^\\n]*\\.\\n$`)),
});

const takenPort = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A loopback port has no number.');
  return String(address.port);
};

describe('npm start says in one sentence', () => {
  it('that the port is taken', async () => {
    const port = await takenPort();
    const taken = await outcome('start', '--port', port, '--data', path.join(aFolder(), 'data'));
    expect(taken).toEqual(oneSentence(`Port ${port} is taken`));
  }, 60_000);

  it('that the folder cannot be written', async () => {
    const file = path.join(aFolder(), 'file');
    writeFileSync(file, '');
    const refused = await outcome('start', '--port', '0', '--data', path.join(file, 'data'));
    expect(refused).toEqual(oneSentence('is not writable \\(ENOTDIR\\)'));
  }, 60_000);

  it('that the plan file is no JSON, and where one is broken', async () => {
    const file = path.join(aFolder(), 'plan.json');
    const data = path.join(aFolder(), 'data');
    writeFileSync(file, '{"format": 1,');
    expect(await outcome('start', '--port', '0', '--data', data, '--plan', file)).toEqual(oneSentence('is not JSON'));
    writeFileSync(file, '{"format": 1}');
    const broken = await outcome('start', '--port', '0', '--data', data, '--plan', file);
    expect([broken.code, broken.said]).toEqual([1, '']);
    expect(broken.complained).toMatch(/is broken in \d+ places:\n {2}id: /);
    expect(broken.complained).not.toMatch(/\bat .*\.ts:\d+/);
  }, 60_000);

  it('that another runtime has the folder, and leaves that one be', async () => {
    const data = path.join(aFolder(), 'data');
    const first = await started('--data', data, '--plan', 'tay-giang-2021-2025');
    expect(await outcome('start', '--port', '0', '--data', data)).toEqual(
      oneSentence(`is in use by another runtime \\(process \\d+, ${first.portal}\\)`),
    );
    expect((await fetch(`${first.portal}/mailbox`)).status).toBe(200);
    await first.stop();
  }, 60_000);
});
