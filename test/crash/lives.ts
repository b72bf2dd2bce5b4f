import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { End, Found } from './findings.ts';
import { appendLine, readLines } from './lines.ts';
import { filesIn, type Order } from './order.ts';

const program = path.resolve('test/crash/life.ts');

/** How one life of the process ended: killed where it was told to, or with the round. Throws where it failed. */
const live = async (order: Order, cache: string): Promise<'killed' | 'ended'> => {
  const deaths = (): number => readLines(filesIn(order.folder).deaths, z.string()).length;
  const before = deaths();
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  appendLine(filesIn(order.folder).said, { order: order.die.kind, said });
  if (child.exitCode === 0) return 'ended';
  if (child.signalCode === 'SIGKILL' && deaths() === before + 1) return 'killed';
  throw new Error(`A life of ${order.folder} ended with ${child.signalCode ?? child.exitCode}: ${said}`);
};

/** A round that was played to its end, however many lives that took. */
export type Played = {
  /** Journal writes and steps in the order in which they were done. */
  readonly points: readonly string[];
  /** Where the lives were killed. */
  readonly deaths: readonly string[];
  /** What was found at each start, and last at the end. */
  readonly found: readonly Found[];
  readonly end: End;
};

/** Plays a round in a folder of its own; `next` says where the coming life is to die, knowing where the others did. */
export const playRound = async (
  round: Order['round'],
  folder: string,
  next: (deaths: readonly string[]) => Order['die'],
): Promise<Played> => {
  mkdirSync(folder);
  const files = filesIn(folder);
  const deaths = (): string[] => readLines(files.deaths, z.string());
  const cache = path.join(folder, '..', 'compiled');
  while ((await live({ folder, round, die: next(deaths()) }, cache)) === 'killed');
  return {
    points: readLines(files.points, z.string()),
    deaths: deaths(),
    found: readLines(files.found, Found),
    end: End.parse(JSON.parse(readFileSync(files.end, 'utf8'))),
  };
};
