import { describe, expect, test } from 'vitest';
import { answerStates } from '../../../infra/local/states/protocol.ts';
import { failure, openLab, result, task, waitForToken } from './lab.ts';

const ask = async (request: Record<string, unknown>, functions = {}) => {
  const lab = openLab({ functions });
  const { definition, ...more } = request;
  const body = { definition: typeof definition === 'string' ? definition : JSON.stringify(definition), ...more };
  return answerStates(lab.runner, 'AWSStepFunctions.TestState', body);
};

const inJsonata = (state: Record<string, unknown>) => ({ QueryLanguage: 'JSONata', ...state });

describe('TestState', () => {
  test('runs a state and says where it would go', async () => {
    const definition = inJsonata({ Type: 'Pass', Output: { sum: '{% $states.input.n + $extra %}' }, Next: 'Later' });
    expect(await ask({ definition, input: '{"n":1}', variables: '{"extra":41}' })).toEqual({
      status: 200,
      body: { status: 'SUCCEEDED', output: '{"sum":42}', nextState: 'Later' },
    });
  });

  test('calls the function of a Task and shows what was asked and what came', async () => {
    const definition = inJsonata(
      task('f', { Assign: { seen: '{% $states.result.Payload %}' }, Output: 'out', End: true }),
    );
    const { body } = await ask(
      { definition, input: '{"n":1}', inspectionLevel: 'DEBUG' },
      { f: (payload: unknown) => result(payload) },
    );
    expect(body).toEqual({
      status: 'SUCCEEDED',
      output: '"out"',
      inspectionData: {
        input: '{"n":1}',
        afterArguments: '{"FunctionName":"f","Payload":{"n":1}}',
        result: '{"ExecutedVersion":"$LATEST","Payload":{"n":1},"StatusCode":200}',
        variables: '{"seen":{"n":1}}',
      },
    });
  });

  test.each([
    [{ Retry: [{ ErrorEquals: ['Bad'] }] }, { status: 'RETRIABLE', error: 'Bad', cause: 'Bad happened' }],
    [
      { Catch: [{ ErrorEquals: ['Bad'], Output: 'caught', Next: 'Rescue' }] },
      { status: 'CAUGHT_ERROR', error: 'Bad', cause: 'Bad happened', output: '"caught"', nextState: 'Rescue' },
    ],
    [{}, { status: 'FAILED', error: 'Bad', cause: 'Bad happened' }],
  ])('with %j tells what becomes of a failure', async (more, body) => {
    const definition = inJsonata(task('f', { End: true, ...more }));
    expect(await ask({ definition }, { f: () => failure('Bad') })).toEqual({ status: 200, body });
    const mock = { errorOutput: { error: 'Bad', cause: 'Bad happened' } };
    expect(await ask({ definition, mock })).toEqual({ status: 200, body });
  });

  test('names no event in the cause of a failed evaluation', async () => {
    const { body } = await ask({ definition: inJsonata({ Type: 'Pass', Output: '{% $nothing %}', End: true }) });
    expect(body).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: "The JSONata expression '$nothing' specified for the field 'Output' returned nothing (undefined).",
    });
  });

  test('takes a mock for a call that waits, and for the flows of a Map', async () => {
    const waiting = inJsonata(waitForToken('f', { Output: '{% $states.result.decision %}', End: true }));
    expect(await ask({ definition: waiting, mock: { result: '{"decision":"yes"}' } })).toMatchObject({
      body: { status: 'SUCCEEDED', output: '"yes"' },
    });
    const map = inJsonata({
      Type: 'Map',
      ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
      Output: '{% $sum($states.result) %}',
      Next: 'Later',
    });
    expect(await ask({ definition: map, input: '[1]', mock: { result: '[1,2]' } })).toMatchObject({
      body: { status: 'SUCCEEDED', output: '3', nextState: 'Later' },
    });
  });

  test('does not wait', async () => {
    const { body } = await ask({ definition: inJsonata({ Type: 'Wait', Seconds: 99, Next: 'Later' }), input: '1' });
    expect(body).toEqual({ status: 'SUCCEEDED', output: '1', nextState: 'Later' });
  });

  test('finds a state of a whole machine by its name', async () => {
    const States = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Output: 'b', End: true } };
    const definition = { QueryLanguage: 'JSONata', StartAt: 'A', States };
    expect(await ask({ definition, stateName: 'B' })).toMatchObject({ body: { status: 'SUCCEEDED', output: '"b"' } });
    for (const stateName of ['C', 'toString', 'constructor'])
      expect(await ask({ definition, stateName })).toMatchObject({
        status: 400,
        body: { message: 'State not found in definition' },
      });
  });

  test.each([
    [{ definition: '{' }, 'InvalidDefinition'],
    [{ definition: { Type: 'Pass', End: true } }, 'InvalidDefinition'],
    [{ definition: inJsonata(waitForToken('f', { End: true })) }, 'InvalidDefinition'],
    [{ definition: inJsonata({ Type: 'Pass', End: true }), mock: { result: '1' } }, 'ValidationException'],
    [{ definition: inJsonata({ Type: 'Pass', End: true }), input: '{' }, 'ValidationException'],
    [{ definition: inJsonata({ Type: 'Pass', End: true }), stateConfiguration: {} }, 'ValidationException'],
    [{}, 'ValidationException'],
  ])('refuses %j', async (request, code) => {
    expect(await ask(request)).toMatchObject({ status: 400, body: { __type: expect.stringMatching(`#${code}$`) } });
  });
});

describe('ValidateStateMachineDefinition', () => {
  test('tells what is wrong without creating anything', async () => {
    const lab = openLab({});
    const validate = (definition: string) =>
      answerStates(lab.runner, 'AWSStepFunctions.ValidateStateMachineDefinition', { definition });
    const good = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
    expect(await validate(good)).toEqual({ status: 200, body: { result: 'OK', diagnostics: [], truncated: false } });
    expect(await validate('{"QueryLanguage":"JSONata","States":{}}')).toMatchObject({
      body: {
        result: 'FAIL',
        diagnostics: [
          { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message: 'These fields are required: [StartAt] at /' },
        ],
      },
    });
    expect(lab.runner.listStateMachines().stateMachines).toEqual([]);
  });
});
