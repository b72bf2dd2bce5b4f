import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, evaluateHere } from '../../../infra/local/states/jsonata.ts';
import { Payload } from '../../../infra/local/states/payload.ts';
import { openLab, only } from './lab.ts';

const evaluate = (expression: string) =>
  evaluateHere(expression, {
    states: { input: { a: [0, 1, 2, 3], text: 'x' }, context: {} },
    variables: {},
    now: 0,
  });

const value = (known: unknown) => ({ kind: 'value', value: known });
const nothing = { kind: 'nothing' };
const error = (code: string, message: string) => ({ kind: 'error', code, message });
const wrong = (position: number, name: string) =>
  error('T0410', `Argument ${String(position)} of function "${name}" does not match function signature`);

describe('the functions that Step Functions adds', () => {
  test.each([
    ['$partition($states.input.a, 3)', value([[0, 1, 2], [3]])],
    ['$partition($states.input.a)', value([[0, 1, 2, 3]])],
    ['$partition($states.input.none, 2)', nothing],
    ['$partition([], 2)', nothing],
    ['$partition($states.input.a, 0)', nothing],
    [
      '$partition($states.input.a, 2.9)',
      value([
        [0, 1],
        [2, 3],
      ]),
    ],
    ['$partition($states.input.a, -1)', error('D3137', 'Second argument must be zero or greater')],
    ['$partition(5, 2)', error('T0412', 'Argument 1 of function "partition" must be an array of undefined')],
    ['$partition($states.input.a, "2")', wrong(2, 'partition')],
    ['$range(1, 9, 4)', value([1, 5, 9])],
    ['$range(3, 1, -1)', value([3, 2, 1])],
    ['$range(1, 5)', nothing],
    ['$range(1, 5, 0)', nothing],
    ['$range(1, 5, -1)', nothing],
    ['$range(4, 4, 1)', value(4)],
    ['$range("1", 5, 1)', wrong(1, 'range')],
    ['$range(1, $states.input.none, 1)', wrong(2, 'range')],
    [
      '$range(1, 360146, 1)',
      {
        kind: 'error',
        code: undefined,
        message: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
      },
    ],
    ["$hash('a', 'MD5')", value('0cc175b9c0f1b6a831c399e269772661')],
    ["$hash('a')", nothing],
    ["$hash(1, 'MD5')", wrong(1, 'hash')],
    ["$hash('a', 'md5')", error('D3137', "Hash algorithm 'md5' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5")],
    ['$random(42)', value(0.727_563_680_032_868_1)],
    ["$random('42')", wrong(1, 'random')],
    ['$length($uuid())', value(36)],
    ['$uuid(1)', wrong(1, 'uuid')],
    ['$parse(\'{"a": [1]}\')', value({ a: [1] })],
    ['$parse($states.input.none)', nothing],
    ["$parse('{')", error('D3137', 'Invalid JSON')],
    ['$parse(1)', wrong(1, 'parse')],
    ["$eval('1')", error('T1006', 'Attempted to invoke a non-function')],
  ])('%s', async (expression, expected) => {
    expect(await evaluate(expression)).toEqual(expected);
  });
});

describe('results', () => {
  test.each([
    ['1/0', value('Infinity')],
    ['[0/0]', value(['NaN'])],
    ['null', value(null)],
    ['$states.input.none', nothing],
    ['$sum', { kind: 'unsupported' }],
    ['{"f": function($x){$x}}', { kind: 'unsupported' }],
  ])('of %s are what JSON can hold', async (expression, expected) => {
    expect(await evaluate(expression)).toEqual(expected);
  });
});

describe('expressions that run away beside each other', () => {
  test('do not keep one that does not from its turn', async () => {
    const lab = openLab({});
    const endless = only({ Type: 'Pass', Output: "{% $contains($pad('', 60, 'a') & '!', /^(a+)+$/) %}", End: true });
    const quick = only({ Type: 'Pass', Output: '{% $map([1, 2], function($x){$x * 2}) %}', End: true });
    const runaway = lab.begin(endless);
    const arn = lab.begin(quick);
    await lab.settled();
    expect(lab.outcome(arn)).toEqual([2, 4]);
    expect(lab.describe(runaway).status).toBe('FAILED');
  });
});

