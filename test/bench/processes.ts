import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The memory that a process and all below it hold now, in bytes; undefined where the system does not say. */
const residentBytes = (pid: number): number | undefined => {
  try {
    const statuses = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const status = readFileSync(`/proc/${name}/status`, 'utf8');
          const [parent, resident] = [/PPid:\s+(\d+)/, /VmRSS:\s+(\d+)/].map((one) =>
            Number(one.exec(status)?.[1] ?? 0),
          );
          return [{ pid: Number(name), parent: parent ?? 0, bytes: (resident ?? 0) * 1024 }];
        } catch {
          return [];
        }
      });
    const below = (one: number): number =>
      statuses
        .filter(({ pid: own, parent }) => own === one || parent === one)
        .reduce((sum, { pid: own, bytes }) => sum + (own === one ? bytes : below(own)), 0);
    return below(pid);
  } catch {
    return undefined;
  }
};

const firstPage = async (portal: string): Promise<void> => {
  const response = await fetch(`${portal}/sign-in`);
  await response.text();
  if (response.status !== 200) throw new Error(`The first page answered ${response.status}.`);
};

const stop = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
};

/** What a start of the whole runtime takes: milliseconds to its first page, and the memory it then holds. */
export type Start = { readonly ms: number; readonly bytes: number | undefined };

/** Starts the runtime on a data folder as `npm start` does, opens a page, and stops it. */
export const measureStart = async (data: string): Promise<Start> => {
  const start = performance.now();
  const script = path.join(root, 'infra', 'local', 'start.mjs');
  const child = spawn(process.execPath, [script, '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let portal: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    portal ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (line.includes('Started in')) break;
  }
  child.stdout.resume();
  if (portal === undefined) throw new Error('The runtime did not start.');
  await firstPage(portal);
  const ms = performance.now() - start;
  const bytes = child.pid === undefined ? undefined : residentBytes(child.pid);
  await stop(child);
  return { ms, bytes };
};

/** How long a command of Node takes from start to end, in milliseconds; what it printed. */
export const measureNode = (...args: string[]): { ms: number; said: string } => {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`node ${args[0] ?? ''} ended with ${status}: ${stderr.slice(0, 400)}`);
  return { ms: performance.now() - start, said: stdout };
};
