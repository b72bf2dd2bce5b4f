import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { bundle, functionNames } from '../../../infra/aws/bundle.ts';

// Within the project, so that the AWS SDK, which is left out of a bundle, is found from there.
const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
mkdirSync(dist, { recursive: true });
const folder = mkdtempSync(join(dist, 'bundle-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sizes = await bundle(folder);

test('every function is bundled', () => {
  expect([...sizes.keys()]).toEqual(functionNames());
  expect(sizes.size).toBeGreaterThan(10);
});

test('each bundle loads by itself and has its handler', () => {
  const script = `
    for (const url of process.argv.slice(1)) {
      const { handler } = await import(url);
      if (typeof handler !== 'function') throw new Error(url + ' has no handler');
    }
    console.log('all loaded');`;
  const urls = [...sizes.keys()].map((name) => pathToFileURL(join(folder, name, 'index.mjs')).href);
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script, ...urls], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('all loaded');
});

test.each([...sizes.keys()])('%s brings no AWS SDK and stays small', (name) => {
  expect(sizes.get(name)).toBeLessThan(1_000_000);
  expect(readFileSync(join(folder, name, 'index.mjs'), 'utf8')).not.toContain('AmazonDynamoDBv2');
});
