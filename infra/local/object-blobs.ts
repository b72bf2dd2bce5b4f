import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Bytes under their own hash. */
export type Blobs = {
  put(hash: string, bytes: Uint8Array): void;
  get(hash: string): Uint8Array | undefined;
  drop(hash: string): void;
  all(): string[];
};

/** The SHA-256 of bytes, in hexadecimal digits. */
export const hashOfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes in memory. */
export const memoryBlobs = (): Blobs => {
  const kept = new Map<string, Uint8Array>();
  return {
    put: (hash, bytes) => void kept.set(hash, bytes),
    get: (hash) => kept.get(hash),
    drop: (hash) => void kept.delete(hash),
    all: () => [...kept.keys()],
  };
};

const NAME = /^[0-9a-f]{64}$/;

/** A folder with one file for each hash. A file is there whole or not at all; what was changed in it is not given. */
export const folderBlobs = (folder: string): Blobs => {
  mkdirSync(folder, { recursive: true });
  const file = (hash: string): string => path.join(folder, hash);
  for (const name of readdirSync(folder)) if (name.startsWith('.new-')) rmSync(file(name), { force: true });
  return {
    put: (hash, bytes) => {
      const started = file(`.new-${randomUUID()}`);
      writeFileSync(started, bytes, { flush: true });
      renameSync(started, file(hash));
    },
    get: (hash) => {
      try {
        const bytes = readFileSync(file(hash));
        return hashOfBytes(bytes) === hash ? bytes : undefined;
      } catch {
        return undefined;
      }
    },
    drop: (hash) => rmSync(file(hash), { force: true }),
    all: () => readdirSync(folder).filter((name) => NAME.test(name)),
  };
};
