import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../infra/local/backup/archive.ts';
import { type Entry, writeEnd, writeEntry } from '../../../infra/local/backup/tar.ts';
import { aFolder } from '../local/stand-ins.ts';

const at = new Date('2022-03-04T01:00:00Z');
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const aSnapshot = (files: readonly string[] = ['một tệp', '']): string => {
  const folder = aFolder();
  writeFileSync(path.join(folder, 'dynamodb.sqlite'), 'd'.repeat(3000));
  writeFileSync(path.join(folder, 'local.sqlite'), 'l'.repeat(512));
  mkdirSync(path.join(folder, 'files'));
  for (const text of files) writeFileSync(path.join(folder, 'files', hashOf(text)), text);
  return folder;
};

const packed = async (): Promise<string> => {
  const file = path.join(aFolder(), 'b.tar');
  await pack(aSnapshot(), file, at);
  return file;
};

/** An archive as somebody else might write it. */
const archiveOf = async (entries: readonly { name: string; text: string }[]): Promise<string> => {
  const file = path.join(aFolder(), 'b.tar');
  const archive = await open(file, 'wx');
  for (const { name, text } of entries) {
    const bytes = Buffer.from(text);
    await writeEntry(archive, { name, size: bytes.length } satisfies Entry, { bytes }, at);
  }
  await writeEnd(archive);
  await archive.close();
  return file;
};

const manifestOf = (files: readonly { name: string; text: string }[]) => ({
  name: 'manifest.json',
  text: JSON.stringify({
    format: 'trinh-backup-1',
    madeAt: at.toISOString(),
    files: files.map(({ name, text }) => ({ name, size: Buffer.byteLength(text), sha256: hashOf(text) })),
  }),
});

const both = [
  { name: 'dynamodb.sqlite', text: 'd' },
  { name: 'local.sqlite', text: 'l' },
];

const unpacked = (file: string) => unpack(file, path.join(aFolder(), 'out'));

describe('a backup', () => {
  it('unpacks to what was packed, and any tar reads it', async () => {
    const file = await packed();
    const folder = path.join(aFolder(), 'out');
    expect(await unpack(file, folder)).toEqual({ madeAt: at });
    expect(readFileSync(path.join(folder, 'dynamodb.sqlite'), 'utf8')).toBe('d'.repeat(3000));
    expect(readFileSync(path.join(folder, 'files', hashOf('một tệp')), 'utf8')).toBe('một tệp');
    expect(readdirSync(folder).toSorted()).toEqual(['dynamodb.sqlite', 'files', 'local.sqlite']);
    const { stdout, status } = spawnSync('tar', ['-tf', file], { encoding: 'utf8' });
    expect([status, stdout.split('\n')[0]]).toEqual([0, 'manifest.json']);
    expect(stdout.trim().split('\n')).toHaveLength(5);
  });

  it('with any one byte changed is refused', async () => {
    const file = await packed();
    const whole = readFileSync(file);
    const changed = path.join(aFolder(), 'c.tar');
    // Every 97th byte of what is no padding: headers, manifest and contents.
    const meaning = [...whole.keys()].filter((index) => whole[index] !== 0 && index % 97 === 0);
    const missed: number[] = [];
    for (const index of meaning) {
      const bytes = Buffer.from(whole);
      bytes[index] = (bytes[index] ?? 0) ^ 0x41;
      writeFileSync(changed, bytes);
      const taken = await unpacked(changed).then(
        () => true,
        () => false,
      );
      if (taken) missed.push(index);
    }
    expect(missed).toEqual([]);
    expect(meaning.length).toBeGreaterThan(40);
  });

  it('that is cut short is refused, wherever that is', async () => {
    const whole = readFileSync(await packed());
    const cut = path.join(aFolder(), 'c.tar');
    for (const size of [0, 100, 512, 1024, 3000, whole.length - 1024 - 1]) {
      writeFileSync(cut, whole.subarray(0, size));
      await expect(unpacked(cut)).rejects.toThrow(/not whole|damaged/);
    }
  });

  it.each([
    ['has no manifest', both, 'it has no manifest'],
    [
      'has a file that its manifest does not name',
      [manifestOf(both), ...both, { name: 'x', text: '' }],
      'x in the backup',
    ],
    ['lacks a file', [manifestOf(both), both[0]], 'The backup lacks local.sqlite'],
    ['has a file twice', [manifestOf(both), both[0], both[0], both[1]], 'dynamodb.sqlite in the backup'],
    ['leads out of the folder', [manifestOf([...both, { name: '../../etc/x', text: 'x' }])], 'manifest of the backup'],
    ['leads within the folder', [manifestOf([...both, { name: 'files/../x', text: 'x' }])], 'manifest of the backup'],
    [
      'names no database',
      [manifestOf([{ name: `files/${hashOf('a')}`, text: 'a' }, both[0] ?? { name: '', text: '' }])],
      'not one',
    ],
    ['has no JSON', [{ name: 'manifest.json', text: '{' }], 'another version, or damaged'],
  ])('that %s is refused', async (_what, entries, words) => {
    const file = await archiveOf(entries.flatMap((entry) => entry ?? []));
    await expect(unpacked(file)).rejects.toThrow(words);
  });

  it('is not written over another one', async () => {
    const file = await packed();
    await expect(pack(aSnapshot(), file, at)).rejects.toThrow('EEXIST');
  });
});
