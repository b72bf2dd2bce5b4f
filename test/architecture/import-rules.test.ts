import { expect, test } from 'vitest';
import { allows, importsOf } from '../../infra/check/import-rules.ts';

const value = (file: string, specifier: string) => allows(file, { specifier, typeOnly: false });
const type = (file: string, specifier: string) => allows(file, { specifier, typeOnly: true });

test.each([
  ['shared/domain/money.ts', './ids.ts', true],
  ['shared/domain/money.ts', 'zod', true],
  ['shared/domain/money.ts', 'node:crypto', false],
  ['shared/domain/money.ts', '../contracts/commands.ts', false],
  ['shared/contracts/commands.ts', '../domain/money.ts', true],
  ['shared/contracts/commands.ts', '../app/faults.ts', false],
  ['shared/app/execute.ts', '../contracts/commands.ts', true],
  ['shared/app/execute.ts', '../adapters/clock.ts', false],
  ['shared/app/execute.ts', '@aws-sdk/client-sfn', false],
  ['shared/adapters/store.ts', '@aws-sdk/client-sfn', true],
  ['shared/adapters/store.ts', '../lambda/task-handler.ts', false],
  ['shared/lambda/task-handler.ts', '@middy/core', true],
  ['shared/lambda/task-handler.ts', '../adapters/clock.ts', false],
  ['shared/lambda/task-handler.ts', '@aws-sdk/client-sfn', false],
  ['functions/tick/handler.ts', './env.ts', true],
  ['functions/tick/handler.ts', '../../shared/adapters/compose.ts', true],
  ['functions/tick/handler.ts', '../../shared/adapters/clock.ts', false],
  ['functions/tick/handler.ts', '../portal/env.ts', false],
  ['functions/portal/pages.ts', 'hono/html', true],
  ['functions/portal/pages.ts', '../../shared/adapters/compose.ts', false],
  ['infra/aws/stack.ts', 'aws-cdk-lib/aws-sqs', true],
  ['infra/aws/stack.ts', '../../functions/tick/env.ts', false],
  ['infra/aws/stack.ts', '../../shared/domain/money.ts', false],
  ['infra/local/start.ts', '../aws/app.ts', true],
  ['infra/local/start.ts', '../../functions/tick/handler.ts', true],
  ['infra/local/start.ts', '../../test/support/memory-store.ts', false],
  ['test/domain/money.test.ts', '../../shared/domain/money.ts', true],
  ['elsewhere/file.ts', 'zod', false],
])('%s importing %s: %s', (file, specifier, allowed) => {
  expect(value(file, specifier)).toBe(allowed);
});

test('the stack may take the type of a function environment, and of nothing else of it', () => {
  expect(type('infra/aws/stack.ts', '../../functions/tick/env.ts')).toBe(true);
  expect(type('infra/aws/stack.ts', '../../functions/tick/handler.ts')).toBe(false);
  expect(type('shared/domain/money.ts', '../app/ports.ts')).toBe(false);
});

test('every way to import is seen', () => {
  const text = [
    "import type { A } from './a.ts';",
    "import { type B } from './b.ts';",
    "import './c.ts';",
    "export { d } from './d.ts';",
    "export type * from './e.ts';",
    "export const f = () => import('./f.ts');",
    "import g, { type H } from 'g';",
    'export const own = 1;',
  ].join('\n');
  expect(importsOf('file.ts', text)).toEqual([
    { specifier: './a.ts', typeOnly: true },
    { specifier: './b.ts', typeOnly: true },
    { specifier: './c.ts', typeOnly: false },
    { specifier: 'g', typeOnly: false },
    { specifier: './d.ts', typeOnly: false },
    { specifier: './e.ts', typeOnly: true },
    { specifier: './f.ts', typeOnly: false },
  ]);
});

test('a file that does not parse is not passed over', () => {
  expect(() => importsOf('broken.ts', 'import {')).toThrow('broken.ts: ');
});
