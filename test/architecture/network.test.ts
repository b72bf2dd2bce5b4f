import dns from 'node:dns';
import http from 'node:http';
import net from 'node:net';
import { expect, test } from 'vitest';

const refused = /tests talk to this machine's loopback only/;

test('a test cannot open a socket beyond loopback', () => {
  expect(() => net.connect(443, '192.0.2.1')).toThrow(refused);
  expect(() => new net.Socket().connect({ port: 443, host: 'example.org' })).toThrow(refused);
});

test('a test cannot fetch beyond loopback', async () => {
  await expect(fetch('http://192.0.2.1/')).rejects.toThrow('fetch failed');
  await expect(fetch('http://example.org/').catch((error: unknown) => error)).resolves.toMatchObject({
    cause: { message: expect.stringMatching(refused) },
  });
});

test('a test cannot look a name up', async () => {
  expect(() => dns.lookup('example.org', () => undefined)).toThrow(refused);
  expect(() => dns.promises.lookup('example.org')).toThrow(refused);
});

test('loopback answers', async () => {
  const server = http.createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect(await answer.text()).toBe('here');
  await new Promise((resolve) => server.close(resolve));
});
