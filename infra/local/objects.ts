import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { BucketDefinition } from './deployment.ts';
import { type Blobs, hashOfBytes } from './object-blobs.ts';
import { allRows, change, type Database, firstRow, inTransaction } from './sqlite.ts';

/** An object of a bucket, without its bytes. */
export type StoredObject = {
  readonly hash: string;
  readonly size: number;
  readonly type: string;
  readonly etag: string;
  readonly at: Date;
};

const Row = z
  .object({ hash: z.string(), size: z.int(), type: z.string(), etag: z.string(), at: z.int() })
  .transform((row): StoredObject => ({ ...row, at: new Date(row.at) }));
const Kept = z.object({ bucket: z.string(), key: z.string(), at: z.int() });
const Hash = z.object({ hash: z.string() });

const DAY = 86_400_000;

/** The objects of a deployment's buckets: their keys in the runtime's own file, their bytes under their hash. */
export const createObjects = (options: {
  database: Database;
  blobs: Blobs;
  buckets: readonly BucketDefinition[];
  now: () => Date;
}) => {
  const { database, blobs, buckets, now } = options;
  database.exec(
    'CREATE TABLE IF NOT EXISTS s3_objects (bucket TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL, etag TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (bucket, key)) STRICT',
  );

  /** As S3 counts: days of 24 hours, then on to the next midnight of UTC. */
  const isOver = (bucket: string, key: string, at: number): boolean =>
    (buckets.find(({ name }) => name === bucket)?.expiry ?? []).some(
      ({ prefix, days }) => key.startsWith(prefix) && now().getTime() >= Math.ceil((at + days * DAY) / DAY) * DAY,
    );

  const find = (bucket: string, key: string): StoredObject | undefined => {
    const row = firstRow(
      database,
      Row,
      'SELECT hash, size, type, etag, at FROM s3_objects WHERE bucket = ? AND key = ?',
      bucket,
      key,
    );
    return row === undefined || isOver(bucket, key, row.at.getTime()) ? undefined : row;
  };

  /** Removes what the buckets' rules let go, and bytes that no object names: an upload that a crash cut off. */
  const sweep = (): void => {
    inTransaction(database, () => {
      for (const { bucket, key, at } of allRows(database, Kept, 'SELECT bucket, key, at FROM s3_objects'))
        if (isOver(bucket, key, at))
          change(database, 'DELETE FROM s3_objects WHERE bucket = ? AND key = ?', bucket, key);
    });
    const named = new Set(allRows(database, Hash, 'SELECT DISTINCT hash FROM s3_objects').map(({ hash }) => hash));
    for (const hash of blobs.all()) if (!named.has(hash)) blobs.drop(hash);
  };

  const put = (bucket: string, key: string, bytes: Uint8Array, type: string): StoredObject => {
    sweep();
    const hash = hashOfBytes(bytes);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    blobs.put(hash, bytes);
    change(
      database,
      'INSERT OR REPLACE INTO s3_objects (bucket, key, hash, size, type, etag, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      bucket,
      key,
      hash,
      bytes.byteLength,
      type,
      etag,
      now().getTime(),
    );
    return { hash, size: bytes.byteLength, type, etag, at: now() };
  };

  return { find, put, sweep, bytesOf: ({ hash }: StoredObject): Uint8Array | undefined => blobs.get(hash) };
};

/** The objects of a deployment's buckets. */
export type Objects = ReturnType<typeof createObjects>;
