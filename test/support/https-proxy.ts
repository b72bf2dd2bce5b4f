import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import getTlsOptions from 'smtp-server/lib/tls-options.js';
import { onTestFinished, vi } from 'vitest';

/**
 * An HTTPS proxy on this machine, as an office's nginx or Caddy would be, with a certificate that only tests take. `to`
 * names what it passes requests on to.
 */
export const anHttpsProxy = async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  let upstream = '';
  const server = https.createServer(getTlsOptions({}), (request, response) => {
    const { headers, method = 'GET', url = '/', socket } = request;
    const forwarded = [headers['x-forwarded-for'] ?? [], socket.remoteAddress ?? ''].flat().join(', ');
    const passed = http.request(
      `${upstream}${url}`,
      { method, agent: false, headers: { ...headers, 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    passed.on('error', () => response.writeHead(502).end());
    request.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A proxy has no port.');
  return {
    url: `https://localhost:${address.port}`,
    to: (where: string): void => {
      upstream = where;
    },
  };
};
