import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../infra/local/states/memory-store.ts';
import { createRunner } from '../../../infra/local/states/runner.ts';
import { createTimeline } from '../../../infra/local/timeline.ts';
import { failure, only, openLab, refusal, result, start, task } from './lab.ts';

const waiting = only({ Type: 'Wait', Seconds: 60, End: true });
const day = 24 * 3600;

describe('starting', () => {
  test('the same name and input while it runs is the same execution', () => {
    const lab = openLab({});
    const stateMachineArn = lab.define(waiting);
    const first = lab.runner.startExecution({ stateMachineArn, name: 'a', input: '{"x":1}' });
    lab.clock.at += 5000;
    expect(lab.runner.startExecution({ stateMachineArn, name: 'a', input: '{ "x": 1 }' })).toEqual(first);
    expect(first.startDate).toEqual(new Date(start));
    expect(refusal(() => lab.runner.startExecution({ stateMachineArn, name: 'a', input: '{"x":2}' }))).toBe(
      'ExecutionAlreadyExists',
    );
    expect(lab.runner.listExecutions({ stateMachineArn }).executions).toHaveLength(1);
  });

  test('a name is free again 90 days after the end, not before', async () => {
    const lab = openLab({});
    const stateMachineArn = lab.define(waiting);
    const begin = (input = '{}') => lab.runner.startExecution({ stateMachineArn, name: 'a', input });
    const { executionArn } = begin();
    await lab.step(60);
    expect(() => begin()).toThrow(`Execution Already Exists: '${executionArn}'`);
    await lab.step(90 * day - 1);
    expect(refusal(() => begin())).toBe('ExecutionAlreadyExists');
    await lab.step(1);
    expect(begin('{"again":true}').executionArn).toBe(executionArn);
    await lab.settled();
    expect(lab.types(executionArn)).toEqual(['ExecutionStarted', 'WaitStateEntered']);
  });

  test('refuses unknown machines, bad names and bad input', () => {
    const lab = openLab({});
    const stateMachineArn = lab.define(waiting);
    const begin = lab.runner.startExecution;
    expect(refusal(() => begin({ stateMachineArn: `${stateMachineArn}x` }))).toBe('StateMachineDoesNotExist');
    expect(() => begin({ stateMachineArn: 'machine' })).toThrow("Invalid Arn: 'Invalid ARN prefix: machine'");
    for (const name of ['a b', 'a:b', '', 'a\n', 'x'.repeat(81)])
      expect(refusal(() => begin({ stateMachineArn, name }))).toBe('InvalidName');
    expect(refusal(() => begin({ stateMachineArn, input: `"${'x'.repeat(262_144)}"` }))).toBe('ValidationException');
    for (const input of ['not json', '', `${'['.repeat(5000)}${']'.repeat(5000)}`])
      expect(refusal(() => begin({ stateMachineArn, input }))).toBe('InvalidExecutionInput');
    expect(lab.runner.listExecutions({ stateMachineArn }).executions).toEqual([]);
  });

  test('a running execution keeps the definition that it started with', async () => {
    const lab = openLab({ functions: { old: () => result('old'), new: () => result('new') } });
    const machine = (name: string) => ({
      W: { Type: 'Wait', Seconds: 10, Next: 'T' },
      T: task(name, { Output: '{% $states.result.Payload %}', End: true }),
    });
    const first = await lab.run(machine('old'));
    const second = await lab.run(machine('new'));
    await lab.step(10);
    expect([lab.outcome(first), lab.outcome(second)]).toEqual(['old', 'new']);
  });

  test('defining a machine twice changes nothing', () => {
    const lab = openLab({});
    const stateMachineArn = lab.define(waiting);
    lab.clock.at += 1000;
    expect(lab.define(waiting)).toBe(stateMachineArn);
    const { creationDate, definition } = lab.runner.describeStateMachine({ stateMachineArn });
    expect(creationDate).toEqual(new Date(start));
    expect(definition).toContain('"Seconds":60');
    expect(lab.runner.listStateMachines().stateMachines.map(({ name }) => name)).toEqual(['machine']);
  });
});

