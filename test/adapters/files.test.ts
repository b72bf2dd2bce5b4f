import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesizeTemplate } from '../../infra/aws/app.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { bucketIn, disposition, s3Files } from '../../shared/adapters/s3-files.ts';
import type { Files, UploadForm } from '../../shared/app/ports.ts';
import { UploadId } from '../../shared/domain/attached-file.ts';
import { LocalityId } from '../../shared/domain/ids.ts';
import { filesContract } from '../support/files-contract.ts';
import { hashOf, memoryFiles } from '../support/memory-files.ts';
import { aPdf } from '../support/sample-files.ts';

const { files: inMemory, objects } = memoryFiles();
filesContract('in memory', () => ({
  files: inMemory,
  post: ({ fields }, name, bytes) => {
    const by = new Map(fields.map((field) => [field.name, field.value]));
    const key = (by.get('key') ?? '').replace('${filename}', () => name);
    objects.set(key, bytes);
    return Promise.resolve(`${by.get('success_action_redirect')}?${new URLSearchParams({ key }).toString()}`);
  },
  download: (link) => Promise.resolve(objects.get(new URL(link).pathname.slice(1)) ?? new Uint8Array()),
}));

const [bucket = ''] = Object.entries(synthesizeTemplate().Resources).flatMap(([id, { Type }]) =>
  Type === 'AWS::S3::Bucket' ? [id] : [],
);
let runtime: Runtime;
let onS3: Files;
beforeAll(async () => {
  runtime = await startRuntime({ frozen: true, plan: 'none', clock: new Date('2022-03-04T01:00:00Z') });
  const variables = {
    AWS_ENDPOINT_URL: runtime.endpointUrl,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'laptop',
    AWS_SECRET_ACCESS_KEY: 'laptop',
  };
  onS3 = s3Files(
    bucketIn(bucket, () => variables),
    runtime.timeline,
  );
});
afterAll(() => runtime.stop());

/** As a browser posts it, from a page of the portal. */
const post = (
  { url, fields }: UploadForm,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const form = new FormData();
  for (const field of fields) form.append(field.name, more[field.name] ?? field.value);
  for (const [field, value] of Object.entries(more)) if (!form.has(field)) form.append(field, value);
  form.append('file', new File([bytes], name));
  const headers = { origin: 'null', 'sec-fetch-site': 'cross-site' };
  return fetch(url, { method: 'POST', body: form, headers, redirect: 'manual' });
};

const said = async (response: Response) => ({
  status: response.status,
  code: /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1],
});

filesContract('on S3, as the laptop runs it', () => ({
  files: onS3,
  post: async (form, name, bytes) => {
    const response = await post(form, name, Uint8Array.from(bytes));
    await response.body?.cancel();
    const to = response.headers.get('location');
    if (response.status !== 303 || to === null) throw new Error(`The form was answered with ${response.status}.`);
    return to;
  },
  download: async (link) => {
    const response = await fetch(link, { headers: { 'sec-fetch-site': 'same-site' } });
    return new Uint8Array(await response.arrayBuffer());
  },
}));

const locality = LocalityId.parse('tay-giang');
const aForm = () => onS3.form(locality, UploadId.parse(randomUUID()), 'http://127.0.0.1:1/back');
const later = (minutes: number) =>
  runtime.timeline.stepTo(new Date(runtime.timeline.now().getTime() + minutes * 60_000));
const kept = async (name = 'Báo giá.pdf') => {
  const bytes = aPdf(randomUUID());
  const file = { sha256: hashOf(bytes), type: 'pdf', size: bytes.byteLength, name } as const;
  await onS3.keep(locality, file, bytes);
  return file;
};

describe('a form for the file store', () => {
  it.each([
    ['another key', { key: 'files/tay-giang/x' }, 403, 'AccessDenied'],
    ['another way back', { success_action_redirect: 'https://elsewhere.example/' }, 403, 'AccessDenied'],
    ['a field that was not signed', { acl: 'public-read' }, 403, 'AccessDenied'],
    ['another signature', { 'x-amz-signature': '0'.repeat(64) }, 403, 'SignatureDoesNotMatch'],
    ['another policy', { policy: Buffer.from('{}').toString('base64') }, 403, 'SignatureDoesNotMatch'],
  ])('does not stand with %s', async (_what, more, status, code) => {
    expect(await said(await post(await aForm(), 'a.pdf', Uint8Array.from(aPdf()), more))).toEqual({ status, code });
  });

  it('takes nothing above 50 MB', async () => {
    const answer = await post(await aForm(), 'a.pdf', new Uint8Array(50_000_001));
    expect(await said(answer)).toEqual({ status: 400, code: 'EntityTooLarge' });
  });

  it('is good for an hour', async () => {
    const form = await aForm();
    await later(60);
    expect(await said(await post(form, 'a.pdf', Uint8Array.from(aPdf())))).toEqual({
      status: 403,
      code: 'AccessDenied',
    });
  });

  it('leaves an upload that nobody attached for a day, then it is gone', async () => {
    const id = UploadId.parse(randomUUID());
    const form = await onS3.form(locality, id, 'http://127.0.0.1:1/back');
    await (await post(form, 'a.pdf', Uint8Array.from(aPdf()))).body?.cancel();
    const upload = { id, name: 'a.pdf' };
    await later(23 * 60);
    expect(await onS3.uploaded(locality, upload)).toMatchObject({ kind: 'read' });
    const file = await kept();
    await later(25 * 60);
    expect(await onS3.uploaded(locality, upload)).toEqual({ kind: 'none' });
    expect(await onS3.sizeOf(locality, file.sha256)).toBe(file.size);
  });
});

