import { text } from 'node:stream/consumers';
import http from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHealth, diskProbe } from '../../../infra/local/office/health.ts';
import { listenOnLoopback } from '../../../infra/local/servers.ts';
import { aFolder } from '../local/stand-ins.ts';

const open = async () => {
  const health = createHealth();
  const server = await listenOnLoopback(
    async (request, response) => {
      if (!(await health.serve(request, response))) response.writeHead(404).end();
    },
    { port: 0 },
  );
  onTestFinished(() => server.stop());
  const ask = async (path: string, method = 'GET') => {
    const { promise, resolve } = Promise.withResolvers<http.IncomingMessage>();
    http.request(`${server.url}${path}`, { method, agent: false }, resolve).end();
    const response = await promise;
    const said = await text(response);
    const body: unknown = said === '' ? undefined : JSON.parse(said);
    return { status: response.statusCode, body };
  };
  return { health, ask };
};

describe('health and readiness', () => {
  it('are told apart: a process that is up may not be ready', async () => {
    const { health, ask } = await open();
    expect(await ask('/healthz')).toEqual({ status: 200, body: { up: true } });
    expect(await ask('/readyz')).toEqual({ status: 503, body: { ready: false, started: false } });
    health.use([{ name: 'database', answers: () => Promise.resolve(true) }]);
    expect(await ask('/readyz?x')).toEqual({ status: 200, body: { ready: true, started: true, database: true } });
    health.end();
    expect((await ask('/readyz')).status).toBe(503);
    expect((await ask('/elsewhere')).status).toBe(404);
    expect((await ask('/readyz', 'POST')).status).toBe(405);
  });

  it('say which part does not answer, also one that throws', async () => {
    const { health, ask } = await open();
    health.use([
      { name: 'database', answers: () => Promise.reject(new Error('gone')) },
      {
        name: 'runner',
        answers: () => {
          throw new Error('locked');
        },
      },
      diskProbe(aFolder(), 0),
      diskProbe('/no/such/folder', 0),
    ]);
    expect(await ask('/readyz')).toEqual({
      status: 503,
      body: { ready: false, started: true, database: false, runner: false, disk: false },
    });
  });

  it('ask each part once for many questions at a time', async () => {
    const { health, ask } = await open();
    let asked = 0;
    health.use([
      {
        name: 'database',
        answers: () => {
          asked += 1;
          return Promise.resolve(true);
        },
      },
    ]);
    await Promise.all(Array.from({ length: 20 }, () => ask('/readyz')));
    expect(asked).toBe(1);
  });

  it('want so much of the disk', async () => {
    expect(await diskProbe(aFolder(), 1).answers()).toBe(true);
    expect(await diskProbe(aFolder(), Number.MAX_SAFE_INTEGER).answers()).toBe(false);
  });
});
