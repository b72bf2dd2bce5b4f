import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderBlobs, hashOfBytes } from '../../../infra/local/object-blobs.ts';
import { createObjects } from '../../../infra/local/objects.ts';
import { openDatabase } from '../../../infra/local/sqlite.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'utf8'));
const buckets = [{ name: 'b', arn: 'arn:aws:s3:::b', expiry: [{ prefix: 'pending/', days: 1 }] }];

const aStore = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-objects-'));
  const database = openDatabase(':memory:');
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  let now = new Date('2022-03-04T15:00:00Z');
  const open = () => createObjects({ database, blobs: folderBlobs(folder), buckets, now: () => now });
  const at = (iso: string): void => {
    now = new Date(iso);
  };
  return { folder, open, at };
};

describe('objects in a folder', () => {
  it('are files named by their hash, one for all objects that hold the same', () => {
    const { folder, open } = aStore();
    const objects = open();
    objects.put('b', 'files/x', bytes('một'), 'text/plain');
    objects.put('b', '../../escape', bytes('một'), 'text/plain');
    expect(readdirSync(folder)).toEqual([hashOfBytes(bytes('một'))]);
    const found = open().find('b', 'files/x');
    expect(found).toMatchObject({ size: 5, type: 'text/plain' });
    expect(found && Uint8Array.from(open().bytesOf(found) ?? [])).toEqual(bytes('một'));
    expect(open().find('c', 'files/x')).toBeUndefined();
  });

  it('are replaced by what is put later under their key', () => {
    const { folder, open } = aStore();
    const objects = open();
    objects.put('b', 'files/x', bytes('một'), 'text/plain');
    objects.put('b', 'files/x', bytes('hai'), 'text/plain');
    objects.sweep();
    expect(readdirSync(folder)).toEqual([hashOfBytes(bytes('hai'))]);
  });

  it('are not given where their bytes were changed on the disk', () => {
    const { folder, open } = aStore();
    const objects = open();
    const kept = objects.put('b', 'files/x', bytes('một'), 'text/plain');
    writeFileSync(path.join(folder, kept.hash), 'khác');
    expect(objects.bytesOf(kept)).toBeUndefined();
  });

  it('leave nothing of an upload that a crash cut off', () => {
    const { folder, open } = aStore();
    open().put('b', 'files/x', bytes('một'), 'text/plain');
    writeFileSync(path.join(folder, '.new-half'), 'nửa');
    writeFileSync(path.join(folder, hashOfBytes(bytes('không ai gọi'))), 'không ai gọi');
    open().sweep();
    expect(readdirSync(folder)).toEqual([hashOfBytes(bytes('một'))]);
  });

  it('go at the first midnight of UTC after the days of their rule, and only those under its prefix', () => {
    const { folder, open, at } = aStore();
    const objects = open();
    objects.put('b', 'pending/x', bytes('chờ'), 'text/plain');
    objects.put('b', 'files/x', bytes('giữ'), 'text/plain');
    at('2022-03-05T23:59:59Z');
    objects.sweep();
    expect(objects.find('b', 'pending/x')).toBeDefined();
    at('2022-03-06T00:00:00Z');
    expect(objects.find('b', 'pending/x')).toBeUndefined();
    objects.sweep();
    expect(readdirSync(folder)).toEqual([hashOfBytes(bytes('giữ'))]);
    expect(objects.find('b', 'files/x')).toBeDefined();
  });
});
