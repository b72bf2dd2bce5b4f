import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import type { FunctionDefinition } from '../../../infra/local/deployment.ts';
import { createFunctions } from '../../../infra/local/lambda.ts';
import { root } from './fixture-runtime.ts';
import { aDefinition, aTimeline, aTimer } from './stand-ins.ts';

const shared = { AWS_REGION: 'ap-southeast-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };

const open = (...definitions: FunctionDefinition[]) => {
  const { timeline } = aTimeline();
  const { timer, ring } = aTimer();
  const faults: string[] = [];
  const functions = createFunctions({
    definitions,
    root,
    timeline,
    environment: shared,
    onFault: (name, { errorType }) => void faults.push(`${name}: ${errorType}`),
    timer,
  });
  onTestFinished(() => functions.stop());
  return { ...functions, timeline, ring, faults };
};

const Seen = z.object({
  ok: z.literal(true),
  payload: z.object({
    atImport: z.record(z.string(), z.string()),
    keys: z.array(z.string()),
    spread: z.record(z.string(), z.string()),
    imported: z.record(z.string(), z.string()),
    hasPath: z.boolean(),
    parsed: z.boolean(),
  }),
});

describe("a function's environment", () => {
  it('holds its own variables of the template and those of Lambda, and nothing else', async () => {
    const { invoke } = open(aDefinition('surroundings', { OWN: 'mine' }));
    const { payload } = Seen.parse(await invoke('surroundings', {}));
    expect(payload.atImport).toMatchObject({
      ...shared,
      OWN: 'mine',
      AWS_LAMBDA_FUNCTION_NAME: 'fixture-surroundings',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    });
    expect(payload.keys.filter((name) => !name.startsWith('AWS_'))).toEqual(['OWN']);
    expect(payload.spread).toEqual(payload.atImport);
    expect(payload.imported).toEqual(payload.atImport);
    expect([payload.hasPath, payload.parsed]).toEqual([false, true]);
  });

  it('does not hold what another function has, even of the same source', async () => {
    const { invoke } = open(aDefinition('surroundings', { OWN: 'mine' }), {
      ...aDefinition('surroundings', { OTHER: 'yours' }),
      name: 'fixture-other',
    });
    const both = await Promise.all([invoke('fixture-surroundings', {}), invoke('fixture-other', {})]);
    const keys = both.map((one) => Seen.parse(one).payload.keys.filter((name) => !name.startsWith('AWS_')));
    expect(keys).toEqual([['OWN'], ['OTHER']]);
  });

  it('can be changed by its function, as texts, and nobody else sees it', async () => {
    const before = { ...process.env };
    const { invoke } = open(aDefinition('surroundings', { OWN: 'mine' }), aDefinition('remember', {}));
    await invoke('surroundings', { set: { MADE: 1 }, remove: ['OWN'] });
    const { payload } = Seen.parse(await invoke('surroundings', {}));
    expect(payload.spread).toMatchObject({ MADE: '1' });
    expect(payload.spread).not.toHaveProperty('OWN');
    expect(payload.atImport).toHaveProperty('OWN', 'mine');
    expect({ ...process.env }).toEqual(before);
  });

  it('is not the one of this machine, which everybody else goes on seeing and changing', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', 'http://127.0.0.1:3001');
    const real = process.env;
    const functions = open(aDefinition('surroundings', { OWN: 'mine' }));
    const { payload } = Seen.parse(await functions.invoke('surroundings', {}));
    expect(payload.spread).not.toHaveProperty('AWS_ENDPOINT_URL_LAMBDA');
    expect(process.env['AWS_ENDPOINT_URL_LAMBDA']).toBe('http://127.0.0.1:3001');
    expect(process.env['OWN']).toBeUndefined();
    expect(await functions.inside('surroundings', () => Promise.resolve(process.env['OWN']))).toBe('mine');
    process.env['SET_OUTSIDE'] = 'yes';
    expect('SET_OUTSIDE' in real).toBe(true);
    delete process.env['SET_OUTSIDE'];
    expect('SET_OUTSIDE' in real).toBe(false);
    functions.stop();
    expect(process.env).toBe(real);
  });

  it('that lacks a variable fails the function when it loads, at each call, until it is there', async () => {
    const environment: Record<string, string> = {};
    const { invoke, faults } = open(aDefinition('broken', environment));
    expect(await invoke('broken', {})).toMatchObject({
      ok: false,
      error: { errorType: 'ZodError', errorMessage: expect.stringContaining('READY') },
    });
    expect(await invoke('broken', {})).toMatchObject({ ok: false });
    expect(faults).toEqual(['broken: ZodError', 'broken: ZodError']);
    environment['READY'] = 'now';
    expect(await invoke('broken', {})).toEqual({ ok: true, payload: { ready: 'now' } });
  });
});

describe('a call of a function', () => {
  it.each([
    ['an error of a class', 'OutOfPaper', 'no paper'],
    ['a rejection', 'RangeError', 'too far'],
    ['a text', 'string', 'just a text'],
    ['an object', 'object', '[object Object]'],
    [
      'what cannot be told',
      'handled',
      'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    ],
    ['a circle', 'Runtime.JSONStringifyError', 'Unable to stringify response body'],
  ])('that ends in %s is told as the Node runtime tells it', async (what, errorType, errorMessage) => {
    const { invoke } = open(aDefinition('throw'));
    const outcome = await invoke('throw', { what });
    expect(outcome).toMatchObject({ ok: false, error: { errorType, errorMessage } });
    const { trace } = z.object({ error: z.object({ trace: z.array(z.string()) }) }).parse(outcome).error;
    const hasTrace = !['a text', 'an object', 'what cannot be told'].includes(what);
    expect(trace.length > 0).toBe(hasTrace);
  });

  it('has a result of 6 MB at most, and null where there is none', async () => {
    const { invoke } = open(aDefinition('throw'));
    expect(await invoke('throw', { what: 'nothing' })).toEqual({ ok: true, payload: null });
    expect(await invoke('throw', { what: 'too much' })).toEqual({
      ok: false,
      error: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    });
    expect(await invoke('throw', 'x'.repeat(6 * 1024 * 1024))).toMatchObject({
      ok: false,
      error: { errorType: 'RequestTooLargeException' },
    });
  });

  it('finds the module with all that it kept, but a fresh one after a call that timed out', async () => {
    const { invoke, ring, timeline } = open(aDefinition('remember'));
    expect(await invoke('remember', {})).toEqual({ ok: true, payload: { count: 1 } });
    expect(await invoke('remember', {})).toEqual({ ok: true, payload: { count: 2 } });
    const hanging = invoke('remember', { hang: true });
    await ring(3000);
    expect(await hanging).toEqual({
      ok: false,
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: [\da-f-]{36} Error: Task timed out after 3\.00 seconds$/),
      },
    });
    expect(await invoke('remember', {})).toEqual({ ok: true, payload: { count: 1 } });
    await timeline.settled();
  });

  it('fails where its module has no handler', async () => {
    const { invoke } = open({ ...aDefinition('none'), entry: 'stand-ins.ts' });
    expect(await invoke('none', {})).toMatchObject({
      ok: false,
      error: { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    });
  });
});
