import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const output = join(root, 'dist', 'fn');

/** Where the bundle of a function is, or will be. */
export const bundleFolder = (name: string): string => join(output, name);

/** The functions there are: each folder of `functions/` that has a handler. */
export const functionNames = (): string[] =>
  readdirSync(join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'functions', entry.name, 'handler.ts')))
    .map((entry) => entry.name)
    .toSorted();

/**
 * Bundles every function in one pass to `<name>/index.mjs` in a folder, `dist/fn` unless told: minified ESM for Node 24, without the AWS SDK,
 * which Lambda brings. Gives the size of each in bytes.
 */
export const bundle = async (folder: string = output): Promise<Map<string, number>> => {
  const names = functionNames();
  if (names.length === 0) throw new Error('functions/ holds no handler.ts to bundle.');
  rmSync(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    // Vietnamese as it is written; escaped it takes twice the bytes.
    charset: 'utf8',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: ['@aws-sdk/*', '@smithy/*'],
    // A CommonJS dependency asks for Node's own modules by `require`, which ESM does not have. The name is long because
    // esbuild gives its short ones without looking here.
    banner: {
      js: "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return new Map(names.map((name) => [name, statSync(join(folder, name, 'index.mjs')).size]));
};