describe('a link to a file', () => {
  it('is answered as an attachment that nothing guesses, runs or keeps', async () => {
    const answer = await fetch(await onS3.link(locality, await kept('Quyết định số 145.pdf')));
    await answer.body?.cancel();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Quyet dinh so 145.pdf"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20s%E1%BB%91%20145.pdf`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  it('stands for one file and one name, for a minute', async () => {
    const [link, other] = [await onS3.link(locality, await kept()), await kept()];
    const altered = new URL(link);
    altered.pathname = altered.pathname.replace(/[0-9a-f]{64}$/, other.sha256);
    expect(await said(await fetch(altered))).toEqual({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(await said(await fetch(link.replace('attachment', 'inline')))).toEqual({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    await later(1);
    expect(await said(await fetch(link))).toEqual({ status: 403, code: 'AccessDenied' });
  });

  it('is needed: nobody reads the bucket without one', async () => {
    const link = new URL(await onS3.link(locality, await kept()));
    link.search = '';
    expect(await said(await fetch(link))).toEqual({ status: 403, code: 'AccessDenied' });
    expect((await fetch(link, { headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(403);
  });

  it.each([
    ['a"b\\c%.pdf', `attachment; filename="a_b_c_.pdf"; filename*=UTF-8''a%22b%5Cc%25.pdf`],
    ["Đồng'(1)*.pdf", `attachment; filename="Dong'(1)*.pdf"; filename*=UTF-8''%C4%90%E1%BB%93ng%27%281%29%2A.pdf`],
  ])('names %s so that no header breaks', (name, expected) => {
    expect(disposition(name)).toBe(expected);
  });
});

describe('the bucket on a laptop', () => {
  const ask = async (method: string, of: string, headers: Record<string, string> = {}) => {
    const body = method === 'PUT' ? { body: 'x' } : {};
    const url = `${runtime.endpointUrl}/${bucket}/${of}`;
    return said(await fetch(url, { method, headers: { authorization: 'AWS4-HMAC-SHA256', ...headers }, ...body }));
  };
  const as = (name: string) => ({ 'x-trinh-function': `trinh-${name}` });

  it.each([
    ['GET', 'pending/a', as('portal'), 404, 'NoSuchKey'],
    ['GET', 'elsewhere/a', as('portal'), 403, 'AccessDenied'],
    ['PUT', 'elsewhere/a', as('portal'), 403, 'AccessDenied'],
    ['GET', 'pending/a', as('send-mail'), 403, 'AccessDenied'],
    ['PUT', 'files/a', as('tick'), 403, 'AccessDenied'],
  ])('holds a function to its role: %s %s as %o', async (method, of, headers, status, code) => {
    expect(await ask(method, of, headers)).toEqual({ status, code });
  });

  it.each([
    ['DELETE', 'files/a', {}],
    ['GET', '?list-type=2', {}],
    ['GET', 'files/a?tagging', {}],
    ['PUT', 'files/a?acl', {}],
    ['PUT', 'files/a', { 'x-amz-copy-source': '/b/c' }],
    ['PUT', 'files/a', { 'x-amz-acl': 'public-read' }],
    ['PUT', 'files/a', { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }],
  ])('refuses what it does not carry out: %s %s %o', async (method, of, headers) => {
    expect(await ask(method, of, headers)).toEqual({ status: 501, code: 'NotImplemented' });
  });

  it.each([
    ['another hash', { 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
    ['another checksum', { 'x-amz-checksum-sha256': 'AAAA' }, 'BadDigest'],
  ])('keeps nothing that came with %s', async (_what, headers, code) => {
    expect(await ask('PUT', 'files/b', headers)).toEqual({ status: 400, code });
    expect(await ask('GET', 'files/b')).toEqual({ status: 404, code: 'NoSuchKey' });
  });
});

describe('a bucket', () => {
  it('answers at AWS’s own address unless another endpoint is named', () => {
    const variables = { AWS_REGION: 'ap-southeast-1' };
    expect(bucketIn('files', () => variables).url.href).toBe('https://files.s3.ap-southeast-1.amazonaws.com/');
    const local = { ...variables, AWS_ENDPOINT_URL: 'http://127.0.0.1:4381' };
    expect(bucketIn('files', () => local).url.href).toBe('http://127.0.0.1:4381/files/');
  });

  it.each([
    [503, 'SlowDown', 'TransientError'],
    [403, 'AccessDenied', 'PermanentError'],
  ])('that answers %s %s is a fault of its kind', async (status, code, name) => {
    const { createServer } = await import('node:http');
    const server = createServer((_, response) => {
      response.writeHead(status);
      response.end(`<Error><Code>${code}</Code></Error>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const variables = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    };
    const files = s3Files(
      bucketIn('files', () => variables),
      { now: () => new Date() },
    );
    const upload = { id: UploadId.parse(randomUUID()), name: 'a.pdf' };
    await expect(files.uploaded(locality, upload)).rejects.toMatchObject({ name });
    await new Promise((resolve) => server.close(resolve));
  });
});
