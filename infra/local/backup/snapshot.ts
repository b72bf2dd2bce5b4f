import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { keptNames, newSnapshotIn } from '../data-folder.ts';
import { backUp, type Database, readSnapshot } from '../sqlite.ts';
import type { Gate } from './gate.ts';

/** A stored file's name: its own hash. */
export const storedFile = /^[0-9a-f]{64}$/;

const linkFiles = (from: string, to: string): void => {
  mkdirSync(to, { mode: 0o700 });
  if (!existsSync(from)) return;
  // A file is never changed, so that a second name for it is a copy.
  for (const name of readdirSync(from)) if (storedFile.test(name)) linkSync(path.join(from, name), path.join(to, name));
};

/**
 * Copies the store of a data folder, as it is at one moment between two writes, into a new folder within it, and answers
 * with that. Writes wait only until the moment is held, not until all is copied. What it holds is what `kill -9` would
 * leave at that moment: a runtime goes on from it.
 */
export const takeSnapshot = async (folder: string, gate: Gate): Promise<string> => {
  const to = newSnapshotIn(folder);
  mkdirSync(to, { mode: 0o700 });
  const held: { database: Database; name: string }[] = [];
  try {
    await gate.still(() => {
      for (const name of [keptNames.dynamo, keptNames.local])
        held.push({ database: readSnapshot(path.join(folder, name)), name });
      linkFiles(path.join(folder, keptNames.files), path.join(to, keptNames.files));
    });
    for (const { database, name } of held) {
      await backUp(database, path.join(to, name));
      chmodSync(path.join(to, name), 0o600);
    }
    return to;
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw error;
  } finally {
    for (const { database } of held) database.close();
  }
};
