import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { failure, type LabFunction, openLab, refusal, result, tokenIn } from './lab.ts';

/** What the functions of a machine answer on its longest way: one answer a call, the last one again and again. */
type Way = Record<string, readonly unknown[]>;

const next = (step: string) => ({ next: step });

const ways: Record<string, { whole: Way; short: Way }> = {
  'budget-round': {
    whole: {
      OpenEstimates: [next('open-more'), next('wait')],
      AwaitLock: [{}],
      LockEstimates: [next('lock'), next('seal')],
      SealPackage: [{}],
    },
    short: { OpenEstimates: [next('end')] },
  },
  'reporting-cycle': {
    whole: {
      OpenReturns: [next('open-more'), next('wait')],
      AwaitReturns: [{}],
      CutReturns: [next('cut'), next('consolidate')],
      ConsolidateReturns: [next('consolidate'), next('end')],
    },
    short: { OpenReturns: [next('end')] },
  },
  'approval-chain': {
    whole: {
      AdvancePackage: [{ ...next('open-stage'), stage: 'appraisal', submission: 1 }, next('publish')],
      OpenStage: [{}],
      PublishPackage: [{ more: true }, { more: false }],
    },
    short: { AdvancePackage: [next('end')] },
  },
};

const Entry = z.object({ ErrorEquals: z.array(z.string()) });
const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().default(''),
  Arguments: z.looseObject({ FunctionName: z.string() }).optional(),
  TimeoutSeconds: z.int().default(0),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.object({ Next: z.string() })).default([]),
  Retry: z.array(Entry).default([]),
  Catch: z.array(Entry.extend({ Next: z.string() })).default([]),
});
type State = z.infer<typeof State>;

const folder = path.resolve(import.meta.dirname, '..', '..', '..', 'workflows');

const read = (name: string) => {
  const text = readFileSync(path.join(folder, `${name}.asl.json`), 'utf8').replaceAll(/\$\{(\w+)Fn\}/g, '$1');
  return { text, states: z.object({ States: z.record(z.string(), State) }).parse(JSON.parse(text)).States };
};

const isWait = (state: State): boolean => state.Resource.endsWith('.waitForTaskToken');
const functionOf = (state: State): string => state.Arguments?.FunctionName ?? '';

/** What goes wrong at the first call of one state: an error of its function, or no answer until its time is over. */
type Mishap = { state: string; error: string };

const Shown = z.looseObject({
  type: z.string(),
  stateEnteredEventDetails: z.object({ name: z.string() }).optional(),
  stateExitedEventDetails: z.object({ name: z.string() }).optional(),
});

/** Runs a machine on a way. Each token is answered as soon as nothing else happens, but for one that is to lapse. */
const run = async (name: string, way: Way, mishap?: Mishap) => {
  const { text, states } = read(name);
  const spoilt = mishap === undefined ? undefined : states[mishap.state];
  let isOver = mishap === undefined;
  const answerOf = (fn: string, answers: readonly unknown[]): LabFunction => {
    let given = 0;
    return () => {
      if (!isOver && spoilt !== undefined && functionOf(spoilt) === fn && mishap?.error !== 'States.Timeout') {
        isOver = true;
        return failure(mishap?.error ?? '');
      }
      if (!isOver && spoilt !== undefined && functionOf(spoilt) === fn && !isWait(spoilt)) {
        isOver = true;
        lab.clock.at += spoilt.TimeoutSeconds * 1000;
        return result('too late');
      }
      given += 1;
      return result(answers[Math.min(given, answers.length) - 1]);
    };
  };
  const lab = openLab({
    functions: Object.fromEntries(Object.entries(way).map(([fn, answers]) => [fn, answerOf(fn, answers)])),
  });
  const { stateMachineArn } = lab.runner.putStateMachine({ name, definition: text });
  const { executionArn } = lab.runner.startExecution({
    stateMachineArn,
    input: '{"locality":"l","round":"r","cycle":"c","package":"p","attempt":1}',
  });
  const answered = new Set<string>();
  for (let turns = 0; turns < 50; turns += 1) {
    await lab.settled();
    if (lab.describe(executionArn).status !== 'RUNNING') break;
    const tokens = lab.invocations.flatMap(({ payload }) =>
      WithToken.safeParse(payload).success ? [tokenIn(payload)] : [],
    );
    const open = tokens.find((token) => !answered.has(token));
    if (open === undefined) await lab.step(400);
    else {
      answered.add(open);
      if (!isOver && spoilt !== undefined && isWait(spoilt) && mishap?.error === 'States.Timeout') {
        isOver = true;
        await lab.step(spoilt.TimeoutSeconds);
      } else sendUnlessLate(lab, open);
    }
  }
  const events = lab.history(executionArn).map((event) => Shown.parse(event));
  const entered = events.flatMap(({ stateEnteredEventDetails: details }) =>
    details === undefined ? [] : [details.name],
  );
  return { outcome: lab.describe(executionArn), events, entered };
};

