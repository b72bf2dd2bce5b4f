import { describe, expect, it } from 'vitest';
import { eventOf, responseOf, routeFor } from '../../../infra/local/http-event.ts';

const context = {
  routeKey: 'ANY /{proxy+}',
  parameters: { proxy: 'x' },
  domain: '127.0.0.1:4380',
  now: new Date('2022-03-12T19:03:58Z'),
};

describe('the event of a request', () => {
  it('has the fields of payload format 2.0, cookies apart', () => {
    const event = eventOf(
      {
        method: 'GET',
        path: '/rounds/2022?lang=en&unit=a&unit=b',
        headers: { host: '127.0.0.1:4380', Cookie: 'trinh=abc; lang=vi', 'X-Two': ['1', '2'] },
      },
      context,
    );
    expect(event).toMatchObject({
      version: '2.0',
      rawPath: '/rounds/2022',
      rawQueryString: 'lang=en&unit=a&unit=b',
      cookies: ['trinh=abc', 'lang=vi'],
      headers: { host: '127.0.0.1:4380', 'x-two': '1,2', 'x-forwarded-proto': 'http' },
      queryStringParameters: { lang: 'en', unit: 'a,b' },
      pathParameters: { proxy: 'x' },
      requestContext: {
        http: { method: 'GET', path: '/rounds/2022', sourceIp: '127.0.0.1' },
        time: '12/Mar/2022:19:03:58 +0000',
        timeEpoch: Date.parse('2022-03-12T19:03:58Z'),
      },
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
  });

  it.each([
    ['application/json', '{"a":"ế"}', '{"a":"ế"}', false],
    ['application/x-www-form-urlencoded', 'a=1', Buffer.from('a=1').toString('base64'), true],
    ['image/png', Buffer.from([0xff, 0x00]), '/wA=', true],
    ['text/plain', Buffer.from([0xff, 0x00]), '/wA=', true],
  ])('carries %s as API Gateway does', (type, body, expected, encoded) => {
    const event = eventOf({ method: 'POST', path: '/', headers: { 'content-type': type }, body }, context);
    expect([event.body, event.isBase64Encoded]).toEqual([expected, encoded]);
  });
});

describe('the response to a request', () => {
  it('has status, headers, cookies and decoded body', () => {
    expect(
      responseOf({
        statusCode: 303,
        headers: { Location: '/' },
        cookies: ['a=1', 'b=2'],
        body: Buffer.from('ế').toString('base64'),
        isBase64Encoded: true,
      }),
    ).toEqual({ status: 303, headers: { location: '/' }, cookies: ['a=1', 'b=2'], body: Buffer.from('ế') });
  });

  it('is the body alone, as JSON, where the function gives no status', () => {
    expect(responseOf({ ok: true })).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  });

  it('is none where the function gives nonsense', () => {
    expect(responseOf({ statusCode: 'often' })).toBeUndefined();
  });
});

describe('a route', () => {
  const routes = ['$default', 'ANY /{proxy+}', 'GET /rounds/{id}', 'ANY /', 'POST /rounds/{id}'].map((key) => ({
    key,
    function: key,
  }));

  it.each([
    ['GET', '/', 'ANY /'],
    ['GET', '/rounds/2022', 'GET /rounds/{id}'],
    ['DELETE', '/rounds/2022', 'ANY /{proxy+}'],
    ['GET', '/rounds/2022/units', 'ANY /{proxy+}'],
  ])('for %s %s is the closest', (method, path, key) => {
    expect(routeFor(routes, method, path)?.route.key).toBe(key);
  });

  it('is none where no pattern fits', () => {
    expect(routeFor([{ key: 'GET /a', function: 'a' }], 'POST', '/a')).toBeUndefined();
  });
});
