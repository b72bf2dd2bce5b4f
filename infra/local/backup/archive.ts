import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { keptNames } from '../data-folder.ts';
import { jsonIn } from '../json-body.ts';
import { storedFile } from './snapshot.ts';
import { ArchiveError, readEntries, type Taker, writeEnd, writeEntry } from './tar.ts';

const manifestName = 'manifest.json';

const Name = z
  .string()
  .refine(
    (name) =>
      name === keptNames.dynamo ||
      name === keptNames.local ||
      (name.startsWith(`${keptNames.files}/`) && storedFile.test(name.slice(keptNames.files.length + 1))),
  );

/** The first file of a backup: what else it holds, with the SHA-256 of each. */
const Manifest = z.object({
  format: z.literal('trinh-backup-1'),
  madeAt: z.iso.datetime(),
  files: z.array(z.object({ name: Name, size: z.int().min(0), sha256: z.string().regex(storedFile) })).min(2),
});
type Manifest = z.infer<typeof Manifest>;

const largestManifest = 64 * 1024 * 1024;

const hashOfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(Buffer.from(part));
  return hash.digest('hex');
};

const namesIn = (folder: string): string[] => [
  keptNames.dynamo,
  keptNames.local,
  ...readdirSync(path.join(folder, keptNames.files))
    .toSorted()
    .map((name) => `${keptNames.files}/${name}`),
];

/** Packs a snapshot into one new file, its manifest first, and sees it onto the disk. */
export const pack = async (snapshot: string, to: string, at: Date): Promise<void> => {
  const files: Manifest['files'] = [];
  for (const name of namesIn(snapshot)) {
    const file = path.join(snapshot, name);
    files.push({ name, size: statSync(file).size, sha256: await hashOfFile(file) });
  }
  const manifest: Manifest = { format: 'trinh-backup-1', madeAt: at.toISOString(), files };
  const archive = await open(to, 'wx', 0o600);
  try {
    const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
    await writeEntry(archive, { name: manifestName, size: bytes.length }, { bytes }, at);
    for (const { name, size } of files)
      await writeEntry(archive, { name, size }, { file: path.join(snapshot, name) }, at);
    await writeEnd(archive);
    await archive.sync();
  } finally {
    await archive.close();
  }
};

const readManifest = (bytes: Buffer): Manifest => {
  const manifest = Manifest.safeParse(jsonIn(bytes.toString('utf8')));
  if (!manifest.success)
    throw new ArchiveError('The manifest of the backup cannot be read: it is of another version, or damaged.');
  const names = manifest.data.files.map(({ name }) => name);
  const lacks = [keptNames.dynamo, keptNames.local].find((name) => !names.includes(name));
  if (lacks !== undefined || new Set(names).size !== names.length)
    throw new ArchiveError('The manifest of the backup is not one: a file is missing in it, or twice.');
  return manifest.data;
};

/** Takes the bytes of the manifest. */
const manifestTaker = (size: number, use: (manifest: Manifest) => void): Taker => {
  if (size > largestManifest) throw new ArchiveError('The manifest of the backup is too large to be one.');
  const parts: Buffer[] = [];
  return {
    piece: (bytes: Buffer): Promise<void> => {
      parts.push(bytes);
      return Promise.resolve();
    },
    end: (): Promise<void> => {
      use(readManifest(Buffer.concat(parts)));
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
};

/** Takes the bytes of a file that the manifest names, onto the disk, and holds them to their hash. */
const fileTaker = (folder: string, wanted: Manifest['files'][number]): Taker => {
  const hash = createHash('sha256');
  const opened = open(path.join(folder, wanted.name), 'wx', 0o600);
  return {
    piece: async (bytes: Buffer): Promise<void> => {
      hash.update(bytes);
      await (await opened).appendFile(bytes);
    },
    end: async (): Promise<void> => {
      await (await opened).sync();
      if (hash.digest('hex') !== wanted.sha256)
        throw new ArchiveError(`${wanted.name} in the backup is not what its manifest says: it was damaged.`);
    },
    close: async () => (await opened).close(),
  };
};

/**
 * Unpacks a backup into a new folder: only what its manifest names, each held to its size and hash. Answers when it was
 * made. Throws an `ArchiveError` for what is not a whole backup.
 */
export const unpack = async (from: string, folder: string): Promise<{ madeAt: Date }> => {
  const archive = await open(from, 'r');
  let manifest: Manifest | undefined;
  const left = new Map<string, Manifest['files'][number]>();
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    mkdirSync(path.join(folder, keptNames.files), { mode: 0o700 });
    await readEntries(archive, ({ name, size }) => {
      if (manifest === undefined) {
        if (name !== manifestName)
          throw new ArchiveError('The file is not an archive that npm run backup has made: it has no manifest.');
        return manifestTaker(size, (read) => {
          manifest = read;
          for (const file of read.files) left.set(file.name, file);
        });
      }
      const wanted = left.get(name);
      if (wanted?.size !== size || !left.delete(name))
        throw new ArchiveError(`${name} in the backup is not what its manifest says.`);
      return fileTaker(folder, wanted);
    });
  } finally {
    await archive.close();
  }
  const [missing] = left.keys();
  if (manifest === undefined) throw new ArchiveError('The file holds no backup.');
  if (missing !== undefined) throw new ArchiveError(`The backup lacks ${missing}, which its manifest names.`);
  return { madeAt: new Date(manifest.madeAt) };
};
