import { describe, expect, it } from 'vitest';
import { uploadForm } from '../../shared/adapters/s3-form.ts';
import { encodedKey, payloadHash, presign, type Signer, signPolicy, signRequest } from '../../shared/adapters/sigv4.ts';

// What AWS publishes, with the keys of its own examples:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const signer: Signer = { credentials, region: 'us-east-1', at: new Date('2013-05-24T00:00:00Z') };
const host = 'https://examplebucket.s3.amazonaws.com';

const signatureOf = (request: Partial<Parameters<typeof signRequest>[0]> & { url: URL }): string =>
  /Signature=(\w+)$/.exec(
    signRequest({ method: 'GET', headers: {}, payload: payloadHash(''), ...request }, signer)['authorization'] ?? '',
  )?.[1] ?? '';

describe('requests to S3', () => {
  it.each([
    [
      'GET Object',
      { url: new URL(`${host}/test.txt`), headers: { range: 'bytes=0-9' } },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT Object',
      {
        method: 'PUT',
        url: new URL(`${host}/${encodedKey('test$file.text')}`),
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        payload: payloadHash(Buffer.from('Welcome to Amazon S3.')),
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'GET Bucket Lifecycle',
      { url: new URL(`${host}/?lifecycle`) },
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'List Objects',
      { url: new URL(`${host}/?max-keys=2&prefix=J`) },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('are signed as AWS publishes it: %s', (_what, request, signature) => {
    expect(signatureOf(request)).toBe(signature);
  });

  it('are signed in a link as AWS publishes it', () => {
    expect(presign(new URL(`${host}/test.txt`), 86_400, signer).href).toBe(
      `${host}/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
    );
  });

  it('carry the token of a role, signed', () => {
    const role = { ...signer, credentials: { ...credentials, sessionToken: 'token/of+role=' } };
    const request = { method: 'GET', url: new URL(`${host}/a`), headers: {}, payload: payloadHash('') };
    const headers = signRequest(request, role);
    expect(headers['x-amz-security-token']).toBe('token/of+role=');
    expect(headers['authorization']).toContain(
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,',
    );
    expect(presign(new URL(`${host}/a`), 60, role).searchParams.get('X-Amz-Security-Token')).toBe('token/of+role=');
  });
});

describe('forms for S3', () => {
  const at = new Date('2015-12-29T00:00:00Z');

  it('have a policy signed as AWS publishes it', () => {
    const policy =
      'eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9';
    expect(signPolicy(policy, { ...signer, at })).toBe(
      '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e',
    );
  });

  it('let one object be put under their prefix, within their size, for their time, and nothing else', () => {
    const role = { ...signer, at, credentials: { ...credentials, sessionToken: 'token' } };
    const asked = {
      bucket: 'examplebucket',
      url: `${host}/`,
      prefix: 'pending/tay-giang/u/',
      most: 50_000_000,
      back: 'https://portal.example/back',
      seconds: 3600,
    };
    const { url, fields } = uploadForm(asked, role);
    const by = new Map(fields.map(({ name, value }) => [name, value]));
    const policy = by.get('policy') ?? '';
    expect(url).toBe(`${host}/`);
    expect([...by.keys()]).toEqual([
      'key',
      'success_action_redirect',
      'x-amz-algorithm',
      'x-amz-credential',
      'x-amz-date',
      'x-amz-security-token',
      'policy',
      'x-amz-signature',
    ]);
    expect(by.get('key')).toBe('pending/tay-giang/u/${filename}');
    expect(by.get('x-amz-signature')).toBe(signPolicy(policy, role));
    expect(JSON.parse(Buffer.from(policy, 'base64').toString('utf8'))).toEqual({
      expiration: '2015-12-29T01:00:00.000Z',
      conditions: [
        { bucket: 'examplebucket' },
        ['starts-with', '$key', 'pending/tay-giang/u/'],
        ['content-length-range', 0, 50_000_000],
        { success_action_redirect: 'https://portal.example/back' },
        { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
        { 'x-amz-credential': 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request' },
        { 'x-amz-date': '20151229T000000Z' },
        { 'x-amz-security-token': 'token' },
      ],
    });
  });
});
