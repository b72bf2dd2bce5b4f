import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Files, UploadForm } from '../../shared/app/ports.ts';
import { MOST_FILE_BYTES, type Upload, UploadId } from '../../shared/domain/attached-file.ts';
import { LocalityId } from '../../shared/domain/ids.ts';
import { hashOf } from './memory-files.ts';
import { aPdf } from './sample-files.ts';

/** A file store with a browser that posts its forms and says where it was sent; and one that follows its links. */
export type FileStore = {
  readonly files: Files;
  readonly post: (form: UploadForm, name: string, bytes: Uint8Array) => Promise<string>;
  readonly download: (link: string) => Promise<Uint8Array>;
};

const here = LocalityId.parse('tay-giang');
const elsewhere = LocalityId.parse('tam-ky');
const back = 'http://127.0.0.1:4380/estimates/a%3Ab/files/received/u';

/** What every file store keeps to. */
export const filesContract = (name: string, open: () => FileStore): void => {
  const upload = async (fileName: string, bytes: Uint8Array): Promise<Upload> => {
    const { files, post } = open();
    const id = UploadId.parse(randomUUID());
    const to = new URL(await post(await files.form(here, id, back), fileName, bytes));
    const found = files.uploadOf(here, id, to.searchParams.get('key') ?? '');
    if (found === undefined) throw new Error(`${to.href} names no upload.`);
    return found;
  };

  describe(`files ${name}`, () => {
    it.each(['Báo giá số 1.pdf', 'a+b & c=d%20 (1)!*.pdf', "it's ~ready_.pdf"])(
      'take an upload under its name, %s',
      async (fileName) => {
        const { files } = open();
        const bytes = aPdf(fileName);
        const found = await upload(fileName, bytes);
        expect(found.name).toBe(fileName);
        expect(await files.uploaded(here, found)).toEqual({ kind: 'read', bytes, sha256: hashOf(bytes) });
      },
    );

    it('send the browser back where the form said', async () => {
      const { files, post } = open();
      const to = new URL(await post(await files.form(here, UploadId.parse(randomUUID()), back), 'a.pdf', aPdf()));
      expect(`${to.origin}${to.pathname}`).toBe(back);
    });

    it('know an upload by its own key alone', async () => {
      const { files } = open();
      const id = UploadId.parse(randomUUID());
      const other = randomUUID();
      for (const key of [
        '',
        'a.pdf',
        `pending/${here}/${other}/a.pdf`,
        `pending/${elsewhere}/${id}/a.pdf`,
        `pending/${here}/${id}/`,
        `pending/${here}/${id}/..`,
        `pending/${here}/${id}/b/a.pdf`,
      ])
        expect(files.uploadOf(here, id, key)).toBeUndefined();
      const none = files.uploadOf(here, id, `pending/${here}/${id}/a.pdf`);
      expect(none).toEqual({ id, name: 'a.pdf' });
      expect(none === undefined ? none : await files.uploaded(here, none)).toEqual({ kind: 'none' });
    });

    it('do not show an upload to another locality', async () => {
      const { files } = open();
      expect(await files.uploaded(elsewhere, await upload('a.pdf', aPdf()))).toEqual({ kind: 'none' });
    });

    it('read no upload above the limit of a file', async () => {
      const { files } = open();
      const found = await upload('a.pdf', new Uint8Array(MOST_FILE_BYTES + 1));
      expect(await files.uploaded(here, found)).toEqual({ kind: 'too-large' });
    });

    it('tell an empty upload from none', async () => {
      expect(await open().files.uploaded(here, await upload('a.pdf', new Uint8Array()))).toMatchObject({
        kind: 'read',
        bytes: new Uint8Array(),
      });
    });

    it('keep bytes under their hash, once and for good, in one locality', async () => {
      const { files } = open();
      const bytes = aPdf(randomUUID());
      const file = { sha256: hashOf(bytes), type: 'pdf' } as const;
      expect(await files.sizeOf(here, file.sha256)).toBeUndefined();
      await files.keep(here, file, bytes);
      await files.keep(here, file, bytes);
      expect(await files.sizeOf(here, file.sha256)).toBe(bytes.byteLength);
      expect(await files.sizeOf(elsewhere, file.sha256)).toBeUndefined();
    });

    it('keep nothing under a hash that is not its own', async () => {
      const { files } = open();
      const sha256 = hashOf(aPdf(randomUUID()));
      await expect(files.keep(here, { sha256, type: 'pdf' }, aPdf('khác'))).rejects.toThrow(/hash|failed/);
      expect(await files.sizeOf(here, sha256)).toBeUndefined();
    });

    it('hand out by a link exactly what was kept', async () => {
      const { files, download } = open();
      const bytes = aPdf(randomUUID());
      const file = {
        sha256: hashOf(bytes),
        type: 'pdf',
        size: bytes.byteLength,
        name: 'Quyết định “145”.pdf',
      } as const;
      await files.keep(here, file, bytes);
      expect(await download(await files.link(here, file))).toEqual(bytes);
    });
  });
};