describe('a path that only reads members', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const name = fc.constantFrom('a', 'b', 'c');
  const document = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      json,
      fc.dictionary(name, tie('value'), { noNullPrototype: true }),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  })).value;

  test('comes to what JSONata itself makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(document, fc.array(name, { maxLength: 3 }), async (input, names) => {
        const scope = {
          states: { input: Payload.read(JSON.stringify(input)).value, context: {} },
          variables: {},
          now: 0,
        };
        const path = ['$states', 'input', ...names].join('.');
        // In a block it is no longer a mere path, so that the library evaluates it.
        expect(compile(path).path).toEqual(['states', 'input', ...names]);
        expect(compile(`(${path})`).path).toBe(undefined);
        expect(await evaluateHere(path, scope)).toEqual(await evaluateHere(`(${path})`, scope));
      }),
    );
  });

  test.each([
    '$states.input[0]',
    '$states.input.a[b = 1]',
    '$states.input.*',
    '$states.input.a{b: c}',
    '$',
    '$x',
    '$states.input.a.$y',
  ])('%s is more than that', (expression) => {
    expect(compile(expression).path).toBe(undefined);
  });
});

describe('an expression that may run away', () => {
  test.each([
    '$states.input.a',
    '$states.input.items[price > 5 and sold = false].name',
    '{"n": $states.input.n + 1, "all": [$x, "t"]}',
    "$states.input.next = 'wait' ? $sum($states.input.a) : $count($states.input.a)",
    '$merge([$states.input, {"r": $states.result}])',
    '$now()',
  ])('%s does not', (expression) => {
    expect(compile(expression).isBounded).toBe(true);
  });

  test.each([
    '[1..10]',
    '$map($states.input.a, function($x){$x})',
    '$reduce($states.input.a, $append)',
    "$contains('aaa', /a+$/)",
    "$pad('', 100)",
    '($a := $append([1], [2]); $append($a, $a))',
    '$states.input.a.($sum($states.input.a))',
    '$distinct($states.input.a)',
    '$states.input.a^(b)',
    '$states.input ~> |a|{"b": 1}|',
    "$fromMillis(0, '[Y]')",
    '$x(1)',
    '$range(1, 300000, 1)',
    '[$a, $a, $a, $a, $a, $a, $a, $a, $a, $a, $a, $a, $a, $a, $a, $a, $a]',
  ])('%s is evaluated where it can be stopped', (expression) => {
    expect(compile(expression).isBounded).toBe(false);
  });

  test.each([
    ['never ends', '($f := function($n){$f($n + 1)}; $f(0))', 'Expression evaluation timeout'],
    ['nests without end', '($f := function($n){1 + $f($n + 1)}; $f(0))', 'Stack overflow error'],
    ['backtracks without end', "$contains($pad('', 60, 'a') & '!', /^(a+)+$/)", 'Expression evaluation timeout'],
    ['doubles without end', '$reduce([1..60], function($a, $b){$append($a, $a)}, [1, 2])', 'Expression evaluation'],
    [
      'doubles a text without end',
      '( $f := function($s){ $f($join([$s, $s])) }; $f("aaaaaaaaaaaaaaaaaaaaaaaaaaaa") )',
      'Expression evaluation',
    ],
    ['makes a text of half a gigabyte', "$pad('', 500000000)", 'Expression evaluation'],
    ['compares all with all', '$count($distinct([1..200000]))', 'Expression evaluation timeout'],
  ])('that %s fails its state, and the runner goes on', async (_name, expression, problem) => {
    const lab = openLab({});
    const runaway = await lab.run(only({ Type: 'Pass', Output: `{% ${expression} %}`, End: true }));
    expect(lab.describe(runaway)).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(lab.describe(runaway).cause).toContain(problem);
    const next = await lab.run(only({ Type: 'Pass', Output: '{% $map([1, 2], function($x){$x * 2}) %}', End: true }));
    expect(lab.outcome(next)).toEqual([2, 4]);
    expect(lab.faults).toEqual([]);
  });
});
