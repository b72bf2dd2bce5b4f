import { inflateRawSync } from 'node:zlib';
import { MEDIA_TYPES, MOST_FILE_BYTES, MOST_UPLOAD_BYTES, Upload } from '../domain/attached-file.ts';
import { type LocalityId, Sha256 } from '../domain/ids.ts';
import type { Inflate } from '../domain/office-archive.ts';
import { PermanentError, TransientError } from '../app/faults.ts';
import type { Clock, Files } from '../app/ports.ts';
import { called } from './dynamodb.ts';
import { uploadForm } from './s3-form.ts';
import { type Credentials, encoded, encodedKey, payloadHash, presign, type Signer, signRequest } from './sigv4.ts';

/** Where a bucket answers, and as whom to ask. */
export type Bucket = {
  readonly name: string;
  readonly region: string;
  /** The address of the bucket itself, with a slash at its end. */
  readonly url: URL;
  /** Where browsers reach the same bucket. */
  readonly browserUrl: URL;
  /** Asked at each call: a function's credentials are its environment's. */
  readonly credentials: () => Credentials;
};

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A bucket as a function's environment says where it is: AWS's own address unless another endpoint is named, and for
 * browsers `TRINH_FILES_URL` where they do not reach that one.
 */
export const bucketIn = (name: string, variables: () => Variables): Bucket => {
  const given = variables();
  const region = given['AWS_REGION'] ?? 'ap-southeast-1';
  const endpoint = given['AWS_ENDPOINT_URL_S3'] ?? given['AWS_ENDPOINT_URL'];
  const url = new URL(endpoint === undefined ? `https://${name}.s3.${region}.amazonaws.com/` : `${endpoint}/${name}/`);
  const forBrowsers = given['TRINH_FILES_URL'];
  return {
    name,
    region,
    url,
    browserUrl: forBrowsers === undefined ? url : new URL(`${forBrowsers}/${name}/`),
    credentials: () => {
      const now = variables();
      const [accessKeyId, secretAccessKey] = [now['AWS_ACCESS_KEY_ID'], now['AWS_SECRET_ACCESS_KEY']];
      if (accessKeyId === undefined || secretAccessKey === undefined)
        throw new PermanentError('The environment has no credentials to sign with.');
      return { accessKeyId, secretAccessKey, sessionToken: now['AWS_SESSION_TOKEN'] };
    },
  };
};

const FORM_SECONDS = 3600;
const LINK_SECONDS = 60;

/** Inflates raw deflated bytes within a limit. */
export const inflateWithin: Inflate = (deflated, most) => {
  try {
    return inflateRawSync(deflated, { maxOutputLength: most });
  } catch {
    return undefined;
  }
};

/** `attachment` with the name as every browser reads it (RFC 6266, RFC 8187). */
export const disposition = (name: string): string =>
  `attachment; filename="${name
    .normalize('NFD')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/["\\%]/g, '_')}"; filename*=UTF-8''${encoded(name)}`;

/** The key under which an attached file is kept. */
export const fileKey = (locality: LocalityId, sha256: Sha256): string => `files/${locality}/${sha256}`;

/** Files on Amazon S3: `pending/` for uploads, which a rule of the bucket removes, `files/` for what was attached. */
export const s3Files = (bucket: Bucket, clock: Clock): Files => {
  const signer = (): Signer => ({ credentials: bucket.credentials(), region: bucket.region, at: clock.now() });
  const urlOf = (key: string): URL => new URL(`${bucket.url.href}${encodedKey(key)}`);

  const ask = (
    what: string,
    method: 'GET' | 'HEAD' | 'PUT',
    key: string,
    sent: { readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array | '' } = {
      headers: {},
      bytes: '',
    },
  ): Promise<Response> =>
    called(what, async () => {
      const url = urlOf(key);
      const payload = payloadHash(sent.bytes);
      const { host: _, ...headers } = signRequest({ method, url, headers: sent.headers, payload }, signer());
      const body = sent.bytes === '' ? {} : { body: Buffer.from(sent.bytes) };
      try {
        return await fetch(url, { method, headers, ...body });
      } catch (cause) {
        throw new TransientError(`${what} failed: S3 was not reached.`, { cause });
      }
    });

  const faultOf = async (what: string, response: Response): Promise<Error> => {
    const code = /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? '';
    const message = `${what} failed: ${response.status} ${code}`;
    // Another writer of the same key, a server's own trouble, too many requests: all of them pass.
    const passes = response.status >= 500 || response.status === 409 || response.status === 429;
    return passes ? new TransientError(message) : new PermanentError(message);
  };

  const uploadOf: Files['uploadOf'] = (locality, id, key) => {
    const prefix = `pending/${locality}/${id}/`;
    const upload = Upload.safeParse({ id, name: key.slice(prefix.length) });
    return key.startsWith(prefix) && upload.success ? upload.data : undefined;
  };

  return {
    origin: bucket.browserUrl.origin,
    inflate: inflateWithin,
    uploadOf,
    form: async (locality, id, back) =>
      uploadForm(
        {
          bucket: bucket.name,
          url: bucket.browserUrl.href,
          prefix: `pending/${locality}/${id}/`,
          most: MOST_UPLOAD_BYTES,
          back,
          seconds: FORM_SECONDS,
        },
        signer(),
      ),
    uploaded: async (locality, { id, name }) => {
      const what = 'Reading an upload';
      const response = await ask(what, 'GET', `pending/${locality}/${id}/${name}`);
      if (response.status === 404) {
        await response.body?.cancel();
        return { kind: 'none' };
      }
      if (response.status !== 200) throw await faultOf(what, response);
      if (Number(response.headers.get('content-length')) > MOST_FILE_BYTES) {
        await response.body?.cancel();
        return { kind: 'too-large' };
      }
      const bytes = await called(what, async () => new Uint8Array(await response.arrayBuffer()));
      return { kind: 'read', bytes, sha256: Sha256.parse(payloadHash(bytes)) };
    },
    keep: async (locality, { sha256, type }, bytes) => {
      const what = 'Keeping a file';
      const response = await ask(what, 'PUT', fileKey(locality, sha256), {
        bytes,
        headers: {
          'content-type': MEDIA_TYPES[type],
          // S3 works the hash out itself and refuses what differs.
          'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
          'if-none-match': '*',
        },
      });
      if (response.status !== 200 && response.status !== 412) throw await faultOf(what, response);
      await response.body?.cancel();
    },
    sizeOf: async (locality, sha256) => {
      const what = 'Looking for a file';
      const response = await ask(what, 'HEAD', fileKey(locality, sha256));
      if (response.status === 404) return undefined;
      if (response.status !== 200) throw await faultOf(what, response);
      return Number(response.headers.get('content-length'));
    },
    link: async (locality, { sha256, type, name }) => {
      const url = new URL(`${bucket.browserUrl.href}${encodedKey(fileKey(locality, sha256))}`);
      url.searchParams.set('response-content-disposition', disposition(name));
      url.searchParams.set('response-content-type', MEDIA_TYPES[type]);
      url.searchParams.set('response-cache-control', 'no-store');
      return presign(url, LINK_SECONDS, signer()).href;
    },
  };
};
