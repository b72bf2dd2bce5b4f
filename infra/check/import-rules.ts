import { readFileSync } from 'node:fs';
import { posix, relative, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

/**
 * Who may import what: the first zone whose path fits a file governs it. `may` names folders or files of the project,
 * packages, or `node:` for all of Node's own modules; a trailing `*` stands for the rest of a name.
 */
export type Zone = { readonly path: RegExp; readonly may: readonly string[]; readonly typesOf?: RegExp };

const functionMay = ['shared/contracts', 'shared/app', 'shared/lambda', 'zod', 'aws-lambda'];

export const zones: readonly Zone[] = [
  { path: /^shared\/domain\//, may: ['shared/domain', 'zod'] },
  // Its messages say amounts in words, by a pure library.
  { path: /^shared\/contracts\//, may: ['shared/contracts', 'shared/domain', 'zod', 'read-vietnamese-number'] },
  { path: /^shared\/calendars\//, may: ['shared/calendars', 'shared/domain'] },
  { path: /^shared\/norms\//, may: ['shared/norms', 'shared/domain'] },
  { path: /^shared\/app\//, may: ['shared/app', 'shared/contracts', 'shared/domain', 'zod'] },
  {
    path: /^shared\/adapters\//,
    may: [
      'shared/adapters',
      'shared/app',
      'shared/contracts',
      'shared/domain',
      'shared/plans',
      'shared/calendars',
      'shared/norms',
      'zod',
      'nodemailer*',
      '@aws-sdk/*',
      'node:',
    ],
  },
  {
    path: /^shared\/lambda\//,
    may: ['shared/lambda', 'shared/app', 'shared/contracts', 'shared/domain', '@middy/core', 'zod', 'aws-lambda'],
  },
  // The one composition root is reached from a handler alone.
  { path: /^functions\/portal\/handler\.ts$/, may: ['.', ...functionMay, 'hono*', 'shared/adapters/compose.ts'] },
  // Its pages show money and dates, whose words are the domain's.
  { path: /^functions\/portal\//, may: ['.', ...functionMay, 'hono*', 'shared/domain'] },
  { path: /^functions\/[^/]+\/handler\.ts$/, may: ['.', ...functionMay, 'shared/adapters/compose.ts'] },
  { path: /^functions\//, may: ['.', ...functionMay] },
  {
    path: /^infra\/aws\//,
    may: ['infra/aws', 'aws-cdk-lib*', 'aws-cdk', 'constructs', 'cdk-nag', 'esbuild', 'zod', 'node:'],
    typesOf: /^functions\/[^/]+\/env\.ts$/,
  },
  { path: /^infra\/check\//, may: ['infra/check', 'oxc-parser', 'node:'] },
  { path: /^infra\//, may: ['infra', 'functions', 'shared', 'workflows', '*'] },
  { path: /^test\//, may: ['*'] },
  { path: /^[^/]+\.config\.ts$/, may: ['*'] },
];

export type Import = { readonly specifier: string; readonly typeOnly: boolean };
export type ImportBreach = { readonly file: string; readonly specifier: string };

/** Every static or dynamic import and re-export of a source text. A dynamic import of no fixed name is left out. */
export const importsOf = (file: string, text: string): Import[] => {
  const parsed = parseSync(file, text);
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  return [
    ...staticImports.map((found) => ({
      specifier: found.moduleRequest.value,
      typeOnly: found.entries.length > 0 && found.entries.every((entry) => entry.isType),
    })),
    ...staticExports
      .flatMap((found) => found.entries)
      .flatMap((entry) =>
        entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, typeOnly: entry.isType }] : [],
      ),
    ...dynamicImports.flatMap((found) => {
      const literal = /^['"`](.*)['"`]$/.exec(text.slice(found.moduleRequest.start, found.moduleRequest.end));
      return literal?.[1] === undefined ? [] : [{ specifier: literal[1], typeOnly: false }];
    }),
  ];
};

/** A function's own folder, `functions/portal`, however deep the file lies in it. */
const ownFolder = (file: string): string => file.split('/').slice(0, 2).join('/');

/** Whether the zone of `file` (relative to the root, with `/`) allows an import. A file of no zone may import nothing. */
export const allows = (file: string, { specifier, typeOnly }: Import): boolean => {
  const zone = zones.find(({ path }) => path.test(file));
  if (zone === undefined) return false;
  const inside = /^\.{1,2}\//.test(specifier);
  const target = inside ? posix.join(posix.dirname(file), specifier) : specifier;
  if (target.startsWith('test/') && !file.startsWith('test/')) return false;
  if (typeOnly && zone.typesOf?.test(target) === true) return true;
  return zone.may.some((allowed) => {
    if (allowed === '*') return true;
    if (allowed === '.') return inside && target.startsWith(`${ownFolder(file)}/`);
    if (allowed === 'node:') return target.startsWith('node:');
    if (allowed.endsWith('*')) return target.startsWith(allowed.slice(0, -1));
    return target === allowed || target.startsWith(`${allowed}/`);
  });
};

/** Holds each file against its zone. */
export const checkImports = (root: string, files: readonly string[]): { imports: number; breaches: ImportBreach[] } => {
  let imports = 0;
  const breaches: ImportBreach[] = [];
  for (const path of files) {
    const file = relative(root, path).split(sep).join('/');
    for (const found of importsOf(file, readFileSync(path, 'utf8'))) {
      imports += 1;
      if (!allows(file, found)) breaches.push({ file, specifier: found.specifier });
    }
  }
  return { imports, breaches };
};
