import { createHash } from 'node:crypto';
import { presign, type Signer } from '../../shared/adapters/sigv4.ts';
import { region } from './addresses.ts';
import type { Authorize } from './authorization.ts';
import type { AwsRequest, AwsResponse } from './aws-http.ts';
import type { BucketDefinition, Deployment } from './deployment.ts';
import type { Objects, StoredObject } from './objects.ts';
import { allows } from './rights.ts';
import { s3Denied, s3Fault } from './s3-faults.ts';
import { readPosted } from './s3-form.ts';

/** More than a form of this project lets in, so that it is S3's own answer that says what is too large. */
export const largestUpload = 60_000_000;

/** The keys that the laptop's functions sign with. */
export const laptopCredentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop' };

/** What S3 does by being another site than the portal, a laptop says in headers: nothing in a file runs or is guessed. */
const HARMLESS = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" };

const OVERRIDES = ['content-type', 'content-disposition', 'cache-control'] as const;

/** What a PUT may say about itself; everything else would be kept or done on S3, and is not here. */
const PUT_HEADERS = new Set([
  'x-amz-checksum-sha256',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-user-agent',
]);

/** Parameters of a query that ask for nothing but the object. */
const isPlain = (name: string): boolean => /^(?:X-Amz-|response-content-|response-cache-control$|x-id$)/.test(name);

type Target = { readonly bucket: BucketDefinition; readonly key: string; readonly query: URLSearchParams };

/**
 * The S3 protocol, as far as the deployment's buckets need it: objects by key, forms and links that a role signed.
 * `endpointUrl` is where browsers reach it.
 */
