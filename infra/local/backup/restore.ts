import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newRestoringIn } from '../data-folder.ts';
import { localText } from '../moments.ts';
import { messageOf, StartError } from '../start-error.ts';
import { linesOf, verifyFolder } from '../verify.ts';
import { unpack } from './archive.ts';

const checkTarget = (data: string): void => {
  if (!existsSync(data)) return;
  // A disk of its own has this folder from its making on.
  const isEmpty = statSync(data).isDirectory() && readdirSync(data).every((name) => name === 'lost+found');
  if (!isEmpty)
    throw new StartError(`${data} is not an empty folder, and nothing is restored over what is there: name a new one.`);
};

const checkSource = (from: string): void => {
  if (!existsSync(from) || !statSync(from).isFile()) throw new StartError(`There is no backup file ${from}.`);
};

/** What verifying leaves behind that is no part of the store. */
const leftovers = ['runtime.lock', 'runtime.lock-journal', 'dynamodb.sqlite-pid'];

/**
 * Restores a backup into a folder that is new or empty. Everything is held to its hashes and the journal replayed in a
 * folder within it, and nothing starts on it before all is in its place. Returns what was verified, and when the backup
 * was made.
 */
export const restoreFolder = async (from: string, data: string): Promise<{ lines: string[]; madeAt: Date }> => {
  checkSource(from);
  checkTarget(data);
  const isNew = !existsSync(data);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const partial = newRestoringIn(data);
  const clear = (): void => {
    rmSync(partial, { recursive: true, force: true });
    if (isNew && readdirSync(data).length === 0) rmdirSync(data);
  };
  const end = (): never => {
    clear();
    process.exit(1);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    const { madeAt } = await unpack(from, partial);
    const verified = await verifyFolder(partial);
    const lines = linesOf(verified);
    if (verified.faults.length > 0)
      throw new StartError(`The backup does not verify, so nothing was restored:\n${lines.join('\n')}`);
    for (const name of readdirSync(partial))
      if (!leftovers.includes(name)) renameSync(path.join(partial, name), path.join(data, name));
    return { lines, madeAt };
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
    clear();
  }
};

/** Runs `npm run restore`; exits with 1 and one sentence where nothing was restored. */
export const main = async (args: readonly string[]): Promise<void> => {
  try {
    const { values } = parseArgs({ args: [...args], options: { from: { type: 'string' }, data: { type: 'string' } } });
    if (values.from === undefined || values.data === undefined)
      throw new StartError('Name the backup and the folder to restore it into: --from FILE --data DIR.');
    const data = path.resolve(values.data);
    const { lines, madeAt } = await restoreFolder(path.resolve(values.from), data);
    console.log([...lines, `${data}: as it was at ${localText(madeAt)} (Việt Nam).`].join('\n'));
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
};
