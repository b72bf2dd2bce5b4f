import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import * as z from 'zod';

type Command = 'start' | 'verify' | 'backup/backup' | 'backup/restore';

const script = (name: Command): string => path.resolve(`infra/local/${name}.mjs`);

/** A folder that is gone after the test. */
export const aFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-journey-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
};

/** Starts a command. */
export const launch = (name: Command, args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [script(name), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};

/** Runs a command to its end: how it ends, and what it says. */
export const outcome = async (name: Command, ...args: string[]) => outcomeOf(launch(name, args));

/** The same for a command that was launched before. */
export const outcomeOf = async (child: ReturnType<typeof launch>) => {
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
export const started = (...args: string[]): Promise<Started> => startedIn({}, ...args);

/** The same, with variables in its environment. */
export const startedIn = async (environment: Readonly<Record<string, string>>, ...args: string[]): Promise<Started> => {
  const child = launch('start', ['--port', '0', ...args], environment);
  const complained = text(child.stderr);
  complained.catch(() => undefined);
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