export const createS3 = (
  objects: Objects,
  deployment: Pick<Deployment, 'buckets' | 'functions'>,
  endpointUrl: string,
  now: () => Date,
  secretAccessKey: string = laptopCredentials.secretAccessKey,
) => {
  const signer: Omit<Signer, 'at'> = { credentials: { ...laptopCredentials, secretAccessKey }, region };

  const targetOf = (path: string): Target | undefined => {
    const url = new URL(path, endpointUrl);
    const [, name = '', ...rest] = url.pathname.split('/');
    const bucket = deployment.buckets.find((one) => one.name === decodeURIComponent(name));
    return bucket === undefined
      ? undefined
      : { bucket, key: rest.map(decodeURIComponent).join('/'), query: url.searchParams };
  };

  /** Whether a path is of one of the buckets. */
  const isOf = (path: string): boolean => {
    try {
      return targetOf(path) !== undefined;
    } catch {
      return false;
    }
  };

  /** Whether a request carries a signature of its own, so that a browser may bring it. */
  const isSigned = ({ method = '', path, type = '' }: { method?: string; path: string; type?: string }): boolean =>
    isOf(path) &&
    (method === 'POST'
      ? type.startsWith('multipart/form-data')
      : new URL(path, endpointUrl).searchParams.has('X-Amz-Signature'));

  /** Who signed is not told apart here: the right of any function's role will do. */
  const someoneMay = (action: string, { bucket }: Target, key: string): boolean =>
    deployment.functions.some(({ rights }) => allows(rights, action, `${bucket.arn}/${key}`));

  const linkFault = (path: string, { query, key, ...target }: Target): AwsResponse | undefined => {
    const stamp = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '');
    const seconds = Number(query.get('X-Amz-Expires'));
    if (stamp === null || !Number.isInteger(seconds)) return s3Denied();
    const [, year, month, day, hour, minute, second] = stamp;
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    const unsigned = new URL(path, endpointUrl);
    for (const name of Array.from(unsigned.searchParams.keys()))
      if (name.startsWith('X-Amz-')) unsigned.searchParams.delete(name);
    const expected = presign(unsigned, seconds, { ...signer, at }).searchParams.get('X-Amz-Signature');
    if (expected !== query.get('X-Amz-Signature'))
      return s3Fault(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      );
    if (now().getTime() >= at.getTime() + seconds * 1000) return s3Denied('Request has expired');
    return someoneMay('s3:GetObject', { query, key, ...target }, key) ? undefined : s3Denied();
  };

  const post = (request: AwsRequest, target: Target): AwsResponse => {
    const read = readPosted(target.bucket.name, request.body, request.headers['content-type'] ?? '', signer, now());
    if ('fault' in read) return read.fault;
    const { key, bytes, type, redirect } = read.posted;
    if (!someoneMay('s3:PutObject', target, key)) return s3Denied();
    if (Buffer.byteLength(key) > 1024) return s3Fault(400, 'KeyTooLongError', 'Your key is too long');
    const { etag } = objects.put(target.bucket.name, key, bytes, type);
    if (redirect === undefined) return { status: 204, headers: { etag }, body: '' };
    const to = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket: target.bucket.name, key, etag }))
      to.searchParams.append(name, value);
    return { status: 303, headers: { etag, location: to.href }, body: '' };
  };

  const put = ({ headers, body }: AwsRequest, { bucket, key }: Target): AwsResponse => {
    const said = headers['x-amz-content-sha256'];
    const sha256 = createHash('sha256').update(body);
    const digest = sha256.digest();
    if (typeof said === 'string' && said !== 'UNSIGNED-PAYLOAD' && said !== digest.toString('hex'))
      return s3Fault(
        400,
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    const checksum = headers['x-amz-checksum-sha256'];
    if (typeof checksum === 'string' && checksum !== digest.toString('base64'))
      return s3Fault(400, 'BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
    if (headers['if-none-match'] === '*' && objects.find(bucket.name, key) !== undefined)
      return s3Fault(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    const { etag } = objects.put(
      bucket.name,
      key,
      Uint8Array.from(body),
      headers['content-type'] ?? 'binary/octet-stream',
    );
    return { status: 200, headers: { etag }, body: '' };
  };

  const give = (found: StoredObject | undefined, query: URLSearchParams, mayList: boolean): AwsResponse => {
    const bytes = found === undefined ? undefined : objects.bytesOf(found);
    if (found === undefined || bytes === undefined)
      return mayList ? s3Fault(404, 'NoSuchKey', 'The specified key does not exist.') : s3Denied();
    const asked = OVERRIDES.flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === null ? [] : [[name, value] as const];
    });
    return {
      status: 200,
      headers: {
        'content-type': found.type,
        etag: found.etag,
        'last-modified': found.at.toUTCString(),
        ...Object.fromEntries(asked),
        ...HARMLESS,
      },
      body: Buffer.from(bytes),
    };
  };

  /** What a request asks for that S3 knows and this does not. */
  const beyondHere = ({ method, headers }: AwsRequest, { key, query }: Target): string | undefined => {
    if (key === '') return `${method} on a bucket`;
    const parameter = [...query.keys()].find((name) => !isPlain(name));
    if (parameter !== undefined) return `?${parameter}`;
    if (method !== 'PUT') return undefined;
    if (headers['x-amz-content-sha256']?.toString().startsWith('STREAMING-') === true) return 'a body in signed pieces';
    return Object.keys(headers).find((name) => name.startsWith('x-amz-') && !PUT_HEADERS.has(name));
  };

  const answer = (request: AwsRequest, authorize: Authorize): AwsResponse => {
    const target = targetOf(request.path);
    if (target === undefined) return s3Fault(404, 'NoSuchBucket', 'The specified bucket does not exist');
    const { bucket, key, query } = target;
    if (isSigned({ method: request.method, path: request.path, type: request.headers['content-type'] ?? '' })) {
      if (request.method === 'POST') return post(request, target);
      const fault = request.method === 'GET' ? linkFault(request.path, target) : s3Denied();
      return fault ?? give(objects.find(bucket.name, key), query, true);
    }
    if (request.headers.authorization === undefined) return s3Denied();
    const may = (action: string, resource: string) => authorize(() => [[{ action, resource }]]) === undefined;
    const beyond = beyondHere(request, target);
    if (beyond !== undefined) return s3Fault(501, 'NotImplemented', `The laptop's S3 does not know ${beyond} here.`);
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        if (!may('s3:GetObject', `${bucket.arn}/${key}`)) return s3Denied();
        return give(objects.find(bucket.name, key), query, may('s3:ListBucket', bucket.arn));
      case 'PUT':
        return may('s3:PutObject', `${bucket.arn}/${key}`) ? put(request, target) : s3Denied();
      default:
        return s3Fault(501, 'NotImplemented', `The laptop's S3 does not know ${request.method} here.`);
    }
  };

  return { isOf, isSigned, answer };
};

/** The S3 of a deployment. */
export type S3 = ReturnType<typeof createS3>;
