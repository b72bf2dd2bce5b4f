import { describe, expect, test } from 'vitest';
import { parseMachine } from '../../../infra/local/states/machine.ts';

const machine = (states: unknown, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'S', States: states, ...more });

const problemOf = (definition: string): string => {
  const parsed = parseMachine(definition);
  return parsed.ok ? 'accepted' : parsed.problem;
};

const state = (fields: Record<string, unknown>): string => machine({ S: fields });
const pass = (fields: Record<string, unknown>): string => state({ Type: 'Pass', End: true, ...fields });
const task = (fields: Record<string, unknown>): string =>
  state({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'f' },
    End: true,
    ...fields,
  });

describe('a definition is refused when it is created', () => {
  test.each([
    ['text that is no JSON', 'not a definition', 'INVALID_JSON_DESCRIPTION: Definition must be a valid JSON object'],
    ['a list', '[]', 'INVALID_JSON_DESCRIPTION: Definition must be a valid JSON object'],
    ['no StartAt', '{"QueryLanguage":"JSONata","States":{}}', 'These fields are required: [StartAt] at /'],
    ['a foreign field of the machine', machine({}, { Processor: 1 }), "Field 'Processor' is not supported at /"],
    ['JSONPath for all', machine({ S: { Type: 'Pass', End: true } }, { QueryLanguage: 'JSONPath' }), 'only'],
    [
      'JSONPath by default',
      '{"StartAt":"S","States":{"S":{"Type":"Pass","End":true}}}',
      "QueryLanguage 'JSONPath' is not supported, only 'JSONata' at /States/S",
    ],
    [
      'JSONPath in one state',
      pass({ QueryLanguage: 'JSONPath' }),
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/S",
    ],
    ['Map', state({ Type: 'Map', End: true }), 'These fields are required: [ItemProcessor] at /States/S'],
    ['Parallel', state({ Type: 'Parallel', End: true }), 'at /States/S'],
    [
      'a field of JSONPath',
      pass({ InputPath: '$' }),
      "field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/S",
    ],
    ['Result', pass({ Result: 1 }), "field 'Result' is only supported for the 'JSONPath' QueryLanguage at /States/S"],
    ['Catch on Pass', pass({ Catch: [] }), "Field 'Catch' is not supported at /States/S"],
    [
      'Credentials',
      task({ Credentials: {} }),
      "The field 'RoleArn' is required but was missing at /States/S/Credentials",
    ],
    [
      'another resource',
      task({ Resource: 'arn:aws:states:::sqs:sendMessage' }),
      "The resource 'arn:aws:states:::sqs:sendMessage' is not supported at /States/S/Resource",
    ],
    [
      'another argument',
      task({ Arguments: { FunctionName: 'f', Qualifier: '1' } }),
      "Field 'Qualifier' is not supported at /States/S/Arguments",
    ],
    ['no function', task({ Arguments: {} }), "The field 'FunctionName' is required but was missing"],
    ['no Arguments', task({ Arguments: undefined }), 'These fields are required: [Arguments] at /States/S'],
    [
      'neither Next nor End',
      state({ Type: 'Pass' }),
      'This object should have only one of the following fields: [Next, End] at /States/S',
    ],
    ['Next and End', pass({ Next: 'S' }), 'There should only be one of the following fields: [Next, End] at /States/S'],
    ['a missing start', machine({ T: { Type: 'Succeed' } }), "Missing 'Next' target: S at /StartAt"],
    ['a missing target', state({ Type: 'Pass', Next: 'X' }), "Missing 'Next' target: X at /States/S/Next"],
    [
      'a missing target of a Catch',
      task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'X' }] }),
      "Missing 'Next' target: X at /States/S/Catch[0]/Next",
    ],
    [
      'a state that nothing leads to',
      machine({ S: { Type: 'Succeed' }, T: { Type: 'Succeed' } }),
      'State "T" is not reachable. at /States/T',
    ],
    ['no end', state({ Type: 'Pass', Next: 'S' }), 'MISSING_END_STATE'],
    ['a bad time-out', task({ TimeoutSeconds: 0 }), 'Expected an integer from 1 to 99999999'],
    ['a heartbeat over the time-out', task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }), 'HeartbeatSeconds must be'],
    [
      'Wait for nothing',
      state({ Type: 'Wait', End: true }),
      'There should only be one of the following fields: [Seconds, Timestamp] at /States/S',
    ],
    [
      'Wait for two',
      state({ Type: 'Wait', End: true, Seconds: 1, Timestamp: '2022-01-01T00:00:00Z' }),
      'There should only be one of',
    ],
    [
      'a bad timestamp',
      state({ Type: 'Wait', End: true, Timestamp: '2022-01-01' }),
      'String does not match RFC3339 timestamp at /States/S/Timestamp',
    ],
    [
      'an unknown reserved error',
      task({ Retry: [{ ErrorEquals: ['States.Nope'] }] }),
      "Unknown error name 'States.Nope'",
    ],
    [
      'States.ALL with others',
      task({ Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }),
      'States.ALL must appear alone and at end of list at /States/S/Retry[0]/ErrorEquals',
    ],
    [
      'States.ALL before others',
      task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }),
      'States.ALL must appear alone and at end of list',
    ],
    [
      'a bad longest delay',
      task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 5, MaxDelaySeconds: 5 }] }),
      'MaxDelaySeconds must be greater than IntervalSeconds',
    ],
    ['a foreign field of Retry', task({ Retry: [{ ErrorEquals: ['E'], Delay: 1 }] }), "Field 'Delay' is not supported"],
    [
      'a variable called states',
      pass({ Assign: { states: 1 } }),
      "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/S/Assign",
    ],
    ['a variable that is no name', pass({ Assign: { 'a-b': 1 } }), "Invalid variable name 'a-b'"],
    [
      'an expression that does not parse',
      pass({ Output: { a: ['{% 1 + %}'] } }),
      'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/S/Output/a[0]',
    ],
    ['an expression without an end', pass({ Output: '{% 1' }), 'JSONata string must start with {% and end with %}'],
    ['a language newer than 2.0.6', pass({ Output: '{% $x ?? 1 %}' }), 'INVALID_JSONATA_EXPRESSION'],
    [
      'a bare name',
      pass({ Output: '{% $sum(input.n) %}' }),
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'input' at the top level is not supported. at /States/S/Output",
    ],
    [
      'a name that objects take for something else',
      '{"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{"Type":"Pass","End":true},"__proto__":{"Type":"Banana"}}}',
      "Field '__proto__' is not supported",
    ],
    [
      'a variable that would hide what JSONata needs',
      pass({ Assign: { hasOwnProperty: 1 } }),
      "Invalid variable name 'hasOwnProperty'",
    ],
    [
      'a day that no month has',
      state({ Type: 'Wait', End: true, Timestamp: '2022-02-30T00:00:00Z' }),
      'String does not match RFC3339 timestamp',
    ],
    ['$$', pass({ Output: '{% $$ %}' }), "Reference to '$$' at the top level is not supported."],
    [
      '$states.result where there is none',
      task({ Arguments: { FunctionName: 'f', Payload: '{% $states.result %}' } }),
      "Reference to '$states.result' is not supported in this field at /States/S/Arguments/Payload",
    ],
    [
      '$states.errorOutput outside a Catch',
      task({ Output: '{% {"a": $states.errorOutput.Error} %}' }),
      "Reference to '$states.errorOutput' is not supported in this field at /States/S/Output",
    ],
  ])('%s', (_name, definition, problem) => {
    expect(problemOf(definition)).toContain(problem);
  });

  test('every problem is told at once', () => {
    const problem = problemOf(machine({ S: { Type: 'Pass', Next: 'X', InputPath: '$', ResultPath: '$' } }));
    expect(problem).toContain('InputPath');
    expect(problem).toContain('ResultPath');
  });

  test('JSON nested without end', () => {
    expect(problemOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toContain('INVALID_JSON_DESCRIPTION');
  });
});

describe('a definition is accepted', () => {
  test.each([
    [
      'names seen by what an expression made itself',
      pass({ Output: '{% $map([{"a": 1}], function($v){ $v.a })[a = 1] %}' }),
    ],
    ['names inside a path', pass({ Output: '{% $states.input.items[price > 2].(price * n) %}' })],
    ['JSONata state by state', '{"StartAt":"S","States":{"S":{"Type":"Pass","QueryLanguage":"JSONata","End":true}}}'],
    [
      '$states.result and $states.errorOutput where they are',
      machine({
        S: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Arguments: '{% {"FunctionName": "f", "Payload": $states.context.Task.Token} %}',
          TimeoutSeconds: 100,
          Assign: { a: '{% $states.result.x %}' },
          Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'T' }],
          Next: 'T',
        },
        T: { Type: 'Succeed' },
      }),
    ],
  ])('%s', (_name, definition) => {
    expect(problemOf(definition)).toBe('accepted');
  });
});
