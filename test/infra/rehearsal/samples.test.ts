import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { editionFor } from '../../../infra/local/rehearsal/next-edition.ts';
import { checkAgainstPlan, readPackageFile } from '../../../infra/local/rehearsal/package-file.ts';
import { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { planFile } from '../../support/office.ts';

const files = ['samples', 'years'].flatMap((name) => {
  const folder = fileURLToPath(new URL(`../../../infra/local/rehearsal/${name}/`, import.meta.url));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => `${folder}${file}`);
});

it('every action of a rehearsal is shown in a sample, and each sample fits its plan', () => {
  const shown = files.flatMap((name) => {
    const sample = readPackageFile(name);
    const json = planFile(sample.plan);
    checkAgainstPlan(name, sample, editionFor({ json, plan: Plan.parse(json) }, sample).plan);
    return sample.actions.map(({ do: what }) => what);
  });
  const all = RehearsedAction.options.map(({ shape }) => shape.do.value);
  expect([...new Set(shown)].toSorted()).toEqual([...all].toSorted());
});
