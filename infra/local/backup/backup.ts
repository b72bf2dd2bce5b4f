import { existsSync, linkSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dynamoFileIn, openDataFolder, runningIn } from '../data-folder.ts';
import { untilFree } from '../emulator-file.ts';
import { codeOf, messageOf, StartError } from '../start-error.ts';
import { linesOf, verifyFolder } from '../verify.ts';
import { pack, unpack } from './archive.ts';
import { askForSnapshot } from './control.ts';
import { createGate } from './gate.ts';
import { takeSnapshot } from './snapshot.ts';

const unfinished = /\.partial-(\d+)$/;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

/** Removes what backups that were cut off have left beside the file. */
const clearUnfinished = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const pid = unfinished.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
};

const checkTarget = (to: string): void => {
  if (existsSync(to))
    throw new StartError(
      statSync(to).isDirectory()
        ? `${to} is a folder: name the file that the backup is to be, such as ${path.join(to, 'trinh.tar')}.`
        : `${to} is there already, and no backup is written over: name another file.`,
    );
  const folder = path.dirname(to);
  if (!existsSync(folder)) throw new StartError(`There is no folder ${folder}: make it first.`);
};

const snapshotOfStopped = async (data: string): Promise<string> => {
  const folder = openDataFolder(data, false);
  try {
    await untilFree(folder.dynamo);
    return await takeSnapshot(folder.path, createGate());
  } finally {
    folder.release();
  }
};

/** Copies the store of a data folder: by the runtime that has it open, or by opening it. */
const snapshotOf = async (data: string): Promise<string> => {
  if (!existsSync(dynamoFileIn(data)))
    throw new StartError(`There is no store in ${data}: name the data folder of npm start with --data DIR.`);
  const running = runningIn(data);
  const token = running?.token;
  const taken =
    running === undefined || token === undefined
      ? undefined
      : await askForSnapshot({ endpoint: running.endpoint, token });
  return taken ?? snapshotOfStopped(data);
};

/** Unpacks a backup into a new folder beside it and replays its journal; throws where anything is off. */
const proveIn = async (archive: string, folder: string): Promise<string[]> => {
  await unpack(archive, folder);
  const verified = await verifyFolder(folder);
  const lines = linesOf(verified);
  if (verified.faults.length > 0)
    throw new StartError(`The store does not verify, so there is no backup of it:\n${lines.join('\n')}`);
  return lines;
};

const syncFolder = async (folder: string): Promise<void> => {
  const held = await open(folder, 'r');
  try {
    await held.sync();
  } finally {
    await held.close();
  }
};

/**
 * Backs up a data folder into one new file, while its runtime goes on or when it is stopped. The file has its name only
 * once it is whole, on the disk, and was unpacked, held to its hashes and verified. Returns what was verified.
 */
export const backUpFolder = async (data: string, to: string, now: Date): Promise<string[]> => {
  checkTarget(to);
  const beside = path.dirname(to);
  clearUnfinished(beside);
  const partial = `${to}.partial-${process.pid}`;
  const proof = `${to}.proof.partial-${process.pid}`;
  let snapshot: string | undefined;
  const clear = (): void => {
    for (const one of [partial, proof, snapshot]) if (one !== undefined) rmSync(one, { recursive: true, force: true });
  };
  const end = (): never => {
    clear();
    process.exit(1);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    snapshot = await snapshotOf(data);
    await pack(snapshot, partial, now);
    const lines = await proveIn(partial, proof);
    // Unlike a rename, it does not replace a file that another backup has made meanwhile.
    linkSync(partial, to);
    rmSync(partial);
    await syncFolder(beside);
    return lines;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
    clear();
  }
};

/** Runs `npm run backup`; exits with 1 and one sentence where there is no backup afterwards. */
export const main = async (args: readonly string[]): Promise<void> => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { data: { type: 'string', default: '.data' }, to: { type: 'string' } },
    });
    if (values.to === undefined) throw new StartError('Name the file that the backup is to be: --to FILE.');
    const to = path.resolve(values.to);
    const lines = await backUpFolder(path.resolve(values.data), to, new Date());
    console.log([...lines, `${to}: ${statSync(to).size} bytes, whole and verified.`].join('\n'));
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
};
