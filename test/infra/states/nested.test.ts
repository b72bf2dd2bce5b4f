import { describe, expect, test } from 'vitest';
import { openLab, result, start, task, tokenIn } from './lab.ts';

type Lab = ReturnType<typeof openLab>;

const machineArn = (name: string): string => `arn:aws:states:ap-southeast-1:000000000000:stateMachine:${name}`;

const starting = (pattern: string, more: Record<string, unknown> = {}) => ({
  R: {
    Type: 'Task',
    Resource: `arn:aws:states:::states:startExecution${pattern}`,
    Arguments: { StateMachineArn: machineArn('child'), Name: 'one', Input: '{% $states.input %}' },
    End: true,
    ...more,
  },
});

const defineChild = (lab: Lab, states: Record<string, unknown>): string => lab.define(states, {}, 'child');

const childIn = (lab: Lab) => lab.runner.listExecutions({ stateMachineArn: machineArn('child') }).executions[0];

describe('a Task that starts an execution', () => {
  test('goes on once it has started', async () => {
    const lab = openLab({});
    defineChild(lab, { W: { Type: 'Wait', Seconds: 60, End: true } });
    const arn = await lab.run(starting(''), { x: 1 });
    const executionArn = 'arn:aws:states:ap-southeast-1:000000000000:execution:child:one';
    expect(lab.outcome(arn)).toEqual({ ExecutionArn: executionArn, StartDate: start });
    expect(lab.describe(executionArn)).toMatchObject({ status: 'RUNNING', input: '{"x":1}' });
  });

  test.each([
    ['.sync', '{"x":1}', '"done"'],
    ['.sync:2', { x: 1 }, 'done'],
  ])('with %s waits for its end and has it described', async (pattern, input, output) => {
    const lab = openLab({});
    defineChild(lab, { W: { Type: 'Wait', Seconds: 60, Output: 'done', End: true } });
    const arn = await lab.run(starting(pattern), { x: 1 });
    expect(lab.describe(arn).status).toBe('RUNNING');
    await lab.step(60);
    expect(lab.outcome(arn)).toEqual({
      ExecutionArn: 'arn:aws:states:ap-southeast-1:000000000000:execution:child:one',
      Input: input,
      InputDetails: { Included: true },
      Name: 'one',
      Output: output,
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: start,
      StateMachineArn: machineArn('child'),
      Status: 'SUCCEEDED',
      StopDate: start + 60_000,
    });
    expect(lab.types(arn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test.each([
    [
      'a run that fails',
      { F: { Type: 'Fail', Error: 'Bad', Cause: 'happened' } },
      { Status: 'FAILED', Error: 'Bad', Cause: 'happened' },
    ],
    ['a run that is stopped', { W: { Type: 'Wait', Seconds: 60, End: true } }, { Status: 'ABORTED', Error: 'Enough' }],
  ])('takes %s for States.TaskFailed, with the run as its cause', async (_name, states, told) => {
    const lab = openLab({});
    defineChild(lab, states);
    const arn = await lab.run(starting('.sync'), {});
    const child = childIn(lab);
    if (child?.status === 'RUNNING') lab.runner.stopExecution({ executionArn: child.executionArn, error: 'Enough' });
    await lab.settled();
    const { status, error, cause } = lab.describe(arn);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(cause ?? '')).toMatchObject({ Name: 'one', StateMachineArn: machineArn('child'), ...told });
  });

  test.each([
    ['an unknown machine', {}, 'StepFunctions.StateMachineDoesNotExistException', 'State Machine Does Not Exist'],
    [
      'a name that is taken',
      { taken: true },
      'StepFunctions.ExecutionAlreadyExistsException',
      'Execution Already Exists',
    ],
  ])('fails on %s by AWS names', async (_name, { taken = false }: { taken?: boolean }, error, cause) => {
    const lab = openLab({});
    if (taken) {
      const stateMachineArn = defineChild(lab, { P: { Type: 'Pass', End: true } });
      lab.runner.startExecution({ stateMachineArn, name: 'one' });
      await lab.settled();
    }
    const arn = await lab.run(starting('.sync'), {});
    expect(lab.outcome(arn)).toEqual({ status: 'FAILED', error, cause: expect.stringContaining(cause) });
  });

  test.each([
    ['input over 256 KiB', { Input: { x: `{% $pad('', 262150, 'x') %}` } }, 'States.DataLimitExceeded'],
    ['text that is no JSON', { Input: 'no json' }, 'StepFunctions.InvalidExecutionInputException'],
    ['a name with signs', { Name: 'a b' }, 'StepFunctions.InvalidNameException'],
    ['a name that is no text', { Name: '{% 5 %}' }, 'States.Runtime'],
  ])('fails on %s', async (_name, given, error) => {
    const lab = openLab({});
    defineChild(lab, { P: { Type: 'Pass', End: true } });
    const arn = await lab.run(starting('', { Arguments: { StateMachineArn: machineArn('child'), ...given } }), {});
    expect(lab.describe(arn)).toMatchObject({ status: 'FAILED', error });
    expect(childIn(lab)).toBe(undefined);
  });

  test('is left by no failure of the Map around it', async () => {
    const lab = openLab({});
    defineChild(lab, { W: { Type: 'Wait', Seconds: 3600, End: true } });
    const run = { ...starting('.sync').R, Arguments: { StateMachineArn: machineArn('child') } };
    const M = {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemSelector: '{% $states.context.Map.Item.Value < 3 ? $states.context.Map.Item.Value : $nothing %}',
      ItemProcessor: {
        StartAt: 'C',
        States: {
          C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'R' }], Default: 'P' },
          R: run,
          P: { Type: 'Wait', Seconds: 1, End: true },
        },
      },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      End: true,
    };
    const arn = await lab.run({ M, Caught: { Type: 'Pass', End: true } }, {});
    expect(childIn(lab)?.status).toBe('RUNNING');
    await lab.step(1);
    expect(lab.describe(arn).status).toBe('SUCCEEDED');
    expect(lab.types(arn)).toEqual(
      expect.arrayContaining(['TaskStateAborted', 'MapIterationAborted', 'EvaluationFailed']),
    );
    expect(childIn(lab)?.status).toBe('ABORTED');
  });

  test('with a token waits for the call of the run', async () => {
    const lab = openLab({ functions: { tell: () => result({}) } });
    defineChild(lab, { T: task('tell', { End: true }) });
    const arn = await lab.run(
      starting('.waitForTaskToken', {
        Arguments: {
          StateMachineArn: machineArn('child'),
          Input: { token: '{% $states.context.Task.Token %}' },
        },
      }),
      {},
    );
    expect(lab.describe(arn).status).toBe('RUNNING');
    lab.runner.sendTaskSuccess({ taskToken: tokenIn(lab.invocations[0]?.payload), output: '"told"' });
    await lab.settled();
    expect(lab.outcome(arn)).toBe('told');
  });

  test.each([
    ['is stopped', (lab: Lab, arn: string) => lab.runner.stopExecution({ executionArn: arn })],
    ['times out', async (lab: Lab) => lab.step(30)],
  ])('leaves no run behind when it %s', async (_name, end) => {
    const lab = openLab({});
    defineChild(lab, { W: { Type: 'Wait', Seconds: 3600, End: true } });
    const arn = await lab.run(starting('.sync', { TimeoutSeconds: 30 }), {});
    expect(childIn(lab)?.status).toBe('RUNNING');
    await end(lab, arn);
    await lab.settled();
    expect(lab.describe(arn).status).not.toBe('RUNNING');
    expect(childIn(lab)?.status).toBe('ABORTED');
  });
});
