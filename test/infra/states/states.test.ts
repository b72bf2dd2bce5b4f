import { describe, expect, test } from 'vitest';
import { failure, only, openLab, result, start, task } from './lab.ts';

const functionArn = 'arn:aws:lambda:ap-southeast-1:000000000000:function:plain';

const queryFailure = (detail: string, state = 'S', id = 2) => ({
  status: 'FAILED',
  error: 'States.QueryEvaluationError',
  cause: `An error occurred while executing the state '${state}' (entered at the event id #${String(id)}). ${detail}`,
});

describe('Pass', () => {
  test('passes its input on', async () => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Pass', End: true }), { a: [1, null] });
    expect(lab.outcome(arn)).toEqual({ a: [1, null] });
  });

  test('builds its output from expressions wherever they stand, and leaves other text alone', async () => {
    const lab = openLab({});
    const Output = { sum: '{% $sum($states.input.n) %}', list: ['{% $states.input.n[0] %}', ' {% 1 %} ', null, true] };
    const arn = await lab.run(only({ Type: 'Pass', Output, End: true }), { n: [1, 2] });
    expect(lab.outcome(arn)).toEqual({ sum: 3, list: [1, ' {% 1 %} ', null, true] });
  });

  test('assigns variables for later states; Output still sees the old values', async () => {
    const lab = openLab({});
    const arn = await lab.run(
      {
        A: { Type: 'Pass', Assign: { n: 1, who: '{% $states.input.who %}' }, Next: 'B' },
        B: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: { before: '{% $n %}' }, Next: 'C' },
        C: {
          Type: 'Pass',
          Output: { in: '{% $states.input %}', n: '{% $n %}', who: '{% $exists($who) %}' },
          End: true,
        },
      },
      { who: 'x' },
    );
    expect(lab.outcome(arn)).toEqual({ in: { before: 1 }, n: 2, who: true });
  });

  test.each([
    ['{% $none %}', "The JSONata expression '$none' specified for the field 'Output' returned nothing (undefined)."],
    [
      { a: [1, '{% $none %}'] },
      "The JSONata expression '$none' specified for the field 'Output/a[1]' returned nothing (undefined).",
    ],
    [
      '{% $sum($uppercase) %}',
      "The JSONata expression '$sum($uppercase)' specified for the field 'Output' threw an error during evaluation. " +
        'T0412: Argument 1 of function "sum" must be an array of "numbers"',
    ],
    [
      '{% $randomSeeded(1) %}',
      "The JSONata expression '$randomSeeded(1)' specified for the field 'Output' threw an error during evaluation. " +
        'T1006: Attempted to invoke a non-function',
    ],
    [
      "{% $eval('1+1') %}",
      "The JSONata expression '$eval('1+1')' specified for the field 'Output' threw an error during evaluation. " +
        'T1006: Attempted to invoke a non-function',
    ],
    [
      '{% function($x){$x} %}',
      "The JSONata expression 'function($x){$x}' specified for the field 'Output' returned an unsupported result type.",
    ],
  ])('fails on %j as AWS does', async (Output, detail) => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Pass', Output, End: true }));
    expect(lab.outcome(arn)).toEqual(queryFailure(detail));
    expect(lab.types(arn)).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
  });

  test('stops an expression that never ends or nests without end', async () => {
    const lab = openLab({});
    const endless = '{% ($f := function($n){$f($n + 1)}; $f(0)) %}';
    const deep = '{% ($f := function($n){1 + $f($n + 1)}; $f(0)) %}';
    for (const Output of [endless, deep]) {
      const arn = await lab.run(only({ Type: 'Pass', Output, End: true }));
      expect(lab.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    }
  });

  test('fails an output over 256 KiB', async () => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Pass', Output: "{% $pad('', 262150, 'x') %}", End: true }));
    expect(lab.outcome(arn)).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'S' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });
});

