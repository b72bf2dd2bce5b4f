import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A sample plan's file as an office would have it: with addresses that are people's own. Gone after the test. */
export const officePlan = (id = 'tay-giang-2021-2025'): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-plan-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'plan.json');
  const sample = readFileSync(path.resolve('shared/plans', `${id}.json`), 'utf8');
  writeFileSync(file, sample.replaceAll('.example"', '.gov.vn"'));
  return file;
};
