import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findProgram, startEmulator } from '../../../infra/local/emulator.ts';
import { aFolder } from './stand-ins.ts';

const starter = `
const { startEmulator } = await import(process.argv[1]);
const emulator = await startEmulator({ file: process.argv[2] });
console.log(new URL(emulator.url).port);
setInterval(() => undefined, 1000);
`;

describe('the embedded DynamoDB', () => {
  it('ends when the process that started it is killed', async () => {
    const module = pathToFileURL(path.resolve('infra/local/emulator.ts')).href;
    const file = path.join(aFolder(), 'dynamodb.sqlite');
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', starter, module, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = await once(createInterface(parent.stdout), 'line');
    const socket = net.connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    parent.kill('SIGKILL');
    // The connection closes when, and only when, the emulator is gone.
    socket.resume();
    await once(socket, 'close');
    expect(parent.killed).toBe(true);
  });

  it('ends when it is stopped', async () => {
    const emulator = await startEmulator({ file: undefined });
    expect(emulator.pid).toBeGreaterThan(0);
    await emulator.stop();
    await emulator.gone;
    await expect(startEmulator({ file: undefined, given: emulator.url })).rejects.toThrow('AWS_ENDPOINT_URL_DYNAMODB');
  });

  it.skipIf(process.platform !== 'linux')('waits until the one before it has let go of its file', async () => {
    const file = path.join(aFolder(), 'dynamodb.sqlite');
    const first = await startEmulator({ file });
    const pid = first.pid ?? 0;
    const order: string[] = [];
    // As one that is told to end and does not come to it, on a machine with much to do.
    process.kill(pid, 'SIGSTOP');
    const stopped = first.stop();
    const second = startEmulator({ file }).then((emulator) => {
      order.push('the second runs');
      return emulator;
    });
    for (let n = 0; n < 3; n += 1) await once(spawn(process.execPath, ['--eval', '']), 'exit');
    order.push('the first goes on');
    process.kill(pid, 'SIGCONT');
    await stopped;
    await (await second).stop();
    expect(order).toEqual(['the first goes on', 'the second runs']);
  });

  it('gives way to one that runs already', async () => {
    const running = await startEmulator({ file: undefined });
    const given = await startEmulator({ file: undefined, given: running.url });
    expect(given.url).toBe(running.url);
    await given.stop();
    await running.stop();
  });

  it('is never one beyond this machine', async () => {
    const given = 'https://dynamodb.ap-southeast-1.amazonaws.com';
    await expect(startEmulator({ file: undefined, given })).rejects.toThrow('only a DynamoDB on this machine');
  });

  it('is looked for by platform, and its absence names the other ways', async () => {
    expect(findProgram('sunos', 'sparc')).toBeUndefined();
    const broken = startEmulator({ file: undefined, program: '/nonexistent/dynoxide' });
    await expect(broken).rejects.toThrow(/AWS_ENDPOINT_URL_DYNAMODB.*DynamoDB Local on Java/);
  });

  it('says that its file is no database', async () => {
    const folder = aFolder();
    await expect(startEmulator({ file: folder })).rejects.toThrow(/did not start on .*AWS_ENDPOINT_URL_DYNAMODB/);
  });
});
