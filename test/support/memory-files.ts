import { inflateWithin } from '../../shared/adapters/s3-files.ts';
import type { Files } from '../../shared/app/ports.ts';
import { MOST_FILE_BYTES, Upload } from '../../shared/domain/attached-file.ts';
import { Sha256 } from '../../shared/domain/ids.ts';
import { createHash } from 'node:crypto';

/** The hash that bytes are kept under. */
export const hashOf = (bytes: Uint8Array): Sha256 => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));

/** A file store in memory, under the same contract as the one on S3. */
export const memoryFiles = () => {
  const objects = new Map<string, Uint8Array>();
  const files: Files = {
    origin: 'https://files.example',
    inflate: inflateWithin,
    form: (locality, id, back) =>
      Promise.resolve({
        url: 'https://files.example/',
        fields: [
          { name: 'key', value: `pending/${locality}/${id}/\${filename}` },
          { name: 'success_action_redirect', value: back },
        ],
      }),
    uploadOf: (locality, id, key) => {
      const prefix = `pending/${locality}/${id}/`;
      return key.startsWith(prefix) ? Upload.safeParse({ id, name: key.slice(prefix.length) }).data : undefined;
    },
    uploaded: (locality, { id, name }) => {
      const bytes = objects.get(`pending/${locality}/${id}/${name}`);
      if (bytes === undefined) return Promise.resolve({ kind: 'none' });
      if (bytes.byteLength > MOST_FILE_BYTES) return Promise.resolve({ kind: 'too-large' });
      return Promise.resolve({ kind: 'read', bytes, sha256: hashOf(bytes) });
    },
    keep: (locality, { sha256 }, bytes) => {
      if (hashOf(bytes) !== sha256) return Promise.reject(new Error('The bytes are not of that hash.'));
      objects.set(`files/${locality}/${sha256}`, bytes);
      return Promise.resolve();
    },
    sizeOf: (locality, sha256) => Promise.resolve(objects.get(`files/${locality}/${sha256}`)?.byteLength),
    link: (locality, { sha256, name }) =>
      Promise.resolve(`https://files.example/files/${locality}/${sha256}?name=${encodeURIComponent(name)}`),
  };
  return { files, objects };
};
