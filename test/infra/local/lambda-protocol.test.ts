import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixture } from './fixture-runtime.ts';
import { after } from './stand-ins.ts';
import { withFunctions } from './template-fixture.ts';

const arn = 'arn:aws:lambda:ap-southeast-1:000000000000:function:fixture-tick';

let runtime: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  runtime = await startFixture({ template: () => withFunctions('throw') });
});
afterAll(() => runtime.stop());

const invoke = async (
  name: string,
  body: string | Uint8Array<ArrayBuffer> = '{}',
  headers: Record<string, string> = {},
) => {
  const url = `${runtime.endpointUrl}/2015-03-31/functions/${name}/invocations`;
  const response = await fetch(url, { method: 'POST', body, headers });
  return {
    response,
    status: response.status,
    code: response.headers.get('x-amzn-errortype'),
    text: await response.text(),
  };
};

describe('an invocation over the wire', () => {
  it.each([
    ['its name', 'fixture-tick'],
    ['its name and version', 'fixture-tick:$LATEST'],
    ['its ARN', arn],
    ['its encoded ARN', encodeURIComponent(arn)],
    ['its ARN and version', `${arn}:$LATEST`],
    ['part of its ARN', '000000000000:function:fixture-tick'],
    ['part of its ARN and version', 'function:fixture-tick:$LATEST'],
  ])('reaches a function by %s', async (_what, name) => {
    const { status, response, text } = await invoke(name, '{"at":"now"}', { 'x-amz-log-type': 'Tail' });
    expect([status, text]).toEqual([200, '{"ticked":"now"}']);
    expect(response.headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
    expect(response.headers.get('x-amz-function-error')).toBeNull();
  });

  it.each([
    ['an unknown name', 'nobody', arn.replace('fixture-tick', 'nobody')],
    ['a folder, which is no name', 'tick', arn.replace('fixture-tick', 'tick')],
    ['another version', 'fixture-tick:7', `${arn}:7`],
    ['another version of an ARN', `${arn}:live`, `${arn}:live`],
  ])('finds no function for %s', async (_what, name, named) => {
    const { status, code, text } = await invoke(name);
    expect([status, code]).toEqual([404, 'ResourceNotFoundException']);
    expect(JSON.parse(text)).toEqual({ Type: 'User', Message: `Function not found: ${named}` });
  });

  it('takes the version from the address too', async () => {
    const of = (version: string) =>
      fetch(`${runtime.endpointUrl}/2015-03-31/functions/fixture-tick/invocations?Qualifier=${version}`, {
        method: 'POST',
      });
    expect([(await of('$LATEST')).status, (await of('7')).status]).toEqual([200, 404]);
  });

  it('finds no function of another region, and may not call those of another account', async () => {
    const far = await invoke(arn.replace('ap-southeast-1', 'eu-west-1'));
    expect([far.status, far.code]).toEqual([404, 'ResourceNotFoundException']);
    expect(far.text).toContain("Functions from 'eu-west-1' are not reachable in this region ('ap-southeast-1')");
    const foreign = await invoke(arn.replace('000000000000', '111111111111'));
    expect([foreign.status, foreign.code]).toEqual([403, 'AccessDeniedException']);
  });

  it('refuses what is no name', async () => {
    const { status, code, text } = await invoke('no%20name');
    expect([status, code]).toEqual([400, 'ValidationException']);
    expect(text).toContain("Value 'no name' at 'functionName' failed to satisfy constraint");
  });

  it.each([
    ['no JSON', 'at: now', 'Unexpected token'],
    ['half of one', '{"at":', 'JSON'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'Invalid UTF-8'],
    ['JSON without end', '['.repeat(100_000), 'nesting depth (1001)'],
  ])('refuses a body that is %s', async (_what, body, words) => {
    const { status, code, text } = await invoke('fixture-tick', body);
    expect([status, code]).toEqual([400, 'InvalidRequestContentException']);
    expect(text).toContain('Could not parse request body into json: ');
    expect(text).toContain(words);
  });

  it.each([
    ['6 MB', 6 * 1024 * 1024, {}],
    ['what the endpoint reads', 21 * 1024 * 1024, {}],
    ['1 MB where nobody waits', 1024 * 1024, { 'x-amz-invocation-type': 'Event' }],
  ])('refuses a body of more than %s', async (_what, size, headers) => {
    const { status, code, text } = await invoke('fixture-tick', `"${'x'.repeat(size)}"`, headers);
    expect([status, code]).toEqual([413, 'RequestTooLargeException']);
    expect(text).toMatch(/Request must be smaller than \d+ bytes for the InvokeFunction operation/);
  });

  it('answers a failed function with 200 and its error', async () => {
    const { status, response, text } = await invoke('fixture-throw', '{"what":"an error of a class"}');
    expect([status, response.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(text)).toMatchObject({ errorType: 'OutOfPaper', errorMessage: 'no paper' });
  });

  it('runs without an answer as an Event, and not at all as a DryRun', async () => {
    const event = await invoke('fixture-tick', '{}', { 'x-amz-invocation-type': 'Event' });
    expect([event.status, event.text]).toEqual([202, '']);
    const dry = await invoke('fixture-throw', '{"what":"a text"}', { 'x-amz-invocation-type': 'DryRun' });
    expect([dry.status, dry.text]).toEqual([204, '']);
    const other = await invoke('fixture-tick', '{}', { 'x-amz-invocation-type': 'Later' });
    expect([other.status, other.code]).toEqual([400, 'ValidationException']);
  });

  it('is kept as an Event, and made again after one minute and after two more where the function fails', async () => {
    const { timeline, lines } = runtime;
    const begun = timeline.now();
    await invoke('fixture-throw', '{"what":"a rejection"}', { 'x-amz-invocation-type': 'Event' });
    const failures = async (seconds: number): Promise<number> => {
      await timeline.stepTo(after(begun, seconds));
      return lines.filter((line) => line === 'throw failed: RangeError: too far').length;
    };
    expect([await failures(59), await failures(60)]).toEqual([1, 2]);
    expect([await failures(179), await failures(180), await failures(3600)]).toEqual([2, 3, 3]);
  });

  it('takes no body as an empty object', async () => {
    expect((await invoke('fixture-tick', '')).text).toBe('{}');
  });
});
