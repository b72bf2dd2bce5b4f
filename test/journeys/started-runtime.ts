import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import * as z from 'zod';

const script = (name: 'start' | 'verify'): string => path.resolve(`infra/local/${name}.mjs`);

/** A folder that is gone after the test. */
export const aFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-journey-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
};

const launch = (name: 'start' | 'verify', args: readonly string[]) => {
  const child = spawn(process.execPath, [script(name), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};

/** Runs a command to its end: how it ends, and what it says. */
export const outcome = async (name: 'start' | 'verify', ...args: string[]) => {
  const child = launch(name, args);
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: z.number().parse(code), said, complained };
};

const Clock = z.object({ now: z.iso.datetime() });

/** A runtime in a process of its own. */
export type Started = {
  readonly portal: string;
  /** Lets some minutes pass on its clock; answers when all that came of everything before is done. */
  pass(minutes: number): Promise<void>;
  /** Ends it as a power switch would. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
};

const ended = async (child: ChildProcess, signal: 'SIGKILL' | 'SIGINT'): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};

/** Runs `npm start` on any free port and waits until it says where it is. */
export const started = async (...args: string[]): Promise<Started> => {
  const child = launch('start', ['--port', '0', ...args]);
  const complained = text(child.stderr);
  let portal: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    portal ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (line.includes('Started in')) break;
  }
  child.stdout.resume();
  if (portal === undefined) throw new Error(`The runtime did not start: ${await complained}`);
  const clock = `${portal}/clock`;
  const headers = { accept: 'application/json' };
  const pass = async (minutes: number): Promise<void> => {
    const { now } = Clock.parse(await (await fetch(clock, { headers })).json());
    const to = new Date(Date.parse(now) + minutes * 60_000).toISOString();
    const moved = await fetch(clock, { method: 'POST', headers, body: new URLSearchParams({ by: 'moment', to }) });
    if (moved.status !== 200) throw new Error(`The clock did not move: ${await moved.text()}`);
    await moved.body?.cancel();
  };
  return { portal, pass, kill: () => ended(child, 'SIGKILL'), stop: () => ended(child, 'SIGINT') };
};
