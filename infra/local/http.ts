import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteDefinition } from './deployment.ts';
import { eventOf, type HttpRequest, type HttpResponse, responseOf, routeFor } from './http-event.ts';
import type { Functions } from './lambda.ts';
import { readBody } from './servers.ts';
import type { Timeline } from './timeline.ts';

/** The most that a request to the portal holds, in bytes: what Lambda takes, less what base64 adds. */
export const largestPortalRequest = 4 * 1024 * 1024;

/** A page that the laptop itself has; undefined where the path is the portal's. */
export type OwnPages = (request: HttpRequest) => Promise<HttpResponse | undefined>;

/** An answer that is a short text. */
export const textResponse = (status: number, text: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  cookies: [],
  body: Buffer.from(text),
});

const wantsPage = (request: HttpRequest): boolean => String(request.headers?.['accept'] ?? '').includes('text/html');

const tooLarge = (request: HttpRequest): HttpResponse => {
  const english = `The request is larger than ${largestPortalRequest / 1024 / 1024} MB; send less at once.`;
  if (!wantsPage(request)) {
    const body = Buffer.from(JSON.stringify({ message: english }));
    return { status: 413, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const body = Buffer.from(
    `<!doctype html><html lang="vi"><meta charset="utf-8"><title>413</title><link rel="stylesheet" href="/look.css"><main class="narrow"><h1>Nội dung gửi lên quá lớn</h1><p>Mỗi lần gửi tối đa ${largestPortalRequest / 1024 / 1024} MB; hãy chia nhỏ rồi gửi lại.</p><p lang="en">${english}</p></main></html>`,
  );
  return { status: 413, headers: { 'content-type': 'text/html; charset=utf-8' }, cookies: [], body };
};

/** Takes requests to the HTTP API's routes, as API Gateway does, and to the laptop's own pages before them. */
export const createPortal = (options: {
  routes: readonly RouteDefinition[];
  functions: Functions;
  timeline: Timeline;
  /** Host and port of the portal, as events name it. */
  domain: () => string;
  ownPages: OwnPages;
}) => {
  const { routes, functions, timeline, domain, ownPages } = options;

  const fromFunction = async (request: HttpRequest): Promise<HttpResponse> => {
    const [path = '/'] = request.path.split('?');
    const found = routeFor(routes, request.method, path);
    if (found === undefined) return textResponse(404, '{"message":"Not Found"}');
    const { route, parameters } = found;
    const event = eventOf(request, { routeKey: route.key, parameters, domain: domain(), now: timeline.now() });
    const outcome = await functions.invoke(route.function, event);
    const response = outcome.ok ? responseOf(outcome.payload) : undefined;
    if (response !== undefined) return response;
    const body = Buffer.from('{"message":"Internal Server Error"}');
    return { status: 500, headers: { 'content-type': 'application/json' }, cookies: [], body };
  };

  /** One request, answered in process. */
  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    if (Buffer.byteLength(asked.body ?? '') > largestPortalRequest) return tooLarge(asked);
    // The laptop's pages may step the clock, which waits for all that is counted as activity: they are not counted.
    return (await ownPages(asked)) ?? timeline.track(fromFunction(asked));
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const body = await readBody(incoming, largestPortalRequest);
    const asked = { method, path, headers };
    const response = body === undefined ? tooLarge(asked) : await request({ ...asked, body });
    const sized = { ...response.headers, 'content-length': String(response.body.length) };
    outgoing.writeHead(
      response.status,
      response.cookies.length === 0 ? sized : { ...sized, 'set-cookie': response.cookies },
    );
    outgoing.end(method === 'HEAD' ? undefined : response.body);
  };

  return { request, serve };
};
