import { statfs } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Whether one part that the portal stands on answers. */
export type Probe = { readonly name: string; readonly answers: () => Promise<boolean> };

const fresh = 1000;
const longest = 5000;

/** Whether it answers, in time; one that throws does not. */
const within = async (answers: () => Promise<boolean>): Promise<boolean> => {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), longest);
  try {
    return await Promise.race([answers(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};

/** Whether the disk of a folder has at least so many bytes free for this user. */
export const diskProbe = (folder: string, floor: number): Probe => ({
  name: 'disk',
  answers: async () => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= floor;
  },
});

/**
 * `/healthz` (the process is up) and `/readyz` (every part answers; 503 where one does not, with its name). Anybody may
 * ask: neither says anything of what is kept. Parts are asked at most once a second. Before `use` nothing is ready.
 */
export const createHealth = () => {
  let probes: readonly Probe[] | undefined;
  let last: { at: number; found: Promise<Record<string, boolean>> } | undefined;

  const look = async (): Promise<Record<string, boolean>> => {
    if (probes === undefined) return { started: false };
    const found = await Promise.all(probes.map(async ({ name, answers }) => [name, await within(answers)] as const));
    return { started: true, ...Object.fromEntries(found) };
  };

  const looked = (): Promise<Record<string, boolean>> => {
    const now = performance.now();
    if (last === undefined || now - last.at > fresh) last = { at: now, found: look() };
    return last.found;
  };

  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    const text = `${JSON.stringify(body)}\n`;
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  };

  /** Answers a request for one of the two; false where it is for something else. */
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const [path] = (request.url ?? '').split('?');
    if (path !== '/healthz' && path !== '/readyz') return false;
    request.resume();
    if (request.method !== 'GET' && request.method !== 'HEAD') answer(response, 405, { message: 'GET or HEAD only' });
    else if (path === '/healthz') answer(response, 200, { up: true });
    else {
      const parts = await looked();
      const ready = Object.values(parts).every(Boolean);
      answer(response, ready ? 200 : 503, { ready, ...parts });
    }
    return true;
  };

  return {
    serve,
    /** From here on readiness is what these say. */
    use: (found: readonly Probe[]): void => {
      probes = found;
      last = undefined;
    },
    /** The runtime is going down. */
    end: (): void => {
      probes = undefined;
      last = undefined;
    },
  };
};
