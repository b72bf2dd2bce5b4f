/** One machine in both query languages, and how it is run. */
export type Workload = {
  /** In JSONata, for our runner. */
  ours: object;
  /** The same in JSONPath, which is what the peer knows. */
  theirs: object;
  input: unknown;
  /** State transitions of one execution. */
  transitions: number;
};

type States = Record<string, object>;

const inARow = (count: number, state: object): States =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `S${index}`,
      { ...state, ...(index === count - 1 ? { End: true } : { Next: `S${index + 1}` }) },
    ]),
  );

const machine = (StartAt: string, States: States): object => ({ StartAt, States });
const jsonata = (definition: object): object => ({ QueryLanguage: 'JSONata', ...definition });

const functionArn = 'arn:aws:lambda:ap-southeast-1:000000000000:function:count';
const rounds = 1000;
const passes = machine('S0', inARow(1000, { Type: 'Pass' }));
const task = { Type: 'Task', Resource: functionArn };
const bare = machine('S0', inARow(500, task));
const done = { Done: { Type: 'Succeed' } };
const check = (condition: object, next: string) => ({
  Check: { Type: 'Choice', Choices: [{ ...condition, Next: next }], Default: 'Done' },
});
const again = { Condition: `{% $states.input.n < ${rounds} %}` };
const againByPath = { Variable: '$.n', NumericLessThan: rounds };
const each = { ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }, End: true };

/**
 * What is measured, by name: states that pass; a loop that counts; a loop that calls a function and looks at its answer;
 * functions called one after the other with arguments made from the input, as every call of `lambda:invoke` has them;
 * the same without any; a Map.
 */
export const workloads: Readonly<Record<string, Workload>> = {
  pass: { ours: jsonata(passes), theirs: passes, input: {}, transitions: 1000 },
  loop: {
    ours: jsonata(
      machine('Check', {
        ...check(again, 'Add'),
        Add: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'Check' },
        ...done,
      }),
    ),
    theirs: machine('Check', {
      ...check(againByPath, 'Add'),
      Add: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Check' },
      ...done,
    }),
    input: { n: 0 },
    transitions: 2 * rounds,
  },
  calls: {
    ours: jsonata(
      machine('Call', {
        Call: { Type: 'Task', Resource: functionArn, Arguments: { n: '{% $states.input.n %}' }, Next: 'Check' },
        ...check(again, 'Call'),
        ...done,
      }),
    ),
    theirs: machine('Call', {
      Call: { Type: 'Task', Resource: functionArn, Parameters: { 'n.$': '$.n' }, Next: 'Check' },
      ...check(againByPath, 'Call'),
      ...done,
    }),
    input: { n: 0 },
    transitions: 2 * rounds,
  },
  tasks: {
    ours: jsonata(machine('S0', inARow(500, { ...task, Arguments: { n: '{% $states.input.n %}' } }))),
    theirs: machine('S0', inARow(500, { ...task, Parameters: { 'n.$': '$.n' } })),
    input: { n: 0 },
    transitions: 500,
  },
  bare: { ours: jsonata(bare), theirs: bare, input: { n: 0 }, transitions: 500 },
  map: {
    ours: jsonata(machine('M', { M: { Type: 'Map', Items: '{% $states.input.items %}', ...each } })),
    theirs: machine('M', { M: { Type: 'Map', ItemsPath: '$.items', ...each } }),
    input: { items: Array.from({ length: 1000 }, (_, index) => index) },
    transitions: 1000,
  },
};
