import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkAgainstPlan, readPackageFile } from '../../../infra/local/rehearsal/package-file.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { planFile } from '../../support/office.ts';

const plan = Plan.parse(planFile('tay-giang-2021-2025'));

it('a file to attach is looked for beside the package file, and named where it is not there', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const attach = (file: string) => ({ at: '2022-02-21 09:00', by: 'tg.tt.vc', do: 'attach', unit: 'tg.tt', file });
  const file = path.join(folder, 'package.json');
  writeFileSync(path.join(folder, 'báo giá.pdf'), '%PDF-');
  const due = { estimate: '2022-02-21', synthesis: '2022-02-28', appraisal: '2022-03-07', approval: '2022-03-14' };
  const actions = [attach('báo giá.pdf'), attach('không có.pdf')];
  writeFileSync(file, JSON.stringify({ plan: plan.id, year: 2022, due, estimates: [], actions }));
  const read = readPackageFile(file);
  expect(read.actions).toMatchObject([
    { file: path.join(folder, 'báo giá.pdf') },
    { file: path.join(folder, 'không có.pdf') },
  ]);
  expect(() => checkAgainstPlan(file, read, plan)).toThrow(
    `wrong in 1 place:\n  actions[1].file: there is no file ${path.join(folder, 'không có.pdf')}`,
  );
});
