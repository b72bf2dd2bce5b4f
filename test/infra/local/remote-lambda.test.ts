import type { IncomingMessage, ServerResponse } from 'node:http';
import { SFNClient, StartExecutionCommand, DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLocalInvoke } from '../../../infra/local/local-lambda.ts';
import { createRemoteInvoke } from '../../../infra/local/remote-lambda.ts';
import { listenOnLoopback, readBody } from '../../../infra/local/servers.ts';
import { clientOf, startFixture } from './fixture-runtime.ts';
import { aDefinition, aFunction } from './stand-ins.ts';

type Answer = { status?: number; headers?: Record<string, string>; body?: string };

const listen = async (answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const server = await listenOnLoopback(answer, { port: 0 });
  onTestFinished(() => server.stop());
  return server;
};

/** A Lambda endpoint that answers everything alike, and keeps what it is asked. */
const aLambda = async ({ status = 200, headers = {}, body = 'null' }: Answer) => {
  const asked: { path: string | undefined; type: unknown; body: string }[] = [];
  const server = await listen(async (request, response) => {
    const sent = await readBody(request, 1024);
    asked.push({ path: request.url, type: request.headers['x-amz-invocation-type'], body: String(sent) });
    response.writeHead(status, headers).end(body);
  });
  return { ...server, asked };
};

const arn = 'arn:aws:lambda:ap-southeast-1:000000000000:function:fixture-tick';

describe('an invocation of a Lambda elsewhere', () => {
  it('asks for the function by name, and gives its answer', async () => {
    const lambda = await aLambda({ body: '{"ticked":"there"}' });
    const invoke = createRemoteInvoke(`${lambda.url}/`);
    expect(await invoke(arn, { at: 'a machine' })).toEqual({ kind: 'result', payload: { ticked: 'there' } });
    await invoke(`${arn}:$LATEST`, undefined);
    expect(lambda.asked).toEqual([
      {
        path: '/2015-03-31/functions/fixture-tick/invocations',
        type: 'RequestResponse',
        body: '{"at":"a machine"}',
      },
      {
        path: '/2015-03-31/functions/fixture-tick/invocations?Qualifier=%24LATEST',
        type: 'RequestResponse',
        body: '{}',
      },
    ]);
  });

  it.each([
    ['names its type', '{"errorType":"TransientError","errorMessage":"away", "trace":[]}', 'TransientError'],
    ['names none', '{"errorMessage":"away"}', 'Lambda.Unknown'],
    ['is no JSON', 'killed', 'Lambda.Unknown'],
  ])('gives the error of a function that %s, its cause word for word', async (_what, body, error) => {
    const lambda = await aLambda({ headers: { 'x-amz-function-error': 'Unhandled' }, body });
    expect(await createRemoteInvoke(lambda.url)(arn, {})).toEqual({ kind: 'error', error, cause: body });
  });

  it.each([
    [
      'in a header',
      {
        status: 404,
        headers: { 'x-amzn-errortype': 'ResourceNotFoundException:http://lambda', 'x-amzn-requestid': 'r-1' },
        body: `{"Type":"User","Message":"Function not found: ${arn}"}`,
      },
      'Lambda.ResourceNotFoundException',
      `Function not found: ${arn} (Service: Lambda, Status Code: 404, Request ID: r-1)`,
    ],
    [
      'in the body',
      {
        status: 429,
        headers: { 'x-amzn-requestid': 'r-2' },
        body: '{"__type":"com.amazonaws.lambda#TooManyRequestsException","message":"Rate Exceeded."}',
      },
      'Lambda.TooManyRequestsException',
      'Rate Exceeded. (Service: Lambda, Status Code: 429, Request ID: r-2)',
    ],
    [
      'nowhere',
      { status: 502, body: 'bad gateway' },
      'Lambda.AWSLambdaException',
      'bad gateway (Service: Lambda, Status Code: 502, Request ID: unknown)',
    ],
  ])('gives a refusal whose code is %s', async (_what, answer, error, cause) => {
    const lambda = await aLambda(answer);
    expect(await createRemoteInvoke(lambda.url)(arn, {})).toEqual({ kind: 'error', error, cause });
  });

  it('says that nobody answers, or that somebody hung up', async () => {
    const gone = await listenOnLoopback(() => Promise.resolve(), { port: 0 });
    await gone.stop();
    const cut = await listen((request) => {
      request.socket.destroy();
      return Promise.resolve();
    });
    for (const { url } of [gone, cut]) {
      expect(await createRemoteInvoke(url)(arn, {})).toMatchObject({ error: 'Lambda.SdkClientException' });
    }
  });
});

describe('an answer that never comes', () => {
  it('keeps no process alive', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const arrived = Promise.withResolvers<undefined>();
    const silent = await listen(() => {
      arrived.resolve(undefined);
      return Promise.resolve();
    });
    const before = sockets();
    const waiting = createRemoteInvoke(silent.url)(arn, {});
    await arrived.promise;
    // The server's end of it alone.
    expect(sockets() - before).toBe(1);
    await silent.stop();
    expect(await waiting).toMatchObject({ error: 'Lambda.SdkClientException' });
  });
});

describe('the state machines of a deployment', () => {
  const run = async (runtime: Awaited<ReturnType<typeof startFixture>>) => {
    const sfn = new SFNClient(clientOf(runtime));
    const stateMachineArn = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:fixture-wait';
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await runtime.timeline.settled();
    return sfn.send(new DescribeExecutionCommand({ executionArn }));
  };

  it('alone call the Lambda that AWS_ENDPOINT_URL_LAMBDA names', async () => {
    const lambda = await aLambda({
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: '{"errorType":"Elsewhere","errorMessage":"there"}',
    });
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.url);
    const runtime = await startFixture();
    onTestFinished(() => runtime.stop());
    expect(await run(runtime)).toMatchObject({ status: 'FAILED', error: 'Elsewhere' });
    expect(lambda.asked).toHaveLength(1);
    expect((await runtime.request({ method: 'GET', path: '/', headers: {} })).status).toBe(200);
    expect(await runtime.invoke('tick', { at: 'now' })).toEqual({ ok: true, payload: { ticked: 'now' } });
    expect(lambda.asked).toHaveLength(1);
  });

  it.each(['https://lambda.ap-southeast-1.amazonaws.com', 'http://192.0.2.1:3001', 'nonsense'])(
    'call no Lambda that is not on this machine: %s',
    async (url) => {
      vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', url);
      await expect(startFixture()).rejects.toThrow(`AWS_ENDPOINT_URL_LAMBDA is ${url}`);
    },
  );

  it('see of the functions here what they would see on AWS', async () => {
    const known = aDefinition('tick');
    const { invoke } = aFunction(() => Promise.reject(new Error('away')));
    const call = createLocalInvoke({ invoke, find: (name) => (name === known.name ? known : undefined) });
    expect(await call(known.arn, {})).toEqual({
      kind: 'error',
      error: 'Error',
      cause: '{"errorType":"Error","errorMessage":"away","trace":[]}',
    });
    expect(await call(`${known.arn}:7`, {})).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
      cause: expect.stringContaining(`Function not found: ${known.arn}:7 (`),
    });
    expect(await call(known.arn.replace('fixture-tick', 'gone'), {})).toEqual({
      kind: 'error',
      error: 'Lambda.ResourceNotFoundException',
      cause: expect.stringMatching(
        /^Function not found: arn:aws:lambda:ap-southeast-1:000000000000:function:gone \(Service: Lambda, Status Code: 404, Request ID: [\da-f-]{36}\)$/,
      ),
    });
  });
});
