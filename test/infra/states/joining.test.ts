import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { failure, openLab, result, task } from './lab.ts';

type Lab = ReturnType<typeof openLab>;

const Named = z.looseObject({
  type: z.string(),
  previousEventId: z.int(),
  stateEnteredEventDetails: z.object({ name: z.string() }).optional(),
  stateExitedEventDetails: z.object({ name: z.string() }).optional(),
  mapIterationStartedEventDetails: z.object({ name: z.string(), index: z.int() }).optional(),
  mapIterationAbortedEventDetails: z.object({ name: z.string(), index: z.int() }).optional(),
});

/** The history as `type name <- previous event`. */
const chain = (lab: Lab, arn: string): string[] =>
  lab.history(arn).map((event) => {
    const { type, previousEventId, ...details } = Named.parse(event);
    const name = details.stateEnteredEventDetails?.name ?? details.stateExitedEventDetails?.name;
    const index = details.mapIterationStartedEventDetails?.index ?? details.mapIterationAbortedEventDetails?.index;
    return [type, name, index, `<-${String(previousEventId)}`].filter((part) => part !== undefined).join(' ');
  });

const pass = { Type: 'Pass', End: true };
const mapOf = (states: Record<string, unknown>, more: Record<string, unknown> = {}) => {
  const [first = ''] = Object.keys(states);
  return {
    Type: 'Map',
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: first, States: states },
    End: true,
    ...more,
  };
};
const branchOf = (states: Record<string, unknown>) => ({ StartAt: Object.keys(states)[0], States: states });
const failing = (error: string) => ({ Type: 'Fail', Error: error, Cause: `${error} happened` });

