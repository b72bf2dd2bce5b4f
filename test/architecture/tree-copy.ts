import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Files of the source folders that a pattern fits, relative to the root, with `/`. */
export const sourceFiles = (pattern: RegExp): string[] =>
  ['functions', 'infra', 'shared', 'test', 'workflows'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((file) => pattern.test(file)),
  );

/** A copy of the source tree to plant breaches in, beside nobody's work; disposing of it removes it. */
export const copyTree = (): Disposable & { root: string; plant: (file: string, text: string) => void } => {
  const copy = mkdtempSync(join(tmpdir(), 'trinh-planted-'));
  const wanted = ['functions', 'infra', 'shared', 'test', 'workflows', 'package.json', 'tsconfig.json', 'cdk.json'];
  for (const name of [...wanted, 'biome.json', '.oxlintrc.json', 'knip.json', 'vitest.config.ts', '.gitignore']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  return {
    root: copy,
    plant: (file, text) => {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), text);
    },
    [Symbol.dispose]: () => rmSync(copy, { recursive: true, force: true }),
  };
};
