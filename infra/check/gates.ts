import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { checkImports } from './import-rules.ts';

/** What one gate says of a tree: whether it passed, how many files it saw (where its tool tells), and what it found. */
export type Verdict = { readonly ok: boolean; readonly looked: number | undefined; readonly report: string };
export type Gate = { readonly word: string; readonly run: (root: string) => Promise<Verdict> };

/** The folders of source; a folder that is absent is passed over. */
const folders = ['functions', 'infra', 'shared', 'test'];

export const gates: readonly Gate[] = [
  {
    word: 'typecheck',
    run: async (root) => {
      const { code, output } = await tool(root, 'tsc', ['-p', 'tsconfig.json', '--pretty', 'false', '--listFiles']);
      const lines = output.split('\n').filter((line) => line.trim() !== '');
      const listed = lines.filter((line) => /^[^(]*\.(?:d\.)?[cm]?[jt]s(?:on)?$/.test(line));
      return {
        ok: code === 0,
        looked: listed.filter((line) => !line.includes('node_modules')).length,
        report: lines.filter((line) => !listed.includes(line)).join('\n'),
      };
    },
  },
  {
    word: 'lint',
    run: async (root) => {
      const { code, output } = await tool(root, 'oxlint', [
        '--type-aware',
        '--deny-warnings',
        ...present(root),
        'vitest.config.ts',
      ]);
      return { ok: code === 0, looked: numberIn(/ on (\d+) files?/, output), report: output };
    },
  },
  {
    word: 'format',
    run: async (root) => {
      const { code, output } = await tool(root, 'biome', ['format', '.']);
      return { ok: code === 0, looked: numberIn(/(?:Checked|Formatted) (\d+) files?/, output), report: output };
    },
  },
  {
    word: 'unused',
    run: async (root) => {
      const { code, output } = await tool(root, 'knip', ['--no-progress', '--no-config-hints']);
      return { ok: code === 0, looked: undefined, report: output };
    },
  },
  {
    word: 'imports',
    run: async (root) => {
      const files = present(root)
        .flatMap((folder) =>
          readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
            join(root, folder, file),
          ),
        )
        .filter((file) => /\.(?:ts|mjs)$/.test(file));
      const { imports, breaches } = checkImports(root, files);
      return {
        ok: breaches.length === 0,
        looked: files.length,
        report: [
          ...breaches.map(({ file, specifier }) => `${file} may not import '${specifier}'`),
          `${files.length} files, ${imports} imports`,
        ].join('\n'),
      };
    },
  },
];

/** A tool that looked at fewer files than this looked in the wrong place, whatever it says. */
const fewest = 30;

/** Runs a gate; one that saw next to nothing has failed. */
export const runGate = async (gate: Gate, root: string): Promise<Verdict> => {
  const verdict = await gate.run(root);
  if (verdict.looked === undefined || verdict.looked >= fewest) return verdict;
  return { ...verdict, ok: false, report: `${verdict.report}\nIt looked at ${verdict.looked} files only.` };
};

function present(root: string): string[] {
  const there = new Set(readdirSync(root));
  return folders.filter((folder) => there.has(folder));
}

function numberIn(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

function tool(root: string, name: string, args: string[]): Promise<{ code: number; output: string }> {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  // Tools colour what they print where they see a CI, whatever else they are told.
  const { CI: _ci, FORCE_COLOR: _color, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      cwd: root,
      env: { ...environment, PATH: path, NO_COLOR: '1' },
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const parts: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: parts.join('') }));
  });
}
