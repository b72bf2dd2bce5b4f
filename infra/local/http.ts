import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteDefinition } from './deployment.ts';
import { eventOf, type HttpRequest, type HttpResponse, responseOf, routeFor, type Seen } from './http-event.ts';
import type { Functions } from './lambda.ts';
import { largestRequestPayload } from './node-fault.ts';
import { readBody } from './servers.ts';
import { realTimer, type SetTimer, within } from './time-limit.ts';
import type { Timeline } from './timeline.ts';

// The limits of an HTTP API: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html

/** The most that a request's body holds, in bytes. */
const largestBody = 10 * 1024 * 1024;
/** The most that the request line and the values of all headers hold together, in bytes. */
const largestHead = 10_240;
/** How long an integration may take, in milliseconds. */
const longestIntegration = 30_000;

/** A page that the laptop itself has; undefined where the path is the portal's. */
export type OwnPages = (request: HttpRequest) => Promise<HttpResponse | undefined>;

/** What API Gateway itself answers. */
const gatewayResponse = (status: number, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message })),
});

const tooLarge = gatewayResponse(413, 'Request Entity Too Large');

const headOf = ({ method, path, headers = {} }: HttpRequest): number =>
  Object.values(headers)
    .flatMap((value) => value ?? [])
    .reduce((size, value) => size + Buffer.byteLength(value), Buffer.byteLength(`${method} ${path} HTTP/1.1`));

const routed = (routes: readonly RouteDefinition[], method: string, path: string) => {
  try {
    return routeFor(routes, method, path) ?? gatewayResponse(404, 'Not Found');
  } catch (error) {
    if (error instanceof URIError) return gatewayResponse(400, 'Bad Request');
    throw error;
  }
};

/** Takes requests to the HTTP API's routes, as API Gateway does, and to the laptop's own pages before them. */
export const createPortal = (options: {
  routes: readonly RouteDefinition[];
  functions: Pick<Functions, 'invoke'>;
  timeline: Timeline;
  timer?: SetTimer | undefined;
  /** Host and port of the portal, as events name it. */
  domain: () => string;
  ownPages: OwnPages;
}) => {
  const { routes, functions, timeline, timer = realTimer, domain, ownPages } = options;

  const fromFunction = async (request: HttpRequest): Promise<HttpResponse> => {
    if (headOf(request) > largestHead) return gatewayResponse(431, 'Request Header Fields Too Large');
    const [path = '/'] = request.path.split('?');
    const found = routed(routes, request.method, path);
    if ('status' in found) return found;
    const { route, parameters } = found;
    const event = eventOf(request, { routeKey: route.key, parameters, domain: domain(), now: timeline.now() });
    if (Buffer.byteLength(JSON.stringify(event)) > largestRequestPayload) return tooLarge;
    const limit = Math.min(route.timeout ?? longestIntegration, longestIntegration);
    const outcome = await within(timer, limit, functions.invoke(route.function, event));
    if (outcome.late) return gatewayResponse(503, 'Service Unavailable');
    const response = outcome.value.ok ? responseOf(outcome.value.payload) : undefined;
    return response ?? gatewayResponse(500, 'Internal Server Error');
  };

  /** One request, answered in process. */
  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    if (Buffer.byteLength(asked.body ?? '') > largestBody) return tooLarge;
    // The laptop's pages may step the clock, which waits for all that is counted as activity: they are not counted.
    return (await ownPages(asked)) ?? timeline.track(fromFunction(asked));
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse, seen?: Seen): Promise<void> => {
    const { method = 'GET', url: path = '/', headersDistinct: headers } = incoming;
    const body = await readBody(incoming, largestBody);
    const response = body === undefined ? tooLarge : await request({ method, path, headers, body, seen });
    const sized = { ...response.headers, 'content-length': String(response.body.length) };
    outgoing.writeHead(
      response.status,
      response.cookies.length === 0 ? sized : { ...sized, 'set-cookie': response.cookies },
    );
    outgoing.end(method === 'HEAD' ? undefined : response.body);
  };

  return { request, serve };
};
