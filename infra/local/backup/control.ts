import { randomBytes, timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { isOwnHost } from '../servers.ts';
import { messageOf } from '../start-error.ts';

/** What the owner of a running runtime's data folder may ask of it. */
const pathOfSnapshot = '/-/snapshot';

const Answer = z.union([
  z.object({ folder: z.string(), message: z.undefined().optional() }),
  z.object({ message: z.string(), folder: z.undefined().optional() }),
]);

/** A word that only who reads the data folder knows. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const holds = (given: string | undefined, token: string): boolean => {
  const wanted = Buffer.from(`Bearer ${token}`);
  const said = Buffer.from(given ?? '');
  return said.length === wanted.length && timingSafeEqual(said, wanted);
};

/** Answers a request for a snapshot, of whoever knows the token; false where a request is for something else. */
export const answerControl =
  (token: string, snapshot: () => Promise<string>) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.url !== pathOfSnapshot) return false;
    request.resume();
    const say = (status: number, body: z.infer<typeof Answer>): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    const { method, headers } = request;
    if (
      method !== 'POST' ||
      headers.origin !== undefined ||
      !isOwnHost(headers.host) ||
      !holds(headers.authorization, token)
    )
      say(403, { message: 'This is for the owner of the data folder.' });
    else
      try {
        say(200, { folder: await snapshot() });
      } catch (error) {
        say(500, { message: messageOf(error) });
      }
    return true;
  };

/**
 * Asks a running runtime for a snapshot of its store; answers with the folder. Undefined where nothing answers there, as
 * after `kill -9`. Throws where it answers that it cannot.
 */
export const askForSnapshot = async (running: { endpoint: string; token: string }): Promise<string | undefined> => {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage | undefined>();
  const request = http.request(
    `${running.endpoint}${pathOfSnapshot}`,
    { method: 'POST', agent: false, headers: { authorization: `Bearer ${running.token}` } },
    resolve,
  );
  request.on('error', (error: NodeJS.ErrnoException) =>
    error.code === 'ECONNREFUSED' ? resolve(undefined) : reject(error),
  );
  request.end();
  const response = await promise;
  if (response === undefined) return undefined;
  const read = Answer.safeParse(JSON.parse(await text(response)));
  if (!read.success) throw new Error(`The runtime answered ${response.statusCode ?? 'nothing'}.`);
  if (read.data.folder !== undefined) return read.data.folder;
  throw new Error(read.data.message);
};
