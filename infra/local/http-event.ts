import { randomBytes, randomUUID } from 'node:crypto';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';
import { accountId } from './addresses.ts';
import type { RouteDefinition } from './deployment.ts';

/** How a request came, where another server stands before this one. */
export type Seen = { readonly proto: 'http' | 'https'; readonly ip: string; readonly port: string };

/** A request as a person's browser makes it. Header names are in small letters; a repeated one is a list. */
export type HttpRequest = {
  method: string;
  /** With its query: `/rounds/2022?lang=en`. */
  path: string;
  headers?: Readonly<Record<string, string | string[] | undefined>>;
  body?: string | Uint8Array | undefined;
  /** By default straight from this machine. */
  seen?: Seen | undefined;
};

/** The answer; cookies apart, one `Set-Cookie` each. */
export type HttpResponse = {
  status: number;
  headers: Readonly<Record<string, string>>;
  cookies: string[];
  body: Buffer;
};

/**
 * The route of the HTTP API that a request takes, and its parameters decoded: exact before greedy before `$default`,
 * its method before ANY. Throws a `URIError` for a path that cannot be decoded.
 */
export const routeFor = (
  routes: readonly RouteDefinition[],
  method: string,
  path: string,
): { route: RouteDefinition; parameters: Record<string, string> } | undefined => {
  const found = routes.flatMap((route) => {
    if (route.key === '$default') return [{ route, parameters: {}, rank: 100 }];
    const [verb = '', pattern = ''] = route.key.split(' ');
    if (verb !== 'ANY' && verb !== method) return [];
    const parameters = fits(pattern, path);
    if (parameters === undefined) return [];
    const loose = pattern.includes('+}') ? 10 : Object.keys(parameters).length;
    return [{ route, parameters, rank: loose * 2 + (verb === 'ANY' ? 1 : 0) }];
  });
  return found.toSorted((a, b) => a.rank - b.rank)[0];
};

const fits = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/').slice(1);
  const given = path.split('/').slice(1);
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index];
    const name = /^\{(.+?)(\+?)\}$/.exec(part);
    if (name?.[2] === '+') {
      const rest = given.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[name[1] ?? ''] = decodeURIComponent(rest);
      return parameters;
    }
    if (value === undefined) return undefined;
    if (name !== null) parameters[name[1] ?? ''] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return given.length === wanted.length ? parameters : undefined;
};

/** The types whose bodies API Gateway hands on as text; all others travel in base64, forms too. */
const isText = (type: string): boolean => /^(?:text\/|application\/(?:json|xml|javascript)\b)/i.test(type);

const isUtf8 = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes);

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

const twoDigits = (number: number): string => String(number).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time as API Gateway writes it: `12/Mar/2022:19:03:58 +0000`. */
const gatewayTime = (at: Date): string =>
  `${twoDigits(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}:${twoDigits(at.getUTCSeconds())} +0000`;

/**
 * The event that API Gateway makes of a request, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const eventOf = (
  request: HttpRequest,
  options: { routeKey: string; parameters: Readonly<Record<string, string>>; domain: string; now: Date },
) => {
  const { routeKey, parameters, domain, now } = options;
  const [rawPath = '/', rawQueryString = ''] = splitOnce(request.path, '?');
  const headers: Record<string, string> = {};
  let cookies: string[] = [];
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (value === undefined) continue;
    const isCookie = name.toLowerCase() === 'cookie';
    const one = Array.isArray(value) ? value.join(isCookie ? '; ' : ',') : value;
    if (isCookie) cookies = one.split(/;\s*/).filter((cookie) => cookie !== '');
    else headers[name.toLowerCase()] = one;
  }
  const seen: Seen = request.seen ?? { proto: 'http', ip: '127.0.0.1', port: domain.split(':')[1] ?? '80' };
  headers['x-forwarded-for'] = seen.ip;
  headers['x-forwarded-port'] = seen.port;
  headers['x-forwarded-proto'] = seen.proto;
  headers['x-amzn-trace-id'] = `Root=1-${hex(4)}-${hex(12)}`;
  headers['host'] ??= domain;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  }
  const bytes = Buffer.from(request.body ?? '');
  const plain = isText(headers['content-type'] ?? '') && isUtf8(bytes);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...(rawQueryString === '' ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId,
      apiId: 'laptop',
      domainName: domain,
      domainPrefix: 'laptop',
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: seen.ip,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: gatewayTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(parameters).length === 0 ? {} : { pathParameters: parameters }),
    ...(bytes.length === 0 ? {} : { body: bytes.toString(plain ? 'utf8' : 'base64') }),
    isBase64Encoded: bytes.length > 0 && !plain,
  };
};

const splitOnce = (text: string, at: string): string[] => {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
};

const Answer = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

const isHeader = ([name, value]: [string, string]): boolean => {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
};

/** What the gateway itself says of a connection and a length is not for the function to say. */
const ownedByGateway = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** The HTTP answer that API Gateway makes of what a function returned; undefined when it makes none of it. */
export const responseOf = (payload: unknown): HttpResponse | undefined => {
  const read = Answer.safeParse(payload);
  if (!read.success) {
    // What has no status is a body by itself.
    if (typeof payload === 'object' && payload !== null && 'statusCode' in payload) return undefined;
    const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload ?? null));
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = read.data;
  const entries = Object.entries(headers ?? {})
    .map(([name, value]): [string, string] => [name.toLowerCase(), String(value)])
    .filter(([name]) => !ownedByGateway.has(name));
  const setting = (cookies ?? []).map((cookie): [string, string] => ['set-cookie', cookie]);
  if (![...entries, ...setting].every(isHeader)) return undefined;
  return {
    status: statusCode,
    headers: Object.fromEntries(entries),
    cookies: cookies ?? [],
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
};
