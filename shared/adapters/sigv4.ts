import { createHash, createHmac } from 'node:crypto';

// AWS Signature Version 4 for S3: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html

/** Credentials of a role; the token comes with those that end by themselves. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

/** Who signs, where, when. */
export type Signer = { readonly credentials: Credentials; readonly region: string; readonly at: Date };

/** A request to be signed; its headers by their names in small letters. */
export type Signable = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
};

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** What a presigned request says of its body. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';

const hex = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The hash of a payload as requests name it. */
export const payloadHash = (bytes: Uint8Array | ''): string => hex(bytes);

/** Percent-encodes all but what RFC 3986 leaves unreserved. */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** The path of an object's key. */
export const encodedKey = (key: string): string => key.split('/').map(encoded).join('/');

/** `20220304T010000Z`. */
export const amzDate = (at: Date): string =>
  at
    .toISOString()
    .replace(/\.\d{3}/, '')
    .replaceAll(/[-:]/g, '');

const scopeOf = ({ region, at }: Signer): string => `${amzDate(at).slice(0, 8)}/${region}/s3/aws4_request`;

/** Who signs, for a form or a link: `AKID/20220304/REGION/s3/aws4_request`. */
export const credentialOf = (signer: Signer): string => `${signer.credentials.accessKeyId}/${scopeOf(signer)}`;

const signed = (text: string, signer: Signer): string => {
  const [date = '', region = '', service = '', end = ''] = scopeOf(signer).split('/');
  const key = hmac(hmac(hmac(hmac(`AWS4${signer.credentials.secretAccessKey}`, date), region), service), end);
  return hmac(key, text).toString('hex');
};

/** Signs a form's policy, in the base64 in which the form carries it. */
export const signPolicy = (policy: string, signer: Signer): string => signed(policy, signer);

const inOrder = (entries: readonly (readonly [string, string])[]): (readonly [string, string])[] =>
  entries.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));

const queryOf = (url: URL): string =>
  inOrder([...url.searchParams].map(([name, value]) => [encoded(name), encoded(value)] as const))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const signatureOf = ({ method, url, headers, payload }: Signable, signer: Signer): { names: string; value: string } => {
  const sorted = inOrder(Object.entries(headers));
  const names = sorted.map(([name]) => name).join(';');
  const lines = sorted.map(([name, value]) => `${name}:${value.trim().replaceAll(/ +/g, ' ')}\n`).join('');
  const canonical = [method, url.pathname, queryOf(url), lines, names, payload].join('\n');
  const text = [ALGORITHM, amzDate(signer.at), scopeOf(signer), hex(canonical)].join('\n');
  return { names, value: signed(text, signer) };
};

/** The headers with which a request is sent: its own, those that say when and by whom, and the signature. */
export const signRequest = (request: Signable, signer: Signer): Record<string, string> => {
  const { sessionToken } = signer.credentials;
  const headers = {
    ...request.headers,
    host: request.url.host,
    'x-amz-content-sha256': request.payload,
    'x-amz-date': amzDate(signer.at),
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const { names, value } = signatureOf({ ...request, headers }, signer);
  const authorization = `${ALGORITHM} Credential=${credentialOf(signer)}, SignedHeaders=${names}, Signature=${value}`;
  return { ...headers, authorization };
};

/** A link that carries its own signature and is good for some seconds. */
export const presign = (url: URL, seconds: number, signer: Signer, method = 'GET'): URL => {
  const link = new URL(url);
  const { sessionToken } = signer.credentials;
  const said = {
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': credentialOf(signer),
    'X-Amz-Date': amzDate(signer.at),
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host',
    ...(sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken }),
  };
  for (const [name, value] of Object.entries(said)) link.searchParams.set(name, value);
  const { value } = signatureOf({ method, url: link, headers: { host: link.host }, payload: UNSIGNED }, signer);
  // Written as it was signed: a query's own way to write a space is another one.
  link.search = `${queryOf(link)}&X-Amz-Signature=${value}`;
  return link;
};