describe('clock and context', () => {
  test('times come from the clock, never from the machine', async () => {
    const lab = openLab({});
    const Output = {
      now: '{% $now() %}',
      millis: '{% $millis() %}',
      day: "{% $now('[D01].[M01].[Y0001] [H01]:[m01]', '+0700') %}",
      filled: "{% $fromMillis($toMillis('08:30', '[H01]:[m01]'), '[Y0001]-[M01]-[D01]') %}",
      started: '{% $states.context.Execution.StartTime %}',
      entered: '{% $states.context.State.EnteredTime %}',
    };
    const states = { A: { Type: 'Wait', Seconds: 90, Next: 'B' }, B: { Type: 'Pass', Output, End: true } };
    const arn = await lab.run(states);
    await lab.step(90);
    expect(lab.outcome(arn)).toEqual({
      now: '2022-03-04T01:01:30.000Z',
      millis: start + 90_000,
      day: '04.03.2022 08:01',
      filled: '2022-03-04',
      started: '2022-03-04T01:00:00.000Z',
      entered: '2022-03-04T01:01:30.000Z',
    });
  });

  test('tells execution, machine and state', async () => {
    const lab = openLab({});
    const stateMachineArn = lab.define(only({ Type: 'Pass', Output: '{% $states.context %}', End: true }));
    const { executionArn } = lab.runner.startExecution({ stateMachineArn, name: 'one', input: '{"x":1}' });
    await lab.settled();
    expect(lab.outcome(executionArn)).toEqual({
      Execution: {
        Id: executionArn,
        Input: { x: 1 },
        Name: 'one',
        RoleArn: 'arn:aws:iam::000000000000:role/local',
        StartTime: '2022-03-04T01:00:00.000Z',
        RedriveCount: 0,
      },
      StateMachine: { Id: stateMachineArn, Name: 'machine' },
      State: { Name: 'S', EnteredTime: '2022-03-04T01:00:00.000Z', RetryCount: 0 },
    });
  });
});

describe('functions of Step Functions', () => {
  test.each([
    ['$partition([1,2,3],2)', [[1, 2], [3]]],
    ['$range(1,9,2)', [1, 3, 5, 7, 9]],
    ['$range(1,9,9)', 1],
    ["$hash('a','SHA-256')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['$parse("{\\"a\\":[1.5]}")', { a: [1.5] }],
    ['$random(7) = $random(7) and $random() < 1', true],
    ['$length($uuid())', 36],
  ])('%s', async (expression, expected) => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Pass', Output: `{% ${expression} %}`, End: true }));
    expect(lab.outcome(arn)).toEqual(expected);
  });
});

describe('Choice', () => {
  const machine = {
    C: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Assign: { size: 'big' }, Output: { was: 1 } },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Medium' },
      ],
      Default: 'Small',
      Assign: { size: 'small' },
    },
    Big: { Type: 'Pass', Output: { size: '{% $size %}', in: '{% $states.input %}' }, End: true },
    Medium: { Type: 'Pass', Output: "{% $exists($size) ? 'set' : 'unset' %}", End: true },
    Small: { Type: 'Pass', Output: '{% $size %}', End: true },
  };

  test.each([
    [11, { size: 'big', in: { was: 1 } }],
    [6, 'unset'],
    [1, 'small'],
  ])('takes the first rule that holds, with its own Assign and Output, for %d', async (n, expected) => {
    const lab = openLab({});
    expect(lab.outcome(await lab.run(machine, { n }))).toEqual(expected);
  });

  test('fails without a rule that holds and without Default', async () => {
    const lab = openLab({});
    const arn = await lab.run({
      C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }] },
      End: { Type: 'Succeed' },
    });
    expect(lab.outcome(arn)).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'C' (entered at the event id #2). " +
        'Failed to transition out of the state. The state does not point to a next state.',
    });
  });

  test('fails on a condition that is no boolean, naming the rule', async () => {
    const lab = openLab({});
    const arn = await lab.run({
      C: {
        Type: 'Choice',
        Choices: [
          { Condition: false, Next: 'End' },
          { Condition: "{% 'yes' %}", Next: 'End' },
        ],
      },
      End: { Type: 'Succeed' },
    });
    const detail =
      "The JSONata expression ''yes'' specified for the field 'Choices[1]/Condition' returned an unexpected result " +
      "type. Expected 'boolean', but was 'string' for value: \"yes\"";
    expect(lab.outcome(arn)).toEqual(queryFailure(detail, 'C'));
  });
});

