import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { measureAtOnce } from './at-once.ts';
import { measureFunctions } from './functions.ts';
import { measureGrowth } from './growth.ts';
import { measureLargePackage } from './large-package.ts';
import { measureNode, measureStart } from './processes.ts';
import { megabytes, print, time, times } from './table.ts';

const measureStarts = async (): Promise<void> => {
  const data = mkdtempSync(path.join(tmpdir(), 'trinh-bench-'));
  try {
    measureNode('--version');
    const bare = measureNode('--eval', '').ms;
    const first = await measureStart(data);
    const second = await measureStart(data);
    const year = measureNode(
      'infra/local/rehearse.mjs',
      '--plan',
      'tay-giang-2021-2025',
      '--year',
      '2022',
      '--json',
    ).ms;
    const memory = (bytes: number | undefined): string => (bytes === undefined ? 'not known here' : megabytes(bytes));
    print('From npm start to the first page, and a rehearsed year', [
      ['start on a new folder', time(first.ms), `${times(first.ms, bare)} an empty Node`],
      ['start on the same folder again', time(second.ms), `${times(second.ms, bare)} an empty Node`],
      ['memory of everything, DynamoDB too', memory(first.bytes), `${memory(second.bytes)} again`],
      ["Tây Giang's year 2022", time(year), `${times(year, second.ms)} a start`],
    ]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};

/** Runs `npm run bench -- round`. What cannot be measured is said, and the rest goes on. */
export const main = async (): Promise<void> => {
  const [cpu] = cpus();
  console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? 'unknown'}`);
  const sections = [
    measureStarts,
    () => measureAtOnce(500),
    () => measureGrowth(50, 500),
    () => measureLargePackage(500, 40),
    measureFunctions,
  ];
  for (const section of sections) {
    try {
      await section();
    } catch (error) {
      console.log(`\nNot measured: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
};