describe('Map', () => {
  test('runs its states for each item and gives the outputs in order', async () => {
    const lab = openLab({});
    const M = mapOf({ P: { ...pass, Output: '{% $states.input * 10 %}' } }, { MaxConcurrency: 1 });
    const arn = await lab.run({ M }, [1, 2]);
    expect(lab.outcome(arn)).toEqual([10, 20]);
    expect(chain(lab, arn)).toEqual([
      'ExecutionStarted <-0',
      'MapStateEntered M <-0',
      'MapStateStarted <-2',
      'MapIterationStarted 0 <-3',
      'PassStateEntered P <-4',
      'PassStateExited P <-5',
      'MapIterationSucceeded <-6',
      'MapIterationStarted 1 <-3',
      'PassStateEntered P <-8',
      'PassStateExited P <-9',
      'MapIterationSucceeded <-10',
      'MapStateSucceeded <-11',
      'MapStateExited M <-11',
      'ExecutionSucceeded <-13',
    ]);
  });

  test('of no items is over at once', async () => {
    const lab = openLab({});
    const arn = await lab.run({ M: mapOf({ P: pass }) }, []);
    expect(lab.outcome(arn)).toEqual([]);
    expect(chain(lab, arn).slice(2)).toEqual([
      'MapStateStarted <-2',
      'MapStateSucceeded <-3',
      'MapStateExited M <-3',
      'ExecutionSucceeded <-5',
    ]);
  });

  test('shows each iteration its item and index, and ItemSelector builds its input from them', async () => {
    const lab = openLab({});
    const M = mapOf(
      { P: { ...pass, Output: '{% {"in": $states.input, "index": $states.context.Map.Item.Index} %}' } },
      {
        Items: '{% $states.input.units %}',
        ItemSelector: { unit: '{% $states.context.Map.Item.Value %}', year: '{% $states.input.year %}' },
      },
    );
    const arn = await lab.run({ M }, { year: 2022, units: ['a', 'b'] });
    expect(lab.outcome(arn)).toEqual([
      { in: { unit: 'a', year: 2022 }, index: 0 },
      { in: { unit: 'b', year: 2022 }, index: 1 },
    ]);
  });

  test.each([
    [3, 3],
    [0, 40],
    [100, 40],
    ['{% 2 %}', 2],
  ])('MaxConcurrency %j lets %i iterations run at once', async (MaxConcurrency, most) => {
    const items = Array.from({ length: 45 }, (_, index) => index);
    let inside: (() => void)[] = [];
    let highest = 0;
    const lab = openLab({
      functions: {
        // A call waits until as many are inside as ever will be at once; then all go.
        f: (_payload, calls) =>
          new Promise((resolve) => {
            inside.push(() => resolve(result('done')));
            highest = Math.max(highest, inside.length);
            if (inside.length < most && calls < items.length - 1) return;
            for (const leave of inside) leave();
            inside = [];
          }),
      },
    });
    const arn = await lab.run({ M: mapOf({ T: task('f', { End: true }) }, { MaxConcurrency }) }, items);
    expect(highest).toBe(most);
    expect(lab.describe(arn).status).toBe('SUCCEEDED');
  });

  test('reads the variables around it and keeps its own to each iteration', async () => {
    const lab = openLab({});
    const states = {
      Set: { Type: 'Pass', Assign: { base: 100 }, Next: 'M' },
      M: mapOf(
        {
          Add: { Type: 'Pass', Assign: { own: '{% $base + $states.input %}' }, Next: 'Show' },
          Show: { ...pass, Output: '{% $own %}' },
        },
        { Assign: { sum: '{% $sum($states.result) %}' }, End: undefined, Next: 'End' },
      ),
      End: { ...pass, Output: '{% {"sum": $sum, "own": $exists($own)} %}' },
    };
    const arn = await lab.run({ ...states }, [1, 2, 3]);
    expect(lab.outcome(arn)).toEqual({ sum: 306, own: false });
  });

  test('fails with the first iteration that fails, and aborts the others where they stand', async () => {
    const lab = openLab({});
    const M = mapOf({
      C: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'F' }],
        Default: 'W',
      },
      F: failing('Bad'),
      W: { Type: 'Wait', Seconds: 60, End: true },
    });
    const arn = await lab.run({ M }, [1, 2]);
    expect(lab.outcome(arn)).toEqual({ status: 'FAILED', error: 'Bad', cause: 'Bad happened' });
    const failedAt = chain(lab, arn).findIndex((event) => event.startsWith('FailStateEntered')) + 1;
    expect(failedAt).toBeGreaterThan(0);
    expect(chain(lab, arn).slice(failedAt)).toEqual([
      `MapIterationAborted 0 <-${String(failedAt)}`,
      `WaitStateAborted <-${String(failedAt)}`,
      `MapIterationFailed <-${String(failedAt)}`,
      `MapStateFailed <-${String(failedAt)}`,
      `ExecutionFailed <-${String(failedAt + 4)}`,
    ]);
    expect(lab.runner.timers.next()).toBe(undefined);
  });

  test('is retried from its first item, and caught with what its iteration failed of', async () => {
    const lab = openLab({});
    const M = mapOf(
      { F: failing('Bad') },
      {
        Retry: [{ ErrorEquals: ['Bad'], IntervalSeconds: 5, MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'Caught' }],
      },
    );
    const arn = await lab.run({ M, Caught: pass }, [1]);
    expect(lab.describe(arn).status).toBe('RUNNING');
    await lab.step(5);
    expect(lab.outcome(arn)).toEqual({ Error: 'Bad', Cause: 'Bad happened' });
    const types = lab.types(arn);
    expect(types.filter((type) => type === 'MapStateStarted')).toHaveLength(2);
    expect(types.filter((type) => type === 'MapStateFailed')).toHaveLength(1);
  });

  test.each([
    ['a count that is not passed', { ToleratedFailureCount: 1 }, [1, 3]],
    ['a percentage that is not passed', { ToleratedFailurePercentage: '{% 34 %}' }, [1, 3]],
  ])('tolerates %s', async (_name, tolerance, output) => {
    const lab = openLab({});
    const M = mapOf(
      {
        C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'F' }], Default: 'P' },
        F: failing('Bad'),
        P: pass,
      },
      { ...tolerance, MaxConcurrency: 1 },
    );
    const arn = await lab.run({ M }, [1, 2, 3]);
    expect(lab.outcome(arn)).toEqual(output);
    expect(lab.types(arn)).toContain('MapIterationFailed');
  });

  test('that passes its tolerance fails under a name of its own', async () => {
    const lab = openLab({});
    const M = mapOf({ F: failing('Bad') }, { ToleratedFailureCount: 1, MaxConcurrency: 1 });
    const arn = await lab.run({ M }, [1, 2, 3]);
    expect(lab.outcome(arn)).toEqual({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect(lab.types(arn).filter((type) => type === 'MapIterationStarted')).toHaveLength(2);
  });

  test.each([
    [{ Items: '{% $states.input %}' }, "Expected 'array', but was 'object' for value: {\"a\":1}"],
    [{}, 'Map state input must be an array but was: {"a":1}'],
    [{ Items: [1], MaxConcurrency: '{% "x" %}' }, "Expected 'number', but was 'string' for value: \"x\""],
    [{ Items: [1], MaxConcurrency: '{% -1 %}' }, 'The MaxConcurrency field must be an integer from 0 to'],
    [{ Items: [1], ToleratedFailurePercentage: '{% 101 %}' }, 'must be a number from 0 to 100 but was: 101'],
    [{ Items: [1], ItemSelector: { x: '{% $nothing %}' } }, "for the field 'ItemSelector/x' returned nothing"],
  ])('with %j fails on what it cannot use', async (fields, cause) => {
    const lab = openLab({});
    const arn = await lab.run({ M: mapOf({ P: pass }, fields) }, { a: 1 });
    expect(lab.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(lab.describe(arn).cause).toContain(cause);
    expect(lab.types(arn).slice(-3)).toEqual(['EvaluationFailed', 'MapStateFailed', 'ExecutionFailed']);
  });
});

describe('Parallel', () => {
  test('runs its branches on the same input and gives their outputs in order', async () => {
    const lab = openLab({ functions: { f: () => result('f') } });
    const P = {
      Type: 'Parallel',
      Branches: [
        branchOf({ W: { Type: 'Wait', Seconds: 30, End: true } }),
        branchOf({ T: task('f', { Output: '{% $states.result.Payload %}', End: true }) }),
      ],
      Arguments: { n: '{% $states.input.n + 1 %}' },
      End: true,
    };
    const arn = await lab.run({ P }, { n: 1 });
    await lab.step(30);
    expect(lab.outcome(arn)).toEqual([{ n: 2 }, 'f']);
    const events = chain(lab, arn);
    expect(events[2]).toBe('ParallelStateStarted <-2');
    expect(events).toContain('WaitStateEntered W <-3');
    expect(events).toContain('TaskStateEntered T <-3');
    expect(events.slice(-3)).toEqual([
      'ParallelStateSucceeded <-10',
      'ParallelStateExited P <-10',
      'ExecutionSucceeded <-12',
    ]);
  });

  test('fails with its first branch, which stops the others; what they answer later is not heard', async () => {
    const slow = Promise.withResolvers<ReturnType<typeof result>>();
    const caught = Promise.withResolvers<void>();
    const lab = openLab({
      functions: {
        bad: () => failure('Bad'),
        slow: () => slow.promise,
        tell: (payload) => {
          caught.resolve();
          return result(payload);
        },
      },
    });
    const P = {
      Type: 'Parallel',
      Branches: [branchOf({ S: task('slow', { End: true }) }), branchOf({ B: task('bad', { End: true }) })],
      Catch: [{ ErrorEquals: ['Bad'], Next: 'Caught' }],
      End: true,
    };
    const Caught = task('tell', { Output: '{% $states.result.Payload %}', End: true });
    const arn = lab.begin({ P, Caught }, {});
    await caught.promise;
    slow.resolve(result('too late'));
    await lab.settled();
    expect(lab.faults).toEqual([]);
    expect(lab.outcome(arn)).toEqual({ Error: 'Bad', Cause: 'Bad happened' });
    expect(lab.types(arn).filter((type) => type === 'TaskStateAborted')).toHaveLength(2);
  });

  test('that nobody catches tells its own failure before that of the execution', async () => {
    const lab = openLab({});
    const P = { Type: 'Parallel', Branches: [branchOf({ F: failing('Bad') })], End: true };
    const arn = await lab.run({ P }, {});
    expect(chain(lab, arn)).toEqual([
      'ExecutionStarted <-0',
      'ParallelStateEntered P <-0',
      'ParallelStateStarted <-2',
      'FailStateEntered F <-3',
      'ParallelStateFailed <-4',
      'ExecutionFailed <-5',
    ]);
  });

  test('inside a Map inside a Parallel still comes to an end, with all of them aborted by one failure', async () => {
    const lab = openLab({});
    const inner = {
      Type: 'Parallel',
      Branches: [branchOf({ A: pass }), branchOf({ B: { ...pass, Output: '{% $states.input * 2 %}' } })],
      End: true,
    };
    const good = { P: { Type: 'Parallel', Branches: [branchOf({ M: mapOf({ I: inner }) })], End: true } };
    expect(lab.outcome(await lab.run(good, [1, 2]))).toEqual([
      [
        [1, 2],
        [2, 4],
      ],
    ]);
    const waits = { W: { Type: 'Wait', Seconds: 9, End: true } };
    const bad = {
      P: {
        Type: 'Parallel',
        Branches: [
          branchOf({ M: mapOf(waits) }),
          branchOf({ Soon: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: failing('Bad') }),
        ],
        End: true,
      },
    };
    const arn = await lab.run(bad, [1, 2]);
    await lab.step(1);
    expect(lab.outcome(arn)).toMatchObject({ status: 'FAILED', error: 'Bad' });
    const types = lab.types(arn);
    expect(types.filter((type) => type === 'WaitStateAborted')).toHaveLength(2);
    expect(types.filter((type) => type === 'MapIterationAborted')).toHaveLength(2);
    expect(types.filter((type) => type === 'MapStateAborted')).toHaveLength(1);
  });
});

describe('a state that cannot be carried out', () => {
  test('inside a Map ends the execution at once, whatever would catch', async () => {
    const lab = openLab({});
    const M = mapOf(
      { C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'P' }] }, P: pass },
      { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] },
    );
    const arn = await lab.run({ M, Caught: pass }, [1]);
    expect(lab.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(lab.types(arn).slice(-2)).toEqual(['ChoiceStateEntered', 'ExecutionFailed']);
  });
});
