import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { aFolder } from './stand-ins.ts';

const script = path.resolve('infra/local/start.mjs');

const run = (args: string[]): ChildProcess & { said: Promise<string>; complained: Promise<string> } => {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return Object.assign(child, { said: text(child.stdout), complained: text(child.stderr) });
};

/** What a command says, and how it ends. */
const outcome = async (args: string[]) => {
  const child = run(args);
  const [code] = await once(child, 'exit');
  return { code: z.number().parse(code), said: await child.said, complained: await child.complained };
};

/** Starts a runtime and waits for its block of addresses. */
const start = async (args: string[]) => {
  const child = run(args);
  let block = '';
  child.stdout?.on('data', (part: Buffer) => (block += part.toString('utf8')));
  while (!block.includes('Started in')) {
    if (child.stdout === null) break;
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(async () => Promise.reject(new Error(await child.complained))),
    ]);
  }
  const [portal = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(block) ?? [];
  return { child, block, portal, port: new URL(portal).port };
};

const State = z.object({ now: z.string() });
const clockOf = async (portal: string): Promise<number> =>
  Date.parse(
    State.parse(await (await fetch(`${portal}/clock`, { headers: { accept: 'application/json' } })).json()).now,
  );

describe('npm start', () => {
  it('prints one block, serves pages, keeps everything through kill -9, and stops cleanly', async () => {
    const data = path.join(aFolder(), 'data');
    const args = ['--port', '0', '--data', data, '--plan', 'tay-giang-2021-2025'];
    const first = await start([...args, '--clock', '2022-03-01T08:00']);
    const lines = first.block.split('\n').filter((line) => line.includes('http'));
    expect(lines[0]).toContain(first.portal);
    expect(lines[1]).toContain(`${first.portal}/mailbox`);
    expect(first.block).toMatch(/AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+/);
    expect(first.block).toContain(data);
    expect((await fetch(`${first.portal}/mailbox`)).status).toBe(200);
    expect(await (await fetch(`${first.portal}/sign-in`)).text()).toContain('Tây Giang');

    const moved = await outcome(['clock', '--data', data, '--to', '2022-03-02T09:00']);
    expect([moved.code, moved.said]).toEqual([0, expect.stringContaining('2022-03-02 09:00')]);
    const back = await outcome(['clock', '--port', first.port, '--to', '2022-03-01']);
    expect([back.code, back.complained]).toEqual([1, expect.stringContaining('only moves forward')]);

    const inUse = await outcome(args);
    expect([inUse.code, inUse.complained]).toEqual([
      1,
      expect.stringContaining('is in use by another runtime (process'),
    ]);
    const taken = await outcome(['--port', first.port, '--data', path.join(data, 'other')]);
    expect([taken.code, taken.complained]).toEqual([1, expect.stringContaining(`Port ${first.port} is taken`)]);

    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start(args);
    expect(await clockOf(second.portal)).toBeGreaterThanOrEqual(Date.parse('2022-03-02T02:00:00Z'));
    expect(await clockOf(second.portal)).toBeLessThan(Date.parse('2022-03-02T02:10:00Z'));

    second.child.kill('SIGINT');
    const [code] = await once(second.child, 'exit');
    expect(code).toBe(0);
    expect(await second.child.complained).toBe('');
    const nobody = await outcome(['clock', '--data', data]);
    expect([nobody.code, nobody.complained]).toEqual([1, expect.stringContaining('Nothing runs on the data folder')]);
  }, 60_000);

  it('says in one sentence what is wrong, without a stack', async () => {
    const wrong = await outcome(['--clock', 'soon']);
    expect(wrong).toEqual({
      code: 1,
      said: '',
      complained: '--clock takes a date or time such as 2022-03-01 or 2022-03-01T08:00, not soon.\n',
    });
    const help = await outcome(['--help']);
    expect([help.code, help.said]).toEqual([0, expect.stringContaining('--fresh')]);
  });
});
