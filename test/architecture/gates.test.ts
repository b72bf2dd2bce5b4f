import { afterAll, expect, test } from 'vitest';
import { gates, runGate, type Verdict } from '../../infra/check/gates.ts';
import { copyTree, sourceFiles } from './tree-copy.ts';

const tree = copyTree();
afterAll(() => tree[Symbol.dispose]());

const gate = async (word: string): Promise<Verdict> => {
  const found = gates.find((candidate) => candidate.word === word);
  if (found === undefined) throw new Error(`There is no gate ${word}.`);
  return runGate(found, tree.root);
};

const sources = sourceFiles(/\.(?:ts|mjs)$/).length;

tree.plant('shared/domain/planted-type.ts', 'export const planted: number = "no number";\n');
tree.plant('shared/domain/planted-import.ts', "export { Code } from 'aws-cdk-lib/aws-lambda';\n");
tree.plant('shared/domain/planted-up.ts', "export type { TransientError } from '../app/faults.ts';\n");
tree.plant('functions/tick/planted-neighbour.ts', "export { Env } from '../portal/env.ts';\n");
tree.plant('functions/tick/planted-adapter.ts', "export { processClock } from '../../shared/adapters/clock.ts';\n");
tree.plant('infra/aws/planted-env.ts', "export { Env } from '../../functions/tick/env.ts';\n");
tree.plant('infra/aws/planted-env-type.ts', "export type { Env } from '../../functions/tick/env.ts';\n");
tree.plant('infra/local/planted-test.ts', "export { root } from '../../test/architecture/tree-copy.ts';\n");
tree.plant('test/support/planted-format.ts', 'export const  planted = "double"\n');
tree.plant('shared/app/PlantedCase.ts', 'export const planted = 1;\n');
tree.plant(
  'shared/app/planted-lint.ts',
  [
    "const kinds = ['a', 'b'] as const;",
    'export const assert = (value: unknown) => value as string;',
    'export const anything = (value: any): unknown => value;',
    'export const bang = (value?: string): string => value!;',
    'export const float = () => { Promise.resolve(1); };',
    "export const part = (kind: (typeof kinds)[number]) => { switch (kind) { case 'a': return 1; } return 2; };",
    'export default kinds;',
    '',
  ].join('\n'),
);
tree.plant(
  'shared/app/planted-cycle-one.ts',
  "import { two } from './planted-cycle-two.ts';\nexport const one = () => two;\n",
);
tree.plant(
  'shared/app/planted-cycle-two.ts',
  "import { one } from './planted-cycle-one.ts';\nexport const two = () => one;\n",
);

/** These two look at every source file; a machine that does other work beside may take its time. */
const GATE_MS = 120_000;

test(
  'typecheck finds a wrong type, and looked at every source file',
  async () => {
    const verdict = await gate('typecheck');
    expect(verdict.ok).toBe(false);
    expect(verdict.report).toContain('shared/domain/planted-type.ts(1,14): error TS2322');
    expect(verdict.looked).toBeGreaterThanOrEqual(sources);
  },
  GATE_MS,
);

test(
  'lint finds what the code rules forbid, and looked at every source file',
  async () => {
    const verdict = await gate('lint');
    expect(verdict.ok).toBe(false);
    const found = verdict.report
      .split('\n\n')
      .filter((part) => part.includes('shared/app/planted-lint.ts'))
      .join('\n');
    for (const rule of [
      'typescript(consistent-type-assertions)',
      'typescript(no-explicit-any)',
      'typescript(no-non-null-assertion)',
      'typescript(no-floating-promises)',
      'typescript(switch-exhaustiveness-check)',
      'import(no-default-export)',
    ]) {
      expect(found).toContain(rule);
    }
    expect(found.match(/consistent-type-assertions/g)).toHaveLength(1);
    expect(verdict.report).toMatch(/unicorn\(filename-case\)[^╭]*?PlantedCase\.ts/);
    expect(verdict.report).toContain('import(no-cycle)');
    expect(verdict.looked).toBeGreaterThanOrEqual(sources);
  },
  GATE_MS,
);

test('format finds a file that the formatter would change, and looked at every source file', async () => {
  const verdict = await gate('format');
  expect(verdict.ok).toBe(false);
  expect(verdict.report).toContain('test/support/planted-format.ts');
  expect(verdict.looked).toBeGreaterThanOrEqual(sources);
});

test('unused finds a file that nothing needs, in every folder of source', async () => {
  const verdict = await gate('unused');
  expect(verdict.ok).toBe(false);
  expect(verdict.report).toContain('shared/domain/planted-type.ts');
  expect(verdict.report).toContain('functions/tick/planted-neighbour.ts');
  expect(verdict.report).toContain('infra/aws/planted-env.ts');
  expect(verdict.report).toContain('infra/local/planted-test.ts');
  expect(verdict.report).toContain('test/support/planted-format.ts');
});

test('imports finds each import that its folder may not make, and looked at every source file', async () => {
  const verdict = await gate('imports');
  expect(verdict.ok).toBe(false);
  const found = verdict.report.split('\n');
  expect(found).toContain("shared/domain/planted-import.ts may not import 'aws-cdk-lib/aws-lambda'");
  expect(found).toContain("shared/domain/planted-up.ts may not import '../app/faults.ts'");
  expect(found).toContain("functions/tick/planted-neighbour.ts may not import '../portal/env.ts'");
  expect(found).toContain("functions/tick/planted-adapter.ts may not import '../../shared/adapters/clock.ts'");
  expect(found).toContain("infra/aws/planted-env.ts may not import '../../functions/tick/env.ts'");
  expect(found).toContain("infra/local/planted-test.ts may not import '../../test/architecture/tree-copy.ts'");
  expect(verdict.report).not.toContain('planted-env-type.ts');
  expect(verdict.looked).toBeGreaterThanOrEqual(sources);
});

test('a gate that saw next to nothing fails, whatever its tool says', async () => {
  const verdict = await runGate({ word: 'blind', run: async () => ({ ok: true, looked: 0, report: '' }) }, tree.root);
  expect(verdict.ok).toBe(false);
  expect(verdict.report).toContain('It looked at 0 files only.');
});
