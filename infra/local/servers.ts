import { once } from 'node:events';
import http from 'node:http';
import { codeOf, StartError } from './start-error.ts';

/** A server of this machine alone. */
export type LoopbackServer = { port: number; url: string; stop(): Promise<void> };

/** Reads a request's body; undefined when it is larger than `most` bytes. */
export const readBody = (request: http.IncomingMessage, most: number): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      // What is too large is read to its end, so that the answer arrives, but not kept.
      if (size <= most) parts.push(part);
    });
    request.on('end', () => resolve(size > most ? undefined : Buffer.concat(parts)));
    request.on('error', reject);
  });

/** Whether a Host header names this machine; a page of another site that resolves to it does not pass. */
export const isOwnHost = (host: string | undefined): boolean =>
  host !== undefined && /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host);

const bind = async (server: http.Server, port: number): Promise<number> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A loopback server has no port.');
  return address.port;
};

/**
 * Listens on 127.0.0.1. Port 0 takes a free one; `elseFree` does so when the port is taken. Otherwise a taken port is
 * a `StartError`.
 */
export const listenOnLoopback = async (
  answer: (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>,
  options: { port: number; elseFree?: boolean },
): Promise<LoopbackServer> => {
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(error instanceof Error ? error.message : String(error));
    });
  });
  let port: number;
  try {
    port = await bind(server, options.port);
  } catch (error) {
    const code = codeOf(error);
    if (options.elseFree === true && (code === 'EADDRINUSE' || code === 'EACCES')) {
      return listenOnLoopback(answer, { port: 0 });
    }
    if (code === 'EADDRINUSE') {
      throw new StartError(
        `Port ${options.port} is taken: stop what uses it, or choose another with --port (0 = any).`,
      );
    }
    if (code === 'EACCES') {
      throw new StartError(`Port ${options.port} is not open to this user: choose one above 1023 with --port.`);
    }
    throw error;
  }
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