describe('Wait', () => {
  test.each([
    ['Seconds', { Seconds: 30 }],
    ['Seconds as an expression', { Seconds: '{% $states.input.s %}' }],
    ['Timestamp', { Timestamp: '2022-03-04T08:00:30+07:00' }],
    ['Timestamp as an expression', { Timestamp: "{% $states.input.day & 'T01:00:30Z' %}" }],
  ])('%s', async (_name, field) => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Wait', ...field, End: true }), { s: 30, day: '2022-03-04' });
    expect(lab.runner.timers.next()).toBe(start + 30_000);
    await lab.step(29);
    expect(lab.describe(arn).status).toBe('RUNNING');
    await lab.step(1);
    expect(lab.describe(arn)).toMatchObject({ status: 'SUCCEEDED', stopDate: new Date(start + 30_000) });
  });

  test('goes on at once when the moment has passed', async () => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Wait', Timestamp: '2016-03-14T01:59:00Z', End: true }));
    expect(lab.describe(arn).status).toBe('SUCCEEDED');
  });

  test.each(['2016-13-05T21:29:29Z', '2016-12-05T21:29:29', '2016-12-05 21:29:29Z', '05-12-2016T21:29:29Z'])(
    'fails on the timestamp %s',
    async (at) => {
      const lab = openLab({});
      const arn = await lab.run(only({ Type: 'Wait', Timestamp: '{% $states.input %}', End: true }), at);
      const detail = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${at}`;
      expect(lab.outcome(arn)).toEqual(queryFailure(detail));
    },
  );
});

describe('Succeed and Fail', () => {
  test('Succeed gives its Output', async () => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Succeed', Output: { ok: '{% $states.input.n %}' } }), { n: 1 });
    expect(lab.outcome(arn)).toEqual({ ok: 1 });
  });

  test('Fail gives error and cause, evaluated, or neither', async () => {
    const lab = openLab({});
    const told = await lab.run(only({ Type: 'Fail', Error: '{% $states.input.e %}', Cause: 'why' }), { e: 'Bad' });
    expect(lab.outcome(told)).toEqual({ status: 'FAILED', error: 'Bad', cause: 'why' });
    const silent = await lab.run(only({ Type: 'Fail' }));
    expect(lab.outcome(silent)).toEqual({ status: 'FAILED' });
  });
});

describe('Task', () => {
  test('invokes the function and shows its answer as AWS does', async () => {
    const lab = openLab({ functions: { add: (payload) => result({ got: payload }) } });
    const arn = await lab.run(only(task('add', { End: true })), { n: 1 });
    expect(lab.outcome(arn)).toEqual({ ExecutedVersion: '$LATEST', Payload: { got: { n: 1 } }, StatusCode: 200 });
    expect(lab.invocations).toEqual([{ name: 'add', payload: { n: 1 } }]);
  });

  test('takes Output and Assign from $states.result', async () => {
    const lab = openLab({ functions: { next: () => result({ stage: 'appraisal' }) } });
    const arn = await lab.run({
      Ask: task('next', {
        Assign: { stage: '{% $states.result.Payload.stage %}' },
        Output: '{% $states.result.Payload %}',
        Next: 'Tell',
      }),
      Tell: { Type: 'Pass', Output: ['{% $stage %}', '{% $states.input.stage %}'], End: true },
    });
    expect(lab.outcome(arn)).toEqual(['appraisal', 'appraisal']);
  });

  test('sends {} without Payload, and null for no answer', async () => {
    const lab = openLab({ functions: { quiet: () => result(undefined) } });
    const arn = await lab.run(
      only(task('quiet', { Arguments: { FunctionName: 'quiet' }, Output: '{% $states.result.Payload %}', End: true })),
    );
    expect(lab.outcome(arn)).toBe(null);
    expect(lab.invocations).toEqual([{ name: 'quiet', payload: {} }]);
  });

  test('fails with the function error', async () => {
    const lab = openLab({ functions: { bad: () => failure('PermanentError', '{"errorMessage":"no"}') } });
    const arn = await lab.run(only(task('bad', { End: true })));
    expect(lab.outcome(arn)).toEqual({ status: 'FAILED', error: 'PermanentError', cause: '{"errorMessage":"no"}' });
  });

  test('takes an invocation that could not be made for Lambda.Unknown', async () => {
    const lab = openLab({ functions: { gone: () => Promise.reject(new Error('refused')) } });
    const arn = await lab.run(only(task('gone', { End: true })));
    expect(lab.outcome(arn)).toEqual({ status: 'FAILED', error: 'Lambda.Unknown', cause: 'refused' });
  });

  test('fails on arguments that Lambda would not take, uncaught by States.ALL', async () => {
    const lab = openLab({});
    const arn = await lab.run(
      {
        T: task('x', {
          Arguments: '{% $states.input %}',
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
          End: true,
        }),
        End: { Type: 'Succeed' },
      },
      { Payload: 1 },
    );
    expect(lab.describe(arn)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining("The field 'FunctionName' is required but was missing") satisfies unknown,
    });
  });

  test('fails a result over 256 KiB with an error that States.ALL catches', async () => {
    const lab = openLab({ functions: { long: () => result('x'.repeat(262_145)) } });
    const arn = await lab.run({
      T: task('long', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Told' }], End: true }),
      Told: { Type: 'Pass', End: true },
    });
    expect(lab.outcome(arn)).toMatchObject({ Error: 'States.DataLimitExceeded' });
  });
});

describe('limits of an execution', () => {
  test('a loop ends at event 25,000 as on AWS', async () => {
    const lab = openLab({});
    const arn = await lab.run({
      Loop: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Loop' }], Default: 'End' },
      End: { Type: 'Succeed' },
    });
    expect(lab.outcome(arn)).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    const [last] = lab.runner.getExecutionHistory({ executionArn: arn, reverseOrder: true, maxResults: 1 }).events;
    expect(last).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });

  test('the last event falls where it would if each came by itself', async () => {
    const lab = openLab({ functions: { [functionArn]: (payload) => result(payload) } });
    const call = { Type: 'Task', Resource: functionArn };
    const again = { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'End' };
    const end = { Type: 'Succeed' };
    const arn = await lab.run({
      A: { ...call, Next: 'B' },
      B: { Type: 'Pass', Next: 'C' },
      C: { Type: 'Pass', Next: 'D' },
      D: again,
      End: end,
    });
    const last = lab.runner.getExecutionHistory({ executionArn: arn, reverseOrder: true, maxResults: 3 }).events;
    // 11 events a round after the first: number 24,999 is the sixth of a round, where a Pass has been entered.
    expect(last.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [25_000, 24_999, 'ExecutionFailed'],
      [24_999, 24_998, 'PassStateEntered'],
      [24_998, 24_997, 'TaskStateExited'],
    ]);
  });

  test('TimeoutSeconds of the machine ends it as timed out, without error or cause', async () => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Wait', Seconds: 60, End: true }), {}, { TimeoutSeconds: 5 });
    await lab.step(60);
    expect(lab.outcome(arn)).toEqual({ status: 'TIMED_OUT' });
    expect(lab.describe(arn).stopDate).toEqual(new Date(start + 5000));
    expect(lab.types(arn)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
  });

  test('a year is the longest', async () => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Wait', Seconds: 99_999_999, End: true }));
    await lab.step(365 * 24 * 3600);
    expect(lab.describe(arn).status).toBe('TIMED_OUT');
  });
});
