import { describe, expect, test } from 'vitest';
import { failure, only, openLab, refusal, result, task, tokenIn, waitForToken } from './lab.ts';

const opened = async (more: Record<string, unknown> = {}) => {
  const lab = openLab({ functions: { open: () => result({ stored: true }) } });
  const arn = await lab.run({
    Wait: waitForToken('open', { Output: '{% $states.result %}', ...more, Next: 'End' }),
    End: { Type: 'Pass', End: true },
  });
  const token = (calls = 0): string => tokenIn(lab.invocations[calls]?.payload);
  return { lab, arn, token };
};

describe('a task that waits for its token', () => {
  test('goes on with the output of SendTaskSuccess', async () => {
    const { lab, arn, token } = await opened();
    expect(lab.describe(arn).status).toBe('RUNNING');
    lab.runner.sendTaskSuccess({ taskToken: token(), output: '{"decision":"approved"}' });
    await lab.settled();
    expect(lab.outcome(arn)).toEqual({ decision: 'approved' });
    expect(lab.types(arn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('fails with what SendTaskFailure gives; without error and cause both are null to a Catch', async () => {
    const told = await opened();
    told.lab.runner.sendTaskFailure({ taskToken: told.token(), error: 'Returned', cause: 'page 2' });
    await told.lab.settled();
    expect(told.lab.outcome(told.arn)).toEqual({ status: 'FAILED', error: 'Returned', cause: 'page 2' });
    const silent = await opened({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }] });
    silent.lab.runner.sendTaskFailure({ taskToken: silent.token() });
    await silent.lab.settled();
    expect(silent.lab.outcome(silent.arn)).toEqual({ Error: null, Cause: null });
  });

  test('accepts the answer while the function that got the token still runs', async () => {
    const lab = openLab({
      functions: {
        open: (payload) => {
          lab.runner.sendTaskSuccess({ taskToken: tokenIn(payload), output: '"early"' });
          return result('late');
        },
      },
    });
    const arn = await lab.run(only(waitForToken('open', { End: true })));
    expect(lab.outcome(arn)).toBe('early');
  });

  test('fails when the function fails, and the token is then void', async () => {
    const lab = openLab({ functions: { open: () => failure('TransientError') } });
    const arn = await lab.run(only(waitForToken('open', { End: true })));
    expect(lab.describe(arn)).toMatchObject({ status: 'FAILED', error: 'TransientError' });
    const taskToken = tokenIn(lab.invocations[0]?.payload);
    expect(refusal(() => lab.runner.sendTaskSuccess({ taskToken, output: '1' }))).toBe('TaskTimedOut');
  });

  test('is answered once', async () => {
    const { lab, arn, token } = await opened();
    lab.runner.sendTaskSuccess({ taskToken: token(), output: '1' });
    for (const again of [
      () => lab.runner.sendTaskSuccess({ taskToken: token(), output: '2' }),
      () => lab.runner.sendTaskFailure({ taskToken: token() }),
      () => lab.runner.sendTaskHeartbeat({ taskToken: token() }),
    ])
      expect(again).toThrow("Task Timed Out: 'Provided task does not exist anymore'");
    await lab.settled();
    expect(lab.outcome(arn)).toBe(1);
  });

  test('refuses forged tokens and output that is no JSON, and stays open', async () => {
    const { lab, arn, token } = await opened();
    const forged = Buffer.from(`${Buffer.from(token(), 'base64').toString('utf8')}x`, 'utf8').toString('base64');
    for (const taskToken of ['x', '', forged, Buffer.from('1.3.abc').toString('base64')])
      expect(refusal(() => lab.runner.sendTaskSuccess({ taskToken, output: '1' }))).toBe('InvalidToken');
    expect(refusal(() => lab.runner.sendTaskSuccess({ taskToken: token(), output: '{' }))).toBe('InvalidOutput');
    expect(lab.describe(arn).status).toBe('RUNNING');
  });
});

describe('time-outs', () => {
  test('end the wait with States.Timeout, an empty cause, and a void token', async () => {
    const { lab, arn, token } = await opened({
      TimeoutSeconds: '{% 30 * 24 * 3600 %}',
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'End' }],
    });
    await lab.step(30 * 24 * 3600 - 1);
    expect(lab.describe(arn).status).toBe('RUNNING');
    await lab.step(1);
    expect(lab.outcome(arn)).toEqual({ Error: 'States.Timeout', Cause: '' });
    expect(lab.types(arn)).toContain('TaskTimedOut');
    expect(refusal(() => lab.runner.sendTaskSuccess({ taskToken: token(), output: '1' }))).toBe('TaskTimedOut');
  });

  test('a call that comes after the deadline is late even when no timer has fired yet', async () => {
    const { lab, arn, token } = await opened({ TimeoutSeconds: 10 });
    lab.clock.at += 10_000;
    expect(refusal(() => lab.runner.sendTaskSuccess({ taskToken: token(), output: '1' }))).toBe('TaskTimedOut');
    await lab.settled();
    expect(lab.outcome(arn)).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('heartbeats keep the wait alive, a missed one ends it', async () => {
    const { lab, arn, token } = await opened({ TimeoutSeconds: 100, HeartbeatSeconds: 10 });
    for (let beats = 0; beats < 3; beats += 1) {
      await lab.step(9);
      lab.runner.sendTaskHeartbeat({ taskToken: token() });
    }
    expect(lab.describe(arn).status).toBe('RUNNING');
    await lab.step(10);
    expect(lab.outcome(arn)).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('heartbeats do not move the time-out; States.HeartbeatTimeout names only a missed heartbeat', async () => {
    const Catch = [
      { ErrorEquals: ['States.HeartbeatTimeout'], Output: 'heartbeat', Next: 'End' },
      { ErrorEquals: ['States.Timeout'], Output: 'timeout', Next: 'End' },
    ];
    const beating = await opened({ TimeoutSeconds: 15, HeartbeatSeconds: 10, Catch });
    await beating.lab.step(9);
    beating.lab.runner.sendTaskHeartbeat({ taskToken: beating.token() });
    await beating.lab.step(6);
    expect(beating.lab.outcome(beating.arn)).toBe('timeout');
    const silent = await opened({ TimeoutSeconds: 15, HeartbeatSeconds: 10, Catch });
    await silent.lab.step(10);
    expect(silent.lab.outcome(silent.arn)).toBe('heartbeat');
  });

  test('a new attempt has a new token; the old one is void', async () => {
    const { lab, arn, token } = await opened({
      TimeoutSeconds: 10,
      Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1 }],
    });
    await lab.step(11);
    expect(token(1)).not.toBe(token(0));
    expect(refusal(() => lab.runner.sendTaskSuccess({ taskToken: token(0), output: '1' }))).toBe('TaskTimedOut');
    lab.runner.sendTaskSuccess({ taskToken: token(1), output: '2' });
    await lab.settled();
    expect(lab.outcome(arn)).toBe(2);
  });

  test('a function that answers too late is not heard', async () => {
    const called = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<ReturnType<typeof result>>();
    const lab = openLab({
      functions: {
        slow: () => {
          called.resolve();
          return answer.promise;
        },
      },
    });
    const arn = lab.begin({ Slow: task('slow', { TimeoutSeconds: 5, End: true }) });
    await called.promise;
    lab.clock.at += 5000;
    await lab.runner.timers.fire(lab.clock.at);
    answer.resolve(result('late'));
    await lab.settled();
    expect(lab.outcome(arn)).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });
});
