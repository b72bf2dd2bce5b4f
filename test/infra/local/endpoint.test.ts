import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { startFixture } from './fixture-runtime.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startFixture();
});
afterAll(() => runtime.stop());

const Fault = z.object({ __type: z.string() });

const post = async (body: string, headers: Record<string, string> = {}, path = '/', method = 'POST') => {
  const sent = method === 'GET' ? { method, headers } : { method, headers, body };
  const response = await fetch(`${runtime.endpointUrl}${path}`, sent);
  const text = await response.text();
  return { status: response.status, text, id: response.headers.get('x-amzn-requestid') };
};

const target = (name: string) => ({ 'x-amz-target': name, 'content-type': 'application/x-amz-json-1.0' });
const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;

describe('the endpoint', () => {
  it.each([
    ['without a target', '{}', {}, 'UnknownOperationException'],
    ['of a foreign service', '{}', target('Kinesis_20131202.PutRecord'), 'UnknownOperationException'],
    ['without an operation of DynamoDB', '{}', target('DynamoDB_20120810.Nonsense'), 'UnknownOperationException'],
    ['without an operation of Step Functions', '{}', target('AWSStepFunctions.Nonsense'), 'UnknownOperationException'],
    ['without an operation of SQS', '{}', target('AmazonSQS.Nonsense'), 'UnknownOperationException'],
    ['that is no JSON, to DynamoDB', '{', target('DynamoDB_20120810.PutItem'), 'SerializationException'],
    ['that is no JSON, to Step Functions', 'x', target('AWSStepFunctions.StartExecution'), 'SerializationException'],
    ['that is no JSON, to SQS', '{"a"}', target('AmazonSQS.SendMessage'), 'SerializationException'],
    ['nested without end, to DynamoDB', deep, target('DynamoDB_20120810.PutItem'), 'SerializationException'],
    [
      'nested without end, to Step Functions',
      deep,
      target('AWSStepFunctions.StartExecution'),
      'SerializationException',
    ],
    ['nested without end, to SQS', deep, target('AmazonSQS.SendMessage'), 'SerializationException'],
    ['that holds nothing, to DynamoDB', '{}', target('DynamoDB_20120810.PutItem'), 'ValidationException'],
    ['that is a list, to DynamoDB', '[]', target('DynamoDB_20120810.TransactWriteItems'), 'Exception'],
    ['that is null, to SQS', 'null', target('AmazonSQS.SendMessage'), 'Exception'],
    ['that is a number, to Step Functions', '7', target('AWSStepFunctions.StartExecution'), 'Exception'],
  ])('answers a request %s with an error of AWS, and goes on', async (_what, body, headers, code) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(400);
    expect(Fault.parse(JSON.parse(answer.text)).__type).toContain(code);
    expect(answer.id).toMatch(/^[\dA-Fa-f-]{36,}$/);
    expect((await post('{}', target('AmazonSQS.ListQueues'))).status).toBe(200);
  });

  it("answers SQS's query protocol as it answers SQS's JSON", async () => {
    const ask = (form: string) =>
      post(`${form}&Version=2012-11-05`, { 'content-type': 'application/x-www-form-urlencoded' });
    const listed = await ask('Action=ListQueues&QueueNamePrefix=DeadM');
    expect([listed.status, /<QueueUrl>(.*)<\/QueueUrl>/.exec(listed.text)?.[1]]).toEqual([
      200,
      `${runtime.endpointUrl}/000000000000/DeadMail`,
    ]);
    const gone = await ask(`Action=PurgeQueue&QueueUrl=${runtime.endpointUrl}/000000000000/Gone`);
    expect([gone.status, /<Code>(.*)<\/Code>/.exec(gone.text)?.[1]]).toEqual([
      400,
      'AWS.SimpleQueueService.NonExistentQueue',
    ]);
  });

  it.each([
    ['an action that SES has not', 'Action=SendBounce&Version=2010-12-01', 400, '<Code>InvalidAction</Code>'],
    ['no action', 'Version=2010-12-01', 400, '<Code>InvalidAction</Code>'],
    ['a version that no service has', 'Action=SendEmail&Version=1999-01-01', 400, 'UnknownOperationException'],
  ])('answers a form with %s so', async (_what, body, status, words) => {
    const answer = await post(body, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
  });

  it('answers other methods and paths, and those that cannot be decoded', async () => {
    const answers = [
      await post('', {}, '/', 'GET'),
      await post('{}', {}, '/nowhere'),
      await post('{}', {}, '/2015-03-31/functions/%ZZ/invocations'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(answers.every(({ text }) => text.includes('UnknownOperationException'))).toBe(true);
  });

  it('outlives a caller who hangs up in the middle', async () => {
    const { port } = new URL(runtime.endpointUrl);
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', headers: { 'content-length': '100' } });
    const gone = new Promise((resolve) => {
      request.on('error', resolve);
    });
    request.write('{', () => request.destroy(new Error('hung up')));
    await gone;
    expect((await post('{}', target('AmazonSQS.ListQueues'))).status).toBe(200);
  });

  it('answers no web page', async () => {
    const answer = await post('{}', { ...target('AmazonSQS.ListQueues'), origin: 'http://evil.example' });
    expect(answer.status).toBe(403);
  });
});
