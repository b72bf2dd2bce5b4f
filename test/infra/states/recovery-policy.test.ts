import { describe, expect, test } from 'vitest';
import { failure, only, openLab, result, start, task } from './lab.ts';

const caught = (ErrorEquals: string[], more: Record<string, unknown> = {}) => ({
  T: task('f', { Catch: [{ ErrorEquals, Next: 'Caught', ...more }], End: true }),
  Caught: { Type: 'Pass', End: true },
});

describe('Catch', () => {
  test.each([
    ['its own name', 'PermanentError', ['PermanentError'], true],
    ['States.ALL', 'PermanentError', ['States.ALL'], true],
    ['States.TaskFailed', 'PermanentError', ['States.TaskFailed'], true],
    ['another name', 'PermanentError', ['TransientError'], false],
    ['States.ALL for States.Runtime', 'States.Runtime', ['States.ALL'], false],
    ['States.TaskFailed for a time-out', 'States.Timeout', ['States.TaskFailed'], false],
    ['States.ALL for a time-out', 'States.Timeout', ['States.ALL'], true],
  ])('%s', async (_name, error, names, expected) => {
    const lab = openLab({ functions: { f: () => failure(error, 'why') } });
    const arn = await lab.run(caught(names));
    expect(lab.describe(arn).status).toBe(expected ? 'SUCCEEDED' : 'FAILED');
  });

  test('hands on error and cause, and takes the first entry that matches', async () => {
    const lab = openLab({ functions: { f: () => failure('Bad', 'why') } });
    const arn = await lab.run({
      T: task('f', {
        Catch: [
          { ErrorEquals: ['Other'], Next: 'Wrong' },
          { ErrorEquals: ['Bad'], Next: 'Right' },
          { ErrorEquals: ['States.ALL'], Next: 'Wrong' },
        ],
        End: true,
      }),
      Right: { Type: 'Pass', End: true },
      Wrong: { Type: 'Fail' },
    });
    expect(lab.outcome(arn)).toEqual({ Error: 'Bad', Cause: 'why' });
  });

  test('has Output and Assign of its own, which see $states.errorOutput and the input', async () => {
    const lab = openLab({ functions: { f: () => failure('Bad', 'why') } });
    const arn = await lab.run(
      {
        T: task('f', {
          Assign: { never: 1 },
          Catch: [
            {
              ErrorEquals: ['States.ALL'],
              Assign: { reason: '{% $states.errorOutput.Cause %}' },
              Output: { in: '{% $states.input %}', error: '{% $states.errorOutput.Error %}' },
              Next: 'Tell',
            },
          ],
          End: true,
        }),
        Tell: { Type: 'Pass', Output: ['{% $states.input %}', '{% $reason %}', '{% $exists($never) %}'], End: true },
      },
      { n: 1 },
    );
    expect(lab.outcome(arn)).toEqual([{ in: { n: 1 }, error: 'Bad' }, 'why', false]);
  });

  test('takes a failed evaluation of Arguments, and of Output after success', async () => {
    const lab = openLab({ functions: { f: () => result(1) } });
    for (const broken of [{ Arguments: { FunctionName: '{% $none %}' } }, { Output: '{% $none %}' }]) {
      const arn = await lab.run({
        T: task('f', { ...broken, Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'C' }], End: true }),
        C: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
      });
      expect(lab.outcome(arn)).toBe('States.QueryEvaluationError');
      expect(lab.types(arn)).toContain('EvaluationFailed');
    }
  });

  test('a failed evaluation of the Catch itself ends the execution and names the field', async () => {
    const lab = openLab({ functions: { f: () => failure('Bad') } });
    const arn = await lab.run(caught(['States.ALL'], { Output: { x: '{% $none %}' } }));
    expect(lab.describe(arn)).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining("the field 'Catch[0]/Output/x' returned nothing") satisfies unknown,
    });
  });
});

describe('Retry', () => {
  const retrying = (...Retry: Record<string, unknown>[]) =>
    only(task('f', { Retry, Output: '{% $states.result.Payload %}', End: true }));

  test('tries again after the delay, growing by the rate up to the longest', async () => {
    const at: number[] = [];
    const lab = openLab({
      functions: {
        f: (_payload, calls) => {
          at.push((lab.clock.at - start) / 1000);
          return calls < 4 ? failure('TransientError') : result('done');
        },
      },
    });
    const arn = await lab.run(
      retrying({
        ErrorEquals: ['TransientError'],
        IntervalSeconds: 3,
        BackoffRate: 2,
        MaxDelaySeconds: 10,
        MaxAttempts: 4,
      }),
    );
    await lab.step(100);
    expect(at).toEqual([0, 3, 9, 19, 29]);
    expect(lab.outcome(arn)).toBe('done');
  });

  test('by default tries three times more, after 1, 2 and 4 seconds, then fails with the last error', async () => {
    const lab = openLab({ functions: { f: (_payload, calls) => failure('E', String(calls)) } });
    const arn = await lab.run(retrying({ ErrorEquals: ['States.ALL'] }));
    await lab.step(6);
    expect(lab.describe(arn).status).toBe('RUNNING');
    await lab.step(1);
    expect(lab.outcome(arn)).toEqual({ status: 'FAILED', error: 'E', cause: '3' });
    expect(lab.types(arn).filter((type) => type === 'TaskScheduled')).toHaveLength(4);
    expect(lab.types(arn).filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
  });

  test('FULL jitter waits no longer than the delay', async () => {
    const lab = openLab({ functions: { f: (_payload, calls) => (calls === 0 ? failure('E') : result('done')) } });
    const arn = await lab.run(retrying({ ErrorEquals: ['E'], IntervalSeconds: 8, JitterStrategy: 'FULL' }));
    expect(lab.runner.timers.next()).toBeLessThanOrEqual(start + 8000);
    await lab.step(8);
    expect(lab.outcome(arn)).toBe('done');
  });

  test('counts each entry for itself; the one used up leaves the failure to Catch', async () => {
    const errors = ['A', 'B', 'A'];
    const lab = openLab({ functions: { f: (_payload, calls) => failure(errors[calls] ?? 'C') } });
    const arn = await lab.run({
      T: task('f', {
        Retry: [
          { ErrorEquals: ['A'], MaxAttempts: 1 },
          { ErrorEquals: ['B'], MaxAttempts: 1 },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
        End: true,
      }),
      C: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
    });
    await lab.step(10);
    expect(lab.outcome(arn)).toBe('A');
    expect(lab.invocations).toHaveLength(3);
  });

  test('MaxAttempts 0 never tries again', async () => {
    const lab = openLab({ functions: { f: () => failure('E') } });
    const arn = await lab.run(retrying({ ErrorEquals: ['E'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }));
    expect(lab.describe(arn).status).toBe('FAILED');
    expect(lab.invocations).toHaveLength(1);
  });

  test('evaluates Arguments anew with the count of retries', async () => {
    const lab = openLab({ functions: { f: (_payload, calls) => (calls < 2 ? failure('E') : result('ok')) } });
    const Payload = '{% $states.context.State.RetryCount %}';
    await lab.run(
      only(task('f', { Arguments: { FunctionName: 'f', Payload }, Retry: [{ ErrorEquals: ['E'] }], End: true })),
    );
    await lab.step(10);
    expect(lab.invocations.map(({ payload }) => payload)).toEqual([0, 1, 2]);
  });
});