describe('stopping', () => {
  test('aborts with error and cause, and only once', async () => {
    const lab = openLab({});
    const executionArn = await lab.run(waiting);
    lab.clock.at += 1000;
    const { stopDate } = lab.runner.stopExecution({ executionArn, error: 'Enough', cause: 'recalled' });
    lab.clock.at += 1000;
    expect(lab.runner.stopExecution({ executionArn, error: 'Other' })).toEqual({ stopDate });
    expect(lab.describe(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'recalled',
      stopDate,
    });
    expect(lab.runner.timers.next()).toBe(undefined);
    await lab.step(100);
    expect(lab.types(executionArn)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
  });

  test('drops the step that is being evaluated', async () => {
    const lab = openLab({});
    const executionArn = lab.begin(only({ Type: 'Pass', Output: '{% $sum([1..1000]) %}', End: true }));
    lab.runner.stopExecution({ executionArn });
    await lab.settled();
    expect(lab.types(executionArn)).toEqual(['ExecutionStarted', 'ExecutionAborted']);
  });
});

describe('reading', () => {
  test('describes as AWS does', async () => {
    const lab = openLab({});
    const stateMachineArn = lab.define(only({ Type: 'Pass', End: true }));
    const { executionArn } = lab.runner.startExecution({ stateMachineArn, name: 'a', input: ' {"x": 1}' });
    await lab.settled();
    expect(lab.describe(executionArn)).toEqual({
      executionArn: 'arn:aws:states:ap-southeast-1:000000000000:execution:machine:a',
      stateMachineArn: 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:machine',
      name: 'a',
      status: 'SUCCEEDED',
      startDate: new Date(start),
      stopDate: new Date(start),
      input: ' {"x": 1}',
      inputDetails: { included: true },
      output: '{"x":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(refusal(() => lab.describe(`${executionArn}b`))).toBe('ExecutionDoesNotExist');
    expect(refusal(() => lab.describe('x'))).toBe('InvalidArn');
  });

  test('lists newest first, by status, page by page', async () => {
    const lab = openLab({});
    const stateMachineArn = lab.define(waiting);
    for (const name of ['a', 'b', 'c']) lab.runner.startExecution({ stateMachineArn, name });
    lab.runner.stopExecution({
      executionArn: lab.runner.listExecutions({ stateMachineArn }).executions[1]?.executionArn ?? '',
    });
    const names = (page: { executions: { name: string }[] }) => page.executions.map(({ name }) => name);
    const first = lab.runner.listExecutions({ stateMachineArn, maxResults: 2 });
    expect(names(first)).toEqual(['c', 'b']);
    const second = lab.runner.listExecutions({ stateMachineArn, maxResults: 2, nextToken: first.nextToken });
    expect(names(second)).toEqual(['a']);
    expect(second.nextToken).toBe(undefined);
    expect(names(lab.runner.listExecutions({ stateMachineArn, statusFilter: 'RUNNING' }))).toEqual(['c', 'a']);
    expect(names(lab.runner.listExecutions({ stateMachineArn, statusFilter: 'ABORTED' }))).toEqual(['b']);
    expect(refusal(() => lab.runner.listExecutions({ stateMachineArn, nextToken: 'nonsense' }))).toBe('InvalidToken');
    await lab.settled();
  });

  test('the history has the shapes that AWS records', async () => {
    const lab = openLab({ functions: { f: (payload) => result(payload) } });
    const arn = await lab.run(
      { T: task('f', { TimeoutSeconds: 9, Assign: { v: 1 }, Output: 'out', Next: 'E' }), E: { Type: 'Succeed' } },
      { x: 1 },
    );
    const timestamp = new Date(start);
    const whole = { truncated: false };
    const resource = { resource: 'invoke', resourceType: 'lambda' };
    const answer = '{"ExecutedVersion":"$LATEST","Payload":{"x":1},"StatusCode":200}';
    expect(lab.history(arn)).toEqual([
      {
        timestamp,
        id: 1,
        previousEventId: 0,
        type: 'ExecutionStarted',
        executionStartedEventDetails: {
          input: '{"x":1}',
          inputDetails: whole,
          roleArn: 'arn:aws:iam::000000000000:role/local',
        },
      },
      {
        timestamp,
        id: 2,
        previousEventId: 0,
        type: 'TaskStateEntered',
        stateEnteredEventDetails: { name: 'T', input: '{"x":1}', inputDetails: whole },
      },
      {
        timestamp,
        id: 3,
        previousEventId: 2,
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          ...resource,
          region: 'ap-southeast-1',
          parameters: '{"FunctionName":"f","Payload":{"x":1}}',
          timeoutInSeconds: 9,
        },
      },
      { timestamp, id: 4, previousEventId: 3, type: 'TaskStarted', taskStartedEventDetails: resource },
      {
        timestamp,
        id: 5,
        previousEventId: 4,
        type: 'TaskSucceeded',
        taskSucceededEventDetails: { ...resource, output: answer, outputDetails: whole },
      },
      {
        timestamp,
        id: 6,
        previousEventId: 5,
        type: 'TaskStateExited',
        stateExitedEventDetails: {
          name: 'T',
          output: '"out"',
          outputDetails: whole,
          assignedVariables: { v: '1' },
          assignedVariablesDetails: whole,
        },
      },
      {
        timestamp,
        id: 7,
        previousEventId: 6,
        type: 'SucceedStateEntered',
        stateEnteredEventDetails: { name: 'E', input: '"out"', inputDetails: whole },
      },
      {
        timestamp,
        id: 8,
        previousEventId: 7,
        type: 'SucceedStateExited',
        stateExitedEventDetails: { name: 'E', output: '"out"', outputDetails: whole },
      },
      {
        timestamp,
        id: 9,
        previousEventId: 8,
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output: '"out"', outputDetails: whole },
      },
    ]);
    const read = lab.runner.getExecutionHistory;
    expect(read({ executionArn: arn, reverseOrder: true, maxResults: 2 }).events.map(({ id }) => id)).toEqual([9, 8]);
    const page = read({ executionArn: arn, maxResults: 4 });
    expect(read({ executionArn: arn, nextToken: page.nextToken }).events.map(({ id }) => id)).toEqual([5, 6, 7, 8, 9]);
    expect(JSON.stringify(read({ executionArn: arn, includeExecutionData: false }))).not.toMatch(/put":|Variables":/);
  });
});

describe('on the timeline of the runtime', () => {
  test('a stepped clock carries waits, retries and time-outs in order', async () => {
    const hands = { frozen: true, at: start };
    const timeline = createTimeline(
      {
        frozen: true,
        now: () => hands.at,
        moveTo: (at) => {
          hands.at = at;
        },
        hold: () => undefined,
        release: () => undefined,
      },
      () => undefined,
    );
    const runner = createRunner({
      store: createMemoryStore(),
      clock: timeline,
      invoke: async () => failure('TransientError'),
      track: (work) => timeline.track(work),
      wake: () => timeline.wake(),
      region: 'ap-southeast-1',
      accountId: '000000000000',
    });
    timeline.add(runner.timers);
    const states = {
      W: { Type: 'Wait', Seconds: 3600, Next: 'T' },
      T: task('f', {
        Retry: [{ ErrorEquals: ['TransientError'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E' }],
        End: true,
      }),
      E: { Type: 'Pass', Output: '{% $now() %}', End: true },
    };
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'W', States: states });
    const { stateMachineArn } = runner.createStateMachine({ name: 'machine', definition });
    const { executionArn } = runner.startExecution({ stateMachineArn });
    await timeline.stepTo(new Date(start + 86_400_000));
    expect(runner.describeExecution({ executionArn }).output).toBe('"2022-03-04T02:00:01.000Z"');
    timeline.stop();
  });
});
