import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { root } from './processes.ts';
import { workloads } from './runner-workloads.ts';
import { megabytes, print, quantile, type Row, time, times } from './table.ts';

const Measured = z.object({ perSecond: z.number(), bytes: z.number() });
type Measured = z.infer<typeof Measured>;
const Waited = z.object({ first: z.number(), all: z.number(), bytes: z.number(), most: z.number() });

/** Each engine is measured in processes of its own, taken in turn, so that what disturbs one disturbs all. */
const turns = 3;
const engines = ['memory', 'durable', 'peer'] as const;
const waiting = 10_000;

const child = (script: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [path.join(root, 'test', 'bench', 'bench.mjs'), script, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const measure = (workload: string, engine: string, folder: string): Measured => {
  const { stdout, status } = child('runner-child', workload, engine, folder);
  if (status !== 0) throw new Error(`${engine} did not come to an end at ${workload}.`);
  return Measured.parse(JSON.parse(stdout));
};

const rate = (perSecond: number): string => `${(perSecond / 1000).toFixed(1)} k/s`;

const measureTransitions = (folder: string): void => {
  const rows: Row[] = [];
  for (const workload of Object.keys(workloads)) {
    const seen = new Map<string, Measured[]>(engines.map((engine) => [engine, []]));
    for (let turn = 0; turn < turns; turn += 1)
      for (const engine of engines) seen.get(engine)?.push(measure(workload, engine, folder));
    const middle = (engine: string, of: (one: Measured) => number): number =>
      quantile((seen.get(engine) ?? []).map(of), 0.5);
    const peer = middle('peer', ({ perSecond }) => perSecond);
    for (const engine of engines) {
      const perSecond = middle(engine, (one) => one.perSecond);
      const bytes = megabytes(middle(engine, (one) => one.bytes));
      rows.push([
        `${workload}, ${engine}`,
        rate(perSecond),
        engine === 'peer' ? bytes : `${times(perSecond, peer)} the peer, ${bytes}`,
      ]);
    }
  }
  print('State transitions, beside aws-local-stepfunctions (in memory, keeps no history)', rows);
};

const measureWaiting = (folder: string): void => {
  child('waiting-child', 'begin', folder, String(waiting));
  const { stdout, status } = child('waiting-child', 'resume', folder, String(waiting));
  if (status !== 0) throw new Error('The waiting executions could not be carried on.');
  const { first, all, bytes, most } = Waited.parse(JSON.parse(stdout));
  print(`${String(waiting)} executions that wait, after kill -9`, [
    ['restart until the first is answered', time(first), `${megabytes(bytes)} held`],
    ['until all are answered and over', time(all), `${megabytes(most)} at most`],
  ]);
};

/** Runs `npm run bench -- runner`. */
export const main = (): void => {
  const [cpu] = cpus();
  console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? 'unknown'}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-bench-'));
  try {
    measureTransitions(folder);
    measureWaiting(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
