import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod';
import { refuseToEmptyOffice } from './office/folder-kind.ts';
import { type Database, lockFile } from './sqlite.ts';
import { codeOf, messageOf, StartError } from './start-error.ts';

/** The folder that keeps all of a runtime, held by this process until `release`. */
export type DataFolder = {
  path: string;
  dynamo: string;
  local: string;
  /** The folder with the bytes of attached files. */
  files: string;
  log: string;
  /** Writes down where the runtime answers, for commands that look for it. */
  announce(where: { portal: string; endpoint: string; token: string }): void;
  release(): void;
};

const Announced = z.object({ pid: z.number(), portal: z.string(), endpoint: z.string(), token: z.string().optional() });

const names = {
  dynamo: 'dynamodb.sqlite',
  local: 'local.sqlite',
  files: 'files',
  log: 'functions.log',
  lock: 'runtime.lock',
  running: 'runtime.json',
  /** Begins the names of copies that a backup is made from. */
  snapshot: '.snapshot-',
  /** Begins the names of folders that a backup is unpacked into. */
  restoring: '.restoring-',
};

const owned = [names.dynamo, names.local, names.log, names.running];

/** The file of a data folder that holds DynamoDB's tables. */
export const dynamoFileIn = (folder: string): string => path.join(folder, names.dynamo);

/** The name of a new folder, within a data folder, for a copy that a backup is made from. */
export const newSnapshotIn = (folder: string): string => path.join(folder, `${names.snapshot}${randomUUID()}`);

/** The name of a new folder, within a data folder, that a backup is unpacked into: while it is there, nothing starts. */
export const newRestoringIn = (folder: string): string => path.join(folder, `${names.restoring}${randomUUID()}`);

/** The files of a data folder that a copy of it has. */
export const keptNames = { dynamo: names.dynamo, local: names.local, files: names.files } as const;

/** What the runtime that uses the folder, or did last, wrote down about itself. */
export const runningIn = (folder: string): z.infer<typeof Announced> | undefined => {
  try {
    const read = Announced.safeParse(JSON.parse(readFileSync(path.join(folder, names.running), 'utf8')));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
};

const makeWritable = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    // Access rights are not all: a file system can be full or mounted for reading.
    const probe = path.join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, 'x');
    rmSync(probe);
  } catch (error) {
    const why = codeOf(error) ?? messageOf(error);
    throw new StartError(
      `The data folder ${folder} is not writable (${why}): choose another with --data DIR, or change its rights.`,
    );
  }
};

const lock = (folder: string): Database => {
  try {
    return lockFile(path.join(folder, names.lock));
  } catch {
    const other = runningIn(folder);
    const who = other === undefined ? 'another runtime' : `another runtime (process ${other.pid}, ${other.portal})`;
    throw new StartError(
      `The data folder ${folder} is in use by ${who}: stop that one, or choose another with --data DIR.`,
    );
  }
};

/**
 * Takes a data folder, makes it where there is none, and with `fresh` empties it of what a runtime keeps. Throws a
 * `StartError` when it is not writable or another runtime uses it.
 */
export const openDataFolder = (folder: string, fresh: boolean): DataFolder => {
  makeWritable(folder);
  if (readdirSync(folder).some((name) => name.startsWith(names.restoring)))
    throw new StartError(
      `A backup is being restored into ${folder}, or that was cut off: let it end, or empty the folder and restore again.`,
    );
  const held = lock(folder);
  const file = (name: string): string => path.join(folder, name);
  // Of a backup that broke off.
  for (const name of readdirSync(folder))
    if (name.startsWith(names.snapshot)) rmSync(file(name), { recursive: true, force: true });
  if (fresh) {
    try {
      refuseToEmptyOffice(file(names.local));
    } catch (error) {
      held.close();
      throw error;
    }
    for (const name of owned)
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file(name) + end, { force: true });
    rmSync(file(names.files), { recursive: true, force: true });
  }
  return {
    path: folder,
    dynamo: file(names.dynamo),
    local: file(names.local),
    files: file(names.files),
    log: file(names.log),
    announce: (where) => {
      // Whoever reads the token may copy everything: only the folder's owner does.
      rmSync(file(names.running), { force: true });
      writeFileSync(file(names.running), JSON.stringify({ pid: process.pid, ...where }), { mode: 0o600 });
    },
    release: () => {
      if (existsSync(file(names.running))) rmSync(file(names.running));
      held.close();
    },
  };
};
