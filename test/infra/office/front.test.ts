import http from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFront, type SeenByProxy } from '../../../infra/local/office/front.ts';
import { listenOnLoopback } from '../../../infra/local/servers.ts';

type Heard = { url: string | undefined; seen: SeenByProxy; headers: http.IncomingHttpHeaders; names: string[] };

const open = async () => {
  const heard: Heard[] = [];
  const front = createFront({
    publicUrl: new URL('https://trinh.tg.gov.vn'),
    portal: (request, response, seen) => {
      const { url, headers, headersDistinct } = request;
      heard.push({ url, seen, headers, names: Object.keys(headersDistinct) });
      response.end('portal');
      return Promise.resolve();
    },
    files: {
      isOf: (path) => path.startsWith('/files/'),
      answer: (_request, body) => ({ status: 200, headers: { 'content-type': 'x/y' }, body: `got ${body.length}` }),
    },
  });
  const server = await listenOnLoopback(front, { port: 0 });
  onTestFinished(() => server.stop());
  const ask = async (path: string, headers: http.OutgoingHttpHeaders, method = 'GET', body?: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    const request = http.request(`${server.url}${path}`, { method, headers, agent: false }, resolve);
    request.on('error', reject);
    request.end(body);
    const response = await promise;
    return { status: response.statusCode, headers: response.headers, text: await text(response) };
  };
  return { heard, ask };
};

const host = { host: 'trinh.tg.gov.vn' };

describe('the door behind the HTTPS proxy', () => {
  it('lets in what is for the public address, and tells who the proxy says it is', async () => {
    const { heard, ask } = await open();
    const answer = await ask('/tasks?x=1', {
      ...host,
      'x-forwarded-for': '6.6.6.6, 203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.vn',
      forwarded: 'for=6.6.6.6',
      cookie: 'a=b',
    });
    expect([answer.status, answer.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    expect(heard).toMatchObject([{ url: '/tasks?x=1', seen: { proto: 'https', ip: '203.0.113.7', port: '443' } }]);
    expect(heard[0]?.headers).toMatchObject({ cookie: 'a=b' });
    expect(heard[0]?.names.filter((name) => name.includes('forwarded'))).toEqual([]);
    await ask('/', { host: 'TRINH.tg.gov.vn:443', 'x-forwarded-for': 'nobody' });
    expect(heard[1]?.seen.ip).toBe('127.0.0.1');
  });

  it.each([['127.0.0.1:4380'], ['evil.vn'], ['trinh.tg.gov.vn.evil.vn'], ['trinh.tg.gov.vn:444'], ['localhost']])(
    'lets nothing in under the name %s',
    async (name) => {
      const { heard, ask } = await open();
      const answer = await ask('/', { host: name, 'x-forwarded-host': 'trinh.tg.gov.vn' });
      expect([answer.status, heard]).toEqual([421, []]);
      expect(answer.text).toContain('https://trinh.tg.gov.vn');
      expect(answer.text).not.toContain('evil');
    },
  );

  it('sends on what came without TLS, and takes no form of it', async () => {
    const { heard, ask } = await open();
    const got = await ask('/t/secret', { ...host, 'x-forwarded-proto': 'http' });
    expect([got.status, got.headers.location]).toEqual([308, 'https://trinh.tg.gov.vn/t/secret']);
    const spoofed = await ask('/', { ...host, 'x-forwarded-proto': 'https, http' });
    expect(spoofed.status).toBe(308);
    const posted = await ask('/sign-out', { ...host, 'x-forwarded-proto': 'http' }, 'POST', 'a=b');
    expect([posted.status, heard]).toEqual([403, []]);
  });

  it("gives the file store's paths to it, larger than a form of the portal may be", async () => {
    const { heard, ask } = await open();
    const size = 25_000_000;
    const answer = await ask('/files/pending/x', { ...host, 'content-length': size }, 'POST', 'x'.repeat(size));
    expect([answer.status, answer.text, heard]).toEqual([200, `got ${size}`, []]);
    expect((await ask('/files/x', { host: 'evil.vn' })).status).toBe(421);
  });
});
