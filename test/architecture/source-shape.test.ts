import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { root, sourceFiles } from './tree-copy.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

const linesOfCode = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;

test('lines of code are counted without comments and blank lines', () => {
  expect(linesOfCode('/** One\n * two. */\n\n// three\nconst four = 4;\n')).toBe(1);
});

test('a handler has at most 20 lines of code', () => {
  const long = sourceFiles(/^functions\/[^/]+\/handler\.ts$/)
    .map((file) => ({ file, lines: linesOfCode(read(file)) }))
    .filter(({ lines }) => lines > 20);
  expect(long).toEqual([]);
});

test('a function is a folder named verb-noun, or tick or portal, with a handler and an environment', () => {
  const environments = sourceFiles(/^functions\/[^/]+\/env\.ts$/).map((file) => file.split('/')[1]);
  const handlers = sourceFiles(/^functions\/[^/]+\/handler\.ts$/).map((file) => file.split('/')[1]);
  expect(new Set(handlers)).toEqual(new Set(environments));
  expect(environments.filter((name) => !/^(?:portal|tick|[a-z]+(?:-[a-z]+)+)$/.test(name ?? ''))).toEqual([]);
});

test('no source file is longer than 400 lines', () => {
  const files = sourceFiles(/\.(?:ts|mjs)$/);
  expect(files.length).toBeGreaterThan(60);
  const long = files
    .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 400);
  expect(long).toEqual([]);
});

test('file names are kebab-case and say what the file is about', () => {
  const bad = sourceFiles(/\.(?:ts|mjs)$/).filter((file) => {
    const stem = basename(file).replace(/\.(?:(?:test|config|d)\.)?(?:ts|mjs)$/, '');
    return !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(stem) || /(?:^|-)(?:utils?|helpers?|managers?|misc|common)$/.test(stem);
  });
  expect(bad).toEqual([]);
});

test('a test asserts through vitest and does not sleep', () => {
  const sleeping = sourceFiles(/^test\/.*\.ts$/).filter((file) =>
    /\bsetTimeout\s*\(|timers\/promises/.test(read(file)),
  );
  expect(sleeping.filter((file) => !file.startsWith('test/architecture/source-shape'))).toEqual([]);
});

test('only adapters and the laptop runtime name the AWS SDK', () => {
  const naming = sourceFiles(/^(?:functions|shared)\/.*\.ts$/).filter((file) => read(file).includes('@aws-sdk/'));
  expect(naming.filter((file) => !file.startsWith('shared/adapters/'))).toEqual([]);
});
