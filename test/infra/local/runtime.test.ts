import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startEmulator } from '../../../infra/local/emulator.ts';
import type { Runtime, RuntimeOptions } from '../../../infra/local/runtime.ts';
import { listenOnLoopback } from '../../../infra/local/servers.ts';
import { clientOf, startFixture } from './fixture-runtime.ts';
import { aFolder, after, aTimer } from './stand-ins.ts';
import { withFunctions } from './template-fixture.ts';

const open = async (options: RuntimeOptions = {}) => {
  const runtime = await startFixture(options);
  onTestFinished(() => runtime.stop());
  return runtime;
};

const get = (runtime: Runtime, where: string, headers: Record<string, string> = {}) =>
  runtime.request({ method: 'GET', path: where, headers });
const text = ({ body }: { body: Buffer }): string => body.toString('utf8');

describe('a running deployment', () => {
  it('carries an entry of the journal through stream, queue and mail to the mailbox, on the stepped clock', async () => {
    const runtime = await open();
    const put = await get(runtime, '/put?pk=tg%23round%231&entry=ch%E1%BB%9D%20duy%E1%BB%87t');
    expect(put.status).toBe(201);
    expect(put.cookies).toEqual(['seen=1; Path=/', 'more=2; Path=/']);
    await runtime.timeline.settled();
    expect(runtime.mailbox.list()).toMatchObject([
      { subject: 'Hồ sơ: chờ duyệt', to: ['phong.vhtt@tg.example'], at: new Date('2022-03-04T01:00:00Z') },
    ]);
    const mail = await runtime.mailbox.read(1);
    expect(mail?.text?.trim()).toBe(`${runtime.portalUrl}/rounds/1`);
    expect(runtime.lines).toEqual([]);
  });

  it('gives one entry one delivery, however often the same put is asked for', async () => {
    const runtime = await open();
    await get(runtime, '/put?pk=a&entry=x');
    expect((await get(runtime, '/put?pk=a&entry=x')).status).toBe(500);
    await runtime.timeline.settled();
    expect(runtime.mailbox.count()).toBe(1);
    expect(runtime.lines).toEqual([expect.stringContaining('portal failed: ConditionalCheckFailedException')]);
  });

  it('holds a function to the rights of its role', async () => {
    const runtime = await open();
    const scan = await get(runtime, '/scan');
    expect(text(scan)).toContain('AccessDeniedException');
    expect(text(scan)).toContain('dynamodb:Scan');
  });

  it('answers a fault of a function with 500 and tells of it', async () => {
    const runtime = await open();
    const answer = await get(runtime, '/fail');
    expect(answer.status).toBe(500);
    expect(text(answer)).toBe('{"message":"Internal Server Error"}');
    expect(runtime.lines).toEqual(['portal failed: RangeError: out of paper']);
  });

  it('ends a call that outlasts its time limit, and lets nothing out of its sandbox after', async () => {
    const { timer, ring } = aTimer();
    const outcome = Promise.withResolvers<string>();
    const open = Promise.withResolvers<undefined>();
    const gate = await listenOnLoopback(
      async ({ url = '/' }, response) => {
        if (url === '/') await open.promise;
        else outcome.resolve(url);
        response.end();
      },
      { port: 0 },
    );
    onTestFinished(() => gate.stop());
    const runtime = await startFixture({ timer, template: () => withFunctions('remember') });
    onTestFinished(() => runtime.stop());
    const call = `${runtime.endpointUrl}/2015-03-31/functions/fixture-tick/invocations`;
    const hanging = runtime.invoke('remember', { gate: gate.url, call });
    await ring(3000);
    expect(await hanging).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
    open.resolve(undefined);
    expect(await outcome.promise).toBe('/?outcome=no%20answer');
  });

  it('speaks to the AWS clients of whoever sets AWS_ENDPOINT_URL', async () => {
    const runtime = await open();
    const config = clientOf(runtime);
    const sfn = new SFNClient(config);
    const stateMachineArn = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:fixture-wait';
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'one' }));
    await runtime.timeline.settled();
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'SUCCEEDED' });

    const sqs = new SQSClient(config);
    const QueueUrl = `${runtime.endpointUrl}/000000000000/DeadMail`;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'dead' }));
    const attributes = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(attributes.Attributes).toMatchObject({ ApproximateNumberOfMessages: '1' });
    const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(received.Messages?.[0]?.Body).toBe('dead');
    const gone = `${runtime.endpointUrl}/000000000000/Gone`;
    await expect(sqs.send(new SendMessageCommand({ QueueUrl: gone, MessageBody: 'x' }))).rejects.toThrow(/not exist/);

    const dynamo = new DynamoDBClient(config);
    await dynamo.send(
      new CreateTableCommand({
        TableName: 'Mine',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await dynamo.send(new PutItemCommand({ TableName: 'Mine', Item: { pk: { S: 'x' } } }));

    const invocations = `${runtime.endpointUrl}/2015-03-31/functions/fixture-tick/invocations`;
    const invoked = await fetch(invocations, { method: 'POST', body: '{"at":"now"}' });
    expect(await invoked.json()).toEqual({ ticked: 'now' });
    const failed = await fetch(invocations, { method: 'POST', body: '{"at":1}' });
    expect(failed.headers.get('x-amz-function-error')).toBe('Unhandled');
    const fromAPage = await fetch(invocations, {
      method: 'POST',
      body: '{}',
      headers: { origin: 'http://evil.example' },
    });
    expect(fromAPage.status).toBe(403);
  });

  it('calls the schedule at each of its moments while the clock is stepped', async () => {
    const runtime = await open({ data: aFolder() });
    const start = runtime.timeline.now();
    expect(runtime.timeline.nextTimer()).toBe(after(start, 15 * 60).getTime());
    await runtime.timeline.stepTo(after(start, 60 * 60));
    expect(runtime.timeline.nextTimer()).toBe(after(start, 75 * 60).getTime());
  });

  it('goes on in a second run where the first was', async () => {
    const data = aFolder();
    const first = await open({ data });
    await get(first, '/put?pk=a&entry=kept');
    await first.timeline.settled();
    await first.timeline.stepTo(new Date('2022-03-05T01:00:00Z'));
    await first.stop();
    const second = await open({ data, clock: undefined });
    expect(second.timeline.now()).toEqual(new Date('2022-03-05T01:00:00Z'));
    expect(text(await get(second, '/get?pk=a'))).toBe('kept');
    expect(second.mailbox.count()).toBe(1);
    await second.stop();
    const anew = await open({ data, fresh: true });
    expect(text(await get(anew, '/get?pk=a'))).toBe('nothing');
    expect(anew.mailbox.count()).toBe(0);
  });

  it('uses the DynamoDB that AWS_ENDPOINT_URL_DYNAMODB names, and begins anew in it where nothing is kept', async () => {
    const emulator = await startEmulator({ file: undefined });
    onTestFinished(() => emulator.stop());
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', emulator.url);
    const first = await open();
    expect(first.emulatorPid).toBeUndefined();
    await get(first, '/put?pk=a&entry=kept');
    await first.stop();
    expect(process.env['AWS_ENDPOINT_URL_DYNAMODB']).toBe(emulator.url);
    const second = await open();
    expect(text(await get(second, '/get?pk=a'))).toBe('nothing');
  });

  it('says that a folder is in use, and by whom', async () => {
    const data = aFolder();
    const { openDataFolder } = await import('../../../infra/local/data-folder.ts');
    const folder = openDataFolder(data, false);
    folder.announce({ portal: 'http://127.0.0.1:9', endpoint: 'http://127.0.0.1:10', token: 'x' });
    await expect(open({ data })).rejects.toThrow(/is in use by another runtime \(process \d+, http:\/\/127.0.0.1:9\)/);
    folder.release();
  });

  it('says that its port is taken', async () => {
    const runtime = await open();
    const port = Number(new URL(runtime.portalUrl).port);
    await expect(listenOnLoopback(() => Promise.resolve(), { port })).rejects.toThrow(
      `Port ${port} is taken: stop what uses it, or choose another with --port (0 = any).`,
    );
  });
});
