import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { stepFunctions } from '../../shared/adapters/step-functions.ts';

const mock = mockClient(SFNClient);
const machines = {
  budgetRound: 'arn:aws:states:ap-southeast-1:123456789012:stateMachine:trinh-budget-round',
  approvalChain: 'arn:aws:states:ap-southeast-1:123456789012:stateMachine:trinh-approval-chain',
};
const workflows = () => stepFunctions(machines, new SFNClient({ region: 'ap-southeast-1' }));
const of = { message: 'No.', $metadata: {} };
const named = (name: string) => Object.assign(new Error('It went wrong.'), { name });

beforeEach(() => mock.reset());

describe('starting an execution', () => {
  it('names the machine, the execution and the input', async () => {
    mock.on(StartExecutionCommand).resolves({});
    await workflows().start('approval-chain', 'abc', { package: 'p1', attempt: 2 });
    expect(mock.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input)).toEqual([
      { stateMachineArn: machines.approvalChain, name: 'abc', input: '{"package":"p1","attempt":2}' },
    ]);
  });

  it('that is there already is none the less started', async () => {
    mock.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(of));
    expect(await workflows().start('budget-round', 'abc', {})).toBeUndefined();
  });

  it.each([
    ['TransientError', 'ThrottlingException'],
    ['TransientError', 'TimeoutError'],
    ['PermanentError', 'AccessDeniedException'],
    ['PermanentError', 'StateMachineDoesNotExist'],
  ])('is a %s on %s', async (name, cause) => {
    mock.on(StartExecutionCommand).rejects(named(cause));
    await expect(workflows().start('budget-round', 'abc', {})).rejects.toMatchObject({ name, cause: { name: cause } });
  });

  it('is refused by a function that was not told the machine', async () => {
    const resumer = stepFunctions({}, new SFNClient({ region: 'ap-southeast-1' }));
    await expect(resumer.start('budget-round', 'abc', {})).rejects.toThrow('budget-round');
    await expect(resumer.status('approval-chain', 'abc')).rejects.toThrow('approval-chain');
    expect(mock.calls().length).toBe(0);
  });
});

describe('answering a wait', () => {
  it('sends the outcome to the token', async () => {
    mock.on(SendTaskSuccessCommand).resolves({});
    expect(await workflows().resume('token', { wait: 'lock' })).toBe('sent');
    expect(mock.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input)).toEqual([
      { taskToken: 'token', output: '{"wait":"lock"}' },
    ]);
  });

  it.each([
    ['timed out', new TaskTimedOut(of)],
    ['gone', new TaskDoesNotExist(of)],
    ['not a token', new InvalidToken(of)],
  ])('that is %s is refused, which is no fault', async (_, cause) => {
    mock.on(SendTaskSuccessCommand).rejects(cause);
    expect(await workflows().resume('token', {})).toBe('refused');
  });

  it.each([
    ['TransientError', 'ThrottlingException'],
    ['TransientError', 'ServiceUnavailable'],
    ['PermanentError', 'AccessDeniedException'],
    ['PermanentError', 'InvalidOutput'],
  ])('is a %s on %s', async (name, cause) => {
    mock.on(SendTaskSuccessCommand).rejects(named(cause));
    await expect(workflows().resume('token', {})).rejects.toMatchObject({ name, cause: { name: cause } });
  });
});

describe('looking up an execution', () => {
  it.each([
    ['RUNNING', 'running'],
    ['PENDING_REDRIVE', 'running'],
    ['SUCCEEDED', 'ended'],
    ['FAILED', 'ended'],
    ['TIMED_OUT', 'ended'],
    ['ABORTED', 'ended'],
  ] as const)('%s is %s', async (status, expected) => {
    mock.on(DescribeExecutionCommand).resolves({ status });
    expect(await workflows().status('budget-round', 'abc')).toBe(expected);
    expect(mock.commandCalls(DescribeExecutionCommand)[0]?.args[0].input).toEqual({
      executionArn: 'arn:aws:states:ap-southeast-1:123456789012:execution:trinh-budget-round:abc',
    });
  });

  it('that nobody knows is unknown; any other fault is one', async () => {
    mock.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist(of));
    expect(await workflows().status('budget-round', 'abc')).toBe('unknown');
    mock.on(DescribeExecutionCommand).rejects(named('ThrottlingException'));
    await expect(workflows().status('budget-round', 'abc')).rejects.toMatchObject({ name: 'TransientError' });
    mock.on(DescribeExecutionCommand).rejects(named('AccessDeniedException'));
    await expect(workflows().status('budget-round', 'abc')).rejects.toMatchObject({ name: 'PermanentError' });
  });
});
