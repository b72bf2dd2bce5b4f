import { request as httpRequest } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import type { RouteDefinition } from '../../../infra/local/deployment.ts';
import { createPortal } from '../../../infra/local/http.ts';
import { listenOnLoopback } from '../../../infra/local/servers.ts';
import { aFunction, aTimeline, aTimer } from './stand-ins.ts';

const all: RouteDefinition[] = [
  { key: 'ANY /{proxy+}', function: 'portal' },
  { key: 'ANY /', function: 'portal' },
];

const Event = z.looseObject({
  rawPath: z.string(),
  headers: z.record(z.string(), z.string()),
  cookies: z.array(z.string()).optional(),
  pathParameters: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
});

const open = (answer: (event: unknown) => unknown = () => ({ statusCode: 200 }), routes = all) => {
  const { timeline } = aTimeline();
  const { timer, ring } = aTimer();
  const { invoke, payloads } = aFunction(answer);
  const portal = createPortal({
    routes,
    functions: { invoke },
    timeline,
    timer,
    domain: () => '127.0.0.1:4380',
    ownPages: () => Promise.resolve(undefined),
  });
  const events = () => payloads.map((payload) => Event.parse(payload));
  return { ...portal, ring, events };
};

const get = { method: 'GET', path: '/' };
const shown = ({
  status,
  headers,
  body,
}: {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}) => ({
  status,
  type: headers['content-type'],
  text: body.toString('utf8'),
});
const gateway = (status: number, message: string) => ({
  status,
  type: 'application/json',
  text: JSON.stringify({ message }),
});

describe('the HTTP API', () => {
  it('answers 404 where no route fits', async () => {
    const { request } = open(undefined, [{ key: 'GET /only', function: 'portal' }]);
    expect(shown(await request({ method: 'GET', path: '/other' }))).toEqual(gateway(404, 'Not Found'));
    expect(shown(await request({ method: 'POST', path: '/only' }))).toEqual(gateway(404, 'Not Found'));
  });

  it('answers 400 where a path cannot be decoded', async () => {
    const { request } = open();
    expect(shown(await request({ method: 'GET', path: '/%ZZ' }))).toEqual(gateway(400, 'Bad Request'));
  });

  it('answers 503 where the function takes longer than 30 seconds, or than its integration', async () => {
    const never = () => new Promise(() => undefined);
    const { request, ring } = open(never);
    const waiting = request(get);
    await ring(30_000);
    expect(shown(await waiting)).toEqual(gateway(503, 'Service Unavailable'));
    const hurried = open(never, [{ key: '$default', function: 'portal', timeout: 5000 }]);
    const shorter = hurried.request(get);
    await hurried.ring(5000);
    expect((await shorter).status).toBe(503);
  });

  it.each([
    ['the function fails', () => Promise.reject(new Error('no'))],
    ['the status is none', () => ({ statusCode: 'often' })],
    ['a header has a line break', () => ({ statusCode: 200, headers: { location: '/\r\nset-cookie: a=b' } })],
    ['a header name is none', () => ({ statusCode: 200, headers: { 'a b': 'c' } })],
    ['a cookie has a line break', () => ({ statusCode: 200, cookies: ['a=b\n'] })],
    ['the body is no text', () => ({ statusCode: 200, body: { a: 1 } })],
  ])('answers 500 where %s', async (_what, answer) => {
    const { request } = open(answer);
    expect(shown(await request(get))).toEqual(gateway(500, 'Internal Server Error'));
  });

  it('takes 6 MB as Lambda counts them, base64 and all', async () => {
    const { request, events } = open();
    const megabytes = (count: number, type: string) => ({
      method: 'POST',
      path: '/',
      headers: { 'content-type': type },
      body: 'a'.repeat(count * 1024 * 1024),
    });
    const refused = gateway(413, 'Request Entity Too Large');
    expect((await request(megabytes(5, 'application/json'))).status).toBe(200);
    expect(shown(await request(megabytes(5, 'application/x-www-form-urlencoded')))).toEqual(refused);
    expect(shown(await request(megabytes(6, 'application/json')))).toEqual(refused);
    expect(shown(await request(megabytes(11, 'application/json')))).toEqual(refused);
    expect(events()).toHaveLength(1);
  });

  it('answers 431 where the request line and the headers hold more than 10,240 bytes together', async () => {
    const { request, events } = open();
    const headers = { cookie: `a=${'x'.repeat(5000)}` };
    expect((await request({ method: 'GET', path: `/${'y'.repeat(5000)}`, headers })).status).toBe(200);
    expect(shown(await request({ method: 'GET', path: `/${'y'.repeat(5300)}`, headers }))).toEqual(
      gateway(431, 'Request Header Fields Too Large'),
    );
    expect(events()).toHaveLength(1);
  });

  it('hands OPTIONS and HEAD to a route of ANY, its parameters decoded', async () => {
    const { request, events } = open();
    await request({ method: 'OPTIONS', path: '/d%E1%BB%B1%20to%C3%A1n/1' });
    await request({ method: 'HEAD', path: '/a%2Fb' });
    expect(events().map(({ rawPath, pathParameters }) => [rawPath, pathParameters?.['proxy']])).toEqual([
      ['/d%E1%BB%B1%20to%C3%A1n/1', 'dự toán/1'],
      ['/a%2Fb', 'a/b'],
    ]);
  });
});

describe('the HTTP API over the wire', () => {
  const listen = async (answer?: (event: unknown) => unknown) => {
    const { serve, events } = open(answer);
    const server = await listenOnLoopback(serve, { port: 0 });
    onTestFinished(() => server.stop());
    return { ...server, events };
  };

  it('joins a header that comes twice by a comma, and keeps cookies apart', async () => {
    const { port, events } = await listen();
    const headers = [
      'X-Two',
      'one',
      'x-two',
      'two',
      'Cookie',
      'a=1; b=2',
      'Cookie',
      'c=3',
      'Accept',
      'a',
      'Accept',
      'b',
    ];
    await new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, headers: ['Host', `127.0.0.1:${port}`, ...headers] });
      request.on('response', (response) => response.resume().on('end', resolve));
      request.on('error', reject);
      request.end();
    });
    const [event] = events();
    expect(event?.headers).toMatchObject({ 'x-two': 'one,two', accept: 'a,b' });
    expect(event?.cookies).toEqual(['a=1', 'b=2', 'c=3']);
  });

  it('leaves the length and the connection to the gateway, and the body out for HEAD', async () => {
    const { url } = await listen(() => ({
      statusCode: 200,
      headers: { 'Content-Length': '999', 'Transfer-Encoding': 'chunked', 'X-Own': 'kept' },
      body: 'four',
    }));
    const whole = await fetch(url);
    expect([whole.headers.get('content-length'), whole.headers.get('x-own'), await whole.text()]).toEqual([
      '4',
      'kept',
      'four',
    ]);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['4', '']);
  });
});
