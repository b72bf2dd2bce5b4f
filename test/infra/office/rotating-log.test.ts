import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { rotatingLog } from '../../../infra/local/office/rotating-log.ts';
import { aFolder } from '../local/stand-ins.ts';

it('a log keeps what was said last, within its bounds, also after a restart', () => {
  const folder = aFolder();
  const file = path.join(folder, 'trinh.log');
  for (let run = 0; run < 4; run += 1) {
    const log = rotatingLog(file, { most: 100, files: 3 });
    for (let line = 0; line < 25; line += 1) log(`run ${run} line ${String(line).padStart(2, '0')}\n`);
  }
  expect(readdirSync(folder).toSorted()).toEqual(['trinh.log', 'trinh.log.1', 'trinh.log.2']);
  const kept = ['trinh.log.2', 'trinh.log.1', 'trinh.log'].map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(kept.every((text) => text.length <= 100)).toBe(true);
  const lines = kept.join('').trimEnd().split('\n');
  expect(lines.at(-1)).toBe('run 3 line 24');
  expect(lines).toEqual(lines.toSorted());
  expect(statSync(file).mode & 0o077).toBe(0);
});

it('a log that cannot be written stops nobody, and goes on when it can', () => {
  const file = path.join(aFolder(), 'trinh.log');
  mkdirSync(file);
  const log = rotatingLog(file);
  expect(() => log('lost\n')).not.toThrow();
  rmSync(file, { recursive: true });
  writeFileSync(file, '');
  log('kept\n');
  expect(readFileSync(file, 'utf8')).toBe('kept\n');
});
