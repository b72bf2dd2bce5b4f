import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { AwsResponse } from '../aws-http.ts';
import { isOwnHost, readBody } from '../servers.ts';
import { largestUpload } from '../s3-protocol.ts';

/** Whom the proxy says a request is from. */
export type SeenByProxy = { readonly proto: 'https'; readonly ip: string; readonly port: string };

type Serve = (request: IncomingMessage, response: ServerResponse, seen: SeenByProxy) => Promise<void>;

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** What a proxy says of the request that it passes on; the portal hears it from here alone. */
const saidByProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'];

const lastOf = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value.join(',') : value)?.split(',').at(-1)?.trim();

/** A year, in seconds. */
const strictly = 'max-age=31536000';

const plain = (response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void => {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
};

/**
 * Stands between the office's HTTPS proxy and the portal. Only requests for the public address pass, under its name; what
 * the proxy says of the visitor is believed where the connection is from this machine, and what the visitor himself says
 * of it never is. What came to the proxy without TLS is sent on to the public address and seen by nobody.
 */
export const createFront = (options: {
  publicUrl: URL;
  portal: Serve;
  /** The deployment's S3: what it signed is brought and fetched under the public address. */
  files: { isOf(path: string): boolean; answer(request: IncomingMessage, body: Buffer): AwsResponse };
}) => {
  const { publicUrl, portal, files } = options;
  const port = publicUrl.port === '' ? '443' : publicUrl.port;
  const hosts = new Set([publicUrl.host, `${publicUrl.hostname}:${port}`]);

  const serveFile = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, largestUpload);
    if (body === undefined) {
      plain(response, 413, 'Tệp quá lớn. / The file is too large.\n');
      return;
    }
    const { status, headers, body: content } = files.answer(request, body);
    response.writeHead(status, {
      ...headers,
      'strict-transport-security': strictly,
      ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(content) }),
    });
    response.end(request.method === 'HEAD' ? undefined : content);
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { headers, headersDistinct, socket, method = 'GET', url = '/' } = request;
    const host = headers.host?.toLowerCase();
    if (host === undefined || !hosts.has(host)) {
      request.resume();
      const here = `${publicUrl.origin}\n`;
      plain(
        response,
        421,
        isOwnHost(host)
          ? `Máy chủ này trả lời tại / This server answers at ${here}`
          : `Không phải địa chỉ của máy chủ này / Not an address of this server: ${here}`,
      );
      return;
    }
    const trusted = loopback.has(socket.remoteAddress ?? '');
    const proto = trusted ? lastOf(headers['x-forwarded-proto']) : undefined;
    if (proto !== undefined && proto !== 'https') {
      request.resume();
      if (method === 'GET' || method === 'HEAD')
        plain(response, 308, '', { location: `${publicUrl.origin}${url.startsWith('/') ? url : '/'}` });
      else plain(response, 403, `Chỉ nhận qua HTTPS / By HTTPS only: ${publicUrl.origin}\n`);
      return;
    }
    const said = trusted ? lastOf(headers['x-forwarded-for']) : undefined;
    const ip = said !== undefined && isIP(said) !== 0 ? said : (socket.remoteAddress ?? '127.0.0.1');
    for (const name of saidByProxies) {
      delete headers[name];
      delete headersDistinct[name];
    }
    if (files.isOf(url)) {
      await serveFile(request, response);
      return;
    }
    response.setHeader('strict-transport-security', strictly);
    await portal(request, response, { proto: 'https', ip, port });
  };
};
