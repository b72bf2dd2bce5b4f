import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../infra/aws/bundle.ts';
import { measureNode, root } from './processes.ts';
import { print, quantile, type Row, time, times } from './table.ts';

const loads = 5;

/** How long a process takes to load a module, in milliseconds: the middle of some tries. */
const loadTime = (code: string): number => {
  const timedCode = `const start = performance.now(); ${code}; console.log(performance.now() - start);`;
  const tries = Array.from({ length: loads }, () =>
    Number(measureNode('--input-type=module', '--eval', timedCode).said),
  );
  return quantile(tries, 0.5);
};

const bareClient = `const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient } = await import('@aws-sdk/lib-dynamodb');
DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'ap-southeast-1' }))`;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

/** Measures each function's bundle and how long it takes to load, beside a bare client of DynamoDB. */
export const measureFunctions = async (): Promise<void> => {
  // Within the project, so that the bundles find the SDK as Lambda's runtime gives it to them.
  const folder = mkdtempSync(path.join(root, 'node_modules', '.bench-'));
  try {
    const sizes = await bundle(folder);
    const bare = loadTime(bareClient);
    const rows: Row[] = [['a bare DynamoDB document client', '', time(bare)]];
    for (const [name, bytes] of sizes) {
      const file = pathToFileURL(path.join(folder, name, 'index.mjs')).href;
      const ms = loadTime(`await import(${JSON.stringify(file)})`);
      rows.push([name, kilobytes(bytes), `${time(ms)}, ${times(ms, bare)}`]);
    }
    print('Functions: bundle, and load time beside a bare client', rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