const WithToken = z.looseObject({ token: z.string() });

/** The token of an attempt that failed is void; that is what the next one is for. */
const sendUnlessLate = (lab: ReturnType<typeof openLab>, taskToken: string): void => {
  const code = refusal(() => lab.runner.sendTaskSuccess({ taskToken, output: '{}' }));
  if (code !== 'none' && code !== 'TaskTimedOut') throw new Error(`The token is refused: ${String(code)}.`);
};

const names = Object.keys(ways);
const wayOf = (name: string) => ways[name] ?? { whole: {}, short: {} };

/** Every error that some entry of a machine's Retry or Catch names, with its state. */
const mishapsOf = (name: string, field: 'Retry' | 'Catch') =>
  Object.entries(read(name).states).flatMap(([state, definition]) =>
    definition[field].flatMap((entry) =>
      entry.ErrorEquals.map((error) => ({
        name,
        state,
        error: error === 'States.ALL' ? 'PermanentError' : error,
        to: 'Next' in entry ? entry.Next : undefined,
      })),
    ),
  );

/** A run that a fault ends which nothing retries. */
const stopped = (name: string) => {
  const [first = ''] = Object.entries(read(name).states).flatMap(([state, { Type }]) =>
    Type === 'Task' ? [state] : [],
  );
  return run(name, wayOf(name).short, { state: first, error: 'PermanentError' });
};

test('all machines of the folder are tried', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.asl.json'));
  expect(files.map((file) => file.replace('.asl.json', '')).toSorted()).toEqual(names.toSorted());
});

describe.each(names)('%s', (name) => {
  test('enters every state, and takes every choice', async () => {
    const { whole, short } = wayOf(name);
    const runs = [await run(name, whole), await run(name, short), await stopped(name)];
    expect(runs.map(({ outcome }) => outcome.status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'FAILED']);
    const { states } = read(name);
    expect(new Set(runs.flatMap(({ entered }) => entered))).toEqual(new Set(Object.keys(states)));
    const taken = new Set(
      runs.flatMap(({ entered }) => entered.map((state, at) => `${state} -> ${entered[at + 1] ?? ''}`)),
    );
    const choices = Object.entries(states).flatMap(([state, { Choices, Default }]) =>
      [...Choices.map(({ Next }) => Next), Default].flatMap((to) => (to === undefined ? [] : [`${state} -> ${to}`])),
    );
    expect(choices.length).toBeGreaterThan(2);
    expect(choices.filter((choice) => !taken.has(choice))).toEqual([]);
  });

  test.each(mishapsOf(name, 'Retry'))('$state tries again after $error', async ({ state, error }) => {
    const { outcome, events } = await run(name, wayOf(name).whole, { state, error });
    expect(outcome.status).toBe('SUCCEEDED');
    const at = events.findIndex(({ type }) => type === 'TaskFailed' || type === 'TaskTimedOut');
    expect(at).toBeGreaterThan(0);
    expect(events[at + 1]?.type).toBe('TaskScheduled');
  });

  test.each(mishapsOf(name, 'Catch'))('$state catches $error and goes to $to', async ({ state, error, to }) => {
    const { events } = await run(name, wayOf(name).whole, { state, error });
    const at = events.findIndex(({ type }) => type === 'TaskFailed' || type === 'TaskTimedOut');
    expect(events[at + 1]?.stateExitedEventDetails?.name).toBe(state);
    expect(events[at + 2]?.stateEnteredEventDetails?.name).toBe(to);
  });
});
