import { describe, expect, test } from 'vitest';
import { failure, openLab, only, result, task } from './lab.ts';

const text = 'x'.repeat(200_000);
const twice = { a: '{% $states.input %}', b: '{% $states.input %}' };
const exceeded = { status: 'FAILED', error: 'States.DataLimitExceeded' };
const each = { ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }, End: true };
const both = [{ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }];

describe('256 KiB', () => {
  test.each([
    ['Output', { Type: 'Pass', Output: twice, End: true }],
    ['Arguments of a Task', task('f', { Arguments: { FunctionName: 'f', Payload: twice }, End: true })],
    ['Arguments of a Parallel', { Type: 'Parallel', Arguments: twice, Branches: both, End: true }],
    [
      'the results of a Parallel',
      {
        Type: 'Parallel',
        Branches: [...both, { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } }],
        Output: 'small',
        End: true,
      },
    ],
    ['Items', { Type: 'Map', Items: ['{% $states.input %}', '{% $states.input %}'], ...each }],
    ['ItemSelector', { Type: 'Map', Items: [1], ItemSelector: twice, ...each }],
    ['all that one Assign gives', { Type: 'Pass', Assign: twice, Output: 'small', End: true }],
  ])('is the most for %s', async (_name, state) => {
    const lab = openLab({ functions: { f: () => result(1) } });
    const arn = await lab.run(only(state), text);
    expect(lab.describe(arn)).toMatchObject(exceeded);
    expect(lab.describe(arn).cause).toContain("The state/task 'S' returned a result with a size exceeding");
    expect(lab.invocations).toEqual([]);
  });

  test('counts bytes, not signs, and lets through what just fits', async () => {
    const lab = openLab({});
    const fits = 'ế'.repeat(87_380);
    expect(
      lab.describe(await lab.run(only({ Type: 'Pass', Output: '{% $states.input %}', End: true }), fits)).status,
    ).toBe('SUCCEEDED');
    const over = only({ Type: 'Pass', Output: "{% $states.input & 'ế' %}", End: true });
    expect(lab.describe(await lab.run(over, fits))).toMatchObject(exceeded);
  });

  test('10 MiB is the most for all variables', async () => {
    const lab = openLab({});
    const count = 55;
    const states = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `S${String(index)}`,
        {
          Type: 'Pass',
          Assign: { [`v${String(index)}`]: '{% $states.input %}' },
          ...(index === count - 1 ? { End: true } : { Next: `S${String(index + 1)}` }),
        },
      ]),
    );
    const arn = await lab.run(states, text);
    expect(lab.describe(arn)).toMatchObject(exceeded);
    expect(lab.describe(arn).cause).toContain("'S52'");
  });
});

describe('depth', () => {
  const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

  test.each([
    ['Output', { Type: 'Pass', Output: ['{% $states.input %}'], End: true }],
    ['Arguments', task('f', { Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' }, End: true })],
    ['Items', { Type: 'Map', Items: ['{% $states.input %}'], ...each }],
    ['the results of a Parallel', { Type: 'Parallel', Branches: both, End: true }],
  ])('of more than a thousand levels in %s fails the state where it is built', async (_name, state) => {
    const lab = openLab({ functions: { f: () => result(1) } });
    const arn = await lab.run(only(state), nested(1001));
    expect(lab.describe(arn)).toMatchObject(exceeded);
    expect(lab.describe(arn).cause).toContain('nests deeper than a thousand levels');
    expect(lab.history(arn).length).toBeGreaterThan(2);
    expect(lab.faults).toEqual([]);
  });

  test('of a thousand levels passes through', async () => {
    const lab = openLab({});
    const arn = await lab.run(only({ Type: 'Pass', Output: '{% $states.input %}', End: true }), nested(1001));
    expect(lab.describe(arn).status).toBe('SUCCEEDED');
  });
});

describe('error and cause', () => {
  test('are carried as far as the API carries them, and a Catch still takes the failure', async () => {
    const lab = openLab({ functions: { f: () => failure('E'.repeat(300), 'c'.repeat(300_000)) } });
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const arn = await lab.run({ T: task('f', { Catch, End: true }), Caught: { Type: 'Pass', End: true } });
    expect(lab.outcome(arn)).toEqual({ Error: 'E'.repeat(256), Cause: 'c'.repeat(32_768) });
  });
});
