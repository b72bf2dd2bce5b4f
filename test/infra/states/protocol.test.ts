import http from 'node:http';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerStates } from '../../../infra/local/states/protocol.ts';
import { openLab, result, start, tokenIn, waitForToken } from './lab.ts';

const roleArn = 'arn:aws:iam::000000000000:role/machine';

const reply = async (response: http.ServerResponse, answered: ReturnType<typeof answerStates>): Promise<void> => {
  const { status, body } = await answered;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
};

const openClient = async () => {
  const lab = openLab({ functions: { open: () => result({}) } });
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
      void reply(response, answerStates(lab.runner, String(request.headers['x-amz-target']), body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${String(port)}`,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return { lab, client, server };
};

let open: Awaited<ReturnType<typeof openClient>>;
beforeEach(async () => {
  open = await openClient();
});
afterEach(() => {
  open.client.destroy();
  open.server.close();
});

const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: { Wait: waitForToken('open', { TimeoutSeconds: 100, HeartbeatSeconds: 50, End: true }) },
});

const create = async (): Promise<string> => {
  const { stateMachineArn } = await open.client.send(
    new CreateStateMachineCommand({ name: 'budget-round', definition, roleArn }),
  );
  return String(stateMachineArn);
};

const begin = async (stateMachineArn: string, name: string): Promise<string> => {
  const { executionArn } = await open.client.send(new StartExecutionCommand({ stateMachineArn, name, input: '{}' }));
  await open.lab.settled();
  return String(executionArn);
};

const token = (): string => tokenIn(open.lab.invocations.at(-1)?.payload);

describe('the AWS SDK', () => {
  test('creates, describes, updates, lists and deletes a state machine', async () => {
    const { client } = open;
    const stateMachineArn = await create();
    expect(stateMachineArn).toBe('arn:aws:states:ap-southeast-1:000000000000:stateMachine:budget-round');
    expect(await create()).toBe(stateMachineArn);
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ definition, roleArn, type: 'STANDARD', status: 'ACTIVE' });
    expect(described.creationDate).toEqual(new Date(start));
    const other = definition.replace('100', '200');
    await expect(
      client.send(new CreateStateMachineCommand({ name: 'budget-round', definition: other, roleArn })),
    ).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: other }));
    expect((await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition).toBe(other);
    expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toHaveLength(1);
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${stateMachineArn}'`,
    });
  });

  test('starts, answers the token, describes and reads the history', async () => {
    const { client } = open;
    const executionArn = await begin(await create(), 'one');
    await client.send(new SendTaskHeartbeatCommand({ taskToken: token() }));
    await client.send(new SendTaskSuccessCommand({ taskToken: token(), output: '{"ok":true}' }));
    await open.lab.settled();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}', stopDate: new Date(start) });
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[0]?.timestamp).toEqual(new Date(start));
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({ timeoutInSeconds: 100, heartbeatInSeconds: 50 });
  });

  test('fails a task, stops an execution, lists both', async () => {
    const { client } = open;
    const stateMachineArn = await create();
    await begin(stateMachineArn, 'failed');
    await client.send(new SendTaskFailureCommand({ taskToken: token(), error: 'E', cause: 'C' }));
    const executionArn = await begin(stateMachineArn, 'stopped');
    await client.send(new StopExecutionCommand({ executionArn }));
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions.map(({ name, status }) => [name, status])).toEqual([
      ['stopped', 'ABORTED'],
      ['failed', 'FAILED'],
    ]);
  });

  test('gets errors by AWS names', async () => {
    const { client } = open;
    const stateMachineArn = await create();
    await begin(stateMachineArn, 'one');
    const late = token();
    await client.send(new SendTaskSuccessCommand({ taskToken: late, output: '1' }));
    const refused = async (work: Promise<unknown>, name: string): Promise<void> => {
      await expect(work).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
    };
    await refused(client.send(new SendTaskSuccessCommand({ taskToken: late, output: '1' })), 'TaskTimedOut');
    await refused(client.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '1' })), 'InvalidToken');
    await refused(client.send(new SendTaskSuccessCommand({ taskToken: late, output: '{' })), 'InvalidOutput');
    await refused(client.send(new StartExecutionCommand({ stateMachineArn, name: 'one' })), 'ExecutionAlreadyExists');
    await refused(client.send(new StartExecutionCommand({ stateMachineArn, name: 'a b' })), 'InvalidName');
    await refused(client.send(new StartExecutionCommand({ stateMachineArn, input: '{' })), 'InvalidExecutionInput');
    await refused(client.send(new DescribeExecutionCommand({ executionArn: 'x' })), 'InvalidArn');
    await refused(
      client.send(new CreateStateMachineCommand({ name: 'bad', definition: '{}', roleArn })),
      'InvalidDefinition',
    );
  });
});

describe('requests by hand', () => {
  test.each([
    ['AWSStepFunctions.StartSyncExecution', {}, 'UnknownOperationException'],
    ['DynamoDB_20120810.PutItem', {}, 'UnknownOperationException'],
    ['', {}, 'UnknownOperationException'],
    ['AWSStepFunctions.StartExecution', { input: 5 }, 'ValidationException'],
    ['AWSStepFunctions.StartExecution', 'text', 'ValidationException'],
    ['AWSStepFunctions.ListStateMachines', { maxResults: 1001 }, 'ValidationException'],
    ['AWSStepFunctions.ListStateMachines', { sorted: true }, 'ValidationException'],
    ['AWSStepFunctions.CreateStateMachine', { name: 'm', definition, roleArn, publish: true }, 'ValidationException'],
    ['AWSStepFunctions.CreateStateMachine', { name: 'm', definition, roleArn: 'nonsense' }, 'ValidationException'],
  ])('%s %j is refused', async (target, body, type) => {
    const answer = await answerStates(open.lab.runner, target, body);
    expect(answer).toMatchObject({ status: 400, body: { __type: expect.stringMatching(new RegExp(`#${type}$`)) } });
  });
});
